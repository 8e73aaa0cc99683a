"""Questions move by verbs: who may do what when, what stands in the thread and in the diary."""

import datetime

import pytest

from households.changes import Refused
from households.models import Diary
from povertyplan import clock
from tasks import questions
from tasks.models import Question
from tasks.question_acts import ACTS
from tasks.question_states import DONE, MOVES, State

pytestmark = pytest.mark.django_db

TEXT = "Nhà nằm trên đất chưa có giấy, chưa rõ có được hỗ trợ không."
ANSWER = "Được hỗ trợ nếu xã xác nhận đất không tranh chấp."


@pytest.fixture
def household(a_household):
    return a_household(head="Trần Thị Hỏi", needs=["house_repair"])


@pytest.fixture
def asked(plan, household, officer):
    return questions.ask(plan=plan, household=household, text=TEXT, by=officer)


@pytest.fixture
def passed(asked, division, unit):
    return questions.pass_on(asked, to=unit("QLDT"), by=division, text="Đề nghị Phòng cho ý kiến.")


def fresh(question):
    return Question.objects.with_faces().get(pk=question.pk)


def thread(question):
    return [(reply.verb, reply.text, reply.by) for reply in question.replies.all()]


def test_a_question_about_a_household_waits_for_the_division(asked, household, officer):
    assert (asked.state, asked.unit, asked.asked_by, asked.body) == (State.WAITING, officer.unit, officer, None)
    assert asked.state_text == "Chờ Phòng LĐ-TB&XH trả lời"
    assert thread(asked) == [("ask", TEXT, officer)]
    line = household.diary.get(kind=Diary.Kind.QUESTION)
    assert (line.text, line.note, line.by) == ("Báo vướng mắc", "", officer)


def test_a_question_about_a_need_is_one_about_its_household_too(plan, household, officer):
    need = household.needs.get()
    question = questions.ask(plan=plan, need=need, text=TEXT, by=officer)
    assert question.household == household
    assert str(question) == "Vướng mắc về nhu cầu sửa chữa nhà ở của hộ Trần Thị Hỏi"
    assert household.diary.get(kind=Diary.Kind.QUESTION).text == "Báo vướng mắc, nhu cầu sửa chữa nhà ở"


def test_a_question_about_the_plan_is_in_no_diary(plan, housing):
    question = questions.ask(plan=plan, text=TEXT, by=housing)
    assert str(question) == "Vướng mắc về kế hoạch năm 2022"
    assert not Diary.objects.exists()


def test_the_division_answers_and_the_asker_says_that_it_helped(asked, division, officer, household):
    questions.answer(asked, text=ANSWER, by=division)
    assert fresh(asked).state == State.ANSWERED
    questions.settle(asked, by=officer)
    assert fresh(asked).state == State.SETTLED
    assert [verb for verb, _, _ in thread(asked)] == ["ask", "answer", "settle"]
    lines = household.diary.filter(kind=Diary.Kind.QUESTION).order_by("pk").values_list("text", flat=True)
    assert list(lines) == ["Báo vướng mắc", "Trả lời vướng mắc", "Vướng mắc đã giải quyết"]


def test_a_body_answers_what_was_passed_on_and_is_asked_again(passed, housing, officer):
    assert passed.state_text == "Chờ Phòng QLĐT trả lời"
    questions.answer(passed, text=ANSWER, by=housing)
    again = questions.ask_on(passed, text="Xã chưa có mẫu xác nhận.", by=officer)
    assert (again.state, again.body) == (State.WAITING, housing.unit)


def test_the_division_may_answer_in_the_place_of_the_body_and_is_then_asked_again(passed, division, officer):
    questions.answer(passed, text=ANSWER, by=division)
    assert questions.ask_on(passed, text="Xã chưa có mẫu xác nhận.", by=officer).body is None


def test_a_body_hands_back_what_is_not_for_it(passed, housing):
    back = questions.hand_back(passed, text="Thuộc Phòng Tài nguyên và Môi trường.", by=housing)
    assert (back.state, back.body) == (State.WAITING, None)


def test_an_answer_can_be_added_to(asked, division):
    questions.answer(asked, text=ANSWER, by=division)
    questions.answer(asked, text="Bổ sung: mẫu xác nhận gửi kèm thư.", by=division)
    assert [verb for verb, _, _ in thread(asked)] == ["ask", "answer", "answer"]


def test_a_remark_leaves_it_with_whom_it_is(passed, officer, housing):
    moved_at = passed.moved_at
    with clock.assume(datetime.date(2022, 9, 17)):
        after = questions.remark(passed, text="Hộ đã làm đơn xin cấp giấy.", by=officer)
    assert (after.state, after.body, after.moved_at) == (State.WAITING, housing.unit, moved_at)


def test_the_division_asks_a_body(plan, division, unit, housing):
    question = questions.ask(plan=plan, text=TEXT, by=division, to=unit("QLDT"))
    assert question.state_text == "Chờ Phòng QLĐT trả lời"
    with pytest.raises(Refused, match="thuộc đơn vị khác"):
        questions.answer(question, text=ANSWER, by=division)
    assert questions.answer(question, text=ANSWER, by=housing).state == State.ANSWERED


def test_the_front_is_asked_politely(asked, division, unit, household):
    front = questions.pass_on(asked, to=unit("MTTQ"), by=division)
    assert front.replies.last().done == f"đề nghị {unit('MTTQ').name} trả lời"
    assert household.diary.filter(text__startswith="Đề nghị Ủy ban Mặt trận").exists()


def test_a_form_sent_twice_asks_once(plan, household, officer, asked):
    assert questions.ask(plan=plan, household=household, text=f" {TEXT} ", by=officer) == asked
    assert Question.objects.count() == 1
    with clock.assume(datetime.date(2022, 9, 17)):
        assert questions.ask(plan=plan, household=household, text=TEXT, by=officer) != asked


@pytest.mark.parametrize("to", ["20035", "LDTBXH", "QLDT"])
def test_it_is_passed_to_another_body_only(passed, division, unit, to):
    with pytest.raises(Refused):
        questions.pass_on(passed, to=unit(to), by=division)


@pytest.mark.parametrize("text", ["", "  ", "quá ngắn"])
def test_words_are_wanted(plan, household, officer, division, asked, text):
    with pytest.raises(Refused, match="ít nhất 10 ký tự"):
        questions.ask(plan=plan, household=household, text=text, by=officer)
    with pytest.raises(Refused, match="ít nhất 10 ký tự"):
        questions.answer(asked, text=text, by=division)


def test_only_the_division_says_to_whom(plan, officer, division, unit):
    with pytest.raises(Refused, match="Phòng chuyển cơ quan"):
        questions.ask(plan=plan, text=TEXT, by=officer, to=unit("QLDT"))
    with pytest.raises(Refused, match="Hãy chọn cơ quan trả lời"):
        questions.ask(plan=plan, text=TEXT, by=division)


def test_a_closed_year_takes_no_more_questions(plan, officer, division, asked):
    plan.closed_on = datetime.date(2022, 9, 15)
    plan.save()
    with pytest.raises(Refused, match="đã khóa sổ"):
        questions.ask(plan=plan, text=TEXT, by=officer)
    with pytest.raises(Refused, match="đã khóa sổ"):
        questions.answer(asked, text=ANSWER, by=division)


# --- The table of moves, walked in every state by everybody -------------------------------------------------


def standing_at(state, question, *, division, officer):
    if state in {State.ANSWERED, State.SETTLED}:
        questions.answer(question, text=ANSWER, by=division)
    if state == State.SETTLED:
        questions.settle(question, by=officer)
    if state == State.WITHDRAWN:
        questions.withdraw(question, by=officer)
    return fresh(question)


# Of a question of the commune that was not passed on: who may do what.
MAY = {
    ("waiting", "officer"): {"settle", "withdraw", "remark"},
    ("waiting", "division"): {"pass_on", "answer", "remark"},
    ("answered", "officer"): {"ask_on", "settle", "remark"},
    ("answered", "division"): {"answer", "remark"},
    ("settled", "officer"): set(),
    ("settled", "division"): set(),
    ("withdrawn", "officer"): set(),
    ("withdrawn", "division"): set(),
    ("waiting", "leader"): set(),
    ("answered", "leader"): set(),
}


@pytest.mark.parametrize(("state", "who"), MAY)
def test_who_may_do_what_in_each_state(asked, division, officer, leader, state, who):
    question = standing_at(state, asked, division=division, officer=officer)
    person = {"officer": officer, "division": division, "leader": leader}[who]
    may = {verb for verb in MOVES if not questions.obstacle(verb, question, by=person)}
    assert may == MAY[state, who]


def test_no_state_but_the_last_two_is_a_dead_end(asked, division, officer):
    for state in (State.WAITING, State.ANSWERED):
        question = standing_at(state, asked, division=division, officer=officer)
        for person in (division, officer):
            assert any(not questions.obstacle(verb, question, by=person) for verb in MOVES), (state, person)


def test_what_may_not_be_done_is_refused_and_writes_nothing(asked, division, officer, stranger, unit):
    for act in (
        lambda: questions.answer(asked, text=ANSWER, by=officer),
        lambda: questions.hand_back(asked, text="Không thuộc thẩm quyền.", by=division),
        lambda: questions.settle(asked, by=division),
        lambda: questions.pass_on(asked, to=unit("QLDT"), by=stranger),
        lambda: questions.ask_on(asked, text="Còn vướng ở đất đai.", by=officer),
    ):
        with pytest.raises(Refused):
            act()
    assert [verb for verb, _, _ in thread(asked)] == ["ask"]


def test_two_who_answer_at_once_both_stand_in_the_thread_but_one_who_comes_after_settling_is_told(
    asked, division, officer
):
    questions.answer(asked, text=ANSWER, by=division)
    questions.settle(asked, by=officer)
    with pytest.raises(Refused, match="«Đã giải quyết»"):
        questions.answer(asked, text="Trả lời chậm một bước.", by=division)


def test_every_verb_has_words_and_a_form():
    assert set(MOVES) <= set(DONE)
    assert set(MOVES) <= set(ACTS)


# --- Who sees it --------------------------------------------------------------------------------------------


def test_who_sees_a_question(asked, officer, stranger, housing, bank, division, leader, administrator):
    seen = {
        person: Question.objects.visible_to(person).exists()
        for person in (officer, stranger, housing, bank, division, leader, administrator)
    }
    assert [person for person, sees in seen.items() if sees] == [officer, division, leader]


def test_a_body_sees_what_was_passed_on_to_it_and_what_it_answered(passed, housing, bank, division, officer):
    assert Question.objects.visible_to(housing).exists()
    assert not Question.objects.visible_to(bank).exists()
    questions.answer(passed, text=ANSWER, by=housing)
    questions.answer(passed, text="Phòng LĐ-TB&XH bổ sung thêm.", by=division)  # it is the division's now
    assert Question.objects.visible_to(housing).exists()


def test_a_commune_sees_what_a_body_asks_about_its_household(plan, household, housing, officer, stranger):
    questions.ask(plan=plan, household=household, text=TEXT, by=housing)
    assert Question.objects.visible_to(officer).exists()
    assert not Question.objects.visible_to(stranger).exists()


def test_the_longest_waiting_comes_first_and_what_is_over_last(plan, officer, division):
    made = []
    for day in (12, 10, 11, 9):
        with clock.assume(datetime.date(2022, 9, day)):
            made.append(questions.ask(plan=plan, text=f"Câu hỏi của ngày {day}/9", by=officer))
    questions.withdraw(made[3], by=officer)
    questions.answer(made[1], text=ANSWER, by=division)
    assert list(Question.objects.in_turn()) == [made[2], made[0], made[1], made[3]]
