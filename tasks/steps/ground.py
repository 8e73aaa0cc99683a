"""What every verb of a need stands on: the lock, the step, the line in the diary, and the two ways to change."""

from collections.abc import Callable, Iterable
from datetime import date

from households.changes import Refused, Stale, must_be_open
from households.models import Diary
from povertyplan import clock
from povertyplan.accounts.models import User
from tasks.models import Need, Step
from tasks.rights import in_short, obstacle, sentence
from tasks.states import MOVES

SETTLED = (
    "officer", "due_on", "indicator", "routed_by_hand", "planned_quarter", "planned_amount", "planned_source",
    "version",
)  # fmt: skip
ROUTED_TO = ("lead", "routed_by_hand", "take_up_by")


def move(needs: Iterable[Need], verb: str, *, by: User, act: Callable[[Need], str], note: str = "") -> list[Need]:
    """The one place where states change: of all `needs`, or of none where one of them may not.

    `act` sets a need's lead, officer or due date, and returns what is done in words for the diary.
    """
    fresh = locked(needs)
    if problems := [sentence(need, why) for need in fresh if (why := obstacle(verb, need, by=by))]:
        raise Refused(in_short(problems))
    steps, lines = [], []
    for need in fresh:
        lines.append((need, act(need)))
        before, need.state = need.state, MOVES[verb].ends
        need.moved_at, need.version = clock.now(), need.version + 1
        steps.append(step(need, verb, before, by=by, note=note))
    Need.objects.bulk_update(fresh, [*ROUTED_TO, "state", "officer", "due_on", "moved_at", "version"], 500)
    Step.objects.bulk_create(steps)
    tell(lines, by=by, note=note)
    return fresh


def locked(needs: Iterable[Need]) -> list[Need]:
    """The needs as they are now, in the order given; others wait until this transaction ends."""
    keys = [need.pk for need in needs]
    list(Need.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    fresh = Need.objects.with_routing().in_bulk(keys)
    for plan in {need.plan for need in fresh.values()}:
        must_be_open(plan)
    return [fresh[key] for key in dict.fromkeys(keys)]


def step(need: Need, verb: str, before: str, *, by: User | None, note: str = "", on: date | None = None) -> Step:
    """A step from `before` to where the need is now, not saved."""
    return Step(
        need=need,
        verb=verb,
        from_state=before,
        to_state=need.state,
        lead_id=need.lead_id,
        on=on or clock.today(),
        at=clock.now(),
        by=by,
        note=note,
    )


def tell(lines: Iterable[tuple[Need, str]], *, by: User | None, note: str = "") -> None:
    """Lines in the diaries of many households; for one, `note_down` does the same."""
    Diary.objects.bulk_create(
        Diary(
            household_id=need.household_id,
            kind=Diary.Kind.NEED,
            text=f"{need.type.name}: {text}"[:300],
            note=note,
            by=by,
            at=clock.now(),
        )
        for need, text in lines
    )


def settle(
    needs: Iterable[Need], verb: str, *, by: User, act: Callable[[Need], str], version: int | None = None
) -> list[Need]:
    """Changes something about all of `needs` and leaves their states; or about none where one of them forbids it.

    `act` returns what it changed in words, or nothing where the need is so already. `version` is what somebody
    had open of the one need; where others changed it since, Stale is raised.
    """
    fresh = locked(needs)
    if version is not None and any(need.version != version for need in fresh):
        raise Stale("Người khác vừa sửa nhu cầu này sau khi bạn mở trang.")
    if problems := [sentence(need, why) for need in fresh if (why := obstacle(verb, need, by=by))]:
        raise Refused(in_short(problems))
    lines = [(need, text) for need in fresh if (text := act(need))]
    changed = [need for need, _ in lines]
    for need in changed:
        need.version += 1
    Need.objects.bulk_update(changed, SETTLED, 500)
    Step.objects.bulk_create(
        step(need, verb, need.state, by=by, note=text[:1].upper() + text[1:]) for need, text in lines
    )
    tell(lines, by=by)
    return fresh


def must_be_ours(officer: User | None, by: User) -> None:
    if officer is not None and officer.unit_id != by.unit_id:
        raise Refused("Cán bộ phụ trách phải thuộc cơ quan chủ trì.")
