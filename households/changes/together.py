"""People who go from one household to another together, by one movement: a household splits, or joins another.

Each of them leaves a pair of events, one in each household, that name the movement. They are counted in the new
household from the day on which the movement counts, and until then in the old one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from households.changes.facts import new_member
from households.changes.ground import Refused
from households.changes.people import become_head, facts_of, in_words
from households.models import Household, Member, Movement, PersonEvent
from households.models.person import Person
from povertyplan import clock
from povertyplan.accounts.models import User

Kind = PersonEvent.Kind


@dataclass(frozen=True, slots=True)
class Going:
    """Who goes: a member; or the head (`is_head`); or, with neither, `people` whom nobody has named."""

    member: Member | None = None
    is_head: bool = False
    people: int = 1
    relation: str = ""  # to the head of the other household
    becomes_head: bool = False  # of the other household


def go_over(origin: Household, to: Household, going: Iterable[Going], *, movement: Movement, by: User) -> int:
    """Carries them over; both households are locked. Returns how many went."""
    going = list(going)
    for one in going:
        _go(origin, to, one, movement, by)
    many = sum(one.people for one in going)
    add(origin, -many)
    add(to, many)
    return many


def _go(origin: Household, to: Household, one: Going, movement: Movement, by: User) -> None:
    person: Person | None = origin if one.is_head else one.member
    name = person.name if person else ""
    there = None
    if person and not one.becomes_head:
        facts = {"came_on": movement.counted_on, "origin": one.member, "relation": one.relation, **facts_of(person)}
        there = new_member(to, **facts)
    told = {
        "who": name,
        "people": one.people,
        "on": movement.happened_on,
        "counted_on": movement.counted_on,
        "movement": movement,
        "at": clock.now(),
        "by": by,
    }
    went = PersonEvent.objects.create(
        household=origin, member=one.member, of_head=one.is_head, kind=Kind.WENT, other_household=to, **told
    )
    went.twin = PersonEvent.objects.create(
        household=to, member=there, of_head=one.becomes_head, kind=Kind.CAME, other_household=origin, twin=went, **told
    )
    went.save(update_fields=["twin"])
    if one.member:
        one.member.left_on, one.member.left_as = movement.counted_on, Member.Left.WENT
        one.member.save(update_fields=["left_on", "left_as"])


def add(household: Household, change: int) -> None:
    """As `people.add_people`, but nobody may be left: a household that joined another, one whose split is undone."""
    if household.member_count is not None:
        household.member_count = max(household.member_count + change, 0)
    household.version += 1
    household.save(update_fields=["member_count", "version"])


def events_of(movement: Movement):
    """The departures that belong to the movement, each with its other half."""
    rows = PersonEvent.objects.filter(movement=movement, kind=Kind.WENT, undone_at=None)
    return rows.select_related("member", "twin__member", "household", "other_household").order_by("pk")


def refuse_what_came_after(movement: Movement, household: Household) -> None:
    """Raises Refused where something happened to the people of `household` since: it has to be undone first."""
    own = PersonEvent.objects.filter(movement=movement).order_by("-pk").values_list("pk", flat=True).first()
    later = household.person_events.filter(undone_at=None)
    later = later.filter(pk__gt=own) if own else later.filter(at__gt=movement.decided_at)
    if (one := later.order_by("-pk").first()) is not None:
        raise Refused(f"Sau đó hộ {household.head} còn có biến động: {in_words(one)}. Hãy hủy việc đó trước.")


def recount(movement: Movement) -> None:
    """The movement counts from another day: so do those who went by it, and the household's place on the list."""
    day = movement.counted_on
    events = PersonEvent.objects.filter(movement=movement, undone_at=None)
    Member.objects.filter(events__in=events.filter(kind=Kind.CAME)).update(came_on=day)
    Member.objects.filter(events__in=events.filter(kind=Kind.WENT)).update(left_on=day)
    events.update(counted_on=day)
    movement.entries.update(listed_on=day)


def come_back(movement: Movement, origin: Household, there: Household, *, reason: str, by: User) -> None:
    """Puts everybody who went by the movement back where they were, as they are known now."""
    events = list(events_of(movement))
    for went in events:
        _come_back(went, origin, there)
    many = sum(went.people for went in events)
    add(origin, many)
    add(there, -many)
    PersonEvent.objects.filter(movement=movement, undone_at=None).update(
        undone_at=clock.now(), undone_by=by, undo_reason=reason.strip()[:500]
    )


def _come_back(went: PersonEvent, origin: Household, there: Household) -> None:
    came = went.twin
    known: Person | None = there if came.of_head else came.member
    if came.of_head:
        facts = facts_of(there)
        Household.objects.filter(pk=there.pk).update(id_no=None)  # the number belongs to nobody twice
        there.id_no = None
    elif known is not None:
        facts = facts_of(known)
        known.left_on, known.left_as = went.counted_on, Member.Left.NEVER
        known.save(update_fields=["left_on", "left_as"])
    if went.of_head and known is not None:
        become_head(origin, known)
    elif went.member is not None and known is not None:
        Member.objects.filter(pk=went.member_id).update(left_on=None, left_as="", **facts)
