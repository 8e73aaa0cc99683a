"""A look that says "vướng mắc" asks; the household is stuck exactly while something about it is not settled."""

import ast
import datetime

import pytest
from django.conf import settings

from households.changes import Refused
from households.models import Diary, Household, PlanEntry
from tasks import looks, questions
from tasks.household_filter import HouseholdNeedFilter, stuck
from tasks.models import Question
from tasks.question_states import State

pytestmark = pytest.mark.django_db

DAY = datetime.date(2022, 9, 10)
LATER = datetime.date(2022, 9, 14)


@pytest.fixture
def household(a_household):
    return a_household(head="Trần Thị Kẹt", needs=["house_repair"])


@pytest.fixture
def look(plan, household, officer):
    def at(progress, note="", on=DAY):
        return looks.see(household, plan=plan, progress=progress, on=on, by=officer, note=note)

    return at


def stuck_households(plan, user):
    return list(stuck(Household.objects.all(), plan, user))


def entry_agrees(plan) -> bool:
    """The last look says that a household is stuck exactly where a question of looks is not settled."""
    said = set(PlanEntry.objects.filter(plan=plan, progress="stuck").values_list("household", flat=True))
    return said == set(Question.objects.from_looks().unsettled().values_list("household", flat=True))


def test_being_stuck_asks_the_division_in_the_commune_s_name(look, plan, household, officer):
    look("stuck", "Đất đang tranh chấp")
    question = Question.objects.get()
    assert (question.text, question.unit, question.household) == ("Đất đang tranh chấp", officer.unit, household)
    assert question.from_look and question.state == State.WAITING
    assert household.diary.filter(kind=Diary.Kind.QUESTION).count() == 0, "the look's own line tells it"
    assert stuck_households(plan, officer) == [household]
    assert entry_agrees(plan)


def test_being_stuck_without_words_writes_neither_look_nor_question(look, plan):
    with pytest.raises(Refused):
        look("stuck", " ")
    assert PlanEntry.objects.get().progress == ""
    assert not Question.objects.exists()


def test_still_stuck_goes_on_in_the_same_thread(look, plan):
    look("stuck", "Đất đang tranh chấp")
    look("stuck", "Xã hòa giải chưa thành", on=LATER)
    question = Question.objects.get()
    assert [(reply.verb, reply.text) for reply in question.replies.all()] == [
        ("ask", "Đất đang tranh chấp"), ("remark", "Xã hòa giải chưa thành"),
    ]  # fmt: skip
    assert question.state == State.WAITING


def test_saying_the_same_twice_says_it_once(look):
    look("stuck", "Đất đang tranh chấp")
    look("stuck", "Đất đang tranh chấp")
    look("stuck", "Đất đang tranh chấp", on=LATER)
    assert Question.objects.get().replies.count() == 1


def test_stuck_after_an_answer_asks_on(look, division, plan):
    look("stuck", "Đất đang tranh chấp")
    questions.answer(Question.objects.get(), text="Mời Phòng TN&MT đo đạc lại.", by=division)
    look("stuck", "Đã đo, hai bên chưa chịu ký", on=LATER)
    question = Question.objects.get()
    assert question.state == State.WAITING
    assert question.replies.last().verb == "ask_on"
    assert entry_agrees(plan)


@pytest.mark.parametrize("answered", [False, True])
def test_a_later_look_that_says_otherwise_settles_it(look, plan, officer, division, answered):
    look("stuck", "Đất đang tranh chấp")
    if answered:
        questions.answer(Question.objects.get(), text="Mời Phòng TN&MT đo đạc lại.", by=division)
    look("under_way", on=LATER)
    question = Question.objects.get()
    assert question.state == State.SETTLED
    assert question.replies.last().text == "Xem xét ngày 14/09/2022: đang thực hiện"
    assert stuck_households(plan, officer) == []
    assert entry_agrees(plan)


@pytest.mark.parametrize("verb", ["settle", "withdraw"])
def test_settling_it_on_its_own_page_lets_the_household_go_on(look, plan, household, officer, verb):
    entry = look("stuck", "Đất đang tranh chấp")
    getattr(questions, verb)(Question.objects.get(), by=officer)
    entry.refresh_from_db()
    assert (entry.progress, entry.seen_on) == ("under_way", DAY)
    assert stuck_households(plan, officer) == []
    assert entry_agrees(plan)


def test_a_question_about_its_need_makes_a_household_stuck_too_and_leaves_the_look_alone(
    look, plan, household, officer, housing
):
    look("under_way")
    question = questions.ask(plan=plan, need=household.needs.get(), text="Chưa có bản vẽ sửa nhà.", by=housing)
    assert stuck_households(plan, officer) == [household]
    assert PlanEntry.objects.get().progress == "under_way"
    look("done", on=LATER)
    question.refresh_from_db()
    assert question.state == State.WAITING, "only looks settle what looks asked"


def test_who_has_left_the_list_is_stuck_no_more(look, plan, household, officer, division):
    from households import changes
    from tasks import departures

    look("stuck", "Chủ hộ ốm nặng")
    proposal = changes.propose_exit(household, plan=plan, reason="deceased", on=DAY, evidence="Khai tử", by=officer)
    changes.agree(proposal, by=division)
    departures.decide([proposal], decision_no="9/QĐ", decision_on=LATER, by=division)
    assert stuck_households(plan, officer) == []


def test_the_list_of_households_finds_and_marks_them(look, plan, household, officer, client_of, a_household):
    other = a_household(head="Lê Văn Thông")
    look("under_way")
    questions.ask(plan=plan, household=household, text="Chưa rõ mức hỗ trợ.", by=officer)
    found = HouseholdNeedFilter({"standing": "stuck"}, user=officer, plan=plan)
    assert list(found.qs) == [household]
    page = client_of(officer).get("/households/").text
    assert page.count("Có vướng mắc</span>") == 1
    assert other.head in page


def test_a_body_is_not_told_of_questions_that_it_may_not_read(look, plan, household, housing):
    look("stuck", "Đất đang tranh chấp")
    assert stuck_households(plan, housing) == []


def test_nobody_writes_a_look_past_the_questions():
    """`changes.see` writes the look alone: the product calls `tasks.looks.see`."""
    for room in ("households", "tasks", "reports", "povertyplan"):
        for path in (settings.BASE_DIR / room).rglob("*.py"):
            if "tests" in path.parts or (path.name in {"looks.py", "__init__.py"} and path.parent.name != "intake"):
                continue
            calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute))
            assert not any(
                call.attr == "see" and isinstance(call.value, ast.Name) and call.value.id == "changes" for call in calls
            ), path
