"""The header of a list: found anywhere, 1 to 4 rows, merged or not; which column holds which field."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from .aliases import field_of, known_label, label_key
from .workbook import Merge, column_number

HEADER_ROWS = 4
_KNOWN_NEEDED = 3
_NUMBERING = re.compile(r"\(?\s*(\d{1,2}|[A-ZĐ])\s*\)?|\(?\d{1,2}\s*=.*")
_HEADS = ("head", "person", "member_name")


@dataclass(slots=True)
class Header:
    """The header at rows `first` to `last` (counted from 0). `columns`: field → its columns, left to right."""

    first: int
    last: int
    paths: list[tuple[str, ...]]
    columns: dict[str, list[int]] = field(default_factory=dict)
    guessed: set[int] = field(default_factory=set)

    def column(self, name: str) -> int | None:
        found = self.columns.get(name)
        return found[0] if found else None

    def named(self, prefix: str) -> list[tuple[int, str]]:
        """(column, key) of fields such as "need:credit", for the prefix "need:"."""
        return sorted(
            (column, name.removeprefix(prefix))
            for name, columns in self.columns.items()
            if name.startswith(prefix)
            for column in columns
        )

    @property
    def fingerprint(self) -> str:
        """The same for every list with these labels in this order: what a remembered mapping hangs on."""
        text = "|".join("/".join(label_key(label) for label in path) for path in self.paths)
        return hashlib.sha256(text.strip("|").encode()).hexdigest()[:16]

    def label(self, column: int) -> str:
        return " / ".join(self.paths[column]) if column < len(self.paths) else ""

    def fields(self) -> dict[int, str]:
        """Column → field."""
        return {column: name for name, columns in self.columns.items() for column in columns}


def looks_like_header(texts: Sequence[str]) -> bool:
    """Whether a row holds at least three labels that lists have, of different fields, and no number."""
    if any(text.isdigit() for text in texts):
        return False
    return len({known_label(text) for text in texts if text} - {None}) >= _KNOWN_NEEDED


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: 1 2 3, (1) (2) (3), A B 1 2."""
    filled = [text for text in texts if text]
    return len(filled) >= _KNOWN_NEEDED and all(_NUMBERING.fullmatch(text) for text in filled)


def find_header(
    rows: Sequence[Sequence[str]],
    offset: int,
    merges: Sequence[Merge],
    is_band: Callable[[Sequence[str]], bool],
) -> Header | None:
    """The header in a window of rows, whose first row is row `offset` of the sheet (from 0), or None."""
    for number, row in enumerate(rows):
        if looks_like_header(row):
            first, last = _reach(rows, number, offset, merges, is_band)
            header = _read(rows[first : last + 1], offset + first, merges)
            if any(name in header.columns for name in _HEADS):
                return header
    return None


def _reach(rows, number, offset, merges, is_band) -> tuple[int, int]:
    """First and last row of the header around row `number`."""
    first = last = number
    while first > 0 and last - first + 1 < HEADER_ROWS and _belongs_above(rows[first - 1], offset + first - 1, merges):
        first -= 1
    while last + 1 < len(rows) and last - first + 1 < HEADER_ROWS:
        if not _belongs_below(rows, last + 1, number, offset, merges, is_band):
            break
        last += 1
    return first, last


def _belongs_above(row: Sequence[str], at: int, merges: Sequence[Merge]) -> bool:
    filled = [text for text in row if text]
    tall = any(top == at and bottom > top for top, bottom, _, _ in merges)
    known = {known_label(text) for text in filled} - {None}
    return len(set(filled)) >= 2 and (tall or len(known) >= 2)


def _belongs_below(rows, at, number, offset, merges, is_band) -> bool:
    row, filled = rows[at], [text for text in rows[at] if text]
    if not filled or is_numbering(row) or (is_band(row) and not looks_like_header(row)):
        return False
    if any(re.fullmatch(r"[\d\s.,/()-]+", text) for text in filled):
        return False
    covered = any(top <= number + offset and bottom >= at + offset for top, bottom, _, _ in merges)
    # A row of data repeats the first column and the name; the lower rows of a header leave both empty.
    key_columns = [c for c, text in enumerate(rows[number]) if known_label(text) in ("stt", *_HEADS)]
    below_keys = any(c < len(row) and row[c] and not known_label(row[c]) for c in key_columns)
    return covered or (not below_keys and any(known_label(text) or len(text) < 40 for text in filled))


def _read(rows: Sequence[Sequence[str]], first: int, merges: Sequence[Merge]) -> Header:
    grid = _filled(rows, first, merges)
    width = max(len(row) for row in grid)
    paths = []
    for column in range(width):
        labels = [row[column] for row in grid if column < len(row) and row[column]]
        # "(người)" or "(đánh dấu x)" below a label only explains it.
        said = [label for label in labels if not re.fullmatch(r"\(.*\)", label)]
        paths.append(tuple(dict.fromkeys(said or labels)))
    while paths and not paths[-1]:
        paths.pop()
    header = Header(first, first + len(rows) - 1, paths)
    _assign(header)
    return header


def _filled(rows: Sequence[Sequence[str]], first: int, merges: Sequence[Merge]) -> list[list[str]]:
    """The header's cells with merged ones filled right and down, also where only blanks show the merging."""
    width = max(len(row) for row in rows)
    grid = [[*row, *[""] * (width - len(row))] for row in rows]
    for top, bottom, left, right in merges:
        top, bottom = top - first, bottom - first
        if 0 <= top < len(grid) and left < width and grid[top][left]:
            for row in range(top, min(bottom, len(grid) - 1) + 1):
                grid[row][left : right + 1] = [grid[top][left]] * (min(right, width - 1) - left + 1)
    for number in range(len(grid) - 1):
        _fill_right(grid, number)
    return grid


def _fill_right(grid: list[list[str]], number: int) -> None:
    row, below = grid[number], grid[number + 1 :]
    for column in range(1, len(row)):
        labelled = any(lower[column] for lower in below)
        group = any(lower[column - 1] and lower[column - 1] != row[column - 1] for lower in below)
        alone = not any(upper[column] for upper in grid[:number]) or number == 0
        if not row[column] and labelled and group and (alone or _same_group(grid, number, column)):
            row[column] = row[column - 1]


def _same_group(grid: list[list[str]], number: int, column: int) -> bool:
    """Whether the column has the same labels above as its left neighbour."""
    return all(upper[column] == upper[column - 1] for upper in grid[:number])


def _assign(header: Header) -> None:
    found = [field_of(path) if path else (None, False) for path in header.paths]
    for sure in (True, False):
        for column, (name, guessed) in enumerate(found):
            if name and guessed != sure:
                _take(header, name, column, guessed)
    _settle(header)


def _take(header: Header, name: str, column: int, guessed: bool) -> None:
    several = name.startswith(("need:", "cause:"))
    if several or (name not in header.columns and not (guessed and column in header.fields())):
        header.columns.setdefault(name, []).append(column)
        if guessed:
            header.guessed.add(column)


def _settle(header: Header) -> None:
    """Gives fields their place that depends on which other columns there are."""
    columns = header.columns
    if "person" in columns:
        name = "member_name" if "head" in columns else "head"
        columns.setdefault(name, columns.pop("person"))
    elif "head" not in columns and "member_name" in columns:
        columns["head"] = columns.pop("member_name")
    # "Tiến độ" alone is a remark of somebody's own; with the day beside it, it is our list that comes back.
    if not {"progress", "seen_on"} <= columns.keys():
        for name in ("progress", "seen_on", "progress_note"):
            columns.pop(name, None)
    if "cmnd" in columns:
        columns.setdefault("old_id_no" if "id_no" in columns else "id_no", columns.pop("cmnd"))


def apply_mapping(header: Header, mapping: Mapping[str, str | None]) -> None:
    """Puts a person's decision (column letter → field or None) in place of what was understood."""
    chosen = header.fields()
    for letter, name in mapping.items():
        chosen.pop(column_number(letter), None)
        if name:
            chosen[column_number(letter)] = name
    header.columns = {}
    for column, name in sorted(chosen.items()):
        header.columns.setdefault(name, []).append(column)
    header.guessed.difference_update(column_number(letter) for letter in mapping)
