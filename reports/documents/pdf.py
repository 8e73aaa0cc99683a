"""A document as PDF: the finished Word file, walked and set anew by typst. No other program is needed.

The Word file is the only source, so that the PDF says what it says, also where an office has its own template.
Carried over: sections with their size, margins and page numbers, paragraphs and runs with their styles, tables
with spans, borders and repeating heads, plain lists. Not carried over: see `not_carried_over`.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import typst
from docx import Document as read_word
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.section import Section

from reports.documents.pdf_paragraphs import Setter
from reports.documents.pdf_styles import Styles
from reports.documents.pdf_tables import ends_kept, table
from reports.documents.pdf_text import points, string

MIME = "application/pdf"
FONTS = Path(__file__).parent / "fonts"
TAGGED_UP_TO = 300_000  # letters of source: marks for screen readers make long tables twenty times as large
OUTLINES = {"{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name for name in ("p", "tbl", "sdt")}

# Times New Roman where the machine has it; Liberation Serif, as wide to the letter, comes with the product.
PREAMBLE = """
#set text(font: ("Times New Roman", "Liberation Serif"), lang: "vi", hyphenate: false, fallback: true,
  top-edge: 0.891em, bottom-edge: -0.216em)
#set par(spacing: 0pt, justification-limits: (tracking: (min: 0pt, max: 0pt)))
#set table.cell(breakable: false)
#set table(inset: 0pt)
"""


def make_pdf(word: bytes) -> bytes:
    """The PDF of a Word file."""
    compiler = typst.Compiler(root=str(FONTS), font_paths=[str(FONTS)])
    text = source(word)
    return compiler.compile(input=text.encode(), format="pdf", pdf_tags=len(text) < TAGGED_UP_TO)


def source(word: bytes) -> str:
    """What is given to typst."""
    file = read_word(io.BytesIO(word))
    setter = Setter(Styles(file))
    sections = "".join(_sections(file, setter))
    return PREAMBLE + _properties(file) + setter.definitions() + sections


def _properties(file: WordFile) -> str:
    about = file.core_properties
    return f"#set document(title: {string(about.title)}, author: {string(about.author)})\n"


def _sections(file: WordFile, setter: Setter) -> Iterator[str]:
    elements = list(_body(file.element.body))
    for number, section in enumerate(file.sections):
        own = []
        while elements:
            element = elements.pop(0)
            own.append(element)
            if element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
                break
        yield _section(section, number, own, setter)


def _body(body) -> Iterator:
    for child in body:
        if child.tag == qn("w:sdt"):
            yield from _body(child.find(qn("w:sdtContent")))
        elif child.tag in OUTLINES:
            yield child


def _section(section: Section, number: int, elements: list, setter: Setter) -> str:
    """`#page` begins a new page; its first page may have a header of its own."""
    begins = section._sectPr.find(f"{qn('w:pgNumType')}")
    start = begins.get(qn("w:start")) if begins is not None else None
    restart = f"#counter(page).update({int(start)})" if start else ""
    content = flow(elements, setter)
    header, footer = _margin_line(section, "header", number, setter), _margin_line(section, "footer", number, setter)
    size = f"width: {points(section.page_width.pt)}, height: {points(section.page_height.pt)}"
    sides = ("top", "bottom", "left", "right")
    margins = ", ".join(f"{side}: {points(getattr(section, f'{side}_margin').pt)}" for side in sides)
    return (
        f"#page({size}, margin: ({margins}), header-ascent: 0pt, footer-descent: 0pt, "
        f"header: {header}, footer: {footer})[\n"
        f"{restart}#metadata(none) <section-{number}>\n{content}\n]\n"
    )


def _margin_line(section: Section, kind: str, number: int, setter: Setter) -> str:
    """What stands in the upper or lower margin, at the distance from the edge that the section says."""
    usual = _lines(getattr(section, kind), setter)
    first = usual
    if section.different_first_page_header_footer:
        first = _lines(getattr(section, f"first_page_{kind}"), setter)
    if not usual and not first:
        return "none"
    inner = "top" if kind == "header" else "bottom"
    distance = getattr(section, f"{kind}_distance").pt
    margin = getattr(section, f"{inner}_margin").pt
    content = f"if here().page() == locate(<section-{number}>).page() [{first}] else [{usual}]"
    box = f"block(height: {points(margin)}, width: 100%, inset: ({inner}: {points(distance)}))"
    return f"context {{ set align({inner}); {box}[#{{ {content} }}] }}"


def _lines(part, setter: Setter) -> str:
    paragraphs = [p for p in part.paragraphs if p.text or p._p.findall(f".//{qn('w:instrText')}")]
    return flow([p._p for p in paragraphs], setter) if paragraphs else ""


def flow(elements: list, setter: Setter, *, in_cell: bool = False) -> str:
    """Paragraphs and tables, one below the other. A cell keeps what its paragraphs leave free at its ends."""
    parts, above, waiting = [], 0.0, list(elements)
    while waiting:
        element = waiting.pop(0)
        if element.tag == qn("w:tbl"):
            kept = [waiting.pop(0) for _ in range(kept_with(element, waiting, setter))]
            tail = flow(kept, setter, in_cell=True) if kept else ""
            parts.append(f"#block(above: {points(above)}, below: 0pt, {table(element, setter, flow, tail)})\n")
            above = 0.0
        else:
            text, above = setter.paragraph(element, above, keeps_top=in_cell and not parts)
            parts.append(text)
    if in_cell and above:
        parts.append(f"#v({points(above)}, weak: false)")
    return "".join(parts)


def kept_with(element, following: list, setter: Setter) -> int:
    """How many of the elements that follow a table must stay on one page with its last rows: up to the first
    that does not itself ask to be kept with the next."""
    if not ends_kept(element, setter):
        return 0
    for number, one in enumerate(following, start=1):
        if one.tag == qn("w:tbl") or not setter.is_kept(one):
            return number
    return 0
