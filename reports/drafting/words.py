"""The pieces that sentences of papers are made of: who writes, lists of counts, lines of what is to be done."""

from collections.abc import Iterable

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports.documents.wording import counted, number, short_day
from reports.models import Duty, Letterhead, ObligationKind

SOURCES_OF_MONEY = (
    "Kinh phí từ ngân sách Trung ương, ngân sách địa phương thực hiện Chương trình mục tiêu quốc gia giảm nghèo bền "
    "vững, vốn tín dụng chính sách và các nguồn vận động hợp pháp khác."
)
NO_PROPOSALS = "Không có đề xuất, kiến nghị."


def lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def office(unit: Unit) -> str:
    """ "UBND phường Tứ Hạ", "Phòng Quản lý đô thị": who signs for the unit."""
    return Letterhead.objects.of(unit).told_as


def opening(plan: Plan, unit: Unit, act: str) -> str:
    """ "Thực hiện Kế hoạch số …, UBND phường Tứ Hạ ban hành Kế hoạch … với các nội dung sau:" """
    return (
        f"Thực hiện Kế hoạch số {plan.number} ngày {short_day(plan.issued_on)} của "
        f"{Letterhead.objects.of(None).told_as} về "
        f"{lower(plan.title)}, {office(unit)} {act} với các nội dung sau:"
    )


def households(count: int) -> str:
    return f"{counted(count)} hộ"


def needs(count: int) -> str:
    return f"{counted(count)} nhu cầu"


def money(amount) -> str:
    return f"{number(amount)} đồng"


def enumerated(pairs: Iterable[tuple[str, str]]) -> str:
    """ "sửa chữa nhà ở 05 nhu cầu, con giống 02 nhu cầu" """
    return ", ".join(f"{lower(name)} {count}" for name, count in pairs)


def dashes(lines: Iterable[str]) -> str:
    """Each line a paragraph that begins with a dash."""
    return "\n".join(f"- {line}" for line in lines if line)


def duties(plan: Plan, unit: Unit) -> str:
    """What the town's plan asks of the unit, in its words."""
    return dashes(duty.text for duty in Duty.objects.of(plan, unit.clause)) if unit.clause else ""


def report_due(plan: Plan) -> str:
    """ "trước ngày 30/11/2022" """
    deadline = plan.deadlines.filter(kind=ObligationKind.REPORT).first()
    return deadline.wording if deadline else ""
