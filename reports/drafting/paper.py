"""Plans and reports of units as documents: the sections as body, the lists as annexes (kinds `plan` and `report`).

A draft is its unit's alone. Who makes the paper of another unit gets what it has handed in; before that, what the
system prepares.
"""

from collections.abc import Iterator

from povertyplan.accounts.models import User
from reports.documents.blocks import Block, Document, Heading, Paragraph
from reports.documents.orders import Order
from reports.drafting.content import Part, Prepared
from reports.drafting.offers import told_texts
from reports.drafting.preparing import BUILDERS, open_draft
from reports.models import Letterhead, Obligation, ObligationKind

TYPES = {ObligationKind.PLAN: ("KẾ HOẠCH", "KH"), ObligationKind.REPORT: ("BÁO CÁO", "BC")}


def build(order: Order) -> Document:
    """The paper of `order.unit`, with the figures of `order.as_of`."""
    return document_of(_prepared(order), order)


def _prepared(order: Order) -> Prepared:
    owed = Obligation.objects.filter(plan=order.plan, unit=order.unit, kind=order.kind.code)
    owed = owed.select_related("plan", "unit").first()
    if owed and _is_own(order.by, owed):
        return open_draft(owed, order.as_of).prepared
    prepared = BUILDERS[order.kind.code, order.unit.kind](order.plan, order.unit, order.as_of)
    version = owed and owed.submissions.order_by("-version").first()
    if not version:
        return prepared
    return prepared.with_texts(told_texts(version)).on_paper(version.document_no, version.document_on)


def _is_own(by: User | None, owed: Obligation) -> bool:
    """Of the command on the server, and of the unit's own people."""
    return by is None or by.unit_id == owed.unit_id


def document_of(prepared: Prepared, order: Order) -> Document:
    type_name, symbol = TYPES[prepared.kind]
    return order.paper(
        type_name=type_name,
        symbol=symbol,
        subject=prepared.title,
        addressees=(_addressee(),) if prepared.kind == ObligationKind.REPORT else (),
        body=tuple(body_of(prepared)),
        annexes=prepared.annexes,
        **on_paper(prepared),
    )


def on_paper(prepared: Prepared) -> dict:
    """Number and day of the document, where the office has given them."""
    given = {"number": prepared.document_no} if prepared.document_no else {}
    return given | ({"on": prepared.document_on} if prepared.document_on else {})


def _addressee() -> str:
    """Part V: to the town's People's Committee, through the division."""
    return f"{Letterhead.objects.of(None).told_as} (qua Phòng Lao động - Thương binh và Xã hội)"


def body_of(prepared: Prepared) -> Iterator[Block]:
    """The sections that say something, numbered."""
    yield Paragraph(prepared.opening)
    for part in prepared.printed:
        yield from _section(part)


def _section(part: Part) -> Iterator[Block]:
    title = part.section.title.upper() if part.section.level == 1 else part.section.title
    yield Heading(f"{part.number}. {title}", part.section.level)
    yield from (Paragraph(line) for line in part.paragraphs)
    yield from part.tables
