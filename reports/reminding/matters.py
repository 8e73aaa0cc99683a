"""What waits for whom on a day. Pure reading: a matter is (kind, key, text, page) and the people it is for.

Late is computed, never typed. The texts carry a household's code and no name: they also stand in letters.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from households.models import Movement, Plan
from households.watching import Watch
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Role
from reports.board import lowered, status_tag, what_is_asked
from reports.chasing import all_behind
from reports.models import Notice, Obligation, ReminderLetter, Submission
from tasks.models import Need, Question

Kind = Notice.Kind
Stage = Movement.Stage
DAYS_BEFORE = (1, 3, 7)  # before its day, what a unit owes is called to mind so many days ahead
WAITED_DAYS = 3  # an unanswered question, a proposal or an agreed exit has waited long after so many days


@dataclass(frozen=True)
class Matter:
    kind: str
    key: str  # with the day or version that would make it another matter
    text: str
    path: str
    people: tuple[User, ...]


class People:
    """Who is reminded for a unit, for the town: everybody at work there. One query."""

    def __init__(self):
        self.of_unit: dict[int, list[User]] = {}
        self.division: list[User] = []
        self.leaders: list[User] = []
        for person in User.objects.filter(is_active=True).select_related("unit").order_by("pk"):
            if person.unit_id:
                self.of_unit.setdefault(person.unit_id, []).append(person)
            if person.role == Role.DIVISION:
                self.division.append(person)
            if person.role == Role.LEADER:
                self.leaders.append(person)

    def of(self, unit: Unit | int) -> tuple[User, ...]:
        return tuple(self.of_unit.get(unit if isinstance(unit, int) else unit.pk, ()))


def matters(on: date) -> Iterator[Matter]:
    """All that waits on `on`, of the years that are not closed; and visits, which belong to no year."""
    people = People()
    for plan in Plan.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on)):
        yield from _slow(plan, on, people)
        yield from _overdue(plan, on, people)
        yield from _owed(plan, on, people)
        yield from _returned(plan, people)
        yield from _questions(plan, on, people)
        yield from _exits(plan, on, people)
        yield from _chased(plan, on, people)
    yield from _visits(on, people)


# --- Needs ----------------------------------------------------------------------------------------------


def _slow(plan: Plan, on: date, people: People) -> Iterator[Matter]:
    """Not taken up in time: for the body, and for the division, which asks it."""
    for need in Need.objects.in_plan(plan).counted().take_up_overdue(on).with_faces():
        key, path = f"{need.pk}:{need.take_up_by:%Y%m%d}", reverse("need", args=[need.pk])
        since = f"{_what(need)}, hạn tiếp nhận {need.take_up_by:%d/%m/%Y}"
        yield Matter(Kind.TAKE_UP, key, since, path, people.of(need.lead))
        elsewhere = f"{need.lead.short_name}: {since}"
        yield Matter(Kind.TAKE_UP_ELSEWHERE, key, elsewhere, path, tuple(people.division))


def _overdue(plan: Plan, on: date, people: People) -> Iterator[Matter]:
    """Past its due date: for the body, for the division, and for the leader."""
    for need in Need.objects.in_plan(plan).counted().overdue(on).with_faces():
        key, path = f"{need.pk}:{need.due_on:%Y%m%d}", reverse("need", args=[need.pk])
        since = f"{_what(need)}, hạn hoàn thành {need.due_on:%d/%m/%Y}"
        yield Matter(Kind.OVERDUE, key, since, path, people.of(need.lead))
        elsewhere = f"{need.lead.short_name}: {since}"
        yield Matter(Kind.OVERDUE_ELSEWHERE, key, elsewhere, path, (*people.division, *people.leaders))


def _what(need: Need) -> str:
    return f"{need.type.name}, hộ {need.household.code} ({need.commune.short_name})"


# --- Plans and reports ----------------------------------------------------------------------------------


def _owed(plan: Plan, on: date, people: People) -> Iterator[Matter]:
    """Due in seven, three and one days, and late; each of these once."""
    rows = Obligation.objects.in_plan(plan).filter(due_on__lte=on + timedelta(days=DAYS_BEFORE[-1]))
    wordings = {line.kind: line.wording for line in plan.deadlines.all()}
    for owed in rows.with_moments(on).filter(first_at=None).select_related("unit", "plan"):
        key = f"{owed.pk}:{owed.due_on:%Y%m%d}:{call_of(owed.due_on, on)}"
        text = f"{what_is_asked(owed, wordings.get(owed.kind, ''))}: {lowered(status_tag(owed, on).text)}"
        yield Matter(Kind.OWED, key, text, reverse("submission", args=[owed.pk]), people.of(owed.unit))


def call_of(due_on: date, on: date) -> str:
    """Which reminder it is: "7", "3", "1" for so many days ahead at the most, or "late"."""
    left = (due_on - on).days
    return "late" if left < 0 else next((str(days) for days in DAYS_BEFORE if left <= days), "")


def _chased(plan: Plan, on: date, people: People) -> Iterator[Matter]:
    """The newest reminder letter to a unit, as long as the unit is behind."""
    for found in all_behind(plan, on):
        if found.last:
            yield chased(found.last, people)


def chased(letter: ReminderLetter, people: People) -> Matter:
    """What the unit's people read of it; the letter itself goes on paper."""
    verb = "đề nghị" if letter.unit.is_requested else "đôn đốc"
    number = f" (số {letter.number})" if letter.number else ""
    text = f"UBND thị xã {verb} ngày {letter.sent_on:%d/%m/%Y}{number}: {letter.told}"
    page = reverse("submissions") if letter.unit.is_commune else reverse("home")
    return Matter(Kind.CHASED, str(letter.pk), text, page, people.of(letter.unit))


def _returned(plan: Plan, people: People) -> Iterator[Matter]:
    rows = Obligation.objects.in_plan(plan).with_moments().with_state(Submission.State.RETURNED)
    newest = Submission.objects.in_plan(plan).filter(obligation__in=rows)
    newest = newest.select_related("obligation__unit", "obligation__period__report")
    seen = set()
    for version in newest.order_by("obligation", "-version"):
        owed = version.obligation
        if owed.pk in seen:
            continue
        seen.add(owed.pk)
        text = f"{owed.name} lần {version.version} được trả lại ngày {_day(version.reviewed_at)}"
        page = reverse("submission", args=[owed.pk])
        yield Matter(Kind.RETURNED, str(version.pk), text, page, people.of(owed.unit))


# --- Questions, exits, visits ---------------------------------------------------------------------------


def _questions(plan: Plan, on: date, people: People) -> Iterator[Matter]:
    waiting = Question.objects.in_plan(plan).waiting().filter(moved_at__date__lte=_long_ago(on))
    for question in waiting.with_faces():
        people_to_answer = people.of(question.body) if question.body_id else tuple(people.division)
        key = f"{question.pk}:{timezone.localtime(question.moved_at):%Y%m%d}"
        text = f"Vướng mắc của {question.unit.short_name}, chờ trả lời từ ngày {_day(question.moved_at)}"
        yield Matter(Kind.QUESTION, key, text, reverse("question", args=[question.pk]), people_to_answer)


def _exits(plan: Plan, on: date, people: People) -> Iterator[Matter]:
    """A proposal waits for the division; a returned or agreed one for the commune."""
    open_ones = Movement.objects.in_plan(plan).proposals().select_related("household__commune")
    division = tuple(people.division)
    for one in open_ones.filter(stage=Stage.PROPOSED, proposed_at__date__lte=_long_ago(on)):
        yield _exit(Kind.EXIT, one, one.proposed_at, "chờ xét duyệt từ ngày", division)
    for one in open_ones.filter(stage=Stage.RETURNED):
        yield _exit(Kind.EXIT_RETURNED, one, one.returned_at, "được trả lại ngày", people.of(one.household.commune))
    for one in open_ones.filter(stage=Stage.AGREED, agreed_at__date__lte=_long_ago(on)):
        commune = people.of(one.household.commune)
        yield _exit(Kind.EXIT_AGREED, one, one.agreed_at, "chờ quyết định từ ngày", commune)


def _exit(kind: str, movement: Movement, since, words: str, people: tuple[User, ...]) -> Matter:
    household = movement.household
    text = f"Đề nghị của hộ {household.code} ({household.commune.short_name}), {words} {_day(since)}"
    key = f"{movement.pk}:{timezone.localtime(since):%Y%m%d%H%M}"
    return Matter(kind, key, text, reverse("exit", args=[movement.pk]), people)


def _visits(on: date, people: People) -> Iterator[Matter]:
    due = Movement.objects.due_for_follow_up(on).longest_unvisited_first().select_related("household__commune")
    for movement in due:
        day, household = Watch(movement, movement.visited_for or 0, on).due_on, movement.household
        text = f"Hộ {household.code} ({household.commune.short_name}), đến kỳ thăm ngày {day:%d/%m/%Y}"
        page = reverse("follow_up", args=[movement.pk])
        yield Matter(Kind.FOLLOW_UP, f"{movement.pk}:{day:%Y%m%d}", text, page, people.of(household.commune))


def _long_ago(on: date) -> date:
    return on - timedelta(days=WAITED_DAYS)


def _day(moment) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y}"
