"""All counting. Households ("hộ") and needs ("nhu cầu") are counted apart and never added.

`figures(plan, on)` says how the plan stood on a day; `as_json` is the shape that `manage.py figures` prints.
Page, sheet and document take their numbers from here, so that no two of them can differ.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from households.models import Movement, Plan
from povertyplan.accounts.models import Unit
from reports.models import Obligation, ObligationKind, Timeliness, timeliness
from reports.rows import Leaver, NeedRow, changes_by_day, leavers_by, listed_by_commune, need_rows
from reports.stated import Stated, stated_figures
from tasks.models import NeedType
from tasks.states import COUNTED, State


@dataclass(frozen=True)
class Left:
    """Households off the list. Deaths and moves (`other_decrease`) count toward the target, never as exits."""

    total: int
    exited: int
    other_decrease: int
    by_reason: dict[str, int]
    by_day: tuple[tuple[date, int], ...]  # each day on which that changed, with the total since the start

    def until(self, day: date) -> int:
        """The total at the end of `day`; a return to poverty makes it smaller again."""
        return next((total for when, total in reversed(self.by_day) if when <= day), 0)


@dataclass(frozen=True)
class NeedCount:
    needs: int
    households: int


@dataclass(frozen=True)
class Needs:
    total: int
    households: int
    by_type: dict[str, NeedCount]
    by_state: dict[str, int]
    overdue: int
    take_up_overdue: int


@dataclass(frozen=True)
class Commune:
    code: str
    name: str
    short_name: str
    listed: int
    left: int
    exited: int  # of `left`; the others are "giảm khác"
    needs: int
    needing: int  # households with at least one need
    needs_by_type: dict[str, int]

    @property
    def remaining(self) -> int:
        return self.listed - self.left

    @property
    def share(self) -> float:
        return self.left / self.listed if self.listed else 0.0


@dataclass(frozen=True)
class Agency:
    code: str
    name: str
    short_name: str
    needs: int
    open: int
    overdue: int
    take_up_overdue: int
    done: int
    by_state: dict[str, int]


@dataclass(frozen=True)
class Owed:
    """What the units owe of one kind. The four groups are apart and add up to `expected`."""

    expected: int
    on_time: int
    on_the_day: int
    late: int
    missing: int


@dataclass(frozen=True)
class Figures:
    year: int
    as_of: date
    target: int
    listed: int
    left: Left
    needs: Needs
    communes: tuple[Commune, ...]
    agencies: tuple[Agency, ...]
    obligations: dict[str, Owed]
    reconciliation: tuple[Stated, ...]
    types: tuple[NeedType, ...]  # the table of need types, for names and groups

    @property
    def remaining(self) -> int:
        return self.listed - self.left.total


def figures(plan: Plan, on: date) -> Figures:
    """How `plan` stood at the end of day `on`, or of the day on which the year was closed before that.

    The number of queries is the same for any number of rows.
    """
    on = plan.day_shown(on)
    units = list(Unit.objects.on(plan.issued_on))
    listed = listed_by_commune(plan, on)
    leavers = leavers_by(plan, on)
    needs = need_rows(plan, on)
    stated, types = stated_figures(plan), tuple(NeedType.objects.all())
    return Figures(
        year=plan.year,
        as_of=on,
        target=plan.target,
        listed=listed.total(),
        left=count_left(leavers, changes_by_day(plan, on)),
        needs=count_needs(needs, [type.code for type in types], {line.key for line in stated}, on),
        communes=tuple(_commune(unit, listed, leavers, needs) for unit in units if unit.is_commune),
        agencies=tuple(_agency(unit, needs, on) for unit in units if not unit.is_commune),
        obligations=_obligations(plan, on),
        reconciliation=stated,
        types=types,
    )


def as_json(figures: Figures) -> dict:
    """The shape of `manage.py figures --json`, which others rely on to the letter: ISO dates, plain numbers."""
    left, needs = figures.left, figures.needs
    return {
        "year": figures.year,
        "as_of": figures.as_of.isoformat(),
        "target": figures.target,
        "listed": figures.listed,
        "left": {
            "total": left.total,
            "exited": left.exited,
            "other_decrease": left.other_decrease,
            "by_reason": left.by_reason,
        },
        "remaining": figures.remaining,
        "needs": {
            "total": needs.total,
            "households": needs.households,
            "by_type": {code: asdict(count) for code, count in needs.by_type.items()},
            "by_state": needs.by_state,
            "overdue": needs.overdue,
            "take_up_overdue": needs.take_up_overdue,
        },
        "communes": [_named(c, "code", "name", "listed", "left", "remaining", "needs") for c in figures.communes],
        "agencies": [_named(a, "code", "name", "needs", "open", "overdue", "done") for a in figures.agencies],
        "obligations": {kind: asdict(owed) for kind, owed in figures.obligations.items()},
        "reconciliation": [_named(line, "key", "stated", "found") for line in figures.reconciliation],
    }


def _named(row, *names: str) -> dict:
    return {name: getattr(row, name) for name in names}


def count_left(leavers: Iterable[Leaver], changes: Iterable[tuple[date, int]]) -> Left:
    """`changes`: (day, +1 or −1) of every departure and return, from the first to the last."""
    leavers = list(leavers)
    kinds = Counter(leaver.kind for leaver in leavers)
    total, by_day = 0, {}
    for day, change in changes:
        total += change
        by_day[day] = total
    return Left(
        total=total,
        exited=kinds[Movement.Kind.EXIT],
        other_decrease=kinds[Movement.Kind.OTHER_DECREASE],
        by_reason=_in_order(Counter(leaver.reason for leaver in leavers), Movement.Reason.values),
        by_day=tuple(by_day.items()),
    )


def _in_order(counts: Counter, order: Iterable[str]) -> dict[str, int]:
    return {key: counts[key] for key in order if counts[key]}


def count_needs(rows: list[NeedRow], order: list[str], stated: set[str], on: date) -> Needs:
    """Types that occur or of which the plan states a number, in the order of the table of types."""
    types = Counter(row.type for row in rows)
    wanted = stated | set(types)
    pairs = Counter(type for _, type in {(row.household, row.type) for row in rows})
    states = Counter(row.state for row in rows)
    return Needs(
        total=len(rows),
        households=len({row.household for row in rows}),
        by_type={code: NeedCount(needs=types[code], households=pairs[code]) for code in order if code in wanted},
        by_state={str(state): states[state] for state in State if state in COUNTED},
        overdue=sum(row.is_overdue(on) for row in rows),
        take_up_overdue=sum(row.is_take_up_overdue(on) for row in rows),
    )


def _commune(unit: Unit, listed: Counter[int], leavers: list[Leaver], needs: list[NeedRow]) -> Commune:
    own = [row for row in needs if row.commune == unit.pk]
    gone = [leaver.kind for leaver in leavers if leaver.commune == unit.pk]
    return Commune(
        code=unit.code,
        name=unit.name,
        short_name=unit.short_name,
        listed=listed[unit.pk],
        left=len(gone),
        exited=gone.count(Movement.Kind.EXIT),
        needs=len(own),
        needing=len({row.household for row in own}),
        needs_by_type=dict(Counter(row.type for row in own)),
    )


def _agency(unit: Unit, needs: list[NeedRow], on: date) -> Agency:
    own = [row for row in needs if row.lead == unit.pk]
    states = Counter(row.state for row in own)
    return Agency(
        code=unit.code,
        name=unit.name,
        short_name=unit.short_name,
        needs=len(own),
        open=len(own) - states[State.CONFIRMED],
        overdue=sum(row.is_overdue(on) for row in own),
        take_up_overdue=sum(row.is_take_up_overdue(on) for row in own),
        done=states[State.CONFIRMED],
        by_state={str(state): states[state] for state in State if states[state]},
    )


def _obligations(plan: Plan, on: date) -> dict[str, Owed]:
    rows = Obligation.objects.in_plan(plan).with_moments(on).values_list("kind", "due_on", "first_at")
    counts = Counter((kind, timeliness(due_on, first_at)) for kind, due_on, first_at in rows)
    return {
        str(kind): Owed(
            expected=sum(counts[kind, status] for status in Timeliness),
            **{str(status): counts[kind, status] for status in Timeliness},
        )
        for kind in ObligationKind
    }
