"""The result report of a commune: who left and why, what was met with what money, what is left and why."""

from datetime import date

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports.documents.wording import short_day
from reports.drafting import departures, reached, remaining, results, support, words
from reports.drafting.content import Prepared, assemble
from reports.drafting.facts import household_facts, need_facts, state_facts
from reports.drafting.remaining import Remaining, Why
from reports.drafting.results import Results
from reports.drafting.sections import sections_of
from reports.drafting.words import households, office
from reports.models import Obligation, ObligationKind, Submission
from reports.targets import TargetLine, targets


def prepare(plan: Plan, unit: Unit, on: date) -> Prepared:
    told, lines = Results(plan, unit, on), targets(plan, on, commune=unit)
    return assemble(
        sections_of(ObligationKind.REPORT, of_commune=True),
        offers=_offers(told, lines),
        facts={
            "households": (*household_facts(told.counted), *results.standing_facts(told)),
            "support": (*need_facts(told.counted), *state_facts(told.counted), *told.support.facts()),
            "targets": tuple(reached.facts(lines)),
            "remaining": tuple(remaining.why_facts(told.left)),
        },
        tables={
            "households": (departures.by_reason(told.gone),),
            "support": (support.by_type(told.counted), told.support.by_source()),
            "targets": (reached.table(lines),) if lines else (),
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


# --- The sentences that the figures offer -----------------------------------------------------------------


def _offers(told: Results, lines: list[TargetLine]) -> dict[str, str]:
    return {
        "direction": _direction(told),
        "households": results.who_left(told),
        "support": results.what_was_met(told),
        "targets": reached.in_words(lines),
        "remaining": results.what_is_left(told),
        "difficulties": _difficulties(told.left),
        "proposals": words.NO_PROPOSALS,
        "next": _next(told),
    }


def own_plan(plan: Plan, unit: Unit, on: date) -> str:
    """ "Kế hoạch số 45/KH-UBND ngày 05/8/2022", of the version that was handed in last by then; empty without one."""
    owed = Obligation.objects.filter(plan=plan, unit=unit, kind=ObligationKind.PLAN)
    versions = Submission.objects.filter(obligation__in=owed, submitted_at__date__lte=on)
    version = versions.order_by("-version").first()
    return f"Kế hoạch số {version.document_no} ngày {short_day(version.document_on)}" if version else ""


def _direction(told: Results) -> str:
    paper = own_plan(told.plan, told.unit, told.on)
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


def _difficulties(left: list[Remaining]) -> str:
    stuck = [one for one in left if one.why == Why.STUCK]
    return f"Có {households(len(stuck))} có vướng mắc: {'; '.join(map(_stuck, stuck))}." if stuck else ""


def _stuck(one: Remaining) -> str:
    """ "Hồ Thị Năm (Tổ dân phố 1): chưa có đất": what the commune wrote at its last look."""
    note = one.listed.stuck.rstrip(". ")
    return f"{one.household.head} ({one.household.hamlet})" + (f": {words.lower(note)}" if note else "")


def _next(told: Results) -> str:
    lines = [
        f"Tiếp tục phối hợp các cơ quan chủ trì hỗ trợ {households(len(told.left))} còn lại." if told.left else "",
        "Rà soát định kỳ cuối năm, ban hành quyết định công nhận hộ thoát nghèo theo quy định.",
        "Theo dõi các hộ đã thoát nghèo để hạn chế tái nghèo.",
    ]
    return words.dashes(lines)
