"""The Word file against Decree 30/2020/NĐ-CP, Annex I, point by point."""

import importlib.util
import re

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.documents.blocks import Column, Kind, Paragraph, Row, Table
from reports.documents.measuring import CELL_MARGINS, width
from reports.documents.styles import FRAMES
from reports.documents.word_tables import widths_of
from reports.tests.documents.conftest import a_paper, a_table, opened, with_annexes, words_of


@pytest.fixture(scope="module")
def file():
    return opened(words_of(with_annexes()))


def text_of(file) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in file.element.body.iter(qn("w:p")))


def styled(file, name: str) -> list:
    style = file.styles[name].style_id
    return file.element.body.xpath(f'.//w:p[w:pPr/w:pStyle[@w:val="{style}"]]')


def said(file, name: str) -> list[str]:
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in styled(file, name)]


def test_the_page_is_a4_upright_with_the_margins_of_the_decree(file):
    section = file.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert Mm(20) <= section.top_margin <= Mm(25) and Mm(20) <= section.bottom_margin <= Mm(25)
    assert Mm(30) <= section.left_margin <= Mm(35) and Mm(15) <= section.right_margin <= Mm(20)


def test_everything_is_in_black_times_new_roman(file):
    fonts = {font for part in (file.element, file.styles.element) for font in part.xpath(".//w:rFonts/@w:ascii")}
    assert file.styles["Normal"].font.name == "Times New Roman"
    assert fonts - {"Times New Roman", "Courier"} == set()  # Courier: a style of code that nothing uses
    assert not file.element.body.xpath(".//w:color")


@pytest.mark.parametrize(
    ("style", "sizes", "bold", "italic", "capitals"),
    [
        ("Quốc hiệu", (12, 13), True, False, True),
        ("Tiêu ngữ", (13, 14), True, False, False),
        ("Cơ quan chủ quản", (12, 13), False, False, True),
        ("Cơ quan ban hành", (12, 13), True, False, True),
        ("Số, ký hiệu", (13,), False, False, False),
        ("Trích yếu công văn", (12, 13), False, False, False),
        ("Địa danh, ngày tháng", (13, 14), False, True, False),
        ("Tên loại văn bản", (13, 14), True, False, True),
        ("Trích yếu", (13, 14), True, False, False),
        ("Kính gửi", (13, 14), False, False, False),
        ("Căn cứ", (13, 14), False, True, False),
        ("Nội dung", (13, 14), False, False, False),
        ("Quyền hạn, chức vụ", (13, 14), True, False, True),
        ("Họ tên người ký", (13, 14), True, False, False),
        ("Nơi nhận", (12,), True, True, False),
        ("Nơi nhận, từng nơi", (11,), False, False, False),
        ("Số phụ lục", (14,), True, False, False),
        ("Tên phụ lục", (13, 14), True, False, True),
        ("Kèm theo", (13, 14), False, True, False),
    ],
)
def test_each_part_is_as_large_and_as_strong_as_the_decree_says(file, style, sizes, bold, italic, capitals):
    font = file.styles[style].font
    assert font.size.pt in sizes
    assert (bool(font.bold), bool(font.italic), bool(font.all_caps)) == (bold, italic, capitals)


def test_the_body_is_justified_with_its_first_lines_indented_and_gaps_of_six_points(file):
    shape = file.styles["Nội dung"].paragraph_format
    assert shape.alignment == 3 and shape.first_line_indent in (Mm(10), Mm(12.7)) and shape.space_before.pt >= 6
    assert shape.line_spacing is None or 1 <= shape.line_spacing <= 1.5


def test_nation_and_motto_stand_at_the_right_the_issuing_body_at_the_left(file):
    (left, right), (number, place) = (row.cells for row in file.tables[0].rows)
    assert [p.text for p in left.paragraphs][:2] == ["UBND THỊ XÃ HƯƠNG TRÀ", "ỦY BAN NHÂN DÂN\nPHƯỜNG TỨ HẠ"]
    assert right.text.startswith("Cộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc")
    assert number.text == "Số: 05/BC-UBND"
    assert place.text == "Tứ Hạ, ngày 05 tháng 02 năm 2022"


def rule_of(cell) -> float:
    rule = cell.paragraphs[-1]
    assert rule.style.name == "Nét kẻ" and rule._p.style is not None
    shape = rule.paragraph_format
    return (cell.width - shape.left_indent - shape.right_indent) / 12_700


def test_the_rule_under_the_motto_is_as_long_as_its_words(file):
    cell = file.tables[0].rows[0].cells[1]
    assert rule_of(cell) == pytest.approx(width("Độc lập - Tự do - Hạnh phúc", 14, bold=True), abs=1)


def test_the_rule_under_the_issuing_body_is_a_third_to_a_half_of_its_words(file):
    cell = file.tables[0].rows[0].cells[0]
    assert 1 / 3 <= rule_of(cell) / width("ỦY BAN NHÂN DÂN", 13, bold=True) <= 1 / 2


def test_type_and_subject_stand_in_the_middle(file):
    assert said(file, "Tên loại văn bản") == ["BÁO CÁO"]
    assert said(file, "Trích yếu") == ["Kết quả thực hiện công tác giảm nghèo theo địa chỉ hộ nghèo năm 2022"]


def test_legal_bases_end_with_semicolons_and_the_last_with_a_full_stop(file):
    assert said(file, "Căn cứ") == ["Căn cứ Kế hoạch số 2342/KH-UBND;", "Thực hiện Công văn số 720-CV/TU."]


def test_one_addressee_stands_beside_kinh_gui_several_below_it():
    assert said(opened(words_of(with_annexes())), "Kính gửi") == ["Kính gửi: Ủy ban nhân dân thị xã"]
    many = opened(words_of(a_paper(addressees=("UBND phường Tứ Hạ", "UBND xã Bình Tiến"))))
    assert said(many, "Kính gửi") == ["Kính gửi:"]
    assert said(many, "Nơi được gửi") == ["- UBND phường Tứ Hạ;", "- UBND xã Bình Tiến."]


def test_the_last_sentence_ends_with_the_sign_of_the_end(file):
    assert said(file, "Nội dung")[-1] == "Giảm 177 hộ./."


def test_receivers_left_and_signature_right_are_on_one_level(file):
    left, right = file.tables[1].rows[0].cells
    assert left.text == "Nơi nhận:\n- UBND thị xã;\n- Lưu: VT."
    assert right.text == "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Văn Ký"


def test_the_signature_never_stands_alone_on_a_page(file):
    assert styled(file, "Nội dung")[-1].pPr.find(qn("w:keepNext")) is not None
    assert file.tables[1].rows[0]._tr.xpath("./w:trPr/w:cantSplit")


def test_page_numbers_stand_in_the_middle_of_the_upper_margin_from_page_two(file):
    section = file.sections[0]
    (line,) = section.header.paragraphs
    assert section.different_first_page_header_footer and not section.first_page_header.paragraphs[0].text
    assert " PAGE " in [code.text for code in line._p.iter(qn("w:instrText"))]
    assert line.alignment == 1 and {run.font.size.pt for run in line.runs} <= {13, 14}


def test_annexes_across_have_sections_of_their_own_with_their_own_page_numbers(file):
    first, second, third = file.sections
    assert first.orientation == WD_ORIENT.PORTRAIT
    assert second.orientation == WD_ORIENT.LANDSCAPE and round(second.page_width.mm) == 297
    assert third.orientation == WD_ORIENT.PORTRAIT and round(third.page_width.mm) == 210
    assert [s._sectPr.xpath("./w:pgNumType/@w:start") for s in (first, second, third)] == [[], ["1"], ["1"]]
    assert second.header.is_linked_to_previous and third.header.is_linked_to_previous


def test_each_annex_says_its_number_title_and_paper(file):
    assert said(file, "Số phụ lục") == ["Phụ lục I", "Phụ lục II"]
    assert said(file, "Tên phụ lục") == ["Danh sách hộ thoát nghèo", "Hộ chưa thoát nghèo"]
    attached = "(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 02 năm 2022 của UBND phường Tứ Hạ)"
    assert said(file, "Kèm theo") == [attached] * 2


def test_every_annex_says_of_when_and_of_what_its_figures_are(file):
    trace = "Số liệu đến hết ngày 05/02/2022; điều kiện: phường Tứ Hạ; in lúc 09:30 ngày 05/02/2022."
    assert said(file, "Số liệu đến ngày") == [trace] * 3


def test_heads_of_tables_repeat_and_no_row_is_split(file):
    rows = file.tables[2]._tbl.tr_lst
    heads = [bool(row.xpath("./w:trPr/w:tblHeader")) for row in rows]
    assert heads == [True] * 3 + [False] * 41
    assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)


def test_tables_fill_the_page_and_not_more(file):
    for table, section in ((file.tables[2], file.sections[1]), (file.tables[3], file.sections[2])):
        room = (section.page_width - section.left_margin - section.right_margin) / 635
        assert sum(int(w) for w in table._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")) == pytest.approx(room, abs=10)


def test_cells_are_written_by_what_they_are(file):
    row = [cell.text for cell in file.tables[3].rows[3].cells]
    assert row == ["1", "Phường & <Hương> 1", "1", "2", "3", "38,42%", "05/02/2022"]


def test_a_table_without_rows_says_so():
    file = opened(words_of(a_paper(body=(a_table(0),))))
    assert [cell.text for cell in file.tables[1].rows[-1].cells] == ["Không có"] * 7


def test_a_letter_has_its_subject_under_its_number():
    file = opened(words_of(a_paper(type_name="", symbol="", subject="nộp báo cáo kết quả giảm nghèo")))
    assert said(file, "Trích yếu công văn") == ["V/v nộp báo cáo kết quả giảm nghèo"]
    assert not said(file, "Tên loại văn bản") and not said(file, "Trích yếu")


def test_what_people_typed_is_text_and_nothing_else():
    odd = "{{ 7*7 }} <w:b/> & \x0b {% raw %}"
    file = opened(words_of(a_paper(body=(Paragraph(odd),), receivers=("A & B <C>",), subject="Về A & B {{ x }}")))
    assert "{{ 7*7 }} <w:b/> &  {% raw %}./." in text_of(file)
    assert "- A & B <C>." in text_of(file) and "Về A & B {{ x }}" in text_of(file)


def test_no_tag_of_the_template_is_left(file):
    assert not re.search(r"{{|}}|{%|%}|\ue000", text_of(file))


def test_long_names_keep_the_table_on_the_page():
    table = a_table(2)
    long = table.rows[0].cells
    rows = (type(table.rows[0])((long[0], "Nguyễn Thị " + "Hồng Nhung Phương Thảo " * 12, *long[2:])), table.rows[1])
    file = opened(words_of(a_paper(body=(type(table)(table.columns, rows),))))
    grid = [int(w) for w in file.tables[1]._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")]
    assert sum(grid) == pytest.approx(164 * 56.7, abs=10) and min(grid) > 300


def rows_kept(table) -> list[bool]:
    """Of each row below the head, whether it stays on one page with the next."""
    below = [row for row in table._tbl.tr_lst if not row.xpath("./w:trPr/w:tblHeader")]
    return [bool(row.xpath("./w:tc[1]/w:p[1]/w:pPr/w:keepNext")) for row in below]


def test_a_small_table_stays_on_one_page_and_the_sum_of_a_long_one_is_never_alone():
    small, long = (opened(words_of(a_paper(body=(a_table(rows), Paragraph("Hết."))))) for rows in (5, 40))
    assert rows_kept(small.tables[1]) == [True] * 5 + [False]
    assert rows_kept(long.tables[1]) == [False] * 39 + [True, False]


def test_a_narrow_column_is_wide_enough_for_its_number():
    columns = tuple(Column(f"c{n}", "Y", Kind.NUMBER) for n in range(12))
    table = Table(columns, (Row((1,) * 12),), numbered=True)
    widths, size = widths_of(table, 460)
    assert min(widths) >= width("(12)", size) + CELL_MARGINS


def test_the_shipped_templates_are_what_their_maker_makes():
    spec = importlib.util.spec_from_file_location("make", FRAMES / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    for name, maker in make.FRAMES.items():
        shipped, made = opened((FRAMES / name).read_bytes()), maker()
        assert shipped.element.xml == made.element.xml, f"{name}: run python reports/documents/frames/make.py"
        assert shipped.styles.element.xml == made.styles.element.xml
