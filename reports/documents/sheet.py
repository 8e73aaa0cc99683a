"""A document as an Excel workbook: a sheet for every table, with head, signature and print area, ready to print.

Numbers, shares and days are real ones with formats. Sums are formulas; each carries the value that was counted,
which every program shows, and is only written where it gives that very value. Text is never read as a formula.
"""

import io
import textwrap
from collections.abc import Iterator

import xlsxwriter

from reports.documents.blocks import Block, Document, HeadCell, Kind, Note, Row, Style, Table
from reports.documents.cells import as_text, is_strong, spans
from reports.documents.measuring import lines
from reports.documents.sheet_styles import Styles
from reports.documents.sheet_sums import formula
from reports.documents.word_tables import CENTRED, widths_of

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROOM = {True: 251 * 72 / 25.4, False: 164 * 72 / 25.4}  # points between the margins, across and upright
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
PADDING = 3  # points above and below the lines of a row together


def make_sheet(document: Document) -> bytes:
    """Raises ValueError for a document without a table: that has no Excel form."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({
        "title": document.subject, "author": " ".join(document.issuer.name.split()),
        "created": document.trace.made_at.replace(tzinfo=None),
    })  # fmt: skip
    styles = Styles(book)
    parts = list(_parts(document))
    if not parts:
        raise ValueError("a document without a table has no sheet")
    for part, name in zip(parts, _names(parts), strict=True):
        _Sheet(book.add_worksheet(name), document, part, styles).write()
    book.close()
    return out.getvalue()


class _Part:
    """One table with what stands around it."""

    def __init__(self, table: Table, label: str, title: str, attached_to: str, notes: list[str], landscape: bool):
        self.table, self.label, self.title, self.attached_to = table, label, title, attached_to
        self.notes, self.landscape = notes, landscape


def _parts(document: Document) -> Iterator[_Part]:
    for table, notes in _tables(document.body):
        yield _Part(table, document.type_name, document.subject, document.attached_to, notes, document.landscape)
    for annex in document.annexes:
        attached = annex.attached_to or f"Kèm theo {document.named}"
        for table, notes in _tables(annex.blocks):
            yield _Part(table, annex.label, annex.title, attached, notes, annex.landscape)


def _tables(blocks: tuple[Block, ...]) -> Iterator[tuple[Table, list[str]]]:
    """Each table with the notes that follow it."""
    found: list[tuple[Table, list[str]]] = []
    for block in blocks:
        if isinstance(block, Table):
            found.append((block, []))
        elif isinstance(block, Note) and found:
            found[-1][1].append(block.text)
    yield from found


def _names(parts: list[_Part]) -> list[str]:
    """Of sheets: at most 31 letters, none of those that Excel refuses, no two alike."""
    names: list[str] = []
    for part in parts:
        wanted = part.table.title or part.label or part.title
        clean = "".join(" " if sign in "[]:*?/\\'" else sign for sign in wanted).strip()
        clean = clean.capitalize() if clean.isupper() else clean
        name, number = textwrap.shorten(clean, 31, placeholder="…") or "Bảng", 1
        while name.lower() in {one.lower() for one in names}:
            number += 1
            name = f"{clean[:27].strip()} ({number})"
        names.append(name)
    return names


class _Sheet:
    def __init__(self, sheet, document: Document, part: _Part, styles: Styles):
        self.sheet, self.document, self.part, self.styles = sheet, document, part, styles
        self.table = part.table
        self.widths, self.size = widths_of(part.table, ROOM[part.landscape])
        self.last = len(self.widths) - 1
        self.line = 0

    def write(self) -> None:
        for number, width in enumerate(self.widths):
            self.sheet.set_column(number, number, (width * 96 / 72 - 5) / 7)
        self._letterhead()
        self._title()
        top = self._head()
        self._rows()
        for note in self.part.notes:
            self._across(note, "note")
        self._signatures()
        self._page(top)

    def _letterhead(self) -> None:
        issuer, paper = self.document.issuer, self.document
        pairs = [
            (issuer.superior.upper(), "superior", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "nation"),
            (issuer.name.upper(), "issuer", "Độc lập - Tự do - Hạnh phúc", "motto"),
            (f"Số: {paper.number_and_symbol}", "number", paper.place_and_day, "place"),
        ]
        for left, left_style, right, right_style in pairs:
            self._two(left, left_style, right, right_style)
        self.line += 1

    def _title(self) -> None:
        if self.part.label:
            self._across(self.part.label.upper(), "type")
        self._across(self.part.title, "subject")
        if self.part.table.title and self.part.table.title != self.part.title:
            self._across(self.part.table.title, "subject")
        if self.part.attached_to:
            self._across(f"({self.part.attached_to})", "place")
        self._across(str(self.document.trace), "trace")
        self.line += 1

    def _two(self, left: str, left_style: str, right: str, right_style: str) -> None:
        middle = self._middle()
        self._merged(self.line, 0, middle, left, left_style)
        self._merged(self.line, middle + 1, self.last, right, right_style)
        self.sheet.set_row(self.line, 18 * max(left.count("\n"), right.count("\n"), 0) + 18)
        self.line += 1

    def _middle(self) -> int:
        """The last column of the left side, which takes about two fifths of the page."""
        used, goal = 0.0, sum(self.widths) * 0.42
        for number, width in enumerate(self.widths[:-1]):
            used += width
            if used >= goal:
                return number
        return max(self.last - 1, 0)

    def _across(self, text: str, style: str) -> None:
        self._merged(self.line, 0, self.last, text, style)
        size = self.styles.size(style)
        self.sheet.set_row(self.line, lines(text, size, sum(self.widths), bold=True) * size * 1.25 + PADDING)
        self.line += 1

    def _merged(self, line: int, first: int, last: int, text: str, style: str, lines_down: int = 1) -> None:
        made = self.styles[style]
        if first == last and lines_down == 1:
            self.sheet.write_string(line, first, text, made)
        elif first <= last:
            self.sheet.merge_range(line, first, line + lines_down - 1, last, "", made)
            self.sheet.write_string(line, first, text, made)

    def _head(self) -> int:
        """Returns the line that it begins on."""
        top = self.line
        for cell in self.table.head:
            self._head_cell(cell, top)
        for number in range(self.table.head_rows):
            self.sheet.set_row(top + number, self._head_height(number))
        self.line += self.table.head_rows
        if self.table.numbered:
            for number in range(self.last + 1):
                self.sheet.write_string(self.line, number, f"({number + 1})", self.styles.cell("numbering", self.size))
            self.line += 1
        return top

    def _head_cell(self, cell: HeadCell, top: int) -> None:
        made = self.styles.cell("head", self.size)
        first, line = cell.column, top + cell.row
        if cell.rows == cell.columns == 1:
            self.sheet.write_string(line, first, cell.text, made)
            return
        self.sheet.merge_range(line, first, line + cell.rows - 1, first + cell.columns - 1, "", made)
        self.sheet.write_string(line, first, cell.text, made)

    def _head_height(self, number: int) -> float:
        """A cell over several rows spreads its lines over them."""
        most = 1.0
        for cell in self.table.head:
            if cell.row <= number < cell.row + cell.rows:
                room = sum(self.widths[cell.column : cell.column + cell.columns]) - 6
                most = max(most, lines(cell.text, self.size, room, bold=True) / cell.rows)
        return most * self.size * 1.25 + PADDING

    def _rows(self) -> None:
        self.first_row = self.line
        for row in self.table.shown_rows:
            self._row(row)
            self.line += 1

    def _row(self, row: Row) -> None:
        texts, height = as_text(self.table, row), 1
        for start, count in spans(row):
            room = sum(self.widths[start : start + count]) - 6
            height = max(height, lines(texts[start], self.size, room, bold=is_strong(row)))
            self._cell(row, start, count)
        self.sheet.set_row(self.line, height * self.size * 1.25 + PADDING)

    def _cell(self, row: Row, place: int, count: int) -> None:
        column, value = self.table.columns[place], row.cells[place]
        kind = column.kind if count == 1 else Kind.TEXT
        centred = column.centred or kind in CENTRED or (count > 1 and row.style is not Style.BAND)
        made = self.styles.value(kind, self.size, strong=is_strong(row), centred=centred)
        if count > 1:
            self.sheet.merge_range(self.line, place, self.line, place + count - 1, "", made)
        match value:
            case None | "" | False:
                if count == 1:
                    self.sheet.write_blank(self.line, place, None, made)
            case True:
                self.sheet.write_string(self.line, place, "x", made)
            case str():
                self.sheet.write_string(self.line, place, value, made)
            case _ if kind is Kind.DAY:
                self.sheet.write_datetime(self.line, place, value, made)
            case _ if sum_ := formula(self.table, row, place, self.first_row, self.line):
                self.sheet.write_formula(self.line, place, sum_, made, value)
            case _:
                self.sheet.write_number(self.line, place, value, made)

    def _signatures(self) -> None:
        """Receivers left, who drew it up in the middle, the signature right, on one level."""
        self.line += 1
        top, paper = self.line, self.document
        receivers = [f"- {line.lstrip('- ').rstrip(';. ')};" for line in paper.receivers]
        if receivers:
            receivers[-1] = receivers[-1].rstrip(";") + "."
        left, right = self._thirds() if paper.preparer is not None else (self._middle(), self._middle())
        for number, text in enumerate(["Nơi nhận:", *receivers] if receivers else []):
            self._merged(top + number, 0, left, text, "receivers" if number == 0 else "receiver")
        if paper.preparer is not None:
            self._merged(top, left + 1, right, "NGƯỜI LẬP BIỂU", "authority")
            self._merged(top + len(paper.signature.lines) + 4, left + 1, right, paper.preparer, "authority")
        for number, text in enumerate(paper.signature.lines):
            self._merged(top + number, right + 1, self.last, text.upper(), "authority")
        below = top + len(paper.signature.lines) + 4
        self._merged(below, right + 1, self.last, paper.signature.name, "authority")
        self.line = max(below, top + len(receivers)) + 1

    def _thirds(self) -> tuple[int, int]:
        """The last columns of the left and of the middle part."""
        if self.last < 2:
            return 0, 0
        ends, used = [], 0.0
        for number, width in enumerate(self.widths):
            used += width
            if len(ends) < 2 and used >= sum(self.widths) * (len(ends) + 1) / 3:
                ends.append(min(number, self.last - 2 + len(ends)))
        return ends[0], max(ends[1], ends[0] + 1)

    def _page(self, head: int) -> None:
        sheet = self.sheet
        sheet.set_landscape() if self.part.landscape else sheet.set_portrait()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=30 / 25.4, right=15 / 25.4, top=20 / 25.4, bottom=20 / 25.4)
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, self.line - 1, self.last)
        sheet.repeat_rows(head, self.first_row - 1)
        sheet.freeze_panes(self.first_row, 0)
        sheet.set_footer('&C&"Times New Roman,Regular"&11&P/&N')
        sheet.center_horizontally()
