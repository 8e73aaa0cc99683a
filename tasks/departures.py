"""A household that died out, moved or merged has no open needs any more."""

from collections.abc import Iterable
from datetime import date

from django.core.files import File
from django.db import transaction

from households import changes
from households.models import Decision, Movement
from povertyplan.accounts.models import User
from tasks import steps


@transaction.atomic
def decide(
    movements: Iterable[Movement],
    *,
    decision_no: str,
    decision_on: date,
    by: User,
    signer: str = "",
    signer_title: str = "",
    file: File | None = None,
) -> list[Movement]:
    """Enters one decision for many households, and withdraws the needs of those that are no longer there.

    A number is a commune's: households of two communes are under two decisions of the same number.
    """
    paper = {"number": decision_no, "signed_on": decision_on, "signer": signer, "signer_title": signer_title}
    decisions: dict[int, Decision] = {}
    decided = []
    for movement in movements:
        commune = movement.household.commune
        if commune.pk not in decisions:
            decisions[commune.pk] = changes.open_decision(commune, **paper, file=file, by=by)
        movement = changes.enter(movement, decision=decisions[commune.pk], by=by)
        if movement.kind == Movement.Kind.OTHER_DECREASE:
            left_over = movement.household.needs.filter(plan=movement.plan).open()
            steps.withdraw(left_over, by=by, reason=movement.get_reason_display())
        decided.append(movement)
    return decided
