"""Help given, by body and by source of money (issue 5, document 7): planned against given, loans in their own columns.

Clauses III.2 (who gives what) and IV (sources of money) of the plan. The numbers are those of the page of help.
"""

from collections.abc import Iterator

from reports.documents.blocks import LEFT, Block, Column, Document, Kind, Note, Row, Style, Table
from reports.documents.orders import Order
from reports.support import Line, Sums, Support, support
from tasks.models import Measure
from tasks.money import GRANT_SOURCES

NUMBER = Column("number", "STT", Kind.NUMBER, adds_up=False, centred=True)
GIVEN, LOANS = ("Đã hỗ trợ không hoàn lại",), ("Cho vay, không cộng vào hỗ trợ",)
COLUMNS = (
    Column("planned_grants", "Dự kiến hỗ trợ", Kind.MONEY),
    *(Column(source.value, source.label, Kind.MONEY, under=GIVEN) for source in GRANT_SOURCES),
    Column("grants", "Cộng", Kind.MONEY, under=GIVEN, sums=tuple(source.value for source in GRANT_SOURCES)),
    Column("planned_loans", "Dự kiến", Kind.MONEY, under=LOANS),
    Column("loans", "Đã cho vay", Kind.MONEY, under=LOANS),
    Column("times", "Số khoản đã hỗ trợ", Kind.NUMBER),
    Column("households", "Số hộ được hỗ trợ", Kind.NUMBER, adds_up=False),
)
APART = "Vốn vay tín dụng chính sách phải trả lại nên không cộng vào hỗ trợ. Đơn vị tính: đồng."
ONCE = "Một hộ có thể được hỗ trợ nhiều khoản, từ nhiều đơn vị: số hộ đếm mỗi hộ một lần, không cộng dồn theo dòng."
PLAN = "Cột dự kiến gồm các khoản đơn vị đã ghi dự kiến, kể cả khoản đã cấp xong; không gồm khoản đã hủy."


def build(order: Order) -> Document:
    found = support(order.plan, order.as_of, order.unit)
    return order.paper(
        type_name="BIỂU TỔNG HỢP",
        symbol="BTH",
        subject=_subject(order),
        body=tuple(_blocks(order, found)),
        preparer="",
        landscape=True,
    )


def _subject(order: Order) -> str:
    subject = f"Kết quả hỗ trợ theo cơ quan và nguồn vốn năm {order.plan.year}"
    if order.unit is None:
        return subject
    return f"{subject} {'trên địa bàn' if order.unit.is_commune else 'của'} {order.whose}"


def _blocks(order: Order, found: Support) -> Iterator[Block]:
    yield by_source(found, "1. Theo nguồn vốn")
    yield Note(APART)
    yield table(found, found.by_body, "Cơ quan, đơn vị hỗ trợ", "2. Theo cơ quan, đơn vị và nguồn vốn")
    yield Note(ONCE)
    yield table(found, found.by_type, "Loại nhu cầu", "3. Theo loại nhu cầu")
    if order.unit is None or not order.unit.is_commune:
        yield table(found, found.by_commune, "Xã, phường", "4. Theo xã, phường")
    yield Note(PLAN)


def by_source(found: Support, title: str = "") -> Table:
    """Grants add up; loans stand below the sum."""
    columns = (
        Column("source", "Nguồn vốn"),
        Column("planned", "Dự kiến (đồng)", Kind.MONEY),
        Column("given", "Đã cấp (đồng)", Kind.MONEY),
        Column("times", "Số khoản đã cấp", Kind.NUMBER),
    )
    *grants, credit = found.by_source
    rows = [Row((line.name, line.sums.planned_grants, line.sums.grants, line.sums.times)) for line in grants]
    whole, times = found.whole, sum(line.sums.times for line in grants)
    total = Row(
        ("Cộng hỗ trợ không hoàn lại", whole.planned_grants, whole.grants, times), Style.TOTAL, tuple(range(len(rows)))
    )
    name = f"Cho vay: {Measure.Source.CREDIT.label} (không cộng vào hỗ trợ)"
    loans = Row((name, whole.planned_loans, whole.loans, credit.sums.times))
    return Table(columns, (*rows, total, loans), title=title)


def table(found: Support, lines: list[Line], of: str, title: str) -> Table:
    columns = (NUMBER, Column("name", of), *COLUMNS)
    rows = [Row((number, line.name, *cells(line.sums))) for number, line in enumerate(lines, start=1)]
    total = Row(("Tổng cộng", LEFT, *cells(found.whole)), Style.TOTAL, tuple(range(len(rows))))
    return Table(columns, (*rows, total) if rows else (), title=title, numbered=True, empty="Chưa có khoản hỗ trợ nào")


def cells(sums: Sums) -> Iterator:
    return (sums[column.key] for column in COLUMNS)
