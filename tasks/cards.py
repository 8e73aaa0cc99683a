"""Fills the cards of households (`households.card`) with what the whole town knows of them."""

from datetime import date
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.formats import number_format

from households.card import Card, CardGift, CardNeed
from households.models import Household, Member, Plan
from households.people_shown import shown
from households.standing import Standing, standings
from povertyplan import clock
from tasks.models import Measure, Need


def cards(households, plan: Plan) -> list[Card]:
    """A card for each of a queryset of households, in its order; as many queries for one as for a hundred."""
    on = clock.today()
    found = households.with_place(plan).select_related("commune", "hamlet", "officer__unit")
    found = found.prefetch_related(
        "causes",
        "deprivations",
        Prefetch("members", Member.objects.present(), to_attr="present_members"),
        Prefetch("needs", _needs(plan), to_attr="card_needs"),
        Prefetch("needs", Need.objects.with_measures(), to_attr="helped_needs"),
    )
    return [_card(household, standing, plan, on) for household, standing in standings(found, plan)]


def _needs(plan: Plan):
    return Need.objects.in_plan(plan).counted().select_related("type", "lead", "officer").order_by("type__order")


def _card(household: Household, standing: Standing, plan: Plan, on: date) -> Card:
    measures = [measure for need in household.helped_needs for measure in need.measures.all()]
    measures.sort(key=lambda measure: (measure.on, measure.pk), reverse=True)
    money = [(measure.kind == Measure.Kind.LOAN, measure.amount or Decimal(0)) for measure in measures]
    return Card(
        year=plan.year,
        on=on,
        code=household.code,
        head=household.head,
        commune=household.commune.name,
        hamlet=household.hamlet.name,
        address=household.address,
        member_count=household.member_count,
        groups=_groups(household),
        people=[shown(person, on) for person in [household, *household.present_members]],
        note=household.note,
        causes=[cause.name for cause in household.causes.all()],
        deprivations=[indicator.name for indicator in household.deprivations.all()],
        needs=[_need(need, on) for need in household.card_needs],
        officer=household.officer.full_name if household.officer else "",
        gifts=[_gift(measure) for measure in measures],
        grants=sum((amount for is_loan, amount in money if not is_loan), Decimal(0)),
        loans=sum((amount for is_loan, amount in money if is_loan), Decimal(0)),
        standing=standing.text,
        seen=_seen(standing),
        left=_left(standing),
    )


def _groups(household: Household) -> str:
    words = [
        (household.has_merit, "có thành viên là người có công"),
        (household.lacks_labour, "không có khả năng lao động"),
    ]
    return "; ".join(word for holds, word in words if holds)


def _need(need: Need, on: date) -> CardNeed:
    return CardNeed(
        name=need.type.name,
        detail=need.detail,
        lead=need.lead.short_name if need.lead else "",
        officer=need.officer.full_name if need.officer else "",
        due_on=need.due_on,
        is_late=need.is_overdue(on),
        state=need.get_state_display(),
    )


def _gift(measure: Measure) -> CardGift:
    many = measure.quantity is not None
    return CardGift(
        on=measure.on,
        what=measure.what,
        kind=measure.get_kind_display(),
        source=measure.get_source_display(),
        amount=measure.amount,
        is_loan=measure.kind == Measure.Kind.LOAN,
        quantity=f"{number_format(measure.quantity.normalize())} {measure.quantity_unit}".strip() if many else "",
    )


def _seen(standing: Standing) -> str:
    """ "12/09/2022: đang thực hiện", or nothing where nobody has looked yet."""
    entry = standing.entry
    if entry is None or entry.seen_on is None:
        return ""
    return f"{entry.seen_on:%d/%m/%Y}: {entry.get_progress_display().lower()}"


def _left(standing: Standing) -> str:
    """Why and since when the household is off the list; nothing while it is on it."""
    if not standing.has_left:
        return ""
    movement = standing.departure
    return f"{movement.get_reason_display()}; tính từ ngày {movement.counted_on:%d/%m/%Y}"
