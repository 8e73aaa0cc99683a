"""Who owes what by when: one obligation per unit and kind, made from the plan's deadlines."""

from datetime import date

from django.db import transaction

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports.models import Deadline, Obligation


def open_obligations(plan: Plan) -> int:
    """Makes the obligations that are not there yet and returns how many; harmless to repeat."""
    units = Unit.objects.on(plan.issued_on)
    wanted = [
        Obligation(plan=plan, unit=unit, kind=deadline.kind, due_on=deadline.due_on)
        for deadline in plan.deadlines.all()
        for unit in units
    ]
    there = set(plan.obligations.values_list("unit_id", "kind"))
    missing = [o for o in wanted if (o.unit_id, o.kind) not in there]
    Obligation.objects.bulk_create(missing)
    return len(missing)


@transaction.atomic
def move_deadline(deadline: Deadline, *, due_on: date) -> int:
    """Sets a new day for what is owed and returns for how many obligations; moments of submission stay."""
    deadline.due_on = due_on
    deadline.save(update_fields=["due_on"])
    return deadline.plan.obligations.filter(kind=deadline.kind).update(due_on=due_on)
