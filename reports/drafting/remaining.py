"""Households that are still on the list, each with the one reason that stands most in the way."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Prefetch

from households.models import Household, Plan
from households.models.household import Progress
from households.models.movement import Stage
from households.standing import Standing, standings
from povertyplan.accounts.models import Unit
from reports.documents.blocks import Annex, Column, Kind, Row, Style, Table
from tasks.models import Need
from tasks.states import OPEN, State


class Why(models.TextChoices):
    """In the order in which they are asked: the first that is true is the reason."""

    PROPOSED = "proposed", "Đã đề nghị, chờ xét duyệt hoặc quyết định"
    STUCK = "stuck", "Có vướng mắc"
    UNLED = "unled", "Nhu cầu chưa có cơ quan chủ trì"
    OVERDUE = "overdue", "Nhu cầu quá hạn hỗ trợ"
    WAITING = "waiting", "Đang chờ hỗ trợ"
    MET = "met", "Đã được hỗ trợ, chờ rà soát thoát nghèo"
    NOTHING = "nothing", "Chưa có nhu cầu hỗ trợ"


@dataclass(frozen=True)
class Remaining:
    household: Household
    standing: Standing
    why: Why

    @property
    def needs(self) -> list[Need]:
        return self.household.counted_needs

    @property
    def open_needs(self) -> list[Need]:
        return [need for need in self.needs if need.state in OPEN and need.state != State.DELIVERED]


Listed = list[tuple[Household, Standing]]


def listed_households(plan: Plan, unit: Unit) -> Listed:
    """The commune's listed households with hamlet, officer, standing and `counted_needs`, hamlet by hamlet."""
    needs = Need.objects.in_plan(plan).counted().select_related("type", "lead").order_by("type__order")
    rows = Household.objects.in_plan(plan).in_commune(unit).with_place(plan)
    rows = rows.prefetch_related(Prefetch("needs", needs, to_attr="counted_needs")).select_related("hamlet", "officer")
    return list(standings(rows.order_by("hamlet__name", "sort_key", "code"), plan))


def remaining(listed: Listed, on: date) -> list[Remaining]:
    return [
        Remaining(household, standing, _why(household, standing, on))
        for household, standing in listed
        if not standing.has_left
    ]


def _why(household: Household, standing: Standing, on: date) -> Why:
    needs = household.counted_needs
    waiting = [need for need in needs if need.state in OPEN and need.state != State.DELIVERED]
    if standing.departure and standing.departure.stage in {Stage.PROPOSED, Stage.AGREED}:
        return Why.PROPOSED
    if standing.entry and standing.entry.progress == Progress.STUCK:
        return Why.STUCK
    if any(need.lead_id is None for need in waiting):
        return Why.UNLED
    if any(need.is_overdue(on) for need in waiting):
        return Why.OVERDUE
    if waiting:
        return Why.WAITING
    return Why.MET if needs else Why.NOTHING


def by_why(left: list[Remaining]) -> Table:
    counts = Counter(one.why for one in left)
    rows = [Row((why.label, counts[why])) for why in Why if counts[why]]
    total = Row(("Cộng", len(left)), Style.TOTAL, tuple(range(len(rows))))
    columns = (Column("why", "Lý do chưa giảm"), Column("households", "Số hộ", Kind.NUMBER))
    return Table(columns, (*rows, total) if rows else (), title="Hộ còn trong danh sách theo lý do")


def annex(left: list[Remaining], plan: Plan) -> Annex:
    columns = (
        Column("place", "STT", Kind.NUMBER, adds_up=False, centred=True),
        Column("head", "Họ và tên chủ hộ"),
        Column("hamlet", "Thôn, tổ dân phố"),
        Column("members", "Số khẩu", Kind.NUMBER),
        Column("progress", "Tiến độ xã, phường ghi"),
        Column("needs", "Nhu cầu chưa xong"),
        Column("lead", "Cơ quan chủ trì"),
        Column("why", "Lý do chưa giảm"),
    )
    rows = tuple(_row(place, one) for place, one in enumerate(left, start=1))
    title = f"Danh sách hộ chưa giảm năm {plan.year} và lý do"
    return Annex(title, (Table(columns, rows, numbered=True),), label="Phụ lục II", landscape=True)


def _row(place: int, one: Remaining) -> Row:
    household, entry = one.household, one.standing.entry
    leads = dict.fromkeys(need.lead.short_name if need.lead else "Chờ phân công" for need in one.open_needs)
    return Row(
        (
            place,
            household.head,
            str(household.hamlet),
            household.member_count,
            entry.get_progress_display() or "Chưa xem xét",
            "; ".join(need.type.name for need in one.open_needs),
            "; ".join(leads),
            one.why.label,
        )
    )
