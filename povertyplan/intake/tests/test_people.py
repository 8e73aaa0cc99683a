"""The national list of members, members below a head, and heads merged over their rows."""

from datetime import date

import pytest

from .cast import read
from .making import xlsx

NATIONAL = [
    ["UBND THỊ XÃ HƯƠNG TRÀ"],
    ["DANH SÁCH CHI TIẾT HỘ NGHÈO NĂM 2022"],
    ["STT chủ hộ", "STT thành viên", "Họ và tên", "Năm sinh", "", "Dân tộc", "Quan hệ với chủ hộ", "Nghèo mới",
     "Tái nghèo", "Nghèo cũ", "Hộ CSCC", "Hộ KCKNLĐ", "Nhu cầu hỗ trợ", "", "", "", "", ""],
    ["", "", "", "Nam", "Nữ", "", "", "", "", "", "", "", "Y tế", "Giáo dục",
     "Sản xuất", "Vay vốn tín dụng", "Nhà ở", "Khác"],
    ["", "", "XÃ BÌNH TIẾN"],
    ["", "", "Thôn 1"],
    [1, 1, "Hồ Văn Nam", 1970, "", "Pacô", "Chủ hộ", "", "", "x", "", "", "x", "", "", "", "x"],
    ["", 2, "Kăn Thị Lý", "", 1972, "Pa Kô", "Vợ"],
    ["", 3, "Hồ Văn Minh", "15/3/2010", "", "Pa Cô", "Con", "", "", "", "", "", "", "x"],
    [2, 1, "Lê Thị Bé", "", 1950, "Kinh", "Chủ hộ", "x", "", "", "", "", "", "", "", "x"],
    ["", "", "XÃ BÌNH THÀNH"],
    [1, 1, "Trần Ưng", 1980, "", "Katu", "chủ hộ"],
    ["", 2, "Trần Thị Hoa", "", 2015, "Cơ Tu", "con"],
    ["", "", "Tổng cộng", 3, 3],
]  # fmt: skip


def test_national_member_list_gives_households_with_their_people():
    found = read(xlsx(("Biểu 15", NATIONAL)))
    assert [(r.head, r.commune, r.hamlet, r.sex, r.birth_year, r.ethnicity, r.members) for r in found.rows] == [
        ("Hồ Văn Nam", "20035", "Thôn 1", "M", 1970, "Pa Cô", 3),
        ("Lê Thị Bé", "20035", "Thôn 1", "F", 1950, "Kinh", 1),
        ("Trần Ưng", "20041", "", "M", 1980, "Cơ Tu", 2),
    ]
    people = found.rows[0].people
    assert [(p.name, p.relation, p.sex, p.birth_year, p.ethnicity) for p in people] == [
        ("Kăn Thị Lý", "Vợ", "F", 1972, "Pa Cô"),
        ("Hồ Văn Minh", "Con", "M", 2010, "Pa Cô"),
    ]
    assert people[1].birth_on == date(2010, 3, 15)
    assert not any(problem.blocks for problem in found.problems)


def test_needs_ticked_on_a_members_row_are_the_households():
    first, second, _ = read(xlsx(("Biểu 15", NATIONAL))).rows
    assert first.needs == ("house_repair", "health", "education")
    assert second.needs == ("credit",)


MERGED = [
    ["TT", "Họ tên chủ hộ", "Họ và tên thành viên", "Quan hệ với chủ hộ", "Năm sinh", "Giới tính", "Xã", "Thôn"],
    [1, "Hồ Văn Nam", "Hồ Văn Nam", "Chủ hộ", 1970, "Nam", "Bình Tiến", "Thôn 1"],
    ["", "", "Kăn Thị Lý", "Vợ", 1972, "Nữ"],
    ["", "", "Hồ Văn Minh", "Con", 2010, "Nam"],
    [2, "Lê Thị Bé", "Nguyễn Văn An", "Chồng", 1949, "Nam", "Bình Tiến", "Thôn 1"],
    ["", "", "Lê Thị Bé", "Chủ hộ", 1950, "Nữ"],
]


@pytest.mark.parametrize(
    "merges", [["A2:A4", "B2:B4", "G2:G4", "H2:H4", "A5:A6", "B5:B6"], []], ids=["merged", "blank"]
)
def test_heads_over_the_rows_of_their_people(merges):
    first, second = read(xlsx(("DS", MERGED), merges=merges)).rows
    assert [(first.head, first.birth_year, first.members), (second.head, second.birth_year, second.members)] == [
        ("Hồ Văn Nam", 1970, 3),
        ("Lê Thị Bé", 1950, 2),
    ]
    assert [p.name for p in first.people] == ["Kăn Thị Lý", "Hồ Văn Minh"]
    assert [(p.name, p.sex) for p in second.people] == [("Nguyễn Văn An", "M")]
    assert second.sex == "F"


def test_head_repeated_on_every_members_row():
    rows = [row if row[1] else [*row[:1], "Hồ Văn Nam", *row[2:]] for row in MERGED[:4]]
    (household,) = read(xlsx(("DS", rows))).rows
    assert [p.name for p in household.people] == ["Kăn Thị Lý", "Hồ Văn Minh"]


def test_members_below_a_head_are_told_by_their_relation():
    rows = [
        ["TT", "Họ và tên", "Năm sinh", "Giới tính", "Xã", "Số khẩu", "Ghi chú"],
        [1, "Hồ Văn Nam", 1970, "Nam", "Bình Tiến", 3, ""],
        ["", "- Kăn Thị Lý", 1972, "Nữ", "", "", "vợ"],
        ["", "Hồ Văn Minh", 2010, "Nam", "", "", "Con"],
        [2, "Lê Thị Bé", 1950, "Nữ", "Bình Tiến", 1, ""],
    ]
    first, second = read(xlsx(("DS", rows))).rows
    assert [(p.name, p.relation) for p in first.people] == [("Kăn Thị Lý", "vợ"), ("Hồ Văn Minh", "Con")]
    assert (first.members, second.people) == (3, ())
