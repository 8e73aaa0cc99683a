"""The town's report as a document (kind `town_report`): the sections as body; Biểu 01, the lists and the board behind.

The division drafts it; whoever else asks for it gets what was issued last, with the figures of the day asked for.
"""

from collections.abc import Callable, Iterator

from povertyplan.accounts.roles import Permission
from reports.documents import household_papers, movement_paper, needs_by_commune, submissions_paper, support_paper
from reports.documents.blocks import Annex, Document
from reports.documents.orders import Order
from reports.documents.pdf_lists import roman
from reports.drafting import town_report
from reports.drafting.content import Prepared
from reports.drafting.offers import told_texts
from reports.drafting.paper import body_of, on_paper
from reports.drafting.preparing import open_town_draft
from reports.models import Letterhead, TownReport

# What goes along, in its order: each is the body of a paper of its own, with the same numbers.
ANNEXES: tuple[tuple[str, Callable[[Order], Document]], ...] = (
    ("Biểu 01: Tổng hợp nhu cầu hỗ trợ để thoát nghèo năm {year}", needs_by_commune.build),
    ("Danh sách hộ đã ra khỏi danh sách hộ nghèo năm {year}", household_papers.build_left),
    ("Danh sách hộ chưa thoát nghèo năm {year} và lý do", household_papers.build_not_left),
    ("Diễn biến hộ nghèo từ đầu năm {year}", movement_paper.build),
    ("Kết quả hỗ trợ theo cơ quan và nguồn vốn năm {year}", support_paper.build),
    ("Tình hình nộp kế hoạch, báo cáo của các xã, phường và cơ quan, đơn vị năm {year}", submissions_paper.build),
)


def build(order: Order) -> Document:
    """With the figures of `order.as_of`."""
    return document_of(_prepared(order), order)


def _prepared(order: Order) -> Prepared:
    if order.by is None or order.by.may(Permission.COMPILE_REPORT):
        return open_town_draft(order.plan, order.as_of).prepared
    prepared = town_report.prepare(order.plan, order.as_of)
    issued = TownReport.objects.filter(plan=order.plan).first()
    return prepared.with_texts(told_texts(issued)) if issued else prepared


def document_of(prepared: Prepared, order: Order) -> Document:
    return order.paper(
        letterhead=Letterhead.objects.of(None),
        type_name="BÁO CÁO",
        symbol="BC",
        subject=prepared.title,
        body=tuple(body_of(prepared)),
        annexes=tuple(_annexes(order)),
        **on_paper(prepared),
    )


def _annexes(order: Order) -> Iterator[Annex]:
    for place, (title, build_annex) in enumerate(ANNEXES, start=1):
        blocks = build_annex(order).body
        yield Annex(title.format(year=order.plan.year), blocks, f"Phụ lục {roman(place)}", landscape=True)
