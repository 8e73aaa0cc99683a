"""Households that are still on the list, each with the one reason that stands most in the way."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models

from households.models import Household, Plan
from households.models.movement import Stage
from povertyplan.accounts.models import Unit
from reports.documents.blocks import Annex, Column, Kind, Row, Style, Table
from reports.drafting.content import HOUSEHOLDS, Fact
from reports.drafting.words import lower
from reports.household_lists import Listed, is_overdue, leads_of, not_left


class Why(models.TextChoices):
    """In the order in which they are asked: the first that is true is the reason."""

    PROPOSED = "proposed", "Đã đề nghị, chờ xét duyệt hoặc quyết định"
    STUCK = "stuck", "Có vướng mắc"
    UNLED = "unled", "Nhu cầu chưa có cơ quan chủ trì"
    OVERDUE = "overdue", "Nhu cầu quá hạn hỗ trợ"
    WAITING = "waiting", "Đang chờ hỗ trợ"
    MET = "met", "Đã được hỗ trợ, chờ rà soát thoát nghèo"
    NO_NEED = "no_need", "Không có nhu cầu hỗ trợ"
    NOTHING = "nothing", "Chưa có nhu cầu hỗ trợ"


@dataclass(frozen=True)
class Remaining:
    listed: Listed
    why: Why

    @property
    def household(self) -> Household:
        return self.listed.household


def remaining(plan: Plan, on: date, commune: Unit | None = None) -> list[Remaining]:
    """The households of the figure `remaining` of that day, hamlet by hamlet."""
    return [Remaining(one, _why(one)) for one in not_left(plan, on, commune)]


def _why(listed: Listed) -> Why:
    waiting = listed.waiting_needs
    if listed.proposal and listed.proposal.stage in {Stage.PROPOSED, Stage.AGREED}:
        return Why.PROPOSED
    if listed.is_stuck:
        return Why.STUCK
    if any(need.lead_on is None for need in waiting):
        return Why.UNLED
    if any(is_overdue(need, listed.on) for need in waiting):
        return Why.OVERDUE
    if waiting:
        return Why.WAITING
    if listed.needs:
        return Why.MET
    return Why.NO_NEED if listed.entry.no_need_reason else Why.NOTHING


def why_facts(left: list[Remaining]) -> Iterator[Fact]:
    counts = Counter(one.why for one in left)
    for why in Why:
        if counts[why]:
            yield Fact(f"remaining.why.{why}", f"Chưa giảm: {lower(why.label)}", counts[why], HOUSEHOLDS)


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
    listed, waiting = one.listed, one.listed.waiting_needs
    return Row(
        (
            place,
            one.household.head,
            str(one.household.hamlet),
            listed.people,
            listed.progress,
            "; ".join(need.type.name for need in waiting),
            leads_of(waiting),
            one.why.label,
        )
    )
