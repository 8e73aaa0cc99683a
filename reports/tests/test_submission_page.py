"""One obligation: the unit's form, the receipt, the division's answer, the file."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from povertyplan.accounts.models import AccessLog
from reports.models import Submission
from reports.submitting import accept, return_submission, submit

PDF = b"%PDF-1.4\nnoi dung"


@pytest.fixture
def owed(plan, tu_ha):
    return plan.obligations.get(unit=tu_ha, kind="report")


@pytest.fixture
def version(owed, officer):
    file = SimpleUploadedFile("Báo cáo quý.pdf", PDF)
    return submit(owed, document_no="60/BC-UBND", document_on=date(2022, 9, 10), text="Kết quả", file=file, by=officer)


def filled_in(**changes) -> dict:
    file = SimpleUploadedFile("báo cáo.pdf", PDF)
    return {"document_no": "61/BC-UBND", "document_on": "15/9/2022", "text": "Kết quả", "file": file, **changes}


def address(owed) -> str:
    return f"/submissions/{owed.pk}/"


def test_an_officer_hands_in_and_sees_the_receipt(owed, officer, client_of):
    answer = client_of(officer).post(address(owed), filled_in(), follow=True)
    version = owed.submissions.get()
    assert version.document_on == date(2022, 9, 15)
    assert version.submitted_by == officer
    for words in ("BN-2022-BC-19996-1", version.digest, "báo cáo.pdf", "61/BC-UBND", "Chờ kiểm tra"):
        assert words in answer.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"document_no": ""}, "Số, ký hiệu văn bản"),
        ({"document_on": "17/9/2022"}, "Ngày văn bản không được sau hôm nay"),
        ({"document_on": "31/2/2022"}, "Ngày văn bản"),
        ({"file": ""}, "Tệp đính kèm"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "Chỉ nhận tệp"),
        ({"file": SimpleUploadedFile("a.pdf", b"<html>")}, "Nội dung tệp không đúng"),
    ],
)
def test_a_form_with_mistakes_says_so_and_takes_nothing(owed, officer, client_of, changes, said):
    answer = client_of(officer).post(address(owed), filled_in(**changes))
    assert answer.status_code == 200
    assert "Có lỗi cần sửa" in answer.text
    assert said in answer.text
    assert not owed.submissions.exists()


def test_nobody_can_name_the_moment(owed, officer, client_of):
    client_of(officer).post(address(owed), filled_in(submitted_at="2022-01-01", version="9", state="accepted"))
    version = owed.submissions.get()
    assert (version.version, version.state) == (1, "submitted")
    assert timezone.localtime(version.submitted_at).date() == date(2022, 9, 16)


def test_the_same_form_sent_twice_makes_one_version(owed, officer, client_of):
    client = client_of(officer)
    client.post(address(owed), filled_in())
    answer = client.post(address(owed), filled_in())
    assert "đang chờ kiểm tra" in answer.text
    assert owed.submissions.count() == 1


def test_others_do_not_find_it(owed, version, stranger, bank, administrator, client_of):
    for person, status in ((stranger, 404), (bank, 404), (administrator, 403)):
        client = client_of(person)
        assert client.get(address(owed)).status_code == status
        assert client.post(address(owed), filled_in()).status_code == status
        assert client.get(f"/submissions/versions/{version.pk}/file/").status_code == status
    assert owed.submissions.count() == 1


def test_who_reads_only_cannot_hand_in(owed, leader, division, client_of):
    for person in (leader, division):
        client = client_of(person)
        assert client.get(address(owed)).status_code == 200
        assert client.post(address(owed), filled_in()).status_code == 403


def test_the_front_is_asked_politely(plan, unit, a_user, client_of):
    owed = plan.obligations.get(unit=unit("MTTQ"), kind="plan")
    page = client_of(a_user("agency", unit("MTTQ"))).get(address(owed)).text
    assert "Đề nghị gửi kế hoạch triển khai trước ngày 10/8/2022" in page
    assert "trễ" not in page


# --- The division's answer ------------------------------------------------------------------------------


def test_the_division_accepts_and_the_form_is_gone(owed, version, division, officer, client_of):
    answer = client_of(division).post(f"/submissions/versions/{version.pk}/accept/", follow=True)
    assert "Đã chấp nhận" in answer.text
    version.refresh_from_db()
    assert (version.state, version.reviewed_by) == ("accepted", division)
    page = client_of(officer).get(address(owed)).text
    assert 'name="document_no"' not in page
    refused = client_of(officer).post(address(owed), filled_in())
    assert "đã được chấp nhận" in refused.text
    assert owed.submissions.count() == 1


def test_the_division_returns_with_a_reason_and_the_unit_hands_in_again(owed, version, division, officer, client_of):
    reason = "Thiếu phụ lục danh sách hộ"
    client_of(division).post(f"/submissions/versions/{version.pk}/return/", {"reason": reason})
    page = client_of(officer).get(address(owed)).text
    assert reason in page
    assert "Nộp lại, lần 2" in page
    client_of(officer).post(address(owed), filled_in())
    assert list(owed.submissions.values_list("version", "state")) == [(2, "submitted"), (1, "returned")]


@pytest.mark.parametrize("reason", ["", "ngắn", " " * 20])
def test_returning_without_a_reason_is_refused(version, division, client_of, reason):
    answer = client_of(division).post(f"/submissions/versions/{version.pk}/return/", {"reason": reason})
    assert "Có lỗi cần sửa" in answer.text
    version.refresh_from_db()
    assert version.state == "submitted"


def test_answers_are_given_by_post_alone(version, division, client_of):
    for verb in ("accept", "return"):
        assert client_of(division).get(f"/submissions/versions/{version.pk}/{verb}/").status_code == 405


def test_only_the_division_answers(version, officer, stranger, leader, bank, client_of):
    for person in (officer, stranger, leader, bank):
        for verb in ("accept", "return"):
            path = f"/submissions/versions/{version.pk}/{verb}/"
            assert client_of(person).post(path, {"reason": "Lý do đủ dài"}).status_code == 403
    version.refresh_from_db()
    assert version.state == "submitted"


def test_the_divisions_own_paper_is_for_a_colleague(plan, unit, division, a_user, client_of):
    owed = plan.obligations.get(unit=unit("LDTBXH"), kind="plan")
    client = client_of(division)
    client.post(address(owed), filled_in())
    version = owed.submissions.get()
    assert "phải để người khác của Phòng kiểm tra" in client.get(address(owed)).text
    client.post(f"/submissions/versions/{version.pk}/accept/")
    version.refresh_from_db()
    assert version.state == "submitted"
    client_of(a_user("division", unit("LDTBXH"))).post(f"/submissions/versions/{version.pk}/accept/")
    version.refresh_from_db()
    assert version.state == "accepted"


def test_two_who_answer_at_once_are_told(version, division, client_of):
    accept(version, by=division)
    answer = client_of(division).post(f"/submissions/versions/{version.pk}/accept/", follow=True)
    assert "đã được kiểm tra" in answer.text


# --- The file -------------------------------------------------------------------------------------------


def test_a_file_is_a_download_under_its_own_name_and_its_opening_is_logged(version, division, client_of):
    answer = client_of(division).get(f"/submissions/versions/{version.pk}/file/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o%20qu%C3%BD.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    entry = AccessLog.objects.get(action="open_file")
    assert (entry.by, entry.subject) == (division, "BN-2022-BC-19996-1")


def test_a_version_without_a_file_has_none(owed, officer, client_of):
    version = submit(owed, document_no="1/BC", document_on=date(2022, 9, 1), text="Tóm tắt", by=officer)
    assert client_of(officer).get(f"/submissions/versions/{version.pk}/file/").status_code == 404
    assert "SHA-256" not in client_of(officer).get(address(owed)).text


def test_stored_files_lie_under_no_address(version, client_of, officer):
    assert client_of(officer).get(f"/media/{version.file.name}").status_code == 404
    assert client_of(officer).get(f"/{version.file.name}").status_code == 404


def test_every_version_stays_in_sight(owed, version, division, officer, client_of):
    return_submission(version, reason="Thiếu phụ lục danh sách", by=division)
    client_of(officer).post(address(owed), filled_in())
    page = client_of(division).get(address(owed)).text
    for number in (1, 2):
        assert f"BN-2022-BC-19996-{number}" in page
    assert Submission.objects.count() == 2
