"""Handing in what was prepared: exactly what was seen, with its figures, texts and document kept."""

import datetime
import hashlib
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as read_word

from households import changes
from povertyplan import clock
from povertyplan.accounts.models import AccessLog
from reports.drafting import texts
from reports.models import FrozenFigure, FrozenText
from reports.submitting import accept, return_submission

TODAY = datetime.date(2022, 9, 16)
PDF = b"%PDF-1.4\nda ky"


@pytest.fixture
def owed(plan, tu_ha):
    return plan.obligations.select_related("unit", "plan").get(unit=tu_ha, kind="plan")


@pytest.fixture
def helped(a_household):
    return a_household(head="Lê Thị Được Giúp", needs=["house_repair"])


@pytest.fixture
def written(owed, helped, officer):
    """A draft that has its number and one text of a person."""
    paper = texts.Paper("45", datetime.date(2022, 9, 15), 0)
    organisation = texts.Written("organisation", "Đồng chí Hạnh phụ trách.", 0)
    return texts.write(owed, changed=[organisation], offered={}, by=officer, paper=paper)


def address(owed) -> str:
    return f"/submissions/{owed.pk}/preview/"


def seen(page: str) -> dict:
    return dict(re.findall(r'<input type="hidden" name="(seen_at|digest)" value="([^"]*)"', page))


@pytest.fixture
def hand_in(owed, client_of):
    """hand_in(officer): opens the preview and sends it back as it was."""

    def make(person, **more):
        client = client_of(person)
        return client.post(address(owed), seen(client.get(address(owed)).text) | more, follow=True)

    return make


def test_the_preview_shows_the_whole_paper_as_the_decree_lays_it_out(owed, written, officer, client_of):
    page = client_of(officer).get(address(owed)).text
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "45/KH-UBND", "Đồng chí Hạnh phụ trách.", "Lê Thị Được Giúp"):
        assert words in page
    assert "ngày 15 tháng 9 năm 2022" in page
    assert "Không có đề xuất, kiến nghị" in page


def test_a_section_that_says_nothing_is_left_out(owed, written, officer, client_of):
    texts.write(owed, changed=[texts.Written("proposals", "", 0)], offered={"proposals": "Không có."}, by=officer)
    page = client_of(officer).get(address(owed)).text
    assert "Đề xuất, kiến nghị" not in page


def test_what_was_seen_is_handed_in_and_kept(owed, written, officer, hand_in):
    answer = hand_in(officer)
    version = owed.submissions.get()
    assert "Đã nhận. Mã biên nhận BN-2022-KH-19996-1." in answer.text
    assert (version.document_no, version.document_on) == ("45/KH-UBND", datetime.date(2022, 9, 15))
    assert version.figures_on == TODAY
    content = version.document.read()
    assert version.document_digest == hashlib.sha256(content).hexdigest()
    words = "\n".join(paragraph.text for paragraph in read_word(io.BytesIO(content)).paragraphs)
    assert "Đồng chí Hạnh phụ trách." in words
    figures = {row.key: (row.value, row.unit, row.on) for row in version.frozenfigures.all()}
    assert figures["listed"] == (1, "hộ", TODAY)
    assert figures["needs.by_type.house_repair.needs"] == (1, "nhu cầu", TODAY)
    told = {row.section: row.text for row in version.frozentexts.all()}
    assert told["organisation"] == "Đồng chí Hạnh phụ trách."
    assert "phấn đấu giảm 01 hộ" in told["targets"], "sentences that nobody touched are kept too"


def test_the_page_says_what_has_changed_since(owed, written, helped, officer, hand_in, client_of, a_household):
    hand_in(officer)
    page = client_of(officer).get(f"/submissions/{owed.pk}/").text
    assert "Số liệu chưa thay đổi từ khi nộp" in page
    a_household(head="Thêm Sau", needs=["credit"])
    page = re.sub(r"<[^>]+>", "", client_of(officer).get(f"/submissions/{owed.pk}/").text)
    assert "Hộ trong danh sách giảm nghèo của năm: 1 khi nộp, nay 2 hộ" in page
    assert "Vay vốn sản xuất: nhu cầu: 0 khi nộp, nay 1 nhu cầu" in page
    assert owed.submissions.get().frozenfigures.get(key="listed").value == 1


def test_figures_that_changed_after_the_look_stop_it_once(owed, written, officer, client_of, a_household):
    client = client_of(officer)
    looked = seen(client.get(address(owed)).text)
    a_household(head="Thêm Sau", needs=["credit"])
    answer = client.post(address(owed), looked)
    assert answer.status_code == 409
    assert "nên chưa nộp" in answer.text
    assert "Thêm Sau" in answer.text
    assert not owed.submissions.exists()
    client.post(address(owed), seen(answer.text))
    assert owed.submissions.count() == 1


@pytest.mark.parametrize("sent", [{}, {"seen_at": "hôm qua", "digest": "x"}, {"seen_at": "2022-09-15T10:00:00+07:00"}])
def test_what_no_page_showed_is_not_handed_in(owed, written, officer, client_of, sent):
    answer = client_of(officer).post(address(owed), sent)
    assert answer.status_code == 200
    assert not owed.submissions.exists()


def test_a_signed_copy_goes_along(owed, written, officer, hand_in):
    hand_in(officer, file=SimpleUploadedFile("Kế hoạch đã ký.pdf", PDF))
    version = owed.submissions.get()
    assert (version.file_name, version.digest) == ("Kế hoạch đã ký.pdf", hashlib.sha256(PDF).hexdigest())
    assert version.document_name.endswith(".docx")


def test_a_bad_file_is_said_and_nothing_is_handed_in(owed, written, officer, hand_in):
    answer = hand_in(officer, file=SimpleUploadedFile("ban-ky.pdf", b"MZ"))
    assert "Nội dung tệp không đúng" in answer.text
    assert not owed.submissions.exists()


def test_the_same_page_sent_twice_makes_one_version(owed, written, officer, client_of):
    client = client_of(officer)
    looked = seen(client.get(address(owed)).text)
    client.post(address(owed), looked)
    answer = client.post(address(owed), looked, follow=True)
    assert "đang chờ kiểm tra" in answer.text
    assert owed.submissions.count() == 1
    assert FrozenText.objects.filter(section="aim").count() == 1


def test_without_a_number_there_is_nothing_to_press(owed, helped, officer, client_of):
    page = client_of(officer).get(address(owed)).text
    assert "Chưa có số văn bản" in page
    assert seen(page) == {}


def test_a_household_without_a_need_stops_it(owed, written, a_household, officer, hand_in, client_of):
    looked = seen(client_of(officer).get(address(owed)).text)
    a_household(head="Trần Thị Bị Quên")
    page = client_of(officer).get(address(owed)).text
    assert "Hộ Trần Thị Bị Quên (Tổ dân phố 1) chưa có nhu cầu hỗ trợ." in page
    assert seen(page) == {}
    client_of(officer).post(address(owed), looked)
    assert not owed.submissions.exists()


def test_a_return_opens_the_draft_again_with_the_texts_as_they_were(
    owed, written, officer, division, hand_in, client_of
):
    hand_in(officer)
    return_submission(owed.submissions.get(), reason="Chưa nêu tiến độ từng quý", by=division)
    page = client_of(officer).get(f"/submissions/{owed.pk}/").text
    assert "Chưa nêu tiến độ từng quý" in page
    assert "Soạn tiếp" in page
    page = client_of(officer).get(f"/submissions/{owed.pk}/write/").text
    assert "Đồng chí Hạnh phụ trách." in page
    assert 'value="45/KH-UBND"' in page or 'value="45"' in page
    hand_in(officer)
    assert list(owed.submissions.values_list("version", flat=True)) == [2, 1]
    assert FrozenFigure.objects.filter(key="listed").count() == 2


def test_what_is_accepted_is_locked(owed, written, officer, division, hand_in, client_of):
    hand_in(officer)
    accept(owed.submissions.get(), by=division)
    answer = client_of(officer).get(address(owed), follow=True)
    assert "đã được chấp nhận" in answer.text
    with pytest.raises(changes.Refused, match="đã được chấp nhận"):
        texts.write(owed, changed=[texts.Written("aim", "Khác", 0)], offered={}, by=officer)


def test_what_was_told_is_never_changed(owed, written, officer, hand_in):
    hand_in(officer)
    row = FrozenFigure.objects.first()
    row.value += 1
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


# --- The document and the receipt ---------------------------------------------------------------------------


def test_the_division_reads_the_document_and_that_is_logged(owed, written, officer, division, hand_in, client_of):
    hand_in(officer)
    version = owed.submissions.get()
    client = client_of(division)
    for ending, start in (("docx", b"PK"), ("pdf", b"%PDF-")):
        answer = client.get(f"/submissions/versions/{version.pk}/document/{ending}/")
        assert answer.content.startswith(start)
        assert answer["Content-Disposition"].startswith("attachment")
    log = AccessLog.objects.filter(action="open_file", by=division, subject="BN-2022-KH-19996-1")
    assert log.count() == 2
    assert client.get(f"/submissions/versions/{version.pk}/document/exe/").status_code == 404


def test_a_version_that_came_as_a_file_has_no_document(owed, officer, client_of):
    from reports.submitting import submit

    version = submit(owed, document_no="1/KH", document_on=TODAY, text="Tóm tắt", by=officer)
    assert client_of(officer).get(f"/submissions/versions/{version.pk}/document/docx/").status_code == 404


def test_the_receipt_names_moment_number_and_digests(owed, written, officer, division, hand_in, client_of):
    with clock.assume(datetime.datetime(2022, 9, 16, 15, 4, 5, tzinfo=clock.timezone.get_default_timezone())):
        hand_in(officer, file=SimpleUploadedFile("ban-ky.pdf", PDF))
    version = owed.submissions.get()
    page = client_of(division).get(f"/submissions/versions/{version.pk}/receipt/").text
    for words in ("BN-2022-KH-19996-1", "15:04:05 16/09/2022", version.digest, version.document_digest, "45/KH-UBND"):
        assert words in page


def test_others_find_neither_preview_nor_document_nor_receipt(
    owed, written, officer, stranger, bank, division, leader, hand_in, client_of
):
    for person, status in ((stranger, 404), (bank, 404), (division, 403), (leader, 403)):
        client = client_of(person)
        assert client.get(address(owed)).status_code == status
        assert client.post(address(owed), {}).status_code == status
        assert client.get(f"/submissions/{owed.pk}/draft/docx/").status_code == status
    hand_in(officer)
    version = owed.submissions.get()
    for person in (stranger, bank):
        for path in ("document/docx", "receipt"):
            assert client_of(person).get(f"/submissions/versions/{version.pk}/{path}/").status_code == 404


def test_the_draft_can_be_taken_out_to_be_signed(owed, written, officer, client_of):
    answer = client_of(officer).get(f"/submissions/{owed.pk}/draft/docx/")
    assert answer.content.startswith(b"PK")
    assert AccessLog.objects.filter(action="document", by=officer).count() == 1
