"""The bricks of a Word file as text: building tables of two thousand rows cell by cell takes minutes otherwise."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from reports.documents.blocks import Run

_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))  # no XML holds these


def clean(text: str) -> str:
    return escape(text.translate(_CONTROLS))


def run(text: str, *, bold: bool = False, italic: bool = False, size: float | None = None) -> str:
    """`size` in points where it differs from the style's."""
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    if size is not None:
        marks += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{clean(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{properties}{lines}</w:r>"


def paragraph(runs: Iterable[Run], style: str, *, keep_next: bool = False, size: float | None = None) -> str:
    """`style` is the style's id."""
    keep = "<w:keepNext/>" if keep_next else ""
    content = "".join(run(one.text, bold=one.bold, italic=one.italic, size=size) for one in runs if one.text)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>{content}</w:p>'


def page_break(style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'


def gap(style: str) -> str:
    """What must stand after a table, as small as can be."""
    return paragraph([], style, keep_next=True)
