"""python manage.py figures [--year 2022] [--as-of YYYY-MM-DD] [--json]: every figure, as on the pages."""

import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from households.models import Plan
from povertyplan import clock
from reports.figures import as_json, figures
from reports.in_words import tables


class Command(BaseCommand):
    help = "In toàn bộ số liệu của kế hoạch tính đến một ngày."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, help="năm của kế hoạch; bỏ trống: kế hoạch hiện hành")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="tính đến hết ngày; bỏ trống: hôm nay"
        )
        parser.add_argument("--json", action="store_true", help="in JSON, đúng khóa như data-figure trên trang")

    def handle(self, *args, year, as_of, **options):
        plans = Plan.objects
        plan = plans.filter(year=year).first() if year else plans.current()
        if plan is None:
            raise CommandError(f"Chưa có kế hoạch năm {year}." if year else "Chưa có kế hoạch nào; chạy setup.")
        found = figures(plan, as_of or clock.today())
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(tables(found))
