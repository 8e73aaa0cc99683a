"""How the tables of a paper stand on a page: the same heads, values and merged cells as in Word and Excel."""

from itertools import groupby
from typing import NamedTuple

from django import template

from reports.documents.blocks import HeadCell, Kind, Row, Table
from reports.documents.cells import as_text, spans

register = template.Library()
AT_THE_RIGHT = {Kind.NUMBER, Kind.MONEY, Kind.PERCENT}


class Head(NamedTuple):
    row: int
    text: str
    rows: int
    columns: int
    right: bool


class Cell(NamedTuple):
    text: str
    columns: int
    right: bool


@register.filter
def head_rows(table: Table) -> list[list[Head]]:
    """The cells of the head, line by line from the top."""
    cells = sorted(table.head, key=lambda cell: (cell.row, cell.column))
    heads = [Head(one.row, one.text, one.rows, one.columns, _is_number(table, one)) for one in cells]
    return [list(line) for _, line in groupby(heads, key=lambda head: head.row)]


def _is_number(table: Table, cell: HeadCell) -> bool:
    return cell.columns == 1 and table.columns[cell.column].kind in AT_THE_RIGHT


@register.filter
def cells(row: Row, table: Table) -> list[Cell]:
    texts = as_text(table, row)
    return [Cell(texts[start], count, table.columns[start].kind in AT_THE_RIGHT) for start, count in spans(row)]


@register.filter
def kind_of(block) -> str:
    """ "heading", "paragraph", "note", "table", "pagebreak" """
    return type(block).__name__.lower()


@register.filter
def lines(text: str) -> list[str]:
    return text.splitlines()
