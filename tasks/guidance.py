"""The verbs of guidance: an answer is made known to all units, in general words that name nobody."""

import re

from django.db import transaction

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Permission
from povertyplan.vietnamese import matching_key, tidy
from tasks.models import Guidance, Question, Reply
from tasks.questions import SHORTEST_TEXT

_LONG_NUMBER = re.compile(r"\d(?:[ .]?\d){8,}")  # identification and telephone numbers, however they are spaced
_SIGNS = re.compile(r"[^\w\s]")


@transaction.atomic
def publish(question: Question, *, ask: str, answer: str, by: User) -> Guidance:
    """Makes an answer known to all units; once more: in other words, in the place of the first."""
    question = Question.objects.select_for_update(of=("self",)).with_faces().get(pk=question.pk)
    if not by.may(Permission.PUBLISH_GUIDANCE):
        raise Refused("Tài khoản này không ban hành hướng dẫn chung được.")
    if not question.replies.filter(verb="answer").exists():
        raise Refused("Vướng mắc này chưa được trả lời.")
    ask, answer = ask.strip(), answer.strip()
    if min(len(ask), len(answer)) < SHORTEST_TEXT:
        raise Refused(f"Hãy ghi câu hỏi chung và hướng dẫn (mỗi phần ít nhất {SHORTEST_TEXT} ký tự).")
    if said := who_is_named(question, f"{ask}\n{answer}"):
        raise Refused(f"Hướng dẫn chung không được nêu {said}. Mọi đơn vị đều đọc được.")
    facts = {
        "ask": ask,
        "answer": answer,
        "type": question.need.type if question.need_id else None,
        "published_at": clock.now(),
        "published_by": by,
        "retracted_at": None,
        "retracted_by": None,
    }
    guidance, _ = Guidance.objects.update_or_create(question=question, defaults=facts)
    _reply(question, "publish", by=by)
    return guidance


@transaction.atomic
def retract(guidance: Guidance, *, by: User) -> Guidance:
    """It holds no more; it stays on record and is shown to nobody but in its question's thread."""
    guidance = Guidance.objects.select_for_update(of=("self",)).select_related("question").get(pk=guidance.pk)
    if not by.may(Permission.PUBLISH_GUIDANCE):
        raise Refused("Tài khoản này không sửa hướng dẫn chung được.")
    if guidance.retracted_at:
        raise Refused("Hướng dẫn này đã thôi áp dụng.")
    guidance.retracted_at, guidance.retracted_by = clock.now(), by
    guidance.save(update_fields=["retracted_at", "retracted_by"])
    _reply(guidance.question, "retract", by=by)
    return guidance


def _reply(question: Question, verb: str, *, by: User) -> None:
    Reply.objects.create(question=question, verb=verb, at=clock.now(), by=by, unit=by.unit)


def who_is_named(question: Question, text: str) -> str:
    """Whom `text` would give away, in words for the page; empty for general words."""
    if number := _LONG_NUMBER.search(text):
        return f"số «{number[0]}»"
    if question.household_id is None:
        return ""
    household = question.household
    if household.code in text:
        return f"mã hộ {household.code}"
    words = f" {matching_key(_SIGNS.sub(' ', tidy(text)))} "
    for name in [household.head, *household.members.values_list("name", flat=True)]:
        if f" {matching_key(name)} " in words:
            return f"tên {name}"
    return ""
