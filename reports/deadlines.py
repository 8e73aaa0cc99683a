"""Who owes what by when: one obligation per unit and kind, made from the plan's deadlines."""

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports.models import Obligation


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
