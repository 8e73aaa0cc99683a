"""The receipt: what came when from whom; whether the kept files are whole, and whether a file is one of them."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from povertyplan import clock
from reports.drafting import texts
from reports.drafting.making import make
from reports.drafting.preparing import open_draft
from reports.models import Letterhead
from reports.submitting import submit

PDF = b"%PDF-1.4\nda ky"


@pytest.fixture
def version(plan, tu_ha, officer, a_household):
    a_household(head="Lê Thị Được Giúp", needs=["house_repair"])
    owed = plan.obligations.select_related("unit", "plan").get(unit=tu_ha, kind="plan")
    texts.write(owed, changed=[], offered={}, by=officer, paper=texts.Paper("45", datetime.date(2022, 9, 15), 0))
    made = make(open_draft(owed, clock.today()).prepared, by=officer, made_at=clock.now())
    signed = SimpleUploadedFile("ban-da-ky.pdf", PDF)
    return submit(owed, by=officer, document_no="45", document_on=clock.today(), file=signed, made=made)


def address(version) -> str:
    return f"/submissions/versions/{version.pk}/receipt/"


def asked(client, version, content: bytes, name: str = "tep.docx") -> str:
    return client.post(address(version), {"file": SimpleUploadedFile(name, content)}).text


def test_it_is_headed_as_the_divisions_papers_are(version, officer, client_of, unit):
    Letterhead.objects.filter(unit=unit("LDTBXH")).update(superior="UBND THỊ XÃ MỚI", issuer="PHÒNG\nNỘI VỤ")
    page = client_of(officer).get(address(version)).text
    assert "UBND THỊ XÃ MỚI" in page and "PHÒNG<br>NỘI VỤ" in page


def test_the_very_file_is_known_again_and_one_changed_sign_is_seen(version, officer, client_of):
    client = client_of(officer)
    word = version.document.read()
    assert "là văn bản Word soạn trên phần mềm, khớp từng ký tự" in asked(client, version, word)
    assert "là tệp đính kèm, khớp từng ký tự" in asked(client, version, PDF, "quet.pdf")
    assert "Không khớp: tệp «tep.docx»" in asked(client, version, word[:-1] + b"!")
    assert version.obligation.submissions.count() == 1, "comparing keeps nothing"


def test_the_kept_files_are_read_anew_each_time(version, officer, client_of, settings):
    client = client_of(officer)
    assert client.get(address(version)).text.count("còn nguyên") == 2
    with open(version.document.path, "ab") as file:
        file.write(b"!")
    page = client.get(address(version)).text
    assert page.count("còn nguyên") == 1 and page.count("không khớp mã") == 1
    version.file.storage.delete(version.file.name)
    assert client.get(address(version)).text.count("không khớp mã") == 2


def test_nothing_sent_is_said_so(version, officer, client_of):
    assert "Tệp cần kiểm tra" in client_of(officer).post(address(version), {}).text
