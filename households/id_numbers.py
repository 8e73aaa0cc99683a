"""What an identification number says about its owner. Pure rules, no database.

A CCCD has 12 digits: three for the province, one for century and sex (0 and 1: 1900s, 2 and 3: 2000s; even:
male), two for the year of birth, six more. The old CMND has 9 and says nothing.
"""

import re

_LENGTHS = {9, 12}


def only_digits(text: str) -> str:
    """Without the blanks, dots and dashes that people group digits with."""
    return re.sub(r"[\s.\-]", "", text)


def is_id_number(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) in _LENGTHS


def told_by(number: str) -> tuple[str, int] | None:
    """Sex ("M", "F") and year of birth that a CCCD tells; None for a CMND."""
    if len(number) != 12 or number[3] not in "0123":
        return None
    century = int(number[3])
    return ("F" if century % 2 else "M"), 1900 + century // 2 * 100 + int(number[4:6])


def disagreement(number: str, *, sex: str, birth_year: int | None) -> str | None:
    """In words, when the digits tell another sex or year than is known; unknown ones cannot disagree."""
    if (told := told_by(number)) is None:
        return None
    told_sex, told_year = told
    if (not sex or sex == told_sex) and (birth_year is None or birth_year == told_year):
        return None
    word = "nữ" if told_sex == "F" else "nam"
    return f"Theo số CCCD thì người này là {word}, sinh năm {told_year}; thông tin đang nhập thì khác."
