"""What we hold of a plan's households, in a shape to lay beside a list: few queries, whatever the number."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Exists, OuterRef

from households.models import Diary, Household, Member, Movement, Plan, PlanEntry
from households.models.household import Progress
from povertyplan.accounts.models import Unit
from povertyplan.vietnamese import matching_key, tidy
from tasks.models import Measure, Need, Step
from tasks.states import COUNTED, State

UNTOUCHED = frozenset({State.UNROUTED, State.ROUTED})
NOTE = 1000  # letters of a note that are kept
UNLISTED = "unlist"  # the verb of a step by which a list, and no person, ended a need

GROUP_WORDS = re.compile(r"^(?:tổ dân phố|tổ dp|tdp|t\.d\.p\.?)\s+")
LEADING_ZERO = re.compile(r"\b0+(?=\d)")


@lru_cache(maxsize=20_000)
def hamlet_key(name: str) -> str:
    """Equal for "TDP 05" and "Tổ dân phố 5": lists of one ward write it now so, now so."""
    return LEADING_ZERO.sub("", GROUP_WORDS.sub("tổ dân phố ", matching_key(name)))


@dataclass(slots=True)
class HeldNeed:
    """A need of the plan. `listed_as`: the type that the list named, before the division split it."""

    pk: int
    type: str
    listed_as: str
    state: str
    untouched: bool


@dataclass(slots=True)
class HeldExit:
    pk: int
    on: date
    reason: str
    from_list: bool


@dataclass(slots=True)
class Held:
    """A household as we hold it. Names of fields are those of a row of the list."""

    pk: int
    code: str
    commune: str
    hamlet: str
    hamlet_key: str
    head: str
    head_key: str
    sex: str
    birth_year: int | None
    birth_on: date | None
    id_no: str | None
    old_id_no: str | None
    ethnicity: str
    members: int | None
    note: str
    version: int
    causes: list[str] = field(default_factory=list)
    needs: list[HeldNeed] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)  # types that a person ended; a list does not bring them back
    exit: HeldExit | None = None
    exit_under_way: bool = False
    entry: int | None = None
    to_review: bool = False
    people: list[Member] = field(default_factory=list)
    progress: str = ""
    seen_on: date | None = None
    progress_note: str = ""

    @property
    def counted_needs(self) -> list[str]:
        return [need.type for need in self.needs]


def held_in(
    plan: Plan, communes: Iterable[Unit] | None = None, *, with_people: bool = False, with_looks: bool = False
) -> list[Held]:
    """All households of `communes` (everywhere when None), on this plan's list or not, by commune and code."""
    households = Household.objects.all()
    if communes is not None:
        households = households.filter(commune__in=list(communes))
    scope = None if communes is None else households.values("pk")
    held = {row.pk: row for row in _households(households)}
    _add_causes(held, scope)
    _add_needs(held, plan, scope)
    _add_exits(held, plan, scope)
    for pk, household, to_review in _of(PlanEntry.objects.filter(plan=plan), scope).values_list(
        "pk", "household_id", "to_review"
    ):
        held[household].entry, held[household].to_review = pk, to_review
    if with_looks:
        _add_looks(held, plan, scope)
    if with_people:
        for member in _of(Member.objects.all(), scope):
            held[member.household_id].people.append(member)
    return list(held.values())


def _of(queryset, scope):
    """Narrowed to the households of `scope`; without a scope the table is read as it is."""
    return queryset if scope is None else queryset.filter(household__in=scope)


def _households(households) -> Iterable[Held]:
    names = (
        "pk code commune__code hamlet__name head match_key sex birth_year birth_on id_no old_id_no "
        "ethnicity member_count note version commune__order"
    ).split()
    keys: dict[str, str] = {}
    rows = sorted(households.order_by().values_list(*names), key=lambda row: (row[-1], len(row[1]), row[1]))
    for pk, code, commune, hamlet, head, head_key, *rest in rows:
        key = keys.get(hamlet) or keys.setdefault(hamlet, hamlet_key(hamlet))
        yield Held(pk, code, commune, hamlet, key, head, head_key, *rest[:-1])


def _add_causes(held: dict[int, Held], scope) -> None:
    links = _of(Household.causes.through.objects.all(), scope)
    for household, code in links.order_by("cause__order").values_list("household_id", "cause__code"):
        held[household].causes.append(code)


def _add_needs(held: dict[int, Held], plan: Plan, scope) -> None:
    needs = _of(Need.objects.filter(plan=plan), scope).annotate(
        measured=Exists(Measure.objects.filter(need=OuterRef("pk"))),
        by_a_list=Exists(Step.objects.filter(need=OuterRef("pk"), verb=UNLISTED)),
    )
    names = "pk", "household_id", "type__code", "parent__type__code", "state", "measured", "by_a_list"
    refused = defaultdict(set)
    for pk, household, code, parent, state, measured, by_a_list in needs.order_by("type__order").values_list(*names):
        if state in COUNTED:
            untouched = state in UNTOUCHED and not measured
            held[household].needs.append(HeldNeed(pk, code, parent or code, state, untouched))
        elif state == State.WITHDRAWN and not by_a_list:
            refused[household] |= {code, parent or code}
    for household, codes in refused.items():
        held[household].refused = codes


def _add_looks(held: dict[int, Held], plan: Plan, scope) -> None:
    """The last look at each household, with its note, which only the diary keeps."""
    seen = _of(PlanEntry.objects.filter(plan=plan, seen_at__isnull=False), scope)
    texts = {}
    for household, progress, on in seen.values_list("household_id", "progress", "seen_on"):
        held[household].progress, held[household].seen_on = progress, on
        texts[household] = look_text(progress, on)
    lines = _of(Diary.objects.filter(kind=Diary.Kind.PROGRESS), scope).order_by("at", "pk")
    for household, text, note in lines.values_list("household_id", "text", "note"):
        if text == texts.get(household):
            held[household].progress_note = tidy(note)[:NOTE]


def look_text(progress: str, on: date) -> str:
    """The line of the diary about a look, as `households.changes.see` writes it."""
    return f"Xem xét ngày {on:%d/%m/%Y}: {Progress(progress).label.lower()}"


def _add_exits(held: dict[int, Held], plan: Plan, scope) -> None:
    """The decreases by which households are off the list, and those that are under way."""
    movements = _of(Movement.objects.filter(plan=plan), scope)
    leaving = _of(Movement.objects.leaving(plan, date.max), scope)
    names = "pk", "household_id", "happened_on", "reason", "from_list"
    for pk, household, on, reason, from_list in leaving.order_by("pk").values_list(*names):
        held[household].exit = HeldExit(pk, on, reason, from_list)
    for household in movements.decreases().open().values_list("household_id", flat=True):
        held[household].exit_under_way = True
