"""Communes, hamlets and running numbers: where the rows of a list belong."""

from collections.abc import Iterable, Sequence

from households.models import Hamlet, Household, Plan
from povertyplan import bulk
from povertyplan.accounts.models import Unit
from povertyplan.intake.held import hamlet_key
from povertyplan.intake.models import HouseholdNumber
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
    """A code for each row, "19996-0001", running within the commune in the order of the list.

    A number is given once and never again, also when its household was removed by an undo. Numbers given
    elsewhere are respected. Call it under the plan's lock.
    """
    units = {code: communes[code] for code in {row.commune for row in rows}}
    last = _last_numbers(units)
    codes = []
    for row in rows:
        last[row.commune] += 1
        codes.append(f"{row.commune}-{last[row.commune]:04d}")
    HouseholdNumber.objects.bulk_create(
        [HouseholdNumber(commune=unit, last=last[code]) for code, unit in units.items()],
        update_conflicts=True,
        unique_fields=["commune"],
        update_fields=["last"],
    )
    return codes


def _last_numbers(units: dict[str, Unit]) -> dict[str, int]:
    last = dict.fromkeys(units, 0)
    numbers = HouseholdNumber.objects.filter(commune__in=units.values())
    for code, number in numbers.values_list("commune__code", "last"):
        last[code] = number
    for code in Household.objects.filter(commune__in=units.values()).order_by().values_list("code", flat=True):
        commune, _, number = code.partition("-")
        if commune in last and number.isdigit():
            last[commune] = max(last[commune], int(number))
    return last
