"""A household that died out, moved or merged has no open needs any more."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from households import changes
from households.models import Movement
from povertyplan.accounts.models import User
from tasks import steps


@transaction.atomic
def decide(movements: Iterable[Movement], *, decision_no: str, decision_on: date, by: User) -> list[Movement]:
    """Enters one decision for many households, and withdraws the needs of those that are no longer there."""
    decided = []
    for movement in movements:
        movement = changes.decide(movement, decision_no=decision_no, decision_on=decision_on, by=by)
        if movement.kind == Movement.Kind.OTHER_DECREASE:
            left_over = movement.household.needs.filter(plan=movement.plan).open()
            steps.withdraw(left_over, by=by, reason=movement.get_reason_display())
        decided.append(movement)
    return decided
