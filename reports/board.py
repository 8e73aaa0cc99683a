"""The board of what units owe: the words and colour of each obligation, and the rows of units.

The Front is asked, not ordered (III.2.12 says "đề nghị"): the words for it differ, the counts do not.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports.models import Obligation, ObligationKind, ReminderLetter, Submission, Timeliness

STATE_TONES = {
    Submission.State.SUBMITTED: "wa",
    Submission.State.ACCEPTED: "ok",
    Submission.State.RETURNED: "ba",
}


@dataclass(frozen=True)
class Tag:
    text: str
    css: str = ""


def status_tag(obligation: Obligation, on: date) -> Tag:
    """ "Chưa nộp, còn 5 ngày", "Đúng hạn", "Trong ngày hạn", "Trễ 3 ngày" """
    match obligation.status:
        case Timeliness.MISSING:
            return _missing(obligation, (on - obligation.due_on).days)
        case Timeliness.LATE:
            days = (timezone.localtime(obligation.first_at).date() - obligation.due_on).days
            return Tag(f"Sau ngày đề nghị {days} ngày" if obligation.unit.is_requested else f"Trễ {days} ngày", "wa")
        case status:
            return Tag(status.label, "ok")


def _missing(obligation: Obligation, days_past: int) -> Tag:
    asked = obligation.unit.is_requested
    word = "Chưa gửi" if asked else "Chưa nộp"
    if days_past < 0:
        return Tag(f"{word}, còn {-days_past} ngày")
    if days_past == 0:
        return Tag(f"{word}, hạn là hôm nay", "wa")
    return (
        Tag(f"{word}, quá ngày đề nghị {days_past} ngày", "wa") if asked else Tag(f"{word}, trễ {days_past} ngày", "ba")
    )


def state_tag(obligation: Obligation) -> Tag | None:
    """How the newest version stands, or None where nothing has come."""
    if obligation.state_now is None:
        return None
    state = Submission.State(obligation.state_now)
    return Tag(state.label, STATE_TONES[state])


def what_is_asked(obligation: Obligation, wording: str) -> str:
    """ "Nộp kế hoạch triển khai trước ngày 10/8/2022", or the polite form for whom the plan only asks."""
    verb = "Đề nghị gửi" if obligation.unit.is_requested else "Nộp"
    return f"{verb} {lowered(obligation.name)} {wording or f'hạn {obligation.due_on:%d/%m/%Y}'}"


def lowered(name: str) -> str:
    """As it stands within a sentence."""
    return name[:1].lower() + name[1:]


@dataclass(frozen=True)
class Cell:
    obligation: Obligation
    status: Tag
    state: Tag | None
    kind: str
    is_overdue: bool


@dataclass(frozen=True)
class Row:
    """`last`: the newest reminder letter to the unit, if there was one."""

    unit: Unit
    cells: list[Cell | None]  # one for each column; None where the filter leaves it out, or nothing is owed
    last: ReminderLetter | None = None

    @property
    def is_late(self) -> bool:
        """Something is past its day and has not come: the unit may be asked."""
        return any(cell and cell.is_overdue for cell in self.cells)


def rows(
    obligations: Collection[Obligation], on: date, letters: Mapping[int, ReminderLetter] | None = None
) -> list[Row]:
    """One row a unit, communes first, in the plan's order; units without any of `obligations` are left out.

    Columns are those of `columns`.

    `letters`: the newest of each unit, by its key.
    """
    by_unit: dict[Unit, dict[str | int, Cell]] = {}
    for owed in sorted(obligations, key=lambda owed: (owed.unit.kind != "commune", owed.unit.order)):
        is_overdue = owed.first_at is None and owed.due_on < on
        cell = Cell(owed, status_tag(owed, on), state_tag(owed), owed.name, is_overdue)
        by_unit.setdefault(owed.unit, {})[_key(owed)] = cell
    letters, keys = letters or {}, [key for key, _ in columns(obligations)]
    return [Row(unit, [cells.get(key) for key in keys], letters.get(unit.pk)) for unit, cells in by_unit.items()]


def columns(obligations: Iterable[Obligation]) -> list[tuple[str | int, str]]:
    """(key, title): the plan and the report of the year, then the periods that are among `obligations`, by day."""
    periods = {owed.period_id: owed.period for owed in obligations if owed.period_id}
    in_turn = sorted(periods.values(), key=lambda period: (period.report_id, period.starts_on))
    return [*((str(kind), kind.label) for kind in ObligationKind), *((period.pk, str(period)) for period in in_turn)]


def _key(owed: Obligation) -> str | int:
    return owed.period_id or owed.kind


@dataclass(frozen=True)
class Tally:
    """How many of a column stand how; `returned` are among those that came."""

    on_time: int
    on_the_day: int
    late: int
    missing: int
    returned: int


def tallies(rows: list[Row]) -> list[Tally]:
    """One for each column of the board."""
    return [
        _tally([cell.obligation for cell in column if cell])
        for column in zip(*(row.cells for row in rows), strict=True)
    ]


def _tally(owed: list[Obligation]) -> Tally:
    counts = Counter(one.status for one in owed)
    returned = sum(one.state_now == Submission.State.RETURNED for one in owed)
    return Tally(*(counts[status] for status in Timeliness), returned)


def newest_letters(plan: Plan) -> dict[int, ReminderLetter]:
    """By the unit's key."""
    return {letter.unit_id: letter for letter in ReminderLetter.objects.filter(plan=plan).order_by("sent_on", "pk")}
