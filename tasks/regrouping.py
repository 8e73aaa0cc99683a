"""Households that split, join or move, with what they need; and the undoing of whatever was decided by mistake."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from households import changes
from households.models import Household, Movement, Relocation
from households.models.movement import PROPOSED_INCREASES
from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Permission
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


def give_needs_back(movement: Movement, *, by: User, note: str) -> None:
    """Before `movement` is undone: its needs go back to the household, or the commune, that they came from."""
    movement = Movement.objects.select_related("plan", "household", "other_household").get(pk=movement.pk)
    if movement.stage != Movement.Stage.DECIDED:
        return  # whoever undoes it is told so
    if moved := _relocation_of(movement):
        _move_back(moved)
    elif movement.other_household_id:
        _give_back(movement, by=by, note=note)
    elif movement.kind in PROPOSED_INCREASES and movement.entries.exists():
        for need in movement.household.needs.counted().filter(plan=movement.plan).select_related("type", "household"):
            raise changes.Refused(sentence(need, "được thêm sau quyết định này; hãy xử lý nhu cầu này trước"))


def regroupings_of(household: Household):
    """The movements by which it split, joined another or moved within the town, of its own and of the other side.

    One for a move: the arrival, with its `relocation_to`.
    """
    both = Q(household=household) | Q(other_household=household)
    kinds = Q(reason__in=[Movement.Reason.SPLIT_OFF, Movement.Reason.MERGED]) | Q(relocation_to__isnull=False)
    return (
        Movement.objects.filter(both, kinds)
        .exclude(stage=Movement.Stage.WITHDRAWN)
        .select_related("plan", "decision", "household", "other_household", "relocation_to__from_hamlet__commune")
        .order_by("-happened_on", "-pk")
    )


def may_undo(movement: Movement, *, by: User) -> bool:
    """Whoever may write a split or a move down may undo it; all else that was decided is the division's."""
    if movement.stage != Movement.Stage.DECIDED or movement.plan.is_closed:
        return False
    if movement.reason in {Movement.Reason.SPLIT_OFF, Movement.Reason.MOVED_IN} or _relocation_of(movement):
        return by.may(Permission.REGROUP_HOUSEHOLDS)
    return by.may(Permission.DECIDE_EXIT)


def _relocation_of(movement: Movement) -> Relocation | None:
    return Relocation.objects.filter(Q(departure=movement) | Q(arrival=movement)).first()


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
