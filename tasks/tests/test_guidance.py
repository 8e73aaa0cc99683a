"""An answer becomes known to everybody in general words; it never tells whose household it was."""

import pytest

from households.changes import Refused
from households.models import Member
from reports.tests.reading import count_of
from tasks import guidance, questions
from tasks.models import Guidance

pytestmark = pytest.mark.django_db

ASK = "Hộ ở trên đất mượn có được hỗ trợ sửa nhà không?"
ANSWER = "Được, nếu chủ đất đồng ý bằng văn bản có xác nhận của xã, phường."


@pytest.fixture
def household(a_household):
    household = a_household(head="Trần Thị Hỏi", needs=["house_repair"], id_no="046070012345", code="19996-0950")
    Member.objects.create(household=household, name="Lê Văn Con", relation="con")
    return household


@pytest.fixture
def answered(plan, household, officer, division):
    text = "Hộ bà Trần Thị Hỏi ở trên đất mượn của ông Bảy."
    question = questions.ask(plan=plan, need=household.needs.get(), text=text, by=officer)
    return questions.answer(question, text=f"{ANSWER} Riêng bà Trần Thị Hỏi làm ngay.", by=division)


@pytest.fixture
def published(answered, division):
    return guidance.publish(answered, ask=ASK, answer=ANSWER, by=division)


def test_it_is_read_by_every_unit_and_names_nobody(
    published, client_of, stranger, bank, leader, administrator, household
):
    for person in (stranger, bank, leader, administrator):
        page = client_of(person).get("/questions/guidance/").text
        assert ASK in page
        assert ANSWER in page
        assert "Trần Thị Hỏi" not in page
        assert household.code not in page
        assert f"/questions/{published.question_id}/" not in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Bà Trần Thị Hỏi được hỗ trợ sửa nhà.", "tên Trần Thị Hỏi"),
        ("Bà TRẦN  THỊ HỎI, được hỗ trợ sửa nhà.", "tên Trần Thị Hỏi"),
        ("Anh Lê Văn Con đứng tên xin hỗ trợ.", "tên Lê Văn Con"),
        ("Hộ 19996-0950 được hỗ trợ sửa nhà.", "mã hộ 19996-0950"),
        ("CCCD 0460 7001 2345 được hỗ trợ.", "số «0460 7001 2345»"),
        ("Gọi số 0914.123.456 để được hướng dẫn.", "số «0914.123.456»"),
    ],
)
def test_words_that_give_somebody_away_are_refused(answered, division, words, said):
    with pytest.raises(Refused, match=said):
        guidance.publish(answered, ask=ASK, answer=words, by=division)
    with pytest.raises(Refused, match=said):
        guidance.publish(answered, ask=words, answer=ANSWER, by=division)
    assert not Guidance.objects.exists()


def test_a_question_of_the_plan_can_have_numbers_of_documents(plan, officer, division):
    question = questions.ask(plan=plan, text="Áp dụng Nghị định 07/2021/NĐ-CP từ khi nào?", by=officer)
    questions.answer(question, text="Từ ngày 01/01/2022 theo khoản 3 Điều 5.", by=division)
    guidance.publish(
        question, ask="Áp dụng Nghị định 07/2021/NĐ-CP từ khi nào?", answer="Từ ngày 01/01/2022.", by=division
    )
    assert Guidance.objects.exists()


def test_only_what_was_answered_and_only_by_the_division(plan, household, officer, housing, division, answered):
    open_one = questions.ask(plan=plan, text="Câu hỏi chưa ai trả lời", by=officer)
    with pytest.raises(Refused, match="chưa được trả lời"):
        guidance.publish(open_one, ask=ASK, answer=ANSWER, by=division)
    for person in (officer, housing):
        with pytest.raises(Refused, match="không ban hành"):
            guidance.publish(answered, ask=ASK, answer=ANSWER, by=person)


def test_the_form_offers_the_answer_and_wants_the_question_put_in_general(client_of, division, answered):
    form = client_of(division).get(f"/questions/{answered.pk}/publish/").context["form"]
    assert form.initial["ask"] == ""
    assert form.initial["answer"].startswith(ANSWER)


def test_publishing_from_the_page_says_what_is_wrong_and_keeps_the_words(client_of, division, answered):
    client, path = client_of(division), f"/questions/{answered.pk}/publish/"
    page = client.post(path, {"ask": ASK, "answer": "Bà Trần Thị Hỏi được hỗ trợ."}).text
    assert "không được nêu tên Trần Thị Hỏi" in page
    assert ASK in page
    page = client.post(path, {"ask": ASK, "answer": ANSWER}, follow=True).text
    assert "Đã ban hành hướng dẫn cho mọi đơn vị" in page
    assert "Hướng dẫn chung đã ban hành" in page


def test_publishing_again_puts_it_in_other_words(published, answered, division):
    guidance.publish(answered, ask=ASK, answer="Được, theo mẫu cam kết mới.", by=division)
    assert Guidance.objects.get().answer == "Được, theo mẫu cam kết mới."
    assert [reply.verb for reply in answered.replies.all()] == ["ask", "answer", "publish", "publish"]


def test_what_holds_no_more_is_shown_no_more_and_can_come_back(published, answered, division, officer, client_of):
    client_of(division).post(f"/questions/{answered.pk}/retract/")
    assert ASK not in client_of(officer).get("/questions/guidance/").text
    with pytest.raises(Refused, match="đã thôi áp dụng"):
        guidance.retract(published, by=division)
    guidance.publish(answered, ask=ASK, answer=ANSWER, by=division)
    assert ASK in client_of(officer).get("/questions/guidance/").text


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 1), ("q=dat+muon", 1), ("q=sua", 1), ("q=vay", 0), ("type=house_repair", 1), ("type=x", 1)],
)
def test_it_is_found_by_words_without_marks_and_by_type(published, client_of, officer, query, count):
    assert count_of(client_of(officer).get(f"/questions/guidance/?{query}")) == count


def test_who_is_about_to_ask_sees_what_has_been_answered(published, client_of, officer, a_household):
    other = a_household(head="Lê Thị Khác", needs=["house_repair"])
    page = client_of(officer).get(f"/needs/{other.needs.get().pk}/ask/").text
    assert ASK in page
    assert f"/questions/guidance/#guidance-{published.pk}" in page
