"""How a household stands in a plan, said in one line: read from its movements and its place on the list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from households.models import Household, Movement, Plan, PlanEntry
from households.models.household import Progress
from povertyplan import clock

_PROGRESS_TONES = {Progress.UNDER_WAY: "wa", Progress.STUCK: "ba"}  # done is not yet off the list
_PROPOSAL_TONES = {Movement.Stage.PROPOSED: "wa", Movement.Stage.RETURNED: "ba", Movement.Stage.AGREED: "wa"}


@dataclass(frozen=True)
class Standing:
    """`entry` and `departure` may be missing; `tone` is the colour of the tag."""

    plan: Plan
    today: date
    entry: PlanEntry | None
    departure: Movement | None

    @property
    def has_left(self) -> bool:
        return self.departure is not None and self.departure.stage == Movement.Stage.DECIDED

    @property
    def text(self) -> str:
        if self.has_left:
            return self._left
        if self.departure:
            return f"{self.departure.get_kind_display()}: {self.departure.get_stage_display().lower()}"
        if self.entry is None:
            return "Không có trong danh sách năm nay"
        if self.entry.to_review:
            return "Cần rà soát"
        return self.entry.get_progress_display() or "Chưa xem xét"

    @property
    def _left(self) -> str:
        """An exit and another decrease never read alike."""
        if self.departure.kind == Movement.Kind.EXIT:
            return "Đã thoát nghèo"
        return f"Giảm khác: {self.departure.get_reason_display().lower()}"

    @property
    def tone(self) -> str:
        if self.has_left:
            return "ok" if self.departure.kind == Movement.Kind.EXIT else "plain"
        if self.departure:
            return _PROPOSAL_TONES[self.departure.stage]
        if self.entry is None:
            return "plain"
        return "ba" if self.entry.to_review else _PROGRESS_TONES.get(self.entry.progress, "plain")

    @property
    def days_unseen(self) -> int | None:
        """Days since the commune's last look, or since the listing where nobody has looked yet."""
        if self.entry is None:
            return None
        return (self.today - (self.entry.seen_on or self.entry.listed_on)).days

    @property
    def is_due(self) -> bool:
        """As `Household.objects.due_for_update` says in SQL."""
        return self.entry is not None and not self.has_left and self.days_unseen >= self.plan.update_every_days


def standings(households: Iterable[Household], plan: Plan) -> Iterator[tuple[Household, Standing]]:
    """Each household with how it stands; they have to come from `with_place(plan)`."""
    today = clock.today()
    for household in households:
        entry = household.places[0] if household.places else None
        departure = household.departures[0] if household.departures else None
        yield household, Standing(plan, today, entry, departure)


def standing_of(household: Household, plan: Plan) -> Standing:
    [(_, standing)] = standings([household], plan)
    return standing
