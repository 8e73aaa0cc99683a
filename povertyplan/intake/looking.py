"""Writes the looks that a list brings back, with the effect of `tasks.looks.see`; and takes them back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from django.utils import timezone

from households.models import Diary, PlanEntry
from povertyplan.intake.comparing import Verdict
from povertyplan.intake.held import look_text
from povertyplan.intake.looks import LABELS
from povertyplan.intake.writing import Writing
from tasks import looks
from tasks.looks import Look

FIELDS = ["progress", "seen_on", "seen_at", "seen_by_id"]


def write(writing: Writing, verdicts: Sequence[Verdict], changes: Mapping[int, int]) -> None:
    """By the person who imports. The households are locked, so nobody sees them in this moment."""
    looked = {verdict.held.entry: verdict for verdict in verdicts if verdict.look}
    entries = PlanEntry.objects.select_for_update().in_bulk(list(looked))
    for key, verdict in looked.items():
        entry, look, household = entries[key], verdict.look, verdict.held.pk
        before = as_kept(entry)
        entry.progress, entry.seen_on, entry.seen_at, entry.seen_by_id = (
            look.progress, look.on, writing.now, writing.by_id,
        )  # fmt: skip
        entry.to_review = False
        writing.remember(changes[household], "look", before, as_kept(entry), key)
        writing.line(household, look_text(look.progress, look.on), look.note, Diary.Kind.PROGRESS)
    PlanEntry.objects.bulk_update(entries.values(), [*FIELDS[:3], "seen_by", "to_review"], batch_size=500)
    if looked:
        told = (Look(one.held.pk, one.look.progress, one.look.on, one.look.note) for one in looked.values())
        looks.follow(told, plan=writing.plan, by=writing.by, at=writing.now)


def as_kept(entry: PlanEntry) -> str:
    """A look as a text for undoing; "" for an entry that nobody has looked at."""
    if not entry.seen_at:
        return ""
    at = entry.seen_at.astimezone(UTC)
    return f"{entry.progress} {entry.seen_on.isoformat()} {entry.seen_by_id} {at.isoformat()}"


def give_back(kept: Iterable[tuple[int, str]]) -> None:
    """(key of the entry, the look that it had) of looks that an import wrote."""
    for key, text in kept:
        told = dict.fromkeys(FIELDS) | {"progress": ""}
        if text:
            progress, on, by, at = text.split()
            values = progress, date.fromisoformat(on), datetime.fromisoformat(at), int(by)
            told = dict(zip(FIELDS, values, strict=True))
        PlanEntry.objects.filter(pk=key).update(**told)


def shown(text: str) -> str:
    """A kept look in words."""
    if not text:
        return ""
    progress, on, _, at = text.split()
    day = date.fromisoformat(on)
    moment = timezone.localtime(datetime.fromisoformat(at))
    return f"{LABELS[progress].lower()}, xem xét ngày {day:%d/%m/%Y}, ghi lúc {moment:%H:%M %d/%m/%Y}"
