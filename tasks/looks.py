"""A look at a household that says "vướng mắc" asks the division; a later look that says otherwise settles it.

So a household whose last look says that it is stuck has exactly one question of looks that is not settled, and
the other way round (docs/decisions/0016). Whoever writes a look comes through here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from households import changes
from households.models import Household, Plan, PlanEntry
from households.models.household import Progress
from povertyplan import clock
from povertyplan.accounts.models import User
from tasks.models import Question, Reply
from tasks.question_states import State


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody said at a household (its key) on day `on`; being stuck has a note."""

    household: int
    progress: str
    on: date
    note: str = ""

    @property
    def is_stuck(self) -> bool:
        return self.progress == Progress.STUCK


@transaction.atomic
def see(household: Household, *, plan: Plan, progress: str, on: date, by: User, note: str = "") -> PlanEntry:
    """The commune looked at the household on day `on` and says how it stands."""
    entry = changes.see(household, plan=plan, progress=progress, on=on, by=by, note=note)
    follow([Look(household.pk, progress, on, note)], plan=plan, by=by)
    return entry


def follow(looks: Iterable[Look], *, plan: Plan, by: User, at: datetime | None = None) -> None:
    """Opens, continues and settles the questions of `looks` that have been written. Call it in their transaction."""
    looks, at = {look.household: look for look in looks}, at or clock.now()
    there = {question.household_id: question for question in _open(looks, plan).select_for_update(of=("self",))}
    _open_new([look for look in looks.values() if look.is_stuck and look.household not in there], plan, by, at)
    _say_again([(question, looks[pk]) for pk, question in there.items() if looks[pk].is_stuck], by, at)
    _settle([(question, looks[pk]) for pk, question in there.items() if not looks[pk].is_stuck], by, at)


def _open(households: Iterable[int], plan: Plan):
    return Question.objects.in_plan(plan).from_looks().unsettled().filter(household__in=list(households))


def _open_new(looks: Sequence[Look], plan: Plan, by: User, at: datetime) -> None:
    """The commune is who asks, also where the division brings its list."""
    households = Household.objects.filter(pk__in=[look.household for look in looks])
    communes = dict(households.order_by().values_list("pk", "commune"))
    questions = Question.objects.bulk_create(
        Question(
            plan=plan, unit_id=communes[look.household], household_id=look.household, text=look.note.strip(),
            from_look=True, asked_at=at, asked_by=by, moved_at=at,
        )
        for look in looks
    )  # fmt: skip
    _reply_to_all([(question, "ask", question.text) for question in questions], by, at)


def _say_again(pairs: Sequence[tuple[Question, Look]], by: User, at: datetime) -> None:
    """Still stuck: what is said now goes on in the thread, and an answer that did not help waits again."""
    last = _last_texts([question for question, _ in pairs])
    lines, back = [], []
    for question, look in pairs:
        text = look.note.strip()
        if question.state == State.ANSWERED:
            lines.append((question, "ask_on", text))
            question.state, question.moved_at = State.WAITING, at
            back.append(question)
        elif last.get(question.pk) != (text, by.unit_id):
            lines.append((question, "remark", text))
    Question.objects.bulk_update(back, ["state", "moved_at"], 500)
    _reply_to_all(lines, by, at)


def _last_texts(questions: Sequence[Question]) -> dict[int, tuple[str, int]]:
    replies = Reply.objects.filter(question__in=[question.pk for question in questions]).order_by("at", "pk")
    return {question: (text, unit) for question, text, unit in replies.values_list("question", "text", "unit")}


def _settle(pairs: Sequence[tuple[Question, Look]], by: User, at: datetime) -> None:
    for question, _ in pairs:
        question.state, question.moved_at = State.SETTLED, at
    Question.objects.bulk_update([question for question, _ in pairs], ["state", "moved_at"], 500)
    _reply_to_all(
        [
            (question, "settle", f"Xem xét ngày {look.on:%d/%m/%Y}: {Progress(look.progress).label.lower()}")
            for question, look in pairs
        ],
        by,
        at,
    )


def _reply_to_all(lines: Iterable[tuple[Question, str, str]], by: User | None, at: datetime) -> None:
    """The look's own line in the diary tells the rest."""
    Reply.objects.bulk_create(
        Reply(question=question, verb=verb, text=text, at=at, by=by, unit_id=by.unit_id if by else None)
        for question, verb, text in lines
    )


# --- Taking looks back --------------------------------------------------------------------------------------


def worked_on(households: Iterable[int], *, plan: Plan, since: datetime) -> set[int]:
    """Of the `households` (keys) those whose question of looks somebody went on with: their look stays."""
    replies = Reply.objects.filter(question__in=_open(households, plan).values("pk"), at__gt=since)
    return set(replies.values_list("question__household", flat=True))


def take_back(households: Iterable[int], *, plan: Plan, by: User | None, why: str) -> None:
    """After looks were taken back: the questions stand again as the looks that are left say."""
    households, at = list(households), clock.now()
    entries = PlanEntry.objects.filter(plan=plan, household__in=households, progress=Progress.STUCK)
    stuck = set(entries.values_list("household", flat=True))
    there = {question.household_id: question for question in _open(households, plan).select_for_update(of=("self",))}
    gone = [question for pk, question in there.items() if pk not in stuck]
    closed = Question.objects.in_plan(plan).from_looks().filter(household__in=stuck - set(there)).order_by("pk")
    again = list({question.household_id: question for question in closed.select_for_update(of=("self",))}.values())
    for questions, verb, state in ((gone, "withdraw", State.WITHDRAWN), (again, "ask_on", State.WAITING)):
        for question in questions:
            question.state, question.moved_at = state, at
        Question.objects.bulk_update(questions, ["state", "moved_at"], 500)
        _reply_to_all([(question, verb, why) for question in questions], by, at)
