"""Writing notices: each matter once for each person, and away from first screens when it no longer waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from povertyplan import clock
from povertyplan.accounts.models import User
from reports.models import Notice, ReminderLetter
from reports.reminding.matters import Matter, People, chased, matters

BATCH = 500


@dataclass(frozen=True)
class Noticed:
    """`new` notices not yet saved when it was only a rehearsal; `settled` is how many matters were over."""

    new: list[Notice]
    settled: int


def notices_of(found: Iterable[Matter], on: date) -> list[Notice]:
    """One notice a person and matter, nobody twice for the same."""
    at, rows = clock.now(), {}
    for matter in found:
        for person in matter.people:
            rows[person.pk, matter.kind, matter.key] = Notice(
                user=person, kind=matter.kind, matter=matter.key, text=matter.text[:250], path=matter.path, on=on, at=at
            )
    return list(rows.values())


def rehearse(on: date) -> Noticed:
    """What `write_notices` would write, without writing."""
    wanted = notices_of(matters(on), on)
    there, gone = _compared(wanted)
    return Noticed([one for one in wanted if _key(one) not in there], len(gone))


@transaction.atomic
def write_notices(on: date) -> Noticed:
    """Harmless to repeat: what was told once is not told again, even if two runs meet."""
    wanted = notices_of(matters(on), on)
    there, gone = _compared(wanted)
    new = [one for one in wanted if _key(one) not in there]
    Notice.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    for start in range(0, len(gone), BATCH):
        Notice.objects.filter(pk__in=gone[start : start + BATCH]).update(settled_on=on)
    _take_up_again(wanted, there)
    return Noticed(new, len(gone))


@transaction.atomic
def tell_at_once(letter: ReminderLetter) -> None:
    """A reminder letter went out: its unit's people see it on their first screen, not only the next morning."""
    found = notices_of([chased(letter, People())], clock.today())
    Notice.objects.bulk_create(found, ignore_conflicts=True)


def _compared(wanted: list[Notice]) -> tuple[dict[tuple, date | None], list[int]]:
    """What is there of everything, with the day it was settled; and the keys of what waits no longer."""
    keys = {_key(one) for one in wanted}
    there, gone = {}, []
    rows = Notice.objects.order_by().values_list("pk", "user_id", "kind", "matter", "settled_on")
    for pk, user, kind, matter, settled_on in rows.iterator(chunk_size=2000):
        key = (user, kind, matter)
        if key in keys:
            there[key] = settled_on
        elif settled_on is None:
            gone.append(pk)
    return there, gone


def _take_up_again(wanted: list[Notice], there: dict[tuple, date | None]) -> None:
    """The same matter waits once more: it stands again, and no second letter is sent."""
    for one in wanted:
        if there.get(_key(one)) is not None:
            Notice.objects.filter(user=one.user_id, kind=one.kind, matter=one.matter).update(settled_on=None)


def _key(notice: Notice) -> tuple[int, str, str]:
    return (notice.user_id, str(notice.kind), notice.matter)


def put_away(notices, *, by: User) -> int:
    """`by` has read these of their own; returns how many. Nobody puts away another person's."""
    return notices.of(by).filter(read_at=None).update(read_at=clock.now())
