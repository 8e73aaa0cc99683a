"""The file of errors: the same workbook with the cells in question marked."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from povertyplan.intake import importing, marking
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.tests.lists import BROKEN, DATA, upload

pytestmark = pytest.mark.django_db


def marked(plan, path):
    data = path.read_bytes()
    found = importing.preview(importing.read_for(plan, data, path.name), plan=plan)
    return load_workbook(io.BytesIO(marking.marked(data, path.name, found)))


def test_cells_in_question_are_filled_and_say_why(plan):
    book = marked(plan, BROKEN)
    assert book.sheetnames == [marking.SUMMARY, "Danh sách"]
    sheet = book["Danh sách"]
    assert "mất chữ số" in sheet["E14"].comment.text
    assert sheet["E14"].fill.fgColor.rgb.endswith("F4B6AA")
    assert sheet["E11"].comment is None
    assert sheet["A4"].value == "DANH SÁCH HỘ NGHÈO DỰ KIẾN THOÁT NGHÈO NĂM 2022"
    assert sheet.merged_cells


def test_the_summary_counts_and_lists_with_numbers_masked(plan):
    summary = marked(plan, BROKEN)[marking.SUMMARY]
    texts = [str(cell.value) for row in summary.iter_rows() for cell in row if cell.value]
    assert texts[0].startswith("7 dòng phải sửa")
    assert not any("046155022999" in text for text in texts)
    assert all(cell.data_type != "f" for row in summary.iter_rows() for cell in row)


@pytest.mark.parametrize("name", ["phuong-huong-xuan-tcvn3.xls", "xa-binh-tien.csv"])
def test_old_files_and_csv_come_back_as_a_plain_workbook(plan, name):
    book = marked(plan, DATA / name)
    assert len(book.sheetnames) == 2
    assert book.worksheets[1].max_row > 20


def test_a_marked_file_can_be_marked_again(plan):
    data = BROKEN.read_bytes()
    found = importing.preview(importing.read_for(plan, data, "a.xlsx"), plan=plan)
    again = marking.marked(marking.marked(data, "a.xlsx", found), "a.xlsx", found)
    assert load_workbook(io.BytesIO(again)).sheetnames[0] == f"{marking.SUMMARY} 2"


def test_a_marked_file_that_comes_back_is_read_like_the_first(plan):
    data = BROKEN.read_bytes()
    found = importing.preview(importing.read_for(plan, data, "a.xlsx"), plan=plan)
    back = importing.read_for(plan, marking.marked(data, "a.xlsx", found), "a.xlsx")
    assert importing.preview(back, plan=plan).counts() == found.counts()


def test_it_is_downloaded_from_the_preview(client_of, division):
    client = client_of(division)
    page = client.get(upload(client, BROKEN).url)
    address = reverse("import_errors", args=[ImportBatch.objects.get().pk])
    assert address in page.text
    answer = client.get(address)
    assert "co-loi-danh-dau-loi.xlsx" in answer.headers["Content-Disposition"]
    assert load_workbook(io.BytesIO(answer.content)).sheetnames[0] == marking.SUMMARY


def packed_again(path, part: str, change) -> bytes:
    """The workbook with one of its parts changed."""
    file = io.BytesIO()
    with ZipFile(path) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return file.getvalue()


def test_what_openpyxl_cannot_open_comes_back_as_a_plain_workbook(plan):
    declared = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a/>'
    data = packed_again(BROKEN, "docProps/core.xml", lambda _: declared)
    found = importing.preview(importing.read_for(plan, data, "a.xlsx"), plan=plan)
    book = load_workbook(io.BytesIO(marking.marked(data, "a.xlsx", found)))
    assert "mất chữ số" in book["Danh sách"]["E14"].comment.text


def test_of_a_large_workbook_the_rows_in_question_come_back(plan, monkeypatch):
    monkeypatch.setattr(marking, "SAME_LIMIT", 1000)
    monkeypatch.setattr(marking, "CELLS", 20)
    sheet = marked(plan, BROKEN)["Danh sách"]
    assert "mất chữ số" in sheet["E14"].comment.text
    assert sheet["E14"].value and not sheet["B11"].value


def test_signs_that_excel_does_not_know_are_left_out(plan):
    data = "STT;Họ và tên chủ hộ;Năm sinh;Xã, phường;Thôn;Số khẩu\n1;Lê Văn\x01 Một;1950;Xã Bình\x07 Tiến;Thôn 1;x\x03"
    found = importing.preview(importing.read_for(plan, data.encode(), "a.csv"), plan=plan)
    book = load_workbook(io.BytesIO(marking.marked(data.encode(), "a.csv", found)))
    assert book.worksheets[1]["B2"].value == "Lê Văn Một"
