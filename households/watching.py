"""Watching over households that have left poverty: the visits, the signs of danger, and how each one stands.

It belongs to the household and not to a year's plan, so it goes on when the year has been closed.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from households.changes import Refused, note_down
from households.models import Diary, FollowUp, Household, Movement, RiskFlag
from households.models.watched import MILESTONES
from povertyplan import clock
from povertyplan.accounts.models import User

Finding = FollowUp.Finding
EARLY = 30  # days: who comes so much before a milestone comes for it


@dataclass(frozen=True)
class Watch:
    """How one exit stands on a day. `visited_for` is the milestone of its last visit that was one, or 0."""

    movement: Movement
    visited_for: int
    today: date

    @property
    def next_milestone(self) -> int | None:
        return next((months for months in MILESTONES if months > self.visited_for), None)

    @property
    def due_on(self) -> date | None:
        """A milestone that somebody missed altogether is not asked for once the next one has come."""
        missed = [months for months in MILESTONES if months > self.visited_for and self._day(months) <= self.today]
        months = missed[-1] if missed else self.next_milestone
        return self._day(months) if months else None

    @property
    def is_due(self) -> bool:
        return self.due_on is not None and self.due_on <= self.today

    @property
    def days_late(self) -> int:
        return (self.today - self.due_on).days if self.is_due else 0

    @property
    def ends_on(self) -> date:
        return self._day(MILESTONES[-1])

    def milestone_at(self, on: date) -> int | None:
        """What a visit on day `on` is made for: the last milestone that has come or is near, if it is still open."""
        come = [months for months in MILESTONES if (self._day(months) - on).days <= EARLY]
        return come[-1] if come and come[-1] > self.visited_for else None

    def _day(self, months: int) -> date:
        return clock.months_after(self.movement.counted_on, months)


def watch_of(household: Household, today: date | None = None) -> Watch | None:
    """None for a household that is not watched over."""
    today = today or clock.today()
    movement = household.movements.watched(today).longest_unvisited_first().last()
    return Watch(movement, movement.visited_for or 0, today) if movement else None


@transaction.atomic
def follow_up(movement: Movement, *, on: date, finding: str, by: User, note: str = "") -> FollowUp:
    """Somebody visited the household on day `on`."""
    household = Household.objects.select_for_update().get(pk=movement.household_id)
    watch = watch_of(household)
    if watch is None or watch.movement.pk != movement.pk:
        raise Refused(f"Hộ {household.head} không còn trong danh sách theo dõi sau thoát nghèo.")
    if on > clock.today():
        raise Refused("Ngày thăm hộ phải là hôm nay hoặc trước đó.")
    if on < movement.counted_on:
        raise Refused(f"Hộ thoát nghèo từ ngày {movement.counted_on:%d/%m/%Y}; hãy ghi ngày thăm từ đó trở đi.")
    if finding != Finding.STABLE and not note.strip():
        raise Refused("Hãy ghi rõ đã thấy gì ở hộ, để Phòng LĐ-TB&XH và các cơ quan biết mà hỗ trợ.")
    months = None if finding == Finding.ABSENT else watch.milestone_at(on)
    visit = FollowUp.objects.create(
        movement=movement, months=months, on=on, finding=finding, note=note.strip(), at=clock.now(), by=by
    )
    text = f"Thăm hộ sau thoát nghèo ngày {on:%d/%m/%Y}: {visit.get_finding_display().lower()}"
    note_down(household, Diary.Kind.EXIT, text, by=by, note=note)
    return visit


@transaction.atomic
def raise_flag(household: Household, *, kind: str, on: date, by: User, note: str = "") -> RiskFlag:
    """Somebody reports a sign that the household may fall back into poverty."""
    Household.objects.select_for_update().get(pk=household.pk)
    if on > clock.today():
        raise Refused("Ngày có dấu hiệu phải là hôm nay hoặc trước đó.")
    if (there := household.risk_flags.open().filter(kind=kind).first()) is not None:
        since = f"từ ngày {there.on:%d/%m/%Y}"
        raise Refused(f"Dấu hiệu «{there.get_kind_display()}» đã được báo {since}, chưa xử lý xong.")
    flag = RiskFlag.objects.create(
        household=household, kind=kind, on=on, note=note.strip(), raised_at=clock.now(), raised_by=by
    )
    note_down(household, Diary.Kind.EXIT, f"Dấu hiệu tái nghèo: {flag.get_kind_display().lower()}", by=by, note=note)
    return flag


@transaction.atomic
def close_flag(flag: RiskFlag, *, on: date, answer: str, by: User) -> RiskFlag:
    """Says what was done about it."""
    fresh = RiskFlag.objects.select_for_update().get(pk=flag.pk)
    if fresh.closed_on:
        raise Refused("Dấu hiệu này đã được xử lý xong.")
    if not answer.strip():
        raise Refused("Hãy ghi đã xử lý thế nào, ví dụ đã giới thiệu việc làm mới.")
    if not fresh.on <= on <= clock.today():
        raise Refused(f"Ngày xử lý xong phải từ {fresh.on:%d/%m/%Y} đến hôm nay.")
    fresh.closed_on, fresh.closed_at, fresh.closed_by, fresh.answer = on, clock.now(), by, answer.strip()
    fresh.save()
    text = f"Đã xử lý dấu hiệu tái nghèo: {fresh.get_kind_display().lower()}"
    note_down(fresh.household, Diary.Kind.EXIT, text, by=by, note=answer)
    return fresh
