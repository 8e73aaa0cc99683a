"""What a file tells besides the values of its cells: hidden rows, comments, formulas that nobody calculated."""

from collections.abc import Iterable, Sequence

from povertyplan.vietnamese import tidy

from .columns import Header
from .records import ListedHousehold, Problem
from .rows import field_group
from .workbook import Sheet, position

_SHOWN = 160


def problems_besides(sheet: Sheet, header: Header, rows: Sequence[ListedHousehold]) -> Iterable[Problem]:
    """What has to be said of the sheet's households that their values do not show."""
    by_row = {row.row: row for row in rows} if sheet.hidden_rows or sheet.comments or sheet.unfilled else {}
    for number in sorted(sheet.hidden_rows & by_row.keys()):
        row = by_row[number]
        yield _problem(sheet, number, "head", row.cells.get("head", ""), row.head, "hidden_row", _HIDDEN)
    for address, text in sheet.comments.items():
        row, said = position(address)[0] + 1, tidy(text)[:_SHOWN]
        if row in by_row:
            message = f"Ô {address} có lời ghi kèm: «{said}». Hãy xem có cần cập nhật hộ này không."
            yield _problem(sheet, row, "note", address, said, "comment", message)
    yield from _unfilled(sheet, header, by_row)


def _unfilled(sheet: Sheet, header: Header, by_row: dict[int, ListedHousehold]) -> Iterable[Problem]:
    """Formulas without a value look like empty cells, which must not pass for nothing."""
    used = {column: name for column, name in header.fields().items() if name != "stt"}
    for address in sheet.unfilled:
        row, column = position(address)
        if row + 1 in by_row and column in used:
            name = field_group(used[column])
            yield _problem(sheet, row + 1, name, address, "", "formula", _FORMULA, blocks=True)


def _problem(sheet, row, column, cell, value, kind, message, blocks=False) -> Problem:
    return Problem(sheet.name, row, column, cell, value, kind, message, blocks)


_HIDDEN = "Dòng này đang bị ẩn trong tệp nhưng vẫn được đọc. Nếu không dùng, hãy xóa dòng khỏi tệp."
_FORMULA = (
    "Ô này chứa công thức chưa được tính nên không có giá trị. "
    "Hãy mở tệp bằng Excel, lưu lại rồi gửi lại, hoặc gõ thẳng giá trị vào ô."
)
