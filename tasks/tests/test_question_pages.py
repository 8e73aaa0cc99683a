"""Asking, answering, passing on and settling in the browser; the list with its tabs."""

import pytest

from reports.tests.reading import count_of
from tasks import looks, questions
from tasks.models import Question
from tasks.question_states import State

pytestmark = pytest.mark.django_db

TEXT = "Chưa rõ hộ ở trên đất mượn có được sửa nhà không."
ANSWER = "Được, nếu chủ đất đồng ý bằng văn bản."


@pytest.fixture
def household(a_household):
    return a_household(head="Trần Thị Hỏi", needs=["house_repair"])


@pytest.fixture
def asked(plan, household, officer):
    return questions.ask(plan=plan, household=household, text=TEXT, by=officer)


def act(client, question, verb, follow=True, **sent):
    return client.post(f"/questions/{question.pk}/{verb}/", sent, follow=follow)


# --- Asking -------------------------------------------------------------------------------------------------


def test_a_commune_asks_from_the_household_s_page(client_of, officer, household):
    client = client_of(officer)
    assert f'href="/households/{household.code}/ask/"' in client.get(f"/households/{household.code}/").text
    answer = client.post(f"/households/{household.code}/ask/", {"text": TEXT}, follow=True)
    assert "Đã gửi vướng mắc. Chờ Phòng LĐ-TB&amp;XH trả lời." in answer.text
    assert TEXT in client.get(f"/households/{household.code}/").text


def test_a_body_asks_from_the_need_s_page(client_of, housing, household):
    need, client = household.needs.get(), client_of(housing)
    assert f'href="/needs/{need.pk}/ask/"' in client.get(f"/needs/{need.pk}/").text
    client.post(f"/needs/{need.pk}/ask/", {"text": TEXT})
    question = Question.objects.get()
    assert (question.need, question.unit) == (need, housing.unit)
    assert TEXT in client.get(f"/needs/{need.pk}/").text


def test_anybody_who_works_here_asks_about_the_plan(client_of, bank):
    client_of(bank).post("/questions/ask/", {"text": TEXT})
    assert Question.objects.get().household is None


def test_the_division_names_who_shall_answer(client_of, division, unit):
    client = client_of(division)
    assert "Hãy ghi rõ" not in client.get("/questions/ask/").text
    client.post("/questions/ask/", {"text": TEXT})
    assert not Question.objects.exists()
    client.post("/questions/ask/", {"text": TEXT, "to": unit("QLDT").pk})
    assert Question.objects.get().body == unit("QLDT")


@pytest.mark.parametrize("text", ["", "ngắn", "x" * 2001])
def test_bad_words_are_said_and_kept(client_of, officer, household, text):
    page = client_of(officer).post(f"/households/{household.code}/ask/", {"text": text}).text
    assert "Có lỗi cần sửa" in page
    assert text in page
    assert not Question.objects.exists()


def test_a_stranger_cannot_ask_about_a_household(client_of, stranger, household):
    assert client_of(stranger).post(f"/households/{household.code}/ask/", {"text": TEXT}).status_code == 404


@pytest.mark.parametrize("path", ["/questions/ask/", "/households/{code}/ask/"])
def test_the_leader_only_reads(client_of, leader, household, asked, path):
    client = client_of(leader)
    assert client.get(path.format(code=household.code)).status_code == 403
    page = client.get(f"/questions/{asked.pk}/").text
    assert TEXT in page
    assert "<form" not in page.partition('<main id="main">')[2]


def test_what_is_asked_already_is_shown_before_it_is_asked_again(client_of, officer, household, asked):
    page = client_of(officer).get(f"/households/{household.code}/ask/").text
    assert "Đã có vướng mắc chưa giải quyết về hộ này" in page
    assert f'href="/questions/{asked.pk}/"' in page


# --- Answering ----------------------------------------------------------------------------------------------


def test_the_division_answers_on_the_page_and_the_next_opens_itself(client_of, division, officer, asked, plan):
    following = questions.ask(plan=plan, text="Báo cáo tháng nộp theo mẫu nào?", by=officer)
    client = client_of(division)
    assert "Trả lời</button>" in client.get(f"/questions/{asked.pk}/").text
    answer = act(client, asked, "answer", text=ANSWER)
    assert answer.redirect_chain == [(f"/questions/{following.pk}/", 302)]
    assert "Đã trả lời Phường Tứ Hạ." in answer.text
    answer = act(client, following, "answer", text="Theo mẫu gửi kèm kế hoạch.")
    assert answer.redirect_chain == [("/questions/", 302)]
    assert "Không còn vướng mắc nào chờ trả lời" in answer.text


def test_the_division_passes_it_on_and_the_body_reads_and_answers(client_of, division, housing, household, asked):
    assert "Cơ quan này đọc được" in client_of(division).get(f"/questions/{asked.pk}/pass_on/").text
    answer = act(client_of(division), asked, "pass_on", to=housing.unit.pk, text="Đề nghị cho ý kiến")
    assert "Đã chuyển Phòng Quản lý đô thị trả lời." in answer.text
    page = client_of(housing).get(f"/questions/{asked.pk}/").text
    assert household.head in page
    assert "Đề nghị cho ý kiến" in page
    act(client_of(housing), asked, "answer", text=ANSWER)
    asked.refresh_from_db()
    assert asked.state == State.ANSWERED


def test_a_body_that_may_not_see_the_household_gets_no_link_to_it(client_of, division, bank, asked):
    act(client_of(division), asked, "pass_on", to=bank.unit.pk)
    page = client_of(bank).get(f"/questions/{asked.pk}/").text
    assert "Trần Thị Hỏi" in page
    assert "/households/" not in page.partition("<main")[2]


def test_the_asker_says_that_it_helped_with_one_button(client_of, officer, division, asked):
    questions.answer(asked, text=ANSWER, by=division)
    page = client_of(officer).get(f"/questions/{asked.pk}/").text
    assert ANSWER in page
    assert "Đã giải quyết</button>" in page
    act(client_of(officer), asked, "settle")
    asked.refresh_from_db()
    assert asked.state == State.SETTLED


def test_or_asks_on(client_of, officer, division, asked):
    questions.answer(asked, text=ANSWER, by=division)
    act(client_of(officer), asked, "ask_on", text="Chủ đất đã mất, ai ký thay?")
    asked.refresh_from_db()
    assert asked.state == State.WAITING
    assert "Chủ đất đã mất" in client_of(division).get(f"/questions/{asked.pk}/").text


def test_acts_of_others_are_forbidden_and_of_strangers_not_found(client_of, officer, stranger, division, asked):
    assert act(client_of(officer), asked, "answer", text=ANSWER).status_code == 403
    assert act(client_of(division), asked, "settle").status_code == 403
    assert act(client_of(stranger), asked, "remark", text="Tôi cũng gặp như vậy").status_code == 404
    assert act(client_of(division), asked, "no_such").status_code == 404
    asked.refresh_from_db()
    assert asked.state == State.WAITING


def test_an_act_that_came_too_late_says_so_and_keeps_the_words(client_of, officer, division, asked):
    questions.withdraw(asked, by=officer)
    page = act(client_of(division), asked, "answer", text=ANSWER)
    assert "đang ở trạng thái «Đã rút»" in page.text
    assert ANSWER in page.text


def test_a_look_with_words_tells_where_they_went(client_of, officer, household):
    sent = {"progress": "stuck", "on": "16/9/2022", "note": "Đất đang tranh chấp"}
    answer = client_of(officer).post(f"/households/{household.code}/update/", sent, follow=True)
    assert "Vướng mắc đã gửi Phòng LĐ-TB&amp;XH" in answer.text
    page = client_of(officer).get(f"/households/{household.code}/update/").text
    assert "Vướng mắc đã báo:" in page


# --- The list -----------------------------------------------------------------------------------------------


@pytest.fixture
def several(plan, officer, stranger, division, housing, household, unit):
    """Waiting for the division: 2; passed on: 1; answered: 1; settled: 1; withdrawn: 1."""
    made = [questions.ask(plan=plan, text=f"Câu hỏi chung số {number} của phường", by=officer) for number in range(4)]
    need = questions.ask(plan=plan, need=household.needs.get(), text="Chưa có bản vẽ sửa nhà", by=housing)
    looks.see(household, plan=plan, progress="stuck", on=plan.issued_on, by=officer, note="Đất tranh chấp")
    questions.pass_on(made[0], to=unit("QLDT"), by=division)
    questions.answer(made[1], text=ANSWER, by=division)
    questions.answer(made[2], text=ANSWER, by=division)
    questions.settle(made[2], by=officer)
    questions.withdraw(made[3], by=officer)
    return [*made, need]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 6), ("state=open", 2), ("state=passed", 1), ("state=waiting", 3), ("state=answered", 1),
        ("state=unsettled", 4), ("state=over", 2), ("asked=19996", 5), ("asked=QLDT", 1), ("asked=mine", 0),
        ("body=QLDT", 1), ("subject=household", 1), ("subject=need", 1), ("subject=plan", 4), ("q=hoi", 2),
        ("q=%00", 6), ("state=nope", 6),
    ],
)  # fmt: skip
def test_each_condition_leaves_exactly_its_rows(several, client_of, division, query, count):
    assert count_of(client_of(division).get(f"/questions/?{query}")) == count


def test_each_tab_tells_how_many_its_list_has(several, client_of, officer, housing, division, leader):
    for person in (officer, housing, division, leader):
        client = client_of(person)
        for tab in client.get("/questions/").context["tabs"]:
            assert count_of(client.get(tab.url)) == tab.count, (person, tab)


def test_a_stranger_s_list_is_empty_and_says_what_to_do(several, client_of, stranger):
    page = client_of(stranger).get("/questions/").text
    assert "Chưa có vướng mắc nào" in page


def test_the_list_takes_few_queries(several, client_of, division, django_assert_max_num_queries):
    client = client_of(division)
    with django_assert_max_num_queries(16):
        client.get("/questions/")
