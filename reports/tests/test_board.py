"""The board of 22 units and two papers, and its filters."""

import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from povertyplan import clock
from reports.chasing import note_sent
from reports.submitting import accept, return_submission, submit
from reports.tests.reading import count_of


@pytest.fixture
def handed_in(plan, officer, stranger, bank, housing, division):
    """Tứ Hạ early and accepted, Bình Tiến on the day and waiting, the bank late and returned, housing waiting."""

    def hand_in(person, day, kind="plan"):
        moment = datetime(2022, *day, 16, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
        with clock.assume(moment):
            owed = plan.obligations.get(unit=person.unit, kind=kind)
            return submit(owed, document_no="1/KH", document_on=date(2022, 8, 1), text="Tóm tắt", by=person)

    accept(hand_in(officer, (8, 5)), by=division)
    hand_in(stranger, (8, 10))
    return_submission(hand_in(bank, (8, 12)), reason="Thiếu phân công cán bộ", by=division)
    hand_in(housing, (9, 1), kind="report")
    return plan


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 44), ("kind=plan", 22), ("kind=plan&status=on_time", 1), ("kind=plan&status=on_the_day", 1),
        ("kind=plan&status=late", 1), ("kind=plan&status=missing", 19), ("kind=report&status=missing", 21),
        ("state=submitted", 2), ("state=accepted", 1), ("state=returned", 1), ("unit=QLDT", 2),
        ("unit=NHCSXH&status=late", 1), ("status=late&state=accepted", 0),
    ],
)  # fmt: skip
def test_each_condition_leaves_exactly_its_rows(handed_in, division, client_of, query, count):
    assert count_of(client_of(division).get(f"/submissions/?{query}")) == count


@pytest.mark.parametrize("query", ["kind=x", "status=%00", "unit=%27--", "state=a&state=b", "page=x", "unit=1&unit=2"])
def test_garbage_is_said_and_left_out(handed_in, division, client_of, query):
    answer = client_of(division).get(f"/submissions/?{query}")
    assert answer.status_code == 200
    assert count_of(answer) == 44


def test_words_say_how_each_stands(handed_in, division, client_of):
    page = client_of(division).get("/submissions/").text
    for words in ("Đúng hạn", "Trong ngày hạn", "Trễ 2 ngày", "Chưa nộp, trễ 37 ngày", "Chưa nộp, còn 75 ngày"):
        assert words in page
    for words in ("Chờ kiểm tra", "Đã chấp nhận", "Trả lại"):
        assert words in page
    assert "Chưa gửi, quá ngày đề nghị 37 ngày" in page, "the Front is asked"


def test_communes_come_first_in_the_plans_order(handed_in, division, client_of):
    rows = client_of(division).get("/submissions/").context["rows"]
    assert len(rows) == 22
    assert [row.unit.code for row in rows][:2] == ["19996", "20008"]
    assert rows[9].unit.code == "LDTBXH"


def test_a_unit_sees_its_own_two_papers(handed_in, officer, client_of):
    answer = client_of(officer).get("/submissions/")
    assert count_of(answer) == 2
    assert "Bình Tiến" not in answer.text
    assert "Đơn vị</label>" not in answer.text


def test_the_leader_sees_all_and_the_administrator_nothing(handed_in, leader, administrator, client_of):
    assert count_of(client_of(leader).get("/submissions/")) == 44
    assert client_of(administrator).get("/submissions/").status_code == 403


def test_the_board_takes_few_queries(handed_in, division, client_of, django_assert_max_num_queries):
    client = client_of(division)
    with django_assert_max_num_queries(12):
        client.get("/submissions/?kind=plan&status=late")


def test_nothing_found_says_what_to_do(handed_in, division, client_of):
    assert (
        "Không có văn bản nào khớp điều kiện lọc" in client_of(division).get("/submissions/?unit=TTYT&status=late").text
    )


def test_the_foot_counts_each_column(handed_in, division, client_of):
    plans, reports = client_of(division).get("/submissions/").context["tallies"]
    assert (plans.on_time, plans.on_the_day, plans.late, plans.missing, plans.returned) == (1, 1, 1, 19, 1)
    assert (reports.on_time, reports.missing) == (1, 21)


def test_a_late_unit_has_its_letter_one_click_away(handed_in, division, leader, officer, client_of):
    page = client_of(division).get("/submissions/").text
    assert 'href="/submissions/reminders/MTTQ/"' in page and "Soạn công văn đề nghị" in page
    assert 'href="/submissions/reminders/19996/"' not in page, "Tứ Hạ was in time"
    assert 'href="/submissions/reminders/LDTBXH/"' not in page
    for person in (leader, officer):
        assert "/submissions/reminders/" not in client_of(person).get("/submissions/").text


def test_the_board_says_when_a_unit_was_last_reminded(handed_in, division, leader, unit, client_of):
    for day in (12, 14):
        note_sent(handed_in, unit("MTTQ"), sent_on=date(2022, 9, day), by=division)
    assert "Gần nhất 14/09/2022" in client_of(leader).get("/submissions/").text


def test_excel_holds_the_rows_of_the_filter(handed_in, division, officer, client_of):
    def lines(person, query):
        sheet = load_workbook(io.BytesIO(client_of(person).get(f"/submissions/export/?{query}").content)).active
        rows = list(sheet.iter_rows(values_only=True))
        head = next(place for place, row in enumerate(rows) if row[0] == "Đơn vị")
        return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]

    assert len(lines(division, "")) == 44
    [late] = lines(division, "kind=plan&status=late")
    assert (late["Thời hạn"], late["Số ngày trễ"], late["Kiểm tra"]) == ("Trễ 2 ngày", 2, "Trả lại")
    assert late["Hạn nộp"].date() == date(2022, 8, 10)
    coming = lines(division, "kind=report&status=missing")[0]
    assert (coming["Số ngày còn lại"], coming["Số ngày trễ"]) == (75, None)
    assert {line["Đơn vị"] for line in lines(officer, "")} == {"Phường Tứ Hạ"}
