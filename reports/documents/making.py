"""The verb of documents: makes one paper in one form, and writes down that it was made."""

from collections.abc import Callable
from dataclasses import dataclass

from households.changes import Refused
from povertyplan.accounts.models import AccessLog
from povertyplan.vietnamese import unaccented
from reports.documents.blocks import Document
from reports.documents.kinds import Form
from reports.documents.orders import Order
from reports.documents.pdf import MIME as PDF
from reports.documents.pdf import make_pdf
from reports.documents.sheet import MIME as XLSX
from reports.documents.sheet import make_sheet
from reports.documents.templates import word_of
from reports.documents.word import MIME as DOCX

MIMES = {Form.DOCX: DOCX, Form.PDF: PDF, Form.XLSX: XLSX}


@dataclass(frozen=True)
class Paper:
    name: str
    content: bytes
    mime: str


def check(order: Order, form: Form) -> None:
    """Raises Refused where the kind is not of such a unit, does not come in this form, or lacks its household."""
    kind = order.kind
    if kind.by_period and order.since > order.as_of:
        raise Refused("Ngày đầu kỳ phải từ ngày cuối kỳ trở về trước.")
    if not kind.may_be_of(order.unit):
        raise Refused(f"«{kind.title}» không lập cho {order.whose}.")
    if form not in kind.forms:
        raise Refused(f"«{kind.title}» chỉ có dạng {', '.join(kind.forms)}.")


def make(order: Order, form: Form, *, tell: Callable[[str], None] = lambda step: None) -> Paper:
    """Raises Refused as `check` does. `tell` is called with what is being done, for those who wait."""
    check(order, form)
    tell("Đang lấy số liệu")
    document = order.kind.build(order)
    tell("Đang dựng văn bản")
    paper = Paper(file_name(order, form), _written(document, order, form), MIMES[form])
    AccessLog.objects.record(
        AccessLog.Action.DOCUMENT,
        by=order.by,
        subject=order.kind.title,
        detail=f"{paper.name}; {document.trace}",
    )
    return paper


def _written(document: Document, order: Order, form: Form) -> bytes:
    if form is Form.XLSX:
        return make_sheet(document)
    word = word_of(document, order.kind)
    return word if form is Form.DOCX else make_pdf(word)


def file_name(order: Order, form: Form) -> str:
    """ "bieu-01-nhu-cau-20035-binh-tien-2022-09-16.docx": the code tells Hương Vân from Hương Văn."""
    unit = order.unit
    whose = f"-{unit.code}-{unaccented(unit.short_name)}" if unit else ""
    days = f"{order.since:%Y-%m-%d}-den-{order.as_of:%Y-%m-%d}" if order.kind.by_period else f"{order.as_of:%Y-%m-%d}"
    name = f"{order.kind.file_name}{whose}-{days}"
    return f"{''.join(sign if sign.isalnum() or sign in '-_' else '-' for sign in name)}.{form}"
