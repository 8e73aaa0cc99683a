"""The page of documents: who may make what of whom, at once or by the worker, and where to fetch it."""

import datetime
import io
import zipfile

import pytest
from django.core.management import call_command
from django.urls import reverse

from povertyplan import clock, working
from povertyplan.accounts.models import AccessLog
from povertyplan.worker import work
from reports.documents import asking, making
from reports.documents.kinds import KINDS
from reports.models import Letterhead, MadePaper

pytestmark = pytest.mark.django_db
PAGE = "/documents/"


def new(kind: str) -> str:
    return reverse("document_new", query={"kind": kind})


@pytest.fixture
def long_ones(monkeypatch, settings, tmp_path):
    """Every list of households is long; the lock of these tests is not that of another run."""
    monkeypatch.setattr(asking, "LONG_FROM", dict.fromkeys(asking.LONG_FROM, 0))
    settings.DATA_DIR = tmp_path


@pytest.fixture
def started(monkeypatch):
    commands = []
    monkeypatch.setattr(working.subprocess, "Popen", lambda command, **options: commands.append(command))
    return commands


def names(answer) -> set[str]:
    return {kind.code for _, kinds in answer.context["groups"] for kind, _ in kinds}


def test_a_commune_sees_the_kinds_of_its_data(client_of, officer, a_town):
    found = names(client_of(officer).get(PAGE))
    assert {"needs", "to_exit", "exited", "not_exited", "submissions", "causes", "plan", "report"} <= found


def test_a_body_sees_the_kinds_that_bodies_have(client_of, housing, a_town):
    found = names(client_of(housing).get(PAGE))
    assert {"needs", "submissions", "plan", "report"} <= found
    assert not found & {"to_exit", "exited", "not_exited", "causes", "deprivations", "groups"}


def test_the_administrator_makes_none(client_of, administrator):
    assert client_of(administrator).get(PAGE).status_code == 403
    assert client_of(administrator).post(new("needs"), {"form": "docx"}).status_code == 403


def test_one_click_makes_the_paper_and_hands_it_out(client_of, officer, a_town):
    client = client_of(officer)
    answer = client.post(new("needs"), {"form": "docx"}, follow=True)
    made = MadePaper.objects.get()
    assert answer.redirect_chain == [(reverse("document_file", args=[made.pk]), 302)]
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert made.unit == officer.unit and made.asked_by == officer and made.as_of == clock.today()
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert [line.action for line in AccessLog.objects.order_by("pk")][-2:] == ["document", "open_file"]


def test_the_form_takes_day_number_and_form(client_of, officer, a_town):
    client_of(officer).post(new("exited"), {"form": "xlsx", "as_of": "31/08/2022", "number": "7"})
    made = MadePaper.objects.get()
    assert (made.as_of, made.number, made.form) == (datetime.date(2022, 8, 31), "7", "xlsx")
    assert made.file_name == "danh-sach-ho-da-thoat-ngheo-19996-tu-ha-2022-08-31.xlsx"


def test_a_commune_makes_only_its_own_whatever_it_sends(client_of, officer, a_town):
    client_of(officer).post(new("to_exit"), {"form": "docx", "unit": "20035"})
    assert MadePaper.objects.get().unit == officer.unit


def test_the_town_is_chosen_by_those_who_see_it(client_of, division, leader, a_town):
    client_of(division).post(new("to_exit"), {"form": "docx"})
    client_of(leader).post(new("to_exit"), {"form": "docx", "unit": "20035"})
    assert [made.unit and made.unit.code for made in MadePaper.objects.order_by("pk")] == [None, "20035"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"form": "odt"}, "Hãy chọn"),
        ({"number": "5"}, "Hãy"),
        ({"form": "docx", "as_of": "01/01/2023"}, "Ngày phải là hôm nay hoặc trước đó"),
        ({"form": "docx", "as_of": "abc"}, "ngày"),
        ({"form": "docx", "number": "x" * 99}, "60"),
    ],
)
def test_what_cannot_be_understood_is_said_on_the_form(client_of, officer, a_town, sent, sentence):
    answer = client_of(officer).post(new("needs"), sent)
    assert answer.status_code == 200 and sentence in answer.text
    assert not MadePaper.objects.exists()


def test_a_kind_that_is_not_there_or_not_for_this_person_is_not_found(client_of, officer, housing, a_town):
    assert client_of(officer).get(new("khong-co")).status_code == 404
    assert client_of(officer).get(reverse("document_new")).status_code == 404
    assert client_of(housing).post(new("to_exit"), {"form": "docx"}).status_code == 404


def test_others_find_neither_the_line_nor_the_file(client_of, officer, stranger, housing, division, leader, a_town):
    client_of(officer).post(new("needs"), {"form": "docx"})
    made = MadePaper.objects.get()
    for person, there in ((stranger, 404), (housing, 404), (division, 200), (leader, 200)):
        assert client_of(person).get(reverse("document_file", args=[made.pk])).status_code == there
        assert client_of(person).get(reverse("document", args=[made.pk])).status_code == there
        assert client_of(person).get(PAGE).context["count"] == (there == 200)


def test_what_the_division_made_of_the_town_no_commune_sees(client_of, division, officer, a_town):
    client_of(division).post(new("needs"), {"form": "docx"})
    assert client_of(officer).get(reverse("document_file", args=[MadePaper.objects.get().pk])).status_code == 404


def test_a_closed_year_can_still_be_printed(client_of, officer, a_town):
    a_town.closed_on = datetime.date(2022, 9, 10)
    a_town.save()
    client_of(officer).post(new("needs"), {"form": "docx"})
    assert MadePaper.objects.get().as_of == datetime.date(2022, 9, 10)


def test_a_long_list_waits_for_the_worker_and_shows_how_far_it_is(client_of, officer, a_town, long_ones):
    client = client_of(officer)
    answer = client.post(new("to_exit"), {"form": "pdf"})
    made = MadePaper.objects.get()
    assert answer.url == reverse("document", args=[made.pk])
    page = client.get(answer.url)
    assert page.headers["Refresh"] == "2" and "Đang chờ đến lượt" in page.text
    assert client.get(reverse("document_file", args=[made.pk])).url == answer.url
    work()
    page = client.get(answer.url)
    assert "Refresh" not in page.headers and "Tải tệp .pdf" in page.text
    content = b"".join(client.get(reverse("document_file", args=[made.pk])).streaming_content)
    assert content.startswith(b"%PDF-")


def test_a_worker_is_started_for_it(client_of, officer, a_town, long_ones, started, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client_of(officer).post(new("to_exit"), {"form": "docx"})
    assert [command[-2:] for command in started] == [["work", "--once"]]


def test_steps_are_told_while_it_is_made(client_of, officer, a_town, long_ones, monkeypatch):
    client_of(officer).post(new("to_exit"), {"form": "docx"})
    made, seen = MadePaper.objects.get(), []
    real = making.word_of

    def look(*given):
        seen.append(MadePaper.objects.get(pk=made.pk).step)
        return real(*given)

    monkeypatch.setattr(making, "word_of", look)
    work()
    assert seen == ["Đang dựng văn bản"]


def test_a_failure_is_said_and_can_be_tried_again(client_of, officer, a_town, long_ones, monkeypatch):
    client = client_of(officer)
    client.post(new("to_exit"), {"form": "docx"})
    made = MadePaper.objects.get()
    with monkeypatch.context() as broken:
        broken.setattr(making, "word_of", lambda *given: 1 / 0)
        work()
    page = client.get(reverse("document", args=[made.pk]))
    assert "Phần mềm gặp lỗi khi lập văn bản này" in page.text and "Lập lại" in page.text
    client.post(reverse("document_again", args=[made.pk]))
    work()
    made.refresh_from_db()
    assert made.file and not made.told


def test_work_that_died_with_its_process_is_said_to_be_dead(client_of, officer, a_town, long_ones, started):
    client = client_of(officer)
    client.post(new("to_exit"), {"form": "docx"})
    MadePaper.objects.update(started_at=clock.now())
    page = client.get(reverse("document", args=[MadePaper.objects.get().pk]))
    assert "bị dừng giữa chừng" in page.text


def test_what_is_there_is_not_made_again(client_of, officer, a_town):
    client = client_of(officer)
    client.post(new("needs"), {"form": "docx"})
    made = MadePaper.objects.get()
    answer = client.post(reverse("document_again", args=[made.pk]), follow=True)
    assert "không cần lập lại" in answer.text
    assert client.get(reverse("document_again", args=[made.pk])).status_code == 405


def test_files_are_thrown_away_after_a_week_and_the_line_stays(client_of, officer, a_town):
    client = client_of(officer)
    client.post(new("needs"), {"form": "docx"})
    made = MadePaper.objects.get()
    path = made.file.path
    with clock.assume(clock.today() + datetime.timedelta(days=6)):
        call_command("sweep", stdout=io.StringIO())
    assert zipfile.is_zipfile(path)
    with clock.assume(clock.today() + datetime.timedelta(days=8)):
        call_command("sweep", stdout=io.StringIO())
    made.refresh_from_db()
    assert not made.file and not zipfile.is_zipfile(path)
    assert "Tệp đã xóa" in client.get(PAGE).text
    answer = client.post(reverse("document_again", args=[made.pk]))
    assert answer.url == reverse("document", args=[made.pk])
    work()
    made.refresh_from_db()
    assert made.file


def test_a_kind_that_is_gone_is_said(client_of, officer, a_town):
    client = client_of(officer)
    client.post(new("needs"), {"form": "docx"})
    MadePaper.objects.update(kind="old", file="")
    client.post(reverse("document_again", args=[MadePaper.objects.get().pk]))
    work()
    assert "Phần mềm không còn lập" in MadePaper.objects.get().told


def test_the_file_is_stored_under_a_name_that_says_nothing(client_of, officer, a_town):
    client_of(officer).post(new("needs"), {"form": "docx"})
    assert "nhu-cau" not in MadePaper.objects.get().file.name


def test_every_kind_is_of_somebody_and_has_a_file_name():
    assert all(kind.of and kind.file_name and kind.forms for kind in KINDS.values())


# --- How a unit's papers are headed -------------------------------------------------------------------------

HEAD = {
    "superior": "UBND THỊ XÃ HƯƠNG TRÀ", "issuer": "ỦY BAN NHÂN DÂN\nPHƯỜNG TỨ HẠ", "symbol": "UBND", "place": "Tứ Hạ",
    "authority": "TM. ỦY BAN NHÂN DÂN\r\nKT. CHỦ TỊCH\r\nPHÓ CHỦ TỊCH", "signer": "Lê Văn Ký", "receivers": "Lưu: VT",
}  # fmt: skip


def test_a_unit_says_itself_who_signs(client_of, officer, stranger, a_town):
    client = client_of(officer)
    assert client.post("/documents/letterhead/", HEAD).url == PAGE
    row = Letterhead.objects.get(unit=officer.unit)
    assert row.signature.lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert row.signature.name == "Lê Văn Ký"
    assert Letterhead.objects.of(stranger.unit).signer == ""
    assert AccessLog.objects.filter(subject__startswith="Thể thức văn bản").exists()


def test_the_division_says_it_for_the_town_and_nobody_else(client_of, officer, division, leader, administrator):
    assert client_of(division).post("/documents/letterhead/?of=town", HEAD).url == PAGE
    assert Letterhead.objects.get(unit=None).signer == "Lê Văn Ký"
    assert client_of(officer).post("/documents/letterhead/?of=town", HEAD).status_code == 404
    assert client_of(leader).get("/documents/letterhead/").status_code == 403
    assert client_of(administrator).get("/documents/letterhead/").status_code == 403


def test_a_head_without_a_name_is_not_saved(client_of, officer):
    answer = client_of(officer).post("/documents/letterhead/", HEAD | {"issuer": ""})
    assert answer.status_code == 200 and answer.context["form"].errors


def test_a_unit_without_a_row_gets_what_can_be_assumed_and_can_save_it(client_of, officer, a_town):
    Letterhead.objects.filter(unit=officer.unit).delete()
    client = client_of(officer)
    assert "PHƯỜNG TỨ HẠ" in client.get("/documents/letterhead/").text
    client.post("/documents/letterhead/", HEAD)
    assert Letterhead.objects.get(unit=officer.unit).told_as == "UBND phường Tứ Hạ"
