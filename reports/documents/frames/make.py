"""Makes the Word templates that are shipped: python reports/documents/frames/make.py

Decree 30/2020/NĐ-CP, Annex I, says where everything stands and how large it is; its words are in comments.
The tags are those of docxtpl; `reports.documents.fields` says what each of them is.
"""

from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

HERE = Path(__file__).parent
FONT = "Times New Roman"
# "cách mép trên và mép dưới 20 - 25 mm, cách mép trái 30 - 35 mm, cách mép phải 15 - 20 mm"
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 16
LONG, SHORT = 297, 210

# name, id: size, bold, italic, capitals, alignment, points before and after, more
STYLES = {
    ("Quốc hiệu", "QuocHieu"): (13, True, False, True, ALIGN.CENTER, 0, 0),
    ("Tiêu ngữ", "TieuNgu"): (14, True, False, False, ALIGN.CENTER, 0, 0),
    ("Cơ quan chủ quản", "CoQuanChuQuan"): (13, False, False, True, ALIGN.CENTER, 0, 0),
    ("Cơ quan ban hành", "CoQuanBanHanh"): (13, True, False, True, ALIGN.CENTER, 0, 0),
    ("Nét kẻ", "NetKe"): (2, False, False, False, ALIGN.CENTER, 2, 0),
    ("Số, ký hiệu", "SoKyHieu"): (13, False, False, False, ALIGN.CENTER, 4, 0),
    ("Trích yếu công văn", "TrichYeuCongVan"): (13, False, False, False, ALIGN.CENTER, 6, 0),
    ("Địa danh, ngày tháng", "DiaDanhNgayThang"): (14, False, True, False, ALIGN.CENTER, 4, 0),
    ("Tên loại văn bản", "TenLoai"): (14, True, False, True, ALIGN.CENTER, 14, 0),
    ("Trích yếu", "TrichYeu"): (14, True, False, False, ALIGN.CENTER, 2, 0),
    ("Kèm theo", "KemTheo"): (14, False, True, False, ALIGN.CENTER, 4, 0),
    ("Kính gửi", "KinhGui"): (14, False, False, False, ALIGN.CENTER, 14, 6),
    ("Nơi được gửi", "NoiDuocGui"): (14, False, False, False, ALIGN.LEFT, 0, 0),
    ("Căn cứ", "CanCu"): (14, False, True, False, ALIGN.JUSTIFY, 6, 0),
    ("Nội dung", "NoiDung"): (14, False, False, False, ALIGN.JUSTIFY, 6, 0),
    ("Ghi chú bảng", "GhiChuBang"): (12, False, True, False, ALIGN.JUSTIFY, 4, 0),
    ("Số liệu đến ngày", "SoLieuDenNgay"): (11, False, True, False, ALIGN.CENTER, 4, 4),
    ("Tên bảng", "TenBang"): (13, True, False, False, ALIGN.CENTER, 8, 4),
    ("Đầu cột", "DauCot"): (12, True, False, False, ALIGN.CENTER, 1, 1),
    ("Ô chữ", "OChu"): (12, False, False, False, ALIGN.LEFT, 1, 1),
    ("Ô giữa", "OGiua"): (12, False, False, False, ALIGN.CENTER, 1, 1),
    ("Ô số", "OSo"): (12, False, False, False, ALIGN.RIGHT, 1, 1),
    ("Số phụ lục", "SoPhuLuc"): (14, True, False, False, ALIGN.CENTER, 0, 0),
    ("Tên phụ lục", "TenPhuLuc"): (14, True, False, True, ALIGN.CENTER, 2, 0),
    ("Quyền hạn, chức vụ", "QuyenHan"): (14, True, False, True, ALIGN.CENTER, 0, 0),
    ("Họ tên người ký", "NguoiKy"): (14, True, False, False, ALIGN.CENTER, 62, 0),
    ("Nơi nhận", "NoiNhan"): (12, True, True, False, ALIGN.LEFT, 0, 0),
    ("Nơi nhận, từng nơi", "NoiNhanDong"): (11, False, False, False, ALIGN.LEFT, 0, 0),
    ("Ngắt phần", "NgatPhan"): (1, False, False, False, ALIGN.LEFT, 0, 0),
}
INDENTED = {"CanCu", "NoiDung"}  # "chữ đầu dòng lùi vào 1 cm hoặc 1,27 cm"
KEPT_WITH_NEXT = {"TenLoai", "TrichYeu", "KemTheo", "SoPhuLuc", "TenPhuLuc", "SoLieuDenNgay", "TenBang", "QuyenHan"}
HEADINGS = {1: (True, False, 10), 2: (True, False, 6), 3: (True, True, 6)}


def make_letter() -> Document:
    """A paper upright: plans, reports, letters."""
    document = _start(SHORT, LONG)
    _letterhead(document, 65, 99)
    _add(document, "{%p if ten_loai %}", "NoiDung")
    _title(document)
    _add(document, "{%p endif %}", "NoiDung")
    _add(document, "{%p if kinh_gui|length == 1 %}", "NoiDung")
    _add(document, "Kính gửi: {{ kinh_gui[0] }}", "KinhGui")
    _add(document, "{%p elif kinh_gui %}", "NoiDung")
    _add(document, "Kính gửi:", "KinhGui").alignment = ALIGN.LEFT
    document.paragraphs[-1].paragraph_format.left_indent = Mm(45)
    _add(document, "{%p for noi in kinh_gui %}", "NoiDung")
    _add(document, "- {{ noi }}{{ '.' if loop.last else ';' }}", "NoiDuocGui").paragraph_format.left_indent = Mm(65)
    _add(document, "{%p endfor %}", "NoiDung")
    _add(document, "{%p endif %}", "NoiDung")
    _add(document, "{%p for dong in can_cu %}", "NoiDung")
    _add(document, "{{ dong }}{{ '.' if loop.last else ';' }}", "CanCu")
    _add(document, "{%p endfor %}", "NoiDung")
    _add(document, "{{ noi_dung }}", "NoiDung")
    _signatures(document, 75, 89)
    _add(document, "{{ ghi_chu_so_lieu }}", "SoLieuDenNgay")
    _add(document, "{{ phu_luc }}", "NgatPhan")
    return document


def make_table() -> Document:
    """A list or table across: the same head and foot, the table between them."""
    document = _start(LONG, SHORT)
    _letterhead(document, 105, 146)
    _title(document)
    _add(document, "{%p if kem_theo %}", "NoiDung")
    _add(document, "({{ kem_theo }})", "KemTheo")
    _add(document, "{%p endif %}", "NoiDung")
    _add(document, "{{ ghi_chu_so_lieu }}", "SoLieuDenNgay")
    _add(document, "{{ noi_dung }}", "NoiDung")
    _signatures(document, 82, 80, 89)
    _add(document, "{{ phu_luc }}", "NgatPhan")
    return document


def _start(width: int, height: int) -> Document:
    document = Document()
    _drop_thumbnail(document)
    _make_styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    _number_pages(section)
    return document


def _drop_thumbnail(document: Document) -> None:
    """The picture of an empty page that python-docx's own template carries."""
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        relations.pop(key)


def _make_styles(document: Document) -> None:
    _font(document.styles["Normal"], 14)
    _set_language(document)
    for (name, style_id), (size, bold, italic, capitals, align, before, after) in STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), style_id)
        style.base_style = document.styles["Normal"]
        _font(style, size, bold, italic)
        style.font.all_caps = capitals or None
        shape = style.paragraph_format
        shape.alignment, shape.space_before, shape.space_after = align, Pt(before), Pt(after)
        shape.first_line_indent = Mm(12.7) if style_id in INDENTED else None
        shape.keep_with_next = style_id in KEPT_WITH_NEXT or None
    for level, (bold, italic, before) in HEADINGS.items():
        style = document.styles[f"Heading {level}"]
        _font(style, 14, bold, italic)
        shape = style.paragraph_format
        shape.alignment, shape.first_line_indent, shape.keep_with_next = ALIGN.JUSTIFY, Mm(12.7), True
        shape.space_before, shape.space_after = Pt(before), Pt(0)
    for style_id in ("NetKe", "NgatPhan"):
        shape = next(s for s in document.styles if s.style_id == style_id).paragraph_format
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4 if style_id == "NetKe" else 1)


def _font(style, size: float, bold: bool = False, italic: bool = False) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.bold, style.font.italic = bold, italic
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    for colour in style.element.rPr.findall(qn("w:color")):
        style.element.rPr.remove(colour)


def _set_language(document: Document) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
        language.set(qn("w:eastAsia"), "vi-VN")
    spacing = document.styles.element.find(f".//{qn('w:pPrDefault')}//{qn('w:spacing')}")
    if spacing is not None:  # single lines, nothing after a paragraph but what its style says
        spacing.getparent().remove(spacing)


def _number_pages(section) -> None:
    """ "canh giữa theo chiều ngang trong phần lề trên của văn bản, không hiển thị số trang thứ nhất" """
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.style.font.size = Pt(13)
    paragraph.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        run.font.name, run.font.size = FONT, Pt(13)
        if kind in {"begin", "separate", "end"}:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
        elif text == "PAGE":
            run._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> PAGE </w:instrText>'))


def _letterhead(document: Document, left: int, right: int) -> None:
    table = _bare_table(document, 2, (left, right))
    (issuer, nation), (number, place) = table.rows[0].cells, table.rows[1].cells
    _add(issuer, "{%p if co_quan_chu_quan %}", "CoQuanChuQuan")
    _add(issuer, "{{ co_quan_chu_quan }}", "CoQuanChuQuan")
    _add(issuer, "{%p endif %}", "CoQuanChuQuan")
    _add(issuer, "{{ co_quan_ban_hanh }}", "CoQuanBanHanh")
    _rule(issuer)
    _add(nation, "Cộng hòa xã hội chủ nghĩa Việt Nam", "QuocHieu")
    _add(nation, "Độc lập - Tự do - Hạnh phúc", "TieuNgu")
    _rule(nation)
    _add(number, "Số: {{ so_ky_hieu }}", "SoKyHieu")
    _add(number, "{%p if trich_yeu_cong_van %}", "TrichYeuCongVan")
    _add(number, "V/v {{ trich_yeu_cong_van }}", "TrichYeuCongVan")
    _add(number, "{%p endif %}", "TrichYeuCongVan")
    _add(place, "{{ dia_danh_ngay_thang }}", "DiaDanhNgayThang")


def _title(document: Document) -> None:
    _add(document, "{{ ten_loai }}", "TenLoai")
    _add(document, "{{ trich_yeu }}", "TrichYeu")
    _rule(document)


def _signatures(document: Document, *widths: int) -> None:
    """Receivers at the left, the signature at the right, on one level; between them who drew up the table."""
    _add(document, "", "NoiNhanDong").paragraph_format.keep_with_next = True
    table = _bare_table(document, 1, widths)
    _unsplit(table.rows[0])
    receivers, *middle, signer = table.rows[0].cells
    _add(receivers, "{%p if noi_nhan %}", "NoiNhanDong")
    _add(receivers, "Nơi nhận:", "NoiNhan")
    _add(receivers, "{%p for noi in noi_nhan %}", "NoiNhanDong")
    _add(receivers, "- {{ noi }}{{ '.' if loop.last else ';' }}", "NoiNhanDong")
    _add(receivers, "{%p endfor %}", "NoiNhanDong")
    _add(receivers, "{%p endif %}", "NoiNhanDong")
    for cell in middle:
        _add(cell, "{%p if nguoi_lap is not none %}", "QuyenHan")
        _add(cell, "Người lập biểu", "QuyenHan")
        _add(cell, "{{ nguoi_lap }}", "NguoiKy")
        _add(cell, "{%p endif %}", "QuyenHan")
    _add(signer, "{%p for dong in ky_ten %}", "QuyenHan")
    _add(signer, "{{ dong }}", "QuyenHan")
    _add(signer, "{%p endfor %}", "QuyenHan")
    _add(signer, "{{ nguoi_ky }}", "NguoiKy")


def _bare_table(document: Document, rows: int, widths: tuple[int, ...]):
    """A table that only puts things side by side: no lines, no margins inside."""
    table = document.add_table(rows, len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    properties = table._tbl.tblPr
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    look = properties.find(qn("w:tblLook"))
    look.addprevious(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _unsplit(row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _rule(where) -> None:
    """A line under what stands before it. How long it is is set when the words are known (`word.fit_rules`)."""
    paragraph = _add(where, "", "NetKe")
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>')
    )


def _add(where, text: str, style_id: str):
    """One more paragraph; the empty one that every new cell has is used first."""
    first = getattr(where, "paragraphs", None)
    fresh = hasattr(where, "_tc") and len(first) == 1 and not first[0].text and first[0].style.name == "Normal"
    paragraph = first[0] if fresh else where.add_paragraph()
    paragraph.style = next(name for name, id in STYLES if id == style_id)
    if text:
        paragraph.add_run(text)
    return paragraph


FRAMES = {"van-ban.docx": make_letter, "bang-bieu.docx": make_table}

if __name__ == "__main__":
    for name, make in FRAMES.items():
        make().save(HERE / name)
