"""Tables of a Word file as typst sets them: spans, borders, heads that repeat, rows that no page end splits."""

from dataclasses import dataclass
from itertools import groupby

from docx.oxml.ns import qn

from reports.documents.pdf_styles import thickness
from reports.documents.pdf_text import points

SIDES = ("top", "bottom", "left", "right")
MARGIN = 5.4  # points left and right in a cell where the table does not say
ALIGN = {"center": "horizon", "bottom": "bottom"}


@dataclass
class Cell:
    element: object
    row: int
    column: int
    columns: int
    rows: int = 1


def table(element, setter, flow, tail: str = "") -> str:
    """The arguments of a block around the table; `flow` sets what is in a cell.

    Rows that must stay with the next are set as heads of their own level, which typst never leaves alone at the
    end of a page. `tail` is what must stay with the last rows: it becomes a last row without lines.
    """
    grid = element.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
    widths = [float(column.get(qn("w:w"), 0)) / 20 for column in grid]
    properties = element.find(qn("w:tblPr"))
    rows = element.findall(qn("w:tr"))
    heads, borders, margins = _head_rows(rows), _borders(properties), _margins(properties)
    lines = [""] * len(rows)
    for cell in _cells(rows):
        lines[cell.row] += _cell(cell, borders, margins, len(rows), len(widths), setter, flow)
    body = _body(lines[heads:], [_is_kept(row, setter) for row in rows[heads:]], bool(tail))
    head = f"table.header(repeat: true,\n{''.join(lines[:heads])})," if heads else ""
    if tail:
        body += f"table.cell(colspan: {len(widths)}, stroke: none, align: left)[{tail}],\n"
    columns = ", ".join(points(width) for width in widths)
    made = f"table(columns: ({columns},), stroke: none, inset: 0pt,\n{head}{body})"
    return f"width: 100%, align({_align(properties)}, {made})"


def _body(lines: list[str], kept: list[bool], has_tail: bool) -> str:
    parts = []
    for is_kept, group in groupby(enumerate(lines), key=lambda pair: kept[pair[0]]):
        numbers, texts = zip(*group, strict=True)
        last = numbers[-1] == len(lines) - 1
        if is_kept and (not last or has_tail):
            parts.append(f"table.header(level: 2, repeat: false,\n{''.join(texts)}),")
        else:
            parts += texts
    return "".join(parts)


def ends_kept(element, setter) -> bool:
    rows = element.findall(qn("w:tr"))
    return bool(rows) and _is_kept(rows[-1], setter)


def _is_kept(row, setter) -> bool:
    """Word goes by the first paragraph of a row."""
    paragraph = row.find(f"{qn('w:tc')}/{qn('w:p')}")
    return paragraph is not None and setter.is_kept(paragraph)


def _cells(rows: list) -> list[Cell]:
    """With how many rows each takes; cells that only go on are left out."""
    cells, open_in = [], {}
    for number, row in enumerate(rows):
        column = 0
        for element in row.findall(qn("w:tc")):
            properties = element.find(qn("w:tcPr"))
            span = properties.find(qn("w:gridSpan")) if properties is not None else None
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            columns = int(span.get(qn("w:val"))) if span is not None else 1
            goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
            if goes_on and column in open_in:
                open_in[column].rows += 1
            else:
                cell = Cell(element, number, column, columns)
                cells.append(cell)
                open_in.pop(column, None)
                if merge is not None:
                    open_in[column] = cell
            column += columns
    return cells


def _head_rows(rows: list) -> int:
    count = 0
    for row in rows:
        mark = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
        if mark is None or mark.get(qn("w:val")) in {"0", "false"}:
            break
        count += 1
    return count if count < len(rows) else 0


def _borders(properties) -> dict[str, float]:
    found = properties.find(qn("w:tblBorders")) if properties is not None else None
    sides = (*SIDES, "insideH", "insideV")
    return {side: thickness(found.find(qn(f"w:{side}"))) if found is not None else 0 for side in sides}


def _margins(properties) -> tuple[float, float]:
    found = properties.find(qn("w:tblCellMar")) if properties is not None else None

    def side(*names: str) -> float:
        for name in names:
            one = found.find(qn(f"w:{name}")) if found is not None else None
            if one is not None:
                return float(one.get(qn("w:w"), 0)) / 20
        return MARGIN

    return side("left", "start"), side("right", "end")


def _align(properties) -> str:
    align = properties.find(qn("w:jc")) if properties is not None else None
    return {"center": "center", "right": "right", "end": "right"}.get(
        align.get(qn("w:val")) if align is not None else "", "left"
    )


def _cell(cell: Cell, borders, margins, rows: int, columns: int, setter, flow) -> str:
    properties = cell.element.find(qn("w:tcPr"))
    said = []
    if cell.columns > 1:
        said.append(f"colspan: {cell.columns}")
    if cell.rows > 1:
        said.append(f"rowspan: {cell.rows}")
    stroke = _stroke(cell, properties, borders, rows, columns)
    if stroke:
        said.append(f"stroke: ({stroke})")
    sides, vertical = f"left: {points(margins[0])}, right: {points(margins[1])}", _vertical(properties)
    content = [child for child in cell.element if child.tag in {qn("w:p"), qn("w:tbl")}]
    if plain := setter.plain(content):
        text, align, top, bottom, dress = plain
        said.append(f"align: {align} + {vertical}")
        said.append(f"inset: ({sides}, top: {points(top)}, bottom: {points(bottom)})")
        return f"{setter.named(', '.join(said), dress)}({text}),\n"
    said += [f"align: left + {vertical}", f"inset: ({sides})"]
    return f"table.cell({', '.join(said)})[{flow(content, setter, in_cell=True)}],\n"


def _vertical(properties) -> str:
    align = properties.find(qn("w:vAlign")) if properties is not None else None
    return ALIGN.get(align.get(qn("w:val")), "top") if align is not None else "top"


def _stroke(cell: Cell, properties, borders: dict[str, float], rows: int, columns: int) -> str:
    outer = {
        "top": cell.row == 0,
        "bottom": cell.row + cell.rows == rows,
        "left": cell.column == 0,
        "right": cell.column + cell.columns == columns,
    }
    own = properties.find(qn("w:tcBorders")) if properties is not None else None
    found = {}
    for side in SIDES:
        inner = "insideH" if side in {"top", "bottom"} else "insideV"
        width = borders[side if outer[side] else inner]
        if own is not None and own.find(qn(f"w:{side}")) is not None:
            width = thickness(own.find(qn(f"w:{side}")))
        found[side] = width
    return ", ".join(f"{side}: {points(width)}" for side, width in found.items() if width)
