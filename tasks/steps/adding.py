"""A need that is written down: sent to its lead body, or into the queue of the division."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from households.changes import Refused, must_be_open
from households.models import Household, Indicator, Movement, Plan, PlanEntry
from povertyplan import clock
from povertyplan.accounts.models import User
from tasks.models import Need, NeedType, Step
from tasks.routing import of_commune_and_type
from tasks.states import State
from tasks.steps.ground import step, tell


@transaction.atomic
def add(
    household: Household,
    *,
    plan: Plan,
    type: NeedType,
    by: User | None,
    listed_on: date | None = None,
    detail: str = "",
    indicator: Indicator | None = None,
    parent: Need | None = None,
) -> Need:
    """A new need, sent to its type's lead body, or into the division's queue where the type has none."""
    need = Need(household=household, plan=plan, type=type, detail=detail, indicator=indicator, parent=parent)
    return add_all([need], by=by, listed_on=listed_on)[0]


def add_all(needs: Sequence[Need], *, by: User | None, listed_on: date | None = None) -> list[Need]:
    """Saves new needs and tells the lead bodies; a household has one need of a type at a time."""
    _refuse_second_ones(needs)
    tables = of_commune_and_type((need.type_id, need.household.commune_id) for need in needs)
    for need in needs:
        need.commune_id = need.household.commune_id
        route, _ = tables[need.type_id, need.commune_id]
        need.state = State.ROUTED if route.lead else State.UNROUTED
        need.listed_on, need.moved_at = listed_on or clock.today(), clock.now()
        if route.lead:
            need.lead, need.take_up_by = route.lead, route.take_up_by(clock.today())
            need.due_on = route.due_on(clock.today())
    Need.objects.bulk_create(needs)
    _take_back_that_nothing_is_needed(needs)
    link = Need.coordinators.through
    link.objects.bulk_create(
        link(need=need, unit=unit) for need in needs for unit in tables[need.type_id, need.commune_id][1]
    )
    Step.objects.bulk_create(step(need, "add", "", by=by, on=need.listed_on) for need in needs)
    tell([(need, _arrival(need)) for need in needs], by=by)
    return list(needs)


def _take_back_that_nothing_is_needed(needs: Sequence[Need]) -> None:
    entries = PlanEntry.objects.filter(
        plan__in={need.plan_id for need in needs}, household__in={need.household_id for need in needs}
    )
    entries.exclude(no_need_reason="").update(no_need_reason="", no_need_at=None, no_need_by=None)


def _refuse_second_ones(needs: Sequence[Need]) -> None:
    households = {need.household_id for need in needs}
    for plan in Plan.objects.filter(pk__in={need.plan_id for need in needs}):
        must_be_open(plan)
    _refuse_departed(needs)
    list(Household.objects.select_for_update().filter(pk__in=households).order_by("pk").values_list("pk"))
    there = Need.objects.counted().filter(household__in=households, plan=needs[0].plan) if needs else []
    taken = {(need.household_id, need.type_id) for need in there}
    for need in needs:
        if (need.household_id, need.type_id) in taken:
            raise Refused(f"Hộ {need.household.head} đã có nhu cầu «{need.type.name}».")


def _refuse_departed(needs: Sequence[Need]) -> None:
    """A household that died out, moved or merged needs nothing more."""
    departed = Movement.objects.leaving(needs[0].plan).other_decreases() if needs else Movement.objects.none()
    keys = set(departed.filter(household__in={need.household_id for need in needs}).values_list("household", flat=True))
    for need in needs:
        if need.household_id in keys:
            raise Refused(f"Hộ {need.household.head} đã giảm khác (chết, chuyển đi, nhập hộ), không thêm nhu cầu được.")


def _arrival(need: Need) -> str:
    return f"giao {need.lead.name} chủ trì" if need.lead else "chờ phân công cơ quan chủ trì"
