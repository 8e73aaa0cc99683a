"""Coming onto the list: newly poor, from near-poor, or back to poor; the commune proposes, the division answers.

It goes the way of an exit: proposed, agreed to or returned, decided, and undone where it was a mistake.
"""

from collections.abc import Iterable
from datetime import date

from django.core.files import File
from django.db import transaction

from households.changes import reviews
from households.changes.ground import Refused, must_be_open, note_down
from households.models import Cause, Diary, Hamlet, Household, HouseholdNumber, Movement, Plan, PlanEntry
from households.models.movement import DECREASES, PROPOSED_INCREASES, Kind, Reason, Stage
from households.reviewing import Findings
from povertyplan import clock
from povertyplan.accounts.models import User


@transaction.atomic
def add_household(
    hamlet: Hamlet, *, plan: Plan, head: str, causes: Iterable[Cause] = (), by: User, **facts
) -> Household:
    """Writes down a household that no list has named, so that it can be proposed. It is on no list yet.

    `facts`: sex, birth_year, id_no, ethnicity, address, member_count, where they are known.
    """
    must_be_open(plan)
    Plan.objects.select_for_update().get(pk=plan.pk)  # codes are given one after the other
    if (number := facts.get("id_no")) and Household.objects.filter(id_no=number).exists():
        raise Refused("Số CCCD/CMND này đã thuộc một hộ khác.")
    code = HouseholdNumber.objects.take_one(hamlet.commune)
    household = Household.objects.create(code=code, commune=hamlet.commune, hamlet=hamlet, head=head, **facts)
    household.causes.set(causes)
    note_down(household, Diary.Kind.DATA, "Ghi hộ mới, chưa có trong danh sách nào", by=by)
    return household


@transaction.atomic
def propose_increase(
    household: Household,
    *,
    plan: Plan,
    kind: str,
    on: date,
    evidence: str,
    by: User,
    cause: Cause | None = None,
    findings: Findings | None = None,
    files: Iterable[File] = (),
) -> Movement:
    """The commune asks to take the household onto the list. `cause`: why it is poor again, of a relapse.

    Raises Refused where the household is on the list already, where a proposal is under way, and where the kind is
    not what its history says: whoever has been recognised as having left poverty falls back (tái nghèo).
    """
    must_be_open(plan)
    Household.objects.select_for_update().get(pk=household.pk)
    if household.movements.filter(plan=plan).open().exists():
        raise Refused(f"Hộ {household.head} đã có một đề nghị đang xử lý.")
    _must_fit(household, kind, on, cause)
    movement = Movement(
        household=household, plan=plan, kind=kind, cause=cause if kind == Kind.RELAPSE else None, happened_on=on,
        people=household.member_count, evidence=evidence, stage=Stage.PROPOSED, proposed_at=clock.now(), proposed_by=by,
    )  # fmt: skip
    reviews.save_with_review(movement, findings, by=by)
    text = f"Đề nghị đưa vào danh sách hộ nghèo ({movement.what.lower()})"
    note_down(household, Diary.Kind.EXIT, text, by=by, note=evidence)
    reviews.attach(movement, files=files, by=by)
    return movement


@transaction.atomic
def propose_increase_again(
    movement: Movement,
    *,
    kind: str,
    on: date,
    evidence: str,
    by: User,
    cause: Cause | None = None,
    findings: Findings | None = None,
    files: Iterable[File] = (),
) -> Movement:
    """Sends a returned proposal once more, mended."""
    movement = Movement.objects.select_for_update().get(pk=movement.pk)
    must_be_open(movement.plan)
    if movement.stage != Stage.RETURNED:
        stage = movement.get_stage_display()
        raise Refused(f"Đề nghị của hộ {movement.household.head} đang ở bước «{stage}».")
    _must_fit(movement.household, kind, on, cause)
    movement.kind, movement.cause = kind, cause if kind == Kind.RELAPSE else None
    movement.happened_on, movement.evidence = on, evidence
    movement.stage, movement.proposed_at, movement.proposed_by = Stage.PROPOSED, clock.now(), by
    reviews.save_with_review(movement, findings, by=by)
    text = f"Gửi lại đề nghị đã bổ sung ({movement.what.lower()})"
    note_down(movement.household, Diary.Kind.EXIT, text, by=by, note=evidence)
    reviews.attach(movement, files=files, by=by)
    return movement


def kinds_for(household: Household) -> list[Kind]:
    """By which increase the household may come onto the list now: none where it is on it already."""
    last = last_turn(household)
    if last is None:
        return [] if household.entries.exists() else [Kind.NEWLY_POOR, Kind.FROM_NEAR_POOR]
    if last.kind not in DECREASES or last.reason in {Reason.DECEASED, Reason.MERGED}:
        return []
    return [Kind.RELAPSE] if last.kind == Kind.EXIT else [Kind.NEWLY_POOR, Kind.FROM_NEAR_POOR]


def last_turn(household: Household) -> Movement | None:
    """The last change of standing of any year that counts today."""
    return household.movements.in_force(clock.today()).order_by("-counted_on", "-pk").first()


def place(movement: Movement) -> None:
    """With the decision the household has its place on the year's list, beside those of the plan (decision 13)."""
    if movement.kind in PROPOSED_INCREASES:
        facts = {"listed_on": movement.counted_on, "by_movement": movement}
        PlanEntry.objects.get_or_create(plan=movement.plan, household=movement.household, defaults=facts)


def displace(movement: Movement) -> None:
    """The decision is undone. Refused where somebody has looked at the household since."""
    if movement.kind not in PROPOSED_INCREASES:
        return
    own = PlanEntry.objects.filter(by_movement=movement)
    if (seen := own.filter(seen_at__gt=movement.decided_at).first()) is not None:
        raise Refused(
            f"Hộ {movement.household.head} đã được xem xét ngày {seen.seen_on:%d/%m/%Y}, sau quyết định này, nên không "
            "hủy được nữa. Hãy ghi một biến động mới cho đúng."
        )
    own.delete()


def _must_fit(household: Household, kind: str, on: date, cause: Cause | None) -> None:
    possible = kinds_for(household)
    if not possible:
        raise Refused(f"Hộ {household.head} đang trong danh sách hộ nghèo, hoặc không còn ở địa phương.")
    if kind not in possible:
        allowed = " hoặc ".join(f"«{one.label}»" for one in possible)
        raise Refused(f"Theo những gì đã ghi, hộ {household.head} chỉ đề nghị được là {allowed}.")
    if kind == Kind.RELAPSE and cause is None:
        raise Refused("Hãy chọn nguyên nhân tái nghèo.")
    last = last_turn(household)
    if last is not None and on < last.counted_on:
        raise Refused(f"Hộ ra khỏi danh sách từ ngày {last.counted_on:%d/%m/%Y}; hãy ghi ngày rà soát từ đó trở đi.")
