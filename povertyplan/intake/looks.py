"""What a commune saw at a household, as the list that went out from here brings it back: progress, day, note.

Pure. The same rules as those of `households.changes.see`, told as problems before anything is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from povertyplan.intake.held import NOTE, Held
from povertyplan.intake.records import ListedHousehold, Problem

# Keys of households.models.household.Progress in the words of the drop-down.
LABELS = {"not_started": "Chưa bắt đầu", "under_way": "Đang thực hiện", "done": "Đã xong", "stuck": "Vướng mắc"}


@dataclass(frozen=True, slots=True)
class Look:
    """The commune looked at the household on day `on`."""

    progress: str
    on: date
    note: str


class Stamp(NamedTuple):
    """How a household stood when the list went out: its version, and the last look at it."""

    version: int
    progress: str = ""
    seen_on: str = ""
    note: str = ""


def tells(row: ListedHousehold) -> bool:
    return bool(row.progress or row.seen_on or row.progress_note)


def is_untouched(row: ListedHousehold, one: Held | None, stamp: Stamp | None) -> bool:
    """Whether the row says nothing but what we hold, or what stood in it when it went out."""
    on = row.seen_on.isoformat() if row.seen_on else ""
    ours = [(one.progress, one.seen_on.isoformat() if one.seen_on else "", one.progress_note)] if one else []
    ours += [stamp[1:]] if stamp else []
    told = (row.progress or "", on, row.progress_note[:NOTE])
    return any(all(not said or said == known for said, known in zip(told, known, strict=True)) for known in ours)


def check(row: ListedHousehold, one: Held | None, stamp: Stamp | None, today: date) -> Iterable[Problem]:
    """What is wrong with the look that the row tells."""
    if not tells(row) or is_untouched(row, one, stamp) or (one and one.exit):
        return
    if one is None or one.entry is None:
        text = "Hộ chưa có trong danh sách của kế hoạch; hãy cập nhật tiến độ sau khi ghi hộ này vào danh sách."
        yield _problem(row, "progress", "look_of_new", text, blocks=False)
    elif not row.progress:
        text = "Có ngày xem xét hoặc ghi chú nhưng chưa có tiến độ. Hãy chọn một trong: " + ", ".join(LABELS.values())
        yield _problem(row, "progress", "odd_progress", text + ".")
    elif not row.seen_on:
        text = "Có tiến độ nhưng chưa có ngày xem xét hộ. Hãy ghi ngày, ví dụ 10/09/2022."
        yield _problem(row, "seen_on", "odd_seen_on", text)
    else:
        yield from _check_told(row, one, today)


def _check_told(row: ListedHousehold, one: Held, today: date) -> Iterable[Problem]:
    on = f"{row.seen_on:%d/%m/%Y}"
    if row.seen_on > today:
        text = f"Ngày xem xét {on} sau hôm nay. Hãy ghi ngày đã đến xem xét hộ, từ hôm nay trở về trước."
        yield _problem(row, "seen_on", "odd_seen_on", text, on)
    elif one.seen_on and row.seen_on < one.seen_on:
        text = (
            f"Hộ đã được xem xét ngày {one.seen_on:%d/%m/%Y}, sau ngày {on} ghi trong tệp; giữ tiến độ đang lưu. "
            "Nếu tệp mới đúng, hãy ghi ngày từ đó trở đi."
        )
        yield _problem(row, "seen_on", "older_look", text, on, blocks=False)
    if row.progress == "stuck" and not row.progress_note:
        text = "Hộ vướng mắc nhưng chưa ghi vướng mắc gì. Hãy ghi rõ để Phòng LĐ-TB&XH hướng dẫn."
        yield _problem(row, "progress_note", "stuck_without_note", text)


def _problem(row, column, kind, message, value="", *, blocks=True) -> Problem:
    return Problem(row.sheet, row.row, column, row.cells.get(column, ""), value, kind, message, blocks)


def look_of(row: ListedHousehold, one: Held, stamp: Stamp | None) -> Look | None:
    """The look that a row without problems tells, None where it tells nothing new."""
    if not (row.progress and row.seen_on) or one.entry is None or one.exit or is_untouched(row, one, stamp):
        return None
    if one.seen_on and row.seen_on < one.seen_on:
        return None
    note = row.progress_note[:NOTE]
    # The note of the last look stands in the list that went out; said again, it is only kept while stuck.
    said_again = note == one.progress_note and row.progress != "stuck"
    return Look(row.progress, row.seen_on, "" if said_again else note)
