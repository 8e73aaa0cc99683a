"""The verbs that change a household: each is atomic, names its actor, and leaves a line in the diary."""

from datetime import date

from django.db import transaction

from households.models import Diary, Household, Movement, Plan, PlanEntry
from households.models.household import Progress
from households.models.movement import DECREASES, Stage, kind_for
from povertyplan import clock
from povertyplan.accounts.models import User


class Refused(Exception):
    """A verb that may not be done now. The text says why, in Vietnamese, for the page."""


def note_down(household: Household, kind: Diary.Kind, text: str, *, by: User | None, note: str = "") -> Diary:
    return Diary.objects.create(household=household, kind=kind, text=text[:300], note=note, by=by, at=clock.now())


@transaction.atomic
def see(household: Household, *, plan: Plan, progress: str, on: date, by: User, note: str = "") -> PlanEntry:
    """The commune looked at the household on day `on` and says how it stands."""
    if progress == Progress.STUCK and not note.strip():
        raise Refused("Hãy ghi rõ vướng mắc để Phòng LĐ-TB&XH hướng dẫn.")
    entry = PlanEntry.objects.select_for_update().get(plan=plan, household=household)
    entry.progress, entry.seen_on, entry.seen_at, entry.seen_by = progress, on, clock.now(), by
    entry.to_review = False
    entry.save(update_fields=["progress", "seen_on", "seen_at", "seen_by", "to_review"])
    text = f"Xem xét ngày {on:%d/%m/%Y}: {Progress(progress).label.lower()}"
    note_down(household, Diary.Kind.PROGRESS, text, by=by, note=note)
    return entry


@transaction.atomic
def assign_officer(household: Household, *, officer: User | None, by: User) -> None:
    if household.officer == officer:
        return
    household.officer = officer
    household.save(update_fields=["officer"])
    text = f"Giao {officer.full_name} phụ trách hộ" if officer else "Thôi phân công cán bộ phụ trách"
    note_down(household, Diary.Kind.DATA, text, by=by)


@transaction.atomic
def propose_exit(
    household: Household, *, plan: Plan, reason: str, on: date, evidence: str, by: User, outcome: str = ""
) -> Movement:
    """The commune asks to take the household off the list; the division answers."""
    Household.objects.select_for_update().get(pk=household.pk)
    if household.movements.filter(plan=plan, kind__in=DECREASES, stage=Stage.DECIDED).exists():
        raise Refused(f"Hộ {household.head} đã được đưa ra khỏi danh sách.")
    if household.movements.filter(plan=plan).open().exists():
        raise Refused(f"Hộ {household.head} đã có một đề nghị đang xử lý.")
    movement = Movement.objects.create(
        household=household,
        plan=plan,
        kind=kind_for(reason),
        reason=reason,
        outcome=outcome,
        happened_on=on,
        evidence=evidence,
        stage=Stage.PROPOSED,
        proposed_at=clock.now(),
        proposed_by=by,
    )
    _exit_line(movement, "Đề nghị đưa ra khỏi danh sách hộ nghèo", by=by, note=evidence)
    return movement


@transaction.atomic
def propose_again(movement: Movement, *, reason: str, on: date, evidence: str, by: User, outcome: str = ""):
    """Sends a returned proposal once more, mended."""
    movement = _at_stage(movement, Stage.RETURNED)
    movement.kind, movement.reason, movement.outcome = kind_for(reason), reason, outcome
    movement.happened_on, movement.evidence = on, evidence
    movement.stage, movement.proposed_at, movement.proposed_by = Stage.PROPOSED, clock.now(), by
    movement.save()
    _exit_line(movement, "Gửi lại đề nghị đã bổ sung", by=by, note=evidence)
    return movement


@transaction.atomic
def withdraw_proposal(movement: Movement, *, by: User) -> Movement:
    movement = _at_stage(movement, Stage.PROPOSED, Stage.RETURNED)
    movement.stage = Stage.WITHDRAWN
    movement.save(update_fields=["stage"])
    _exit_line(movement, "Rút đề nghị", by=by)
    return movement


@transaction.atomic
def agree(movement: Movement, *, by: User) -> Movement:
    """The division agrees; the household leaves the list when the decision is entered."""
    movement = _at_stage(movement, Stage.PROPOSED)
    if movement.proposed_by == by:
        raise Refused("Người đề nghị không được tự đồng ý.")
    movement.stage, movement.agreed_at, movement.agreed_by = Stage.AGREED, clock.now(), by
    movement.save(update_fields=["stage", "agreed_at", "agreed_by"])
    _exit_line(movement, "Đồng ý đề nghị, chờ quyết định", by=by)
    return movement


@transaction.atomic
def return_proposal(movement: Movement, *, reason: str, by: User) -> Movement:
    if not reason.strip():
        raise Refused("Hãy ghi lý do trả lại để xã, phường biết cần bổ sung gì.")
    movement = _at_stage(movement, Stage.PROPOSED)
    movement.stage, movement.returned_at, movement.returned_by = Stage.RETURNED, clock.now(), by
    movement.return_reason = reason
    movement.save(update_fields=["stage", "returned_at", "returned_by", "return_reason"])
    _exit_line(movement, "Trả lại đề nghị để bổ sung", by=by, note=reason)
    return movement


@transaction.atomic
def decide(movement: Movement, *, decision_no: str, decision_on: date, by: User) -> Movement:
    """Enters the decision's number and date: from `decision_on` the household counts as off the list.

    The commune's chairperson decides (Quyết định 24/2021/QĐ-TTg); the product only records it.
    """
    movement = _at_stage(movement, Stage.AGREED)
    if not decision_no.strip():
        raise Refused("Hãy ghi số, ký hiệu quyết định.")
    if decision_on > clock.today():
        raise Refused("Ngày quyết định không được sau hôm nay.")
    if decision_on < movement.happened_on:
        raise Refused(
            f"Quyết định không thể có trước ngày {movement.happened_on:%d/%m/%Y} "
            f"của đề nghị đối với hộ {movement.household.head}."
        )
    movement.stage, movement.decided_at, movement.decided_by = Stage.DECIDED, clock.now(), by
    movement.decision_no, movement.decision_on = decision_no.strip(), decision_on
    movement.counted_on = decision_on
    movement.save()
    text = f"Quyết định số {movement.decision_no} ngày {decision_on:%d/%m/%Y}"
    _exit_line(movement, text, by=by)
    return movement


def _at_stage(movement: Movement, *stages: Stage) -> Movement:
    """The row as it is now, locked; somebody may have been quicker."""
    fresh = Movement.objects.select_for_update().get(pk=movement.pk)
    if fresh.stage not in stages:
        raise Refused(f"Đề nghị của hộ {fresh.household.head} đang ở bước «{fresh.get_stage_display()}».")
    return fresh


def _exit_line(movement: Movement, text: str, *, by: User, note: str = "") -> None:
    text = f"{text} ({movement.get_reason_display().lower()})"
    note_down(movement.household, Diary.Kind.EXIT, text, by=by, note=note)
