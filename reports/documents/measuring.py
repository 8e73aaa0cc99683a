"""How wide words are on paper, so that rules are as long as their text and columns as wide as they need.

Measured with Liberation Serif, whose letters are exactly as wide as those of Times New Roman.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).parent / "fonts"
MM = 72 / 25.4  # points
UNITS = 1000
CELL_MARGINS = 2 * 1.5 * MM + 1  # points, left and right of the text of a cell together, and a little to spare
COMFORTABLE, SMALLEST = 11, 8  # points
HEAD_LINES = 2.5  # over how many lines the head of a narrow column is spread, where there is room
LONGEST_LINE = 62 * MM  # a text longer than this is broken, however much room there is


@lru_cache(maxsize=8)
def _font(bold: bool, italic: bool) -> ImageFont.FreeTypeFont:
    name = {(0, 0): "Regular", (1, 0): "Bold", (0, 1): "Italic", (1, 1): "BoldItalic"}[bold, italic]
    return ImageFont.truetype(FONTS / f"LiberationSerif-{name}.ttf", UNITS)


@lru_cache(maxsize=50_000)
def _units(word: str, bold: bool, italic: bool) -> float:
    return _font(bold, italic).getlength(word)


def width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Points that one line of `text` takes at `size` points; of several lines the longest."""
    return max((_line(line, bold, italic) for line in text.split("\n")), default=0) * size / UNITS


def _line(line: str, bold: bool, italic: bool) -> float:
    words = line.split(" ")
    return sum(_units(word, bold, italic) for word in words) + _units(" ", bold, italic) * (len(words) - 1)


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    return max((width(word, size, bold=bold) for word in text.split()), default=0)


def lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """How many lines `text` takes in `room` points, broken between words."""
    count = 0
    blank = width(" ", size, bold=bold)
    for line in text.split("\n"):
        used, count = 0.0, count + 1
        for word in line.split():
            needed = width(word, size, bold=bold)
            if used and used + blank + needed > room:
                used, count = needed, count + 1
            else:
                used += (blank if used else 0) + needed
    return count


def column_widths(
    heads: Iterable[str], texts: Iterable[Iterable[str]], room: float, size: float
) -> tuple[list[float], float]:
    """Points for each column, together `room`, and the size of letters: a little smaller where lines would break,
    as small as it must be where words would.

    `heads` are set in bold; `texts` are those of the cells below, column by column.
    """
    heads, texts = list(heads), [list(column) for column in texts]
    while True:
        least, wanted = _least(heads, texts, size), _wanted(texts, size)
        wanted = [max(pair) for pair in zip(least, wanted, strict=True)]
        if (sum(least) > room and size > SMALLEST) or (sum(wanted) > room and size > COMFORTABLE):
            size -= 0.5
        else:
            break
    if sum(wanted) < room:  # then also for heads of few lines
        least = wanted
        heads_wanted = [width(head, size, bold=True) / HEAD_LINES + CELL_MARGINS for head in heads]
        wanted = [max(pair) for pair in zip(least, heads_wanted, strict=True)]
    return _shared_out(least, wanted, room), size


def _least(heads: list[str], texts: list[list[str]], size: float) -> list[float]:
    """So that no word is broken."""
    return [
        max(longest_word(head, size, bold=True), *(longest_word(text, size) for text in column), 0) + CELL_MARGINS
        for head, column in zip(heads, texts, strict=True)
    ]


def _wanted(texts: list[list[str]], size: float) -> list[float]:
    """So that every cell is one line; long texts are broken in any case."""
    return [
        max((min(width(text, size), LONGEST_LINE) for text in column), default=0) + CELL_MARGINS for column in texts
    ]


def _shared_out(least: list[float], wanted: list[float], room: float) -> list[float]:
    """Those that want little get it (names, days stay on one line); the wide ones share what is left, and wrap."""
    if sum(least) >= room:
        return [low * room / sum(least) for low in least]
    if sum(wanted) <= room:
        return [want * room / sum(wanted) for want in wanted]
    low, high = 0.0, max(wanted)
    for _ in range(40):  # halving: far finer than a printer's dot
        level = (low + high) / 2
        if sum(_up_to(level, least, wanted)) > room:
            high = level
        else:
            low = level
    found = _up_to(low, least, wanted)
    return [width * room / sum(found) for width in found]


def _up_to(level: float, least: list[float], wanted: list[float]) -> list[float]:
    return [max(low, min(want, level)) for low, want in zip(least, wanted, strict=True)]
