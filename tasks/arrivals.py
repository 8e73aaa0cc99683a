"""Needs that arrive many at once, with a list: `steps.add` and its opposite for thousands of rows.

The rules are those of `steps.add`: to the type's lead body at once, or into the division's queue. The one
line in the diary of each household is written by whoever brings the list.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F

from households.models import Household, Plan
from povertyplan import bulk, clock
from povertyplan.accounts.models import User
from tasks.models import Need, NeedType, Step
from tasks.states import MOVES, State
from tasks.steps import default_due_on


@transaction.atomic
def arrive(listed: Iterable[tuple[Household, NeedType, date]], *, plan: Plan, by: User | None) -> list[Need]:
    """Adds one need for each (household, type, since which day it is on the list), in a few statements."""
    now, today = clock.now(), clock.today()
    needs, types = [], {}
    for household, type, listed_on in listed:
        types[type.pk] = type
        needs.append(
            # Keys, not objects: with 30,000 needs the difference is felt.
            Need(
                household_id=household.pk,
                plan_id=plan.pk,
                commune_id=household.commune_id,
                type_id=type.pk,
                state=State.ROUTED if type.lead_id else State.UNROUTED,
                lead_id=type.lead_id,
                due_on=default_due_on(type, from_day=today) if type.lead_id else None,
                listed_on=listed_on,
                moved_at=now,
            )
        )
    bulk.insert(Need, needs)
    _coordinate(needs, types.values())
    _record("add", [(need, "", need.listed_on) for need in needs], by=by, now=now)
    return needs


def _coordinate(needs: Iterable[Need], types: Iterable[NeedType]) -> None:
    units = {type.pk: [unit.pk for unit in type.coordinators.all()] for type in types}
    links = ((need.pk, unit) for need in needs for unit in units[need.type_id])
    bulk.insert_values(Need.coordinators.through, ("need_id", "unit_id"), links)


def _record(verb: str, moves: Iterable[tuple[Need, str, date]], *, by, now, note: str = "") -> None:
    names = "need_id", "verb", "from_state", "to_state", "lead_id", "on", "at", "by_id", "note"
    actor = by.pk if by else None
    steps = ((need.pk, verb, before, need.state, need.lead_id, on, now, actor, note) for need, before, on in moves)
    bulk.insert_values(Step, names, steps)


@transaction.atomic
def unlist(needs: Iterable[Need], *, by: User | None, note: str) -> list[Need]:
    """A new list does not name these needs any more; nobody has begun to work on them."""
    return _turn(needs, "unlist", {State.UNROUTED, State.ROUTED} & MOVES["withdraw"].starts, by=by, note=note)


@transaction.atomic
def relist(needs: Iterable[Need], *, by: User | None, note: str) -> list[Need]:
    """The opposite of `unlist`, for an import that is undone."""
    return _turn(needs, "relist", {State.WITHDRAWN}, by=by, note=note)


def _turn(needs: Iterable[Need], verb: str, starts: set, *, by, note: str) -> list[Need]:
    now, today = clock.now(), clock.today()
    turned = [need for need in needs if need.state in starts]
    moves = []
    for need in turned:
        before = need.state
        back = State.ROUTED if need.lead_id else State.UNROUTED
        need.state = State.WITHDRAWN if verb == "unlist" else back
        moves.append((need, before, today))
    for state in {need.state for need in turned}:
        keys = [need.pk for need in turned if need.state == state]
        Need.objects.filter(pk__in=keys).update(state=state, moved_at=now, version=F("version") + 1)
    _record(verb, moves, by=by, now=now, note=note)
    return turned
