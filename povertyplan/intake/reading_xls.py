"""Workbooks of Excel 97 to 2003 (.xls), by xlrd: it tells the fonts, which tell TCVN3 from VNI."""

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

import xlrd
from xlrd.xldate import XLDateError, xldate_as_datetime

from .text import from_font
from .workbook import Cell, Merge, Sheet, Unreadable, Workbook, letters

_DAMAGED = (
    "Tệp .xls bị hỏng hoặc chưa tải lên hết nên không đọc được. Hãy mở bằng Excel, chọn Lưu thành .xlsx rồi gửi lại."
)


def read_xls(data: bytes) -> Workbook:
    """The workbook. Raises Unreadable if it is encrypted, damaged or no workbook."""
    try:
        with open("/dev/null", "w") as silence:
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=silence)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Unreadable(
                "Tệp được đặt mật khẩu nên không đọc được. Hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi gửi lại."
            ) from error
        raise Unreadable(_DAMAGED) from error
    except Exception as error:  # xlrd fails on damaged files in a dozen ways of its own
        raise Unreadable(_DAMAGED) from error
    return Workbook("xls", [_sheet(book, sheet) for sheet in book.sheets()])


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Sheet:
    legacy = {n: font.name for n, font in enumerate(book.font_list) if from_font(font.name)}
    return Sheet(
        name=sheet.name,
        rows=lambda: _rows(book, sheet),
        hidden=sheet.visibility != 0,
        merges=lambda: _merges(sheet),
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        comments={f"{letters(column)}{row + 1}": note.text for (row, column), note in sheet.cell_note_map.items()},
        fonts=(lambda: _fonts(book, sheet, legacy)) if legacy else None,
    )


def _rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[list[Cell]]:
    day = lru_cache(maxsize=5_000)(lambda value: _date(book, value))
    for number in range(sheet.nrows):
        types, values = sheet.row_types(number), sheet.row_values(number)
        if xlrd.XL_CELL_DATE in types or xlrd.XL_CELL_ERROR in types or xlrd.XL_CELL_BOOLEAN in types:
            yield [_value(day, kind, value) for kind, value in zip(types, values, strict=True)]
        else:
            yield values


def _value(day, kind: int, value) -> Cell:
    if kind == xlrd.XL_CELL_DATE:
        return day(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    return "" if kind == xlrd.XL_CELL_ERROR else value


def _date(book: xlrd.Book, value: float) -> Cell:
    with suppress(XLDateError, ValueError, OverflowError):
        moment = xldate_as_datetime(value, book.datemode)
        return moment.date() if value == int(value) else moment
    return value


def _merges(sheet: xlrd.sheet.Sheet) -> list[Merge]:
    return [(top, bottom - 1, left, right - 1) for top, bottom, left, right in sheet.merged_cells]


def _fonts(book: xlrd.Book, sheet: xlrd.sheet.Sheet, legacy: dict[int, str]) -> dict[tuple[int, int], str]:
    """(row, column) → font of the cells in an old Vietnamese font."""
    styles = {n: legacy[style.font_index] for n, style in enumerate(book.xf_list) if style.font_index in legacy}
    return {
        (row, column): styles[style]
        for row in range(sheet.nrows)
        for column in range(sheet.row_len(row))
        if (style := sheet.cell_xf_index(row, column)) in styles
    }
