"""The plan's own numbers beside what the data said on the plan's own day.

Always of the day on which the plan was issued: whoever leaves the list later makes no difference to it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from households.models import Household, Movement, Plan
from reports.models import PlanFigure
from reports.rows import leavers_by, needs_as_listed
from tasks.models import NeedType

NEEDS, HOUSEHOLDS = "nhu cầu", "hộ"


@dataclass(frozen=True)
class Stated:
    """One number of the plan, and the rows of the data that should make it up."""

    key: str
    label: str
    unit: str
    clause: str
    stated: int
    rows: frozenset[int]  # keys of needs where `unit` is "nhu cầu", else of households
    households: frozenset[int]  # keys of the households that these rows are of

    @property
    def found(self) -> int:
        return len(self.rows)

    @property
    def difference(self) -> int:
        return self.found - self.stated


def stated_figures(plan: Plan) -> tuple[Stated, ...]:
    """The numbers that the plan states (fifteen in 2342/KH-UBND), in its order."""
    households, needs = _household_rows(plan), _need_rows(plan)
    return tuple(
        Stated(
            line.key,
            line.label,
            line.unit,
            line.clause,
            line.stated,
            rows=frozenset(needs[line.key] if line.unit == NEEDS else households[line.key]),
            households=frozenset(needs[line.key].values() if line.unit == NEEDS else households[line.key]),
        )
        for line in PlanFigure.objects.filter(plan=plan).order_by("order")
    )


def _household_rows(plan: Plan) -> defaultdict[str, set[int]]:
    """`left_july` is everybody counted by the day of the plan's figures but those of merit, named before."""
    leavers = leavers_by(plan, plan.issued_on)
    listed = set(Household.objects.of_the_plan(plan, plan.issued_on).values_list("pk", flat=True))
    by_july = [
        leaver for leaver in leavers if leaver.reason != Movement.Reason.MERIT and leaver.counted_on <= plan.figures_on
    ]
    rows: defaultdict[str, set[int]] = defaultdict(set)
    rows["target"] = listed
    rows["left_merit"] = {leaver.household for leaver in leavers if leaver.reason == Movement.Reason.MERIT}
    rows["left_july"] = {leaver.household for leaver in by_july}
    for leaver in by_july:
        rows[f"left_{leaver.reason}"].add(leaver.household)
    rows["remaining"] = listed - {leaver.household for leaver in leavers}
    return rows


def _need_rows(plan: Plan) -> defaultdict[str, dict[int, int]]:
    """Of each type, the needs as listed, each with its household."""
    rows: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for need, household, type_code in needs_as_listed(plan, plan.issued_on):
        rows[type_code][need] = household
    return rows


def sums(stated: Iterable[Stated], types: Iterable[NeedType]) -> tuple[Stated, ...]:
    """68 and 85 of II.2, the 153 needs that they make, and the 151 households that have them.

    The plan writes "68 hộ" and "85 hộ" but counts needs: their sum is more than the 151 households.
    """
    by_key = {line.key: line for line in stated}
    groups = {type.code: type.group for type in types}
    needs = [line for line in stated if line.unit == NEEDS]
    housing = [line for line in needs if groups.get(line.key) == NeedType.Group.HOUSING]
    livelihood = [line for line in needs if groups.get(line.key) == NeedType.Group.LIVELIHOOD]
    lines = [
        _sum("sum_housing", "Cộng nhà ở, tái định cư", housing),
        _sum("sum_livelihood", "Cộng sinh kế, việc làm, dịch vụ", livelihood),
        _sum("sum_needs", "Cộng hai nhóm", needs),
    ]
    if remaining := by_key.get("remaining"):
        label, needing = "Số hộ có các nhu cầu trên", lines[-1].households
        lines.append(replace(remaining, key="sum_households", label=label, rows=needing, households=needing))
    return tuple(lines)


def _sum(key: str, label: str, lines: list[Stated]) -> Stated:
    return Stated(
        key,
        label,
        NEEDS,
        "II.2",
        sum(line.stated for line in lines),
        rows=frozenset().union(*(line.rows for line in lines)),
        households=frozenset().union(*(line.households for line in lines)),
    )
