"""The verbs of households that split and of households that move within the town, and what undoes them.

Nobody leaves poverty by either, so neither is proposed: whoever keeps the list writes down the decision of the
commune's chairperson (decision 13). A household that joins another leaves the list, which is proposed as any
other decrease is; only its people are carried over here.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q

from households.changes.decisions import open_decision
from households.changes.ground import Refused, must_be_open, note_down
from households.changes.people import check_day, facts_of, locked, recorded
from households.changes.together import Going, come_back, events_of, go_over, refuse_what_came_after
from households.models import (
    Diary,
    Hamlet,
    Household,
    HouseholdNumber,
    Member,
    Movement,
    Plan,
    PlanEntry,
    Relocation,
)
from households.models.movement import Kind, Reason, Stage
from povertyplan import clock
from povertyplan.accounts.models import User

PEOPLE_STAY = "Hộ {head} đang ghi {count} khẩu. Chủ hộ ở lại, nên nhiều nhất {most} người tách ra được."


@transaction.atomic
def split_off(
    household: Household,
    *,
    plan: Plan,
    on: date,
    decision_no: str,
    decision_on: date,
    by: User,
    head: Member | None = None,
    head_name: str = "",
    members: Iterable[Member] = (),
    relations: Mapping[int, str] | None = None,
    unnamed: int = 0,
    hamlet: Hamlet | None = None,
    address: str = "",
    note: str = "",
) -> Movement:
    """Some people of `household` become a household of their own, poor as the old one.

    The new head is the member `head`, or somebody of the name `head_name` whom nobody has written down yet; with
    them go `members` (`relations`: by their keys, to the new head) and `unnamed` more. The head of the old
    household stays. The movement is the new household's, and names the old one as `other_household`.
    """
    must_be_open(plan)
    Plan.objects.select_for_update().get(pk=plan.pk)  # codes are given one after the other
    [origin] = locked(household)
    check_day(on)
    counted_on = _counted_on(origin, plan, on, decision_on)
    new_head = recorded(origin, head, head_name)
    if new_head is None:
        raise Refused("Hãy chọn hoặc ghi tên chủ hộ mới.")
    along = [recorded(origin, one, "") for one in members if one.pk != new_head.pk]
    _check_people(origin, [new_head, *along], unnamed, on)
    new = _new_household(origin, new_head, hamlet or origin.hamlet, address)
    movement = _decided(
        new, plan, kind=Kind.OTHER_INCREASE, reason=Reason.SPLIT_OFF, on=on, counted_on=counted_on,
        decision=open_decision(origin.commune, number=decision_no, signed_on=decision_on, by=by), by=by, note=note,
        people=1 + len(along) + unnamed, other_household=origin,
    )  # fmt: skip
    relations = relations or {}
    going = [Going(new_head, becomes_head=True), *(Going(one, relation=relations.get(one.pk, "")) for one in along)]
    go_over(origin, new, [*going, *([Going(people=unnamed)] if unnamed else [])], movement=movement, by=by)
    PlanEntry.objects.create(plan=plan, household=new, listed_on=counted_on, by_movement=movement)
    _tell_split(movement, origin, new, by)
    return movement


@transaction.atomic
def relocate(
    household: Household,
    *,
    plan: Plan,
    to: Hamlet,
    on: date,
    decision_no: str,
    decision_on: date,
    by: User,
    address: str = "",
    note: str = "",
) -> Relocation:
    """The household moves to a hamlet of another commune of the town, with its whole history.

    Two movements of one day: other decrease in the old commune, other increase in the new one. It stays on the
    plan's list. The decision is the new commune's.
    """
    must_be_open(plan)
    [household] = locked(household)
    check_day(on)
    if to.commune_id == household.commune_id:
        raise Refused("Hộ vẫn ở trong xã, phường này: chỉ cần sửa thôn, tổ dân phố ở «Sửa thông tin».")
    counted_on = _counted_on(household, plan, on, decision_on)
    facts = {
        "on": on, "counted_on": counted_on, "by": by, "note": note, "people": household.member_count,
        "decision": open_decision(to.commune, number=decision_no, signed_on=decision_on, by=by),
    }  # fmt: skip
    relocation = Relocation.objects.create(
        departure=_decided(household, plan, kind=Kind.OTHER_DECREASE, reason=Reason.MOVED, **facts),
        arrival=_decided(household, plan, kind=Kind.OTHER_INCREASE, reason=Reason.MOVED_IN, **facts),
        from_hamlet=household.hamlet, from_address=household.address, from_officer=household.officer, to_hamlet=to,
    )  # fmt: skip
    _settle(household, to, address, None)
    text = f"Chuyển từ {relocation.from_hamlet.commune.name} đến {to}, {to.commune.name}; {relocation.arrival.decision}"
    note_down(household, Diary.Kind.EXIT, text, by=by, note=note)
    return relocation


def must_be_able_to_take_in(to: Household, household: Household, plan: Plan) -> None:
    """Raises Refused where the people of `household` cannot become people of the poor household `to`."""
    if to.pk == household.pk:
        raise Refused("Không nhập một hộ vào chính hộ đó.")
    if not Household.objects.remaining(plan).filter(pk=to.pk).exists():
        raise Refused(f"Hộ {to.head} không còn trong danh sách hộ nghèo năm {plan.year}.")
    if to.movements.filter(plan=plan).open().exists():
        raise Refused(f"Hộ {to.head} có đề nghị đang xử lý. Hãy chờ kết quả hoặc rút đề nghị trước.")


def join(movement: Movement, *, by: User) -> None:
    """With the decision that it joined another one, everybody of the household goes over."""
    origin, to = locked(movement.household, movement.other_household)
    must_be_able_to_take_in(to, origin, movement.plan)
    members = list(origin.members.present())
    hidden = max((origin.member_count or 0) - 1 - len(members), 0)
    going = [Going(is_head=True), *(Going(one) for one in members), *([Going(people=hidden)] if hidden else [])]
    many = go_over(origin, to, going, movement=movement, by=by)
    text = f"Nhận {many} người của hộ {origin.head}, mã {origin.code}; {movement.decision}"
    note_down(to, Diary.Kind.EXIT, text, by=by, note=movement.evidence)


# --- What undoing a movement puts back --------------------------------------------------------------------


def put_back(movement: Movement, *, reason: str, by: User) -> None:
    """After `movement` was undone: the people and the place are as they were before it."""
    moved = Relocation.objects.filter(Q(departure=movement) | Q(arrival=movement)).first()
    if moved is not None:
        _move_back(moved, movement, reason=reason, by=by)
    elif movement.reason == Reason.SPLIT_OFF and events_of(movement).exists():
        _join_again(movement, reason=reason, by=by)
    elif movement.reason == Reason.MERGED and events_of(movement).exists():
        _part_again(movement, reason=reason, by=by)


def _part_again(movement: Movement, *, reason: str, by: User) -> None:
    origin, to = locked(movement.household, movement.other_household)
    refuse_what_came_after(movement, to)
    _refuse_later_movements(to, movement)
    come_back(movement, origin, to, reason=reason, by=by)
    note_down(to, Diary.Kind.EXIT, f"Hủy vì ghi nhầm: nhập hộ {origin.head} ({origin.code})", by=by, note=reason)


def _join_again(movement: Movement, *, reason: str, by: User) -> None:
    origin, new = locked(movement.other_household, movement.household)
    refuse_what_came_after(movement, new)
    _refuse_later_movements(origin, movement)
    _refuse_looks(new, movement)
    come_back(movement, origin, new, reason=reason, by=by)
    PlanEntry.objects.filter(by_movement=movement).delete()
    text = f"Hủy vì ghi nhầm: tách hộ {new.head} ({new.code}); người trở lại hộ này"
    note_down(origin, Diary.Kind.EXIT, text, by=by, note=reason)


def _move_back(moved: Relocation, movement: Movement, *, reason: str, by: User) -> None:
    [household] = locked(movement.household)
    _refuse_looks(household, movement)
    refuse_what_came_after(moved.arrival, household)
    both = Movement.objects.filter(pk__in=[moved.departure_id, moved.arrival_id]).exclude(stage=Stage.UNDONE)
    both.update(stage=Stage.UNDONE, undone_at=clock.now(), undone_by=by, undo_reason=reason.strip())
    _settle(household, moved.from_hamlet, moved.from_address, moved.from_officer)
    text = f"Trở lại {moved.from_hamlet}, {moved.from_hamlet.commune.name}"
    note_down(household, Diary.Kind.EXIT, text, by=by, note=reason)


def _refuse_later_movements(household: Household, movement: Movement) -> None:
    later = household.movements.standing().filter(pk__gt=movement.pk).first()
    if later is not None:
        raise Refused(f"Sau đó hộ {household.head} còn có biến động: {later.what.lower()}. Hãy hủy biến động đó trước.")


def _refuse_looks(household: Household, movement: Movement) -> None:
    seen = household.entries.filter(plan=movement.plan, seen_at__gt=movement.decided_at).first()
    if seen is not None:
        raise Refused(
            f"Hộ {household.head} đã được xem xét ngày {seen.seen_on:%d/%m/%Y}, sau biến động này, nên không hủy được "
            "nữa. Hãy ghi một biến động mới cho đúng."
        )


# --- Steps of the verbs above -----------------------------------------------------------------------------


def _counted_on(household: Household, plan: Plan, on: date, decision_on: date) -> date:
    """From which day it counts; raises Refused where it cannot."""
    if decision_on > clock.today():
        raise Refused("Ngày quyết định không được sau hôm nay.")
    if decision_on < on:
        raise Refused(f"Quyết định không thể có trước ngày {on:%d/%m/%Y} của việc này.")
    if not Household.objects.remaining(plan).filter(pk=household.pk).exists():
        raise Refused(f"Hộ {household.head} không còn trong danh sách hộ nghèo năm {plan.year}.")
    if household.movements.filter(plan=plan).open().exists():
        raise Refused(f"Hộ {household.head} có đề nghị đang xử lý. Hãy chờ kết quả hoặc rút đề nghị trước.")
    counted_on = plan.counts_from(decision_on)
    later = household.movements.in_force(date.max).filter(counted_on__gt=counted_on).first()
    if later is not None:
        what = f"{later.what.lower()} ngày {later.counted_on:%d/%m/%Y}"
        raise Refused(f"Sau ngày {counted_on:%d/%m/%Y} hộ {household.head} đã có biến động: {what}.")
    if (entry := household.entries.get(plan=plan)).listed_on > counted_on:
        raise Refused(f"Hộ {household.head} mới vào danh sách ngày {entry.listed_on:%d/%m/%Y}.")
    return counted_on


def _check_people(origin: Household, named: list[Member], unnamed: int, on: date) -> None:
    if origin.member_count is not None and len(named) + unnamed >= origin.member_count:
        most = origin.member_count - 1
        raise Refused(PEOPLE_STAY.format(head=origin.head, count=origin.member_count, most=most))
    for one in named:
        if one.came_on and one.came_on > on:
            raise Refused(f"{one.name} vào hộ ngày {one.came_on:%d/%m/%Y}, sau ngày tách hộ.")
    if unnamed and origin.member_count is not None:
        hidden = origin.member_count - 1 - origin.members.present().count()
        if unnamed > hidden:
            raise Refused(f"Hộ chỉ còn {max(hidden, 0)} người chưa ghi tên. Hãy chọn những người đã ghi tên.")


def _new_household(origin: Household, head: Member, hamlet: Hamlet, address: str) -> Household:
    """Of the same commune, and what is known of why the old one is poor, until somebody looks anew."""
    facts = facts_of(head)
    facts["head"] = facts.pop("name")
    number = facts["id_no"]
    if number and Household.objects.filter(id_no=number).exists():
        raise Refused(f"Số CCCD/CMND của {head.name} đang thuộc một hộ khác. Hãy kiểm tra lại số này trước.")
    new = Household.objects.create(
        code=HouseholdNumber.objects.take_one(origin.commune), commune=origin.commune, hamlet=hamlet,
        address=address or origin.address, member_count=0, has_merit=head.merit, officer=origin.officer, **facts,
    )  # fmt: skip
    new.causes.set(origin.causes.all())
    new.deprivations.set(origin.deprivations.all())
    return new


def _decided(household: Household, plan: Plan, *, on: date, by: User, note: str, **facts) -> Movement:
    return Movement.objects.create(
        household=household, plan=plan, happened_on=on, evidence=note, stage=Stage.DECIDED, decided_at=clock.now(),
        decided_by=by, **facts,
    )  # fmt: skip


def _settle(household: Household, hamlet: Hamlet, address: str, officer: User | None) -> None:
    household.hamlet, household.commune, household.address = hamlet, hamlet.commune, address
    household.officer, household.version = officer, household.version + 1
    household.save()


def _tell_split(movement: Movement, origin: Household, new: Household, by: User) -> None:
    who = f"{new.head} và {movement.people - 1} người" if movement.people > 1 else new.head
    text = f"Tách hộ: {who} thành hộ riêng, mã {new.code}; {movement.decision}"
    note_down(origin, Diary.Kind.EXIT, text, by=by, note=movement.evidence)
    text = f"Tách ra từ hộ {origin.head}, mã {origin.code}; {movement.decision}"
    note_down(new, Diary.Kind.EXIT, text, by=by, note=movement.evidence)
