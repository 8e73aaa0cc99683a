"""Who owes what by when: one obligation per unit and kind, made from the plan's deadlines."""

from datetime import date

from django.db import transaction

from households.changes import Refused, must_be_open
from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import AccessLog, Unit, User
from povertyplan.accounts.roles import Permission
from reports.models import Deadline, DeadlineMove, Obligation, Period

SHORTEST_REASON = 10


def open_obligations(plan: Plan) -> int:
    """Makes the obligations that are not there yet and returns how many; harmless to repeat."""
    units = Unit.objects.on(plan.issued_on)
    wanted = [
        Obligation(plan=plan, unit=unit, kind=deadline.kind, due_on=deadline.due_on)
        for deadline in plan.deadlines.all()
        for unit in units
    ]
    there = set(plan.obligations.yearly().values_list("unit_id", "kind"))
    missing = [o for o in wanted if (o.unit_id, o.kind) not in there]
    Obligation.objects.bulk_create(missing)
    return len(missing)


@transaction.atomic
def move_deadline(rule: Deadline | Period, *, due_on: date, reason: str, by: User, seen_on: date) -> DeadlineMove:
    """Sets a new day for what every unit owes by it; what was handed in keeps its moment and is measured anew.

    `seen_on` is the day that `by` saw: whoever looks at an old page moves nothing.
    """
    fresh = type(rule).objects.select_for_update(of=("self",)).get(pk=rule.pk)
    must_be_open(fresh.plan)
    if not by.may(Permission.MANAGE_OBLIGATIONS):
        raise Refused("Tài khoản này không dời được hạn nộp.")
    if fresh.due_on != seen_on:
        raise Refused(f"Hạn nộp vừa được người khác dời tới ngày {fresh.due_on:%d/%m/%Y}. Hãy xem lại trước khi dời.")
    if due_on == fresh.due_on:
        raise Refused("Hạn mới trùng với hạn đang có.")
    if due_on < fresh.plan.issued_on:
        raise Refused(f"Hạn nộp phải từ ngày ban hành kế hoạch ({fresh.plan.issued_on:%d/%m/%Y}) trở đi.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(f"Hãy ghi rõ lý do dời hạn (ít nhất {SHORTEST_REASON} ký tự).")
    move = DeadlineMove(was_on=fresh.due_on, due_on=due_on, reason=reason.strip(), at=clock.now(), by=by)
    if isinstance(fresh, Deadline):
        move.deadline, move.was_wording = fresh, fresh.wording
        fresh.wording = f"trước ngày {due_on.day}/{due_on.month}/{due_on.year}"
    else:
        move.period = fresh
    move.save()
    fresh.due_on = due_on
    fresh.save()
    fresh.owed().update(due_on=due_on)
    detail = f"Dời {move}: {move.reason}"
    AccessLog.objects.record(AccessLog.Action.TABLE, by=by, subject=f"Hạn nộp: {fresh}", detail=detail)
    return move
