"""Communes, hamlets and running numbers: where the rows of a list belong."""

from collections import Counter
from collections.abc import Iterable, Sequence

from households.models import Hamlet, HouseholdNumber, Plan
from povertyplan import bulk
from povertyplan.accounts.models import Unit
from povertyplan.intake.held import hamlet_key
from povertyplan.intake.records import ListedHousehold, Place
from povertyplan.vietnamese import matching_key, tidy

__all__ = ["communes_of", "hamlet_key", "hamlets_of", "next_codes", "places_of"]


def communes_of(plan: Plan) -> dict[str, Unit]:
    """The communes of the plan's day, by code: codes are used again after mergers."""
    return {unit.code: unit for unit in Unit.objects.communes().on(plan.issued_on)}


def places_of(plan: Plan) -> list[Place]:
    """The same as reading wants them."""
    return [
        Place(unit.code, unit.short_name, unit.name.split()[0], _names(unit.former_names))
        for unit in communes_of(plan).values()
    ]


def _names(former: str) -> tuple[str, ...]:
    return tuple(name for name in map(tidy, former.split(";")) if name)


def hamlets_of(rows: Iterable[ListedHousehold], communes: dict[str, Unit]) -> dict[tuple[str, str], Hamlet]:
    """(commune code, hamlet key) → hamlet of every row; those that are new are made."""
    wanted = {}
    for row in rows:
        if row.hamlet:
            wanted.setdefault((row.commune, hamlet_key(row.hamlet)), row.hamlet)
    there = {}
    units = [communes[code] for code in {code for code, _ in wanted}]
    for hamlet in Hamlet.objects.filter(commune__in=units).select_related("commune").order_by("pk"):
        there.setdefault((hamlet.commune.code, hamlet_key(hamlet.name)), hamlet)
    fresh = [key for key in wanted if key not in there]
    made = [
        Hamlet(commune=communes[key[0]], name=tidy(wanted[key])[:80], key=matching_key(wanted[key])[:80])
        for key in fresh
    ]
    return there | dict(zip(fresh, bulk.insert(Hamlet, made), strict=True))


def next_codes(rows: Sequence[ListedHousehold], communes: dict[str, Unit]) -> list[str]:
    """A code for each row, running within the commune in the order of the list. Call it under the plan's lock."""
    many = Counter(row.commune for row in rows)
    codes = HouseholdNumber.objects.take({communes[code]: count for code, count in many.items()})
    return [next(codes[communes[row.commune]]) for row in rows]
