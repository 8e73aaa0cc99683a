"""Household cards as papers: a page for each household, numbers of persons masked, and an empty one."""

import io
from datetime import date

import pytest
from docx import Document as read_word

from households.changes import Refused
from reports.documents import card_papers
from reports.documents.kinds import KINDS, Form
from reports.documents.making import check, make
from reports.documents.orders import Order

TODAY = date(2022, 9, 16)


def order(plan, unit=None, code="card", as_of=TODAY):
    return Order(KINDS[code], plan, as_of, unit=unit)


def text_of(annex) -> str:
    parts = []
    for block in annex.blocks:
        parts += [getattr(block, "text", "")] if not hasattr(block, "rows") else []
        parts += [str(cell) for row in getattr(block, "rows", ()) for cell in row.cells]
    return "\n".join(map(str, parts))


def test_every_household_of_the_commune_has_its_page_and_nobody_elses(a_household, plan, tu_ha, binh_tien):
    one = a_household(head="Hồ Thị An", needs=["credit"], id_no="046070012345")
    a_household(head="Trần Văn Bé"), a_household(binh_tien, head="Lê Văn Xa")
    paper = card_papers.build(order(plan, tu_ha))
    assert [annex.title for annex in paper.annexes] == [
        "Phiếu hộ nghèo năm 2022: Hồ Thị An", "Phiếu hộ nghèo năm 2022: Trần Văn Bé",
    ]  # fmt: skip
    assert paper.body[0].rows[0].cells[1] == one.code
    card = text_of(paper.annexes[0])
    assert "Vay vốn" in card and "Chưa ghi nhận hỗ trợ nào." in card
    assert "•••• •••• 2345" in card and "046070012345" not in card


def test_it_is_a_word_file_with_a_section_for_each(a_household, plan, tu_ha):
    a_household(head="Hồ Thị An"), a_household(head="Trần Văn Bé")
    word = read_word(io.BytesIO(make(order(plan, tu_ha), Form.DOCX).content))
    assert len(word.sections) == 3


def test_of_the_whole_town_in_excel_or_of_an_earlier_day_there_is_none(a_household, plan, tu_ha):
    a_household()
    with pytest.raises(Refused):
        check(order(plan), Form.PDF)
    with pytest.raises(Refused, match="chỉ có dạng pdf, docx"):
        check(order(plan, tu_ha), Form.XLSX)
    with pytest.raises(Refused, match="số liệu hôm nay"):
        make(order(plan, tu_ha, as_of=date(2022, 9, 1)), Form.PDF)


def test_the_empty_card_names_what_can_be_chosen(plan):
    paper = card_papers.build_blank(order(plan, code="card_blank"))
    text = text_of(paper.annexes[0])
    assert "Không có đất sản xuất" in text and "Bảo hiểm y tế" in text and "Sửa chữa nhà ở" in text
    assert make(order(plan, code="card_blank"), Form.PDF).content.startswith(b"%PDF")
