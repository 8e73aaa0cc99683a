"""The figures as a text to read in a terminal."""

from collections.abc import Iterable

from households.models import Movement
from reports.figures import Figures
from reports.models import ObligationKind
from tasks.states import State


def tables(figures: Figures) -> str:
    left, needs = figures.left, figures.needs
    names = {type.code: type.name for type in figures.types}
    by_type = ((names[code], count.needs, count.households) for code, count in needs.by_type.items())
    parts = [
        f"Kế hoạch năm {figures.year}, số liệu đến hết ngày {figures.as_of:%d/%m/%Y}",
        f"Mục tiêu {figures.target} hộ; danh sách {figures.listed} hộ; đã giảm {left.total} hộ "
        f"(thoát nghèo {left.exited}, giảm khác {left.other_decrease}); còn lại {figures.remaining} hộ",
        *(f"  {Movement.Reason(reason).label}: {count} hộ" for reason, count in left.by_reason.items()),
        f"Nhu cầu: {needs.total} nhu cầu của {needs.households} hộ",
        _table(("Loại nhu cầu", "Nhu cầu", "Hộ"), by_type),
        _table(("Trạng thái", "Nhu cầu"), ((State(s).label, count) for s, count in needs.by_state.items())),
        _table(
            ("Xã, phường", "Hộ", "Đã giảm", "Còn", "Nhu cầu"),
            ((c.name, c.listed, c.left, c.remaining, c.needs) for c in figures.communes),
        ),
        _table(
            ("Cơ quan", "Nhu cầu", "Chưa xong", "Quá hạn", "Xong"),
            ((a.short_name, a.needs, a.open, a.overdue, a.done) for a in figures.agencies),
        ),
        _table(
            ("Văn bản", "Cần nộp", "Đúng hạn", "Trong ngày", "Trễ", "Chưa nộp"),
            (
                (kind, owed.expected, owed.on_time, owed.on_the_day, owed.late, owed.missing)
                for kind, owed in _kinds(figures)
            ),
        ),
        _table(
            ("So với kế hoạch", "Kế hoạch", "Dữ liệu"),
            ((f"{line.label} ({line.unit})", line.stated, line.found) for line in figures.reconciliation),
        ),
    ]
    return "\n".join(parts)


def _kinds(figures: Figures):
    return ((ObligationKind(kind).label, owed) for kind, owed in figures.obligations.items())


def _table(head: tuple[str, ...], rows: Iterable[tuple]) -> str:
    """The first column is as wide as its longest text, the others hold numbers."""
    rows = [head, *rows]
    width = max(len(row[0]) for row in rows)
    lines = [row[0].ljust(width) + "".join(str(cell).rjust(12) for cell in row[1:]) for row in rows]
    return "\n" + "\n".join(line.rstrip() for line in lines)
