"""Every kind of paper that can be made: what `make_document --help` and the page of documents list."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission as P
from reports.documents import needs_by_commune
from reports.documents.blocks import Document
from reports.documents.orders import Order
from reports.drafting import paper

LETTER, TABLE = "van-ban.docx", "bang-bieu.docx"


class Form(StrEnum):
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


class Of(StrEnum):
    """Of whom a paper can be."""

    TOWN = "town"
    COMMUNE = "commune"
    BODY = "body"


@dataclass(frozen=True)
class Kind:
    """`right`: who sees its data on the pages may make it, of whom they see it. The first of `forms` is usual."""

    code: str
    title: str
    build: Callable[[Order], Document]
    right: P
    of: frozenset[Of]
    forms: tuple[Form, ...] = (Form.DOCX, Form.PDF, Form.XLSX)
    frame: str = TABLE
    file_name: str = ""

    def may_be_of(self, unit: Unit | None) -> bool:
        return _whose(unit) in self.of

    def may_be_made_by(self, user: User, unit: Unit | None) -> bool:
        """Papers follow the data: the town's are for those who see the town, a unit's also for its own people."""
        if not user.may(self.right) or not self.may_be_of(unit):
            return False
        return user.sees_the_town or (unit is not None and user.unit_id == unit.pk)


def _whose(unit: Unit | None) -> Of:
    if unit is None:
        return Of.TOWN
    return Of.COMMUNE if unit.is_commune else Of.BODY


EVERYBODY = frozenset(Of)

KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "needs",
            "Biểu 01: tổng hợp nhu cầu hỗ trợ để thoát nghèo",
            needs_by_commune.build,
            P.VIEW_NEEDS,
            EVERYBODY,
            file_name="bieu-01-nhu-cau",
        ),
        Kind(
            "plan",
            "Kế hoạch triển khai của xã, phường hoặc cơ quan",
            paper.build,
            P.VIEW_SUBMISSIONS,
            frozenset({Of.COMMUNE, Of.BODY}),
            forms=(Form.DOCX, Form.PDF),
            frame=LETTER,
            file_name="ke-hoach-trien-khai",
        ),
        Kind(
            "report",
            "Báo cáo kết quả của xã, phường hoặc cơ quan",
            paper.build,
            P.VIEW_SUBMISSIONS,
            frozenset({Of.COMMUNE, Of.BODY}),
            forms=(Form.DOCX, Form.PDF),
            frame=LETTER,
            file_name="bao-cao-ket-qua",
        ),
    )
}
