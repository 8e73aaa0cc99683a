"""The formulas of a sheet: sums down and across, and shares; each only where it gives the counted value."""

from itertools import groupby

from xlsxwriter.utility import xl_rowcol_to_cell as cell_name

from reports.documents.blocks import Kind, Row, Table


def formula(table: Table, row: Row, place: int, first: int, line: int) -> str:
    """For the cell at `place` of `row`, which stands on `line`; the table's rows begin on line `first`.

    "" where the value is no sum of others, or where they do not make it: then the counted value stands alone.
    """
    column, value = table.columns[place], row.cells[place]
    if row.sums and column.kind is Kind.TICK:
        ticked = sum(table.rows[number].cells[place] is True for number in row.sums)
        return _count(place, [first + number for number in row.sums]) if ticked == value else ""
    if row.sums and column.is_counted and column.adds_up:
        others = [table.rows[number].cells[place] for number in row.sums]
        return _sum(place, [first + number for number in row.sums]) if _makes(others, value) else ""
    if column.sums:
        places = [table.place_of(key) for key in column.sums]
        if _makes([row.cells[other] for other in places], value):
            return _across(places, line)
    if column.share:
        part, whole = (table.place_of(key) for key in column.share)
        if row.cells[whole] and row.cells[part] is not None and abs(row.cells[part] / row.cells[whole] - value) < 1e-9:
            return f"={cell_name(line, part)}/{cell_name(line, whole)}"
    return ""


def _makes(others: list, value) -> bool:
    return all(isinstance(one, int | float) or hasattr(one, "quantize") for one in others) and sum(others) == value


def _sum(place: int, lines: list[int]) -> str:
    return f"=SUM({','.join(_ranges(place, lines))})"


def _count(place: int, lines: list[int]) -> str:
    """How many of the cells are ticked."""
    return "=" + "+".join(f'COUNTIF({_range},"x")' for _range in _ranges(place, lines))


def _ranges(place: int, lines: list[int]) -> list[str]:
    """Neighbouring lines as one range."""
    ranges = []
    for _, run in groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        own = [line for _, line in run]
        ranges.append(_range(cell_name(own[0], place), cell_name(own[-1], place)))
    return ranges


def _across(places: list[int], line: int) -> str:
    if places == list(range(places[0], places[-1] + 1)):
        return f"=SUM({_range(cell_name(line, places[0]), cell_name(line, places[-1]))})"
    return "=" + "+".join(cell_name(line, place) for place in places)


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first}:{last}"
