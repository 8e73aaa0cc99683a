"""The rows that figures are counted from, as they were on a day: one query each, nothing counted yet."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef

from households.models import Movement, Plan, PlanEntry, Relocation
from households.models.movement import DECREASES
from tasks.models import Need, Step
from tasks.states import WITH_LEAD, State


class Leaver(NamedTuple):
    household: int
    commune: int
    kind: str
    reason: str
    counted_on: date


class NeedRow(NamedTuple):
    household: int
    commune: int
    type: str
    state: str
    lead: int | None
    due_on: date | None
    take_up_by: date | None

    def is_take_up_overdue(self, on: date) -> bool:
        return self.state == State.ROUTED and self.take_up_by is not None and self.take_up_by < on

    def is_overdue(self, on: date) -> bool:
        return self.state in WITH_LEAD and self.due_on is not None and self.due_on < on


def listed_by_commune(plan: Plan, on: date) -> Counter[int]:
    """Where they lived on `on`. What the plan itself listed: no household that split off since."""
    homes = Relocation.objects.homes_on(on)
    listed = PlanEntry.objects.filter(plan=plan, listed_on__lte=on, by_movement=None)
    return Counter(homes.get(pk, commune) for pk, commune in listed.values_list("household", "household__commune"))


def leaving_movements(plan: Plan, on: date):
    """The movements by which listed households are off the list on `on`; of one household the first one counts."""
    listed = Movement.objects.leaving(plan, on).filter(
        household__entries__plan=plan, household__entries__listed_on__lte=on, household__entries__by_movement=None
    )
    return listed.order_by("counted_on", "pk")


def leavers_by(plan: Plan, on: date) -> list[Leaver]:
    """The listed households that are off the list on `on`, each once, by the first movement that counts."""
    rows = leaving_movements(plan, on).values_list("household", "household__commune", "kind", "reason", "counted_on")
    first: dict[int, Leaver] = {}
    homes = Relocation.objects.homes_on(on)
    for household, commune, *told in rows:
        first.setdefault(household, Leaver(household, homes.get(household, commune), *told))
    return list(first.values())


def changes_by_day(plan: Plan, on: date) -> list[tuple[date, int]]:
    """(day, +1 or −1) for every departure of a listed household by `on` and every return to the list."""
    listed = Movement.objects.in_force(on).filter(
        plan=plan,
        household__entries__plan=plan,
        household__entries__listed_on__lte=on,
        household__entries__by_movement=None,
    )
    rows = listed.order_by("counted_on", "pk").values_list("household", "kind", "counted_on")
    gone: set[int] = set()
    days = []
    for household, kind, day in rows:
        leaves = kind in DECREASES
        if leaves != (household in gone):
            (gone.add if leaves else gone.discard)(household)
            days.append((day, 1 if leaves else -1))
    return days


def needs_on(plan: Plan, on: date):
    """The needs of listed households that count on `on`, each with its `state_on` and `lead_on` of that day.

    From its today on they are as they are, before as their steps say.
    """
    needs = Need.objects.in_plan(plan).filter(
        household__entries__plan=plan, household__entries__listed_on__lte=on, listed_on__lte=on
    )
    if on >= plan.today:
        return needs.counted().annotate(state_on=F("state"), lead_on=F("lead"))
    return needs.on(on).annotate(state_on=F("state_then"), lead_on=F("lead_then"))


def need_rows(plan: Plan, on: date) -> list[NeedRow]:
    columns = ("household", "commune", "type__code", "state_on", "lead_on", "due_on", "take_up_by")
    homes = Relocation.objects.homes_on(on)
    rows = needs_on(plan, on).order_by().values_list(*columns)
    return [NeedRow(household, homes.get(household, commune), *told) for household, commune, *told in rows]


def needs_as_listed(plan: Plan, on: date) -> list[tuple[int, int, str]]:
    """(need, household, type) as the list named them: "y tế, giáo dục" is one need, whatever became of it."""
    back = Step.objects.filter(need=OuterRef("need"), verb="reopen", on__lte=on, pk__gt=OuterRef("pk"))
    closed = Step.objects.filter(need=OuterRef("pk"), to_state=State.WITHDRAWN, on__lte=on)
    gone = closed.exclude(Exists(back))
    needs = Need.objects.in_plan(plan).filter(parent=None, listed_on__lte=on).exclude(Exists(gone))
    return list(needs.order_by().values_list("pk", "household", "type__code"))
