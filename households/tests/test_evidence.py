"""The papers of a proposal: several, kept under unguessable names, seen as the proposal is, each opening logged."""

import datetime

import pytest
from django.core.files.base import ContentFile

from households import changes
from households.models import EvidenceFile, Movement
from povertyplan.accounts.models import AccessLog

DAY = datetime.date(2022, 9, 10)
ANSWERS = {"reason": "supported", "on": "10/9/2022", "evidence": "BB 10/9", "send": "1"}


def pdf(name="bien-ban.pdf", content=b"noi dung"):
    return ContentFile(b"%PDF-1.4 " + content, name=name)


@pytest.fixture
def household(a_household):
    return a_household(head="Hồ Văn Áng")


@pytest.fixture
def movement(plan, household, officer):
    return changes.propose_exit(household, plan=plan, reason="supported", on=DAY, evidence="BB", by=officer)


@pytest.fixture
def paper(movement, officer):
    [paper] = changes.attach(movement, files=[pdf()], by=officer)
    return paper


def test_papers_are_sent_with_the_proposal(client_of, officer, household):
    url = f"/households/{household.code}/exit/"
    client_of(officer).post(url, ANSWERS | {"files": [pdf(), pdf("giay-chung-tu.pdf", b"khac")]})
    papers = Movement.objects.get().files.all()
    assert [paper.file_name for paper in papers] == ["bien-ban.pdf", "giay-chung-tu.pdf"]
    assert all("bien-ban" not in paper.file.name and paper.file.name.endswith(".pdf") for paper in papers)


def test_a_wrong_paper_holds_the_sending_up_and_is_named(client_of, officer, household):
    url = f"/households/{household.code}/exit/"
    page = client_of(officer).post(url, ANSWERS | {"files": [pdf(), ContentFile(b"MZ", name="virus.exe")]})
    assert "«virus.exe»: Chỉ nhận tệp" in page.text
    assert not Movement.objects.exists()


def test_a_paper_is_added_later_and_never_twice(client_of, officer, movement):
    url = f"/exits/{movement.pk}/files/add/"
    assert client_of(officer).get(url).status_code == 200
    client_of(officer).post(url, {"files": [pdf()]})
    client_of(officer).post(url, {"files": [pdf("ten-khac.pdf"), pdf("moi.pdf", b"moi")]})
    assert [paper.file_name for paper in movement.files.all()] == ["bien-ban.pdf", "moi.pdf"]
    assert "Thêm minh chứng: «moi.pdf»" in movement.household.diary.first().text


def test_choosing_no_file_is_said(client_of, officer, movement):
    page = client_of(officer).post(f"/exits/{movement.pk}/files/add/")
    assert "Hãy chọn ít nhất một tệp" in page.text


def test_a_name_with_a_path_or_marks_is_only_shown(movement, officer):
    [paper] = changes.attach(movement, files=[pdf("..\\..\\Biên bản <họp>.pdf")], by=officer)
    assert paper.file_name == "Biên bản <họp>.pdf"
    assert paper.file.name.startswith("evidence/")


def test_opening_a_paper_is_logged(client_of, officer, division, leader, paper, household):
    for person in (officer, division, leader):
        answer = client_of(person).get(f"/exits/files/{paper.pk}/")
        assert answer["Content-Disposition"].startswith("attachment")
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        log = AccessLog.objects.filter(action="open_file").first()
        assert (log.by, log.detail, household.code in log.subject) == (person, "bien-ban.pdf", True)


def test_strangers_and_bodies_do_not_open_it(client_of, stranger, housing, administrator, paper):
    assert client_of(stranger).get(f"/exits/files/{paper.pk}/").status_code == 404
    for other in (housing, administrator):
        assert client_of(other).get(f"/exits/files/{paper.pk}/").status_code == 403
    assert not AccessLog.objects.filter(action="open_file").exists()


def test_a_wrong_paper_is_taken_away_and_its_file_with_it(
    client_of, officer, paper, movement, django_capture_on_commit_callbacks
):
    url, stored = f"/exits/files/{paper.pk}/remove/", paper.file
    assert client_of(officer).get(url).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        client_of(officer).post(url)
    assert not EvidenceFile.objects.exists() and not stored.storage.exists(stored.name)
    assert "Bỏ minh chứng: «bien-ban.pdf»" in movement.household.diary.first().text


def test_others_take_nothing_away(client_of, stranger, division, leader, paper):
    assert client_of(stranger).post(f"/exits/files/{paper.pk}/remove/").status_code == 404
    for other in (division, leader):
        assert client_of(other).post(f"/exits/files/{paper.pk}/remove/").status_code == 403
    assert EvidenceFile.objects.exists()


def test_what_was_agreed_to_keeps_its_papers(client_of, officer, division, movement, paper):
    changes.agree(movement, by=division)
    answer = client_of(officer).post(f"/exits/files/{paper.pk}/remove/", follow=True)
    assert "không bỏ minh chứng được nữa" in answer.text
    changes.decide(movement, decision_no="9/QĐ", decision_on=DAY, by=division)
    page = client_of(officer).post(f"/exits/{movement.pk}/files/add/", {"files": [pdf("x.pdf", b"x")]})
    assert "không thêm minh chứng được nữa" in page.text
    assert EvidenceFile.objects.count() == 1
