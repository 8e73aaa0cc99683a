import unicodedata

import pytest

from povertyplan.vietnamese import matching_key, nfc, search_key, sort_key, tidy, unaccented


def test_people_stand_by_given_name_then_by_what_comes_before():
    names = ["Hồ Thị Ơn", "Trần Văn Ý", "Lê Thị Bưởi", "Nguyễn Văn Áng", "Hồ Văn An", "Bùi Thị Đào", "Đỗ Văn An"]
    assert sorted(names, key=sort_key) == [
        "Đỗ Văn An", "Hồ Văn An", "Nguyễn Văn Áng", "Lê Thị Bưởi", "Bùi Thị Đào", "Hồ Thị Ơn", "Trần Văn Ý",
    ]  # fmt: skip


def test_tones_come_in_the_order_of_the_dictionary():
    assert sorted(["Lạ", "Lá", "Lã", "Lả", "Là", "La"], key=sort_key) == ["La", "Là", "Lả", "Lã", "Lá", "Lạ"]


def test_a_letter_with_its_shape_is_a_letter_of_its_own():
    assert sorted(["Ân", "Ăn", "An", "Đan", "Dan"], key=sort_key) == ["An", "Ăn", "Ân", "Dan", "Đan"]


def test_a_shorter_word_stands_before_a_longer_one():
    assert sort_key("An") < sort_key("Anh")


@pytest.mark.parametrize("typed", ["hoà", "hòa", "HOÀ", " Hòa "])
def test_the_place_of_the_tone_and_capitals_do_not_count_in_matching(typed):
    assert matching_key(typed) == matching_key("hòa")


def test_huong_van_and_huong_van_stay_two_wards():
    assert matching_key("Hương Vân") != matching_key("Hương Văn")
    assert unaccented("Hương Vân") == unaccented("Hương Văn")


def test_decomposed_text_is_composed():
    assert nfc(unicodedata.normalize("NFD", "Nguyễn Thị Ðẹp")) == "Nguyễn Thị Ðẹp"


def test_blanks_of_every_kind_collapse():
    assert tidy(" Lê\u00a0 Văn\n Tý ") == "Lê Văn Tý"


def test_search_finds_the_beginning_of_any_word():
    assert " thi" in search_key("Nguyễn Thị Đẹp", "Thôn 3")
    assert " dep" in search_key("Nguyễn Thị Đẹp")
