"""Visits and signs of danger at the demo's households that left poverty before the plan."""

from datetime import date, datetime, time

from django.utils import timezone

from households import watching
from households.models import FollowUp, Movement, Plan
from povertyplan import clock

Finding = FollowUp.Finding


def play(cast, plan: Plan) -> None:
    """Of the two merit households one was visited for its six months and one is due; three have a sign of danger."""
    early = Movement.objects.in_plan(plan).exits().filter(from_list=True).order_by("counted_on", "pk")
    early = list(early.select_related("household__commune"))
    _visit(early[0], cast, date(2022, 9, 5), Finding.STABLE, "Sinh hoạt ổn định, hưởng trợ cấp người có công đều.")
    _visit(early[2], cast, date(2022, 8, 25), Finding.STABLE, "")
    note = "Con trai nghỉ việc ở khu công nghiệp từ đầu tháng, cả nhà chưa có nguồn thu khác."
    _visit(early[3], cast, date(2022, 9, 8), Finding.AT_RISK, note)
    _flag(early[3], cast, date(2022, 9, 2), "job_lost", note)
    _flag(early[5], cast, date(2022, 9, 10), "illness", "Chủ hộ nằm viện tỉnh, dự kiến điều trị dài ngày.")
    answered = _flag(early[6], cast, date(2022, 8, 20), "disaster", "Lốc tốc mái bếp đêm 19/8.")
    with clock.assume(_morning(date(2022, 8, 29))):
        answer = "Đoàn thanh niên phường giúp lợp lại, hộ đã ổn định."
        watching.close_flag(answered, on=date(2022, 8, 29), answer=answer, by=answered.raised_by)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def _visit(movement: Movement, cast, on: date, finding: str, note: str) -> None:
    with clock.assume(_morning(on)):
        watching.follow_up(movement, on=on, finding=finding, note=note, by=cast.of(movement.household.commune))


def _flag(movement: Movement, cast, on: date, kind: str, note: str):
    with clock.assume(_morning(on)):
        by = cast.of(movement.household.commune)
        return watching.raise_flag(movement.household, kind=kind, on=on, note=note, by=by)
