"""How the cells of a table are written as text: the same in Word, in PDF and in an office's own template."""

from reports.documents.blocks import LEFT, Column, Kind, Row, Style, Table
from reports.documents.wording import percent, short_day, written


def shown(column: Column, value) -> str:
    """A value as its column writes it. A text in a column of numbers ("chưa có") stays as it is."""
    match column.kind:
        case Kind.PERCENT if isinstance(value, float | int) and not isinstance(value, bool):
            return percent(value, in_table=True)
        case Kind.YEAR:
            return "" if value is None else str(value)
        case Kind.DAY if value is not None and not isinstance(value, str):
            return short_day(value)
        case _:
            return written(value)


def as_text(table: Table, row: Row) -> list[str]:
    """One text for each column; what is merged into its left neighbour is empty."""
    return ["" if cell is LEFT else shown(column, cell) for column, cell in zip(table.columns, row.cells, strict=True)]


def spans(row: Row) -> list[tuple[int, int]]:
    """(where it begins, how many columns it takes) of every cell of the row."""
    starts = [place for place, cell in enumerate(row.cells) if cell is not LEFT]
    ends = [*starts[1:], len(row.cells)]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]


def is_strong(row: Row) -> bool:
    return row.style is not Style.PLAIN
