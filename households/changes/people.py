"""The verbs of what happens to people: they come, they go, and what was written down by mistake is taken back.

Each changes the household's count and leaves a dated event; nobody's row is ever deleted. They belong to no
year's plan: a birth may be written down whatever has become of the list.
"""

from datetime import date

from django.db import transaction

from households.changes.facts import new_member
from households.changes.ground import Refused, note_down
from households.models import Diary, Household, Member, PersonEvent
from households.models.person import Person
from households.models.person_event import ARRIVALS, DEPARTURES
from povertyplan import clock
from povertyplan.accounts.models import User
from povertyplan.vietnamese import matching_key, tidy

Kind = PersonEvent.Kind
FACTS = [field.name for field in Person._meta.local_fields]
FORMER_HEAD = "Chủ hộ trước"


@transaction.atomic
def arrive(household: Household, *, kind: str, facts: dict, on: date, by: User, note: str = "") -> PersonEvent:
    """Somebody is born into the household or joins it. `facts`: of a `Member`, by the names of its fields."""
    assert kind in {Kind.BORN, Kind.JOINED}
    [household] = locked(household)
    check_day(on, facts.get("birth_on"))
    for there in household.members.present():
        if (matching_key(there.name), there.came_on) == (matching_key(facts["name"]), on):
            raise Refused(f"{there.name} đã được ghi vào hộ ngày {on:%d/%m/%Y}.")
    member = new_member(household, came_on=on, **facts)
    event = _happened(household, member, kind=kind, on=on, by=by, note=note)
    _tell(event, by=by)
    return event


@transaction.atomic
def depart(
    household: Household,
    *,
    kind: str,
    on: date,
    by: User,
    member: Member | None = None,
    name: str = "",
    heir: Member | None = None,
    heir_name: str = "",
    to: Household | None = None,
    relation: str = "",
    note: str = "",
) -> PersonEvent:
    """Somebody dies, moves away, or goes over to the household `to`, where they are `relation` to its head.

    Who: `member`, or somebody of that `name` whom nobody has written down yet, or, with neither, the head. A
    head leaves the household to `heir`, a member, or to somebody of the name `heir_name`.
    """
    assert kind in DEPARTURES and (kind == Kind.WENT) == (to is not None)
    household, *others = locked(household, *([to] if to else []))
    is_head = member is None and not name
    check_day(on, household.birth_on if is_head else member and member.birth_on)
    _check_remaining(household, 1)
    successor = ""
    if is_head:
        heir = recorded(household, heir, heir_name)
        if heir is None:
            raise Refused(f"{household.head} là chủ hộ. Hãy chọn hoặc ghi tên chủ hộ mới.")
        successor, former = heir.name, heir.relation
        member = hand_over(household, to=heir, relation=FORMER_HEAD)
    else:
        member, former = recorded(household, member, name), ""
    event = _happened(
        household, member, kind=kind, on=on, by=by, note=note, other_household=to,
        successor=successor, successor_relation=former,
    )  # fmt: skip
    if others:
        _come_over(event, others[0], relation=relation, by=by)
    _tell(event, by=by)
    return event


def _come_over(event: PersonEvent, to: Household, *, relation: str, by: User) -> None:
    """The other half of going over: the same person in the household `to`, and the event there."""
    member = new_member(to, came_on=event.on, origin=event.member, relation=relation, **facts_of(event.member))
    there = _happened(
        to, member, kind=Kind.CAME, on=event.on, by=by, note=event.note, other_household=event.household, twin=event
    )
    event.twin = there
    event.save(update_fields=["twin"])
    _tell(there, by=by)


@transaction.atomic
def change_head(
    household: Household, *, on: date, by: User, relation: str, heir: Member | None = None, heir_name: str = "",
    note: str = "",
) -> PersonEvent:  # fmt: skip
    """Another member becomes the head; who was it stays in the household as `relation`."""
    [household] = locked(household)
    check_day(on)
    heir = recorded(household, heir, heir_name)
    if heir is None:
        raise Refused("Hãy chọn hoặc ghi tên chủ hộ mới.")
    successor, former = heir.name, heir.relation
    member = hand_over(household, to=heir, relation=relation)
    event = _happened(
        household, member, kind=Kind.HEADED, on=on, by=by, note=note, successor=successor, successor_relation=former
    )
    _tell(event, by=by)
    return event


@transaction.atomic
def take_back(event: PersonEvent, *, reason: str, by: User) -> PersonEvent:
    """Undoes what was written down by mistake: the person, the head's place and the count are as before.

    The event stays on record, and no headcount of any day knows it any more.
    """
    if not reason.strip():
        raise Refused("Hãy ghi lý do hủy, ví dụ ghi nhầm người cùng tên.")
    event = PersonEvent.objects.select_related("household", "twin__household").get(pk=event.pk)
    if event.movement_id:
        raise Refused("Việc này đi cùng biến động của cả hộ. Hãy hủy biến động đó.")
    both = [one for one in (event, event.twin) if one is not None]
    for one in both:
        refuse_later_ones(one)
    for one, household in zip(both, locked(*(one.household for one in both)), strict=True):
        undo_event(one, household, reason=reason, by=by)
    return event


# --- What other verbs of this folder use ------------------------------------------------------------------


def undo_event(event: PersonEvent, household: Household, *, reason: str, by: User) -> None:
    """Takes back one event of `household`, which is locked. Nothing later may speak of the same person."""
    event = PersonEvent.objects.select_for_update().get(pk=event.pk)
    if event.undone_at:
        raise Refused("Việc này đã được hủy trước đó.")
    member = event.member
    if member is not None and event.kind in ARRIVALS:
        member.left_on, member.left_as = event.on, Member.Left.NEVER
        member.save(update_fields=["left_on", "left_as"])
        Member.objects.filter(pk=member.origin_id).update(**facts_of(member))  # as they were mended here
    elif member is not None and event.kind in DEPARTURES:
        member.left_on, member.left_as = None, ""
        member.save(update_fields=["left_on", "left_as"])
    if event.counted_on is not None:
        add_people(household, -event.change)
    if event.successor:
        hand_over(household, to=member, relation=event.successor_relation)
    PersonEvent.objects.filter(pk=event.pk).update(undone_at=clock.now(), undone_by=by, undo_reason=reason.strip())
    note_down(household, Diary.Kind.DATA, f"Hủy vì ghi nhầm: {in_words(event)}", by=by, note=reason.strip())


def refuse_later_ones(event: PersonEvent) -> None:
    """What came after it for the same person has to be taken back first."""
    later = PersonEvent.objects.filter(household=event.household_id, undone_at=None, pk__gt=event.pk)
    same = later.filter(of_head=True) if event.of_head else later.filter(member=event.member_id, of_head=False)
    if event.member_id or event.of_head:
        _refuse_because_of(same.first())
    if event.successor or event.of_head:
        _refuse_because_of(later.exclude(successor="").first())
    if event.of_head:
        raise Refused(f"{event.who} nay là chủ hộ. Hãy đổi chủ hộ trước.")


def _refuse_because_of(following: PersonEvent | None) -> None:
    if following is not None:
        raise Refused(f"Sau đó còn có biến động: {in_words(following)}. Hãy hủy việc đó trước.")


def add_people(household: Household, change: int) -> None:
    """Changes the count of a locked household, where there is one, and counts its version on."""
    if household.member_count is not None:
        if household.member_count + change < 1:
            raise Refused(
                f"Hộ {household.head} đang ghi {household.member_count} khẩu. Hãy sửa số khẩu cho đúng trước."
            )
        household.member_count += change
    household.version += 1
    household.save(update_fields=["member_count", "version"])


def facts_of(person: Person) -> dict:
    """Name and facts, as they are taken along to another household."""
    return {"name": person.name, **{name: getattr(person, name) for name in FACTS}}


def become_head(household: Household, person: Person) -> None:
    """Writes name and facts of `person` on the household, whose head they are from now on."""
    number = person.id_no
    if number and Household.objects.exclude(pk=household.pk).filter(id_no=number).exists():
        raise Refused(f"Số CCCD/CMND của {person.name} đang thuộc một hộ khác. Hãy kiểm tra lại số này trước.")
    household.head = person.name
    for name in FACTS:
        setattr(household, name, getattr(person, name))
    household.save()


def hand_over(household: Household, *, to: Member, relation: str) -> Member:
    """The member `to` becomes the head of the locked household, and the head a member, who is returned.

    Their events go with them; the row of `to` is not needed any more, as a head stands on the household.
    """
    former = new_member(household, relation=relation, **facts_of(household))
    household.person_events.filter(of_head=True).update(of_head=False, member=former)
    household.person_events.filter(member=to).update(of_head=True, member=None)
    Member.objects.filter(origin=to).update(origin=None)
    become_head(household, to)
    to.delete()
    return former


def in_words(event: PersonEvent) -> str:
    """ "chết, Lê Thị Bưởi (vợ), ngày 01/09/2022" """
    who = event.member.described if event.member else event.who or f"{event.people} người"
    return f"{event.get_kind_display().lower()}, {who}, ngày {event.on:%d/%m/%Y}"


# --- Steps of the verbs above -----------------------------------------------------------------------------


def locked(*households: Household) -> list[Household]:
    """The rows as they are now, in the order given; always locked in the same order, so that none wait in a ring."""
    keys = [household.pk for household in households]
    fresh = {one.pk: one for one in Household.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return [fresh[key] for key in keys]


def check_day(on: date, born_on: date | None = None) -> None:
    """Raises Refused for a day to come, or before somebody was born."""
    if on > clock.today():
        raise Refused("Ngày phải là hôm nay hoặc trước đó.")
    if born_on and on < born_on:
        raise Refused(f"Ngày này trước ngày sinh {born_on:%d/%m/%Y} của người đó.")


def _check_remaining(household: Household, leaving: int) -> None:
    if household.member_count is not None and household.member_count <= leaving:
        raise Refused(
            f"Hộ {household.head} đang ghi {household.member_count} khẩu, sau việc này không còn ai. Nếu đúng vậy, "
            "hãy dùng «Đề nghị đưa ra khỏi danh sách»; nếu không, hãy sửa số khẩu trước."
        )


def recorded(household: Household, member: Member | None, name: str) -> Member | None:
    """The member as it is now, who must still be there; or a new row for somebody of that name; or nobody."""
    if member is not None:
        fresh = household.members.get(pk=member.pk)
        if fresh.left_on:
            raise Refused(
                f"{fresh.name}: {fresh.get_left_as_display().lower()} ngày {fresh.left_on:%d/%m/%Y}, đã ghi rồi."
            )
        return fresh
    if not (name := tidy(name)):
        return None
    known = [household.head, *household.members.exclude(left_as=Member.Left.NEVER).values_list("name", flat=True)]
    if matching_key(name) in map(matching_key, known):
        raise Refused(f"{name} đã được ghi trong hộ. Hãy chọn trong danh sách.")
    return new_member(household, name=name)


def _happened(household: Household, member: Member, *, kind: str, on: date, by: User, **more) -> PersonEvent:
    """Writes the event, marks the member and counts; `more`: other fields of the event."""
    event = PersonEvent.objects.create(
        household=household, member=member, who=member.name, kind=kind, on=on, counted_on=on,
        at=clock.now(), by=by, **more,
    )  # fmt: skip
    if kind in DEPARTURES:
        member.left_on, member.left_as = on, kind
        member.save(update_fields=["left_on", "left_as"])
    add_people(household, event.change)
    return event


def _tell(event: PersonEvent, *, by: User) -> None:
    text = f"Biến động nhân khẩu: {in_words(event)}"
    if event.successor:
        text += f"; chủ hộ mới là {event.successor}"
    if event.other_household:
        text += f" (hộ {event.other_household.head})"
    note_down(event.household, Diary.Kind.DATA, text, by=by, note=event.note)
