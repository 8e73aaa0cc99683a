"""The verbs that change a household: each is atomic, names its actor, and leaves a line in the diary."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from households.differences import apply, difference
from households.models import Decision, Diary, Household, Member, Movement, Plan, PlanEntry
from households.models.household import Progress
from households.models.movement import Stage, kind_for
from povertyplan import clock
from povertyplan.accounts.models import User


class Refused(Exception):
    """A verb that may not be done now. The text says why, in Vietnamese, for the page."""


class Stale(Refused):
    """Somebody else saved the household after this page was opened."""


def must_be_open(plan: Plan) -> None:
    """Every verb that changes something of a year asks this first."""
    if plan.is_closed:
        raise Refused(f"Kế hoạch năm {plan.year} đã khóa sổ ngày {plan.closed_on:%d/%m/%Y}, chỉ còn xem được.")


def note_down(household: Household, kind: Diary.Kind, text: str, *, by: User | None, note: str = "") -> Diary:
    return Diary.objects.create(household=household, kind=kind, text=text[:300], note=note, by=by, at=clock.now())


def _sent_twice(household: Household, kind: Diary.Kind, text: str, *, by: User, note: str) -> Diary | None:
    """The newest line of this kind if it says the very same of today: a form that was sent twice."""
    last = household.diary.filter(kind=kind).order_by("-pk").first()
    if last is None or (last.text, last.note, last.by) != (text, note, by):
        return None
    return last if timezone.localtime(last.at).date() == clock.today() else None


@transaction.atomic
def see(household: Household, *, plan: Plan, progress: str, on: date, by: User, note: str = "") -> PlanEntry:
    """The commune looked at the household on day `on` and says how it stands."""
    must_be_open(plan)
    if progress == Progress.STUCK and not note.strip():
        raise Refused("Hãy ghi rõ vướng mắc để Phòng LĐ-TB&XH hướng dẫn.")
    entry = PlanEntry.objects.select_for_update().get(plan=plan, household=household)
    if household.movements.leaving(plan).exists():
        raise Refused(f"Hộ {household.head} đã ra khỏi danh sách, không cần cập nhật nữa.")
    if on > clock.today():
        raise Refused("Ngày xem xét phải là hôm nay hoặc trước đó.")
    if entry.seen_on and on < entry.seen_on:
        raise Refused(f"Hộ đã được xem xét ngày {entry.seen_on:%d/%m/%Y}; hãy ghi ngày từ đó trở đi.")
    text = f"Xem xét ngày {on:%d/%m/%Y}: {Progress(progress).label.lower()}"
    if not entry.to_review and _sent_twice(household, Diary.Kind.PROGRESS, text, by=by, note=note):
        return entry
    entry.progress, entry.seen_on, entry.seen_at, entry.seen_by = progress, on, clock.now(), by
    entry.to_review = False
    entry.save(update_fields=["progress", "seen_on", "seen_at", "seen_by", "to_review"])
    note_down(household, Diary.Kind.PROGRESS, text, by=by, note=note)
    return entry


@transaction.atomic
def edit(household: Household, *, version: int, facts: dict, by: User) -> Household:
    """Writes the changed `facts` (field name: new value) of a household that was opened at `version`."""
    fresh = _opened_at(household, version)
    names, lines = difference(fresh, facts)
    if names:
        try:
            with transaction.atomic():
                apply(fresh, facts)
        except IntegrityError as error:  # somebody gave the number to another household in this very moment
            raise Refused("Số CCCD/CMND này đã thuộc một hộ khác.") from error
        text = f"Sửa thông tin hộ: {', '.join(names)}"
        note_down(fresh, Diary.Kind.DATA, text, by=by, note="\n".join(lines))
    return fresh


@transaction.atomic
def add_member(household: Household, *, version: int, facts: dict, by: User) -> Member:
    fresh = _opened_at(household, version)
    last = fresh.members.order_by("-order").first()
    member = Member.objects.create(household=fresh, order=last.order + 1 if last else 1, **facts)
    who = f"{member.name} ({member.relation.lower()})" if member.relation else member.name
    note_down(fresh, Diary.Kind.DATA, f"Thêm thành viên {who}", by=by)
    return member


@transaction.atomic
def edit_member(member: Member, *, version: int, facts: dict, by: User) -> Member:
    household = _opened_at(member.household, version)
    fresh = household.members.get(pk=member.pk)
    names, lines = difference(fresh, facts)
    if names:
        text = f"Sửa thành viên {fresh.name}: {', '.join(names)}"
        apply(fresh, facts)
        note_down(household, Diary.Kind.DATA, text, by=by, note="\n".join(lines))
    return fresh


@transaction.atomic
def remove_member(member: Member, *, by: User) -> None:
    household = _opened_at(member.household, None)
    note_down(household, Diary.Kind.DATA, f"Bỏ thành viên {member.name}", by=by)
    member.delete()


def _opened_at(household: Household, version: int | None) -> Household:
    """The row as it is now, locked and counted on by one; `None`: whatever it was when the page was opened."""
    fresh = Household.objects.select_for_update().get(pk=household.pk)
    if version is not None and fresh.version != version:
        raise Stale("Người khác vừa sửa hộ này sau khi bạn mở trang.")
    fresh.version += 1
    fresh.save(update_fields=["version"])
    return fresh


@transaction.atomic
def write_note(household: Household, *, text: str, by: User) -> Diary:
    Household.objects.select_for_update().get(pk=household.pk)
    twin = _sent_twice(household, Diary.Kind.NOTE, "Ghi chú", by=by, note=text)
    return twin or note_down(household, Diary.Kind.NOTE, "Ghi chú", by=by, note=text)


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
    must_be_open(plan)
    Household.objects.select_for_update().get(pk=household.pk)
    if household.movements.leaving(plan).exists():
        raise Refused(f"Hộ {household.head} đã được đưa ra khỏi danh sách.")
    if household.movements.filter(plan=plan).open().exists():
        raise Refused(f"Hộ {household.head} đã có một đề nghị đang xử lý.")
    movement = Movement.objects.create(
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


def agree_to_all(movements: Iterable[Movement], *, by: User) -> tuple[list[Movement], list[str]]:
    """Agrees to each that can be agreed to; the others are named with the reason, and hold nobody up."""
    agreed, refused = [], []
    for movement in movements:
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
    _exit_line(movement, "Trả lại đề nghị để bổ sung", by=by, note=reason)
    return movement


@transaction.atomic
def decide(movement: Movement, *, decision_no: str, decision_on: date, by: User) -> Movement:
    """Enters the decision's number and date: from then on, but after the plan, the household is off the list.

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
    movement.decision = Decision.objects.numbered(movement.household.commune, decision_no, decision_on)
    movement.counted_on = movement.plan.counts_from(decision_on)
    movement.save()
    _exit_line(movement, str(movement.decision), by=by)
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
    return movement


def _at_stage(movement: Movement, *stages: Stage) -> Movement:
    """The row as it is now, locked; somebody may have been quicker."""
    fresh = Movement.objects.select_for_update().get(pk=movement.pk)
    must_be_open(fresh.plan)
    if fresh.stage not in stages:
        raise Refused(f"Đề nghị của hộ {fresh.household.head} đang ở bước «{fresh.get_stage_display()}».")
    return fresh


def _exit_line(movement: Movement, text: str, *, by: User, note: str = "") -> None:
    text = f"{text} ({movement.get_reason_display().lower()})"
    note_down(movement.household, Diary.Kind.EXIT, text, by=by, note=note)
