"""Needs that arrive many at once, with a list: `steps.add` and its opposite for thousands of rows.

The rules are those of `steps.add`: to the type's lead body at once, or into the division's queue. The one
line in the diary of each household is written by whoever brings the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from households.models import Plan
from povertyplan import bulk, clock
from povertyplan.accounts.models import User
from tasks.models import Need, NeedType, Step
from tasks.routing import Route, of_commune_and_type
from tasks.states import MOVES, State


@dataclass(frozen=True, slots=True)
class Arrived:
    """A need that has just been added: what its first step has to know."""

    pk: int
    household_id: int
    state: str
    lead_id: int | None


@transaction.atomic
def arrive(listed: Iterable[tuple[int, int, NeedType, date]], *, plan: Plan, by: User | None) -> list[Arrived]:
    """Adds one need for each (household, its commune, type, since which day it is on the list).

    Keys and tuples, not objects: with 30,000 needs the difference is felt.
    """
    now, listed = clock.now(), list(listed)
    tables = of_commune_and_type((type.pk, commune) for _, commune, type, _ in listed)
    routed = {pair: _routed(route) for pair, (route, _) in tables.items()}
    names = (
        "household_id plan_id commune_id type_id detail listed_on moved_at version state lead_id take_up_by due_on"
    ).split()
    rows = [
        (household, plan.pk, commune, type.pk, "", listed_on, now, 1, *routed[type.pk, commune])
        for household, commune, type, listed_on in listed
    ]
    keys = bulk.insert_numbered(Need, names, rows)
    coordinators = {pair: [unit.pk for unit in units] for pair, (_, units) in tables.items()}
    links = ((key, unit) for key, row in zip(keys, rows, strict=True) for unit in coordinators[row[3], row[2]])
    bulk.insert_values(Need.coordinators.through, ("need_id", "unit_id"), links)
    needs = [Arrived(key, row[0], *row[8:10]) for key, row in zip(keys, rows, strict=True)]
    moves = ((need, "", listed_on) for need, (*_, listed_on) in zip(needs, listed, strict=True))
    _record("add", moves, by=by, now=now)
    return needs


def _routed(route: Route) -> tuple[str, int | None, date | None, date | None]:
    """State, lead body, by when to take up, by when to help."""
    if route.lead is None:
        return State.UNROUTED.value, None, None, None
    today = clock.today()
    return State.ROUTED.value, route.lead.pk, route.take_up_by(today), route.due_on(today)


def _record(verb: str, moves: Iterable[tuple[Need | Arrived, str, date]], *, by, now, note: str = "") -> None:
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
