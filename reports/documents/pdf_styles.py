"""What a paragraph and its runs look like: what they say themselves, else their style, else what that is based on."""

from dataclasses import dataclass, replace
from functools import lru_cache

from docx.document import Document as WordFile
from docx.oxml.ns import qn

TWIPS, HALF_POINTS = 20, 2


@dataclass(frozen=True)
class Look:
    """Of letters; None is "as the style"."""

    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    underlined: bool | None = None
    capitals: bool | None = None
    colour: str | None = None
    raised: str | None = None  # superscript, subscript


@dataclass(frozen=True)
class Shape:
    """Of a paragraph, in points. `line`: ("auto", times) or ("exact", points) or ("atLeast", points)."""

    align: str | None = None
    before: float | None = None
    after: float | None = None
    left: float | None = None
    right: float | None = None
    first: float | None = None
    line: tuple[str, float] | None = None
    keep_next: bool | None = None
    page_break_before: bool | None = None
    borders: tuple[tuple[str, float], ...] | None = None  # side, thickness
    numbering: tuple[str, int] | None = None  # list, level


ALIGN = {"both": "justify", "distribute": "justify", "start": "left", "end": "right"}


def over(upper, lower):
    """`upper` where it says something, else `lower`."""
    return replace(lower, **{name: value for name, value in vars(upper).items() if value is not None})


def look_of(properties) -> Look:
    """Of a `w:rPr` element, or of None."""
    if properties is None:
        return Look()
    size, colour = properties.find(qn("w:sz")), properties.find(qn("w:color"))
    underline, raised = properties.find(qn("w:u")), properties.find(qn("w:vertAlign"))
    value = colour.get(qn("w:val")) if colour is not None else None
    return Look(
        size=int(size.get(qn("w:val"))) / HALF_POINTS if size is not None else None,
        bold=_on(properties, "w:b"),
        italic=_on(properties, "w:i"),
        underlined=None if underline is None else underline.get(qn("w:val")) not in {"none", None},
        capitals=_on(properties, "w:caps"),
        colour=value if value and value != "auto" else None,
        raised=raised.get(qn("w:val")) if raised is not None else None,
    )


def shape_of(properties) -> Shape:
    """Of a `w:pPr` element, or of None."""
    if properties is None:
        return Shape()
    spacing, indent = properties.find(qn("w:spacing")), properties.find(qn("w:ind"))
    align = properties.find(qn("w:jc"))
    value = align.get(qn("w:val")) if align is not None else None
    return Shape(
        align=ALIGN.get(value, value),
        before=_twips(spacing, "before"),
        after=_twips(spacing, "after"),
        left=_first(_twips(indent, "left"), _twips(indent, "start")),
        right=_first(_twips(indent, "right"), _twips(indent, "end")),
        first=_first(_twips(indent, "firstLine"), _minus(_twips(indent, "hanging"))),
        line=_line(spacing),
        keep_next=_on(properties, "w:keepNext"),
        page_break_before=_on(properties, "w:pageBreakBefore"),
        borders=_borders(properties.find(qn("w:pBdr"))),
        numbering=_numbering(properties.find(qn("w:numPr"))),
    )


def _on(properties, name: str) -> bool | None:
    element = properties.find(qn(name))
    return None if element is None else element.get(qn("w:val")) not in {"0", "false", "off"}


def _twips(element, name: str) -> float | None:
    value = element.get(qn(f"w:{name}")) if element is not None else None
    return float(value) / TWIPS if value is not None else None


def _first(*values):
    return next((value for value in values if value is not None), None)


def _minus(value: float | None) -> float | None:
    return None if value is None else -value


def _line(spacing) -> tuple[str, float] | None:
    value = spacing.get(qn("w:line")) if spacing is not None else None
    if value is None:
        return None
    rule = spacing.get(qn("w:lineRule"), "auto")
    return (rule, float(value) / 240) if rule == "auto" else (rule, float(value) / TWIPS)


def _borders(element) -> tuple[tuple[str, float], ...] | None:
    if element is None:
        return None
    drawn = [(side, element.find(qn(f"w:{side}"))) for side in ("top", "bottom", "left", "right")]
    return tuple((side, thickness(one)) for side, one in drawn if one is not None and thickness(one))


def thickness(border) -> float:
    """Points of a border element; 0 where there is none."""
    if border is None or border.get(qn("w:val")) in {None, "nil", "none"}:
        return 0
    return int(border.get(qn("w:sz"), "4")) / 8


def _numbering(element) -> tuple[str, int] | None:
    if element is None or element.find(qn("w:numId")) is None:
        return None
    level = element.find(qn("w:ilvl"))
    number = element.find(qn("w:numId")).get(qn("w:val"))
    return (number, int(level.get(qn("w:val"))) if level is not None else 0)


class Styles:
    """The looks and shapes of a file's styles, each with what it is based on."""

    def __init__(self, file: WordFile):
        root = file.styles.element
        self._by_id = {style.get(qn("w:styleId")): style for style in root.findall(qn("w:style"))}
        self._plain = next(
            (
                style.get(qn("w:styleId"))
                for style in self._by_id.values()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) == "1"
            ),
            None,
        )
        defaults = root.find(qn("w:docDefaults"))
        look = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}") if defaults is not None else None
        shape = defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}") if defaults is not None else None
        self._look = over(look_of(look), Look(size=10))
        self._shape = over(shape_of(shape), Shape(align="left", line=("auto", 1.0)))
        self.of = lru_cache(maxsize=None)(self._of)
        self.file = file

    def _of(self, style_id: str | None) -> tuple[Look, Shape]:
        look, shape = self._look, self._shape
        for style in reversed(self._chain(style_id or self._plain)):
            look = over(look_of(style.find(qn("w:rPr"))), look)
            shape = over(shape_of(style.find(qn("w:pPr"))), shape)
        return look, shape

    def _chain(self, style_id: str | None) -> list:
        chain = []
        while style_id in self._by_id and self._by_id[style_id] not in chain:
            chain.append(self._by_id[style_id])
            base = chain[-1].find(qn("w:basedOn"))
            style_id = base.get(qn("w:val")) if base is not None else None
        return chain

    def of_run(self, style_id: str | None) -> Look:
        """What a character style says; nothing where there is none."""
        look = Look()
        for style in reversed(self._chain(style_id)) if style_id else ():
            look = over(look_of(style.find(qn("w:rPr"))), look)
        return look
