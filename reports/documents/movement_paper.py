"""The movement table ("Tổng hợp diễn biến hộ nghèo", the ministry's form 2) of a period: two lines a place."""

from collections.abc import Iterator

from povertyplan.accounts.models import Unit
from reports import movement_table as movements
from reports.documents.blocks import Block, Column, Document, Kind, Note, Row, Style, Table
from reports.documents.orders import Order
from reports.documents.wording import short_day

C = movements.Column
UNDER = {
    **dict.fromkeys((C.TO_NEAR_POOR, C.ABOVE_NEAR_POOR, C.EXIT_UNKNOWN), ("Giảm trong kỳ", "Thoát nghèo")),
    C.OTHER_DECREASE: ("Giảm trong kỳ",),
    **dict.fromkeys(movements.INCREASES, ("Tăng trong kỳ",)),
}
TITLES = movements.TITLES | {
    C.TO_NEAR_POOR: "Thành hộ cận nghèo",
    C.ABOVE_NEAR_POOR: "Vượt chuẩn cận nghèo",
    C.EXIT_UNKNOWN: "Chưa ghi kết quả",
}
CLOSES = "Cuối kỳ = đầu kỳ − các cột giảm + các cột tăng, theo hộ và theo nhân khẩu, ở từng đơn vị."
PRELIMINARY = (
    "Kết quả sơ bộ, tính từ ngày của từng quyết định; kết quả chính thức theo quyết định rà soát cuối năm. Giảm khác "
    "(chết, chuyển đi, nhập hộ) không tính là thoát nghèo. Hộ chuyển giữa các xã, phường là giảm khác ở nơi đi, tăng "
    "khác ở nơi đến. Ở dòng «Nhân khẩu» có cả người sinh, chết, đến, đi của những hộ vẫn còn trong danh sách."
)


def found_for(order: Order) -> movements.Table:
    """What the page of the same period shows to the same unit."""
    communes = [order.unit] if order.unit else list(Unit.objects.communes().on(order.plan.issued_on))
    return movements.movement_table(order.since, order.as_of, communes=communes)


def build(order: Order) -> Document:
    found = found_for(order)
    return order.paper(
        type_name="BIỂU TỔNG HỢP",
        symbol="BTH",
        subject=f"Diễn biến hộ nghèo từ ngày {short_day(order.since)} đến ngày {short_day(order.as_of)}"
        + ("" if order.unit is None else f" của {order.whose}"),
        body=tuple(_blocks(order, found)),
        conditions=f"{order.whose}, từ {short_day(order.since)} đến hết {short_day(order.as_of)}",
        preparer="",
        landscape=True,
    )


def _blocks(order: Order, found: movements.Table) -> Iterator[Block]:
    yield table(order, found)
    yield Note(CLOSES)
    yield Note(PRELIMINARY)
    if found.uncounted:
        yield Note(f"{found.uncounted} hộ chưa ghi số khẩu nên chưa có trong dòng «Nhân khẩu».")


def table(order: Order, found: movements.Table) -> Table:
    columns = (
        Column("number", "STT", centred=True),
        Column("place", "Xã, phường"),
        Column("of", "Tính theo"),
        *(Column(one.value, TITLES[one], Kind.NUMBER, under=UNDER.get(one, ())) for one in found.columns),
    )
    rows = [row for number, one in enumerate(found.rows, start=1) for row in _lines(number, one, found)]
    if order.unit is None:
        households, people = (tuple(range(start, len(rows), 2)) for start in (0, 1))
        first, second = _lines(0, found.total, found)
        rows += [Row(first.cells, Style.TOTAL, households), Row(second.cells, Style.TOTAL, people)]
    return Table(columns, tuple(rows), numbered=True)


def _lines(number: int, row: movements.Row, found: movements.Table) -> tuple[Row, Row]:
    name = row.commune.name if row.commune else "Tổng cộng"
    households, people = ([getattr(row[one], unit) for one in found.columns] for unit in ("households", "people"))
    return Row((str(number or ""), name, "Hộ", *households)), Row(("", "", "Nhân khẩu", *people))
