"""The same 177 households in every layout, encoding and spelling that offices use give the same rows."""

import unicodedata
from datetime import date

import pytest

from . import making
from .cast import DATA, read
from .making import by_commune, known, legacy_rows, ods, plain, text, xlsx

FIELDS = ("commune hamlet head sex birth_year id_no ethnicity members causes needs exit_on exit_reason note").split()
ROWS = known()
FEW = [row for row in ROWS if row["commune"] == "20017"]


def fields(rows):
    return [{field: row[field] for field in FIELDS} for row in rows]


def assert_reads(data, rows=ROWS, name="danh-sach.xlsx", blocking=0, **options):
    found = read(data, name, **options)
    assert fields(found.to_json()) == fields(rows)
    assert sum(problem.blocks for problem in found.problems) == blocking
    return found


def decomposed(rows):
    return [[unicodedata.normalize("NFD", v) if isinstance(v, str) else v for v in row] for row in rows]


TEXT_FILES = {
    "UTF-8 with mark, semicolons": text(plain(ROWS)).encode("utf-8-sig"),
    "UTF-8 without mark, commas": text(plain(ROWS), ",").encode(),
    "UTF-16 with tabs, as Excel's Unicode text": text(plain(ROWS), "\t").encode("utf-16"),
    "UTF-16 without mark": text(plain(ROWS), "\t").encode("utf-16-le"),
    "TCVN3 one byte a letter": text(legacy_rows(plain(ROWS), "tcvn3")).encode("latin-1"),
    "VNI one byte a letter": text(legacy_rows(plain(ROWS), "vni")).encode("latin-1"),
    "TCVN3 kept in UTF-8": text(legacy_rows(plain(ROWS), "tcvn3")).encode(),
    "VNI kept in UTF-16": text(legacy_rows(plain(ROWS), "vni"), "\t").encode("utf-16"),
    "decomposed": text(decomposed(plain(ROWS))).encode(),
    "a line that tells the separator": ("sep=;\r\n" + text(plain(ROWS))).encode("utf-8-sig"),
}


@pytest.mark.parametrize("data", TEXT_FILES.values(), ids=TEXT_FILES.keys())
def test_text_files(data):
    assert_reads(data, name="ho-ngheo.csv")


def test_text_in_code_page_1258():
    """Excel's own Vietnamese code page: letters with a shape, then the tone as a letter of its own."""
    shapes = "ăâđêôơưĂÂĐÊÔƠƯ"
    composed = []
    for letter in text(plain(ROWS)):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323"), "")
        base = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else letter
        composed.append(base + tone if tone and (base in shapes or base.isascii()) else letter)
    assert_reads("".join(composed).encode("cp1258"), name="ho-ngheo.csv")


WORKBOOKS = {
    "ods": ods(("Danh sách", plain(ROWS))),
    "decomposed xlsx": xlsx(("Danh sách", decomposed(plain(ROWS)))),
    "VNI xlsx without its font": xlsx(("Danh sách", legacy_rows(plain(ROWS), "vni"))),
    "TCVN3 xlsx without its font": xlsx(("Danh sách", legacy_rows(plain(ROWS), "tcvn3"))),
}


@pytest.mark.parametrize("data", WORKBOOKS.values(), ids=WORKBOOKS.keys())
def test_workbooks(data):
    assert_reads(data)


def test_columns_in_another_order_with_strange_ones_between():
    order = [0, 8, 7, 6, 1, 3, 2, 11, 10, 9, 5, 4]
    rows = [[row[n] for n in order] for row in plain(ROWS)]
    rows = [[*row[:4], "Số điện thoại" if n == 0 else "0905123456", *row[4:], "Ký nhận" if n == 0 else ""]
            for n, row in enumerate(rows)]  # fmt: skip
    assert_reads(xlsx(("DS", [["DANH SÁCH HỘ NGHÈO"], *rows])))


BANDS = {
    "roman numerals and capitals": lambda n, name: [["I" * n, name.upper()]],
    "no numbers, name in the first column": lambda n, name: [[name.upper()]],
    "number and name in one cell": lambda n, name: [[f"{n}. {name}"]],
    "abbreviated": lambda n, name: [["", name.replace("Phường ", "P. ").replace("Xã ", "X. ")]],
    "with the number of households": lambda n, name: [["", f"{name} ({len(dict(by_commune(ROWS))[name])} hộ)"]],
    "numbered like households": lambda n, name: [[n, name]],
}


@pytest.mark.parametrize("band", BANDS.values(), ids=BANDS.keys())
def test_bands_of_communes(band):
    header, *_ = plain([])
    rows = [header[:6] + header[7:]]
    for n, (name, group) in enumerate(by_commune(ROWS), 1):
        rows += band(n, name)
        rows += [row[:6] + row[7:] for row in plain(group)[1:]]
        rows += [["", "Cộng", "", "", "", "", "", sum(row["members"] for row in group)]]
    rows += [["", "Tổng cộng", "", "", "", "", "", sum(row["members"] for row in ROWS)]]
    rows += [["", "Tổng số hộ", "", "", "", "", "", len(ROWS)], [], *making.ENDING]
    found = assert_reads(xlsx(("Danh sách", rows)))
    assert [p for p in found.problems if p.kind in ("subtotal", "total")] == []
    assert sum("cộng" in passed.why for passed in found.passed_over) == 11


def four_row_header():
    """Groups, groups below groups, and leaves in the fourth row; no column of communes."""
    top = ["STT", "Thông tin chủ hộ", "", "", "", "", "Địa chỉ", "Số khẩu", "Nguyên nhân", "Nhu cầu hỗ trợ"]
    top += [""] * 7 + ["Kết quả", "", "Ghi chú"]
    second = ["", "Họ và tên", "Ngày, tháng, năm sinh", "", "Số CCCD/CMND", "Dân tộc", "", "", "", "Về nhà ở", "",
              "Về sinh kế", "", "", "Khác", "", "", "Đã thoát nghèo", "", ""]  # fmt: skip
    third = ["", "", "Nam", "Nữ", "", "", "", "", "", *making.NEED_LABELS.values(), "Ngày", "Lý do", ""]
    fourth = ["", "", "(năm)", "(năm)", "", "", "(thôn/TDP)", "(người)", "", *["(đánh dấu x)"] * 8, "", "", ""]
    return [top, second, third, fourth]


def four_row_cells(n, row, style="x"):
    births = [row["birth_year"], ""] if row["sex"] == "M" else ["", row["birth_year"]]
    ticks = [style if key in row["needs"] else "" for key in making.NEED_LABELS]
    left = [date.fromisoformat(row["exit_on"]), making.EXIT_WORDS[row["exit_reason"]]] if row["exit_on"] else ["", ""]
    return [n, row["head"], *births, row["id_no"] or "", row["ethnicity"], row["hamlet"], row["members"],
            making.causes_in_words(row), *ticks, *left, ""]  # fmt: skip


@pytest.mark.parametrize("merged", [True, False], ids=["merged", "only blanks"])
@pytest.mark.parametrize("style", ["x", "X ", "✓", "√", "v", 1, "có"])
def test_header_of_four_rows(merged, style):
    rows = [["UBND PHƯỜNG HƯƠNG XUÂN"], ["DANH SÁCH HỘ NGHÈO NĂM 2022"], [], *four_row_header()]
    rows += [[f"({n})" for n in range(1, 21)]]
    rows += [four_row_cells(n, row, style) for n, row in enumerate(FEW, 1)]
    merges = ["B4:F4", "J4:Q4", "R4:S4", "C5:D5", "A4:A7", "J5:K5", "L5:N5", "O5:Q5", "R5:S5", "B5:B7", "T4:T7"]
    assert_reads(xlsx(("Sheet1", rows), merges=merges if merged else ()), FEW)


def test_header_repeated_after_page_breaks():
    rows = plain(ROWS)
    numbering = [list(range(1, 13))]
    paged = [rows[0], *numbering]
    for at in range(1, len(rows), 30):
        paged += [*rows[at : at + 30], rows[0], *numbering]
    found = assert_reads(xlsx(("Danh sách", paged)))
    assert sum("lặp lại" in passed.why for passed in found.passed_over) == 6


def test_second_table_with_another_header():
    first, second = plain(FEW[:10]), [[row[0], row[2], row[1], *row[3:]] for row in plain(FEW[10:])]
    assert_reads(xlsx(("Danh sách", [*first, [], *second])), FEW)


def test_day_of_birth_in_columns_of_men_and_women():
    rows = [["STT", "Họ và tên", "Ngày sinh", "", "CCCD", "Dân tộc", "Thôn", "Số khẩu", "Nguyên nhân", "Nhu cầu"]]
    rows += [["", "", "Nam", "Nữ"]]
    for n, row in enumerate(FEW, 1):
        day = f"15/3/{row['birth_year']}"
        births = [day, ""] if row["sex"] == "M" else ["", day]
        rows.append([n, row["head"], *births, row["id_no"] or "", row["ethnicity"], row["hamlet"],
                     f"{row['members']} người", making.causes_in_words(row), making.needs_in_words(row)])  # fmt: skip
    left = [{**row, "exit_on": None, "exit_reason": None} for row in FEW]
    found = assert_reads(xlsx(("P. Hương Xuân", rows)), left)
    assert found.rows[0].birth_on == date(FEW[0]["birth_year"], 3, 15)
    assert "exit_on" not in found.rows[0].given and "needs" in found.rows[0].given


def test_numbers_as_floats_with_lost_zeros():
    rows = plain(ROWS)
    for row in rows[1:]:
        row[4] = float(row[4]) if row[4] else ""
        row[2] = str(row[2])
        row[8] = f"0{row[8]} khẩu"
    found = assert_reads(xlsx(("Danh sách", rows)))
    repaired = [problem for problem in found.problems if problem.kind == "id_repaired"]
    assert len(repaired) == sum(row["id_no"] is not None and len(row["id_no"]) == 12 for row in ROWS)
    assert all("•" in problem.value for problem in repaired)


def test_sheet_for_every_commune_and_others_passed_over():
    sheets = [(name, [row[:6] + row[7:] for row in plain(group)]) for name, group in by_commune(ROWS)]
    summary = [
        ["TT", "Xã, phường", "Số hộ", "Số khẩu"],
        *([n, name, len(g), 4] for n, (name, g) in enumerate(by_commune(ROWS), 1)),
    ]

    def hide(book):
        book["DS cũ"].sheet_state = "hidden"

    others = ("Nháp", [["ghi chép"]]), ("Sheet2", []), ("DS cũ", plain(FEW))
    found = assert_reads(xlsx(("Tổng hợp", summary), *sheets, *others, change=hide))
    unused = {sheet.name: sheet.why for sheet in found.sheets if not sheet.used}
    assert set(unused) == {"Tổng hợp", "Nháp", "Sheet2", "DS cũ"}
    assert "ẩn" in unused["DS cũ"] and "trống" in unused["Sheet2"] and "tiêu đề" in unused["Tổng hợp"]


def test_old_workbook_in_three_fonts_with_a_hidden_row():
    """Titles in .VnTimeH, names in VNI-Times, hamlets clean; real dates in columns of men and women."""
    rows = [row for row in ROWS if row["commune"] == "20020"]
    found = assert_reads((DATA / "phuong-huong-chu-vni.xls").read_bytes(), rows, name="danh sach.xls")
    assert found.rows[0].birth_on == date(rows[0]["birth_year"], 8, 17)
    assert [problem.row for problem in found.problems if problem.kind == "hidden_row"] == [9]
