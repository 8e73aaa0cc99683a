"""The verbs of questions. Each is atomic, names its actor, and writes a line of the thread and of the diary."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from households.changes import Refused, must_be_open
from households.models import Diary, Household, Plan, PlanEntry
from households.models.household import Progress
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission, Role
from tasks.models import Need, Question, Reply
from tasks.question_states import MOVES, Whose

SHORTEST_TEXT = 10


def obstacle(verb: str, question: Question, *, by: User) -> str:
    """Why `by` may not do `verb` with `question` as it stands now, as a whole sentence; empty where they may."""
    move = MOVES[verb]
    if question.state not in move.starts:
        return f"Vướng mắc này đang ở trạng thái «{question.state_text}»."
    if not has_right(verb, question, by=by):
        return "Việc này thuộc đơn vị khác."
    return ""


def has_right(verb: str, question: Question, *, by: User) -> bool:
    """Whether the verb is this person's, whatever the state. Whoever asked does not answer."""
    if not by.may(MOVES[verb].permission):
        return False
    match MOVES[verb].whose:
        case Whose.ASKER:
            return question.unit_id == by.unit_id
        case Whose.DIVISION:
            return by.role == Role.DIVISION
        case Whose.BODY:
            return question.body_id is not None and question.body_id == by.unit_id
        case Whose.ANSWERER:
            to_answer = question.body_id == by.unit_id or by.role == Role.DIVISION
            return to_answer and question.unit_id != by.unit_id
        case _:
            return True


@transaction.atomic
def ask(
    *,
    plan: Plan,
    text: str,
    by: User,
    household: Household | None = None,
    need: Need | None = None,
    to: Unit | None = None,
) -> Question:
    """A new question to the division about a need, a household or the plan; the division asks a body at once."""
    must_be_open(plan)
    if not by.may(Permission.ASK_QUESTIONS):
        raise Refused("Tài khoản này không báo vướng mắc được.")
    if by.role == Role.DIVISION and to is None:
        raise Refused("Hãy chọn cơ quan trả lời.")
    if by.role != Role.DIVISION and to is not None:
        raise Refused("Vướng mắc gửi đến Phòng LĐ-TB&XH; Phòng chuyển cơ quan trả lời khi cần.")
    if to is not None:
        _must_be_able_to_answer(to)
    text = _said(text, "Hãy ghi rõ vướng mắc")
    household = need.household if need else household
    if (twin := _asked_already(plan, household, need, text, by)) is not None:
        return twin
    question = Question.objects.create(
        plan=plan, unit=by.unit, household=household, need=need, text=text, body=to,
        asked_at=clock.now(), asked_by=by, moved_at=clock.now(),
    )  # fmt: skip
    _reply(question, "ask", by=by, text=text)
    _tell([question], "ask", by=by)
    if to is not None:
        _reply(question, "pass_on", by=by, body=to)
    return question


def _asked_already(plan: Plan, household, need, text: str, by: User) -> Question | None:
    """The same words of today about the same, not settled yet: a form that was sent twice."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    same = Question.objects.in_plan(plan).asked_by(by.unit).unsettled()
    twin = same.filter(household=household, need=need, text=text, asked_by=by).order_by("-pk").first()
    return twin if twin and timezone.localtime(twin.asked_at).date() == clock.today() else None


@transaction.atomic
def pass_on(question: Question, *, to: Unit, by: User, text: str = "") -> Question:
    """The division lets a body answer; it will read who the household is."""

    def give(question: Question) -> None:
        if to.pk in {question.body_id, question.unit_id}:
            raise Refused(f"{to} đã giữ vướng mắc này. Hãy chọn cơ quan khác.")
        _must_be_able_to_answer(to)
        question.body = to

    return _move(question, "pass_on", by=by, text=text.strip(), act=give, body=to)


def _must_be_able_to_answer(body: Unit) -> None:
    if body.is_commune or body.is_division:
        raise Refused("Hãy chọn một cơ quan, đơn vị khác của thị xã.")


@transaction.atomic
def hand_back(question: Question, *, text: str, by: User) -> Question:
    """Not for this body to answer: the division takes it up again, with the reason."""

    def leave(question: Question) -> None:
        question.body = None

    return _move(question, "hand_back", by=by, text=_said(text, "Hãy ghi rõ lý do"), act=leave)


@transaction.atomic
def answer(question: Question, *, text: str, by: User) -> Question:
    """Whoever answers is asked again if the asker goes on."""

    def sign(question: Question) -> None:
        question.body = None if by.role == Role.DIVISION else by.unit

    return _move(question, "answer", by=by, text=_said(text, "Hãy ghi câu trả lời"), act=sign)


@transaction.atomic
def ask_on(question: Question, *, text: str, by: User) -> Question:
    """The answer did not help; it waits again for whoever answered."""
    return _move(question, "ask_on", by=by, text=_said(text, "Hãy ghi rõ còn vướng ở đâu"))


@transaction.atomic
def settle(question: Question, *, by: User, text: str = "") -> Question:
    """The answer helped, or nothing stands in the way any more."""
    settled = _move(question, "settle", by=by, text=text.strip())
    _no_longer_stuck([settled])
    return settled


@transaction.atomic
def withdraw(question: Question, *, by: User, text: str = "") -> Question:
    """Asked by mistake."""
    withdrawn = _move(question, "withdraw", by=by, text=text.strip())
    _no_longer_stuck([withdrawn])
    return withdrawn


@transaction.atomic
def remark(question: Question, *, text: str, by: User) -> Question:
    """A word of whoever knows more; it stays with whom it is."""
    return _move(question, "remark", by=by, text=_said(text, "Hãy ghi nội dung bổ sung"))


def _move(question: Question, verb: str, *, by: User, text: str, act=None, body: Unit | None = None) -> Question:
    """The one place where states change. `act` says who must answer from now on."""
    locked = Question.objects.select_for_update(of=("self",)).with_faces()
    question = locked.get(pk=question.pk)
    must_be_open(question.plan)
    if why := obstacle(verb, question, by=by):
        raise Refused(why)
    if act is not None:
        act(question)
    if (ends := MOVES[verb].ends) is not None:
        question.state, question.moved_at = ends, clock.now()
    question.save(update_fields=["state", "body", "moved_at"])
    _reply(question, verb, by=by, text=text, body=body)
    _tell([question], verb, by=by)
    return question


def _said(text: str, ask: str) -> str:
    text = text.strip()
    if len(text) < SHORTEST_TEXT:
        raise Refused(f"{ask} (ít nhất {SHORTEST_TEXT} ký tự).")
    return text


def _reply(question: Question, verb: str, *, by: User | None, text: str = "", body: Unit | None = None) -> Reply:
    return Reply.objects.create(
        question=question, verb=verb, text=text, body=body, at=clock.now(), by=by, unit=by.unit if by else None
    )


def _tell(questions: Iterable[Question], verb: str, *, by: User | None) -> None:
    """Lines in the diaries of the households. What was said stands in the thread alone, for those who may read it."""
    Diary.objects.bulk_create(
        Diary(
            household_id=question.household_id,
            kind=Diary.Kind.QUESTION,
            text=_line(question, verb),
            at=clock.now(),
            by=by,
        )
        for question in questions
        if question.household_id
    )


_IN_DIARIES = {
    "ask": "Báo vướng mắc",
    "hand_back": "Vướng mắc: chuyển lại Phòng LĐ-TB&XH",
    "answer": "Trả lời vướng mắc",
    "ask_on": "Hỏi thêm về vướng mắc",
    "settle": "Vướng mắc đã giải quyết",
    "withdraw": "Rút vướng mắc",
    "remark": "Bổ sung về vướng mắc",
}


def _line(question: Question, verb: str) -> str:
    about = f", nhu cầu {question.need.type.name.lower()}" if question.need_id else ""
    if verb == "pass_on":
        asked = "Đề nghị" if question.body.is_requested else "Chuyển"
        return f"{asked} {question.body.name} trả lời vướng mắc{about}"[:300]
    return f"{_IN_DIARIES[verb]}{about}"[:300]


def _no_longer_stuck(questions: Iterable[Question]) -> None:
    """The last look said that they were stuck; since then they go on. Nobody looked, so the day of the look stays."""
    for question in questions:
        if question.from_look:
            stuck = PlanEntry.objects.filter(
                plan=question.plan_id, household=question.household_id, progress=Progress.STUCK
            )
            stuck.update(progress=Progress.UNDER_WAY)
