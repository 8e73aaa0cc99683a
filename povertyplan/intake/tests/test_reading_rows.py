"""What a list tells besides its plain rows: exits, hidden rows, comments, formulas, fonts, repeats, choices."""

from datetime import date

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from povertyplan.intake.listing import ReadingChoices, Unreadable

from .cast import read
from .making import ENDING, known, legacy, legacy_rows, plain, text, xlsx

FEW = [row for row in known() if row["commune"] == "20017"]
HEADER = ["TT", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "CCCD", "Thôn", "Số khẩu", "Nhu cầu", "Ghi chú"]
ROW = [1, "Lê Thị Bé", 1950, "Nữ", "046150022001", "TDP 1", 2, "", ""]


def household(**changes):
    names = ["stt", "head", "birth", "sex", "id_no", "hamlet", "members", "needs", "note"]
    return [changes.get(name, cell) for name, cell in zip(names, ROW, strict=True)]


def sheet(*rows, header=HEADER, **options):
    return xlsx(("Tứ Hạ", [header, *rows]), **options)


def kinds(found):
    return {problem.kind: problem for problem in found.problems}


@pytest.mark.parametrize(
    ("note", "day", "reason", "left"),
    [
        ("Đã thoát nghèo ngày 06/07/2022: Tự vươn lên thoát nghèo", date(2022, 7, 6), "self_reliant", ""),
        ("Thoát nghèo 6/7/2022 (rà soát lại tiêu chí)", date(2022, 7, 6), "criteria_review", ""),
        ("Chết ngày 01/3/2022", date(2022, 3, 1), "deceased", ""),
        ("chủ hộ chết ngày 01/03/2022", date(2022, 3, 1), "deceased", ""),
        ("đã thoát nghèo từ ngày 6 tháng 7 năm 2022", date(2022, 7, 6), None, ""),
        ("Hộ neo đơn. Đã thoát nghèo ngày 06/07/2022: có công cách mạng", date(2022, 7, 6), "merit", "Hộ neo đơn"),
        ("Vợ chết, con nhỏ", None, None, "Vợ chết, con nhỏ"),
        ("Vợ chết ngày 01/03/2022", None, None, "Vợ chết ngày 01/03/2022"),
        ("Cấp sổ ngày 06/07/2022", None, None, "Cấp sổ ngày 06/07/2022"),
    ],
)
def test_exit_told_in_the_note(note, day, reason, left):
    row = read(sheet(household(note=note))).rows[0]
    assert (row.exit_on, row.exit_reason, row.note) == (day, reason, left)
    assert ("exit_on" in row.given) is (day is not None)


@pytest.mark.parametrize(
    ("cell", "day", "reason", "kind"),
    [
        ("06/07/2022", date(2022, 7, 6), None, None),
        (date(2022, 7, 6), date(2022, 7, 6), None, None),
        ("Tự vươn lên, 06/07/2022", date(2022, 7, 6), "self_reliant", None),
        ("x", None, None, "exit_without_day"),
        ("", None, None, None),
    ],
)
def test_exit_in_one_column(cell, day, reason, kind):
    found = read(sheet([*household(), cell], header=[*HEADER, "Đã thoát nghèo"]))
    assert (found.rows[0].exit_on, found.rows[0].exit_reason) == (day, reason)
    assert set(kinds(found)) == ({kind} if kind else set())


def test_hidden_rows_are_read_and_said():
    def hide(book):
        book.active.row_dimensions[2].hidden = True

    found = read(sheet(household(), household(head="Lê Văn An", sex="Nam", id_no=""), change=hide))
    assert len(found.rows) == 2
    (problem,) = found.problems
    assert (problem.kind, problem.row, problem.blocks) == ("hidden_row", 2, False)


def test_comment_on_a_household_is_said():
    def comment(book):
        book.active["B2"].comment = Comment("đã chết", "cán bộ")

    problem = kinds(read(sheet(household(), change=comment)))["comment"]
    assert problem.cell == "B2" and "đã chết" in problem.message and not problem.blocks


def test_formula_without_a_value_blocks_its_row_and_not_the_others():
    def formula(book):
        book.active["G2"] = "=1+1"
        book.active["A3"] = "=A2+1"

    found = read(sheet(household(), household(head="Lê Văn An", sex="Nam", id_no=""), change=formula))
    assert [(p.cell, p.column, p.blocks) for p in found.problems] == [("G2", "members", True)]
    assert [row.head for row in found.good_rows()] == ["Lê Văn An"]


def font_of(book, name, addresses):
    for address in addresses:
        book.active[address].font = Font(name=name)


def test_font_decides_where_the_text_could_be_both():
    """ "Lý Tó" is a possible name, but in .VnTime it is Lý Tú; La Thò is La Thị in VNI-Times."""

    def fonts(book):
        font_of(book, ".VnTime", ["B2"])
        font_of(book, "VNI-Times", ["B3"])
        font_of(book, "Times New Roman", ["B4"])

    names = ["Lý Tó", "La Thò Lan", "Lý Tó"]
    rows = [household(stt=n, head=name, id_no="") for n, name in enumerate(names, 1)]
    assert [row.head for row in read(sheet(*rows, change=fonts)).rows] == ["Lý Tú", "La Thị Lan", "Lý Tó"]


def test_font_of_capitals():
    rows = household(head=legacy("lê thị hoà", "tcvn3"))
    found = read(sheet(rows, change=lambda book: font_of(book, ".VnTimeH", ["B2"])))
    assert found.rows[0].head == "LÊ THỊ HOÀ"


def test_clean_unicode_in_an_old_font_is_not_touched():
    found = read(sheet(household(head="Đặng Thị Bé"), change=lambda book: font_of(book, ".VnTime", ["B2"])))
    assert found.rows[0].head == "Đặng Thị Bé"


def test_some_rows_in_an_old_encoding_among_clean_ones():
    rows = plain(FEW)
    mixed = [*rows[:15], *legacy_rows(rows[15:], "tcvn3")]
    found = read(text(mixed).encode("utf-8-sig"), "x.csv")
    assert [row.head for row in found.rows] == [row["head"] for row in FEW]


def test_signs_in_clean_text_are_not_letters_of_an_old_font():
    found = read(sheet(household(note="nhà cấp 4 (½ thửa) – § 2 ×")))
    assert found.rows[0].note == "nhà cấp 4 (½ thửa) – § 2 ×"


def test_name_is_kept_as_typed_but_composed_and_with_single_blanks():
    found = read(sheet(household(head="  Phan  Phước\u00a0Hoa\u0300\n Lan ")))
    assert found.rows[0].head == "Phan Phước Hoà Lan"


def test_same_number_twice_blocks_both_rows_also_across_sheets():
    data = xlsx(("Tứ Hạ", [HEADER, household()]), ("Hương Chữ", [HEADER, household(head="Lê Thị An")]))
    twice = [problem for problem in read(data).problems if problem.kind == "id_twice"]
    assert [(p.sheet, p.row, p.blocks) for p in twice] == [("Tứ Hạ", 2, True), ("Hương Chữ", 2, True)]
    assert "Hương Chữ" in twice[0].message and "046150022001" not in twice[0].value + twice[0].message


@pytest.mark.parametrize(
    ("second", "kind", "blocks"),
    [
        (household(id_no="046150022002"), None, None),
        (household(id_no="", birth=1960), None, None),
        (household(id_no=""), "household_twice", False),
    ],
    ids=["other number", "other birth", "no number"],
)
def test_namesakes_in_one_hamlet_stay_two(second, kind, blocks):
    found = read(sheet(household(), second))
    assert len(found.rows) == 2
    assert {(p.kind, p.blocks) for p in found.problems} == ({(kind, blocks)} if kind else set())


def test_one_household_twice_without_numbers_blocks_both():
    found = read(sheet(household(id_no=""), household(id_no="", head="Lê Thị  BÉ")))
    assert [(p.row, p.blocks) for p in found.problems] == [(2, True), (3, True)]


def test_rows_after_the_list_are_passed_over_and_listed():
    found = read(sheet(household(), ["", "Tổng cộng", "", "", "", "", 2], [], *ENDING, [], ["Tổng cộng: 1 hộ"]))
    assert len(found.rows) == 1
    assert [passed.row for passed in found.passed_over if passed.text] == [3, 5, 6, 7, 9, 10, 12]


def test_row_with_data_but_no_name_blocks():
    problem = kinds(read(sheet(household(head=""), household(stt=2, head="An Văn B", sex="Nam", id_no=""))))["no_name"]
    assert (problem.row, problem.cell, problem.blocks) == (2, "B2", True)


def test_household_with_only_a_name_and_a_number_is_read():
    found = read(sheet(household(), [2, "Lê Văn An"]))
    assert [row.head for row in found.rows] == ["Lê Thị Bé", "Lê Văn An"]


def test_real_dates_among_typed_days_are_flagged():
    rows = [household(birth="15/3/1950"), household(stt=2, head="Lê Thị An", birth=date(1950, 8, 3), id_no="")]
    problem = kinds(read(sheet(*rows)))["mixed_days"]
    assert (problem.cell, problem.blocks) == ("C3", False)


def test_given_names_only_what_the_list_tells():
    given = read(sheet(household())).rows[0].given
    assert {"head", "sex", "birth_year", "id_no", "hamlet", "members", "needs", "note"} <= given
    assert not given & {"causes", "ethnicity", "exit_on", "code", "commune"}


def test_cells_name_the_place_of_every_field():
    row = read(sheet(household())).rows[0]
    assert row.cells["head"] == "B2" and row.cells["members"] == "G2" and row.cells["id_no"] == "E2"


def test_heading_with_a_slip_is_suggested():
    header = ["TT", "Họ và tên chủ hô", "Nam sih", "Giới tính", "CCCD", "Thôn", "Sô khảu", "Nhu cầu", "Ghi chú"]
    found = read(sheet(household(), header=header))
    columns = {column.letter: column for column in found.sheets[0].columns}
    assert (columns["C"].field, columns["C"].guessed) == ("birth", True)
    assert (found.rows[0].head, found.rows[0].birth_year, found.rows[0].members) == ("Lê Thị Bé", 1950, 2)


def test_code_of_the_household_comes_back():
    found = read(sheet([*household(), "HT-0001"], header=[*HEADER, "Mã hộ"]))
    assert found.rows[0].code == "HT-0001"


class TestChoices:
    def test_hidden_sheet_is_read_when_chosen_and_others_are_not(self):
        def hide(book):
            book["Tứ Hạ"].sheet_state = "hidden"

        data = xlsx(("Hương Chữ", [HEADER, household()]), ("Tứ Hạ", [HEADER, household()]), change=hide)
        found = read(data, choices=ReadingChoices(sheets=frozenset({"Tứ Hạ"})))
        assert [row.commune for row in found.rows] == ["19996"]
        assert [sheet.used for sheet in found.sheets] == [False, True]

    def test_encoding_of_a_sheet(self):
        data = sheet(household(head="Lý Tó"))
        assert read(data).rows[0].head == "Lý Tó"
        found = read(data, choices=ReadingChoices(encodings={"Tứ Hạ": "tcvn3"}))
        assert found.rows[0].head == "Lý Tú"
        assert ("Lý Tó", "Lý Tú") in found.sheets[0].samples

    def test_remembered_mapping_of_columns(self):
        data = sheet([*household(), "An"], header=[*HEADER, "Người bảo lãnh"])
        fingerprint = read(data).sheets[0].fingerprint
        found = read(data, choices=ReadingChoices(mappings={fingerprint: {"J": "head", "B": None}}))
        assert found.rows[0].head == "An"

    def test_fingerprint_does_not_depend_on_rows_or_title(self):
        one = read(sheet(household())).sheets[0].fingerprint
        other = read(xlsx(("Tứ Hạ", [["Danh sách"], [], HEADER, household(), household(id_no="", head="Ông Ba")])))
        assert other.sheets[0].fingerprint == one


def test_list_without_any_household_says_why():
    with pytest.raises(Unreadable, match="không có hộ nào bên dưới"):
        read(sheet())


def test_numbers_of_people_are_hidden_also_where_two_columns_were_swapped():
    found = read(sheet(household(head="046150022001", id_no="Lê Thị Bé")))
    told = " ".join(f"{problem.value} {problem.message}" for problem in found.problems)
    assert found.blocked()
    assert "046150022001" not in told
    assert "001" in told
