"""The front door of reading: the bytes of a list become households and problems. Writes nothing anywhere."""

from collections.abc import Sequence
from pathlib import PurePath

from .checking import check_across
from .communes import Communes
from .reading import open_workbook
from .records import (
    CAUSES,
    EXIT_REASONS,
    NEEDS,
    ColumnRead,
    ListedHousehold,
    ListedMember,
    ListRead,
    PassedOver,
    Place,
    Problem,
    ReadingChoices,
    SheetRead,
)
from .sheets import SheetReading
from .workbook import Unreadable, mended

__all__ = [
    "CAUSES", "EXIT_REASONS", "NEEDS", "ColumnRead", "ListRead", "ListedHousehold", "ListedMember", "PassedOver",
    "Place", "Problem", "ReadingChoices", "SheetRead", "Unreadable", "read_list",
]  # fmt: skip


def read_list(
    data: bytes,
    *,
    filename: str,
    places: Sequence[Place],
    choices: ReadingChoices | None = None,
    commune: str | None = None,
) -> ListRead:
    """Everything that a list of any supported kind tells.

    `commune`: code of the commune to assume where neither band, column, sheet name nor title names one.
    Failing that, the file's name is asked.
    Raises Unreadable, with a sentence for the person, if the file as a whole cannot be read.
    """
    book = open_workbook(data, filename)
    communes, choices = Communes(places), choices or ReadingChoices()
    found = ListRead(mended=choices.cells, answers=choices.answers)
    assumed = communes.by_code(commune) or communes.within(PurePath(filename).stem).place
    while book.sheets:
        # Each sheet is let go when it has been read: one of 200,000 rows takes 150 MB.
        sheet = book.sheets.pop(0)
        SheetReading(mended(sheet, choices.cells_of(sheet.name)), communes, choices, assumed, found).run()
    if not found.rows:
        raise Unreadable(_no_list(found))
    found.leave_out()
    check_across(found)
    found.problems.sort(key=lambda problem: _order(found, problem))
    return found


def _no_list(found: ListRead) -> str:
    sheets = "; ".join(f"trang «{sheet.name}»: {sheet.why}" for sheet in found.sheets)
    return (
        f"Không tìm thấy danh sách hộ nào trong tệp ({sheets}). Danh sách cần có dòng tiêu đề với ít nhất các cột "
        "họ tên chủ hộ, năm sinh và số khẩu, và các hộ ở bên dưới."
    )


def _order(found: ListRead, problem: Problem) -> tuple[int, int]:
    names = [sheet.name for sheet in found.sheets]
    return names.index(problem.sheet), problem.row
