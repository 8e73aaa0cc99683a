"""ID numbers: CCCD of 12 digits (province, century and sex, year, six more) and the old CMND of 9.

Neither has a check digit. A lost zero is put back only where the digits then agree with the person's sex
and year of birth, and the repair is always said (domain.md 3.3).
"""

import re
from dataclasses import dataclass

from povertyplan.vietnamese import unaccented

from .records import Remark
from .values import as_text
from .workbook import Cell

_SCIENTIFIC = re.compile(r"^\s*\d(?:[.,]\d+)?\s*[eE]\s*\+?\s*\d+\s*$")
_NONE = frozenset("|khong|khong co|khong ro|khong cap|chua|chua co|chua cap|chua lam|ko|ko co|k|k co".split("|"))


@dataclass(frozen=True, slots=True)
class Identity:
    """`id_no`: the number to know the person by; `old_id_no`: a CMND beside it."""

    id_no: str | None = None
    old_id_no: str | None = None


def masked(text: str) -> str:
    """A text whose long numbers show only their last three digits: 046051022002 gives •••••••••002."""
    return re.sub(r"\d[\d .\-]{4,}\d", lambda match: _hidden(match.group()), text)


def masked_anywhere(text: str) -> str:
    """The same for texts of other columns, where six digits may be a day: only what is as long as a CMND."""
    return re.sub(r"\d{9,}", lambda match: _hidden(match.group()), text)


def _hidden(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return "•" * (len(digits) - 3) + digits[-3:] if len(digits) > 5 else number


def identity(cell: Cell, sex: str | None, year: int | None) -> tuple[Identity, Remark | None]:
    """The ID numbers in a cell, and what is to be said about them."""
    text = as_text(cell).strip()
    if len(text) == 12 and text.isdecimal() and text.isascii():
        return Identity(text), disagreement(text, sex, year)
    if not text.strip("0 ") or _says_none(text):
        return Identity(), None
    if _SCIENTIFIC.match(text):
        return Identity(), Remark(
            "digits_lost",
            "Excel đã đổi số này sang dạng rút gọn (kiểu 4.6E+10) nên mất chữ số, không thể khôi phục. "
            "Hãy định dạng cột là Văn bản (Text) rồi gõ lại đủ 12 số CCCD hoặc 9 số CMND.",
            blocks=True,
        )
    return _from_numbers(text, _numbers(text), sex, year)


def _says_none(text: str) -> bool:
    return not any(c.isdigit() for c in text) and " ".join(re.findall(r"[a-z]+", unaccented(text))) in _NONE


def _numbers(text: str) -> list[str]:
    """The runs of digits, those cut by blanks or dots joined where that makes a full number."""
    found = []
    for run in re.findall(r"\d(?:[\d\s.\-]*\d)?", text):
        digits = re.sub(r"\D", "", run)
        parts = re.findall(r"\d+", run)
        if len(digits) <= 12 or len(parts) == 1:
            found.append(digits)
        elif all(len(part) >= 8 for part in parts):
            found += parts
        elif len(digits) == 21:
            found += [digits[:12], digits[12:]] if len(parts[0]) != 9 else [digits[9:], digits[:9]]
        else:
            found.append(digits)
    return [number for number in found if len(number) > 4]


def _from_numbers(text: str, numbers: list[str], sex: str | None, year: int | None):
    new = next((number for number in numbers if len(number) == 12), None)
    old = next((number for number in numbers if len(number) == 9), None)
    if new:
        return Identity(new, old), disagreement(new, sex, year)
    if len(numbers) == 1:
        repaired, remark = _repaired(numbers[0], sex, year)
        if repaired or remark:
            return Identity(repaired), remark
    if old:
        return Identity(old), None
    if not numbers:
        return Identity(), Remark(
            "id_text", f"Ô số CCCD ghi «{text}», không có số nào. Hãy ghi số, hoặc để trống nếu chưa có.", blocks=False
        )
    return Identity(), _bad_length(len(numbers[0]))


def _repaired(number: str, sex: str | None, year: int | None) -> tuple[str | None, Remark | None]:
    """A number that lost its leading zeros, with them, if that can be trusted."""
    if len(number) in (10, 11):
        full = number.zfill(12)
        if _agrees(full, sex, year):
            return full, Remark(
                "id_repaired",
                f"Số CCCD chỉ có {len(number)} chữ số vì Excel làm mất số 0 ở đầu; đã thêm lại "
                "(khớp với giới tính và năm sinh). Hãy kiểm tra.",
            )
        return None, _bad_length(len(number))
    if len(number) == 8:
        return number.zfill(9), Remark(
            "id_repaired", "Số CMND chỉ có 8 chữ số vì mất số 0 ở đầu; đã thêm lại. Hãy kiểm tra."
        )
    return None, None


def _bad_length(length: int) -> Remark:
    return Remark(
        "bad_id_length",
        f"Số giấy tờ có {length} chữ số. Số CCCD phải có 12 chữ số, số CMND phải có 9 chữ số. "
        "Hãy đối chiếu với giấy tờ và gõ lại.",
        blocks=True,
    )


def _agrees(number: str, sex: str | None, year: int | None) -> bool:
    """Whether the digits are those of somebody of this sex and year, where at least the year is known."""
    return year is not None and disagreement(number, sex, year) is None


def disagreement(number: str, sex: str | None, year: int | None) -> Remark | None:
    """What in a CCCD does not fit the person: digit 4 tells century and sex, digits 5 and 6 the year."""
    if not "001" <= number[:3] <= "096":
        return Remark("id_province", "Ba số đầu của CCCD không phải là mã tỉnh nào. Hãy đối chiếu với giấy tờ.")
    century, digits = int(number[3]), int(number[4:6])
    told_year = 1900 + century // 2 * 100 + digits
    told_sex = "F" if century % 2 else "M"
    if (year is not None and told_year != year) or (sex is not None and told_sex != sex):
        return Remark(
            "id_disagrees",
            "Số CCCD không khớp với giới tính hoặc năm sinh của chủ hộ "
            f"(theo số này là {'nữ' if told_sex == 'F' else 'nam'}, sinh năm {told_year}). Hãy kiểm tra lại.",
        )
    return None
