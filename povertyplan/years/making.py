"""A new year's plan, made from the last one: its days, what units owe, and who of the last list goes on."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from households import changes
from households.models import Household, Plan
from povertyplan.accounts.models import AccessLog, Unit, User
from reports.deadlines import open_obligations
from reports.models import Deadline, Duty
from tasks import carrying
from tasks.models import Need
from tasks.states import State


@dataclass(frozen=True)
class CarriedOver:
    """Who goes on: households that remain on the last list, and whether their open needs go with them."""

    households: frozenset[int]
    with_needs: bool


@dataclass(frozen=True)
class Preview:
    """What making the plan would do. Households and needs are counted apart."""

    communes: int
    bodies: int
    obligations: int
    by_commune: list[tuple[Unit, int]]  # the households that go on
    households: int
    stay_behind: int  # chosen, but their commune is not there any more on the plan's day
    needs: int
    with_lead: int
    with_successor: int
    in_queue: int


def remaining(last: Plan):
    """The households that can go on: those still on the list of `last`."""
    return Household.objects.remaining(last).select_related("commune", "hamlet")


def going_on(last: Plan, chosen: frozenset[int], on: date):
    """Of the chosen households, those whose commune is there on the new plan's day: nobody moves them silently."""
    return remaining(last).filter(pk__in=chosen, commune__in=Unit.objects.on(on))


def open_needs(last: Plan, households):
    return Need.objects.in_plan(last).open().filter(household__in=households)


def preview(last: Plan, over: CarriedOver, *, on: date, deadlines: int) -> Preview:
    """`on`: the day of the new plan; `deadlines`: how many papers each unit will owe."""
    units = list(Unit.objects.on(on))
    households = going_on(last, over.households, on)
    counts = Counter(households.values_list("commune", flat=True))
    needs = carrying.carried(open_needs(last, households), on=on) if over.with_needs else []
    led = [need for need in needs if need.lead_id]
    communes = [unit for unit in units if unit.is_commune]
    return Preview(
        communes=len(communes),
        bodies=len(units) - len(communes),
        obligations=len(units) * deadlines,
        by_commune=[(unit, counts[unit.pk]) for unit in communes if counts[unit.pk]],
        households=counts.total(),
        stay_behind=len(over.households) - counts.total(),
        needs=len(needs),
        with_lead=sum(need.lead_id == need.carried_from.lead_id for need in led),
        with_successor=sum(need.lead_id != need.carried_from.lead_id for need in led),
        in_queue=sum(need.state in {State.UNROUTED, State.REFUSED} for need in needs),
    )


@transaction.atomic
def make_plan(
    plan: Plan, *, last: Plan, deadlines: list[Deadline], over: CarriedOver, with_duties: bool, by: User
) -> Plan:
    """Saves `plan` and everything that it begins with, all or nothing."""
    plan.save()
    for deadline in deadlines:
        deadline.plan = plan
        deadline.save()
    if with_duties:
        duties = (Duty(plan=plan, clause=one.clause, order=one.order, text=one.text) for one in last.duties.all())
        Duty.objects.bulk_create(duties)
    open_obligations(plan)
    households = going_on(last, over.households, plan.issued_on)
    needs = list(open_needs(last, households).values_list("pk", flat=True)) if over.with_needs else []
    number = changes.enlist(households, plan=plan, by=by)
    carrying.carry(Need.objects.filter(pk__in=needs), plan=plan, by=by)
    detail = f"Lập kế hoạch năm {plan.year} từ năm {last.year}: {number} hộ, {len(needs)} nhu cầu chuyển sang"
    AccessLog.objects.record(AccessLog.Action.TABLE, by=by, subject=f"Kế hoạch năm {plan.year}", detail=detail)
    return plan
