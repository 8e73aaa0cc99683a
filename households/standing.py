"""How a household stands in a plan, said in one line: read from its movements and its place on the list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from households.models import Household, Movement, Plan, PlanEntry
from households.models.household import Progress

_PROGRESS_TONES = {Progress.UNDER_WAY: "wa", Progress.STUCK: "ba"}  # done is not yet off the list
_PROPOSAL_TONES = {Movement.Stage.PROPOSED: "wa", Movement.Stage.RETURNED: "ba", Movement.Stage.AGREED: "wa"}


@dataclass(frozen=True)
class Standing:
    """`entry`, `departure` and `arrival` may be missing; `tone` is the colour of the tag.

    `arrival` is what came after the departure or instead of it: a return to poverty, a household newly poor.
    """

    plan: Plan
    today: date
    entry: PlanEntry | None
    departure: Movement | None
    arrival: Movement | None = None

    @property
    def has_left(self) -> bool:
        return self.departure is not None and self.departure.stage == Movement.Stage.DECIDED

    @property
    def has_come(self) -> bool:
        return self.arrival is not None and self.arrival.stage == Movement.Stage.DECIDED

    @property
    def has_become_poor(self) -> bool:
        """Not whoever only moved here or split off: they were poor before, and work on them goes on."""
        return self.has_come and self.arrival.kind != Movement.Kind.OTHER_INCREASE

    @property
    def text(self) -> str:
        if self.has_left:
            return self._left
        if self.departure:
            return f"{self.departure.get_kind_display()}: {self.departure.get_stage_display().lower()}"
        if self.arrival and self.arrival.is_open:
            return f"{self.arrival.get_kind_display()}: {self.arrival.get_stage_display().lower()}"
        if self.has_become_poor:
            return self.arrival.get_kind_display()
        if self.entry is None:
            return f"Không có trong danh sách năm {self.plan.year}"
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
        if self.arrival and self.arrival.is_open:
            return _PROPOSAL_TONES[self.arrival.stage]
        if self.has_become_poor:
            return "ba"
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
    today = plan.today
    for household in households:
        entry = household.places[0] if household.places else None
        yield household, Standing(plan, today, entry, *_last_ones(household.changes_of_standing, today))


def _last_ones(movements: list[Movement], today: date) -> tuple[Movement | None, Movement | None]:
    """The decrease and the increase that still say something, from all of them, the newest first."""
    told = [one for one in movements if one.ended_on is None or one.ended_on > today]
    arrival = next((one for one in told if not one.is_decrease), None)
    departure = next((one for one in told if one.is_decrease), None)
    if arrival and departure and arrival.stage == Movement.Stage.DECIDED and _is_after(arrival, departure):
        departure = None
    if arrival and departure and _is_after(departure, arrival):
        arrival = None
    return departure, arrival


def _is_after(one: Movement, other: Movement) -> bool:
    """As `Movement.objects.leaving` says in SQL; what is not decided yet comes last."""
    return (one.counted_on or date.max, one.pk) > (other.counted_on or date.max, other.pk)


def standing_of(household: Household, plan: Plan) -> Standing:
    [(_, standing)] = standings([household], plan)
    return standing
