"""Biểu 01 of the plan (II.2): the needs for help, by commune; of a commune by hamlet, of a body those that it leads.

68 and 85 are needs, 153 is their sum, 151 the households that have them: four numbers, each in its own place.
"""

from collections.abc import Iterator

from reports.documents.blocks import LEFT, Block, Column, Document, Kind, Note, Row, Style, Table
from reports.documents.orders import Order
from reports.documents.wording import counted
from reports.needs_by_place import Needing, NeedsByPlace, needs_by_place
from reports.stated import HOUSEHOLDS, stated_figures, sums
from tasks.models import NeedType

GROUPS = {
    NeedType.Group.HOUSING: "Nhà ở, tái định cư (lượt nhu cầu)",
    NeedType.Group.LIVELIHOOD: "Sinh kế, việc làm, dịch vụ xã hội cơ bản (lượt nhu cầu)",
}


def build(order: Order) -> Document:
    found = needs_by_place(order.plan, order.as_of, order.unit)
    return order.paper(
        type_name="BIỂU 01",
        symbol="BTH",
        subject=_subject(order),
        attached_to=f"Kèm theo {order.plan_named}",
        body=tuple(_blocks(order, found)),
        preparer="",
        landscape=True,
    )


def _subject(order: Order) -> str:
    subject = f"Tổng hợp nhu cầu hỗ trợ để thoát nghèo năm {order.plan.year}"
    if order.unit is None:
        return subject
    return f"{subject} {'của' if order.unit.is_commune else 'do'} {order.whose}" + (
        "" if order.unit.is_commune else " chủ trì"
    )


def _blocks(order: Order, found: NeedsByPlace) -> Iterator[Block]:
    yield table(found, "Thôn, tổ dân phố" if order.unit and order.unit.is_commune else "Xã, phường")
    whole = found.whole
    parts = [f"{_label(group)}: {counted(whole.by_group.get(group, 0))} lượt" for group in GROUPS]
    yield Note(
        f"{'; '.join(parts)}; cộng {counted(whole.needs)} lượt nhu cầu của {counted(whole.households)} hộ. "
        "Một hộ có thể có nhiều nhu cầu: số hộ đếm mỗi hộ một lần, không cộng với số lượt nhu cầu."
    )
    if order.unit is None:
        yield Note(as_the_plan_says(order))


def _label(group: str) -> str:
    return {"housing": "Nhà ở, tái định cư", "livelihood": "Sinh kế, việc làm, dịch vụ xã hội cơ bản"}[group]


def as_the_plan_says(order: Order) -> str:
    """68, 85, 153 and 151 as stated and as found on the plan's own day."""
    lines = sums(stated_figures(order.plan), NeedType.objects.all())
    said = [
        f"{line.label.lower()} {counted(line.stated)} {'hộ' if line.unit == HOUSEHOLDS else 'lượt'}"
        + ("" if not line.difference else f" (dữ liệu: {counted(line.found)})")
        for line in lines
    ]
    return f"Kế hoạch số {order.plan.number} ghi: {'; '.join(said)}."


def table(found: NeedsByPlace, place: str) -> Table:
    columns = tuple(_columns(found, place))
    rows = [_row(number, needing, columns) for number, needing in enumerate(found.places, start=1)]
    whole = _cells(found.whole, columns)
    rows.append(Row(("Tổng cộng", LEFT, *whole), Style.TOTAL, tuple(range(len(rows)))))
    return Table(columns, tuple(rows), numbered=True)


def _columns(found: NeedsByPlace, place: str) -> Iterator[Column]:
    yield Column("number", "STT", Kind.NUMBER, adds_up=False, centred=True)
    yield Column("place", place)
    yield Column("households", "Số hộ có nhu cầu (hộ)", Kind.NUMBER)
    yield Column("needs", "Tổng số lượt nhu cầu", Kind.NUMBER, sums=tuple(f"sum_{group}" for group in GROUPS))
    for group, title in GROUPS.items():
        types = [type for type in found.types if type.group == group]
        for type in types:
            yield Column(type.code, type.short_name, Kind.NUMBER, under=(title,))
        yield Column(f"sum_{group}", "Cộng", Kind.NUMBER, under=(title,), sums=tuple(type.code for type in types))
    yield Column("note", "Ghi chú")


def _row(number: int, needing: Needing, columns: tuple[Column, ...]) -> Row:
    return Row((number, needing.name, *_cells(needing, columns)))


def _cells(needing: Needing, columns: tuple[Column, ...]) -> Iterator:
    """From the third column on."""
    for column in columns[2:]:
        match column.key:
            case "households":
                yield needing.households
            case "needs":
                yield needing.needs
            case "note":
                yield ""
            case key if key.startswith("sum_"):
                yield needing.by_group.get(key.removeprefix("sum_"), 0)
            case key:
                yield needing.by_type.get(key, 0)
