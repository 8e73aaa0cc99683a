"""The needs of a plan by place: for the town and for a body by commune, for a commune by its hamlets.

Rows are those of `figures`, so the town's numbers are the dashboard's. Households are counted once in each
number: those of two groups or two types never add up to those of both.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from households.models import Household, Plan
from povertyplan.accounts.models import Unit
from reports.rows import NeedRow, need_rows
from tasks.models import NeedType


@dataclass(frozen=True)
class Needing:
    """Needs of one place (or of all). `households_by_group`: once in each group."""

    name: str
    needs: int
    households: int
    by_type: dict[str, int]
    by_group: dict[str, int]
    households_by_group: dict[str, int]


@dataclass(frozen=True)
class NeedsByPlace:
    places: tuple[Needing, ...]
    whole: Needing
    types: tuple[NeedType, ...]  # that somebody needs, in the order of the table of types


def needs_by_place(plan: Plan, on: date, unit: Unit | None = None) -> NeedsByPlace:
    """`unit`: a commune (its own needs, by hamlet) or a body (those that it leads, by commune)."""
    rows = _of(need_rows(plan, on), unit)
    types = {type.code: type for type in NeedType.objects.all()}
    groups = {code: type.group for code, type in types.items()}
    found: dict[int, list[NeedRow]] = defaultdict(list)
    place_of = _hamlets(rows) if unit and unit.is_commune else {row.household: row.commune for row in rows}
    for row in rows:
        found[place_of[row.household]].append(row)
    return NeedsByPlace(
        places=tuple(count(name, found[key], groups) for key, name in _names(plan, unit)),
        whole=count("", rows, groups),
        types=tuple(type for code, type in types.items() if any(row.type == code for row in rows)),
    )


def _of(rows: list[NeedRow], unit: Unit | None) -> list[NeedRow]:
    if unit is None:
        return rows
    return [row for row in rows if (row.commune if unit.is_commune else row.lead) == unit.pk]


def _hamlets(rows: list[NeedRow]) -> dict[int, int]:
    return dict(Household.objects.filter(pk__in={row.household for row in rows}).values_list("pk", "hamlet"))


def _names(plan: Plan, unit: Unit | None) -> Iterable[tuple[int, str]]:
    if unit and unit.is_commune:
        return unit.hamlets.values_list("pk", "name")
    return Unit.objects.communes().on(plan.issued_on).values_list("pk", "name")


def count(name: str, rows: list[NeedRow], groups: dict[str, str]) -> Needing:
    by_group: dict[str, list[NeedRow]] = defaultdict(list)
    for row in rows:
        by_group[groups[row.type]].append(row)
    return Needing(
        name=name,
        needs=len(rows),
        households=len({row.household for row in rows}),
        by_type=dict(Counter(row.type for row in rows)),
        by_group={group: len(own) for group, own in by_group.items()},
        households_by_group={group: len({row.household for row in own}) for group, own in by_group.items()},
    )
