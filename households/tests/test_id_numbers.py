"""Nine or twelve digits, and what twelve of them tell."""

import pytest

from households.id_numbers import disagreement, is_id_number, only_digits, told_by


@pytest.mark.parametrize("typed", ["046 070 001 234", "046.070.001.234", "046-070-001-234", " 046070001234 "])
def test_blanks_dots_and_dashes_do_not_count(typed):
    assert only_digits(typed) == "046070001234"


@pytest.mark.parametrize(
    ("digits", "right"),
    [
        ("046070001234", True),
        ("191234567", True),
        ("04607000123", False),
        ("12345678", False),
        ("04607000123a", False),
        ("٠٤٦٠٧٠٠٠١٢٣٤", False),
        ("", False),
    ],
)
def test_an_id_number_has_nine_or_twelve_digits(digits, right):
    assert is_id_number(digits) is right


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("046070001234", ("M", 1970)),
        ("046170001234", ("F", 1970)),
        ("046201001234", ("M", 2001)),
        ("046301001234", ("F", 2001)),
        ("191234567", None),
    ],
)
def test_twelve_digits_tell_sex_and_year(number, told):
    assert told_by(number) == told


@pytest.mark.parametrize(
    ("sex", "year", "odd"),
    [("M", 1970, False), ("F", 1970, True), ("M", 1971, True), ("", None, False), ("", 1970, False)],
)
def test_what_is_not_known_cannot_disagree(sex, year, odd):
    assert bool(disagreement("046070001234", sex=sex, birth_year=year)) is odd
