"""Needs that are still open at the end of a year go on in the plan of the next one, each as a new need.

The old one stays in its year as it was. The new one keeps its type, detail and deprivation, and its lead body,
coordinating bodies and officer where they are there on the new plan's day. A body that has been merged gives
its needs to its successor, who takes them up anew; where there is none, the division says who leads.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Prefetch

from households.changes import must_be_open
from households.models import Diary, Indicator, Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from tasks.models import Need, Step
from tasks.routing import of_commune_and_type
from tasks.states import IN_QUEUE, State

AT_ONCE = 500


class Heirs:
    """Who stands in a unit's place on a day: itself, or whoever has followed it."""

    def __init__(self, on: date):
        self.on, self.units = on, Unit.objects.in_bulk()

    def of(self, unit_id: int | None) -> Unit | None:
        unit = self.units.get(unit_id)
        while unit and not (unit.valid_from <= self.on and (unit.valid_to is None or unit.valid_to >= self.on)):
            unit = self.units.get(unit.successor_id)
        return unit


def carried(needs: Iterable[Need], *, on: date) -> list[Need]:
    """What would become of open `needs` in a plan of the day `on`: not saved, each with its `carried_from`."""
    heirs, indicators = Heirs(on), _indicators(on)
    refusals = Prefetch("steps", Step.objects.filter(verb="refuse").select_related("by__unit"), to_attr="refusals")
    old = list(needs.open().select_related("officer", "indicator", "household", "type").prefetch_related(refusals))
    return [_follower(need, heirs, indicators) for need in old]


def _indicators(on: date) -> dict[str, Indicator]:
    return {one.code: one for one in Indicator.objects.in_force(on)}


def _follower(need: Need, heirs: Heirs, indicators: dict[str, Indicator]) -> Need:
    lead, state = heirs.of(need.lead_id), State(need.state)
    if state not in IN_QUEUE and lead is None:
        state = State.UNROUTED
    elif state not in IN_QUEUE and lead.pk != need.lead_id:
        state = State.ROUTED
    officer = need.officer if lead and need.officer_id and need.officer.unit_id == lead.pk else None
    return Need(
        household=need.household,
        commune_id=need.commune_id,
        type=need.type,
        indicator=indicators.get(need.indicator.code) if need.indicator_id else None,
        detail=need.detail,
        state=state,
        lead=None if state in IN_QUEUE else lead,
        officer=officer if officer and officer.is_active and state != State.ROUTED else None,
        routed_by_hand=need.routed_by_hand and state not in IN_QUEUE,
        carried_from=need,
    )


@transaction.atomic
def carry(needs: Iterable[Need], *, plan: Plan, by: User | None) -> list[Need]:
    """Writes them into `plan`, whose days count from its own day on."""
    must_be_open(plan)
    new = carried(needs, on=plan.issued_on)
    routes = of_commune_and_type((need.type_id, need.commune_id) for need in new)
    for need in new:
        route, _ = routes[need.type_id, need.commune_id]
        need.plan, need.listed_on, need.moved_at = plan, plan.issued_on, clock.now()
        if need.state == State.ROUTED:
            need.take_up_by = route.take_up_by(plan.issued_on)
        if need.lead_id:
            need.due_on = route.due_on(plan.issued_on)
    Need.objects.bulk_create(new, AT_ONCE)
    _coordinate(new, Heirs(plan.issued_on))
    Step.objects.bulk_create((step for need in new for step in _steps(need, by)), AT_ONCE)
    Diary.objects.bulk_create((_line(need, by) for need in new), AT_ONCE)
    return new


def _coordinate(new: list[Need], heirs: Heirs) -> None:
    link = Need.coordinators.through
    followers = {need.carried_from_id: need for need in new}
    links = set()
    for old, unit in link.objects.filter(need__in=followers).values_list("need", "unit"):
        heir, need = heirs.of(unit), followers[old]
        if heir and heir.pk != need.lead_id:
            links.add((need.pk, heir.pk))
    link.objects.bulk_create((link(need_id=need, unit_id=unit) for need, unit in sorted(links)), AT_ONCE)


def _steps(need: Need, by: User | None):
    """Who had sent it back is not asked again, so that step comes along."""
    old, plan = need.carried_from, need.plan
    if need.state == State.REFUSED and old.refusals:
        last = max(old.refusals, key=lambda step: step.pk)
        yield Step(
            need=need, verb="refuse", from_state=last.from_state, to_state=State.REFUSED, lead=None,
            on=last.on, at=last.at, by=last.by, note=last.note,
        )  # fmt: skip
    yield Step(
        need=need, verb="carry", from_state="", to_state=need.state, lead_id=need.lead_id,
        on=plan.issued_on, at=clock.now(), by=by,
    )  # fmt: skip


def _line(need: Need, by: User | None) -> Diary:
    whom = f"{need.lead.name} chủ trì" if need.lead else "chờ phân công cơ quan chủ trì"
    text = f"{need.type.name}: chuyển sang kế hoạch năm {need.plan.year}, {whom}"
    return Diary(household_id=need.household_id, kind=Diary.Kind.NEED, text=text[:300], by=by, at=clock.now())
