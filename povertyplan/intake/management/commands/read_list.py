"""python manage.py read_list FILE --json: what a list says, without looking at any household that we hold."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from povertyplan.intake import importing
from povertyplan.intake.management.commands.import_list import content_of, plan_of
from povertyplan.intake.workbook import Unreadable


class Command(BaseCommand):
    help = "Đọc danh sách hộ và in ra, không đụng tới dữ liệu hộ."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, help="năm của kế hoạch, mặc định là kế hoạch hiện hành")
        parser.add_argument("--json", action="store_true", help="in dạng JSON")

    def handle(self, *args, file, year, **options):
        try:
            read = importing.read_for(plan_of(year), content_of(file), file.name)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(read.to_json(), ensure_ascii=False, indent=1))
            return
        for row in read.rows:
            self.stdout.write(f"{row.sheet} dòng {row.row}: {row.head}, {row.hamlet}")
        for problem in read.problems:
            self.stdout.write(f"{problem.sheet} {problem.cell or f'dòng {problem.row}'}: {problem.message}")
        self.stdout.write(f"{len(read.rows)} hộ.")
