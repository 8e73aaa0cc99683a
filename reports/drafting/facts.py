"""The figures that papers tell, each with its unit, its key and the list behind it. All counting is `reports.figures`.

The keys are those of `manage.py figures --json`; what a paper of one unit counts is of that unit's rows alone.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from households.models import Movement, Plan
from povertyplan.accounts.models import Unit
from reports.drafting.content import HOUSEHOLDS, NEEDS, Fact
from reports.drafting.words import lower
from reports.figures import Left, Needs, count_left, count_needs
from reports.links import link_for, narrowed
from reports.rows import NeedRow, leavers_by, listed_by_commune, need_rows
from tasks.models import NeedType
from tasks.states import COUNTED, State

Reason = Movement.Reason
OTHER = "– giảm khác (chết, chuyển đi, nhập hộ)"


class TownRows:
    """All rows of a plan on a day, fetched once; every unit's paper and the town's count their share of these."""

    def __init__(self, plan: Plan, on: date):
        self.plan, self.on = plan, on
        self.types = list(NeedType.objects.all())
        self.needs = need_rows(plan, on)
        self.leavers = leavers_by(plan, on)
        self.listed = listed_by_commune(plan, on)
        self.come = Counter(increases_of(plan, on).values_list("household__commune", flat=True))


def increases_of(plan: Plan, on: date):
    """The movements by which households came onto the list in the year: relapses, newly poor, moved in."""
    return Movement.objects.in_force(on).increases().filter(plan=plan)


class Counted:
    """The share of one unit, counted as every page counts it: of a commune's households, or of the needs that a
    body leads. `unit` None is the whole town."""

    def __init__(self, rows: TownRows, unit: Unit | None):
        self.plan, self.on, self.types, self.unit = rows.plan, rows.on, rows.types, unit
        self.need_rows = [row for row in rows.needs if unit is None or _of(row, unit)]
        self.needs: Needs = count_needs(self.need_rows, [type.code for type in self.types], set(), self.on)
        if unit is None or unit.is_commune:
            leavers = [leaver for leaver in rows.leavers if unit is None or leaver.commune == unit.pk]
            self.listed: int = rows.listed[unit.pk] if unit else rows.listed.total()
            self.left: Left = count_left(leavers, ())
            self.left_total = len(leavers)
            self.remaining = self.listed - self.left_total
            self.come: int = rows.come[unit.pk] if unit else rows.come.total()

    def of_type(self, type: NeedType) -> list[NeedRow]:
        return [row for row in self.need_rows if row.type == type.code]

    @property
    def types_needed(self) -> list[NeedType]:
        return [type for type in self.types if type.code in self.needs.by_type]

    def url(self, key: str) -> str:
        """The list behind the town's figure `key`, narrowed to this unit.

        The rows of the households that need something belong to the dashboard, which units do not see; their
        list of needs says of how many households they are.
        """
        if self.unit is None:
            return link_for(key) or ""
        key = "needs.total" if key == "needs.households" else key
        own = "commune" if self.unit.is_commune else "lead"
        return narrowed(link_for(key), **{own: self.unit.code})


def _of(row: NeedRow, unit: Unit) -> bool:
    return (row.commune if unit.is_commune else row.lead) == unit.pk


def household_facts(counted: Counted) -> Iterable[Fact]:
    """Listed, off the list (exits and "giảm khác" apart), remaining."""
    left = counted.left
    yield _fact(counted, "listed", "Hộ trong danh sách giảm nghèo của năm", counted.listed, HOUSEHOLDS)
    yield _fact(counted, "left.total", "Hộ đã giảm (thoát nghèo và giảm khác)", counted.left_total, HOUSEHOLDS)
    yield _fact(counted, "left.exited", "– thoát nghèo", left.exited, HOUSEHOLDS)
    yield _fact(counted, "left.other_decrease", OTHER, left.other_decrease, HOUSEHOLDS)
    for reason, count in left.by_reason.items():
        yield _fact(counted, f"left.by_reason.{reason}", f"Lý do: {lower(Reason(reason).label)}", count, HOUSEHOLDS)
    yield _fact(counted, "remaining", "Hộ còn trong danh sách", counted.remaining, HOUSEHOLDS)
    yield _fact(counted, "come.total", "Hộ tăng (tái nghèo, phát sinh, chuyển đến)", counted.come, HOUSEHOLDS)


def need_facts(counted: Counted) -> Iterable[Fact]:
    """Needs and the households that have them: two numbers that are never added."""
    yield _fact(counted, "needs.total", "Nhu cầu hỗ trợ", counted.needs.total, NEEDS)
    yield _fact(counted, "needs.households", "Hộ có nhu cầu hỗ trợ", counted.needs.households, HOUSEHOLDS)
    for type in counted.types_needed:
        count = counted.needs.by_type[type.code]
        yield _fact(counted, f"needs.by_type.{type.code}.needs", f"{type.name}: nhu cầu", count.needs, NEEDS)
        yield _fact(counted, f"needs.by_type.{type.code}.households", f"{type.name}: hộ", count.households, HOUSEHOLDS)


def state_facts(counted: Counted) -> Iterable[Fact]:
    """How far the needs are."""
    for state in State:
        if state in COUNTED:
            count = counted.needs.by_state[state]
            yield _fact(counted, f"needs.by_state.{state}", f"Nhu cầu: {lower(state.label)}", count, NEEDS)


def _fact(counted: Counted, key: str, label: str, value: int, unit: str) -> Fact:
    return Fact(key, label, value, unit, counted.url(key) if value else "")
