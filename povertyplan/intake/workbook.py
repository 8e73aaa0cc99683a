"""A file as rows of cells, whatever its kind was."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

Cell = str | float | int | bool | date | datetime | time
# First and last row, first and last column, counted from 0.
Merge = tuple[int, int, int, int]


class Typed(str):
    """A cell that a person typed on our pages: Unicode, whatever the encoding of its sheet or column."""


class Unreadable(Exception):
    """The file cannot be read. The message is for the person: what is wrong, and how to mend it."""


@dataclass(slots=True)
class Sheet:
    """One sheet. `rows()` begins anew at Excel's row 1 each time; blank cells are "".

    `fonts()` gives (row, column), counted from 0, → font name, only for cells in an old Vietnamese font;
    None where the kind of file knows no fonts or the sheet has no such font.
    """

    name: str
    rows: Callable[[], Iterator[list[Cell]]]
    hidden: bool = False
    merges: Callable[[], list[Merge]] = list
    hidden_rows: frozenset[int] = frozenset()
    unfilled: tuple[str, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    fonts: Callable[[], Mapping[tuple[int, int], str]] | None = None


@dataclass(slots=True)
class Workbook:
    """The sheets of a file in their order. `kind`: "xlsx", "xls", "ods" or "csv"."""

    kind: str
    sheets: list[Sheet]


def mended(sheet: Sheet, typed: Mapping[str, str]) -> Sheet:
    """The sheet with the texts of `typed` (address → text) in place of what stands in those cells."""
    if not typed:
        return sheet
    by_row = defaultdict(dict)
    for address, text in typed.items():
        row, column = position(address)
        by_row[row][column] = Typed(text)

    def rows() -> Iterator[list[Cell]]:
        for number, cells in enumerate(sheet.rows()):
            over = by_row.get(number)
            yield _laid_over(cells, over) if over else cells

    return replace(sheet, rows=rows, unfilled=tuple(address for address in sheet.unfilled if address not in typed))


def _laid_over(cells: list[Cell], over: Mapping[int, str]) -> list[Cell]:
    laid = [*cells, *[""] * (max(over) + 1 - len(cells))]
    for column, text in over.items():
        laid[column] = text
    return laid


def letters(column: int) -> str:
    """The name of a column counted from 0: 0 is A, 27 is AB."""
    name = ""
    while column >= 0:
        name = chr(65 + column % 26) + name
        column = column // 26 - 1
    return name


def column_number(name: str) -> int:
    """The column counted from 0: A is 0, AB is 27."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def position(address: str) -> tuple[int, int]:
    """(row, column) counted from 0 of an address such as "E14"."""
    name = address.rstrip("0123456789")
    return int(address[len(name) :]) - 1, column_number(name)
