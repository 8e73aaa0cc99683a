"""The three lists of households: to leave the list of the poor, left, not left and why (plan II.1, domain.md 7.3)."""

from households.models import Movement
from reports.documents.bands import household_table
from reports.documents.blocks import Column, Document, Kind, Note, Table
from reports.documents.orders import Order
from reports.documents.wording import counted, inside, short_day
from reports.household_lists import Listed, left, not_left, support_columns, to_leave, why_not_left

HEAD = Column("head", "Họ và tên chủ hộ")
HAMLET = Column("hamlet", "Thôn, tổ dân phố")
PEOPLE = Column("people", "Số khẩu", Kind.NUMBER)
BORN = (
    Column("born_male", "Nam", Kind.YEAR, under=("Năm sinh",)),
    Column("born_female", "Nữ", Kind.YEAR, under=("Năm sinh",)),
)


def _born(listed: Listed) -> tuple[int | None, int | None]:
    """In which of the two columns the year stands says the sex; without a sex it stands in the first."""
    year, is_female = listed.household.birth_year, listed.household.sex == "F"
    return (None, year) if is_female else (year, None)


def _usual(listed: Listed) -> tuple:
    return (listed.household.head, *_born(listed), listed.household.hamlet.name, listed.people)


USUAL = (HEAD, *BORN, HAMLET, PEOPLE)


def build_to_leave(order: Order) -> Document:
    supports = support_columns(order.as_of)
    columns = (
        *USUAL,
        Column("causes", "Nguyên nhân nghèo"),
        *(Column(f"support_{one.order}", one.title, Kind.TICK, under=(one.under,)) for one in supports),
        Column("note", "Ghi chú"),
    )
    listed = to_leave(order.plan, order.as_of, order.unit)
    table = household_table(columns, listed, _to_leave_cells, by_commune=order.unit is None)
    note = Note(
        "Cột nhu cầu hỗ trợ xếp theo mẫu danh sách chi tiết hộ nghèo của Bộ; một hộ có thể có nhiều nhu cầu. "
        "Nhu cầu y tế, giáo dục chưa tách được đánh dấu ở cả hai cột."
    )
    subject = f"Hộ nghèo dự kiến thoát nghèo năm {order.plan.year}"
    return _paper(order, subject, table, note, attached_to=f"Kèm theo {order.plan_named}")


def _to_leave_cells(listed: Listed) -> tuple:
    causes = ", ".join(inside(cause.short_name) for cause in listed.household.causes.all())
    gone = listed.departure
    note = f"{gone.get_kind_display()} {short_day(gone.happened_on)}" if gone else ""
    return (*_usual(listed), causes[:1].upper() + causes[1:], *listed.supports, note)


def build_left(order: Order) -> Document:
    columns = (
        HEAD,
        HAMLET,
        PEOPLE,
        Column("planned", "Theo kế hoạch", Kind.TICK),
        Column("left_on", "Ngày thực tế", Kind.DAY),
        Column("kind", "Biến động"),
        Column("reason", "Lý do"),
        Column("outcome", "Kết quả"),
        Column("decision", "Số", under=("Quyết định",)),
        Column("decided_on", "Ngày", Kind.DAY, under=("Quyết định",)),
    )
    listed = left(order.plan, order.as_of, order.unit)
    table = household_table(columns, listed, _left_cells(order), by_commune=order.unit is None)
    exits = sum(one.departure.kind == Movement.Kind.EXIT for one in listed)
    note = Note(
        f"Trong {counted(len(listed))} hộ có {counted(exits)} hộ thoát nghèo, {counted(len(listed) - exits)} hộ giảm "
        "khác (chết, chuyển đi, nhập hộ; không tính là thoát nghèo). Hộ không có số quyết định là hộ đã giảm được "
        "ghi trong danh sách kèm kế hoạch. Kết quả là sơ bộ cho đến khi có quyết định công nhận cuối năm."
    )
    return _paper(order, f"Hộ đã ra khỏi danh sách hộ nghèo năm {order.plan.year}", table, note)


def _left_cells(order: Order):
    def cells(listed: Listed) -> tuple:
        gone, decision = listed.departure, listed.departure.decision
        return (
            listed.household.head,
            listed.household.hamlet.name,
            listed.people,
            listed.entry.listed_on <= order.plan.issued_on,
            gone.happened_on,
            gone.get_kind_display(),
            gone.get_reason_display(),
            gone.get_outcome_display(),
            decision.number if decision else "",
            decision.signed_on if decision else None,
        )

    return cells


def build_not_left(order: Order) -> Document:
    columns = (
        HEAD,
        HAMLET,
        PEOPLE,
        Column("seen_on", "Xem xét gần nhất", Kind.DAY),
        Column("progress", "Tiến độ"),
        Column("needs", "Nhu cầu hỗ trợ"),
        Column("why", "Lý do chưa thoát nghèo"),
    )
    listed = not_left(order.plan, order.as_of, order.unit)
    table = household_table(columns, listed, _not_left_cells, by_commune=order.unit is None)
    note = Note("Lý do ghép từ vướng mắc xã, phường đã ghi, đề nghị đang xử lý và các nhu cầu chưa được hỗ trợ.")
    return _paper(order, f"Hộ chưa thoát nghèo năm {order.plan.year} và lý do", table, note)


def _not_left_cells(listed: Listed) -> tuple:
    return (
        listed.household.head,
        listed.household.hamlet.name,
        listed.people,
        listed.seen_on,
        listed.progress,
        ", ".join(need.type.short_name for need in listed.needs),
        why_not_left(listed),
    )


def _paper(order: Order, subject: str, table: Table, note: Note, **more) -> Document:
    whose = "" if order.unit is None else f" của {order.whose}"
    return order.paper(
        type_name="DANH SÁCH",
        symbol="DS",
        subject=f"{subject}{whose}",
        body=(table, note),
        preparer="",
        landscape=True,
        **more,
    )
