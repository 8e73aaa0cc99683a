"""The town's own report: from the same rows as the dashboard, written by the division, kept as it was issued."""

import datetime
import hashlib
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as read_word
from openpyxl import load_workbook

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.models import AccessLog
from reports import issuing
from reports.documents.kinds import KINDS, Form
from reports.documents.making import make as make_paper
from reports.documents.orders import Order
from reports.drafting import texts
from reports.drafting.making import make
from reports.drafting.preparing import open_draft, open_town_draft
from reports.drafting.town_report import prepare
from reports.figures import as_json, figures
from reports.links import value_of
from reports.models import FrozenFigure, Letterhead, TownReport
from reports.submitting import submit
from reports.told_by_units import lines

TODAY = datetime.date(2022, 9, 16)
WRITE, PREVIEW, PAGE = "/town-report/write/", "/town-report/preview/", "/town-report/"


@pytest.fixture
def signer(plan):
    Letterhead.objects.filter(unit=None).update(signer="Trần Đình Thuận")


@pytest.fixture
def numbered(plan, division, signer):
    """A draft with its number and one text of a person."""
    paper = texts.Paper("312", datetime.date(2022, 9, 15), 0)
    own = texts.Written("difficulties", "Thiếu quỹ đất tái định cư.", 0)
    return texts.write_for_the_town(plan, changed=[own], offered={}, by=division, paper=paper)


# Which the dashboard does not show: how far the annual review is, and why households are left.
OF_PAPERS = ("left.official", "left.preliminary", "remaining.why.")


def issued(plan, by) -> TownReport:
    made = make(open_town_draft(plan, TODAY).prepared, by=by, made_at=clock.now())
    return issuing.issue(plan, made=made, by=by)


def seen(page: str) -> dict:
    return dict(re.findall(r'<input type="hidden" name="(seen_at|digest)" value="([^"]*)"', page))


def text(paper, section: str) -> str:
    return next(part.text for part in paper.parts if part.key == section)


def table(paper, section: str, place: int = 0):
    return next(part.tables for part in paper.parts if part.key == section)[place]


# --- What it tells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", [TODAY, datetime.date(2022, 8, 31)])
def test_every_figure_of_it_is_the_dashboards_of_that_day(a_town, on):
    told = as_json(figures(a_town, on))
    compared = 0
    for fact in prepare(a_town, on).facts:
        if fact.key.split(".")[0] in told and not fact.key.startswith(OF_PAPERS):
            assert fact.value == value_of(told, fact.key), fact.key
            compared += 1
    assert compared > 30


def test_communes_and_bodies_add_up_to_the_town(a_town):
    paper, found = prepare(a_town, TODAY), figures(a_town, TODAY)
    total = table(paper, "households").rows[-1].cells
    assert total[1:6] == (found.listed, found.left.exited, found.left.other_decrease, found.left.total, found.remaining)
    assert table(paper, "bodies").rows[-1].cells[1] == found.needs.total, "also the needs that nobody leads"


def test_what_units_wrote_of_difficulties_and_proposals_is_joined(a_town, officer, tu_ha, housing, unit):
    for person, difficulty in ((officer, "Đường vào thôn hư hỏng.\nThiếu thợ."), (housing, "- Chậm vốn.")):
        owed = a_town.obligations.get(unit=person.unit, kind="report")
        written = [texts.Written("difficulties", difficulty, 0)]
        paper = texts.Paper("9", TODAY, 0)
        texts.write(owed, changed=written, offered={}, by=person, paper=paper)
        made = make(open_draft(owed, TODAY).prepared, by=person, made_at=clock.now())
        submit(owed, by=person, document_no="9", document_on=TODAY, made=made)
    paper = prepare(a_town, TODAY)
    assert text(paper, "difficulties") == (
        "- Phường Tứ Hạ: Đường vào thôn hư hỏng. Thiếu thợ.\n- Phòng Quản lý đô thị: Chậm vốn."
    )
    assert text(paper, "proposals") == "Không có đề xuất, kiến nghị."
    assert "Báo cáo kết quả: 2/22 đơn vị đã nộp" in text(paper, "direction")


def test_it_comes_with_its_annexes_in_every_form(a_town, division, signer):
    order = Order(KINDS["town_report"], a_town, TODAY, by=division)
    titles = [annex.title for annex in order.kind.build(order).annexes]
    assert titles == [
        "Biểu 01: Tổng hợp nhu cầu hỗ trợ để thoát nghèo năm 2022",
        "Danh sách hộ đã ra khỏi danh sách hộ nghèo năm 2022",
        "Danh sách hộ chưa thoát nghèo năm 2022 và lý do",
        "Diễn biến hộ nghèo từ đầu năm 2022",
        "Kết quả hỗ trợ theo cơ quan và nguồn vốn năm 2022",
        "Tình hình nộp kế hoạch, báo cáo của các xã, phường và cơ quan, đơn vị năm 2022",
    ]
    words = read_word(io.BytesIO(make_paper(order, Form.DOCX).content))
    told = "\n".join(paragraph.text for paragraph in words.paragraphs)
    assert "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI" in told and "Phụ lục VI" in told
    assert [section.orientation for section in words.sections] == [0, 1, 1, 1, 1, 1, 1]
    assert make_paper(order, Form.PDF).content.startswith(b"%PDF-")
    assert len(load_workbook(io.BytesIO(make_paper(order, Form.XLSX).content)).worksheets) > 8


# --- Writing and issuing ----------------------------------------------------------------------------------


def test_the_division_writes_looks_and_issues(a_town, division, signer, client_of):
    client = client_of(division)
    page = client.get(WRITE).text
    assert "toàn thị xã đã giảm 02 hộ trên 07 hộ" in page
    form = dict(re.findall(r'<input type="(?:hidden|text)" name="([\w-]+)"(?: value="([^"]*)")?', page))
    areas = re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    form |= dict(areas) | {"text_direction": "Đã họp 03 lần.", "document_no": "312", "next": "preview"}
    form.pop("csrfmiddlewaretoken", None)
    look = client.post(WRITE, form, follow=True)
    assert "312/BC-UBND" in look.text and "Đã họp 03 lần." in look.text and "Trần Đình Thuận" in look.text
    answer = client.post(PREVIEW, seen(look.text), follow=True)
    assert "Đã ban hành Báo cáo số 312/BC-UBND" in answer.text
    report = TownReport.objects.get()
    assert (report.version, report.document_no, report.signer) == (1, "312/BC-UBND", "Trần Đình Thuận")
    assert report.frozentexts.get(section="direction").text == "Đã họp 03 lần."
    assert report.frozenfigures.get(key="left.total").value == 2


def test_files_and_digests_are_of_what_was_issued_whatever_comes_later(a_town, numbered, division, client_of, leave):
    report = issued(a_town, division)
    client = client_of(division)
    word = client.get("/town-report/1/docx/").content
    assert hashlib.sha256(word).hexdigest() == report.digest
    book = client.get("/town-report/1/xlsx/").content
    assert hashlib.sha256(book).hexdigest() == report.sheets_digest
    assert client.get("/town-report/1/pdf/").content.startswith(b"%PDF-")
    assert client.get("/town-report/1/exe/").status_code == 404
    assert client.get("/town-report/2/docx/").status_code == 404
    leave(a_town.entries.get(household__head="Lê Văn Ba").household, "self_reliant", TODAY)
    assert client.get("/town-report/1/docx/").content == word


def test_the_page_says_what_has_changed_since(a_town, numbered, division, client_of, leave):
    issued(a_town, division)
    client = client_of(division)
    assert "Số liệu chưa thay đổi từ khi ban hành" in client.get(PAGE).text
    leave(a_town.entries.get(household__head="Lê Văn Ba").household, "self_reliant", TODAY)
    page = client.get(PAGE).text
    assert re.search(r"Hộ đã giảm \(thoát nghèo và giảm khác\): 2 khi ban hành, nay <a href=[^>]*><b>3</b> hộ", page)
    assert FrozenFigure.objects.get(key="left.total").value == 2


def test_what_changed_after_the_look_is_not_issued_unseen(a_town, numbered, division, client_of, leave):
    client = client_of(division)
    looked = seen(client.get(PREVIEW).text)
    leave(a_town.entries.get(household__head="Lê Văn Ba").household, "self_reliant", TODAY)
    answer = client.post(PREVIEW, looked)
    assert answer.status_code == 409
    assert "nên chưa ban hành" in answer.text
    assert not TownReport.objects.exists()


def test_another_issue_needs_a_number_of_its_own(a_town, numbered, division):
    issued(a_town, division)
    with pytest.raises(Refused, match="Hãy ghi số và ngày"):
        issued(a_town, division)
    draft = texts.town_draft_of(a_town)
    again = texts.Paper("312", TODAY, draft.version)
    texts.write_for_the_town(a_town, changed=[], offered={}, by=division, paper=again)
    with pytest.raises(Refused, match="Số 312/BC-UBND đã dùng"):
        issued(a_town, division)
    fresh = texts.Paper("313", TODAY, texts.town_draft_of(a_town).version)
    texts.write_for_the_town(a_town, changed=[], offered={}, by=division, paper=fresh)
    second = issued(a_town, division)
    assert (second.version, TownReport.objects.count()) == (2, 2)
    assert second.frozentexts.get(section="difficulties").text == "Thiếu quỹ đất tái định cư.", "the draft stays"


def test_nobody_issues_without_a_signer(a_town, numbered, division):
    Letterhead.objects.filter(unit=None).update(signer="")
    with pytest.raises(Refused, match="Chưa có họ tên người ký"):
        issued(a_town, division)


def test_an_issued_report_is_never_changed(a_town, numbered, division):
    report = issued(a_town, division)
    report.signer = "Người Khác"
    with pytest.raises(TypeError):
        report.save()
    with pytest.raises(TypeError):
        report.delete()


def test_a_closed_year_takes_no_report(a_town, numbered, division):
    a_town.closed_on = TODAY
    a_town.save()
    with pytest.raises(Refused):
        texts.write_for_the_town(a_town, changed=[], offered={}, by=division)
    with pytest.raises(Refused):
        issued(a_town, division)


def test_the_leader_reads_and_does_not_write(a_town, numbered, division, leader, client_of):
    issued(a_town, division)
    client = client_of(leader)
    page = client.get(PAGE)
    assert "312/BC-UBND" in page.text and "Soạn" not in page.text
    assert client.get(WRITE).status_code == client.post(PREVIEW).status_code == 403
    assert client.get("/town-report/1/docx/").status_code == 200
    made = issuing_made(a_town, division)
    with pytest.raises(Refused):
        issuing.issue(a_town, made=made, by=leader)


def issuing_made(plan, by):
    return make(open_town_draft(plan, TODAY).prepared, by=by, made_at=clock.now())


def test_two_people_at_one_section_see_both_texts(a_town, division, client_of, a_user, unit):
    mine = [texts.Written("difficulties", "Bản của tôi.", 0)]
    client = client_of(division)
    page = client.get(WRITE).text
    form = dict(re.findall(r'<input type="(?:hidden|text)" name="([\w-]+)"(?: value="([^"]*)")?', page))
    form |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL))
    form.pop("csrfmiddlewaretoken", None)
    other = a_user("division", unit("LDTBXH"))
    texts.write_for_the_town(a_town, changed=mine, offered={}, by=other)
    answer = client.post(WRITE, form | {"text_difficulties": "Bản khác."})
    assert answer.status_code == 409
    assert "Bản của tôi." in answer.text and "Bản khác." in answer.text


def test_issuing_and_taking_out_are_logged(a_town, numbered, division, client_of):
    issued(a_town, division)
    client_of(division).get("/town-report/1/docx/")
    client_of(division).get("/town-report/draft/xlsx/")
    lines = AccessLog.objects.filter(by=division).values_list("action", "subject")
    assert ("document", "Ban hành báo cáo của thị xã") in lines
    assert ("open_file", "Báo cáo số 312/BC-UBND ngày 15/09/2022") in lines
    assert ("document", "Bản soạn: Báo cáo tổng hợp của thị xã") in lines


def test_the_page_asks_the_same_number_of_questions_for_many_households(
    plan, a_household, division, client_of, django_assert_max_num_queries
):
    client = client_of(division)
    for number in range(12):
        a_household(head=f"Hộ Thứ {number}", needs=["house_repair", "credit"], hamlet=f"Tổ {number % 4}")
    with django_assert_max_num_queries(58):
        client.get(WRITE)


def test_a_file_is_known_again_as_the_one_that_was_issued(a_town, numbered, division, leader, client_of):
    report = issued(a_town, division)
    client = client_of(leader)
    for content, said in (
        (report.file.read(), "bản Word của báo cáo số 312/BC-UBND, khớp từng ký tự"),
        (report.sheets.read(), "tệp Excel kèm báo cáo số 312/BC-UBND, khớp từng ký tự"),
        (b"PK khac", "Không khớp"),
    ):
        assert said in client.post(PAGE, {"file": SimpleUploadedFile("x.docx", content)}).text


def test_what_units_told_stands_beside_what_holds_now(a_town, tu_ha, officer, division, client_of, leave):
    owed = a_town.obligations.get(unit=tu_ha, kind="report")
    made = make(open_draft(owed, TODAY).prepared, by=officer, made_at=clock.now())
    submit(owed, by=officer, document_no="9/BC-UBND", document_on=TODAY, made=made)
    assert {(line.label, line.told, line.now) for line in lines(a_town)} == {
        ("Hộ trong danh sách", 3, 3), ("Hộ đã giảm", 1, 1), ("Hộ còn lại", 2, 2),
    }  # fmt: skip
    leave(a_town.entries.get(household__head="Lê Văn Ba").household, "self_reliant", TODAY)
    assert [(line.told, line.now) for line in lines(a_town) if line.differs] == [(1, 2), (2, 1)]
    assert "Số các đơn vị đã báo cáo, so với hiện nay" in client_of(division).get(PAGE).text
