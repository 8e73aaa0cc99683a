"""The posting list of a commune: name, hamlet, result, for each of its decisions (document 11 of the plan's papers)."""

from collections.abc import Iterator

from households.models import Decision
from households.posting import Line, by_hamlet, decisions_to_post, posted
from reports.documents.blocks import LEFT, Column, Document, Kind, Note, Row, Style, Table
from reports.documents.orders import Order
from reports.documents.wording import number, short_day

COLUMNS = (
    Column("number", "STT", Kind.NUMBER, adds_up=False, centred=True),
    Column("head", "Họ và tên chủ hộ"),
    Column("hamlet", "Thôn, tổ dân phố"),
    Column("result", "Kết quả"),
)


def build(order: Order) -> Document:
    tables = [_table(decision) for decision in decisions_to_post(order.plan, order.unit, order.as_of)]
    note = Note(
        "Danh sách niêm yết tại trụ sở và nhà văn hóa thôn, tổ dân phố; chỉ ghi họ tên chủ hộ, thôn, tổ và kết quả. "
        "Ai có ý kiến, đề nghị báo với UBND xã, phường trong thời gian niêm yết."
    )
    return order.paper(
        type_name="DANH SÁCH",
        symbol="DS",
        subject=f"Niêm yết kết quả rà soát hộ nghèo năm {order.plan.year} của {order.whose}",
        body=(*(tables or [Table(COLUMNS, (), empty="Chưa có quyết định nào")]), note),
    )


def _table(decision: Decision) -> Table:
    title = f"Theo Quyết định số {decision.number} ngày {short_day(decision.signed_on)}"
    return Table(COLUMNS, tuple(_rows(posted(decision))), title=title, empty="Không còn hộ nào để niêm yết")


def _rows(lines: list[Line]) -> Iterator[Row]:
    """A line for each hamlet with how many households it has, the households numbered below it."""
    for hamlet, own in by_hamlet(lines):
        yield Row(("", f"{hamlet} ({number(len(own))} hộ)", LEFT, LEFT), Style.BAND)
        for place, line in enumerate(own, start=1):
            yield Row((place, line.head, line.hamlet, line.result))
