"""The verbs of a change of standing: proposed by the commune, answered by the division, decided, taken back."""

from collections.abc import Iterable
from datetime import date

from django.core.files import File
from django.db import transaction

from households.changes import increases, regrouping, reviews
from households.changes.decisions import must_come_after_the_fact, open_decision
from households.changes.ground import Refused, must_be_open, note_down
from households.models import Decision, Diary, Household, Movement, Plan
from households.models.movement import Reason, Stage, kind_for
from households.reviewing import Findings
from povertyplan import clock
from povertyplan.accounts.models import User


@transaction.atomic
def propose_exit(
    household: Household,
    *,
    plan: Plan,
    reason: str,
    on: date,
    evidence: str,
    by: User,
    outcome: str = "",
    findings: Findings | None = None,
    files: Iterable[File] = (),
    other_household: Household | None = None,
) -> Movement:
    """The commune asks to take the household off the list; the division answers.

    Without an `outcome` it is the one that the standard computes from `findings`. A death, a move or a merging
    is not measured. Who joins another poor household (`other_household`) goes over to it with the decision.
    """
    must_be_open(plan)
    if other_household is not None:
        regrouping.must_be_able_to_take_in(other_household, household, plan)
    Household.objects.select_for_update().get(pk=household.pk)
    if household.movements.leaving(plan).exists():
        raise Refused(f"Hộ {household.head} đã được đưa ra khỏi danh sách.")
    if household.movements.filter(plan=plan).open().exists():
        raise Refused(f"Hộ {household.head} đã có một đề nghị đang xử lý.")
    movement = Movement(
        household=household,
        plan=plan,
        kind=kind_for(reason),
        reason=reason,
        outcome=outcome,
        people=household.member_count,
        happened_on=on,
        evidence=evidence,
        stage=Stage.PROPOSED,
        proposed_at=clock.now(),
        proposed_by=by,
        other_household=other_household,
    )
    reviews.save_with_review(movement, findings, by=by)
    _line(movement, "Đề nghị đưa ra khỏi danh sách hộ nghèo", by=by, note=evidence)
    reviews.attach(movement, files=files, by=by)
    return movement


@transaction.atomic
def propose_again(
    movement: Movement,
    *,
    reason: str,
    on: date,
    evidence: str,
    by: User,
    outcome: str = "",
    findings: Findings | None = None,
    files: Iterable[File] = (),
) -> Movement:
    """Sends a returned proposal once more, mended."""
    movement = _at_stage(movement, Stage.RETURNED)
    movement.kind, movement.reason, movement.outcome = kind_for(reason), reason, outcome
    movement.happened_on, movement.evidence = on, evidence
    movement.other_household = movement.other_household if reason == Reason.MERGED else None
    movement.stage, movement.proposed_at, movement.proposed_by = Stage.PROPOSED, clock.now(), by
    reviews.save_with_review(movement, findings, by=by)
    _line(movement, "Gửi lại đề nghị đã bổ sung", by=by, note=evidence)
    reviews.attach(movement, files=files, by=by)
    return movement


@transaction.atomic
def withdraw_proposal(movement: Movement, *, by: User) -> Movement:
    movement = _at_stage(movement, Stage.PROPOSED, Stage.RETURNED)
    movement.stage = Stage.WITHDRAWN
    movement.save(update_fields=["stage"])
    _line(movement, "Rút đề nghị", by=by)
    return movement


@transaction.atomic
def agree(movement: Movement, *, by: User) -> Movement:
    """The division agrees; the household leaves the list when the decision is entered."""
    movement = _at_stage(movement, Stage.PROPOSED)
    if movement.proposed_by == by:
        raise Refused("Người đề nghị không được tự đồng ý.")
    movement.stage, movement.agreed_at, movement.agreed_by = Stage.AGREED, clock.now(), by
    movement.save(update_fields=["stage", "agreed_at", "agreed_by"])
    _line(movement, "Đồng ý đề nghị, chờ quyết định", by=by)
    return movement


def agree_to_all(
    movements: Iterable[Movement], *, by: User, shown: dict[int, int] | None = None
) -> tuple[list[Movement], list[str]]:
    """Agrees to each that can be agreed to; the others are named with the reason, and hold nobody up.

    `shown`: the key of each proposal and its `version` when it was looked at; one that was sent anew since is
    not agreed to.
    """
    agreed, refused = [], []
    for movement in movements:
        if shown is not None and shown[movement.pk] != movement.version:
            refused.append(f"Đề nghị của hộ {movement.household.head} đã được gửi lại sau khi bạn mở trang.")
            continue
        try:
            agreed.append(agree(movement, by=by))
        except Refused as refusal:
            refused.append(str(refusal))
    return agreed, refused


@transaction.atomic
def return_proposal(movement: Movement, *, reason: str, by: User) -> Movement:
    if not reason.strip():
        raise Refused("Hãy ghi lý do trả lại để xã, phường biết cần bổ sung gì.")
    movement = _at_stage(movement, Stage.PROPOSED)
    movement.stage, movement.returned_at, movement.returned_by = Stage.RETURNED, clock.now(), by
    movement.return_reason = reason
    movement.save(update_fields=["stage", "returned_at", "returned_by", "return_reason"])
    _line(movement, "Trả lại đề nghị để bổ sung", by=by, note=reason)
    return movement


@transaction.atomic
def decide(movement: Movement, *, decision_no: str, decision_on: date, by: User) -> Movement:
    """Enters the decision's number and date: from then on, but after the plan, the household is off the list.

    The commune's chairperson decides (Quyết định 24/2021/QĐ-TTg); the product only records it.
    """
    decision = open_decision(movement.household.commune, number=decision_no, signed_on=decision_on, by=by)
    return enter(movement, decision=decision, by=by)


@transaction.atomic
def enter(movement: Movement, *, decision: Decision, by: User) -> Movement:
    """Puts one household under a decision of its commune that has been opened."""
    movement = _at_stage(movement, Stage.AGREED)
    must_come_after_the_fact(movement, decision.signed_on)
    if decision.unit_id != movement.household.commune_id:
        raise Refused(f"Hộ {movement.household.head} không thuộc {decision.unit.name}.")
    movement.stage, movement.decided_at, movement.decided_by = Stage.DECIDED, clock.now(), by
    movement.decision = decision
    movement.counted_on = movement.plan.counts_from(decision.signed_on)
    movement.save()
    increases.place(movement)
    _line(movement, str(decision), by=by)
    reviews.carry_over(movement, by=by)
    if movement.reason == Reason.MERGED and movement.other_household_id:
        regrouping.join(movement, by=by)
    return movement


@transaction.atomic
def undo(movement: Movement, *, reason: str, by: User) -> Movement:
    """Takes back what was decided by mistake: it stays on record, and no figure of any day counts it."""
    if not reason.strip():
        raise Refused("Hãy ghi lý do hủy, ví dụ ghi nhầm hộ cùng tên.")
    movement = _at_stage(movement, Stage.DECIDED)
    later = Movement.objects.in_force(date.max).filter(household=movement.household, counted_on__gt=movement.counted_on)
    if (following := later.exclude(pk=movement.pk).order_by("-counted_on", "-pk").first()) is not None:
        what = f"{following.get_kind_display().lower()} ngày {following.counted_on:%d/%m/%Y}"
        raise Refused(f"Sau đó hộ {movement.household.head} còn có biến động: {what}. Hãy hủy biến động đó trước.")
    movement.stage, movement.undone_at, movement.undone_by = Stage.UNDONE, clock.now(), by
    movement.undo_reason = reason.strip()
    movement.official, movement.official_decision, movement.official_outcome = "", None, ""
    movement.ended_on = None
    movement.save()
    text = f"Hủy vì ghi nhầm: {movement.get_kind_display().lower()} từ ngày {movement.counted_on:%d/%m/%Y}"
    note_down(movement.household, Diary.Kind.EXIT, text, by=by, note=reason)
    reviews.give_back(movement, by=by)
    increases.displace(movement)
    regrouping.put_back(movement, reason=reason, by=by)
    return movement


def _at_stage(movement: Movement, *stages: Stage) -> Movement:
    """The row as it is now, locked; somebody may have been quicker."""
    fresh = Movement.objects.select_for_update().get(pk=movement.pk)
    must_be_open(fresh.plan)
    if fresh.stage not in stages:
        raise Refused(f"Đề nghị của hộ {fresh.household.head} đang ở bước «{fresh.get_stage_display()}».")
    return fresh


def _line(movement: Movement, text: str, *, by: User, note: str = "") -> None:
    text = f"{text} ({movement.what.lower()})"
    note_down(movement.household, Diary.Kind.EXIT, text, by=by, note=note)
