"""The tabs above the list of questions: those of each role, each with the number that the other conditions leave."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from households.models import Plan
from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Role
from tasks.question_filter import QuestionFilter, in_view

# label, conditions
OF_ROLE = {
    Role.DIVISION: [
        ("Chờ Phòng trả lời", {"state": "open"}),
        ("Đã chuyển cơ quan", {"state": "passed"}),
        ("Đã trả lời", {"state": "answered"}),
        ("Chúng tôi hỏi", {"asked": "mine"}),
    ],
    Role.LEADER: [
        ("Chờ Phòng trả lời", {"state": "open"}),
        ("Đã chuyển cơ quan", {"state": "passed"}),
        ("Đã trả lời", {"state": "answered"}),
    ],
    Role.AGENCY: [
        ("Chờ chúng tôi trả lời", {"state": "to_answer"}),
        ("Chúng tôi hỏi", {"asked": "mine"}),
        ("Chúng tôi hỏi, đã được trả lời", {"asked": "mine", "state": "answered"}),
    ],
    Role.COMMUNE: [
        ("Chờ trả lời", {"state": "waiting"}),
        ("Đã trả lời", {"state": "answered"}),
        ("Chúng tôi hỏi", {"asked": "mine"}),
    ],
}


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    count: int
    here: bool


def tabs(query: QueryDict, *, user: User, plan: Plan) -> list[Tab]:
    """`state` and `asked` are the tab's own; what else is asked stays."""
    others = query.copy()
    for name in ("state", "asked", "page"):
        others.pop(name, None)
    found = QuestionFilter(others, user=user, plan=plan).qs.order_by()
    made = []
    for label, wanted in [*OF_ROLE[user.role], ("Tất cả", {})]:
        asked = others.copy()
        asked.update(wanted)
        made.append(
            Tab(
                label=label,
                url=f"{reverse('questions')}?{asked.urlencode()}",
                count=_narrowed(found, user, **wanted).count(),
                here=all(query.get(name, "") == wanted.get(name, "") for name in ("state", "asked")),
            )
        )
    return made


def _narrowed(questions, user: User, state: str = "", asked: str = ""):
    questions = in_view(questions, state, by=user) if state else questions
    return questions.asked_by(user.unit) if asked else questions
