"""What every verb stands on: how it is refused, the year that must be open, the line in the diary."""

from households.models import Diary, Household, Plan
from povertyplan import clock
from povertyplan.accounts.models import User


class Refused(Exception):
    """A verb that may not be done now. The text says why, in Vietnamese, for the page."""


class Stale(Refused):
    """Somebody else saved the row after this page was opened; `households.conflicts` says what a page does."""


def must_be_open(plan: Plan) -> None:
    """Every verb that changes something of a year asks this first."""
    if plan.is_closed:
        raise Refused(f"Kế hoạch năm {plan.year} đã khóa sổ ngày {plan.closed_on:%d/%m/%Y}, chỉ còn xem được.")


def note_down(household: Household, kind: Diary.Kind, text: str, *, by: User | None, note: str = "") -> Diary:
    return Diary.objects.create(household=household, kind=kind, text=text[:300], note=note, by=by, at=clock.now())
