"""A household that died out, moved or merged has no open needs any more; and has them again when that was wrong."""

from collections.abc import Iterable
from datetime import date

from django.core.files import File
from django.db import transaction
from django.db.models import Exists, OuterRef

from households import changes
from households.models import Decision, Movement
from povertyplan.accounts.models import User
from tasks import handing, regrouping, steps
from tasks.models import Need, Step
from tasks.states import State


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
            if movement.other_household_id:
                handing.take_along(movement, by=by)
            left_over = movement.household.needs.filter(plan=movement.plan).open()
            steps.withdraw(left_over, by=by, reason=movement.get_reason_display())
        decided.append(movement)
    return decided


@transaction.atomic
def undo(movement: Movement, *, reason: str, by: User) -> Movement:
    """Takes back a change of standing that was decided by mistake: people and needs are where and as they were.

    Refused where somebody has worked since on what went along to another household or commune.
    """
    regrouping.give_needs_back(movement, by=by, note=f"Hủy biến động: {reason.strip()}")
    movement = changes.undo(movement, reason=reason, by=by)
    if movement.kind == Movement.Kind.OTHER_DECREASE:
        steps.reopen(_closed_by(movement), by=by, reason=reason)
    return movement


@transaction.atomic
def withdraw(decision: Decision, *, reason: str, by: User) -> Decision:
    """Takes back a whole decision: every household is as it was before, and the paper stays on record as withdrawn."""
    for movement in changes.decided_by(decision).order_by("-pk"):
        movement.refresh_from_db()
        if movement.stage == Movement.Stage.DECIDED:  # a move within the town is two movements, undone together
            undo(movement, reason=reason, by=by)
    changes.take_back_conclusions(decision, reason=reason, by=by)
    return changes.mark_withdrawn(decision, reason=reason, by=by)


def _closed_by(movement: Movement):
    """The needs that the decision closed, and nobody has moved since."""
    closing = Step.objects.filter(verb="withdraw", note=movement.get_reason_display(), at__gte=movement.decided_at)
    needs = Need.objects.filter(household=movement.household, plan=movement.plan, state=State.WITHDRAWN)
    return needs.filter(Exists(closing.filter(need=OuterRef("pk"))))
