"""Paragraphs and runs of a Word file as typst sets them."""

from docx.oxml.ns import qn
from lxml import etree

from reports.documents.pdf_lists import Lists
from reports.documents.pdf_styles import Look, Shape, Styles, look_of, over, shape_of
from reports.documents.pdf_text import points, string

LETTERS = 0.891 + 0.216  # of the size: from the top of the highest letter to the bottom of the lowest
SINGLE = 1.149  # of the size: a line of Times New Roman in Word
TAB = "#h(12.7mm)"
PAGE = "#context counter(page).display()"
AROUND_RUNS = {qn(f"w:{name}") for name in ("hyperlink", "ins", "smartTag", "sdt", "sdtContent", "fldSimple")}
FIELDS = {"PAGE": PAGE, "NUMPAGES": "#context counter(page).final().first()"}


class Setter:
    def __init__(self, styles: Styles):
        self.styles = styles
        self.lists = Lists(styles.file)
        self.functions: dict[tuple[str, str], str] = {}  # the looks of plain cells: what a cell is, how it is dressed
        self._plain_looks: dict[tuple, tuple | None] = {}

    def paragraph(self, element, above: float, *, keeps_top: bool = False) -> tuple[str, float]:
        """The paragraph, and what must be left free below it. `above` is what the one before asked for.

        `keeps_top`: at the top of a cell, where typst would leave the room above a paragraph out.
        """
        properties = element.find(qn("w:pPr"))
        style_id = _style(properties, "w:pStyle")
        style_look, style_shape = self.styles.of(style_id)
        shape = over(shape_of(properties), style_shape)
        content = self.runs(element, style_look)
        number, hanging = self.lists.mark(shape.numbering)
        if number:
            content = f"#{string(number)}#h(0.5em){content}"
            shape = over(hanging, shape) if shape.left is None else shape
        text = _set(content, shape, style_look, above, keeps_top)
        if shape.page_break_before:
            text = f"#pagebreak(weak: true)\n{text}"
        return text, shape.after or 0

    def is_kept(self, element) -> bool:
        """Whether a paragraph must stay on one page with what follows."""
        properties = element.find(qn("w:pPr"))
        own = shape_of(properties).keep_next
        return bool(self.styles.of(_style(properties, "w:pStyle"))[1].keep_next if own is None else own)

    def named(self, cell: str, dress: str) -> str:
        """The function that sets a plain cell so. Tables of thousands of cells are small and quick that way."""
        return self.functions.setdefault((cell, dress), f"c{len(self.functions)}")

    def definitions(self) -> str:
        return "".join(
            f"#let {name}(it) = table.cell({cell}, {{ {dress} }})\n" for (cell, dress), name in self.functions.items()
        )

    def plain(self, content: list) -> tuple[str, str, float, float, str] | None:
        """Of a cell with one paragraph in one look: its text, alignment, room above and below, and its dress."""
        if len(content) != 1 or content[0].tag != qn("w:p"):
            return None
        paragraph, texts, dress = content[0], [], None
        for child in paragraph:
            if child.tag == qn("w:pPr"):
                continue
            if child.tag != qn("w:r"):
                return None
            own = child.find(qn("w:rPr"))
            said = b"" if own is None else etree.tostring(own)
            words = [part for part in child if part is not own]
            if any(part.tag != qn("w:t") for part in words) or dress not in {None, said}:
                return None
            dress = said
            texts += [part.text or "" for part in words]
        look = self._plain_look(paragraph, dress)
        if look is None:
            return None
        letters, *rest = look
        return string("".join(texts).upper() if letters else "".join(texts)), *rest

    def _plain_look(self, paragraph, dress: bytes | None) -> tuple | None:
        properties = paragraph.find(qn("w:pPr"))
        key = (b"" if properties is None else etree.tostring(properties), dress)
        if key not in self._plain_looks:
            self._plain_looks[key] = self._read_plain_look(properties, dress)
        return self._plain_looks[key]

    def _read_plain_look(self, properties, dress: bytes | None) -> tuple | None:
        """(capitals, alignment, room above, room below, dress); None for what is not plain."""
        style_look, style_shape = self.styles.of(_style(properties, "w:pStyle"))
        shape = over(shape_of(properties), style_shape)
        own = etree.fromstring(dress) if dress else None
        look = over(over(look_of(own), self.styles.of_run(_style(own, "w:rStyle"))), style_look)
        odd = shape.left or shape.right or shape.first or shape.borders or shape.numbering or shape.align == "justify"
        if odd or look.underlined or look.raised:
            return None
        leading = _leading(shape, look.size)
        above, below = max((shape.before or 0) + leading, 0), shape.after or 0
        dressed = f"set par(leading: {points(leading)}); text({_letters(look)}, it)"
        return look.capitals, shape.align, above, below, dressed

    def runs(self, element, look: Look) -> str:
        """The words of a paragraph, in order; fields of page numbers stay fields."""
        parts, field = [], None
        for run in _runs(element):
            mark = run.find(qn("w:fldChar"))
            code = run.find(qn("w:instrText"))
            if mark is not None:
                kind = mark.get(qn("w:fldCharType"))
                field = {"begin": "", "separate": "shown" if field == "" else field, "end": None}[kind]
                if kind == "end":
                    continue
            if code is not None and field is not None:
                name = (code.text or "").split()[:1]
                if name and name[0] in FIELDS:
                    parts.append(_run(FIELDS[name[0]], self._look(run, look), look))
                    field = "replaced"
                continue
            if field == "replaced":
                continue
            parts.append(_run(_content(run), self._look(run, look), look))
        return "".join(parts)

    def _look(self, run, style_look: Look) -> Look:
        properties = run.find(qn("w:rPr"))
        own = over(look_of(properties), self.styles.of_run(_style(properties, "w:rStyle")))
        return over(own, style_look)


def _style(properties, name: str) -> str | None:
    element = properties.find(qn(name)) if properties is not None else None
    return element.get(qn("w:val")) if element is not None else None


def _runs(element):
    """Runs also inside links and what was added with tracked changes; not those that were taken out."""
    for child in element:
        if child.tag == qn("w:r"):
            yield child
        elif child.tag in AROUND_RUNS:
            yield from _runs(child)


def _content(run) -> list[tuple[str, str]]:
    """(what, text): words, line ends, tabs, page breaks."""
    found = []
    for child in run:
        if child.tag == qn("w:t"):
            found.append(("text", child.text or ""))
        elif child.tag in {qn("w:br"), qn("w:cr")}:
            found.append(("page" if child.get(qn("w:type")) == "page" else "line", ""))
        elif child.tag == qn("w:tab"):
            found.append(("tab", ""))
        elif child.tag == qn("w:noBreakHyphen"):
            found.append(("text", "\u2011"))
    return found


def _run(content, look: Look, around: Look) -> str:
    """Only what differs from the paragraph's own look is said again."""
    if isinstance(content, str):
        return _dressed(content, look, around)
    marks = {"line": "#linebreak()", "tab": TAB, "page": "#pagebreak(weak: true)"}
    parts = []
    for what, text in content:
        if what == "text" and text:
            parts.append(_dressed(f"#{string(text.upper() if look.capitals else text)}", look, around))
        elif what != "text":
            parts.append(marks[what])
    return "".join(parts)


def _dressed(content: str, look: Look, around: Look) -> str:
    said = []
    if look.size != around.size:
        said.append(f"size: {points(look.size)}")
    if bool(look.bold) != bool(around.bold):
        said.append(f'weight: "{"bold" if look.bold else "regular"}"')
    if bool(look.italic) != bool(around.italic):
        said.append(f'style: "{"italic" if look.italic else "normal"}"')
    if look.colour and look.colour != around.colour:
        said.append(f'fill: rgb("#{look.colour}")')
    if look.underlined:
        content = f"#underline[{content}]"
    if look.raised in {"superscript", "subscript"}:
        content = f"#{'super' if look.raised == 'superscript' else 'sub'}[{content}]"
    return f"#text({', '.join(said)})[{content}]" if said else content


def _set(content: str, shape: Shape, look: Look, above: float, keeps_top: bool) -> str:
    size = look.size or 10
    leading = _leading(shape, size)
    room = max(above + (shape.before or 0) + leading, 0)
    lines = [f"leading: {points(leading)}"]
    if shape.align == "justify":
        lines.append("justify: true")
    if (shape.first or 0) > 0:
        lines.append(f"first-line-indent: (amount: {points(shape.first)}, all: true)")
    elif (shape.first or 0) < 0:
        lines.append(f"hanging-indent: {points(-shape.first)}")
    box = [f"above: {points(room)}", "below: 0pt", "width: 100%", *_inset(shape)]
    if shape.keep_next:
        box.append("sticky: true")
    if not content:
        exact = shape.line and shape.line[0] == "exact"
        box.append(f"height: {points(shape.line[1] if exact else size * LETTERS)}")
    align = f"#set align({shape.align});" if shape.align in {"center", "right"} else ""
    inside = f"#set text({_letters(look)});{align}#par({', '.join(lines)})[{content}]" if content else ""
    top = f"#v({points(room)}, weak: false)" if keeps_top else ""
    return f"{top}#block({', '.join(box)})[{inside}]\n"


def _letters(look: Look) -> str:
    said = [f"size: {points(look.size or 10)}"]
    said += ['weight: "bold"'] if look.bold else []
    said += ['style: "italic"'] if look.italic else []
    said += [f'fill: rgb("#{look.colour}")'] if look.colour else []
    return ", ".join(said)


def _leading(shape: Shape, size: float) -> float:
    """What lies between two lines; Word says the distance of their feet."""
    rule, value = shape.line or ("auto", 1.0)
    if rule == "auto":
        return size * (SINGLE * value - LETTERS)
    distance = value if rule == "exact" else max(value, size * SINGLE)
    return distance - size * LETTERS


def _inset(shape: Shape) -> list[str]:
    left, right = shape.left or 0, shape.right or 0
    if (shape.first or 0) < 0:
        left += shape.first
    said = []
    if shape.borders:
        sides = ", ".join(f"{side}: {points(width)}" for side, width in shape.borders)
        said.append(f"stroke: ({sides})")
        said.append(f"outset: (left: {points(-left)}, right: {points(-right)})" if left or right else "outset: 0pt")
    if left or right:
        said.append(f"inset: (left: {points(left)}, right: {points(right)})")
    return said
