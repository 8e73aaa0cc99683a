"""Finding a household by a few letters without marks, and the order of Vietnamese names."""

import pytest

from households.models import Household


@pytest.fixture
def town(a_household):
    for head in ("Hồ Văn Ân", "Lê Thị An", "Trần Văn Ánh", "Nguyễn Văn Đức", "Phạm Thị Dung", "Hồ Thị Áng"):
        a_household(head=head)
    return Household.objects.all()


def heads(found):
    return [household.head for household in found]


def test_names_stand_in_the_order_of_the_vietnamese_alphabet_by_given_name(town):
    assert heads(town.by_name()) == [
        "Lê Thị An",
        "Hồ Thị Áng",
        "Trần Văn Ánh",
        "Hồ Văn Ân",
        "Phạm Thị Dung",
        "Nguyễn Văn Đức",
    ]


@pytest.mark.parametrize("typed", ["ho an", "HO AN", "hồ ân", "an ho", "  ho   an "])
def test_letters_without_marks_find_names_with_marks(town, typed):
    assert "Hồ Văn Ân" in heads(town.search(typed))
    assert "Lê Thị An" not in heads(town.search(typed))


def test_every_word_typed_is_the_beginning_of_a_word(town):
    assert heads(town.search("ng du")) == ["Nguyễn Văn Đức"]
    assert heads(town.search("uc")) == []


def test_names_spelled_as_typed_come_first(town):
    assert heads(town.search("ân").nearest_first("ân"))[0] == "Hồ Văn Ân"
    assert heads(town.search("an").nearest_first("an"))[0] == "Lê Thị An"


def test_old_and_new_place_of_the_tone_are_one_spelling(a_household):
    a_household(head="Lê Thị Hoà")
    assert heads(Household.objects.search("hòa").nearest_first("hòa")) == ["Lê Thị Hoà"]


def test_the_last_four_digits_of_an_id_or_a_code_find_the_household(a_household):
    by_id = a_household(id_no="046070001234", code="19996-0007")
    by_code = a_household(head="Khác", code="19996-1234")
    assert set(Household.objects.search("1234")) == {by_id, by_code}
    assert set(Household.objects.search("19996-0007")) == {by_id}


def test_more_digits_than_four_tell_nothing_more_about_an_id(a_household):
    """Else the masked digits could be guessed one after the other."""
    household = a_household(id_no="046070001234")
    assert not Household.objects.search("01234").exists()
    assert Household.objects.search("999999991234").get() == household


def test_a_hamlet_finds_its_households(a_household):
    household = a_household(hamlet="Thôn Phú Ốc")
    a_household(hamlet="Thôn 2", head="Lê Văn Khác")
    assert list(Household.objects.search("phu oc")) == [household]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", '"', "²²²²", "-", "a" * 5000])
def test_strange_letters_find_nothing_and_break_nothing(town, typed):
    assert heads(town.search(typed).nearest_first(typed)) == []


def test_the_next_household_is_the_next_by_name(town):
    first = town.by_name().first()
    assert town.after(first).first().head == "Hồ Thị Áng"
    assert town.after(town.by_name().last()).first() is None
