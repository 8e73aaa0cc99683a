"""Tables of a Word file: a head that repeats on every page, rows that no page end splits, columns by measure."""

from collections.abc import Iterator
from html import escape

from reports.documents import word_xml as xml
from reports.documents.blocks import Column, HeadCell, Kind, Row, Run, Style, Table
from reports.documents.cells import as_text, is_strong, spans
from reports.documents.measuring import column_widths

SIZE = 12
TWIPS = 20  # a point has twenty
KEPT_ROWS = 2  # the last ones of a long table stay together, and with the signature where one follows
WHOLE_ROWS = 14  # a table of so few rows is not broken over pages
CENTRED = {Kind.DAY, Kind.YEAR, Kind.TICK}


def widths_of(table: Table, room: float, size: float = SIZE) -> tuple[list[float], float]:
    """Points for each column, and of the letters."""
    rows = [as_text(table, row) for row in table.rows]
    joined = [
        {start for start, count in spans(row) if count > 1} for row in table.rows
    ]  # these say nothing of a column
    texts = [
        [row[place] for row, wide in zip(rows, joined, strict=True) if place not in wide]
        for place in range(len(table.columns))
    ]
    if table.numbered:
        for place, column in enumerate(texts, start=1):
            column.append(f"({place})")
    return column_widths([column.title for column in table.columns], texts, room, size)


def table_xml(table: Table, room: float, styles, *, keep_end: bool = False) -> str:
    widths, size = widths_of(table, room)
    points = [round(width * TWIPS) for width in widths]
    writer = _Rows(table, points, size if size != SIZE else None, styles)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in points)
    return f"<w:tbl>{_properties(sum(points))}<w:tblGrid>{grid}</w:tblGrid>{''.join(writer.all(keep_end))}</w:tbl>"


def _properties(width: int) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="{round(1.5 / 25.4 * 1440)}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )


class _Rows:
    def __init__(self, table: Table, widths: list[int], size: float | None, styles):
        self.table, self.widths, self.size, self.styles = table, widths, size, styles

    def all(self, keep_end: bool) -> Iterator[str]:
        for number in range(self.table.head_rows):
            yield self._head_row(number)
        if self.table.numbered:
            cells = [self._cell(n, 1, f"({n + 1})", "Ô giữa", italic=True) for n in range(len(self.widths))]
            yield _row("".join(cells), head=True)
        rows = self.table.shown_rows
        for number, row in enumerate(rows):
            ends = number >= len(rows) - KEPT_ROWS
            stays = ends or len(rows) <= WHOLE_ROWS or row.style is Style.BAND
            is_last = number + 1 == len(rows)
            yield self._row(row, keep=keep_end and ends if is_last else stays)

    def _head_row(self, number: int) -> str:
        """Cells that began in a row above go on as empty ones that Word joins to them."""
        cells = {}
        for cell in self.table.head:
            if cell.row <= number < cell.row + cell.rows:
                cells[cell.column] = self._head_cell(cell, number)
        return _row("".join(cells[column] for column in sorted(cells)), head=True)

    def _head_cell(self, cell: HeadCell, number: int) -> str:
        merge = "" if cell.rows == 1 else f'<w:vMerge w:val="{"restart" if number == cell.row else "continue"}"/>'
        text = cell.text if number == cell.row else ""
        return self._cell(cell.column, cell.columns, text, "Đầu cột", merge=merge)

    def _row(self, row: Row, *, keep: bool) -> str:
        texts, strong = as_text(self.table, row), is_strong(row)
        cells = [
            self._cell(start, count, texts[start], self._style(start, count, row), bold=strong, keep=keep)
            for start, count in spans(row)
        ]
        return _row("".join(cells))

    def _style(self, place: int, count: int, row: Row) -> str:
        column: Column = self.table.columns[place]
        if count > 1:
            return "Ô giữa" if row.style is not Style.BAND else "Ô chữ"
        if column.kind in CENTRED or column.centred:
            return "Ô giữa"
        return "Ô chữ" if column.kind is Kind.TEXT else "Ô số"

    def _cell(self, start, count, text, style, *, bold=False, italic=False, merge="", keep=False) -> str:
        width = sum(self.widths[start : start + count])
        span = f'<w:gridSpan w:val="{count}"/>' if count > 1 else ""
        runs = [Run(text, bold, italic)] if text else []
        content = xml.paragraph(runs, escape(self.styles[style]), keep_next=keep, size=self.size)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
            f"{content}</w:tc>"
        )


def _row(cells: str, *, head: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"
