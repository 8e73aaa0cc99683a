"""Open questions are counted on the first screens of who asked and of who must answer; each line opens its rows."""

import datetime

import pytest

from povertyplan import clock
from reports.asking import count_asked, question_lines
from reports.tests.reading import count_of
from tasks import questions

TODAY = datetime.date(2022, 9, 16)


@pytest.fixture
def several(plan, officer, division, unit):
    made = []
    for day in (6, 9, 12, 15):
        with clock.assume(datetime.date(2022, 9, day)):
            made.append(questions.ask(plan=plan, text=f"Câu hỏi của ngày {day}/9", by=officer))
    questions.pass_on(made[2], to=unit("QLDT"), by=division)
    questions.answer(made[3], text="Theo mẫu gửi kèm kế hoạch.", by=division)
    return plan


def lines_of(person, plan):
    return question_lines(person, count_asked(person, plan), TODAY)


def texts(person, plan):
    return [line.text for line in lines_of(person, plan)]


def test_each_reads_what_waits(several, officer, division, housing, bank, leader):
    assert texts(officer, several) == [
        "Đọc trả lời của 1 vướng mắc, cho biết đã giải quyết chưa", "3 vướng mắc đang chờ trả lời",
    ]  # fmt: skip
    assert texts(division, several) == ["Trả lời 2 vướng mắc", "1 vướng mắc đã chuyển, cơ quan chưa trả lời"]
    assert texts(housing, several) == ["Trả lời 1 vướng mắc"]
    assert texts(bank, several) == texts(leader, several) == []


def test_the_front_is_asked_and_not_told(several, plan, division, unit, a_user):
    front = a_user("agency", unit("MTTQ"))
    questions.pass_on(plan.questions.for_the_division().first(), to=front.unit, by=division)
    assert texts(front, plan) == ["Đề nghị trả lời 1 vướng mắc"]


def test_it_says_how_long_the_oldest_waits(several, division):
    assert lines_of(division, several)[0].tag == "Cũ nhất 10 ngày"


def test_the_lines_stand_on_first_screens_and_open_their_rows(several, client_of, officer, division, housing):
    for person, path in ((officer, "/"), (housing, "/"), (division, "/dashboard/")):
        client = client_of(person)
        page = client.get(path).text
        lines = lines_of(person, several)
        assert lines
        for line in lines:
            assert line.text in page
            assert count_of(client.get(line.url)) == line.count, line


def test_the_board_of_the_town_counts_what_waits_for_anybody(several, client_of, leader):
    client = client_of(leader)
    card = next(card for card in client.get("/dashboard/").context["cards"] if "vướng mắc chờ trả lời" in card.text)
    assert card.count == 3 == count_of(client.get(card.url))
