"""The tables of the town's report: how each commune stands, how far the needs of each body are."""

from reports.documents.blocks import Column, Kind, Row, Style, Table
from reports.figures import Agency, Commune, Figures
from tasks.states import State


def by_commune(found: Figures) -> Table:
    """Households by commune: listed, off the list (exits and "giảm khác" apart), left, the share of the list."""
    rows = [_commune_row(commune) for commune in found.communes]
    counts = tuple(sum(row.cells[place] for row in rows) for place in range(1, 6))
    total = Row(("Toàn thị xã", *counts, _share(counts[3], counts[0])), Style.TOTAL, tuple(range(len(rows))))
    columns = (
        Column("commune", "Xã, phường"),
        Column("listed", "Hộ trong danh sách", Kind.NUMBER),
        Column("exited", "Thoát nghèo", Kind.NUMBER, under=("Đã giảm",)),
        Column("other", "Giảm khác", Kind.NUMBER, under=("Đã giảm",)),
        Column("left", "Cộng", Kind.NUMBER, under=("Đã giảm",), sums=("exited", "other")),
        Column("remaining", "Còn lại", Kind.NUMBER),
        Column("share", "Tỷ lệ đã giảm", Kind.PERCENT, share=("left", "listed"), adds_up=False),
    )
    return Table(columns, (*rows, total), title="Số hộ nghèo giảm theo xã, phường")


def _commune_row(commune: Commune) -> Row:
    left, exited = commune.left, commune.exited
    cells = (commune.name, commune.listed, exited, left - exited, left, commune.remaining)
    return Row((*cells, _share(left, commune.listed)))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


UNLED = "Chưa có cơ quan chủ trì"


def by_body(found: Figures) -> Table:
    """The bodies that lead a need; what nobody leads (yet or any more) has a line of its own."""
    rows = [_body_row(agency) for agency in found.agencies if agency.needs]
    if unled := found.needs.total - sum(agency.needs for agency in found.agencies):
        rows.append(Row((UNLED, unled, 0, 0, 0, unled, 0)))
    columns = (
        Column("body", "Cơ quan, đơn vị chủ trì"),
        Column("needs", "Số nhu cầu", Kind.NUMBER, sums=("confirmed", "delivered", "under_way", "waiting")),
        Column("confirmed", "Đã hoàn thành", Kind.NUMBER),
        Column("delivered", "Đã hỗ trợ, chờ xác nhận", Kind.NUMBER),
        Column("under_way", "Đang thực hiện", Kind.NUMBER),
        Column("waiting", "Chưa thực hiện", Kind.NUMBER),
        Column("overdue", "Quá hạn", Kind.NUMBER),
    )
    sums = tuple(sum(row.cells[place] for row in rows) for place in range(1, len(columns)))
    total = Row(("Cộng", *sums), Style.TOTAL, tuple(range(len(rows))))
    return Table(columns, (*rows, total) if rows else (), title="Kết quả của các cơ quan, đơn vị chủ trì")


def _body_row(agency: Agency) -> Row:
    done = [agency.by_state.get(state, 0) for state in (State.CONFIRMED, State.DELIVERED, State.TAKEN_UP)]
    return Row((agency.short_name, agency.needs, *done, agency.needs - sum(done), agency.overdue))
