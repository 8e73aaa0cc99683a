"""python manage.py make_document KIND [--year] [--unit CODE] [--format docx|pdf|xlsx] [--as-of] [--output FILE]"""

import argparse
import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from households.changes import Refused
from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit
from reports.documents.kinds import KINDS, Form, Of
from reports.documents.making import make
from reports.documents.orders import Order

WHOSE = {Of.TOWN: "toàn thị xã", Of.COMMUNE: "từng xã, phường", Of.BODY: "từng cơ quan"}


def kinds_in_words() -> str:
    width = max(map(len, KINDS))
    lines = [
        f"  {code.ljust(width)}  {kind.title} ({', '.join(WHOSE[of] for of in Of if of in kind.of)}; "
        f"{', '.join(kind.forms)})"
        for code, kind in KINDS.items()
    ]
    return "Các loại văn bản (KIND):\n" + "\n".join(lines)


class Command(BaseCommand):
    help = "Lập một văn bản từ số liệu, ghi ra tệp Word, PDF hoặc Excel."

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(
            prog_name,
            subcommand,
            epilog=kinds_in_words(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **kwargs,
        )

    def add_arguments(self, parser):
        parser.add_argument("kind", metavar="KIND", help="loại văn bản, theo danh sách dưới đây")
        parser.add_argument("--year", type=int, help="năm của kế hoạch; bỏ trống: kế hoạch hiện hành")
        parser.add_argument("--unit", metavar="CODE", help="mã xã, phường hoặc cơ quan; bỏ trống: toàn thị xã")
        parser.add_argument("--format", metavar="docx|pdf|xlsx", help="bỏ trống: theo đuôi của --output, hoặc docx")
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", help="số liệu đến hết ngày; bỏ trống: hôm nay")
        parser.add_argument(
            "--from", dest="first", metavar="YYYY-MM-DD", help="ngày đầu kỳ (diễn biến); bỏ trống: từ đầu năm"
        )
        parser.add_argument("--output", metavar="FILE", help="tệp ghi ra; «-» là ra màn hình; bỏ trống: thư mục này")

    def handle(self, *args, kind, year, unit, output, as_of, first, **options):
        order = self.order(kind, year, unit, as_of, first)
        try:
            paper = make(order, self.form(order, options["format"], output))
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if output == "-":
            (getattr(self.stdout, "_out", None) or sys.stdout).buffer.write(paper.content)
            return
        path = Path(output or paper.name)
        try:
            path.write_bytes(paper.content)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {path}: {error.strerror}.") from error
        self.stdout.write(str(path))

    def order(self, code: str, year: int | None, unit_code: str | None, as_of: str | None, first: str | None) -> Order:
        if code not in KINDS:
            raise CommandError(f"Không có loại văn bản «{code}».\n{kinds_in_words()}")
        plan = self.plan(year)
        since = self.day(plan, first) if first else None
        return Order(KINDS[code], plan, self.day(plan, as_of), unit=self.unit(plan, unit_code), first=since)

    def plan(self, year: int | None) -> Plan:
        plan = Plan.objects.filter(year=year).first() if year else Plan.objects.current()
        if plan is None:
            raise CommandError(f"Chưa có kế hoạch năm {year}." if year else "Chưa có kế hoạch nào; hãy chạy setup.")
        return plan

    def unit(self, plan: Plan, code: str | None) -> Unit | None:
        if not code:
            return None
        units = Unit.objects.on(plan.issued_on)
        if unit := units.filter(code__iexact=code).first():
            return unit
        known = ", ".join(f"{unit.code} ({unit.short_name})" for unit in units)
        raise CommandError(f"Không có đơn vị mã «{code}» trong năm {plan.year}. Các mã: {known}.")

    def day(self, plan: Plan, text: str | None) -> date:
        if not text:
            return plan.day_shown(clock.today())
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"Ngày «{text}» phải viết dạng YYYY-MM-DD, ví dụ 2022-09-16.") from error
        if day > clock.today():
            raise CommandError("Ngày tính số liệu không được sau hôm nay.")
        return day

    def form(self, order: Order, asked: str | None, output: str | None) -> Form:
        ending = Path(output).suffix.lower().removeprefix(".") if output and output != "-" else ""
        wanted = (asked or "").lower() or (ending if ending in set(Form) else order.kind.forms[0])
        if wanted not in order.kind.forms:
            forms = ", ".join(order.kind.forms)
            raise CommandError(f"«{order.kind.title}» không có dạng «{wanted}». Các dạng: {forms}.")
        if ending and ending != wanted:
            raise CommandError(f"Tệp ghi ra có đuôi «.{ending}» nhưng văn bản dạng {wanted}. Hãy đổi một trong hai.")
        return Form(wanted)
