"""Days, numbers and shares as papers write them."""

from datetime import date

import pytest

from reports.documents import wording
from reports.documents.blocks import Column, Kind, Table
from reports.tests.documents.conftest import a_paper


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2022, 8, 1), "ngày 01 tháng 8 năm 2022", "01/8/2022"),
        (date(2022, 2, 9), "ngày 09 tháng 02 năm 2022", "09/02/2022"),
        (date(2022, 1, 10), "ngày 10 tháng 01 năm 2022", "10/01/2022"),
        (date(2022, 11, 30), "ngày 30 tháng 11 năm 2022", "30/11/2022"),
    ],
)
def test_days_under_ten_and_the_first_two_months_have_a_zero(day, long, short):
    assert (wording.long_day(day), wording.short_day(day)) == (long, short)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (177, "177"), (2130, "2.130"), (1_500_000, "1.500.000"), (18.5, "18,5")]
)
def test_thousands_have_a_dot_and_decimals_a_comma(value, text):
    assert wording.number(value) == text


@pytest.mark.parametrize(("share", "text"), [(0.1858, "18,58%"), (1, "100%"), (0.00125, "0,13%"), (0.5, "50%")])
def test_a_share_is_told_in_hundredths(share, text):
    assert wording.percent(share) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (2, "02"), (24, "24"), (1234, "1.234")])
def test_counts_under_ten_have_a_zero_in_running_text(count, text):
    assert wording.counted(count) == text


@pytest.mark.parametrize(("given", "text"), [("5", "05/BC-UBND"), ("112", "112/BC-UBND"), ("", "      /BC-UBND")])
def test_number_and_symbol(given, text):
    assert a_paper(number=given).number_and_symbol == text


def test_a_letter_has_no_letters_of_its_type_in_its_symbol():
    assert a_paper(number="12", type_name="", symbol="").number_and_symbol == "12/UBND"


def test_heads_over_columns_are_shared_by_neighbours():
    columns = (
        Column("a", "A"),
        Column("b", "B", Kind.NUMBER, under=("Trên", "Giữa")),
        Column("c", "C", Kind.NUMBER, under=("Trên", "Giữa")),
        Column("d", "D", Kind.NUMBER, under=("Trên",)),
    )
    head = {(cell.text, cell.row, cell.column, cell.rows, cell.columns) for cell in Table(columns, ()).head}
    assert head == {
        ("A", 0, 0, 3, 1), ("Trên", 0, 1, 1, 3), ("Giữa", 1, 1, 1, 2), ("D", 1, 3, 2, 1),
        ("B", 2, 1, 1, 1), ("C", 2, 2, 1, 1),
    }  # fmt: skip
