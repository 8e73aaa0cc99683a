"""What the annual review's decision says of preliminary results (sơ bộ): confirmed, with another outcome, or not.

Both are kept. A confirmed result stays as it was told, with the official outcome beside it; one that the review does
not accept counted until that decision and no longer (decision 20).
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from households.changes import increases
from households.changes.ground import Refused, must_be_open, note_down
from households.models import Decision, Diary, Movement, Plan, PlanEntry
from households.models.movement import PROPOSED_INCREASES, Kind, Official, Stage
from povertyplan.accounts.models import Unit, User

REJECTED, CONFIRMED = Official.REJECTED.value, Official.CONFIRMED.value


def to_conclude(plan: Plan, unit: Unit | None = None, on: date | None = None) -> list[Movement]:
    """Exits and increases of the year that wait for the annual review, of each household the last one.

    Deaths and moves are facts: no review recognises them.
    """
    own = Movement.objects.in_force(on).in_plan(plan).filter(kind__in={Kind.EXIT, *PROPOSED_INCREASES})
    own = own if unit is None else own.filter(household__commune=unit)
    last: dict[int, int] = {}
    ordered = Movement.objects.in_force(on).filter(household__in=own.values("household"))
    for pk, household in ordered.order_by("counted_on", "pk").values_list("pk", "household"):
        last[household] = pk
    rows = own.filter(official="").select_related("household__hamlet", "household__commune", "decision")
    rows = rows.order_by("household__commune__order", "household__hamlet__name", "household__sort_key", "pk")
    return [movement for movement in rows if last[movement.household_id] == movement.pk]


@transaction.atomic
def conclude(answers: Iterable[tuple[Movement, str]], *, decision: Decision, by: User) -> list[Movement]:
    """Writes down what the annual decision says of each: "confirmed", "rejected", or the outcome of an exit.

    Raises Refused where the decision is no annual one or another commune's, is older than the result, or where a
    result has been concluded already.
    """
    if not decision.is_annual:
        raise Refused(f"{decision} không phải là quyết định rà soát định kỳ cuối năm.")
    return [_conclude(movement, answer, decision, by) for movement, answer in answers]


def _conclude(movement: Movement, answer: str, decision: Decision, by: User) -> Movement:
    movement = Movement.objects.select_for_update(of=("self",)).select_related("household", "plan").get(pk=movement.pk)
    head = movement.household.head
    must_be_open(movement.plan)
    if movement.stage != Stage.DECIDED or movement.official:
        raise Refused(f"Kết quả của hộ {head} đã thay đổi sau khi bạn mở trang. Hãy mở lại trang.")
    if decision.unit_id != movement.household.commune_id:
        raise Refused(f"Hộ {head} không thuộc {decision.unit.name}.")
    if decision.signed_on < movement.counted_on:
        day = f"{movement.counted_on:%d/%m/%Y}"
        raise Refused(f"Quyết định không thể có trước ngày {day}, ngày có kết quả sơ bộ của hộ {head}.")
    movement.official_decision = decision
    if answer == REJECTED:
        movement.official, movement.ended_on = Official.REJECTED, movement.plan.counts_from(decision.signed_on)
        PlanEntry.objects.filter(by_movement=movement).delete()
    else:
        movement.official = Official.CONFIRMED
        movement.official_outcome = "" if answer == CONFIRMED else answer
    movement.save()
    text = f"Rà soát định kỳ: {movement.official_text[:1].lower()}{movement.official_text[1:]}; {decision}"
    note_down(movement.household, Diary.Kind.EXIT, text, by=by)
    return movement


@transaction.atomic
def take_back_conclusions(decision: Decision, *, reason: str, by: User) -> None:
    """The annual decision is withdrawn: what it said is preliminary again."""
    for movement in decision.officially.select_related("household", "plan").order_by("pk"):
        must_be_open(movement.plan)
        later = movement.household.movements.in_force(date.max).filter(pk__gt=movement.pk).first()
        if later is not None and movement.official == Official.REJECTED:
            raise Refused(f"Sau đó hộ {movement.household.head} còn có biến động: {later.what.lower()}. Hãy hủy trước.")
        was_rejected = movement.official == Official.REJECTED
        movement.official, movement.official_outcome = "", ""
        movement.official_decision, movement.ended_on = None, None
        movement.save()
        if was_rejected:
            increases.place(movement)
        text = f"Kết quả trở lại sơ bộ: hủy {str(decision)[:1].lower()}{str(decision)[1:]}"
        note_down(movement.household, Diary.Kind.EXIT, text, by=by, note=reason)
