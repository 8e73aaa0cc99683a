"""The one writer of Excel files."""

import datetime
import io

import pytest
import tablib
from openpyxl import load_workbook

from povertyplan.accounts.models import AccessLog
from povertyplan.sheets import sheet_response


@pytest.fixture
def sheet_of(officer):
    def written(*rows, headers=("Hộ", "Số")):
        dataset = tablib.Dataset(*rows, headers=headers)
        response = sheet_response(
            dataset,
            title="Nhu cầu hỗ trợ",
            by=officer,
            conditions="Xã: Bình Tiến",
            counted=f"{len(rows)} nhu cầu của {len(rows)} hộ",
            filename="nhu-cau",
        )
        return load_workbook(io.BytesIO(response.content)).active

    return written


@pytest.mark.parametrize("text", ["=1+1", "+84", "-3", "@SUM(A1)", "\t=1", "=HYPERLINK(1)"])
def test_text_never_becomes_a_formula(sheet_of, text):
    cell = sheet_of([text, 1])["A7"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_numbers_days_and_years_stay_what_they_are(sheet_of):
    sheet = sheet_of([1_500_000, datetime.date(2022, 9, 16), 1970, True], headers=list("abcd"))
    amount, day, year, yes = sheet[7]
    assert (amount.value, amount.number_format) == (1_500_000, "#,##0")
    assert day.value == datetime.datetime(2022, 9, 16)
    assert day.number_format == "dd/mm/yyyy"
    assert (year.value, year.number_format) == (1970, "0")
    assert yes.value == "Có"


def test_the_head_says_what_was_asked_by_whom_and_when(sheet_of):
    head = [sheet_of(["A", 1]).cell(row, 1).value for row in range(1, 5)]
    assert head[:3] == ["Nhu cầu hỗ trợ", "1 nhu cầu của 1 hộ", "Điều kiện: Xã: Bình Tiến"]
    assert "16/09/2022" in head[3]
    assert "Lê Thị Cán Bộ" in head[3]


def test_an_empty_list_still_has_its_headings(sheet_of):
    assert [cell.value for cell in sheet_of()[6]] == ["Hộ", "Số"]


def test_control_characters_do_not_break_the_file(sheet_of):
    assert sheet_of(["Hồ\x00 Văn\x0b Thử", 1])["A7"].value == "Hồ Văn Thử"


def test_every_export_is_on_the_access_log(sheet_of, officer):
    sheet_of(["A", 1])
    entry = AccessLog.objects.get()
    assert (entry.action, entry.by, entry.subject) == ("export", officer, "Nhu cầu hỗ trợ")
    assert entry.detail == "1 nhu cầu của 1 hộ; điều kiện: Xã: Bình Tiến"
