"""Single cells become values: births, days, numbers of people, sexes, marks. Each gives (value, remark).

Remarks say in one sentence what is wrong, what was expected and how to mend it; see records.Remark.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from povertyplan.vietnamese import unaccented

from .records import Remark
from .words import NO, YES
from .workbook import Cell

FIRST_YEAR, LAST_YEAR = 1900, 2100
# Excel counts days from 30 December 1899; a number in this range in a column of days is such a count.
_EPOCH, _SERIALS = date(1899, 12, 30), range(3_000, 73_051)
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.\-–]\s*(\d{1,2})\s*[/.\-–]\s*(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?!\d)")
_WORDS = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})")
_MONTH = re.compile(r"(?<![\d/.\-])(?:thang\s*)?(\d{1,2})\s*(?:[/.\-]|nam)\s*(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class Birth:
    """When somebody was born, as exactly as the list says. `typed_day`: the day was typed as a text."""

    year: int | None = None
    on: date | None = None
    typed_day: bool = False
    real_date: bool = False


def as_text(cell: Cell) -> str:
    """The cell as a person sees it: whole numbers without a decimal point, days as dd/mm/yyyy."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return format(cell, ".0f") if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime | date):
        return f"{cell.day:02d}/{cell.month:02d}/{cell.year}"
    return {True: "1", False: "0"}.get(cell) if isinstance(cell, bool) else str(cell)


def whole(cell: Cell) -> int | None:
    """The whole number in a cell, also when it was typed as a text; None if it is none."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    if isinstance(cell, str) and re.fullmatch(r"\s*-?\d{1,6}(?:[.,]0+)?\s*", cell):
        return int(re.split("[.,]", cell.strip())[0])
    return None


_NOTHING: tuple[None, None] = (None, None)


@lru_cache(maxsize=20_000)
def birth(cell: Cell) -> tuple[Birth, Remark | None]:
    """A year, a day in any written form, a real date or Excel's count of days."""
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return _checked(Birth(day.year, day, real_date=True), cell)
    number = whole(cell)
    if number is not None:
        return _birth_number(number, cell)
    text = as_text(cell).strip()
    if not text:
        return Birth(), None
    return _birth_text(text)


def _birth_number(number: int, cell: Cell) -> tuple[Birth, Remark | None]:
    if FIRST_YEAR <= number <= LAST_YEAR:
        return _checked(Birth(number), cell)
    if number in _SERIALS:
        day = _EPOCH + timedelta(days=number)
        return Birth(day.year, day), Remark(
            "date_serial", f"Ô chứa số {number} là cách Excel lưu ngày; được hiểu là {day:%d/%m/%Y}. Hãy kiểm tra lại."
        )
    if 20 <= number <= 99:
        return _two_digits(1900 + number, as_text(cell))
    return Birth(), no_year(as_text(cell))


def _birth_text(text: str) -> tuple[Birth, Remark | None]:
    day, remark = day_in(text)
    if day and LAST_YEAR >= day.year >= FIRST_YEAR:
        return _checked(Birth(day.year, day, typed_day=True), text, remark)
    year = _YEAR.search(text) or re.search(r"(?<!\d)\d{1,2}[/.\-]\d{1,2}[/.\-](\d{4})(?!\d)", text)
    if year:
        return _checked(Birth(int(year[1])), text)
    short = re.fullmatch(r"(?:\D*)(?:\d{1,2}[/.\-]){0,2}(\d{2})(?:\D*)", text)
    if short and int(short[1]) >= 20:
        return _two_digits(1900 + int(short[1]), text)
    return Birth(), no_year(text)


def _checked(found: Birth, cell: Cell, remark: Remark | None = None) -> tuple[Birth, Remark | None]:
    if FIRST_YEAR <= found.year <= LAST_YEAR:
        return found, remark
    return Birth(), Remark(
        "year_out_of_range",
        f"Năm sinh {found.year} không hợp lý. Hãy sửa thành năm sinh bốn chữ số, ví dụ 1955.",
        blocks=True,
    )


def _two_digits(year: int, text: str) -> tuple[Birth, Remark]:
    return Birth(year), Remark(
        "short_year", f"Năm sinh «{text}» chỉ có hai chữ số; được hiểu là {year}. Hãy ghi đủ bốn chữ số."
    )


def no_year(text: str) -> Remark:
    """The remark on a birth that holds no year at all."""
    return Remark(
        "no_year",
        f"Không đọc được năm sinh từ «{text}». Hãy ghi năm sinh bốn chữ số (1955) hoặc ngày sinh (15/03/1955).",
        blocks=True,
    )


@lru_cache(maxsize=20_000)
def day_in(text: str) -> tuple[date | None, Remark | None]:
    """The first day that a text names: 06/07/2022, 6-7-2022, 2022-07-06, ngày 6 tháng 7 năm 2022."""
    plain = unaccented(text)
    iso = _ISO.search(plain)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3])), None
    found = _DAY.search(plain) or _WORDS.search(plain)
    if not found:
        return _NOTHING
    day, month, year = int(found[1]), int(found[2]), found[3]
    remark = None
    if len(year) == 2:
        year = (1900 if int(year) > 40 else 2000) + int(year)
        remark = Remark("short_year", f"«{text}» chỉ ghi năm hai chữ số; được hiểu là năm {year}. Hãy kiểm tra lại.")
    if month > 12 >= day:
        day, month = month, day
        remark = Remark(
            "month_first", f"«{text}» ghi tháng trước ngày; được hiểu là {day:02d}/{month:02d}/{year}. Hãy kiểm tra."
        )
    return _day(int(year), month, day), remark


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=5_000)
def exit_day(cell: Cell) -> tuple[date | None, Remark | None]:
    """The day on which a household left the list."""
    if isinstance(cell, date):
        return (cell.date() if isinstance(cell, datetime) else cell), None
    number = whole(cell)
    if number is not None and number in _SERIALS and number > FIRST_YEAR + 200:
        return _EPOCH + timedelta(days=number), None
    text = as_text(cell).strip()
    if not text:
        return _NOTHING
    day, remark = day_in(text)
    if day:
        return day, remark
    month = _MONTH.search(unaccented(text))
    if month and 1 <= int(month[1]) <= 12:
        first = date(int(month[2]), int(month[1]), 1)
        return first, Remark(
            "day_missing", f"«{text}» không ghi ngày; tạm ghi là ngày {first:%d/%m/%Y}. Hãy bổ sung ngày thoát nghèo."
        )
    return None, Remark(
        "bad_date",
        f"Không đọc được ngày từ «{text}». Hãy ghi ngày theo dạng ngày/tháng/năm, ví dụ 06/07/2022.",
        blocks=True,
    )


@lru_cache(maxsize=5_000)
def seen_day(cell: Cell) -> tuple[date | None, Remark | None]:
    """The day on which somebody looked at the household: exact, or not at all."""
    day, remark = exit_day(cell)
    if remark is None or remark.kind in ("short_year", "month_first"):
        return day, None
    return None, Remark(
        "odd_seen_on",
        f"Không đọc được ngày xem xét từ «{as_text(cell)}». Hãy ghi ngày/tháng/năm, ví dụ 10/09/2022.",
        blocks=True,
    )


_PROGRESS = {
    "chua bat dau": "not_started",
    "chua thuc hien": "not_started",
    "dang thuc hien": "under_way",
    "dang lam": "under_way",
    "da xong": "done",
    "xong": "done",
    "hoan thanh": "done",
    "da hoan thanh": "done",
    "vuong mac": "stuck",
    "vuong mac, can bao cao": "stuck",
}


@lru_cache(maxsize=1_000)
def progress(cell: Cell) -> tuple[str | None, Remark | None]:
    """How far the household has got, in the words of the drop-down of our own list."""
    text = as_text(cell).strip()
    key = " ".join(unaccented(text).split()).strip(" .")
    if not key or key in _PROGRESS:
        return _PROGRESS.get(key), None
    return None, Remark(
        "odd_progress",
        f"Không hiểu tiến độ «{text}». Hãy chọn: Chưa bắt đầu, Đang thực hiện, Đã xong hoặc Vướng mắc.",
        blocks=True,
    )


@lru_cache(maxsize=5_000)
def members(cell: Cell) -> tuple[int | None, Remark | None]:
    """How many people live in the household: 4, "04 khẩu", "4 người"."""
    text = as_text(cell).strip()
    if not text:
        return _NOTHING
    found = re.match(r"[^\d\-]{0,30}(-?\s?\d+)(?!\d*[.,][1-9])", text)
    if not found:
        return None, _bad_members(text)
    number = int(found[1].replace(" ", ""))
    if number < 0 or number > 99:
        return None, _bad_members(text)
    if number == 0 or number > 20:
        return number, Remark("odd_members", f"Số khẩu là {number}, khác thường. Hãy kiểm tra lại.")
    return number, None


def _bad_members(text: str) -> Remark:
    return Remark(
        "bad_members",
        f"Số khẩu «{text}» không hợp lệ. Hãy ghi số người trong hộ, là số nguyên từ 1 trở lên.",
        blocks=True,
    )


@lru_cache(maxsize=1_000)
def sex(cell: Cell) -> tuple[str | None, Remark | None]:
    """ "M" for Nam, "F" for Nữ."""
    text = as_text(cell).strip()
    key = unaccented(text).strip(" .")
    if not key:
        return _NOTHING
    if key in ("nam", "m", "male", "trai", "ong"):
        return "M", None
    if key in ("nu", "f", "female", "gai", "ba"):
        return "F", None
    return None, Remark("bad_sex", f"Không hiểu giới tính «{text}». Hãy ghi Nam hoặc Nữ.")


@lru_cache(maxsize=5_000)
def marked(cell: Cell) -> tuple[bool, Remark | None]:
    """Whether a mark's column is ticked: x, X, ✓, √, v, 1, có … A number above 1 is a count, and said."""
    number = whole(cell)
    if number is not None:
        return number != 0, _count(number) if number not in (0, 1) else None
    text = as_text(cell).strip()
    lowered = text.lower().strip(". ")
    if lowered in NO:
        return False, None
    if lowered in YES or text in YES or set(lowered) == {"x"}:
        return True, None
    return True, Remark(
        "odd_mark", f"Ô đánh dấu ghi «{text}»; được hiểu là có nhu cầu. Hãy đánh dấu x, hoặc để trống nếu không có."
    )


def _count(number: int) -> Remark:
    return Remark(
        "count_for_mark",
        f"Ô đánh dấu có số {number}, là số lượng chứ không phải dấu x; được hiểu là có. Hãy kiểm tra lại.",
    )
