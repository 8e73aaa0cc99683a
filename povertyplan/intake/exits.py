"""How lists tell in words that a household has left the list of poor households: day, reason, or both."""

import re
from dataclasses import dataclass
from datetime import date

from povertyplan.vietnamese import tidy, unaccented

from .records import Remark
from .values import day_in, marked
from .words import RELATIONS, exit_reason

_TOLD = re.compile(
    r"(?P<what>(?:(?:chủ\s+)?hộ\s+)?(?:đã\s+)?(?:được\s+)?(?:thoát\s+nghèo"
    r"|đưa\s+ra\s+khỏi(?:\s+danh\s+sách)?(?:\s+hộ\s+nghèo)?"
    r"|chết|mất|qua\s+đời|từ\s+trần|chuyển\s+(?:đi|nơi\s+ở|khẩu)[^,;:\d]*|nhập\s+hộ[^,;:\d]*))"
    r"[\s,(]*(?:(?:từ|vào|trong)\s+)?(?:ngày\s*)?"
    r"(?P<day>\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\)?"
    r"(?:\s*[:,;.\-–(]\s*(?P<why>[^;.\n)]+)\)?)?[.;]?",
    re.IGNORECASE,
)
_STATE = re.compile(r"[\d/.\-:]+|\bngày\b|đã thoát nghèo|thoát nghèo", re.IGNORECASE)
NO_DAY = Remark(
    "exit_without_day", "Hộ được ghi là đã thoát nghèo nhưng không có ngày. Hãy bổ sung ngày, ví dụ 06/07/2022."
)


@dataclass(frozen=True, slots=True)
class ToldExit:
    """What words tell of an exit. `left`: what they say besides."""

    day: date | None = None
    reason: str | None = None
    left: str = ""
    remarks: tuple[Remark, ...] = ()


def exit_in_note(note: str) -> ToldExit | None:
    """The exit that a note tells with its day, or None: "Đã thoát nghèo ngày 06/07/2022: tự vươn lên"."""
    told = _TOLD.search(note)
    if not told or _of_a_relative(note[: told.start()]):
        return None
    day, remark = day_in(told["day"])
    if not day:
        return None
    why = told["why"] or ("" if "thoát" in told["what"].lower() else told["what"])
    reason, doubt = exit_reason(tidy(why))
    left = tidy(note[: told.start()] + " " + note[told.end() :]).strip(" ;,.-")
    return ToldExit(day, reason, left, tuple(r for r in (remark, doubt) if r))


def _of_a_relative(before: str) -> bool:
    """Whether the words before speak of somebody of the household: "vợ chết ngày …" is no exit."""
    words = before.lower().split()
    return bool(words) and (words[-1] in RELATIONS or " ".join(words[-2:]) in RELATIONS)


def exit_in_cell(text: str) -> ToldExit:
    """What a single column about the exit tells: a day, a reason, both, or only a mark."""
    day, remark = day_in(text)
    words = _STATE.sub(" ", text)
    plain = unaccented(text).strip()
    if re.search(r"[^\W\d_]{2,}", words) and plain not in ("co", "da thoat", "chua", "khong"):
        reason, doubt = exit_reason(tidy(words))
        return ToldExit(day, reason, remarks=tuple(r for r in (remark, doubt) if r))
    if not day and marked(text)[0] and not plain.startswith(("chua", "khong")):
        return ToldExit(remarks=(NO_DAY,))
    return ToldExit(day, remarks=(remark,) if remark else ())
