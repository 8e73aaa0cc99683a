"""Communes and hamlets as offices write them. Hương Vân and Hương Văn must never pass for each other."""

import unicodedata

import pytest

from povertyplan.intake.communes import Communes

from .cast import PLACES, read
from .making import xlsx

COMMUNES = Communes(PLACES)
NAMES = {
    "Tứ Hạ": "19996",
    "P. Tứ Hạ": "19996",
    "P.Tứ Hạ": "19996",
    "phường tứ hạ": "19996",
    "TT Tứ Hạ": "19996",
    "UBND phường Tứ Hạ": "19996",
    "19996": "19996",
    "X.Bình Tiến": "20035",
    "XÃ BÌNH TIẾN": "20035",
    "II. XÃ BÌNH TIẾN": "20035",
    "Xã Bình Điền": "20035",
    "Hồng Tiến": "20035",
    "Phường Hương Vân": "20008",
    "PHƯỜNG HƯƠNG VĂN": "20011",
    "H. Vân": "20008",
    "H.Văn": "20011",
    "Xã Hương Tòan": "20005",
    "Xã Hương Toàn (27 hộ)": "20005",
    unicodedata.normalize("NFD", "Phường Hương Vân"): "20008",
    "Tu Ha": "19996",
    "Xa Binh Thanh": "20041",
}


@pytest.mark.parametrize(("text", "code"), NAMES.items())
def test_commune_is_found_as_it_is_written(text, code):
    assert COMMUNES.find(text).place.code == code


@pytest.mark.parametrize("text", ["Huong Van", "HUONG VAN", "P. Huong Van", "H. Van", "H. Văn/Vân", "H. Vân/Văn"])
def test_name_that_fits_two_wards_is_not_guessed(text):
    assert {place.code for place in COMMUNES.find(text).places} == {"20008", "20011"}


@pytest.mark.parametrize("text", ["Hương Ván", "Hương An", "Phường Không Có", "Bình Tiên", "Xã", ""])
def test_other_names_are_no_commune(text):
    assert COMMUNES.find(text).places == ()


HEADER = ["TT", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "Xã, phường", "Thôn", "Số khẩu"]


def household(commune="", hamlet="TDP 1"):
    return [1, "Lê Thị Bé", 1950, "Nữ", commune, hamlet, 2]


def only(found):
    (row,) = found.rows
    return row, {problem.kind: problem for problem in found.problems}


def test_ambiguous_commune_blocks_and_names_both():
    row, problems = only(read(xlsx(("DS", [HEADER, household("Huong Van")]))))
    assert row.commune is None
    assert problems["commune_ambiguous"].blocks and problems["commune_ambiguous"].cell == "E2"
    assert "Hương Vân" in problems["commune_ambiguous"].message
    assert "Hương Văn" in problems["commune_ambiguous"].message


def test_ambiguous_name_is_settled_by_the_sheets_name():
    row, problems = only(read(xlsx(("Phường Hương Văn", [HEADER, household("H. Van")]))))
    assert (row.commune, problems) == ("20011", {})


def test_name_without_marks_that_fits_one_is_taken_and_said():
    row, problems = only(read(xlsx(("DS", [HEADER, household("xa Binh Tien")]))))
    assert row.commune == "20035" and not problems["commune_unsure"].blocks


CONTRADICTIONS = {
    "sheet and band": ("Phường Hương Vân", [HEADER, ["I", "PHƯỜNG HƯƠNG VĂN"], household()]),
    "sheet and column": ("Phường Hương Vân", [HEADER, household("Hương Văn")]),
    "band and column": ("DS", [HEADER, ["I", "PHƯỜNG HƯƠNG VĂN"], household("Hương Vân")]),
}


@pytest.mark.parametrize("sheet", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_contradiction_is_a_problem_not_a_guess(sheet):
    row, problems = only(read(xlsx(sheet)))
    assert row.commune is None
    assert problems["commune_contradiction"].blocks
    assert "Hương Vân" in problems["commune_contradiction"].message


SOURCES = {
    "sheet's name": ("Xa_Binh_Thanh", [HEADER, household()], "20041"),
    "title": ("Sheet1", [["DANH SÁCH HỘ NGHÈO PHƯỜNG HƯƠNG CHỮ NĂM 2022"], HEADER, household()], "20020"),
    "office above the title": ("Sheet1", [["UBND PHƯỜNG TỨ HẠ"], [], HEADER, household()], "19996"),
    "words around it in the sheet's name": ("DS P.Hương Vân 2022", [HEADER, household()], "20008"),
    "assumed": ("Sheet1", [["UBND THỊ XÃ HƯƠNG TRÀ"], HEADER, household()], "20026"),
}


@pytest.mark.parametrize(("name", "rows", "code"), SOURCES.values(), ids=SOURCES.keys())
def test_commune_without_column_or_band(name, rows, code):
    row, _ = only(read(xlsx((name, rows)), commune="20026"))
    assert row.commune == code


def test_commune_that_nothing_tells_blocks():
    row, problems = only(read(xlsx(("Sheet1", [HEADER, household()]))))
    assert row.commune is None and problems["commune_missing"].blocks


def test_unknown_band_blocks_the_rows_below_it():
    row, problems = only(read(xlsx(("DS", [HEADER, ["I", "XÃ HƯƠNG HỒ"], household()]))))
    assert row.commune is None and problems["commune_unknown"].blocks


HAMLETS = {
    "band with its kind": [["", "Tổ dân phố 5"]],
    "abbreviated band": [["", "TDP Lai Thành"]],
    "numbered band": [["a", "Thôn Cổ Lão"]],
    "band without its kind": [["", "Bồ Hòn"]],
}


@pytest.mark.parametrize("band", HAMLETS.values(), ids=HAMLETS.keys())
def test_hamlet_from_a_band(band):
    row, _ = only(read(xlsx(("Tứ Hạ", [HEADER, *band, household(hamlet="")]))))
    assert row.hamlet == band[0][1]


ADDRESSES = {
    "Tổ dân phố 1, phường Tứ Hạ": ("19996", "Tổ dân phố 1"),
    "Thôn 3 - xã Bình Tiến": ("20035", "Thôn 3"),
    "TDP Lai Thành, P. Hương Vân, TX Hương Trà": ("20008", "TDP Lai Thành"),
}


@pytest.mark.parametrize(("address", "place"), ADDRESSES.items())
def test_address_in_one_column(address, place):
    rows = [
        ["TT", "Họ và tên", "Năm sinh", "Giới tính", "Địa chỉ", "Số khẩu"],
        [1, "Lê Thị Bé", 1950, "Nữ", address, 2],
    ]
    row, _ = only(read(xlsx(("DS", rows))))
    assert (row.commune, row.hamlet) == place


def test_ditto_marks_repeat_the_place_above():
    rows = [HEADER, household("Tứ Hạ"), [2, "Lê Văn An", 1960, "Nam", '"', "-nt-", 1]]
    second = read(xlsx(("DS", rows))).rows[1]
    assert (second.commune, second.hamlet) == ("19996", "TDP 1")


def test_wrong_subtotal_of_a_band_is_said():
    rows = [HEADER, ["I", "PHƯỜNG TỨ HẠ", "", "", "", "", 7], household()]
    _, problems = only(read(xlsx(("DS", rows))))
    assert not problems["subtotal"].blocks and problems["subtotal"].row == 2


@pytest.mark.parametrize("merges", [["E2:E3", "F2:F3"], []], ids=["merged", "blank"])
def test_commune_written_once_for_several_rows(merges):
    rows = [HEADER, household("Tứ Hạ"), [2, "Lê Văn An", 1960, "Nam", "", "", 1], household("Bình Tiến")]
    found = read(xlsx(("DS", rows), merges=merges)).rows
    assert [row.commune for row in found] == ["19996", "19996", "20035"]
    assert found[1].hamlet == ("TDP 1" if merges else "")


@pytest.mark.parametrize(
    ("filename", "code"),
    [("xa-binh-tien.xlsx", "20035"), ("DS phường Hương Văn 2022.xlsx", "20011"), ("huong-van.xlsx", None)],
)
def test_name_of_the_file_is_asked_last(filename, code):
    row, _ = only(read(xlsx(("Sheet1", [HEADER, household()])), filename))
    assert row.commune == code
