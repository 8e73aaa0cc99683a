"""Lists as plain text: fields between semicolons, tabs or commas, in any encoding that an office's Excel writes."""

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .guards import AREA_LIMIT, TEXT_LIMIT, check_area
from .workbook import Cell, Sheet, Unreadable, Workbook

SEPARATORS = ";\t,|"
# The byte that TCVN3 keeps ư in is a blank for some encodings; Latin-1 keeps every byte as it is.
_LEGACY = "latin-1"


def read_csv(data: bytes, name: str) -> Workbook:
    """The text as one sheet called `name`. Raises Unreadable if it is no text."""
    text = decoded(data)
    if "\0" in text:
        raise Unreadable(
            "Tệp không phải là danh sách đọc được (không phải Excel, cũng không phải văn bản). "
            "Hãy gửi danh sách dạng .xlsx, .xls, .ods hoặc .csv."
        )
    lines = text.splitlines(keepends=True)
    separator = _separator(lines[:200])
    width = max((line.count(separator) for line in lines), default=0) + 1
    if len(lines) * width > AREA_LIMIT:
        width = max((len(row) for row in _rows(lines, separator)), default=0)
        check_area(len(lines), width, name)
    return Workbook("csv", [Sheet(name=name, rows=lambda: _rows(lines, separator))])


def decoded(data: bytes) -> str:
    """The text of the file: UTF-16 or UTF-8 by mark or by shape, else one byte a letter."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if data[:3] == b"\xef\xbb\xbf":
        return data.decode("utf-8-sig", errors="replace")
    sample = data[:4096]
    if sample.count(0) > len(sample) // 5:
        return data.decode("utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_windows(data), errors="replace")


def _windows(data: bytes) -> str:
    # Excel with Vietnamese settings writes code page 1258: letters followed by tone bytes.
    tones = sum(data.count(bytes([tone])) for tone in (0xCC, 0xD2, 0xDE, 0xEC, 0xF2))
    shapes = sum(data.count(bytes([shape])) for shape in (0xE3, 0xF0, 0xF5, 0xFD))
    legacy = sum(data.count(bytes([code])) for code in range(0xA1, 0xC0))
    return "cp1258" if tones and shapes and tones + shapes > 20 * legacy and _tones_follow_vowels(data) else _LEGACY


def _tones_follow_vowels(data: bytes) -> bool:
    """Whether the bytes of tones stand after the letters that code page 1258 puts them after."""
    text = data.decode("cp1258", errors="replace")
    vowels = Counter(
        before in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for before, c in pairwise(text) if c in "\u0300\u0301\u0303\u0309\u0323"
    )
    return vowels[True] > 20 * vowels[False]


def _separator(lines: list[str]) -> str:
    """The sign that cuts most of the lines into the same number of fields."""

    def agreement(sign: str) -> int:
        counts = Counter(line.count(sign) for line in lines)
        counts.pop(0, None)
        return max((fields * times for fields, times in counts.items()), default=0)

    return max(SEPARATORS, key=agreement)


def _rows(lines: list[str], separator: str) -> Iterator[list[Cell]]:
    csv.field_size_limit(TEXT_LIMIT)
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error as error:
        raise Unreadable(
            "Tệp CSV có một ô dài bất thường hoặc thiếu dấu ngoặc kép đóng. Hãy mở bằng Excel, kiểm tra rồi lưu lại."
        ) from error
