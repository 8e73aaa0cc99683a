"""When each household came onto the list of poor households and when it left it, over all years.

Whoever a list has named was poor before anything is known of them ("đầu kỳ"), unless the first thing that is
known is that they came: newly poor, from near-poor, moved in, split off. So the list of any day follows from
the movements alone, and the end of one period is the beginning of the next.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Exists, OuterRef

from households.models import Household, Movement, PlanEntry, Relocation
from households.models.movement import DECREASES, Kind, Official, Stage


@dataclass(frozen=True, slots=True)
class Turn:
    """From the end of `day` on, the household is on the list (or no longer). `kind` and `outcome` say how."""

    day: date
    comes: bool
    kind: str
    outcome: str
    movement: int
    commune: int  # in whose table it is counted
    rejected: bool = False  # the annual review did not accept it: the exit, so the household is back, or the increase


@dataclass(slots=True)
class Course:
    """One household's way: whether it was poor before all turns, and the turns that really turned something."""

    household: int
    commune: int  # where it lives now
    was_poor: bool
    turns: list[Turn] = field(default_factory=list)

    def is_listed(self, day: date) -> bool:
        """On the list at the end of `day`."""
        last = next((turn for turn in reversed(self.turns) if turn.day <= day), None)
        return self.was_poor if last is None else last.comes

    def home(self, day: date) -> int:
        """The commune at the end of `day`. Whoever moves leaves the list of one and comes onto that of the other."""
        later = next((turn for turn in self.turns if turn.day > day), None)
        return self.commune if later is None else later.commune

    @property
    def communes(self) -> set[int]:
        return {self.commune, *(turn.commune for turn in self.turns)}

    def between(self, first: date, last: date) -> Iterable[Turn]:
        return (turn for turn in self.turns if first <= turn.day <= last)


def courses(*, official: bool = False) -> list[Course]:
    """All households that were ever on the list; two queries, whatever their number.

    Always with all their turns: what was before the first one is known only from the first one.

    `official`: what the annual review has rejected was never an exit, and its outcome stands above the commune's.
    Otherwise an exit counts from its own decision to the review that rejects it.
    """
    turns = _turns(official, _places_of_moves())
    entries = PlanEntry.objects.filter(household=OuterRef("pk"))
    rows = Household.objects.order_by("pk").annotate(listed=Exists(entries)).values_list("pk", "commune", "listed")
    found = []
    for household, commune, listed in rows:
        own = turns.get(household, [])
        was_poor = not own[0].comes if own else listed
        if own or was_poor:
            found.append(Course(household, commune, was_poor, _effective(own, was_poor)))
    return found


def _places_of_moves() -> dict[int, int]:
    """The commune of both halves of every move within the town, by the key of the movement."""
    names = "departure", "from_hamlet__commune", "arrival", "to_hamlet__commune"
    places = {}
    for departure, before, arrival, after in Relocation.objects.in_force().values_list(*names):
        places |= {departure: before, arrival: after}
    return places


def _turns(official: bool, places: dict[int, int]) -> dict[int, list[Turn]]:
    decided = Movement.objects.filter(stage=Stage.DECIDED).order_by("counted_on", "pk")
    names = "pk", "household_id", "kind", "outcome", "counted_on", "official", "official_outcome", "ended_on"
    commune = "household__commune"
    found = defaultdict(list)
    for pk, household, kind, outcome, day, answer, said, ended_on, home in decided.values_list(*names, commune):
        rejected = answer == Official.REJECTED
        if official and rejected:
            continue
        outcome = said or outcome if official else outcome
        found[household].append(Turn(day, kind not in DECREASES, kind, outcome, pk, places.get(pk, home)))
        if rejected:
            back = kind in DECREASES
            as_kind = Kind.OTHER_INCREASE if back else Kind.OTHER_DECREASE
            found[household].append(Turn(ended_on, back, as_kind, "", pk, home, rejected=True))
    for own in found.values():
        own.sort(key=lambda turn: (turn.day, turn.movement, turn.rejected))
        _place_before_moves(own, places)
    return found


def _place_before_moves(turns: list[Turn], places: dict[int, int]) -> None:
    """What happened before a household moved happened where it lived then."""
    home = None
    for place in range(len(turns) - 1, -1, -1):
        turn = turns[place]
        if turn.movement in places and not turn.rejected:
            home = turn.commune
        elif home is not None:
            turns[place] = replace(turn, commune=home)


def _effective(turns: list[Turn], was_poor: bool) -> list[Turn]:
    """Without those that say again what was so already: nobody leaves twice without coming back in between."""
    kept, listed = [], was_poor
    for turn in turns:
        if turn.comes != listed:
            kept.append(turn)
            listed = turn.comes
    return kept
