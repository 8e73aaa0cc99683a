"""python manage.py import_list FILE: the same import as in the browser, for scripts and for big lists."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from households.changes import Refused
from households.models import Plan
from povertyplan.intake import importing, places
from povertyplan.intake.comparing import Comparison
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.records import Problem
from povertyplan.intake.workbook import Unreadable

NOTHING = {"read": 0, "new": 0, "changed": 0, "unchanged": 0, "missing": 0, "blocked": 0}


class Command(BaseCommand):
    help = "Nhập danh sách hộ nghèo từ tệp Excel, CSV; có lỗi thì không ghi gì."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, help="năm của kế hoạch, mặc định là kế hoạch hiện hành")
        parser.add_argument("--commune", help="mã xã, phường: chỉ nhận dòng của xã, phường này")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")
        parser.add_argument("--good-rows", action="store_true", help="ghi các dòng không có lỗi chặn")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *args, file, year, commune, dry_run, good_rows, **options):
        plan = plan_of(year)
        unit = commune_of(plan, commune)
        data = content_of(file)
        try:
            if dry_run:
                read = importing.read_for(plan, data, file.name, unit)
                comparison, batch = importing.preview(read, plan=plan, commune=unit), None
                done = not comparison.stops and (good_rows or not comparison.blocked)
            else:
                batch = importing.import_file(
                    data, filename=file.name, plan=plan, by=None, commune=unit, good_rows=good_rows
                )
                comparison, done = batch.comparison, batch.state == ImportBatch.State.APPLIED
        except Unreadable as error:
            self.unreadable(file, str(error), options["json"])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.report(file, comparison, batch, options["json"])
        if not done:
            raise SystemExit(1)

    def unreadable(self, file: Path, why: str, as_json: bool):
        if not as_json:
            raise CommandError(why)
        told = {"sheet": "", "row": 0, "column": "", "value": "", "message": why, "blocks": True}
        self.print_json(
            {
                "file": file.name,
                "sheets": [],
                "rows": NOTHING,
                "problems": [told],
                "applied": False,
                "import_id": None,
            }
        )
        raise SystemExit(1)

    def report(self, file: Path, comparison: Comparison, batch: ImportBatch | None, as_json: bool) -> None:
        applied = batch is not None and batch.state == ImportBatch.State.APPLIED
        if as_json:
            self.print_json(
                {
                    "file": file.name,
                    "sheets": [sheet_json(sheet) for sheet in comparison.sheets],
                    "rows": comparison.counts(),
                    "problems": [problem_json(problem) for problem in comparison.problems],
                    "applied": applied,
                    "import_id": batch.pk if applied else None,
                }
            )
            return
        for problem in comparison.problems:
            self.stdout.write(f"{problem.sheet} {problem.cell or f'dòng {problem.row}'}: {problem.message}")
        counts = comparison.counts()
        self.stdout.write(
            f"Đọc {counts['read']} hộ: mới {counts['new']}, thay đổi {counts['changed']}, "
            f"không đổi {counts['unchanged']}, vắng {counts['missing']}, dòng lỗi {counts['blocked']}."
        )
        self.stdout.write(f"Đã ghi, lần nhập số {batch.pk}." if applied else "Chưa ghi gì.")

    def print_json(self, told) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))


def plan_of(year: int | None) -> Plan:
    plan = Plan.objects.filter(year=year).first() if year else Plan.objects.current()
    if plan is None:
        raise CommandError("Chưa có kế hoạch của năm này. Hãy chạy lệnh setup trước.")
    return plan


def commune_of(plan: Plan, code: str | None):
    if code is None:
        return None
    communes = places.communes_of(plan)
    if code not in communes:
        raise CommandError(f"Không có xã, phường mã {code}. Các mã: {', '.join(communes)}.")
    return communes[code]


def content_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"Không mở được tệp {file}: {error.strerror}.") from error


def sheet_json(sheet) -> dict:
    return {"name": sheet.name, "used": sheet.used, "rows": sheet.rows, "encoding": sheet.encoding}


def problem_json(problem: Problem) -> dict:
    return {name: getattr(problem, name) for name in ("sheet", "row", "column", "value", "message", "blocks")}
