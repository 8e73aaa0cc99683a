"""Causes, deprivations and groups by commune, in the columns and the order of the ministry's forms 10, 4, 5 and 8."""

from collections.abc import Iterator

from reports.documents.blocks import Block, Column, Document, Kind, Note, Row, Style, Table
from reports.documents.orders import Order
from reports.models import NationalColumn
from reports.profile import Place, Profile, profile

Form = NationalColumn.Form
NUMBER = Column("number", "STT", centred=True)
OVERLAP = "Một hộ có thể ở nhiều cột, nên tổng các cột lớn hơn hoặc khác số hộ; số hộ đếm mỗi hộ một lần."
AS_KNOWN = "Số liệu của hộ còn trong danh sách hộ nghèo đến ngày nêu trên, theo thông tin của hộ đang lưu."


def build_causes(order: Order) -> Document:
    found = profile(order.plan, order.as_of, Form.CAUSES, order.unit)
    table = _table(order, found, extra=(Column("none", "Chưa ghi nguyên nhân", Kind.NUMBER),))
    return _paper(order, "Hộ nghèo theo nguyên nhân nghèo", (table, *_notes()))


def build_deprivations(order: Order) -> Document:
    found = profile(order.plan, order.as_of, Form.DEPRIVATIONS, order.unit)
    marks = Column("marks", "Tổng số chỉ số thiếu hụt", Kind.NUMBER, sums=tuple(_key(one) for one in found.columns))
    numbers = _table(order, found, before=(marks,), title="1. Số hộ nghèo thiếu hụt từng chỉ số (hộ)")
    rates = _table(order, found, title="2. Tỷ lệ hộ nghèo thiếu hụt từng chỉ số (% số hộ nghèo)", rates=True)
    subject = "Thiếu hụt các dịch vụ xã hội cơ bản của hộ nghèo"
    return _paper(order, subject, (numbers, *_notes(), rates))


def build_groups(order: Order) -> Document:
    """Two lines a place, households and people, as form 8 has them."""
    found = profile(order.plan, order.as_of, Form.GROUPS, order.unit)
    columns = (
        NUMBER,
        Column("place", _places(order)),
        Column("of", "Phân tổ"),
        Column("whole", "Tổng số hộ nghèo", Kind.NUMBER),
        *_columns(found),
    )
    rows = list(_lines(0, found.whole, "1", order.whose.capitalize()))
    for number, place in enumerate(found.places, start=1):
        rows += _lines(number, place, f"1.{number}", place.name)
    rows = [_summed(place, row, len(rows)) for place, row in enumerate(rows)]
    return _paper(order, "Hộ nghèo theo các nhóm đối tượng", (Table(columns, tuple(rows), numbered=True), *_notes()))


def _lines(number: int, place: Place, label: str, name: str) -> Iterator[Row]:
    style = Style.PLAIN if number else Style.TOTAL
    yield Row((label, name, "Hộ", place.households, *place.columns), style)
    yield Row(("", "", "Nhân khẩu", place.people, *place.column_people), style)


def _summed(place: int, row: Row, count: int) -> Row:
    """The first line of each is the sum of those of all places."""
    if row.style is not Style.TOTAL:
        return row
    return Row(row.cells, row.style, tuple(range(place + 2, count, 2)))


def _table(
    order: Order, found: Profile, *, before: tuple[Column, ...] = (), extra: tuple[Column, ...] = (), title: str = "",
    rates: bool = False,
) -> Table:  # fmt: skip
    households = Column("households", "Tổng số hộ nghèo (hộ)", Kind.NUMBER)
    kind = Kind.PERCENT if rates else Kind.NUMBER
    columns = (NUMBER, Column("place", _places(order)), households, *before, *_columns(found, kind), *extra)
    rows = [
        Row(("1", order.whose.capitalize(), *_cells(found.whole, columns, rates)), Style.TOTAL, _all(found)),
        *(
            Row((f"1.{number}", place.name, *_cells(place, columns, rates)))
            for number, place in enumerate(found.places, start=1)
        ),
    ]
    return Table(columns, tuple(rows), title=title, numbered=True)


def _all(found: Profile) -> tuple[int, ...]:
    return tuple(range(1, len(found.places) + 1))


def _key(column: NationalColumn) -> str:
    return f"column_{column.order}"


def _columns(found: Profile, kind: Kind = Kind.NUMBER) -> Iterator[Column]:
    for column in found.columns:
        yield Column(_key(column), column.title, kind, under=(column.under,) if column.under else ())


def _cells(place: Place, columns: tuple[Column, ...], rates: bool) -> Iterator:
    own = iter(place.columns)
    for column in columns[2:]:
        match column.key:
            case "households":
                yield place.households
            case "marks":
                yield place.marks
            case "none":
                yield place.in_none
            case _:
                count = next(own)
                yield (count / place.households if place.households else None) if rates else count


def _places(order: Order) -> str:
    return "Xã, phường" if order.unit is None else "Thôn, tổ dân phố"


def _notes() -> tuple[Note, Note]:
    return Note(OVERLAP), Note(AS_KNOWN)


def _paper(order: Order, subject: str, body: tuple[Block, ...]) -> Document:
    return order.paper(
        type_name="BIỂU TỔNG HỢP",
        symbol="BTH",
        subject=f"{subject} năm {order.plan.year}" + ("" if order.unit is None else f" của {order.whose}"),
        body=body,
        preparer="",
        landscape=True,
    )
