"""What is odd about a person, in tables of cases; without database."""

from datetime import date

import pytest

from households.models import Household, Member
from households.person_checks import card_is_odd, oddities, sex_of, tidy_card

TODAY = date(2022, 9, 16)
HEAD = Household(head="Hồ Văn Áng", sex="M", birth_year=1970)


def said_of(**facts) -> list[str]:
    return oddities(Member(**{"name": "Lê Thị Bưởi", **facts}), head=HEAD, today=TODAY)


ODD = [
    ({"relation": "Vợ", "sex": "M"}, "thường là nữ"),
    ({"relation": "vợ", "sex": "M"}, "cùng giới tính với chủ hộ"),
    ({"relation": "Con trai", "sex": "F"}, "thường là nam"),
    ({"relation": "con dâu", "sex": "M"}, "thường là nữ"),
    ({"id_no": "046172005678", "sex": "M", "birth_year": 1972}, "nữ, sinh năm 1972"),
    ({"id_no": "046172005678", "sex": "F", "birth_year": 1973}, "nữ, sinh năm 1972"),
    ({"birth_year": 1901}, "121 tuổi"),
    ({"relation": "Vợ", "birth_year": 2006}, "mà mới 16 tuổi"),
    ({"relation": "Con", "birth_year": 1965}, "không ít tuổi hơn chủ hộ"),
    ({"relation": "Con", "birth_year": 1978}, "chỉ kém chủ hộ 8 tuổi"),
    ({"relation": "Mẹ", "birth_year": 1969}, "không nhiều hơn chủ hộ đủ tuổi"),
    ({"insurance": "yes", "insurance_no": "46/123"}, "15 ký tự"),
    ({"insurance": "yes", "insured_until": date(2021, 12, 31)}, "hết hạn ngày 31/12/2021"),
    ({"insurance_no": "HN2464620123456"}, "chưa ghi là có thẻ"),
    ({"insurance": "no", "insured_until": date(2022, 12, 31)}, "chưa ghi là có thẻ"),
    ({"schooling": "primary", "birth_year": 1980}, "42 tuổi mà đang học tiểu học"),
    ({"schooling": "college", "birth_year": 2012}, "10 tuổi mà đang học cao đẳng"),
    ({"schooling": "none", "tuition": "yes"}, "Không đi học"),
    ({"work": "contract", "birth_year": 2015}, "7 tuổi mà ghi về việc làm"),
    ({"wants_training": "yes", "birth_year": 1940}, "82 tuổi mà muốn học nghề"),
    ({"wants_training": "yes", "work": "unable"}, "Không còn khả năng lao động"),
]


@pytest.mark.parametrize(("facts", "words"), ODD)
def test_what_is_odd_is_said(facts, words):
    assert any(words in text for text in said_of(**facts)), said_of(**facts)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"relation": "Vợ", "sex": "F", "birth_year": 1972, "id_no": "046172005678"},
        {"relation": "Vợ"},
        {"relation": "Con", "birth_year": 1995, "sex": "M", "schooling": "none", "work": "contract"},
        {"relation": "Con nuôi", "birth_year": 2008, "schooling": "lower_secondary", "tuition": "yes"},
        {"relation": "Mẹ", "birth_year": 1940, "sex": "F", "work": "unable"},
        {"relation": "Cháu nội", "birth_year": 2018, "schooling": "preschool", "work": "none"},
        {"insurance": "yes", "insurance_no": "HN2464620123456", "insured_until": date(2022, 12, 31)},
        {"insurance": "yes", "insurance_no": "4620123456"},
        {"insurance": "no"},
        {"id_no": "191234567", "sex": "M", "birth_year": 1960},
        {"wants_training": "yes", "birth_year": 1990, "work": "own"},
    ],
)
def test_what_is_usual_is_not_talked_about(facts):
    assert said_of(**facts) == []


def test_of_the_head_only_its_own_facts_are_looked_at():
    assert oddities(HEAD, head=HEAD, today=TODAY) == []
    child = Household(head="Hồ Thị Bé", birth_year=2010)
    assert oddities(child, head=child, today=TODAY) == ["Chủ hộ mới 12 tuổi."]


@pytest.mark.parametrize(
    ("relation", "sex"),
    [
        ("vợ", "F"), ("Chồng", "M"), ("Con", ""), ("con trai út", "M"), ("Cháu nội", ""), ("bà nội", "F"),
        ("Ba", "M"), ("Bà", "F"), ("em", ""), ("Chị dâu", "F"), ("anh rể", "M"), ("", ""),
    ],
)  # fmt: skip
def test_a_relation_tells_the_sex_or_says_nothing(relation, sex):
    assert sex_of(relation) == sex


@pytest.mark.parametrize("typed", ["HN 2 46 46 201-23456", "hn2464620123456", "46.2012.3456"])
def test_cards_are_read_however_they_are_grouped(typed):
    assert not card_is_odd(tidy_card(typed))


@pytest.mark.parametrize("number", ["HN9464620123456", "HN246462012345", "462012345", "HN24646201234567"])
def test_other_shapes_are_odd(number):
    assert card_is_odd(number)


@pytest.mark.parametrize(
    ("facts", "day", "insured"),
    [
        ({}, TODAY, None),
        ({"insurance": "yes"}, TODAY, True),
        ({"insurance": "no"}, TODAY, False),
        ({"insurance": "yes", "insured_until": TODAY}, TODAY, True),
        ({"insurance": "yes", "insured_until": date(2022, 9, 15)}, TODAY, False),
        ({"insurance": "yes", "insured_until": date(2022, 9, 15)}, date(2022, 8, 1), True),
    ],
)
def test_a_card_insures_until_its_last_day_and_what_nobody_asked_is_unknown(facts, day, insured):
    assert Member(**facts).is_insured_on(day) is insured


def test_age_is_by_the_birthday_where_it_is_known():
    assert Member(birth_on=date(2000, 9, 17), birth_year=2000).age_on(TODAY) == 21
    assert Member(birth_on=date(2000, 9, 16), birth_year=2000).age_on(TODAY) == 22
    assert Member(birth_year=2000).age_on(TODAY) == 22
    assert Member().age_on(TODAY) is None


@pytest.mark.parametrize(("ethnicity", "told"), [("", None), ("Kinh", False), ("KINH ", False), ("Tà Ôi", True)])
def test_the_majority_is_no_minority(ethnicity, told):
    assert Member(ethnicity=ethnicity).is_minority is told
