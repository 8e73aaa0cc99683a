"""How many people a household had on a day: from the count now and the events since.

A correction of the count ("số khẩu") corrects it for every day: it had been written down wrongly. Births,
deaths, arrivals and departures are events, and change it from their day on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from households.models import Household, PersonEvent


def headcounts(households: Iterable[int], day: date) -> dict[int, int | None]:
    """At the end of `day`, by the keys of the households, in two queries; None where nobody has counted them."""
    return {pk: count for (pk, _), count in headcounts_at((pk, day) for pk in households).items()}


def headcounts_at(moments: Iterable[tuple[int, date]]) -> dict[tuple[int, date], int | None]:
    """For pairs of a household's key and a day, each of its own: two queries for all of them.

    The movement table closes in people by this: for any period, the people of the households on the list at its
    beginning, and of those that came onto the list (on the day they came), and the changes by events while they
    were on it, less the people of those that left it (on the day before), are the people at its end.
    """
    moments = list(moments)
    keys = {pk for pk, _ in moments}
    if not keys:
        return {}
    now = dict(Household.objects.filter(pk__in=keys).order_by().values_list("pk", "member_count"))
    since = _changes(keys, after=min(day for _, day in moments))
    return {(pk, day): _then(now.get(pk), since.get(pk, ()), day) for pk, day in moments}


def _changes(keys: set[int], *, after: date) -> Mapping[int, list[tuple[date, int]]]:
    events = PersonEvent.objects.after(after).filter(household__in=keys)
    found = defaultdict(list)
    for event in events.only("household_id", "counted_on", "kind", "people"):
        found[event.household_id].append((event.counted_on, event.change))
    return found


def _then(count: int | None, changes: Iterable[tuple[date, int]], day: date) -> int | None:
    return None if count is None else count - sum(change for counted_on, change in changes if counted_on > day)
