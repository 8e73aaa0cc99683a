"""One sheet from its first row to its last: header, bands, households, members, totals, signatures."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice

from povertyplan.vietnamese import tidy

from .bands import Band, Kind, classify
from .columns import Header, apply_mapping, find_header, is_numbering, looks_like_header
from .communes import Communes, titled
from .identity import masked
from .members import Family
from .placing import Count, Placing
from .records import (
    ColumnRead,
    ListedHousehold,
    ListRead,
    PassedOver,
    Place,
    Problem,
    ReadingChoices,
    SheetRead,
)
from .rows import RowReader, field_group
from .text import NAMES, Ballot, Decoder
from .values import as_text, whole
from .workbook import Cell, Sheet, letters, position

# A header stands below a title of a dozen lines; where none begins in these rows, the sheet is no list.
_SEARCH_ROWS = 200
_LOOK_AHEAD = 6
_SHOWN = 160


class SheetReading:
    """Reads one sheet into `found`: rows, problems, what was passed over, and how the sheet was understood."""

    def __init__(
        self, sheet: Sheet, communes: Communes, choices: ReadingChoices, assumed: Place | None, found: ListRead
    ):
        self.sheet, self.communes, self.choices, self.found = sheet, communes, choices, found
        self.read = SheetRead(sheet.name, sheet.hidden, used=False, why="")
        self.placing = Placing(sheet.name, communes, assumed)
        self.readers: list[RowReader] = []
        self.ended = self.hamlets = False
        self.blanks: list[int] = []
        self.all, self.commune_count, self.hamlet_count = Count(), Count(), Count()

    def run(self) -> None:
        """Reads the sheet, or says why it is passed over."""
        self.found.sheets.append(self.read)
        why = self._not_wanted() or self._prepare()
        if not why:
            before = len(self.found.rows)
            self._rows()
            self._finish(self.found.rows[before:])
            why = "" if self.read.rows else "có dòng tiêu đề nhưng không có hộ nào bên dưới"
        self.read.used = not why
        self.read.why = why or (
            f"có dòng tiêu đề ở dòng {self.read.header_row} và {self.read.rows} hộ; "
            f"chữ được đọc theo bảng mã {NAMES[self.read.encoding]}"
        )
        if why:
            self._pass_over(0, [self.sheet.name], f"Bỏ qua trang này: {why}.")

    def _not_wanted(self) -> str:
        if self.choices.sheets is not None:
            return "" if self.sheet.name in self.choices.sheets else "không được chọn"
        return "trang đang bị ẩn" if self.sheet.hidden else ""

    def _prepare(self) -> str:
        """Finds encoding and header; gives the reason if the sheet holds no list."""
        ballot = Ballot()
        for cells in self.sheet.rows():
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and not cell.isascii():
                    ballot.add(column, cell)
        choice = self.choices.encodings.get(self.sheet.name)
        self.read.encoding = choice or ballot.summary()
        self.decoder = Decoder(ballot, choice)
        self.fonts = self.sheet.fonts() if self.sheet.fonts and not choice else {}
        self.merges = sorted(self.sheet.merges())
        return self._first_header()

    def _first_header(self) -> str:
        rows = [self._decoded(cells, n) for n, cells in enumerate(islice(self.sheet.rows(), _SEARCH_ROWS))]
        if not any(any(row) for row in rows):
            return "trang trống"
        header = find_header(rows, 0, self.merges, self._is_band)
        if header is None:
            return "không có dòng tiêu đề nào có cột họ tên chủ hộ (trang tổng hợp, ghi chép hoặc nháp)"
        above = [text for row in rows[: header.first] for text in row if text]
        self.placing.title = titled(above, self.communes)
        self._use(header)
        self.read.header_row, self.read.fingerprint = header.first + 1, header.fingerprint
        self.read.columns = tuple(_columns_read(header, rows[header.last + 1 :]))
        return ""

    def _decoded(self, cells: Sequence[Cell], row: int) -> list[str]:
        return [
            self.decoder(cell, column, self.fonts.get((row, column))) if isinstance(cell, str) else as_text(cell)
            for column, cell in enumerate(cells)
        ]

    def _is_band(self, texts: Sequence[str]) -> bool:
        return classify(texts, self.communes).kind in (Kind.COMMUNE, Kind.HAMLET, Kind.TOTAL)

    def _use(self, header: Header) -> None:
        """Reads the rows that follow by this header."""
        apply_mapping(header, self.choices.mappings.get(header.fingerprint, {}))
        self.header = header
        self.reader = RowReader(self.sheet.name, header, self.decoder, self.fonts, self.found.problems)
        self.readers.append(self.reader)
        self.family = Family(self.reader, self.merges)
        self.name_column, self.order_column = header.column("head"), header.column("stt")

    def _rows(self) -> None:
        """Goes through all rows below the header; a repeated header is read with the rows after it."""
        rows, ahead = enumerate(self.sheet.rows(), start=1), deque()
        while (item := ahead.popleft() if ahead else next(rows, None)) is not None:
            number, cells = item
            if number <= self.header.last + 1 or self._plain_household(number, cells):
                continue
            texts = self.reader.texts(cells, number)
            if not any(texts):
                self.blanks.append(number)
            elif looks_like_header(texts):
                ahead.extend(islice(rows, max(0, _LOOK_AHEAD - len(ahead))))
                self._repeated(number, texts, ahead)
            else:
                self._row(number, cells, texts)

    def _plain_household(self, number: int, cells: list[Cell]) -> bool:
        """The frequent case, a numbered row with a name and a person: True if the row was one."""
        order, name = self.order_column, self.name_column
        if self.family.listing_members or order is None or name is None or len(cells) <= max(order, name):
            return False
        named = isinstance(cells[name], str) and cells[name][:1] not in "0123456789(" and len(cells[name]) > 2
        if not (named and _numbered(cells[order]) and self.reader.is_person(cells)):
            return False
        self._household(number, cells)
        return True

    def _repeated(self, number: int, texts: list[str], ahead: deque) -> None:
        """A header inside the table, after a page break or above a second table."""
        window = [texts, *(self._decoded(cells, row - 1) for row, cells in ahead)]
        header = find_header(window, number - 1, self.merges, self._is_band)
        if header is None:
            self._pass_over(number, texts, "Dòng tiêu đề lặp lại.")
            return
        self.ended = False
        self._use(header)
        self._pass_over(number, texts, "Dòng tiêu đề lặp lại.")

    def _row(self, number: int, cells: list[Cell], texts: list[str]) -> None:
        """A row that is not plainly a household."""
        if is_numbering(texts):
            self._pass_over(number, texts, "Dòng đánh số cột.")
            return
        band, numbered = classify(texts, self.communes), self._is_numbered(cells)
        person = self.reader.surely_person(cells, number)
        if band.kind is Kind.TOTAL and not (numbered and person):
            self._total(number, texts)
        elif person and (numbered or not self.ended):
            self._person(number, cells, numbered)
        elif band.kind in (Kind.COMMUNE, Kind.HAMLET):
            self._band(number, cells, texts, band)
        elif self.ended or band.kind is Kind.ENDING:
            self.ended = True
            self._pass_over(number, texts, "Phần ký tên hoặc ghi chú cuối danh sách.")
        else:
            self._sparse(number, cells, texts, numbered)

    def _is_numbered(self, cells: list[Cell]) -> bool:
        return self.order_column is not None and len(cells) > self.order_column and _numbered(cells[self.order_column])

    def _person(self, number: int, cells: list[Cell], numbered: bool) -> None:
        if not self.family.takes(cells, number, numbered):
            self._household(number, cells)

    def _household(self, number: int, cells: list[Cell]) -> None:
        household = self.reader.household(cells, number)
        self.placing.place(household, self.reader, cells)
        self.found.rows.append(household)
        self.family.start(household, cells)
        for count in (self.all, self.commune_count, self.hamlet_count):
            count.add(household.members)

    def _sparse(self, number: int, cells: list[Cell], texts: list[str], numbered: bool) -> None:
        """A row without a person's data: a household with little told, a hamlet without its kind, or a remark."""
        name = self.reader.field(cells, "head", number)
        others = [text for column, text in enumerate(texts) if text and column != self.order_column]
        if numbered and (name or len(others) > 1):
            self._household(number, cells)
        elif not numbered and len(others) <= 2 and _could_be_hamlet(texts):
            text = next(text for text in texts if _could_be_hamlet([text]))
            self._band(number, cells, texts, Band(Kind.HAMLET, text))
        else:
            self._pass_over(number, texts, "Dòng ghi chú, không phải hộ.")

    def _band(self, number: int, cells: list[Cell], texts: list[str], band: Band) -> None:
        """Keeps the commune or hamlet for the rows below, and what it says of their number."""
        self.ended = False
        count = Count(number, band.name, self._told(cells, texts))
        self._compare(self.hamlet_count)
        if band.kind is Kind.COMMUNE:
            self._compare(self.commune_count)
            self.placing.commune_band(band)
            self.commune_count, self.hamlet_count = count, Count()
        else:
            self.placing.hamlet, self.hamlets = band.name, True
            self.hamlet_count = count

    def _told(self, cells: list[Cell], texts: list[str]) -> tuple[int, ...]:
        """The number that a band or total tells in the members' column, else the first number in the row."""
        column = self.reader.columns.get("members")
        if column is not None and column < len(cells) and whole(cells[column]) is not None:
            return (whole(cells[column]),)
        numbers = [whole(text) for n, text in enumerate(texts) if n != self.order_column]
        return tuple(n for n in numbers if n is not None)[:1]

    def _compare(self, count: Count) -> None:
        if count.row and count.wrong():
            self._say(
                count.row,
                "subtotal",
                f"“{count.name}” ghi {count.told[0]}, nhưng bên dưới có {count.households} hộ với {count.people} "
                "nhân khẩu. Xin kiểm tra xem danh sách có thiếu hoặc thừa hộ không.",
            )

    def _total(self, number: int, texts: list[str]) -> None:
        """A line of totals: compared with the commune above it and with everything so far."""
        told = [whole(text) for n, text in enumerate(texts) if n != self.order_column]
        column = self.reader.columns.get("members")
        number_told = whole(texts[column]) if column is not None and column < len(texts) else next(
            (value for value in told if value is not None), None
        )  # fmt: skip
        sums = {n for c in (self.all, self.commune_count, self.hamlet_count) for n in (c.households, c.people)}
        if number_told and number_told not in sums:
            self._say(
                number,
                "total",
                f"Dòng cộng ghi {number_told}, nhưng phía trên có {self.all.households} hộ với {self.all.people} nhân "
                "khẩu. Dòng cộng không được dùng; xin kiểm tra lại danh sách.",
            )
        self._pass_over(number, texts, "Dòng cộng, không phải hộ.")

    def _say(self, row: int, kind: str, message: str, column: str = "members", cell: str = "", value: str = "") -> None:
        self.found.problems.append(Problem(self.sheet.name, row, column, cell, value, kind, message, False))

    def _pass_over(self, row: int, texts: Sequence[str], why: str) -> None:
        shown = " | ".join(text for text in texts if text)
        self.found.passed_over.append(PassedOver(self.sheet.name, row, shown[:_SHOWN], why))

    def _finish(self, rows: list[ListedHousehold]) -> None:
        """What can only be said when the whole sheet has been read."""
        self._compare(self.hamlet_count)
        self._compare(self.commune_count)
        self.read.rows = len(rows)
        self.read.samples = tuple(self.decoder.samples.items())
        for reader in self.readers:
            reader.layout.given = reader.given(self.placing.band is not None, self.hamlets)
            reader.flag_mixed_days()
        if self.blanks:
            self._pass_over(self.blanks[0], [], f"{len(self.blanks)} dòng trống.")
        self._say_hidden(rows)
        self._say_comments(rows)
        self._say_unfilled(rows)

    def _say_hidden(self, rows: list[ListedHousehold]) -> None:
        for row in rows if self.sheet.hidden_rows else ():
            if row.row in self.sheet.hidden_rows:
                message = "Dòng này đang bị ẩn trong tệp nhưng vẫn được đọc. Nếu không dùng, xin xoá dòng khỏi tệp."
                self._say(row.row, "hidden_row", message, column="head", value=row.head)

    def _say_comments(self, rows: list[ListedHousehold]) -> None:
        numbers = {row.row for row in rows} if self.sheet.comments else set()
        for address, text in self.sheet.comments.items():
            row = position(address)[0] + 1
            if row in numbers:
                message = f"Ô {address} có lời ghi kèm: “{tidy(text)[:_SHOWN]}”. Xin xem có cần cập nhật hộ này không."
                self._say(row, "comment", message, column="note", cell=address, value=tidy(text)[:_SHOWN])

    def _say_unfilled(self, rows: list[ListedHousehold]) -> None:
        """Formulas that nobody has calculated: their cells look empty, which must not pass for nothing."""
        used = {column: name for name, column in self.reader.columns.items() if name != "stt"}
        numbers = {row.row for row in rows} if self.sheet.unfilled else set()
        for address in self.sheet.unfilled:
            row, column = position(address)
            if row + 1 in numbers and column in used:
                self.found.problems.append(
                    Problem(self.sheet.name, row + 1, field_group(used[column]), address, "", "formula", _FORMULA, True)
                )


_FORMULA = (
    "Ô này chứa công thức chưa được tính nên không có giá trị. "
    "Xin mở tệp bằng Excel, lưu lại rồi gửi lại, hoặc gõ thẳng giá trị vào ô."
)


def _numbered(cell: Cell) -> bool:
    return isinstance(cell, float) or whole(cell) is not None


def _could_be_hamlet(texts: Sequence[str]) -> bool:
    """Whether a lone text may be a hamlet's name without its kind, such as "Lai Thành"."""
    words = [text for text in texts if re.search(r"[^\W\d_]{2}", text)]
    return len(words) == 1 and len(words[0]) <= 40 and words[0][:1].isupper() and not re.search(r"[:;.!?]", words[0])


def _columns_read(header: Header, rows: Sequence[Sequence[str]]) -> Iterator[ColumnRead]:
    fields = header.fields()
    for column, path in enumerate(header.paths):
        samples = [row[column] for row in rows if column < len(row) and row[column]]
        name = fields.get(column)
        shown = tuple(masked(text) for text in dict.fromkeys(samples[:50]))[:3]
        yield ColumnRead(letters(column), " / ".join(path), name, column in header.guessed, shown)
