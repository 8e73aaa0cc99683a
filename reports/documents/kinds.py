"""Every kind of paper that can be made: what `make_document --help` and the page of documents list."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from households.models import Plan
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission as P
from reports.documents import (
    card_papers,
    household_papers,
    movement_paper,
    needs_by_commune,
    posting_paper,
    profile_papers,
    reminder_letter,
    submissions_paper,
    support_paper,
)
from reports.documents.blocks import Document
from reports.documents.orders import Order
from reports.drafting import paper, town_paper

LETTER, TABLE = "van-ban.docx", "bang-bieu.docx"


class Form(StrEnum):
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


class Group(StrEnum):
    """How the page of documents groups them."""

    LISTS = "Danh sách hộ"
    TABLES = "Biểu tổng hợp"
    PAPERS = "Kế hoạch, báo cáo, công văn"


class Of(StrEnum):
    """Of whom a paper can be."""

    TOWN = "town"
    COMMUNE = "commune"
    BODY = "body"
    HOUSEHOLD = "household"


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
    group: Group = Group.TABLES
    by_period: bool = False  # tells of the days from `Order.since` to `Order.as_of`
    by_household: bool = False  # a line or a page for each: long where there are many

    def may_be_of(self, unit: Unit | None) -> bool:
        return _whose(unit) in self.of

    @property
    def of_household(self) -> bool:
        """Whether it is asked for from a household's page."""
        return Of.HOUSEHOLD in self.of

    def units_of(self, plan: Plan) -> QuerySet[Unit]:
        """Whose papers there can be in the year of `plan`."""
        units = Unit.objects.on(plan.issued_on)
        if Of.COMMUNE not in self.of:
            units = units.agencies()
        if Of.BODY not in self.of:
            units = units.communes()
        return units if self.of & {Of.COMMUNE, Of.BODY} else units.none()

    def is_for(self, user: User) -> bool:
        """Whether there is any unit of which `user` may make it."""
        if not user.may(self.right):
            return False
        return user.sees_the_town or (user.unit is not None and self.may_be_of(user.unit))

    def may_be_made_by(self, user: User, unit: Unit | None) -> bool:
        """Papers follow the data: the town's are for those who see the town, a unit's also for its own people."""
        if not user.may(self.right) or not self.may_be_of(unit):
            return False
        return user.sees_the_town or (unit is not None and user.unit_id == unit.pk)


def _whose(unit: Unit | None) -> Of:
    if unit is None:
        return Of.TOWN
    return Of.COMMUNE if unit.is_commune else Of.BODY


EVERYBODY = frozenset({Of.TOWN, Of.COMMUNE, Of.BODY})
COMMUNES = frozenset({Of.TOWN, Of.COMMUNE})

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
            group=Group.PAPERS,
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
            group=Group.PAPERS,
        ),
        Kind(
            "town_report",
            "Báo cáo tổng hợp kết quả của UBND thị xã, có biểu và danh sách kèm theo",
            town_paper.build,
            P.VIEW_DASHBOARD,
            frozenset({Of.TOWN}),
            frame=LETTER,
            file_name="bao-cao-tong-hop",
            group=Group.PAPERS,
            by_household=True,
        ),
        Kind(
            "to_exit",
            "Danh sách hộ nghèo dự kiến thoát nghèo",
            household_papers.build_to_leave,
            P.VIEW_HOUSEHOLDS,
            COMMUNES,
            file_name="danh-sach-ho-du-kien-thoat-ngheo",
            group=Group.LISTS,
            by_household=True,
        ),
        Kind(
            "exited",
            "Danh sách hộ đã thoát nghèo, giảm khác: theo kế hoạch, thực tế, quyết định",
            household_papers.build_left,
            P.VIEW_EXITS,
            COMMUNES,
            file_name="danh-sach-ho-da-thoat-ngheo",
            group=Group.LISTS,
            by_household=True,
        ),
        Kind(
            "not_exited",
            "Danh sách hộ chưa thoát nghèo và lý do",
            household_papers.build_not_left,
            P.VIEW_EXITS,
            COMMUNES,
            file_name="danh-sach-ho-chua-thoat-ngheo",
            group=Group.LISTS,
            by_household=True,
        ),
        Kind(
            "support",
            "Kết quả hỗ trợ theo cơ quan và nguồn vốn",
            support_paper.build,
            P.VIEW_NEEDS,
            EVERYBODY,
            file_name="ket-qua-ho-tro",
        ),
        Kind(
            "posting",
            "Danh sách niêm yết: họ tên, thôn, kết quả theo các quyết định",
            posting_paper.build,
            P.VIEW_EXITS,
            frozenset({Of.COMMUNE}),
            file_name="danh-sach-niem-yet",
            group=Group.LISTS,
        ),
        Kind(
            "submissions",
            "Tình hình nộp kế hoạch, báo cáo",
            submissions_paper.build,
            P.VIEW_SUBMISSIONS,
            EVERYBODY,
            file_name="tinh-hinh-nop-bao-cao",
        ),
        Kind(
            "card",
            "Phiếu hộ: mỗi hộ một tờ",
            card_papers.build,
            P.VIEW_HOUSEHOLDS,
            frozenset({Of.COMMUNE}),
            forms=(Form.PDF, Form.DOCX),
            frame=LETTER,
            file_name="phieu-ho",
            group=Group.LISTS,
            by_household=True,
        ),
        Kind(
            "card_blank",
            "Phiếu hộ trống để đi thăm hộ",
            card_papers.build_blank,
            P.VIEW_HOUSEHOLDS,
            EVERYBODY,
            forms=(Form.PDF, Form.DOCX),
            frame=LETTER,
            file_name="phieu-ho-trong",
            group=Group.LISTS,
        ),
        Kind(
            "reminder",
            "Công văn đôn đốc đơn vị chậm",
            reminder_letter.build,
            P.REVIEW_SUBMISSIONS,
            frozenset({Of.COMMUNE, Of.BODY}),
            forms=(Form.DOCX, Form.PDF),
            frame=LETTER,
            file_name="cong-van-don-doc",
            group=Group.PAPERS,
        ),
        Kind(
            "movements",
            "Diễn biến hộ nghèo trong kỳ (mẫu 2)",
            movement_paper.build,
            P.VIEW_EXITS,
            COMMUNES,
            file_name="dien-bien-ho-ngheo",
            by_period=True,
        ),
        Kind(
            "causes",
            "Hộ nghèo theo nguyên nhân nghèo (mẫu 10)",
            profile_papers.build_causes,
            P.VIEW_EXITS,
            COMMUNES,
            file_name="nguyen-nhan-ngheo",
        ),
        Kind(
            "deprivations",
            "Thiếu hụt dịch vụ xã hội cơ bản: 12 chỉ số (mẫu 4, 5)",
            profile_papers.build_deprivations,
            P.VIEW_EXITS,
            COMMUNES,
            file_name="thieu-hut-dich-vu-xa-hoi-co-ban",
        ),
        Kind(
            "groups",
            "Hộ nghèo theo nhóm đối tượng: dân tộc thiểu số, người có công, không có khả năng lao động (mẫu 8)",
            profile_papers.build_groups,
            P.VIEW_EXITS,
            COMMUNES,
            file_name="nhom-doi-tuong",
        ),
    )
}
