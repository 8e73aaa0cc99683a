"""How days and numbers are written in papers: thousands with a dot, decimals with a comma, days as the decree says."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone


def long_day(day: date) -> str:
    """ "ngày 05 tháng 02 năm 2022": days under ten and the months January and February with a zero."""
    return f"ngày {day.day:02} tháng {_month(day)} năm {day.year}"


def short_day(day: date) -> str:
    """ "01/8/2022", as the plan itself writes days."""
    return f"{day.day:02}/{_month(day)}/{day.year}"


def _month(day: date) -> str:
    return f"{day.month:02}" if day.month < 3 else str(day.month)


def number(value: int | Decimal | float) -> str:
    """1234.5 is written "1.234,5"; whole numbers without decimals."""
    whole = value == int(value)
    text = f"{int(value):,}" if whole else f"{value:,.2f}".rstrip("0")
    return text.translate(str.maketrans(",.", ".,"))


def percent(share: float, *, in_table: bool = False) -> str:
    """0.1858 is written "18,58%", 1 is written "100%", in a table "100,00%"; halves go up."""
    hundredths = (Decimal(str(share)) * 10_000).to_integral_value(ROUND_HALF_UP)
    if in_table:
        return f"{number(hundredths // 100)},{int(hundredths % 100):02}%"
    return f"{number(hundredths / 100)}%"


def counted(value: int) -> str:
    """In running text numbers under ten have a zero: "02 hộ", "68 hộ"."""
    return f"{value:02}" if 0 < value < 10 else number(value)


def inside(text: str) -> str:
    """A name as it stands within a sentence: "Sửa chữa nhà" gives "sửa chữa nhà", "DV xã hội" stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def written(value) -> str:
    """Any value of a table by its type."""
    match value:
        case None | False:
            return ""
        case True:
            return "x"
        case datetime():
            moment = timezone.localtime(value)
            return f"{moment:%H:%M} {short_day(moment.date())}"
        case date():
            return short_day(value)
        case int() | float() | Decimal():
            return number(value)
        case _:
            return str(value)
