"""From 15 until the age of retirement of the year (Nghị định 135/2020/NĐ-CP)."""

from datetime import date

import pytest

from households.models import Member
from households.working_age import is_of_working_age, retires_at

DAY = date(2022, 9, 16)


@pytest.mark.parametrize(
    ("sex", "year", "years", "months"),
    [
        ("M", 2021, 60, 3), ("M", 2022, 60, 6), ("M", 2028, 62, 0), ("M", 2040, 62, 0), ("M", 2015, 60, 3),
        ("F", 2021, 55, 4), ("F", 2022, 55, 8), ("F", 2034, 59, 8), ("F", 2035, 60, 0), ("F", 2050, 60, 0),
        ("", 2022, 60, 6),
    ],
)  # fmt: skip
def test_each_year_people_retire_some_months_later(sex, year, years, months):
    assert retires_at(sex, year) == years * 12 + months


@pytest.mark.parametrize(
    ("facts", "of_age"),
    [
        ({}, None),
        ({"birth_year": 2007}, True),
        ({"birth_year": 2008}, False),
        ({"birth_year": 1962, "sex": "M"}, True),
        ({"birth_year": 1961, "sex": "M"}, False),
        ({"birth_year": 1967, "sex": "F"}, True),
        ({"birth_year": 1966, "sex": "F"}, False),
        ({"birth_year": 2007, "birth_on": date(2007, 9, 17)}, False),
        ({"birth_year": 1967, "birth_on": date(1967, 1, 1), "sex": "F"}, True),
        ({"birth_year": 1966, "birth_on": date(1966, 12, 31), "sex": "F"}, False),
    ],
)
def test_working_age_on_a_day(facts, of_age):
    assert is_of_working_age(Member(**facts), DAY) is of_age
