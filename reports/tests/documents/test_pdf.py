"""The PDF says what the Word file says, and is set on any machine."""

import re

import pytest
import typst
from docx.oxml.ns import qn
from PIL import ImageFont

from reports.documents.blocks import Paragraph
from reports.documents.measuring import FONTS
from reports.documents.pdf import make_pdf, source
from reports.tests.documents.conftest import LONG, a_paper, opened, with_annexes, words_of

LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def told(word: bytes) -> str:
    """Every text that typst is given, one after the other."""
    found = LITERAL.findall(source(word).split("#page(", 1)[1])
    return "".join(found).replace('\\"', '"').replace("\\\\", "\\")


def pages(word: bytes) -> int:
    compiler = typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)
    found = compiler.compile(input=source(word).encode(), format="svg")
    return len(found) if isinstance(found, list) else 1


def test_it_is_a_pdf():
    assert make_pdf(words_of(with_annexes())).startswith(b"%PDF-")


def test_every_word_of_the_word_file_is_in_it_in_order():
    word = words_of(with_annexes())
    given, place = told(word), 0
    for text in opened(word).element.body.iter(qn("w:t")):
        if text.text and text.text.strip():
            wanted = text.text if text.text in given else text.text.upper()
            place = given.find(wanted, place)
            assert place >= 0, text.text


def test_it_has_as_many_pages_as_the_paper_needs():
    assert pages(words_of(a_paper())) == 1
    assert pages(words_of(a_paper(body=(Paragraph(LONG),) * 8))) == 2
    assert pages(words_of(with_annexes())) == 4  # the letter, two pages across, one upright


def test_page_numbers_begin_on_page_two_and_anew_in_each_annex():
    text = source(words_of(with_annexes()))
    assert text.count("counter(page).display()") == 3
    assert text.count("#counter(page).update(1)") == 2
    assert [f"<section-{n}>" in text for n in range(4)] == [True, True, True, False]


def test_annexes_across_are_across():
    sizes = re.findall(r"#page\(width: ([\d.]+)pt, height: ([\d.]+)pt", source(words_of(with_annexes())))
    assert [(float(w) > float(h)) for w, h in sizes] == [False, True, False]


def test_texts_cannot_become_commands():
    odd = '"#sys.exit() \\ " + read("/etc/passwd") #{ } $x$ \\"]'
    word = words_of(a_paper(body=(Paragraph(odd),)))
    assert odd in told(word)
    assert make_pdf(word).startswith(b"%PDF-")


def test_a_long_table_keeps_its_head_on_every_page():
    text = source(words_of(with_annexes()))
    assert text.count("table.header(repeat: true") == 2


@pytest.mark.parametrize("style", ["Regular", "Bold", "Italic", "BoldItalic"])
def test_the_fonts_that_come_along_have_every_vietnamese_letter(style):
    import unicodedata

    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = {unicodedata.normalize("NFC", base + tone) for base in "aăâeêioôơuưy" for tone in tones} | set("đ“”–…‘’×")
    font = ImageFont.truetype(FONTS / f"LiberationSerif-{style}.ttf", 40)
    missing = bytes(font.getmask("\uffff"))
    assert [one for one in letters | {one.upper() for one in letters} if bytes(font.getmask(one)) == missing] == []
