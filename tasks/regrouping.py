"""Households that split, join or move, with what they need; and the undoing of whatever was decided by mistake."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from households import changes
from households.models import Household, Movement, Relocation
from povertyplan.accounts.models import User
from tasks import handing
from tasks.models import Need
from tasks.rights import sentence
from tasks.steps import locked


@transaction.atomic
def split_off(household: Household, *, needs: Iterable[Need] = (), by: User, **asked) -> Movement:
    """As `changes.split_off`; the open `needs` of the old household go along with the new one."""
    movement = changes.split_off(household, by=by, **asked)
    handing.hand_over(needs, to=movement.household, by=by)
    return movement


@transaction.atomic
def relocate(household: Household, *, plan, by: User, **asked) -> Relocation:
    """As `changes.relocate`; the needs of the year are the new commune's."""
    relocation = changes.relocate(household, plan=plan, by=by, **asked)
    Need.objects.filter(household=household, plan=plan).update(commune=relocation.to_hamlet.commune)
    return relocation


@transaction.atomic
def undo(movement: Movement, *, reason: str, by: User) -> Movement:
    """As `changes.undo`, and the needs are where and as they were; refused where somebody worked on them since."""
    movement = Movement.objects.select_related("plan", "household", "other_household").get(pk=movement.pk)
    note = f"Hủy biến động: {reason.strip()}"
    moved = Relocation.objects.filter(Q(departure=movement) | Q(arrival=movement)).first()
    if movement.other_household_id and movement.stage == Movement.Stage.DECIDED:
        _give_back(movement, by=by, note=note)
    undone = changes.undo(movement, reason=reason, by=by)
    if moved:
        _move_back(moved)
    elif movement.kind == Movement.Kind.OTHER_DECREASE:
        handing.restore(movement, by=by, note=note)
    return undone


def _give_back(movement: Movement, *, by: User, note: str) -> None:
    handed = list(handing.handed_by(movement))
    if movement.kind == Movement.Kind.OTHER_INCREASE:
        others = movement.household.needs.counted().exclude(pk__in=[need.pk for need in handed])
        for need in others:
            raise changes.Refused(sentence(need, "được thêm sau khi tách hộ; hãy xử lý nhu cầu này trước"))
    handing.hand_back(handed, by=by, note=note)


def _move_back(moved: Relocation) -> None:
    household = moved.arrival.household
    needs = locked(Need.objects.filter(household=household, plan=moved.arrival.plan))
    for need in needs:
        handing.refuse_worked_on(need, since=moved.arrival.decided_at)
    Need.objects.filter(pk__in=[need.pk for need in needs]).update(commune=moved.from_hamlet.commune)
