"""The states of a question and the moves between them: one table, which verbs and pages both read.

A question that waits is the division's to answer, or that of the body to which the division passed it on.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from povertyplan.accounts.roles import Permission


class State(models.TextChoices):
    WAITING = "waiting", "Chờ trả lời"
    ANSWERED = "answered", "Đã trả lời"
    SETTLED = "settled", "Đã giải quyết"
    WITHDRAWN = "withdrawn", "Đã rút"


UNSETTLED = frozenset({State.WAITING, State.ANSWERED})  # the asker has not said that it helped
TONES = {State.WAITING: "wa", State.ANSWERED: "ok"}


class Whose(StrEnum):
    """Whose verb it is, of those who have the right to it at all."""

    ASKER = "asker"  # the unit that asked
    ANSWERER = "answerer"  # the body that it was passed on to, else the division
    BODY = "body"  # the body that it was passed on to
    DIVISION = "division"
    ANYBODY = "anybody"  # who sees the question


@dataclass(frozen=True)
class Move:
    """From which states a verb may start, where it ends (None: where it was), whose it is, and its right."""

    starts: frozenset[State]
    ends: State | None
    whose: Whose
    permission: Permission


ASK, ANSWER = Permission.ASK_QUESTIONS, Permission.ANSWER_QUESTIONS
WAITS = frozenset({State.WAITING})
MOVES = {
    "pass_on": Move(WAITS, State.WAITING, Whose.DIVISION, ANSWER),
    "hand_back": Move(WAITS, State.WAITING, Whose.BODY, ANSWER),
    "answer": Move(UNSETTLED, State.ANSWERED, Whose.ANSWERER, ANSWER),  # once more: to add to it
    "ask_on": Move(frozenset({State.ANSWERED}), State.WAITING, Whose.ASKER, ASK),
    "settle": Move(UNSETTLED, State.SETTLED, Whose.ASKER, ASK),
    "withdraw": Move(WAITS, State.WITHDRAWN, Whose.ASKER, ASK),
    "remark": Move(UNSETTLED, None, Whose.ANYBODY, ASK),
}

# What was done, for the thread and for diaries: "Phường Tứ Hạ báo vướng mắc".
DONE = {
    "ask": "báo vướng mắc",
    "pass_on": "chuyển cơ quan trả lời",
    "hand_back": "chuyển lại Phòng LĐ-TB&XH",
    "answer": "trả lời",
    "ask_on": "hỏi thêm",
    "settle": "ghi đã giải quyết",
    "withdraw": "rút vướng mắc",
    "remark": "bổ sung",
    "publish": "ban hành thành hướng dẫn chung",
    "retract": "thôi áp dụng hướng dẫn chung",
}
