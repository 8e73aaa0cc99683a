"""Households that left the list, each with the movement by which it left: for the lists and sums of a report."""

from collections.abc import Iterable
from datetime import date

from households.models import Movement, Plan
from households.models.movement import DECREASE_REASONS, OTHER_DECREASE_REASONS
from povertyplan.accounts.models import Unit
from reports.documents.blocks import Annex, Column, Kind, Row, Style, Table
from reports.documents.wording import short_day

Reason, Official = Movement.Reason, Movement.Official
PRELIMINARY, OFFICIAL = "Sơ bộ", "Chính thức"


def departures(plan: Plan, on: date, commune: Unit | None = None) -> list[Movement]:
    """The same as `reports.rows.leavers_by`, as rows: each listed household once, by the first that counts."""
    rows = Movement.objects.leaving(plan, on).filter(
        household__entries__plan=plan, household__entries__listed_on__lte=on
    )
    if commune:
        rows = rows.filter(household__commune=commune)
    first: dict[int, Movement] = {}
    rows = rows.select_related("household__hamlet", "household__commune", "decision", "official_decision")
    for row in rows.order_by("counted_on", "pk"):
        first.setdefault(row.household_id, row)
    return sorted(first.values(), key=lambda row: (row.household.commune.order, row.counted_on, row.pk))


def is_official(movement: Movement) -> bool:
    """Confirmed by the annual review's decision; until then, and for what the list told, it is preliminary."""
    return movement.official == Official.CONFIRMED


def by_reason(gone: list[Movement]) -> Table:
    """Exits from poverty and "giảm khác" apart, each with its sum; people as they were counted when they left."""
    reasons = [reason for reason in Reason if reason in DECREASE_REASONS]
    exits = [reason for reason in reasons if reason not in OTHER_DECREASE_REASONS]
    others = [reason for reason in reasons if reason in OTHER_DECREASE_REASONS]
    rows: list[Row] = []
    groups = []
    for name, group in (("Thoát nghèo", exits), ("Giảm khác", others)):
        start = len(rows)
        rows += [_reason_row(reason.label, [one for one in gone if one.reason == reason]) for reason in group]
        rows = rows[:start] + [row for row in rows[start:] if row.cells[1]]
        own = [one for one in gone if one.reason in group]
        rows.append(_reason_row(f"Cộng {name.lower()}", own, Style.SUBTOTAL, tuple(range(start, len(rows)))))
        groups.append(len(rows) - 1)
    rows.append(_reason_row("Tổng số hộ đã giảm", gone, Style.TOTAL, tuple(groups)))
    columns = (
        Column("reason", "Lý do"),
        Column("households", "Số hộ", Kind.NUMBER),
        Column("people", "Số khẩu", Kind.NUMBER),
        Column("official", "Số hộ đã có kết quả chính thức", Kind.NUMBER),
    )
    return Table(columns, tuple(rows), title="Số hộ đã giảm theo lý do")


def _reason_row(name: str, own: Iterable[Movement], style: Style = Style.PLAIN, sums: tuple[int, ...] = ()) -> Row:
    own = list(own)
    people = sum(one.people or one.household.member_count or 0 for one in own)
    return Row((name, len(own), people, sum(map(is_official, own))), style, sums)


def annex(gone: list[Movement], plan: Plan) -> Annex:
    columns = (
        Column("place", "STT", Kind.NUMBER, adds_up=False, centred=True),
        Column("head", "Họ và tên chủ hộ"),
        Column("hamlet", "Thôn, tổ dân phố"),
        Column("members", "Số khẩu", Kind.NUMBER),
        Column("reason", "Lý do giảm"),
        Column("outcome", "Kết quả"),
        Column("on", "Tính từ ngày", Kind.DAY),
        Column("decision", "Quyết định"),
        Column("standing", "Kết quả rà soát"),
    )
    rows = tuple(_row(place, one) for place, one in enumerate(gone, start=1))
    return Annex(
        f"Danh sách hộ đã giảm năm {plan.year}",
        (Table(columns, rows, numbered=True),),
        label="Phụ lục I",
        landscape=True,
    )


def _row(place: int, one: Movement) -> Row:
    household, decision = one.household, one.official_decision or one.decision
    return Row(
        (
            place,
            household.head,
            str(household.hamlet),
            one.people or household.member_count,
            one.get_reason_display(),
            one.get_outcome_display() or one.get_kind_display(),
            one.counted_on,
            f"{decision.number} ngày {short_day(decision.signed_on)}" if decision else "Danh sách kèm Kế hoạch",
            OFFICIAL if is_official(one) else PRELIMINARY,
        )
    )
