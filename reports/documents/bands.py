"""Lists of households as offices print them: a line for each commune with its sums, the rows numbered below it."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from reports.documents.blocks import LEFT, Column, Kind, Row, Style, Table, Value
from reports.documents.pdf_lists import roman
from reports.documents.wording import number
from reports.household_lists import Listed

NUMBER = Column("number", "STT", Kind.NUMBER, adds_up=False, centred=True)


def household_table(
    columns: Sequence[Column], listed: Iterable[Listed], cells, *, by_commune: bool, empty: str = "Không có hộ nào"
) -> Table:
    """`columns` after the number; `cells(listed)` gives their values. Bands only for lists of several communes."""
    columns = (NUMBER, *columns)
    rows: list[Row] = []
    bands: list[int] = []
    for place, (commune, own) in enumerate(groupby(listed, key=lambda one: one.household.commune), start=1):
        own = list(own)
        first = len(rows) + by_commune
        lines = [Row((count, *cells(one))) for count, one in enumerate(own, start=1)]
        places = tuple(range(first, first + len(lines)))
        if by_commune:
            bands.append(len(rows))
            title = f"{commune.name.upper()} ({number(len(own))} hộ)"
            rows.append(Row((roman(place), *_sums(title, columns, lines)), Style.BAND, places))
        rows += lines
        households = places
    if not rows:
        return Table(columns, (), empty=empty)
    counted = [row for row in rows if row.style is Style.PLAIN]
    total = _sums(f"Tổng cộng: {number(len(counted))} hộ", columns, counted)
    rows.append(Row((total[0], LEFT, *total[1:]), Style.TOTAL, tuple(bands) if by_commune else households))
    return Table(columns, tuple(rows))


def _sums(title: str, columns: Sequence[Column], rows: list[Row]) -> list[Value]:
    """The title over the columns before the first that is added up, then the sums."""
    cells: list[Value] = [title]
    for place, column in enumerate(columns[2:], start=2):
        if is_added(column):
            cells.append(sum(row.cells[place] or 0 for row in rows))
        else:
            cells.append("" if any(cell is not LEFT for cell in cells[1:]) else LEFT)
    return cells


def is_added(column: Column) -> bool:
    return column.adds_up and (column.is_counted or column.kind is Kind.TICK)
