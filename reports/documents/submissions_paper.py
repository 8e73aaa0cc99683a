"""How plans and reports came in (plan V): unit, due day, day and number of the paper, on time or not."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from povertyplan.accounts.models import Unit
from reports.board import status_tag
from reports.documents.blocks import Column, Document, Kind, Note, Row, Table
from reports.documents.orders import Order
from reports.documents.wording import counted
from reports.figures import figures
from reports.further import to_tell
from reports.models import Obligation, ObligationKind, Period, Submission


def build(order: Order) -> Document:
    found = figures(order.plan, order.as_of).obligations
    tables = [table(order, ObligationKind(kind).label, kind=kind) for kind in ObligationKind]
    notes = [_note(kind, found[kind]) for kind in ObligationKind] if order.unit is None else []
    blocks = [block for pair in zip(tables, notes, strict=True) for block in pair] if notes else tables
    blocks += _further(order)
    subject = f"Tình hình nộp kế hoạch, báo cáo công tác giảm nghèo năm {order.plan.year}"
    return order.paper(
        type_name="BIỂU TỔNG HỢP",
        symbol="BTH",
        subject=subject + ("" if order.unit is None else f" của {order.whose}"),
        body=tuple(blocks),
        preparer="",
        landscape=True,
    )


def _note(kind: str, owed) -> Note:
    return Note(
        f"{ObligationKind(kind).label}: {counted(owed.expected)} đơn vị; đúng hạn {counted(owed.on_time)}, trong ngày "
        f"hạn {counted(owed.on_the_day)}, trễ hạn {counted(owed.late)}, chưa nộp {counted(owed.missing)}."
    )


def _further(order: Order) -> list[Table]:
    """Of each further report the period to be told on the day of the paper, where the unit owes it."""
    periods = to_tell(Period.objects.in_plan(order.plan).begun(order.as_of), order.as_of)
    tables = (table(order, str(period), period=period) for period in periods)
    return [one for one in tables if one.rows]


def table(order: Order, title: str, **which) -> Table:
    """`which`: of which kind, or of which period."""
    columns = (
        Column("number", "STT", Kind.NUMBER, adds_up=False, centred=True),
        Column("unit", "Đơn vị"),
        Column("due_on", "Hạn nộp", Kind.DAY),
        Column("first_on", "Ngày nộp lần đầu", Kind.DAY),
        Column("document_no", "Số, ký hiệu văn bản"),
        Column("document_on", "Ngày văn bản", Kind.DAY),
        Column("versions", "Số lần nộp", Kind.NUMBER),
        Column("status", "Thời hạn"),
        Column("state", "Kiểm tra"),
    )
    owed = _owed(order, which)
    rows = list(_rows(owed, order.as_of))
    return Table(columns, tuple(rows), title=title, empty="Không có đơn vị nào phải nộp")


def _owed(order: Order, which: dict) -> list[Obligation]:
    owed = Obligation.objects.in_plan(order.plan).filter(**which).with_moments(order.as_of).select_related("unit")
    if order.unit is not None:
        owed = owed.of_unit(order.unit)
    return sorted(owed, key=lambda one: (one.unit.kind != Unit.Kind.COMMUNE, one.unit.order))


def _rows(owed: list[Obligation], on: date) -> Iterator[Row]:
    newest = _newest(owed, on)
    for number, one in enumerate(owed, start=1):
        last = newest.get(one.pk)
        yield Row((
            number,
            one.unit.name,
            one.due_on,
            timezone.localtime(one.first_at).date() if one.first_at else None,
            last.document_no if last else "",
            last.document_on if last else None,
            last.version if last else 0,
            status_tag(one, on).text,
            Submission.State(one.state_now).label if one.state_now else "",
        ))  # fmt: skip


def _newest(owed: list[Obligation], on: date) -> dict[int, Submission]:
    versions = Submission.objects.filter(obligation__in=owed, submitted_at__date__lte=on).order_by("version")
    return {version.obligation_id: version for version in versions}
