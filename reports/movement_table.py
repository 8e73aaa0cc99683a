"""The movement table of the national forms (Thông tư 07/2021/TT-BLĐTBXH, "Tổng hợp diễn biến hộ nghèo").

closing = opening − to near-poor − above near-poor − other decrease
        + from near-poor + relapse + newly poor + other increase

in households and in people, for any period and every commune. It closes because each household is walked once
through its turns: what is not said by a turn or an event of its people did not happen.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from households.headcount import headcounts_at
from households.models import PersonEvent
from households.models.movement import Kind, Outcome
from households.turns import Course, Turn, courses
from povertyplan.accounts.models import Unit


class Column(StrEnum):
    """In the order of the form. `exit_unknown`: exits of lists that do not say where they led; mostly empty."""

    OPENING = "opening"
    TO_NEAR_POOR = "to_near_poor"
    ABOVE_NEAR_POOR = "above_near_poor"
    EXIT_UNKNOWN = "exit_unknown"
    OTHER_DECREASE = "other_decrease"
    FROM_NEAR_POOR = "from_near_poor"
    RELAPSE = "relapse"
    NEWLY_POOR = "newly_poor"
    OTHER_INCREASE = "other_increase"
    CLOSING = "closing"


TITLES = {
    Column.OPENING: "Đầu kỳ",
    Column.TO_NEAR_POOR: "Thoát nghèo, thành hộ cận nghèo",
    Column.ABOVE_NEAR_POOR: "Thoát nghèo, vượt chuẩn cận nghèo",
    Column.EXIT_UNKNOWN: "Thoát nghèo, chưa ghi kết quả",
    Column.OTHER_DECREASE: "Giảm khác (chết, chuyển đi, nhập hộ)",
    Column.FROM_NEAR_POOR: "Hộ cận nghèo thành hộ nghèo",
    Column.RELAPSE: "Tái nghèo",
    Column.NEWLY_POOR: "Phát sinh mới",
    Column.OTHER_INCREASE: "Tăng khác (chuyển đến, tách hộ)",
    Column.CLOSING: "Cuối kỳ",
}
DECREASES = (Column.TO_NEAR_POOR, Column.ABOVE_NEAR_POOR, Column.EXIT_UNKNOWN, Column.OTHER_DECREASE)
INCREASES = (Column.FROM_NEAR_POOR, Column.RELAPSE, Column.NEWLY_POOR, Column.OTHER_INCREASE)
OF_OUTCOME = {
    Outcome.NEAR_POOR: Column.TO_NEAR_POOR,
    Outcome.ABOVE_NEAR_POOR: Column.ABOVE_NEAR_POOR,
    "": Column.EXIT_UNKNOWN,
}
OF_KIND = {
    Kind.OTHER_DECREASE: Column.OTHER_DECREASE,
    Kind.FROM_NEAR_POOR: Column.FROM_NEAR_POOR,
    Kind.RELAPSE: Column.RELAPSE,
    Kind.NEWLY_POOR: Column.NEWLY_POOR,
    Kind.OTHER_INCREASE: Column.OTHER_INCREASE,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a cell: one household (`households` 1), or people who came or went while it was listed (0).

    `day`, `movement` and `event` are empty for the opening and the closing list. `people` is None where nobody
    has counted them: they are no part of any sum, and `Table.uncounted` says of how many households.
    """

    household: int
    households: int
    people: int | None
    day: date | None = None
    movement: int | None = None
    event: int | None = None
    rejected: bool = False


@dataclass(frozen=True)
class Cell:
    entries: tuple[Entry, ...] = ()

    @property
    def households(self) -> int:
        return sum(entry.households for entry in self.entries)

    @property
    def people(self) -> int:
        return sum(entry.people or 0 for entry in self.entries)


@dataclass(frozen=True)
class Row:
    """One commune, or, without one, all of them together."""

    commune: Unit | None
    cells: dict[Column, Cell]

    def __getitem__(self, column: Column) -> Cell:
        return self.cells[column]

    def rest(self, unit: str) -> int:
        """What is missing for the row to close in "households" or "people": always nought."""
        of = {column: getattr(self.cells[column], unit) for column in Column}
        came, went = sum(of[column] for column in INCREASES), sum(of[column] for column in DECREASES)
        return of[Column.OPENING] - went + came - of[Column.CLOSING]


@dataclass(frozen=True)
class Table:
    first: date
    last: date
    official: bool
    rows: tuple[Row, ...]
    total: Row
    uncounted: int  # households in some cell of which nobody has counted the people

    @property
    def columns(self) -> tuple[Column, ...]:
        """Without the column of exits that nobody has said more of, where there are none."""
        return tuple(c for c in Column if c != Column.EXIT_UNKNOWN or self.total[c].entries)


@dataclass
class _Sheet:
    cells: defaultdict[tuple[int, Column], list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def put(self, commune: int, column: Column, entry: Entry) -> None:
        self.cells[commune, column].append(entry)


def movement_table(first: date, last: date, *, communes: Sequence[Unit], official: bool = False) -> Table:
    """From the beginning of `first` to the end of `last`, for these communes, in their order.

    `official`: by the decisions of the annual review instead of the preliminary results (sơ bộ).
    """
    if last < first:
        raise ValueError("the period ends before it begins")
    wanted = {unit.pk for unit in communes}
    own = [course for course in courses(official=official) if course.communes & wanted]
    people, events = _people(own, first, last), _events(own, first, last)
    sheet = _Sheet()
    for course in own:
        _walk(sheet, course, first, last, people, events.get(course.household, ()))
    rows = tuple(_row(unit, sheet, [unit.pk]) for unit in communes)
    total = _row(None, sheet, [unit.pk for unit in communes])
    entries = {entry for cell in total.cells.values() for entry in cell.entries if entry.people is None}
    return Table(first, last, official, rows, total, len({entry.household for entry in entries}))


def column_of(turn: Turn) -> Column:
    return OF_OUTCOME[turn.outcome] if turn.kind == Kind.EXIT else OF_KIND[Kind(turn.kind)]


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def _counted_at(course: Course, turn: Turn) -> date:
    """The day whose headcount comes or goes with the turn.

    Who comes is counted that evening. Who leaves is counted the evening before, for a death on the day itself
    is what ends a household of one; but who came on the very day leaves as they came.
    """
    earlier = course.turns[: course.turns.index(turn)]
    came_today = any(other.comes and other.day == turn.day for other in earlier)
    return turn.day if turn.comes or came_today else _day_before(turn.day)


def _people(own: Iterable[Course], first: date, last: date) -> dict[tuple[int, date], int | None]:
    moments = set()
    for course in own:
        moments |= {(course.household, _day_before(first)), (course.household, last)}
        moments |= {(course.household, _counted_at(course, turn)) for turn in course.between(first, last)}
    return headcounts_at(moments)


def _events(own: Iterable[Course], first: date, last: date) -> dict[int, list[PersonEvent]]:
    found = defaultdict(list)
    rows = PersonEvent.objects.in_force(last).filter(counted_on__gte=first)
    for event in rows.filter(household__in=[course.household for course in own]).order_by("counted_on", "pk"):
        if event.change:
            found[event.household_id].append(event)
    return found


def _walk(sheet: _Sheet, course: Course, first: date, last: date, people, events) -> None:
    household, before = course.household, _day_before(first)
    if course.is_listed(before):
        sheet.put(course.home(before), Column.OPENING, Entry(household, 1, people[household, before]))
    for turn in course.between(first, last):
        headcount = people[household, _counted_at(course, turn)]
        entry = Entry(household, 1, headcount, turn.day, turn.movement, rejected=turn.rejected)
        sheet.put(turn.commune, column_of(turn), entry)
    for event in events:
        if people[household, last] is not None and _is_own_change(course, event.counted_on):
            column = Column.OTHER_INCREASE if event.change > 0 else Column.OTHER_DECREASE
            entry = Entry(household, 0, abs(event.change), event.counted_on, event=event.pk)
            sheet.put(course.home(event.counted_on), column, entry)
    if course.is_listed(last):
        sheet.put(course.home(last), Column.CLOSING, Entry(household, 1, people[household, last]))


def _is_own_change(course: Course, day: date) -> bool:
    """Whether the household stayed on the list over `day`: on a day of turns all people go with the turns."""
    turned = any(turn.day == day for turn in course.turns)
    return not turned and course.is_listed(day)


def _row(commune: Unit | None, sheet: _Sheet, keys: list[int]) -> Row:
    cells = {
        column: Cell(tuple(entry for key in keys for entry in sheet.cells.get((key, column), ()))) for column in Column
    }
    return Row(commune, cells)
