"""A year begins with households of the last one, is closed, and can be opened again."""

from collections.abc import Iterable

from django.db import transaction

from households.changes.ground import Refused, must_be_open
from households.models import Diary, Household, Plan, PlanEntry
from povertyplan import clock
from povertyplan.accounts.models import AccessLog, User

AT_ONCE = 1000


@transaction.atomic
def enlist(households: Iterable[Household], *, plan: Plan, by: User | None) -> int:
    """Puts households that are still poor on the list of `plan`, from the plan's own day; returns how many."""
    must_be_open(plan)
    households = list(households)
    entries = (PlanEntry(plan=plan, household=one, listed_on=plan.issued_on) for one in households)
    PlanEntry.objects.bulk_create(entries, AT_ONCE)
    text = f"Chuyển sang danh sách năm {plan.year} (Kế hoạch {plan.number})"
    lines = (Diary(household=one, kind=Diary.Kind.LIST, text=text, by=by, at=clock.now()) for one in households)
    Diary.objects.bulk_create(lines, AT_ONCE)
    return len(households)


@transaction.atomic
def close_year(plan: Plan, *, by: User, left_open: str = "") -> Plan:
    """From today on the year is only read. `left_open`: what was still to be done, for the log."""
    plan = _locked(plan)
    must_be_open(plan)
    plan.closed_on = clock.today()
    plan.save(update_fields=["closed_on"])
    _log(plan, "Khóa sổ" + (f"; còn: {left_open}" if left_open else ""), by=by)
    return plan


@transaction.atomic
def reopen_year(plan: Plan, *, reason: str, by: User) -> Plan:
    plan = _locked(plan)
    if not plan.is_closed:
        raise Refused(f"Kế hoạch năm {plan.year} đang mở.")
    if len(reason.strip()) < 10:
        raise Refused("Hãy ghi rõ lý do mở lại (ít nhất 10 ký tự).")
    plan.closed_on = None
    plan.save(update_fields=["closed_on"])
    _log(plan, f"Mở lại: {reason.strip()}", by=by)
    return plan


def _locked(plan: Plan) -> Plan:
    return Plan.objects.select_for_update().get(pk=plan.pk)


def _log(plan: Plan, detail: str, *, by: User) -> None:
    AccessLog.objects.record(AccessLog.Action.TABLE, by=by, subject=f"Kế hoạch năm {plan.year}", detail=detail)
