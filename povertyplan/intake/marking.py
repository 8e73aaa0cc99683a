"""The file of errors: the same workbook, the cells in question filled, the reason in a comment, a summary first."""

import io
from collections.abc import Iterable

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from povertyplan.intake.comparing import Comparison
from povertyplan.intake.guards import open_zip
from povertyplan.intake.models import Correction
from povertyplan.intake.reading import open_workbook
from povertyplan.intake.records import Problem

BAD, ODD = PatternFill("solid", fgColor="F4B6AA"), PatternFill("solid", fgColor="FFE99A")
SUMMARY = "Tóm tắt lỗi"
AUTHOR = "Phần mềm giảm nghèo"
SAME_LIMIT = 12 * 2**20  # unpacked; openpyxl needs some 18 times as much memory, and 5 seconds for each 10 MB
CELLS = 300_000  # of a plain copy; beyond, only the rows in question are copied
LINES = 20_000
COMMENTS = 2_000  # Excel opens a sheet with many more comments only slowly; the summary has them all


def marked(data: bytes, filename: str, comparison: Comparison, corrections: Iterable[Correction] = ()) -> bytes:
    """Excel's new format keeps its looks; old workbooks, .ods, .csv and what is large come back as plain sheets.

    What was typed anew on the preview stands in its cell, so that nothing has to be mended twice.
    """
    book = _same(data) or _plain(data, filename, comparison)
    for one in corrections:
        _mend(book, one)
    for problem in comparison.problems[:COMMENTS]:
        _mark(book, problem)
    _summarise(book, comparison)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _same(data: bytes) -> Workbook | None:
    """The workbook as it came; None where it is of another kind, large, or beyond openpyxl."""
    if not data.startswith(b"PK") or b"opendocument" in data[:200]:
        return None
    if sum(part.file_size for part in open_zip(io.BytesIO(data)).infolist()) > SAME_LIMIT:
        return None
    try:
        return load_workbook(io.BytesIO(data))
    except Exception:  # it stumbles with errors of every kind over parts that no list is read from
        return None


def _plain(data: bytes, filename: str, comparison: Comparison) -> Workbook:
    book, copied = Workbook(), 0
    book.remove(book.active)
    in_question = {(problem.sheet, problem.row) for problem in comparison.problems[:COMMENTS]}
    for sheet in open_workbook(data, filename).sheets:
        page = book.create_sheet(sheet.name[:31])
        for number, row in enumerate(sheet.rows(), start=1):
            if copied > CELLS and (sheet.name, number) not in in_question:
                continue
            copied += len(row)
            for column, value in enumerate(row, start=1):
                if value != "":
                    put(page.cell(number, column), value)
    return book


def put(cell, value) -> None:
    """Text stays text: what begins with = + - @ is never a formula. Signs that Excel does not know are left out."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"


def _mark(book: Workbook, problem: Problem) -> None:
    if problem.sheet not in book.sheetnames or not problem.row:
        return
    sheet = book[problem.sheet]
    cell = sheet[problem.cell or f"A{problem.row}"]
    if type(cell).__name__ == "MergedCell":  # only the first cell of a merged range can be written
        return
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(before + ILLEGAL_CHARACTERS_RE.sub("", problem.message), AUTHOR, width=320, height=120)
    cell.fill = BAD if problem.blocks or cell.fill.fgColor.rgb == BAD.fgColor.rgb else ODD


def _mend(book: Workbook, one: Correction) -> None:
    if one.sheet not in book.sheetnames or type(cell := book[one.sheet][one.cell]).__name__ == "MergedCell":
        return
    put(cell, one.value or None)
    cell.number_format = "@"
    cell.comment = Comment(f"Đã sửa khi xem trước; trong tệp gốc: {one.before or 'trống'}", AUTHOR)


def _summarise(book: Workbook, comparison: Comparison) -> None:
    sheet = book.create_sheet(_free_name(book), 0)
    book.active = 0
    blocked = len(comparison.blocked)
    put(sheet["A1"], f"{blocked} dòng phải sửa trước khi ghi được, trong {comparison.read} dòng đã đọc")
    sheet["A1"].font = Font(bold=True, size=13)
    for column, title in enumerate(("Trang", "Dòng", "Ô", "Giá trị", "Lỗi và cách sửa", "Mức"), start=1):
        sheet.cell(3, column, title).font = Font(bold=True)
    ordered = sorted(comparison.problems, key=lambda one: (not one.blocks, one.kind))
    for number, one in enumerate(ordered[:LINES], start=4):
        values = one.sheet, one.row or "", one.cell, one.value, one.message, "Phải sửa" if one.blocks else "Xem lại"
        for column, value in enumerate(values, start=1):
            put(sheet.cell(number, column), value)
    for column, width in zip("ABCDEF", (20, 8, 8, 24, 90, 12), strict=True):
        sheet.column_dimensions[column].width = width


def _free_name(book: Workbook) -> str:
    """A workbook that was marked before and sent back has such a sheet already."""
    name, number = SUMMARY, 2
    while name in book.sheetnames:
        name, number = f"{SUMMARY} {number}", number + 1
    return name
