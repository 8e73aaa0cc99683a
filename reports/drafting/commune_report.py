"""The result report of a commune: who left and why, what was met with what money, what is left and why.

It is due before the annual review ends, so what it tells of exits is preliminary until that review's decision
(Quyết định 24/2021/QĐ-TTg), and says so.
"""

from collections import Counter
from datetime import date

from households.models import Movement, Plan
from households.models.movement import OTHER_DECREASE_REASONS
from povertyplan.accounts.models import Unit
from reports.documents.wording import short_day
from reports.drafting import departures, remaining, support, words
from reports.drafting.content import HOUSEHOLDS, Fact, Prepared, assemble
from reports.drafting.facts import Counted, TownRows, household_facts, need_facts, state_facts
from reports.drafting.remaining import Remaining, Why
from reports.drafting.sections import sections_of
from reports.drafting.words import enumerated, households, needs, office
from reports.models import Obligation, ObligationKind

Reason = Movement.Reason


class Told:
    """Everything that the sections tell, fetched once."""

    def __init__(self, plan: Plan, unit: Unit, on: date):
        self.plan, self.unit, self.on = plan, unit, on
        self.counted = Counted(TownRows(plan, on), unit)
        self.gone = departures.departures(plan, on, unit)
        self.left: list[Remaining] = remaining.remaining(plan, on, unit)
        self.come = self.counted.come
        self.support = support.of(plan, unit, on)


def prepare(plan: Plan, unit: Unit, on: date) -> Prepared:
    told = Told(plan, unit, on)
    return assemble(
        sections_of(ObligationKind.REPORT, of_commune=True),
        offers=_offers(told),
        facts={
            "households": (*household_facts(told.counted), *_standing_facts(told)),
            "support": (*need_facts(told.counted), *state_facts(told.counted), *told.support.facts()),
            "remaining": tuple(remaining.why_facts(told.left)),
        },
        tables={
            "households": (departures.by_reason(told.gone),),
            "support": (support.by_type(told.counted), told.support.by_source()),
            "remaining": (remaining.by_why(told.left),),
        },
        plan=plan,
        unit=unit,
        kind=ObligationKind.REPORT,
        on=on,
        title=f"Kết quả thực hiện công tác giảm nghèo theo địa chỉ hộ nghèo "
        f"trên địa bàn {words.lower(unit.name)} năm {plan.year}",
        opening=words.opening(plan, unit, "báo cáo kết quả thực hiện"),
        annexes=(departures.annex(told.gone, plan), remaining.annex(told.left, plan)),
    )


def _standing_facts(told: Told):
    """How many of those who left the annual review has confirmed."""
    official = sum(map(departures.is_official, told.gone))
    yield Fact("left.official", "Hộ đã giảm có kết quả chính thức", official, HOUSEHOLDS)
    yield Fact("left.preliminary", "Hộ đã giảm, kết quả sơ bộ", len(told.gone) - official, HOUSEHOLDS)


# --- The sentences that the figures offer -----------------------------------------------------------------


def _offers(told: Told) -> dict[str, str]:
    return {
        "direction": _direction(told),
        "households": _who_left(told),
        "support": _what_was_met(told.counted, told.support),
        "remaining": _what_is_left(told),
        "difficulties": _difficulties(told.left),
        "proposals": words.NO_PROPOSALS,
        "next": _next(told),
    }


def own_plan(plan: Plan, unit: Unit) -> str:
    """ "Kế hoạch số 45/KH-UBND ngày 05/8/2022", of the version that was handed in last; empty without one."""
    owed = Obligation.objects.filter(plan=plan, unit=unit, kind=ObligationKind.PLAN).first()
    version = owed.submissions.order_by("-version").first() if owed else None
    return f"Kế hoạch số {version.document_no} ngày {short_day(version.document_on)}" if version else ""


def _direction(told: Told) -> str:
    paper = own_plan(told.plan, told.unit)
    issued = f"đã ban hành {paper} triển khai thực hiện" if paper else "đã triển khai thực hiện"
    looked_after = sum(one.household.officer_id is not None for one in told.left)
    said = (
        f"{office(told.unit)} {issued} công tác giảm nghèo theo địa chỉ từng hộ nghèo "
        f"năm {told.plan.year}; tuyên truyền chủ trương, chính sách về giảm nghèo đến các thôn, tổ dân phố."
    )
    return (
        f"{said} {words.upper(households(looked_after))} còn trong danh sách có cán bộ phụ trách."
        if looked_after
        else said
    )


def _who_left(told: Told) -> str:
    counted, left = told.counted, told.counted.left
    said = (
        f"Đến ngày {short_day(told.on)}, {words.lower(told.unit.name)} đã giảm {households(counted.left_total)} trên "
        f"{households(counted.listed)} trong danh sách, còn {households(counted.remaining)}."
    )
    if counted.left_total:
        said += f" Thoát nghèo {households(left.exited)}{_of_which(told, others=False)}; "
        said += f"giảm khác {households(left.other_decrease)}{_of_which(told, others=True)}."
    if told.gone and not all(map(departures.is_official, told.gone)):
        said += " Kết quả trên là sơ bộ, chờ quyết định công nhận của kỳ rà soát định kỳ cuối năm."
    if told.come:
        said += f" Trong kỳ có {households(told.come)} tăng (tái nghèo, phát sinh, chuyển đến)."
    return said


def _of_which(told: Told, *, others: bool) -> str:
    counts = told.counted.left.by_reason.items()
    own = [(Reason(code).label, households(n)) for code, n in counts if (code in OTHER_DECREASE_REASONS) == others]
    return f" ({enumerated(own)})" if own else ""


def _what_was_met(counted: Counted, given: support.Support) -> str:
    total = counted.needs
    if not total.total:
        return "Các hộ trong danh sách không có nhu cầu hỗ trợ."
    said = (
        f"Có {needs(total.total)} của {households(total.households)}; đã hỗ trợ {needs(support.met(total))}, "
        f"trong đó xã, phường đã xác nhận hoàn thành {needs(total.by_state['confirmed'])}; "
        f"còn {needs(total.total - support.met(total))} đang thực hiện hoặc chưa thực hiện."
    )
    return f"{said} {given.in_words()}"


def _what_is_left(told: Told) -> str:
    if not told.left:
        return "Không còn hộ nào trong danh sách."
    counts = Counter(one.why for one in told.left)
    why = enumerated((reason.label, households(counts[reason])) for reason in Why if counts[reason])
    return f"Còn {households(len(told.left))} chưa giảm: {why} (danh sách kèm theo)."


def _difficulties(left: list[Remaining]) -> str:
    stuck = [one for one in left if one.why == Why.STUCK]
    names = ", ".join(f"{one.household.head} ({one.household.hamlet})" for one in stuck)
    return f"Có {households(len(stuck))} có vướng mắc: {names}." if stuck else ""


def _next(told: Told) -> str:
    lines = [
        f"Tiếp tục phối hợp các cơ quan chủ trì hỗ trợ {households(len(told.left))} còn lại." if told.left else "",
        "Rà soát định kỳ cuối năm, ban hành quyết định công nhận hộ thoát nghèo theo quy định.",
        "Theo dõi các hộ đã thoát nghèo để hạn chế tái nghèo.",
    ]
    return words.dashes(lines)
