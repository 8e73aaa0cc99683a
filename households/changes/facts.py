"""The verbs that change what is known of a household and its people, and what the commune saw there."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from households.changes.ground import Refused, Stale, must_be_open, note_down
from households.differences import apply, difference
from households.models import Diary, Household, Member, Plan, PlanEntry
from households.models.household import Progress
from povertyplan import clock
from povertyplan.accounts.models import User


def _said_already(household: Household, kind: Diary.Kind, text: str, *, by: User, note: str) -> Diary | None:
    """The newest line of this kind if it says the very same of today: typed again on a page opened anew."""
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
    if not entry.to_review and _said_already(household, Diary.Kind.PROGRESS, text, by=by, note=note):
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
        fresh.version += 1
        _applied(fresh, facts)
        _mark_merit(fresh, facts)
        text = f"Sửa thông tin hộ: {', '.join(names)}"
        note_down(fresh, Diary.Kind.DATA, text, by=by, note="\n".join(lines))
    return fresh


@transaction.atomic
def add_member(household: Household, *, version: int, facts: dict, by: User) -> Member:
    fresh = _counted_on(_opened_at(household, version))
    member = new_member(fresh, **facts)
    _mark_merit(fresh, facts)
    note_down(fresh, Diary.Kind.DATA, f"Thêm thành viên {member.described}", by=by)
    return member


@transaction.atomic
def edit_member(member: Member, *, version: int, facts: dict, by: User) -> Member:
    household = _opened_at(member.household, version)
    fresh = household.members.get(pk=member.pk)
    names, lines = difference(fresh, facts)
    if names:
        text = f"Sửa thành viên {fresh.name}: {', '.join(names)}"
        apply(fresh, facts)
        _counted_on(household)
        _mark_merit(household, facts)
        note_down(household, Diary.Kind.DATA, text, by=by, note="\n".join(lines))
    return fresh


@transaction.atomic
def edit_people(
    household: Household, *, version: int, head: dict, members: dict[int, dict], new: list[dict], by: User
) -> list[str]:
    """Writes what was changed of several people of one household at once, as one line of the diary.

    `head` and `members` (by key) hold the changed facts, `new` those of people who were there all along and are
    written down now. Returns the names of the people of whom something changed.
    """
    household = _opened_at(household, version)
    rows = {member.pk: member for member in household.members.filter(pk__in=members)}
    told = [_told(household, head), *(_told(rows[pk], facts) for pk, facts in members.items())]
    lines = [line for some in told for line in some]
    for facts in new:
        lines.append(f"Thêm {new_member(household, **facts).described}")
    if not lines:
        return []
    _counted_on(household)
    _mark_merit(household, head, *members.values(), *new)
    names = [some[0].partition(":")[0] for some in told if some] + [facts["name"] for facts in new]
    note_down(household, Diary.Kind.DATA, f"Sửa người trong hộ: {', '.join(names)}", by=by, note="\n".join(lines))
    return names


def _told(person: Household | Member, facts: dict) -> list[str]:
    """Writes `facts` of one person; gives a line for each, "Lê Thị Bưởi: có thẻ BHYT: trống → Có"."""
    name = person.name
    _, lines = difference(person, facts)
    if lines:
        _applied(person, facts)
    return [f"{name}: {line[:1].lower()}{line[1:]}" for line in lines]


def _applied(row: Household | Member, facts: dict) -> None:
    try:
        with transaction.atomic():
            apply(row, facts)
    except IntegrityError as error:  # somebody gave the number to another household in this very moment
        raise Refused("Số CCCD/CMND này đã thuộc một hộ khác.") from error


def new_member(household: Household, **facts) -> Member:
    """A member behind all others."""
    last = household.members.order_by("-order").values_list("order", flat=True).first() or 0
    return Member.objects.create(household=household, order=last + 1, **facts)


def _mark_merit(household: Household, *changed: dict) -> None:
    """A household with a person of merit is such a household; the mark goes only when somebody takes it away."""
    if any(facts.get("merit") for facts in changed) and not household.has_merit:
        household.has_merit = True
        household.save(update_fields=["has_merit"])


@transaction.atomic
def remove_member(member: Member, *, by: User) -> None:
    """For a row that was typed by mistake; who has died or gone stays on record."""
    if member.events.exists():
        raise Refused(f"{member.name} đã có biến động nhân khẩu, không bỏ được. Ghi nhầm thì hãy hủy biến động đó.")
    household = _counted_on(_opened_at(member.household, None))
    note_down(household, Diary.Kind.DATA, f"Bỏ thành viên {member.name}", by=by)
    member.delete()


def _opened_at(household: Household, version: int | None) -> Household:
    """The row as it is now, locked; `None`: whatever it was when the page was opened."""
    fresh = Household.objects.select_for_update().get(pk=household.pk)
    if version is not None and fresh.version != version:
        raise Stale("Người khác vừa sửa hộ này sau khi bạn mở trang.")
    return fresh


def _counted_on(household: Household) -> Household:
    """Every saving counts the version on by one and writes one line, which `Household.saved_since` reads."""
    household.version += 1
    household.save(update_fields=["version"])
    return household


@transaction.atomic
def write_note(household: Household, *, text: str, by: User) -> Diary:
    Household.objects.select_for_update().get(pk=household.pk)
    twin = _said_already(household, Diary.Kind.NOTE, "Ghi chú", by=by, note=text)
    return twin or note_down(household, Diary.Kind.NOTE, "Ghi chú", by=by, note=text)


@transaction.atomic
def assign_officer(household: Household, *, officer: User | None, by: User, version: int | None = None) -> None:
    fresh = _opened_at(household, version)
    if fresh.officer == officer:
        return
    fresh.officer, fresh.version = officer, fresh.version + 1
    fresh.save(update_fields=["officer", "version"])
    text = f"Giao {officer.full_name} phụ trách hộ" if officer else "Thôi phân công cán bộ phụ trách"
    note_down(fresh, Diary.Kind.DATA, text, by=by)
