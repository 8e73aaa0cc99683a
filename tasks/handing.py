"""Needs that go from one household to another when it splits or joins another, and come back when that is undone.

The old need ends where it was, with all that was done for it; the new one begins as far as the old one had come,
with the same lead body, officer and days. So no day counts a need twice, and none loses it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from households.changes import Refused
from households.models import Household, Movement
from povertyplan import clock
from povertyplan.accounts.models import User
from tasks.models import Need, Step
from tasks.rights import sentence
from tasks.states import OPEN, State
from tasks.steps import locked, step, tell

KEPT = """
    plan type indicator detail state lead officer routed_by_hand take_up_by due_on planned_quarter planned_amount
    planned_source
""".split()


@transaction.atomic
def hand_over(needs: Iterable[Need], *, to: Household, by: User) -> list[Need]:
    """The open `needs` are those of the household `to` from today on; returns the new ones."""
    new = []
    for old in locked(needs):
        if old.state not in OPEN:
            raise Refused(sentence(old, f"đang ở bước «{old.get_state_display()}», không chuyển sang hộ khác được"))
        need = Need(household=to, commune=to.commune, handed_from=old, **{name: getattr(old, name) for name in KEPT})
        need.listed_on, need.moved_at = clock.today(), clock.now()
        note = f"Từ hộ {old.household.head} ({old.household.code}) sang hộ {to.head} ({to.code})"
        _turn(old, "hand_over", State.WITHDRAWN, by=by, note=note)
        need.save()
        need.coordinators.set(old.coordinators.all())
        step(need, "receive", "", by=by, note=note).save()
        tell([(old, f"chuyển sang hộ {to.head}"), (need, f"nhận từ hộ {old.household.head}")], by=by)
        new.append(need)
    return new


def take_along(movement: Movement, *, by: User) -> list[Need]:
    """The open needs of a household that joins another go along, but those that the other has anyway."""
    there = movement.other_household
    taken = there.needs.in_plan(movement.plan).counted().values("type")
    going = movement.household.needs.in_plan(movement.plan).open().exclude(type__in=taken)
    return hand_over(going, to=there, by=by)


def handed_by(movement: Movement):
    """The needs that a household got by this movement."""
    there = movement.household if movement.kind == Movement.Kind.OTHER_INCREASE else movement.other_household
    origin = movement.other_household if there == movement.household else movement.household
    return Need.objects.filter(household=there, handed_from__household=origin, plan=movement.plan).exclude(
        state=State.WITHDRAWN
    )


@transaction.atomic
def hand_back(needs: Iterable[Need], *, by: User, note: str) -> None:
    """The opposite; refused where somebody has worked on one of them since."""
    for need in locked(needs):
        refuse_worked_on(need, since=need.steps.get(verb="receive").at)
        [old] = locked([need.handed_from])
        last = old.steps.filter(verb="hand_over").order_by("-pk").first()
        _turn(need, "give_back", State.WITHDRAWN, by=by, note=note)
        _turn(old, "give_back", last.from_state, by=by, note=note)
        tell([(need, f"trở lại hộ {old.household.head}"), (old, "trở lại hộ này")], by=by)


def refuse_worked_on(need: Need, *, since: datetime) -> None:
    """Raises Refused where somebody moved `need` after the moment `since`, or wrote down help for it."""
    if need.steps.filter(at__gt=since).exists() or need.measures.filter(recorded_at__gt=since).exists():
        raise Refused(
            sentence(need, "đã được xử lý tiếp sau biến động này, nên không hủy được nữa; hãy ghi một biến động mới")
        )


def _turn(need: Need, verb: str, state: str, *, by: User, note: str) -> None:
    before, need.state = need.state, state
    need.moved_at, need.version = clock.now(), need.version + 1
    need.save(update_fields=["state", "moved_at", "version"])
    Step.objects.bulk_create([step(need, verb, before, by=by, note=note)])
