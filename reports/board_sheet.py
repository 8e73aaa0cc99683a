"""The board as an Excel list: a line for each thing that a unit owes."""

from collections.abc import Iterable, Mapping
from datetime import date

import tablib
from django.utils import timezone

from reports.board import state_tag, status_tag
from reports.models import Obligation, ReminderLetter

HEADERS = (
    "Đơn vị", "Mã đơn vị", "Văn bản", "Hạn nộp", "Ngày nộp lần đầu", "Thời hạn", "Số ngày còn lại", "Số ngày trễ",
    "Kiểm tra", "Đôn đốc gần nhất",
)  # fmt: skip


def board_sheet(obligations: Iterable[Obligation], on: date, letters: Mapping[int, ReminderLetter]) -> tablib.Dataset:
    """`obligations` come `with_moments` and their units, communes first as on the board."""
    lines = sorted(obligations, key=lambda owed: (owed.unit.kind != "commune", owed.unit.order, owed.due_on, owed.kind))
    return tablib.Dataset(*(_line(owed, on, letters.get(owed.unit_id)) for owed in lines), headers=HEADERS)


def _line(owed: Obligation, on: date, letter: ReminderLetter | None) -> tuple:
    came = timezone.localtime(owed.first_at).date() if owed.first_at else None
    left, late = (owed.due_on - on).days if came is None else 0, ((came or on) - owed.due_on).days
    state = state_tag(owed)
    return (
        owed.unit.name,
        owed.unit.code,
        owed.name,
        owed.due_on,
        came,
        status_tag(owed, on).text,
        left if left > 0 else None,
        late if late > 0 else None,
        state.text if state else "",
        letter.sent_on if letter else None,
    )
