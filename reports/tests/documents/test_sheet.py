"""The workbook: real values, formulas that give them, and a page that prints as it should."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from reports.documents.blocks import Annex, Column, Kind, Row, Style, Table
from reports.documents.sheet import make_sheet
from reports.tests.documents.conftest import a_paper, a_table, with_annexes


def opened(paper, *, values: bool = False):
    return load_workbook(io.BytesIO(make_sheet(paper)), data_only=values)


@pytest.fixture
def sheet():
    return opened(a_paper(body=(a_table(3),), landscape=True, preparer="")).active


def row_of(sheet, text: str) -> int:
    return next(cell.row for line in sheet.iter_rows() for cell in line if str(cell.value or "").startswith(text))


def test_numbers_shares_and_days_are_real_ones_with_formats(sheet):
    number = row_of(sheet, "Phường & <Hương> 1")
    place, repair, _, _, share, since = sheet[number][1:7]
    assert (repair.value, repair.number_format) == (1, "#,##0")
    assert (share.value, share.number_format) == (0.3842, "0.00%")
    assert (since.value, since.number_format) == (datetime.datetime(2022, 2, 5), "dd/mm/yyyy")
    assert place.data_type == "s"


def test_totals_are_formulas_over_their_rows_and_carry_their_value(sheet):
    number = row_of(sheet, "Tổng cộng")
    assert sheet.cell(number, 3).value == f"=SUM(C{number - 3}:C{number - 1})"
    assert sheet.cell(number - 1, 5).value == f"=SUM(C{number - 1}:D{number - 1})"
    shown = opened(a_paper(body=(a_table(3),)), values=True).active
    assert [shown.cell(row_of(shown, "Tổng cộng"), column).value for column in (3, 4, 5)] == [6, 6, 12]


def test_a_sum_that_its_rows_do_not_make_stays_a_plain_number():
    columns = (Column("a", "A"), Column("b", "B", Kind.NUMBER))
    table = Table(columns, (Row(("x", 2)), Row(("Tổng", 5), Style.TOTAL, (0,))))
    sheet = opened(a_paper(body=(table,))).active
    assert sheet.cell(row_of(sheet, "Tổng"), 2).value == 5


def test_a_share_of_two_columns_is_a_formula():
    columns = (
        Column("part", "Phần", Kind.NUMBER), Column("whole", "Toàn bộ", Kind.NUMBER),
        Column("share", "Tỷ lệ", Kind.PERCENT, share=("part", "whole")),
    )  # fmt: skip
    sheet = opened(a_paper(body=(Table(columns, (Row((1, 4, 0.25)), Row((0, 0, None)))),))).active
    number = next(cell.row for line in sheet.iter_rows() for cell in line if cell.value == 4)
    assert sheet.cell(number, 3).value == f"=A{number}/B{number}"
    assert sheet.cell(number + 1, 3).value is None


@pytest.mark.parametrize("text", ["=1+1", "+84905", "-cmd|' /C calc'!A0", "@SUM(A1)", "0046", "http://x.vn", "{=1}"])
def test_text_is_text_whatever_it_begins_with(text):
    columns = (Column("a", "Tên"), Column("n", "Số", Kind.NUMBER))
    sheet = opened(a_paper(body=(Table(columns, (Row((text, 1)),)),))).active
    cell = next(cell for line in sheet.iter_rows() for cell in line if cell.value == text)
    assert cell.data_type == "s" and cell.hyperlink is None


def test_years_have_no_thousands_dot():
    sheet = opened(a_paper(body=(Table((Column("y", "Năm sinh", Kind.YEAR),), (Row((1955,)),)),))).active
    cell = next(cell for line in sheet.iter_rows() for cell in line if cell.value == 1955)
    assert cell.number_format == "0"


def test_the_sheet_prints_on_a4_with_its_head_on_every_page(sheet):
    head = row_of(sheet, "STT")
    assert sheet.print_title_rows == f"${head}:${head + 2}"
    assert sheet.print_area.endswith(f"$G${sheet.max_row}")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_head_signature_and_receivers_stand_around_the_table(sheet):
    told = [cell.value for line in sheet.iter_rows() for cell in line if cell.value]
    for text in (
        "UBND THỊ XÃ HƯƠNG TRÀ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-UBND", "Tứ Hạ, ngày 05 tháng 02 năm 2022", "BÁO CÁO", "Nơi nhận:", "- UBND thị xã;", "- Lưu: VT.",
        "NGƯỜI LẬP BIỂU", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Ký",
    ):  # fmt: skip
        assert text in told, text
    assert any(text.startswith("Số liệu đến hết ngày 05/02/2022") for text in told if isinstance(text, str))


def test_every_annex_has_a_sheet_named_by_it():
    book = opened(with_annexes())
    assert book.sheetnames == ["Phụ lục I", "Phụ lục II"]
    assert [sheet.page_setup.orientation for sheet in book] == ["landscape", "portrait"]


def test_sheets_with_one_title_or_forbidden_signs_get_names_that_excel_takes():
    title = "Danh sách [2022]: hộ đã thoát nghèo / giảm khác theo từng xã, phường"
    table = Table((Column("a", "A"),), (Row(("x",)),))
    book = opened(a_paper(body=(), annexes=(Annex(title, (table,)), Annex(title, (table,)))))
    assert len(set(book.sheetnames)) == 2 and all(len(name) <= 31 for name in book.sheetnames)
    assert not any(sign in name for name in book.sheetnames for sign in "[]:*?/\\")


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_narrow_tables_too_have_head_and_signature(columns):
    table = Table(tuple(Column(f"c{n}", f"Cột {n}") for n in range(columns)), (Row(("x",) * columns),))
    assert opened(a_paper(body=(table,), preparer="")).active.max_row > 10


def test_an_empty_table_says_so():
    sheet = opened(a_paper(body=(a_table(0),))).active
    assert row_of(sheet, "Không có")


def test_a_paper_without_a_table_has_no_sheet():
    with pytest.raises(ValueError, match="no sheet"):
        make_sheet(a_paper())
