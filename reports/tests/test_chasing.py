"""Đôn đốc: who is behind, the letter that says with what, and the note that it was sent."""

import re
from datetime import date

import pytest

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.models import AccessLog
from reports.chasing import all_behind, answer_by, behind, late_needs, note_sent
from reports.documents.kinds import KINDS
from reports.documents.orders import Order
from reports.models import Notice, ReminderLetter
from reports.reminding.noticing import tell_at_once, write_notices
from reports.reminding.wording import line
from reports.submitting import submit
from reports.tests.reading import count_of
from tasks.models import Need

TODAY = date(2022, 9, 16)


def words_of(plan, unit, on=TODAY) -> str:
    document = KINDS["reminder"].build(Order(KINDS["reminder"], plan, on, unit=unit))
    return "\n".join([document.subject, *("".join(run.text for run in block.runs) for block in document.body)])


def test_who_is_behind_and_with_what(a_town, unit, tu_ha):
    found = {one.unit.code: one for one in all_behind(a_town, TODAY)}
    assert len(found) == 21, "nobody has handed in a plan; the division does not write to itself"
    housing = found["QLDT"]
    assert [need.due_on for need in housing.overdue] == [date(2022, 9, 1)]
    assert housing.told == "kế hoạch triển khai; 1 nhu cầu quá hạn hoàn thành"
    assert [owed.kind for owed in found[tu_ha.code].owed] == ["plan"]
    assert [owed.kind for owed in found[tu_ha.code].coming] == ["report"]


def test_its_numbers_are_those_of_the_lists(a_town, division, client_of):
    client = client_of(division)
    for one in all_behind(a_town, TODAY):
        if one.unit.is_commune:
            assert not one.needs
            continue
        overdue = count_of(client.get(f"/needs/?lead={one.unit.code}&state=overdue"))
        slow = count_of(client.get(f"/needs/?lead={one.unit.code}&state=take_up_overdue"))
        assert (len(one.overdue), len(one.slow)) == (int(overdue), int(slow))


def test_as_many_queries_for_many_as_for_few(a_town, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        for one in all_behind(a_town, TODAY):
            assert one.told


def test_of_an_earlier_day_it_reads_the_steps(a_town, unit):
    units = [unit("QLDT")]
    with clock.assume(date(2022, 9, 5)):
        live = [list(needs) for needs in late_needs(a_town, units, date(2022, 9, 5))]
    assert [list(needs) for needs in late_needs(a_town, units, date(2022, 9, 5))] == live
    assert [len(needs) for needs in live] == [0, 1]


def test_the_letter_names_what_is_late_and_since_when(a_town, unit):
    text = words_of(a_town, unit("QLDT"))
    assert "đôn đốc nộp kế hoạch triển khai, thực hiện nhu cầu hỗ trợ hộ nghèo năm 2022" in text
    assert "hạn nộp 10/8/2022, đến nay chưa nộp, trễ 37 ngày" in text
    assert "01 nhu cầu do" in text and "quá hạn từ ngày 01/9/2022" in text
    assert "xong trước ngày 23 tháng 9 năm 2022" in text, "five working days"


def test_the_letter_is_signed_for_the_chairman_and_laid_out_as_a_letter(a_town, unit):
    document = KINDS["reminder"].build(Order(KINDS["reminder"], a_town, TODAY, unit=unit("QLDT"), number="125"))
    assert document.is_letter
    assert document.number_and_symbol == "125/UBND-LĐTBXH"
    assert document.signature.lines[:2] == ("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG LAO ĐỘNG -")
    assert document.receivers[0] == "Như trên" and document.receivers[-1].startswith("Lưu: VT")
    [(_, table)] = document.tables()
    assert [row.cells[1] for row in table.rows] == ["Nguyễn Văn Một"]
    assert table.rows[0].cells[-1] == 15


def test_the_front_is_asked_and_not_ordered(a_town, unit):
    text = words_of(a_town, unit("MTTQ"))
    assert "kính đề nghị quý cơ quan" in text and "chưa gửi, đã qua 37 ngày" in text
    assert not re.search("yêu cầu|khẩn trương|đôn đốc|nộp", text)


def test_who_is_not_behind_is_reminded_of_what_comes_next(plan, officer):
    owed = plan.obligations.get(unit=officer.unit, kind="plan")
    with clock.assume(date(2022, 8, 5)):
        submit(owed, document_no="1/KH", document_on=date(2022, 8, 1), text="Tóm tắt", by=officer)
    text = words_of(plan, officer.unit)
    assert "không có việc nào quá hạn" in text and "chậm nhất ngày 30 tháng 11 năm 2022" in text
    assert officer.unit.pk not in {one.unit.pk for one in all_behind(plan, TODAY)}


@pytest.mark.parametrize(("day", "until"), [(12, 19), (16, 23), (17, 23), (18, 23)])
def test_five_working_days(day, until):
    assert answer_by(date(2022, 9, day)) == date(2022, 9, until)


# --- Pages ----------------------------------------------------------------------------------------------


def test_one_click_from_the_list_opens_the_letter(a_town, division, client_of):
    client = client_of(division)
    page = client.get("/submissions/reminders/")
    assert count_of(page) == 21
    assert 'href="/submissions/reminders/QLDT/"' in page.text
    letter = client.get("/submissions/reminders/QLDT/").text
    assert "V/v đôn đốc nộp" in letter and "TL. CHỦ TỊCH" in letter
    file = client.post("/documents/new/?kind=reminder", {"unit": "QLDT", "form": "docx"})
    assert file.status_code == 302


def test_that_it_was_sent_is_noted_and_shown(a_town, division, unit, client_of):
    client = client_of(division)
    page = client.post("/submissions/reminders/QLDT/", {"number": "125/UBND-LĐTBXH", "sent_on": "15/09/2022"})
    assert page.status_code == 302
    letter = ReminderLetter.objects.get()
    assert (letter.unit, letter.sent_on, letter.by) == (unit("QLDT"), date(2022, 9, 15), division)
    assert "1 nhu cầu quá hạn hoàn thành" in letter.told
    assert AccessLog.objects.filter(subject__startswith="Công văn đôn đốc").exists()
    assert "15/09/2022, 125/UBND-LĐTBXH" in client.get("/submissions/reminders/").text
    assert behind(a_town, unit("QLDT"), TODAY).last == letter


def test_its_people_see_it_until_they_are_behind_no_more(plan, division, officer, client_of):
    def told():
        return list(Notice.objects.of(officer).unread().filter(kind="chased").values_list("text", flat=True))

    sent = {"number": "125/UBND-LĐTBXH", "sent_on": "16/09/2022"}
    client_of(division).post(f"/submissions/reminders/{officer.unit.code}/", sent)
    [text] = told()
    assert text == "UBND thị xã đôn đốc ngày 16/09/2022 (số 125/UBND-LĐTBXH): kế hoạch triển khai"
    assert "Thực hiện 1 công văn đôn đốc" in client_of(officer).get("/").text
    write_notices(TODAY)
    assert len(told()) == 1, "the morning does not tell it again"
    owed = plan.obligations.get(unit=officer.unit, kind="plan")
    submit(owed, document_no="1/KH", document_on=TODAY, text="Tóm tắt", by=officer)
    write_notices(TODAY)
    assert told() == []


def test_the_front_sees_a_request(plan, division, unit, a_user):
    front = a_user("agency", unit("MTTQ"))
    tell_at_once(note_sent(plan, unit("MTTQ"), sent_on=TODAY, by=division))
    assert Notice.objects.of(front).get().text == "UBND thị xã đề nghị ngày 16/09/2022: kế hoạch triển khai"
    assert line("chased", 1, front) == "Đề nghị xem 1 công văn của UBND thị xã"


def test_a_wrong_day_is_said(a_town, division, client_of):
    page = client_of(division).post("/submissions/reminders/QLDT/", {"sent_on": "31/07/2022"})
    assert "Kế hoạch ban hành ngày 01/08/2022" in page.text
    assert (
        "hôm nay hoặc trước đó"
        in client_of(division).post("/submissions/reminders/QLDT/", {"sent_on": "17/09/2022"}).text
    )
    assert not ReminderLetter.objects.exists()


def test_only_the_division_may(a_town, unit, officer, leader, division, client_of):
    for person in (officer, leader):
        assert client_of(person).get("/submissions/reminders/").status_code == 403
        with pytest.raises(Refused):
            note_sent(a_town, unit("QLDT"), sent_on=TODAY, by=person)
    assert client_of(division).get("/submissions/reminders/khong-co/").status_code == 404


def test_the_list_of_late_needs_leads_there(a_town, division, housing, client_of):
    assert Need.objects.overdue(TODAY).exists()
    assert "Đôn đốc cơ quan chậm" in client_of(division).get("/needs/?state=overdue").text
    assert "/submissions/reminders/QLDT/" in client_of(division).get("/needs/?state=overdue&lead=QLDT").text
    assert "Đôn đốc cơ quan chậm" not in client_of(division).get("/needs/").text
    assert "Đôn đốc cơ quan chậm" not in client_of(housing).get("/needs/?state=overdue").text
