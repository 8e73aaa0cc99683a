"""What a decision says in public: name, hamlet and result, and nothing else of anybody (domain.md 4, niêm yết).

Quyết định 24/2021/QĐ-TTg has the result posted at the commune's office and in the hamlet. Why somebody leaves the
list (a death, merit, illness) and where they live within the hamlet is nobody's business there.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from households.models import Decision, Movement, Plan
from households.models.movement import Kind, Official, Outcome, Stage
from povertyplan.accounts.models import Unit
from povertyplan.vietnamese import sort_key

POOR, NOT_LISTED = "Hộ nghèo", "Không còn trong danh sách hộ nghèo"
OF_OUTCOME = {
    Outcome.NEAR_POOR: "Thoát nghèo, thành hộ cận nghèo",
    Outcome.ABOVE_NEAR_POOR: "Thoát nghèo, vượt chuẩn cận nghèo",
    "": "Thoát nghèo",
}
OF_KIND = {
    Kind.OTHER_DECREASE: NOT_LISTED,
    Kind.FROM_NEAR_POOR: "Hộ nghèo (trước là hộ cận nghèo)",
    Kind.RELAPSE: "Hộ nghèo (tái nghèo)",
    Kind.NEWLY_POOR: "Hộ nghèo (phát sinh mới)",
    Kind.OTHER_INCREASE: POOR,
}


@dataclass(frozen=True)
class Line:
    head: str
    hamlet: str
    result: str


def posted(decision: Decision) -> list[Line]:
    """One line a household, by hamlet, then by given name; without what was undone."""
    own = "official_decision" if decision.is_annual else "decision"
    decided = Movement.objects.filter(**{own: decision}, stage=Stage.DECIDED)
    movements = decided.filter(relocation_from=None).select_related("household__hamlet")  # who moved here is poor still
    lines = [
        Line(one.household.head, one.household.hamlet.name, _official(one) if decision.is_annual else _result(one))
        for one in movements
    ]
    return sorted(lines, key=lambda line: (_in_order(line.hamlet), sort_key(line.head), line.result))


def _in_order(hamlet: str) -> str:
    """Tổ dân phố 2 comes before Tổ dân phố 10."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(4), hamlet)


def by_hamlet(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """A sheet for each hamlet; `lines` stand by hamlet already."""
    return [(hamlet, list(own)) for hamlet, own in groupby(lines, key=lambda line: line.hamlet)]


def decisions_to_post(plan: Plan, unit: Unit, on: date):
    """The commune's decisions of the year that were signed by `on` and are not withdrawn, the oldest first."""
    own = Decision.objects.standing().in_plan(plan).filter(unit=unit, signed_on__lte=on)
    return own.select_related("unit").order_by("signed_on", "pk")


def _result(movement: Movement, outcome: str | None = None) -> str:
    if movement.kind == Kind.EXIT:
        return OF_OUTCOME[movement.outcome if outcome is None else outcome]
    return OF_KIND[Kind(movement.kind)]


def _official(movement: Movement) -> str:
    """What the annual review says: a rejected exit leaves the household poor, a rejected increase does not."""
    if movement.official == Official.REJECTED:
        return POOR if movement.is_decrease else NOT_LISTED
    return _result(movement, movement.official_outcome or movement.outcome)
