"""The plan's targets of 100 % as papers tell them: numerator, denominator, who is missing, of whom nobody knows."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from reports.documents.blocks import Column, Kind, Row, Table
from reports.drafting.content import Fact
from reports.drafting.words import dashes
from reports.targets import TargetLine


def facts(lines: Iterable[TargetLine]) -> Iterator[Fact]:
    """Of each target that something is known of."""
    for line in lines:
        if line.source:
            target, key, url = line.target, f"targets.{line.target.code}", reverse("targets")
            yield Fact(f"{key}.numerator", f"{target.short_title}: đã đạt", line.numerator, target.unit, url)
            yield Fact(f"{key}.denominator", f"{target.short_title}: tổng số", line.denominator, target.unit, url)


def in_words(lines: Iterable[TargetLine]) -> str:
    return dashes(f"{line.in_words()}." for line in lines)


def table(lines: Iterable[TargetLine]) -> Table:
    columns = (
        Column("target", "Chỉ tiêu"),
        Column("unit", "Đơn vị tính"),
        Column("reached", "Đã đạt", Kind.NUMBER, adds_up=False),
        Column("whole", "Tổng số", Kind.NUMBER, adds_up=False),
        Column("share", "Tỷ lệ", Kind.PERCENT, share=("reached", "whole"), adds_up=False),
        Column("missing", "Còn lại", Kind.NUMBER, adds_up=False),
        Column("unknown", "Chưa có số liệu", Kind.NUMBER, adds_up=False),
        Column("source", "Nguồn"),
    )
    return Table(columns, tuple(map(_row, lines)), title="Kết quả thực hiện các chỉ tiêu 100%")


def _row(line: TargetLine) -> Row:
    target = line.target
    known = (line.numerator, line.denominator, line.share, line.missing)
    return Row((target.short_title, target.unit, *known, line.not_known or None, _source(line)))


def _source(line: TargetLine) -> str:
    match line.source:
        case "report":
            return f"{line.reported.unit.short_name} báo, tính đến {line.reported.as_of:%d/%m/%Y}"
        case "rows":
            return "Đếm từ danh sách"
    return ""
