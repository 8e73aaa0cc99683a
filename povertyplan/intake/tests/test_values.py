"""What single cells mean, in every form in which offices write them."""

from datetime import date, datetime

import pytest

from povertyplan.intake.identity import identity, masked
from povertyplan.intake.values import birth, exit_day, marked, members, sex
from povertyplan.intake.words import cause_keys, ethnicity, exit_reason, need_keys

# cell, year, day, kind of the remark
BIRTHS = [
    (1955, 1955, None, None),
    (1955.0, 1955, None, None),
    ("1955", 1955, None, None),
    (" 1955 (Giáp Ngọ)", 1955, None, None),
    ("sinh năm 1955", 1955, None, None),
    ("15/3/1955", 1955, date(1955, 3, 15), None),
    ("15-03-1955", 1955, date(1955, 3, 15), None),
    ("15.3.1955", 1955, date(1955, 3, 15), None),
    ("1955-03-15", 1955, date(1955, 3, 15), None),
    ("ngày 15 tháng 3 năm 1955", 1955, date(1955, 3, 15), None),
    ("3/1955", 1955, None, None),
    ("00/00/1955", 1955, None, None),
    ("31/02/1955", 1955, None, None),
    (date(1955, 3, 15), 1955, date(1955, 3, 15), None),
    (datetime(1955, 3, 15), 1955, date(1955, 3, 15), None),
    (20163.0, 1955, date(1955, 3, 15), "date_serial"),
    ("03/25/1970", 1970, date(1970, 3, 25), "month_first"),
    ("15/3/55", 1955, date(1955, 3, 15), "short_year"),
    (55, 1955, None, "short_year"),
    ("năm Tý", None, None, "no_year"),
    ("không rõ", None, None, "no_year"),
    ("12", None, None, "no_year"),
    (1855, None, None, "no_year"),
    ("15/3/1855", None, None, "year_out_of_range"),
    ("", None, None, None),
]


@pytest.mark.parametrize(("cell", "year", "day", "kind"), BIRTHS)
def test_birth(cell, year, day, kind):
    found, remark = birth(cell)
    assert (found.year, found.on, remark and remark.kind) == (year, day, kind)


@pytest.mark.parametrize("kind", ["no_year", "year_out_of_range"])
def test_birth_without_a_year_blocks(kind):
    cells = [cell for cell, _, _, known in BIRTHS if known == kind]
    assert all(birth(cell)[1].blocks for cell in cells)


# cell, sex, year of birth, ID number, old number, kind of the remark
IDENTITIES = [
    ("046051022002", "M", 1951, "046051022002", None, None),
    ("046 051 022 002", "M", 1951, "046051022002", None, None),
    ("CCCD: 046051022002", "M", 1951, "046051022002", None, None),
    ("'046051022002", "M", 1951, "046051022002", None, None),
    (192022001.0, "F", 1950, "192022001", None, None),
    ("191 234 567", "F", 1950, "191234567", None, None),
    ("191.234.567", "F", 1950, "191234567", None, None),
    (46051022002.0, "M", 1951, "046051022002", None, "id_repaired"),
    ("46051022002", "M", 1951, "046051022002", None, "id_repaired"),
    ("1075012345", "M", 1975, "001075012345", None, "id_repaired"),
    (46051022002.0, "F", 1951, None, None, "bad_id_length"),
    (46051022002.0, "M", 1960, None, None, "bad_id_length"),
    (46051022002.0, None, None, None, None, "bad_id_length"),
    (12345678.0, "M", 1951, "012345678", None, "id_repaired"),
    ("mới 046051022002 (cũ 191234567)", "M", 1951, "046051022002", "191234567", None),
    ("191234567\n046051022002", "M", 1951, "046051022002", "191234567", None),
    ("191234567 046051022002", "M", 1951, "046051022002", "191234567", None),
    ("046051022002/191234567", "M", 1951, "046051022002", "191234567", None),
    ("4.6093E+10", "M", 1993, None, None, "digits_lost"),
    ("4,6093E+10", "M", 1993, None, None, "digits_lost"),
    ("4.6093e10", "M", 1993, None, None, "digits_lost"),
    ("046051022002", "F", 1951, "046051022002", None, "id_disagrees"),
    ("046205022002", "M", 2005, "046205022002", None, None),
    ("846051022002", "M", 1951, "846051022002", None, "id_province"),
    ("1234567", "M", 1951, None, None, "bad_id_length"),
    ("04605102200212", "M", 1951, None, None, "bad_id_length"),
    ("chưa có", "M", 1951, None, None, None),
    ("không", "M", 1951, None, None, None),
    ("-", "M", 1951, None, None, None),
    ("", "M", 1951, None, None, None),
    ("đang làm lại", "M", 1951, None, None, "id_text"),
]


@pytest.mark.parametrize(("cell", "of_sex", "year", "number", "old", "kind"), IDENTITIES)
def test_identity(cell, of_sex, year, number, old, kind):
    found, remark = identity(cell, of_sex, year)
    assert (found.id_no, found.old_id_no, remark and remark.kind) == (number, old, kind)


def test_numbers_are_masked_to_their_last_three_digits():
    assert masked("mới 046051022002 (cũ 191234567)") == "mới •••••••••002 (cũ ••••••567)"
    assert masked("4.6093E+10") == "4.6093E+10"


@pytest.mark.parametrize(
    ("cell", "number", "kind"),
    [
        (4.0, 4, None), ("04 khẩu", 4, None), ("4 người", 4, None), ("04", 4, None), ("4 (2 nữ)", 4, None),
        ("khẩu: 5", 5, None), ("", None, None), (-3, None, "bad_members"), ("-3", None, "bad_members"),
        (3.5, None, "bad_members"), ("bốn", None, "bad_members"), (400, None, "bad_members"), (0, 0, "odd_members"),
    ],
)  # fmt: skip
def test_members(cell, number, kind):
    found, remark = members(cell)
    assert (found, remark and remark.kind) == (number, kind)


@pytest.mark.parametrize("cell", ["x", "X", "X ", "×", "✓", "√", "v", "V", 1, 1.0, "1", "1 ", "có", "Có", "xx", "ü"])
def test_mark(cell):
    assert marked(cell) == (True, None)


@pytest.mark.parametrize("cell", ["", " ", 0, "0", "không", "-", "ko"])
def test_no_mark(cell):
    assert marked(cell) == (False, None)


@pytest.mark.parametrize(("cell", "kind"), [(3, "count_for_mark"), ("2", "count_for_mark"), ("bò", "odd_mark")])
def test_other_things_in_a_marks_column_are_said(cell, kind):
    ticked, remark = marked(cell)
    assert ticked and remark.kind == kind and not remark.blocks


@pytest.mark.parametrize(
    ("text", "found"), [("Nam", "M"), ("nữ", "F"), ("NỮ ", "F"), ("nu", "F"), ("Nữ.", "F"), ("", None), ("khác", None)]
)
def test_sex(text, found):
    assert sex(text)[0] == found


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Hỗ trợ y tế, giáo dục", "health_education"),
        ("Y tế - giáo dục", "health_education"),
        ("Giáo dục, y tế", "health_education"),
        ("y tế; giáo dục", "health education"),
        ("Vay vốn sản xuất, kinh doanh", "credit"),
        ("Sửa chữa nhà ở; Vay vốn", "house_repair credit"),
        ("Hỗ trợ việc làm, sửa nhà", "house_repair employment"),
        ("Con giống, cây giống", "livestock"),
        ("Cây giống", "seedlings"),
        ("Hỗ trợ con giống\nĐất sản xuất", "livestock production_land"),
        ("Xây nhà mới", "house_build"),
        ("Tái định cư", "resettlement"),
        ("Đào tạo nghề", "vocational_training"),
        ("Hỗ trợ đất ở", "residential_land"),
        ("DVXHCB", "basic_service"),
        ("nước sạch, nhà vệ sinh", "basic_service"),
        ("Vay vốn để chăn nuôi bò", "livestock credit"),
        ("YT, GD", "health_education"),
        ("GQVL", "employment"),
        ("Hỗ trợ tiếp cận dịch vụ xã hội cơ bản", "basic_service"),
        ("", ""),
    ],
)
def test_needs_in_words(text, keys):
    found = need_keys(text)
    assert (found.keys, found.unknown) == (tuple(keys.split()), ())


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Thiếu vốn sản xuất, kinh doanh", "no_capital"),
        ("Không có đất sản xuất", "no_land"),
        ("Thiếu lao động", "no_labour"),
        ("Không có kỹ năng lao động, sản xuất", "no_skills"),
        ("Không có công cụ/phương tiện sản xuất", "no_tools"),
        ("Không có kiến thức về sản xuất", "no_knowledge"),
        ("Có người ốm đau, bệnh nặng, tai nạn", "illness"),
        ("Thiếu vốn, thiếu lao động, ốm đau", "no_capital no_labour illness"),
        ("Nguyên nhân khác", "other"),
        ("Già yếu, neo đơn", "other"),
        ("2; 7", "no_capital illness"),
    ],
)
def test_causes_in_words(text, keys):
    found = cause_keys(text)
    assert (found.keys, found.unknown) == (tuple(keys.split()), ())


def test_words_that_mean_nothing_known_are_told():
    assert need_keys("Sửa nhà; máy bay").unknown == ("may bay",)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Tự vươn lên thoát nghèo", "self_reliant"), ("Hộ độc khẩu, đã chết", "deceased"),
        ("Hộ độc khẩu nghèo chết", "deceased"), ("Rà soát lại tiêu chí", "criteria_review"),
        ("Hộ có thành viên là người có công", "merit"), ("Chuyển đi nơi khác", "moved"), ("Nhập hộ với con", "merged"),
        ("Được hỗ trợ của địa phương", "supported"), ("lên trời", "other"), ("", None),
    ],
)  # fmt: skip
def test_reason_of_an_exit(text, key):
    assert exit_reason(text)[0] == key


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("Pacô", "Pa Cô"), ("Pa Kô", "Pa Cô"), ("PA CÔ", "Pa Cô"), ("Katu", "Cơ Tu"), ("Cơ tu", "Cơ Tu"),
        ("Bru-Vân Kiều", "Vân Kiều"), ("kinh", "Kinh"), ("Tà ôi", "Tà Ôi"), ("Mường", "Mường"), ("DT Kinh", "Kinh"),
    ],
)  # fmt: skip
def test_ethnic_group(typed, usual):
    assert ethnicity(typed) == usual


@pytest.mark.parametrize(
    ("cell", "day", "kind"),
    [
        ("06/07/2022", date(2022, 7, 6), None), ("6-7-2022", date(2022, 7, 6), None), (44748.0, date(2022, 7, 6), None),
        (datetime(2022, 7, 6), date(2022, 7, 6), None), ("ngày 6 tháng 7 năm 2022", date(2022, 7, 6), None),
        ("2022-07-06", date(2022, 7, 6), None), ("7/2022", date(2022, 7, 1), "day_missing"), ("", None, None),
        ("06/07/22", date(2022, 7, 6), "short_year"), ("mùa hè", None, "bad_date"),
    ],
)  # fmt: skip
def test_day_of_an_exit(cell, day, kind):
    found, remark = exit_day(cell)
    assert (found, remark and remark.kind) == (day, kind)
