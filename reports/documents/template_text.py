"""The text of a template, paragraph by paragraph, each with its place in words: what the check of templates reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document as WordFile
from docx.oxml.ns import qn

TAG = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
OPENING = re.compile(r"^({%|{{|{#)(-?)(p|tr|tc|r)\s")
DRAWN = re.compile(r"^{%\s*(colspan|cellbg)\s+(.*?)\s*%}$")
MERGED = re.compile(r"^{%\s*(vm|hm)\s*%}$")
QUOTES = str.maketrans("“”‘’", "\"\"''")
AROUND = 30  # letters of the words that are quoted on each side


@dataclass(frozen=True)
class Line:
    """One paragraph. `alone`: it stands directly in the body, so that a content of many paragraphs can replace it."""

    where: str
    text: str
    in_table: bool
    alone: bool

    @property
    def tags(self) -> list[str]:
        return TAG.findall(self.text)

    @property
    def for_jinja(self) -> str:
        """As docxtpl gives it to Jinja, on one line."""
        return TAG.sub(lambda match: plain_tag(match.group()), self.text).replace("\n", " ")


def plain_tag(tag: str) -> str:
    """Without what docxtpl adds to Jinja's tags: {%p for …%} is {% for …%}."""
    tag = OPENING.sub(r"\1\2 ", tag.translate(QUOTES))
    if MERGED.match(tag):
        return ""
    return DRAWN.sub(r"{{ \2 }}", tag)


@dataclass(frozen=True)
class Part:
    name: str
    lines: tuple[Line, ...]


def parts_of(file: WordFile) -> list[Part]:
    """The body, then every header and footer of its own."""
    parts = [Part("", tuple(_lines(file.element.body, "")))]
    for section in file.sections:
        for kind, name in (("header", "đầu trang"), ("footer", "chân trang")):
            for prefix in ("", "first_page_", "even_page_"):
                margin = getattr(section, f"{prefix}{kind}")
                if not margin.is_linked_to_previous:
                    parts.append(Part(name, tuple(_lines(margin._element, f"{name}, "))))
    return parts


def _lines(root, prefix: str) -> Iterator[Line]:
    tables, number = list(root.iter(qn("w:tbl"))), 0
    for paragraph in root.iter(qn("w:p")):
        cell = next((one for one in paragraph.iterancestors() if one.tag == qn("w:tc")), None)
        number += cell is None
        where = f"đoạn {number}" if cell is None else _cell_in_words(cell, tables)
        yield Line(prefix + where, _text(paragraph), cell is not None, paragraph.getparent() is root)


def _text(paragraph) -> str:
    signs = {qn("w:t"): None, qn("w:tab"): "\t", qn("w:br"): "\n"}
    own = (one for one in paragraph.iter(*signs) if _paragraph_of(one) is paragraph)
    return "".join(one.text or "" if one.tag == qn("w:t") else signs[one.tag] for one in own)


def _paragraph_of(element):
    """The nearest: a text box has paragraphs inside a paragraph."""
    return next(one for one in element.iterancestors() if one.tag == qn("w:p"))


def _cell_in_words(cell, tables: list) -> str:
    row = cell.getparent()
    table = next(one for one in cell.iterancestors() if one.tag == qn("w:tbl"))
    rows = [one for one in table.iter(qn("w:tr")) if next(one.iterancestors(qn("w:tbl"))) is table]
    place = list(row.iterchildren(qn("w:tc"))).index(cell) + 1
    return f"bảng {tables.index(table) + 1}, dòng {rows.index(row) + 1}, ô {place}"


def around(text: str, what: str) -> str:
    """`what` with some of the words on both sides."""
    start = max(text.find(what), 0)
    left, right = max(start - AROUND, 0), start + len(what) + AROUND
    cut = " ".join(text[left:right].split())
    return f"{'…' if left else ''}{cut}{'…' if right < len(text) else ''}"
