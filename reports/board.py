"""The board of what units owe: the words and colour of each obligation, and the rows of units.

The Front is asked, not ordered (III.2.12 says "đề nghị"): the words for it differ, the counts do not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from povertyplan.accounts.models import Unit
from reports.models import Obligation, ObligationKind, Submission, Timeliness

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
    return f"{verb} {obligation.get_kind_display().lower()} {wording}"


@dataclass(frozen=True)
class Cell:
    obligation: Obligation
    status: Tag
    state: Tag | None
    kind: str


@dataclass(frozen=True)
class Row:
    unit: Unit
    cells: list[Cell | None]  # one for each kind; None where the filter leaves it out


def rows(obligations: Iterable[Obligation], on: date) -> list[Row]:
    """One row a unit, communes first, in the plan's order; units without any of `obligations` are left out."""
    by_unit: dict[Unit, dict[str, Cell]] = {}
    for owed in sorted(obligations, key=lambda owed: (owed.unit.kind != "commune", owed.unit.order)):
        cell = Cell(owed, status_tag(owed, on), state_tag(owed), owed.get_kind_display())
        by_unit.setdefault(owed.unit, {})[owed.kind] = cell
    return [Row(unit, [cells.get(kind) for kind in ObligationKind]) for unit, cells in by_unit.items()]
