"""What first screens say of questions: what waits for an answer of ours, and what of ours waits or was answered."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q
from django.utils import timezone

from households.models import Plan
from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Permission, Role
from reports.links import questions
from reports.waiting import Line, busy
from tasks.models import Question
from tasks.question_states import State

_WAITING, _ANSWERED = Q(state=State.WAITING), Q(state=State.ANSWERED)


@dataclass(frozen=True)
class Asked:
    """The questions that somebody sees, counted in one query; the moments are those of the longest waiting."""

    waiting: int
    to_answer: int
    to_answer_since: datetime | None
    passed: int
    passed_since: datetime | None
    own_waiting: int
    own_answered: int


def count_asked(user: User, plan: Plan) -> Asked:
    to_answer = _WAITING & (Q(body=None) if user.role == Role.DIVISION else Q(body=user.unit_id, body__isnull=False))
    passed, own = _WAITING & Q(body__isnull=False), Q(unit=user.unit_id)
    counts = (
        Question.objects.visible_to(user)
        .in_plan(plan)
        .order_by()
        .aggregate(
            waiting=Count("pk", filter=_WAITING),
            to_answer=Count("pk", filter=to_answer),
            to_answer_since=Min("moved_at", filter=to_answer),
            passed=Count("pk", filter=passed),
            passed_since=Min("moved_at", filter=passed),
            own_waiting=Count("pk", filter=own & _WAITING),
            own_answered=Count("pk", filter=own & _ANSWERED),
        )
    )
    return Asked(**counts)


def question_lines(user: User, asked: Asked, on: date) -> list[Line]:
    """For whoever must answer, and for the unit that asked; what does not wait is left out."""
    return busy([*_to_answer(user, asked, on), *_own(user, asked)])


def _to_answer(user: User, asked: Asked, on: date) -> list[Line]:
    if not user.may(Permission.ANSWER_QUESTIONS):
        return []
    verb = "Đề nghị trả lời" if user.unit.is_requested else "Trả lời"
    text, days = f"{verb} {asked.to_answer} vướng mắc", _days(asked.to_answer_since, on)
    if user.role != Role.DIVISION:
        return [Line(asked.to_answer, text, questions(state="to_answer"), days, "ba")]
    passed = f"{asked.passed} vướng mắc đã chuyển, cơ quan chưa trả lời"
    return [
        Line(asked.to_answer, text, questions(state="open"), days, "ba"),
        Line(asked.passed, passed, questions(state="passed"), _days(asked.passed_since, on)),
    ]


def _days(since: datetime | None, on: date) -> str:
    days = (on - timezone.localtime(since).date()).days if since else 0
    return f"Cũ nhất {days} ngày" if days else "Hôm nay"


def _own(user: User, asked: Asked) -> list[Line]:
    if not user.may(Permission.ASK_QUESTIONS):
        return []
    answered = f"Đọc trả lời của {asked.own_answered} vướng mắc, cho biết đã giải quyết chưa"
    waiting = f"{asked.own_waiting} vướng mắc đang chờ trả lời"
    return [
        Line(asked.own_answered, answered, questions(asked="mine", state="answered"), "Đã trả lời", "ok"),
        Line(asked.own_waiting, waiting, questions(asked="mine", state="waiting")),
    ]
