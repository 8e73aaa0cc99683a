"""Whoever died out, moved, merged or was never poor has no open needs; and has them again where that was wrong."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.db.models import Exists, OuterRef

from households import changes
from households.models import Decision, Movement
from households.models.movement import Kind, Official
from povertyplan.accounts.models import User
from tasks import handing, regrouping, steps
from tasks.models import Need, Step
from tasks.states import State

NEW_ON_THE_LIST = (Kind.NEWLY_POOR, Kind.FROM_NEAR_POOR)
NOT_ACCEPTED = "Rà soát định kỳ không công nhận là hộ nghèo"


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
            _close_needs(movement, movement.get_reason_display(), by=by)
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
        closed = _closed(movement, movement.get_reason_display(), since=movement.decided_at)
        steps.reopen(closed, by=by, reason=reason)
    return movement


@transaction.atomic
def conclude(answers: Iterable[tuple[Movement, str]], *, decision: Decision, by: User) -> list[Movement]:
    """As `changes.conclude`; who is not accepted as newly poor is on no list, and needs nothing of this plan."""
    concluded = changes.conclude(answers, decision=decision, by=by)
    for movement in concluded:
        if movement.official == Official.REJECTED and movement.kind in NEW_ON_THE_LIST:
            _close_needs(movement, NOT_ACCEPTED, by=by)
    return concluded


@transaction.atomic
def withdraw(decision: Decision, *, reason: str, by: User) -> Decision:
    """Takes back a whole decision: every household is as it was before, and the paper stays on record as withdrawn."""
    for movement in changes.decided_by(decision).order_by("-pk"):
        movement.refresh_from_db()
        if movement.stage == Movement.Stage.DECIDED:  # a move within the town is two movements, undone together
            undo(movement, reason=reason, by=by)
    rejected = list(decision.officially.filter(official=Official.REJECTED, kind__in=NEW_ON_THE_LIST))
    changes.take_back_conclusions(decision, reason=reason, by=by)
    for movement in rejected:
        steps.reopen(_closed(movement, NOT_ACCEPTED, since=decision.entered_at), by=by, reason=reason)
    return changes.mark_withdrawn(decision, reason=reason, by=by)


def _close_needs(movement: Movement, why: str, *, by: User) -> None:
    """Its household is not there any more, or was never poor."""
    steps.withdraw(movement.household.needs.filter(plan=movement.plan).open(), by=by, reason=why)


def _closed(movement: Movement, why: str, *, since: datetime):
    """The needs that were closed with these words, and nobody has moved since."""
    closing = Step.objects.filter(verb="withdraw", note=why, at__gte=since)
    needs = Need.objects.filter(household=movement.household, plan=movement.plan, state=State.WITHDRAWN)
    return needs.filter(Exists(closing.filter(need=OuterRef("pk"))))
