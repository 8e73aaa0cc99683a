"""Asking units for further reports: the rule, its periods, and what each unit owes for each of them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from households.changes import Refused, must_be_open
from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import AccessLog, Unit, User
from povertyplan.accounts.roles import Permission
from povertyplan.vietnamese import tidy
from reports.models import FURTHER, FurtherReport, Obligation, Period

Every, Who = FurtherReport.Every, FurtherReport.Who
MONTHS = {Every.MONTH: 1, Every.QUARTER: 3}
MOST_PERIODS = 24


def stretches(every: str, starts_on: date, ends_on: date) -> list[tuple[date, date]]:
    """(first day, last day) of each period from the one of `starts_on` to the one of `ends_on`, whole months."""
    if every == Every.ONCE:
        return [(starts_on, ends_on)]
    months = MONTHS[every]
    first = starts_on.replace(day=1, month=starts_on.month - (starts_on.month - 1) % months)
    found = []
    while first <= ends_on:
        following = clock.months_after(first, months)
        found.append((first, following - timedelta(days=1)))
        first = following
    return found


def to_tell(periods: Iterable[Period], on: date) -> list[Period]:
    """Of each report the period that ended last before `on`, else the one that has begun: what is told of now."""
    newest: dict[int, Period] = {}
    for period in sorted(periods, key=lambda one: one.starts_on):
        if period.ends_on < on or (period.starts_on <= on and period.report_id not in newest):
            newest[period.report_id] = period
    return sorted(newest.values(), key=lambda one: (one.report_id, one.starts_on))


def who_owes(plan: Plan, who: str, chosen: Iterable[Unit] = ()) -> list[Unit]:
    units = Unit.objects.on(plan.issued_on)
    match who:
        case Who.COMMUNES:
            return list(units.communes())
        case Who.AGENCIES:
            return list(units.agencies())
        case Who.CHOSEN:
            return list(units.filter(pk__in=[unit.pk for unit in chosen]))
        case _:
            return list(units)


@transaction.atomic
def ask_for(
    plan: Plan,
    *,
    name: str,
    every: str,
    who: str,
    starts_on: date,
    ends_on: date,
    due_days: int,
    by: User,
    units: Iterable[Unit] = (),
    basis: str = "",
) -> FurtherReport:
    """From now on `units` owe this for each period; days are `due_days` after the period's last day."""
    must_be_open(plan)
    _may(by)
    if ends_on < starts_on:
        raise Refused("Ngày kết thúc phải sau ngày bắt đầu.")
    found, owing = stretches(every, starts_on, ends_on), who_owes(plan, who, units)
    if len(found) > MOST_PERIODS:
        raise Refused(f"Nhiều nhất {MOST_PERIODS} kỳ; hãy chọn ngày kết thúc sớm hơn.")
    if not owing:
        raise Refused("Hãy chọn ít nhất một đơn vị phải nộp.")
    if plan.further_reports.filter(name__iexact=tidy(name), ended_at=None).exists():
        raise Refused(f"Năm {plan.year} đã có «{tidy(name)}».")
    report = FurtherReport.objects.create(
        plan=plan, name=tidy(name), basis=tidy(basis), every=every, who=who, starts_on=found[0][0],
        ends_on=found[-1][1], due_days=due_days, made_at=clock.now(), made_by=by,
    )  # fmt: skip
    report.units.set(owing if who == Who.CHOSEN else [])
    for first, last in found:
        _open(Period(report=report, starts_on=first, ends_on=last, due_on=last + timedelta(days=due_days)), owing)
    detail = f"{report.get_every_display()}, {len(found)} kỳ, {len(owing)} đơn vị"
    AccessLog.objects.record(AccessLog.Action.TABLE, by=by, subject=f"Báo cáo định kỳ: {report}", detail=detail)
    return report


def _open(period: Period, owing: list[Unit]) -> None:
    period.save()
    Obligation.objects.bulk_create(
        Obligation(plan=period.plan, unit=unit, kind=FURTHER, period=period, due_on=period.due_on) for unit in owing
    )


@transaction.atomic
def end(report: FurtherReport, *, by: User) -> int:
    """No period that has not begun is asked for any more; returns how many that were. What was told stays."""
    fresh = FurtherReport.objects.select_for_update(of=("self",)).select_related("plan").get(pk=report.pk)
    must_be_open(fresh.plan)
    _may(by)
    if fresh.ended_at:
        raise Refused(f"«{fresh}» đã ngừng.")
    coming = fresh.periods.filter(starts_on__gt=clock.today()).exclude(obligations__submissions__isnull=False)
    pks = list(coming.values_list("pk", flat=True))
    Obligation.objects.filter(period__in=pks).delete()
    Period.objects.filter(pk__in=pks).delete()
    fresh.ended_at, fresh.ended_by = clock.now(), by
    fresh.save(update_fields=["ended_at", "ended_by"])
    AccessLog.objects.record(
        AccessLog.Action.TABLE, by=by, subject=f"Báo cáo định kỳ: {fresh}", detail=f"Ngừng, bỏ {len(pks)} kỳ chưa tới"
    )
    return len(pks)


def _may(by: User) -> None:
    if not by.may(Permission.MANAGE_OBLIGATIONS):
        raise Refused("Tài khoản này không lập được báo cáo định kỳ.")
