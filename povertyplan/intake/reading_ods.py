"""Workbooks of LibreOffice and OpenOffice (.ods): content.xml read piece by piece, repeats never unrolled blindly.

A blank sheet ends with "this blank row, a million times", so repeats are counted, and only filled cells kept.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from xml.parsers import expat

from .guards import check_area, open_zip, raw_pieces
from .workbook import Cell, Merge, Sheet, Unreadable, Workbook, letters

_CELLS = ("table:table-cell", "table:covered-table-cell")


def read_ods(data: bytes) -> Workbook:
    """The workbook. Raises Unreadable if it is encrypted, damaged or reaches absurdly far."""
    archive = open_zip(BytesIO(data))
    names = archive.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in b"".join(
        raw_pieces(archive, "META-INF/manifest.xml")
    ):
        raise Unreadable("Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu, lưu lại rồi gửi lại.")
    content = _Content()
    try:
        for piece in raw_pieces(archive, "content.xml"):
            content.parser.Parse(piece, False)
        content.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise Unreadable("Tệp .ods bị hỏng nên không đọc được. Hãy mở, lưu lại thành .xlsx rồi gửi lại.") from error
    return Workbook("ods", [table.sheet() for table in content.tables])


class _Table:
    """A sheet while it is read: filled rows by their number, counted from 0."""

    def __init__(self, name: str, hidden: bool):
        self.name, self.hidden = name, hidden
        self.filled: dict[int, list[Cell]] = {}
        self.hidden_rows: set[int] = set()
        self.merges: list[Merge] = []
        self.comments: dict[str, str] = {}
        self.unfilled: list[str] = []
        self.next_row = 0
        self.width = 0

    def add(self, row: list[Cell], times: int) -> None:
        """A row, and how often it repeats. Raises Unreadable beyond what a list can be."""
        if row:
            self.width = max(self.width, len(row))
            check_area(self.next_row + times, self.width, self.name)
            self.filled.update(dict.fromkeys(range(self.next_row, self.next_row + times), row))
        self.next_row += times

    def sheet(self) -> Sheet:
        return Sheet(
            name=self.name,
            rows=self._rows,
            hidden=self.hidden,
            merges=lambda: self.merges,
            hidden_rows=frozenset(self.hidden_rows),
            unfilled=tuple(self.unfilled),
            comments=self.comments,
        )

    def _rows(self) -> Iterator[list[Cell]]:
        for number in range(max(self.filled, default=-1) + 1):
            yield list(self.filled.get(number, ()))


class _Content:
    """Takes the elements of content.xml as they come."""

    def __init__(self):
        self.tables: list[_Table] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._row: list[Cell] = []
        self._blanks = 0
        self._attributes: dict[str, str] = {}
        self._row_attributes: dict[str, str] = {}
        self._paragraphs: list[str] | None = None
        self._comment: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._attributes, self._paragraphs = attributes, []
        elif name == "table:table-row":
            self._row, self._blanks, self._row_attributes = [], 0, attributes
        elif name == "text:p":
            self._into().append("")
        elif name in ("text:s", "text:tab", "text:line-break"):
            self._characters(" ")
        elif name == "office:annotation":
            self._comment = []
        elif name == "table:table":
            hidden = attributes.get("table:style-name", "") in self._hidden_styles
            self.tables.append(_Table(attributes.get("table:name", ""), hidden))
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def _into(self) -> list[str]:
        """Where paragraphs go at the moment: the comment, the cell, or nowhere."""
        if self._comment is not None:
            return self._comment
        return self._paragraphs if self._paragraphs is not None else []

    def _characters(self, text: str) -> None:
        paragraphs = self._into()
        if paragraphs:
            paragraphs[-1] += text

    def _end(self, name: str) -> None:
        if name in _CELLS:
            self._cell()
        elif name == "office:annotation":
            self._remember_comment()
        elif name == "table:table-row" and self.tables:
            self._finish_row()

    def _cell(self) -> None:
        attributes, value = self._attributes, self._value()
        times = int(attributes.get("table:number-columns-repeated", 1))
        self._note(attributes, value)
        if value == "":
            self._blanks += times
        else:
            check_area(1, len(self._row) + self._blanks + times, self.tables[-1].name if self.tables else "")
            self._row += [""] * self._blanks + [value] * times
            self._blanks = 0
        self._paragraphs = None

    def _value(self) -> Cell:
        kind, attributes = self._attributes.get("office:value-type"), self._attributes
        with suppress(ValueError):
            if kind in ("float", "percentage", "currency"):
                return float(attributes["office:value"])
            if kind == "date":
                moment = datetime.fromisoformat(attributes["office:date-value"])
                return moment if moment.hour or moment.minute else date(moment.year, moment.month, moment.day)
            if kind == "boolean":
                return attributes.get("office:boolean-value") == "true"
        return "\n".join(self._paragraphs or ())

    def _note(self, attributes: dict[str, str], value: Cell) -> None:
        """Merged ranges and formulas without a value."""
        if not self.tables:
            return
        table, column = self.tables[-1], len(self._row) + self._blanks
        tall = int(attributes.get("table:number-rows-spanned", 1))
        wide = int(attributes.get("table:number-columns-spanned", 1))
        if tall > 1 or wide > 1:
            table.merges.append((table.next_row, table.next_row + tall - 1, column, column + wide - 1))
        if value == "" and "table:formula" in attributes and "office:value-type" not in attributes:
            table.unfilled.append(f"{letters(column)}{table.next_row + 1}")

    def _remember_comment(self) -> None:
        if self.tables:
            address = f"{letters(len(self._row) + self._blanks)}{self.tables[-1].next_row + 1}"
            self.tables[-1].comments[address] = "\n".join(self._comment or ())
        self._comment = None

    def _finish_row(self) -> None:
        table, attributes = self.tables[-1], self._row_attributes
        if self._row and attributes.get("table:visibility", "visible") != "visible":
            table.hidden_rows.add(table.next_row + 1)
        table.add(self._row, int(attributes.get("table:number-rows-repeated", 1)))
