"""One sheet from its first row to its last: header, bands, households, members, totals, signatures."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from .bands import Band, Kind, classify
from .besides import problems_besides
from .columns import Header, apply_mapping, find_header, is_numbering, looks_like_header
from .communes import Communes, titled
from .counting import Counts, Mismatch
from .identity import masked
from .members import Family
from .placing import Placing
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
from .rows import RowReader
from .text import NAMES, Ballot, Decoder
from .values import as_text, whole
from .workbook import Cell, Sheet, letters

# A header stands below a title of a dozen lines; where none begins in these rows, the sheet is no list.
_SEARCH_ROWS = 200
_LOOK_AHEAD = 6
_SHOWN = 160
# A file may hold a million rows of something else; nobody reads more of them than this.
_PASSED_OVER = 500


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
        self.blanks = self.first_blank = self.passed_over = 0
        self.counts = Counts()

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
        rows, ahead = self._filled_rows(), deque()
        while (item := ahead.popleft() if ahead else next(rows, None)) is not None:
            number, cells = item
            if number <= self.header.last + 1 or self._plain_household(number, cells):
                continue
            texts = self.reader.texts(cells, number)
            if not any(texts):
                self.blanks, self.first_blank = self.blanks + 1, self.first_blank or number
            elif looks_like_header(texts):
                ahead.extend(islice(rows, max(0, _LOOK_AHEAD - len(ahead))))
                self._repeated(number, texts, ahead)
            else:
                self._row(number, cells, texts)

    def _filled_rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """The rows with their numbers, cells merged over several rows below the header filled downwards.

        The columns that number and name households stay as they are: there a merge means one household.
        """
        tall = deque((top, bottom, left) for top, bottom, left, _ in self.merges if bottom > top > self.header.last)
        open_merges: list[tuple[int, int, Cell]] = []
        for number, cells in enumerate(self.sheet.rows(), start=1):
            open_merges = [merge for merge in open_merges if merge[0] >= number - 1] if open_merges else open_merges
            for _, column, value in open_merges:
                if column < len(cells) and cells[column] == "" and column not in self._own_columns():
                    cells[column] = value
            while tall and tall[0][0] <= number - 1:
                top, bottom, left = tall.popleft()
                if top == number - 1 and left < len(cells):
                    open_merges.append((bottom, left, cells[left]))
            yield number, cells

    def _own_columns(self) -> set[int | None]:
        return {self.header.column(name) for name in ("stt", "head", "code", "member_no", "member_name")}

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
            self._total(number, cells, texts)
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
        self.counts.add(household.members)

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
        told = self._told(cells, texts)
        if band.kind is Kind.COMMUNE:
            self.placing.commune_band(band, f"{letters(texts.index(band.name))}{number}")
            self._say(self.counts.begin_commune(number, band.name, told))
        else:
            self.placing.hamlet, self.hamlets = band.name, True
            self._say(self.counts.begin_hamlet(number, band.name, told))

    def _total(self, number: int, cells: list[Cell], texts: list[str]) -> None:
        self._say(self.counts.total(number, self._told(cells, texts)))
        self._pass_over(number, texts, "Dòng cộng, không phải hộ.")

    def _told(self, cells: list[Cell], texts: list[str]) -> int | None:
        """The number that a band or total tells in the members' column, else its first number."""
        column = self.reader.columns.get("members")
        if column is not None and column < len(cells) and whole(cells[column]) is not None:
            return whole(cells[column])
        numbers = (whole(text) for n, text in enumerate(texts) if n != self.order_column)
        return next((number for number in numbers if number is not None), None)

    def _say(self, mismatches: Iterable[Mismatch]) -> None:
        for row, kind, message in mismatches:
            self.found.problems.append(Problem(self.sheet.name, row, "members", "", "", kind, message, False))

    def _pass_over(self, row: int, texts: Sequence[str], why: str) -> None:
        self.passed_over += 1
        if self.passed_over > _PASSED_OVER:
            return
        shown = " | ".join(text for text in texts if text)
        self.found.passed_over.append(PassedOver(self.sheet.name, row, shown[:_SHOWN], why))

    def _finish(self, rows: list[ListedHousehold]) -> None:
        """What can only be said when the whole sheet has been read."""
        self._say(self.counts.finish())
        self.read.rows = len(rows)
        self.read.samples = tuple(self.decoder.samples.items())
        for reader in self.readers:
            reader.layout.given = reader.given(self.placing.band is not None, self.hamlets)
            reader.flag_mixed_days()
        if self.blanks:
            self._pass_over(self.first_blank, [], f"{self.blanks} dòng trống.")
        if self.passed_over > _PASSED_OVER:
            why = f"Còn {self.passed_over - _PASSED_OVER} dòng khác cũng không phải hộ."
            self.found.passed_over.append(PassedOver(self.sheet.name, 0, "", why))
        self.found.problems += problems_besides(self.sheet, self.header, rows)


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
