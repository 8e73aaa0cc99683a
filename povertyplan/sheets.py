"""The one writer of Excel files: every list that leaves the product goes through here, and is logged.

Text stays text, whatever it begins with, so that no cell of a name becomes a formula; numbers and days are
real numbers and days; the head of the sheet says what was asked, by whom and when.
"""

import io
import textwrap
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote

import tablib
from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins

from povertyplan import clock
from povertyplan.accounts.models import AccessLog, User

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 20_000
WIDEST = 22  # letters of a wrapped column
LINE_HEIGHT = 15  # points
FONT = "Times New Roman"
_TEXT, _WRAPPED = Font(name=FONT), Alignment(wrap_text=True, vertical="top")
_LINE = Border(*[Side(style="thin", color="B1B4B6")] * 4)
_HEAD = PatternFill("solid", fgColor="E3EEF7")


def sheet_response(
    dataset: tablib.Dataset, *, title: str, by: User, conditions: str, counted: str, filename: str
) -> HttpResponse:
    """`dataset` as a workbook to download; the download is written into the access log.

    `conditions` are the filter in words, `counted` the total with its unit ("153 nhu cầu của 151 hộ").
    """
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    _write_head(sheet, title, by, conditions, counted)
    _write_rows(sheet, dataset)
    AccessLog.objects.record(
        AccessLog.Action.EXPORT, by=by, subject=title, detail=f"{counted}; điều kiện: {conditions}"
    )
    file = io.BytesIO()
    book.save(file)
    response = HttpResponse(file.getvalue(), content_type=MIME)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}.xlsx"
    return response


def _write_head(sheet, title: str, by: User, conditions: str, counted: str) -> None:
    moment = timezone.localtime(clock.now())
    lines = [
        title,
        counted,
        f"Điều kiện: {conditions}",
        f"Xuất lúc {moment:%H:%M %d/%m/%Y}, người xuất: {by}",
    ]
    for number, line in enumerate(lines, start=1):
        _put(sheet.cell(number, 1), line).font = _TEXT
    sheet.cell(1, 1).font = Font(name=FONT, bold=True, size=14)


def _write_rows(sheet, dataset: tablib.Dataset) -> None:
    top = sheet.max_row + 2
    for number, heading in enumerate(dataset.headers, start=1):
        cell = _put(sheet.cell(top, number), heading)
        cell.font, cell.fill, cell.border = Font(name=FONT, bold=True), _HEAD, _LINE
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for place, row in enumerate(dataset[:MOST_ROWS], start=top + 1):
        for number, value in enumerate(row, start=1):
            cell = _put(sheet.cell(place, number), value)
            cell.font, cell.border, cell.alignment = _TEXT, _LINE, _WRAPPED
    _lay_out(sheet, dataset, top)


def _put(cell, value):
    """Sets `value` by its type: a text is never read as a formula."""
    if value is None or value == "":
        return cell
    if isinstance(value, bool):
        value = "Có" if value else ""
    if isinstance(value, datetime):
        cell.value, cell.number_format = timezone.localtime(value).replace(tzinfo=None), "dd/mm/yyyy hh:mm"
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "dd/mm/yyyy"
    elif isinstance(value, (int, float, Decimal)):
        cell.value = value
        cell.number_format = "0" if _is_year(value) else "#,##0.##" if value % 1 else "#,##0"
    else:
        cell.value = str(value).translate(_CONTROLS)
        cell.data_type = "s"
    return cell


_CONTROLS = {code: None for code in range(32) if code not in {9, 10, 13}}  # Excel refuses to open these


def _is_year(value) -> bool:
    """Years have no thousands' mark; counts of households and people never come near two thousand here."""
    return isinstance(value, int) and 1900 <= value <= 2100


def _lay_out(sheet, dataset: tablib.Dataset, top: int) -> None:
    """Narrow columns of wrapped text: seventeen of them must be readable on one A4 page across."""
    widths = []
    for number, heading in enumerate(dataset.headers, start=1):
        texts = [str(row[number - 1] or "") for row in dataset[:200]]
        widths.append(_width(heading, texts))
        sheet.column_dimensions[get_column_letter(number)].width = widths[-1]
    for place, row in enumerate([dataset.headers, *dataset[:MOST_ROWS]], start=top):
        sheet.row_dimensions[place].height = LINE_HEIGHT * max(map(_lines, row, widths), default=1)
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.6)


def _lines(value, width: int) -> int:
    """How many lines a text takes when its words are wrapped; not every program works that out by itself."""
    return len(textwrap.wrap(str(value), width - 1)) if isinstance(value, str) else 1


def _width(heading: str, texts: list[str]) -> int:
    """As wide as the longest word, wider for long texts up to a line of some words."""
    longest_word = max((len(word) for text in [heading, *texts] for word in text.split()), default=4)
    longest_text = max(map(len, texts), default=0)
    return max(longest_word, min(longest_text, WIDEST), 4) + 2
