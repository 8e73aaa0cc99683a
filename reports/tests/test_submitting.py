"""Handing in, accepting and returning; and what in time means at midnight in Vietnam."""

import hashlib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile

from households.changes import Refused
from povertyplan import clock
from reports.board import status_tag
from reports.models import Obligation, Timeliness
from reports.submitting import accept, return_submission, submit

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PDF = b"%PDF-1.4\nnoi dung"


def at(month, day, hour=9, minute=0, second=0) -> datetime:
    return datetime(2022, month, day, hour, minute, second, tzinfo=VIETNAM)


@pytest.fixture
def owed(plan, tu_ha):
    return plan.obligations.get(unit=tu_ha, kind="plan")


@pytest.fixture
def hand_in(owed, officer):
    def make(moment=None, **facts):
        facts = {"document_no": "45/KH-UBND", "document_on": date(2022, 8, 1), "text": "Tóm tắt", **facts}
        with clock.assume(moment or at(8, 5)):
            return submit(facts.pop("obligation", owed), by=facts.pop("by", officer), **facts)

    return make


def status(owed) -> Timeliness:
    return Obligation.objects.with_moments().get(pk=owed.pk).status


@pytest.mark.parametrize(
    ("kind", "moment", "expected"),
    [
        ("plan", at(8, 9, 23, 59, 59), Timeliness.ON_TIME),
        ("plan", at(8, 10, 0, 0, 1), Timeliness.ON_THE_DAY),
        ("plan", at(8, 10, 23, 59, 59), Timeliness.ON_THE_DAY),
        ("plan", at(8, 11, 0, 0, 1), Timeliness.LATE),
        ("report", at(11, 29, 23, 59, 59), Timeliness.ON_TIME),
        ("report", at(11, 30, 0, 0, 1), Timeliness.ON_THE_DAY),
        ("report", at(11, 30, 23, 59, 59), Timeliness.ON_THE_DAY),
        ("report", at(12, 1, 0, 0, 1), Timeliness.LATE),
    ],
)
def test_the_day_in_vietnam_decides_and_page_and_database_agree(plan, tu_ha, hand_in, kind, moment, expected):
    owed = plan.obligations.get(unit=tu_ha, kind=kind)
    hand_in(moment, obligation=owed)
    assert status(owed) == expected
    for other in Timeliness:
        found = Obligation.objects.in_plan(plan).with_moments().with_status(other).filter(pk=owed.pk)
        assert found.exists() == (other == expected)


def test_nothing_handed_in_is_missing(owed):
    assert status(owed) == Timeliness.MISSING


@pytest.mark.parametrize(
    ("day", "said", "css"),
    [
        (date(2022, 8, 5), "Chưa nộp, còn 5 ngày", ""),
        (date(2022, 8, 10), "Chưa nộp, hạn là hôm nay", "wa"),
        (date(2022, 8, 13), "Chưa nộp, trễ 3 ngày", "ba"),
    ],
)
def test_the_words_for_what_is_missing(owed, day, said, css):
    tag = status_tag(Obligation.objects.with_moments().get(pk=owed.pk), day)
    assert (tag.text, tag.css) == (said, css)


def test_a_late_version_says_by_how_many_days(owed, hand_in):
    hand_in(at(8, 12, 0, 5))
    assert status_tag(Obligation.objects.with_moments().get(pk=owed.pk), date(2022, 9, 16)).text == "Trễ 2 ngày"


def test_the_front_is_asked_and_not_dunned(plan, unit):
    owed = Obligation.objects.with_moments().get(unit=unit("MTTQ"), plan=plan, kind="plan")
    assert status_tag(owed, date(2022, 8, 1)).text == "Chưa gửi, còn 9 ngày"
    assert status_tag(owed, date(2022, 8, 13)).text == "Chưa gửi, quá ngày đề nghị 3 ngày"


def test_what_is_handed_in_keeps_moment_person_number_and_digest(hand_in, officer):
    version = hand_in(at(8, 5, 10, 30), file=ContentFile(PDF, name="Kế hoạch phường.pdf"))
    assert version.version == 1
    assert version.submitted_at == at(8, 5, 10, 30)
    assert version.submitted_by == officer
    assert version.receipt_no == "BN-2022-KH-19996-1"
    assert version.digest == hashlib.sha256(PDF).hexdigest()
    assert version.file_name == "Kế hoạch phường.pdf"
    assert version.file.name.endswith(".pdf")
    assert "hoạch" not in version.file.name, "the stored name says nothing"
    assert version.file.read() == PDF


def test_a_returned_version_makes_room_for_the_next_and_the_first_moment_stays(owed, hand_in, division):
    first = hand_in(at(8, 9))
    return_submission(first, reason="Chưa có danh sách kèm theo", by=division)
    second = hand_in(at(8, 20), document_no="52/KH-UBND")
    assert second.version == 2
    assert status(owed) == Timeliness.ON_TIME
    assert owed.submissions.count() == 2
    first.refresh_from_db()
    assert (first.state, first.document_no) == ("returned", "45/KH-UBND")


def test_what_is_accepted_is_closed(hand_in, division):
    accept(hand_in(), by=division)
    with pytest.raises(Refused, match="đã được chấp nhận"):
        hand_in(at(8, 6))


def test_while_a_version_waits_there_is_no_next_one(hand_in):
    hand_in()
    with pytest.raises(Refused, match="đang chờ kiểm tra"):
        hand_in(at(8, 6))


def test_another_units_officer_hands_in_nothing(hand_in, stranger, division, leader):
    for person in (stranger, division, leader):
        with pytest.raises(Refused, match="Chỉ cán bộ của đơn vị"):
            hand_in(by=person)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"document_no": "  "}, "số, ký hiệu"),
        ({"document_on": date(2022, 8, 6)}, "không được sau hôm nay"),
        ({"text": " ", "file": None}, "đính kèm tệp"),
        ({"file": ContentFile(PDF, name="virus.exe")}, "Chỉ nhận tệp"),
        ({"file": ContentFile(b"MZ...", name="ke-hoach.pdf")}, "Nội dung tệp không đúng"),
        ({"file": ContentFile(b"", name="ke-hoach.pdf")}, "Tệp rỗng"),
        ({"file": ContentFile(b"%PDF-" + b"0" * (5 * 1024**2), name="to.pdf")}, "lớn hơn 5 MB"),
    ],
)
def test_what_cannot_be_handed_in_is_refused_with_a_reason(owed, hand_in, facts, said):
    with pytest.raises(Refused, match=said):
        hand_in(at(8, 5), **facts)
    assert not owed.submissions.exists()


def test_a_path_in_a_file_name_is_cut_off(hand_in):
    assert hand_in(file=ContentFile(PDF, name=r"C:\Van ban\..\ke hoach.PDF")).file_name == "ke hoach.PDF"


def test_only_the_division_reviews_and_never_what_the_same_person_handed_in(
    plan, unit, hand_in, division, officer, a_user
):
    version = hand_in()
    with pytest.raises(Refused, match="không được kiểm tra"):
        accept(version, by=officer)
    own = plan.obligations.get(unit=unit("LDTBXH"), kind="plan")
    theirs = hand_in(obligation=own, by=division)
    with pytest.raises(Refused, match="người khác của Phòng"):
        accept(theirs, by=division)
    colleague = a_user("division", unit("LDTBXH"))
    assert accept(theirs, by=colleague).state == "accepted"


def test_a_version_is_reviewed_once(hand_in, division):
    version = accept(hand_in(), by=division)
    with pytest.raises(Refused, match="đã được kiểm tra"):
        return_submission(version, reason="Lý do đủ dài để trả", by=division)


def test_returning_takes_a_reason(hand_in, division):
    with pytest.raises(Refused, match="lý do trả lại"):
        return_submission(hand_in(), reason="thiếu", by=division)


def test_figures_count_each_obligation_once_by_its_first_version(plan, owed, hand_in, division):
    from reports.figures import figures

    return_submission(hand_in(at(8, 10, 8)), reason="Chưa có danh sách kèm theo", by=division)
    hand_in(at(8, 20))
    counted = figures(plan, date(2022, 9, 16)).obligations["plan"]
    assert (counted.expected, counted.on_the_day, counted.late, counted.missing) == (22, 1, 0, 21)
    before = figures(plan, date(2022, 8, 10) - timedelta(days=1)).obligations["plan"]
    assert before.missing == 22
