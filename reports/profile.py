"""Who the households are that are still poor on a day: by cause, by deprivation, by group, place by place.

What is told of a household (causes, deprivations, merit) is told as it is known now: only who is still on the list
is asked of the day. A household with two causes is in two columns, so columns never add up to households.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from households.headcount import headcounts
from households.models import Household, Plan
from povertyplan.accounts.models import Unit
from povertyplan.vietnamese import matching_key
from reports.models import NationalColumn

Group = NationalColumn.Group
MAJORITY = matching_key("Kinh")


@dataclass(frozen=True)
class Poor:
    """One household that is still poor; `people` None where nobody has counted them."""

    place: int
    people: int | None
    causes: frozenset[int]
    deprivations: frozenset[int]
    groups: frozenset[str]


@dataclass(frozen=True)
class Place:
    """One row: `columns` are counts of households in the order of the form; `people` and `column_people` of people."""

    name: str
    households: int
    people: int
    columns: tuple[int, ...]
    column_people: tuple[int, ...]
    in_none: int  # households that are in no column
    marks: int  # all columns together: how often something was ticked, not how many households


@dataclass(frozen=True)
class Profile:
    form: str
    columns: tuple[NationalColumn, ...]
    places: tuple[Place, ...]
    whole: Place


def profile(plan: Plan, on: date, form: str, unit: Unit | None = None) -> Profile:
    """Of the town by commune, of a commune by hamlet."""
    columns = tuple(NationalColumn.objects.of(form, on))
    poor = list(still_poor(plan, on, unit))
    tests = [_test(column) for column in columns]
    found: dict[int, list[Poor]] = defaultdict(list)
    for household in poor:
        found[household.place].append(household)
    return Profile(
        form=form,
        columns=columns,
        places=tuple(_place(name, found[key], tests) for key, name in _names(plan, unit)),
        whole=_place("", poor, tests),
    )


def still_poor(plan: Plan, on: date, unit: Unit | None = None) -> Iterator[Poor]:
    """The households that remain on the plan's list at the end of `on`: `figures(plan, on).remaining` of them."""
    households = Household.objects.of_the_plan(plan, on).remaining(plan, on)
    if unit is not None:
        households = households.in_commune(unit)
    place = "hamlet" if unit is not None else "commune"
    rows = list(households.order_by().values_list("pk", place, "ethnicity", "has_merit", "lacks_labour"))
    people = headcounts([row[0] for row in rows], on)
    causes = _pairs(Household.causes.through, "cause")
    deprivations = _pairs(Household.deprivations.through, "indicator")
    for key, where, ethnicity, merit, no_labour in rows:
        groups = frozenset(_groups(ethnicity, merit, no_labour))
        yield Poor(where, people[key], frozenset(causes[key]), frozenset(deprivations[key]), groups)


def _pairs(through, other: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for household, one in through.objects.values_list("household", other):
        found[household].append(one)
    return found


def _groups(ethnicity: str, merit: bool, no_labour: bool) -> Iterator[str]:
    """Who nothing is known of is in no group: an empty ethnicity is no minority."""
    found = []
    if ethnicity and matching_key(ethnicity) != MAJORITY:
        found.append(Group.MINORITY)
    if no_labour:
        found.append(Group.NO_LABOUR)
    if merit:
        found.append(Group.MERIT)
    yield from found or [Group.NONE]


def _test(column: NationalColumn):
    """Whether a household belongs in the column."""
    causes, indicators = ({one.pk for one in rows.all()} for rows in (column.causes, column.indicators))
    return lambda poor: bool(poor.causes & causes or poor.deprivations & indicators or column.group in poor.groups)


def _names(plan: Plan, unit: Unit | None) -> Iterable[tuple[int, str]]:
    if unit is not None:
        return unit.hamlets.values_list("pk", "name")
    return Unit.objects.communes().on(plan.issued_on).values_list("pk", "name")


def _place(name: str, poor: list[Poor], tests: list) -> Place:
    ticks, people, none = Counter(), Counter(), 0
    for household in poor:
        own = [number for number, test in enumerate(tests) if test(household)]
        ticks.update(own)
        people.update(dict.fromkeys(own, household.people or 0))
        none += not own
    return Place(
        name=name,
        households=len(poor),
        people=sum(household.people or 0 for household in poor),
        columns=tuple(ticks[number] for number in range(len(tests))),
        column_people=tuple(people[number] for number in range(len(tests))),
        in_none=none,
        marks=ticks.total(),
    )
