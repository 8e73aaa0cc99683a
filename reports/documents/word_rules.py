"""The lines under the motto, the issuing body and the subject, as long as the decree says.

A rule is an empty paragraph of the style "Nét kẻ" with a border; its indents make it as long as it must be:
under the motto as long as the words, otherwise a third to a half of them (Decree 30/2020, Annex I, II.1, 2, 5).
"""

from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from reports.documents.measuring import width

RULE, MOTTO = "Nét kẻ", "Tiêu ngữ"
PART = 0.4  # of the words
LONGEST = 0.45  # of the room, where the words fill it


def fit_rules(file: WordFile) -> None:
    section = file.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) / 12_700
    style = next((style for style in file.styles if style.name == RULE), None)
    if style is None:
        return
    for mark in file.element.body.xpath(f'.//w:pStyle[@w:val="{style.style_id}"]'):
        rule = mark.getparent().getparent()
        above = rule.getprevious()
        if above is not None and above.tag == rule.tag:
            _fit(Paragraph(above, file), Paragraph(rule, file), _width_of(rule.getparent()) or room)


def _width_of(parent) -> float:
    """Points of the cell that the rule stands in; 0 outside of tables."""
    width = parent.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    return int(width.get(qn("w:w"), 0)) / 20 if width is not None else 0


def _fit(above: Paragraph, rule: Paragraph, room: float) -> None:
    side = max((room - _length(above, room)) / 2, 0)
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = Pt(round(side, 1))


def _length(paragraph: Paragraph, room: float) -> float:
    font = paragraph.style.font
    text = paragraph.text.upper() if font.all_caps else paragraph.text
    size = font.size.pt if font.size else 14
    words = width(text, size, bold=bool(font.bold))
    if paragraph.style.name == MOTTO:
        return min(words, room)
    return min(words * PART, room * LONGEST)
