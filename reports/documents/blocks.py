"""What a document says, free of how it looks: one content for Word, PDF and Excel.

Builders (one module a kind) make a `Document` from the functions of `reports`; `word`, `pdf` and `sheet` set it.
Values in tables stay what they are (numbers, days); the writers say how they are written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from reports.documents.wording import long_day, short_day

Value = str | int | float | Decimal | date | None


class Kind(StrEnum):
    """What a column holds. A year is no number: it has no thousands' dot and no sum."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"  # a share: 0.384 is written 38,4%
    DAY = "day"
    YEAR = "year"
    MONEY = "money"  # in đồng
    TICK = "tick"  # True is written x


class Style(StrEnum):
    PLAIN = "plain"
    BAND = "band"  # the name of a commune above its rows
    SUBTOTAL = "subtotal"
    TOTAL = "total"


class _Left:
    def __repr__(self):
        return "LEFT"


LEFT = _Left()  # in a row: this cell is one with the cell at its left


@dataclass(frozen=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Heading:
    """Level 1: "I. KẾT QUẢ"; level 2: "1. Kết quả giảm nghèo"; level 3: "a) …"; level 0: centred, of a part."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Justified, its first line indented. A list is paragraphs that begin with "- "."""

    text: str | tuple[Run, ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        return (Run(self.text),) if isinstance(self.text, str) else self.text


@dataclass(frozen=True)
class Note:
    """A small line beside a table: what is counted, what a mark means."""

    text: str


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Column:
    """`under` are the heads above it: neighbours with the same one share it.

    `sums` names the columns that this one adds up in every row; `share` (part, whole) the two that it divides.
    `adds_up`: whether a total row is the sum of the rows (households counted once over several columns are not).
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    under: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    share: tuple[str, str] | None = None
    adds_up: bool = True
    centred: bool = False

    @property
    def is_counted(self) -> bool:
        return self.kind in {Kind.NUMBER, Kind.MONEY}


@dataclass(frozen=True)
class Row:
    """`sums`: the places (in the table's rows) of the rows that this one adds up."""

    cells: tuple[Value, ...]
    style: Style = Style.PLAIN
    sums: tuple[int, ...] = ()


@dataclass(frozen=True)
class HeadCell:
    """A cell of the head: `row` and `column` where it begins, how many of both it takes."""

    text: str
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Table:
    """`numbered` adds the line (1) (2) (3) … under the head, to which notes and regulations refer."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    numbered: bool = False
    empty: str = "Không có"  # said in the one row of a table without rows

    def __post_init__(self):
        width = len(self.columns)
        wrong = [row for row in self.rows if len(row.cells) != width]
        if wrong:
            raise ValueError(f"A row of {len(wrong[0].cells)} cells in a table of {width} columns: {wrong[0]}")

    def place_of(self, key: str) -> int:
        return next(place for place, column in enumerate(self.columns) if column.key == key)

    @cached_property
    def head(self) -> list[HeadCell]:
        return list(_head(self.columns))

    @property
    def head_rows(self) -> int:
        return 1 + max((len(column.under) for column in self.columns), default=0)

    @property
    def shown_rows(self) -> tuple[Row, ...]:
        """Its rows, or the one row that says that there are none."""
        return self.rows or (Row((self.empty, *[LEFT] * (len(self.columns) - 1))),)


def _head(columns: tuple[Column, ...]) -> Iterator[HeadCell]:
    depth = 1 + max((len(column.under) for column in columns), default=0)
    for row in range(depth):
        paths = [(column.under[: row + 1] if len(column.under) > row else None, n) for n, column in enumerate(columns)]
        for path, same in groupby(paths, key=lambda pair: pair[0]):
            places = [n for _, n in same]
            if path is not None:
                yield HeadCell(path[-1], row, places[0], 1, len(places))
            else:
                yield from (
                    HeadCell(columns[n].title, row, n, depth - row, 1) for n in places if len(columns[n].under) == row
                )


Block = Heading | Paragraph | Note | PageBreak | Table


@dataclass(frozen=True)
class Issuer:
    """Who writes. Texts of several lines have a line break between them."""

    superior: str  # UBND THỊ XÃ HƯƠNG TRÀ; empty where the issuer has no body above it
    name: str  # PHÒNG LAO ĐỘNG - / THƯƠNG BINH VÀ XÃ HỘI
    symbol: str  # of its papers: UBND, LĐTBXH
    place: str  # Hương Trà
    told_as: str  # in a sentence: UBND phường Tứ Hạ


@dataclass(frozen=True)
class Signature:
    """`lines` in capitals, from the authority to the title: TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH."""

    lines: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class Trace:
    """From when and of what the figures are: the line that lets every number be found again."""

    as_of: date
    conditions: str
    made_at: datetime

    def __str__(self):
        return (
            f"Số liệu đến hết ngày {short_day(self.as_of)}; điều kiện: {self.conditions}; "
            f"in lúc {self.made_at:%H:%M} ngày {short_day(self.made_at.date())}."
        )


@dataclass(frozen=True)
class Annex:
    """`label` as printed ("Phụ lục I", "Biểu 01"); `attached_to` the paper that it goes with."""

    title: str
    blocks: tuple[Block, ...]
    label: str = ""
    attached_to: str = ""
    landscape: bool = False


@dataclass(frozen=True)
class Document:
    """One paper. `symbol` is of its type (BC, KH); a letter (công văn) has neither `type_name` nor `symbol`.

    `number` empty leaves room for the clerk.
    """

    issuer: Issuer
    subject: str
    on: date
    signature: Signature
    trace: Trace
    year: int
    type_name: str = ""
    symbol: str = ""
    number: str = ""
    attached_to: str = ""
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    receivers: tuple[str, ...] = ()
    preparer: str | None = None  # "" leaves room for a name under NGƯỜI LẬP BIỂU; None leaves it out
    annexes: tuple[Annex, ...] = ()
    landscape: bool = False
    file_name: str = ""

    @property
    def is_letter(self) -> bool:
        return not self.type_name

    @property
    def number_and_symbol(self) -> str:
        """ "05/BC-UBND", "12/UBND-LĐTBXH"; numbers under ten get a zero (Decree 30/2020, Annex I)."""
        number = f"{int(self.number):02}" if self.number.isdecimal() else self.number or " " * 6
        if "/" in number:
            return number
        return f"{number}/{self.symbol}-{self.issuer.symbol}" if self.symbol else f"{number}/{self.issuer.symbol}"

    @property
    def place_and_day(self) -> str:
        return f"{self.issuer.place}, {long_day(self.on)}"

    @property
    def named(self) -> str:
        """How annexes name it: "Báo cáo số 05/BC-UBND ngày 25 tháng 11 năm 2022 của UBND phường Tứ Hạ"."""
        kind = self.type_name.capitalize() or "Công văn"
        return f"{kind} số {self.number_and_symbol} {long_day(self.on)} của {self.issuer.told_as}"

    def tables(self) -> list[tuple[str, Table]]:
        """Every table with its title, those of the body first."""
        found = [(block.title or self.subject, block) for block in self.body if isinstance(block, Table)]
        for annex in self.annexes:
            found += [(block.title or annex.title, block) for block in annex.blocks if isinstance(block, Table)]
        return found
