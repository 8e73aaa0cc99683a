"""Writes a compared list in one transaction: new households, changed fields, needs, exits, diary, history."""

from collections import defaultdict
from collections.abc import Sequence

from households.models import Household, Movement, PlanEntry
from households.models.household import name_keys
from households.models.movement import kind_for
from povertyplan import bulk
from povertyplan.accounts.models import User
from povertyplan.intake import entering, looking, places
from povertyplan.intake.comparing import Change, Comparison, Verdict
from povertyplan.intake.models import ImportBatch, ImportChange
from povertyplan.intake.resource import ListResource
from povertyplan.intake.writing import Writing, parts
from povertyplan.vietnamese import tidy
from tasks import arrivals
from tasks.models import Need

# Field of the list → field of the household, where the names differ.
COLUMNS = {"members": "member_count"}


class Moved(Exception):
    """Somebody changed a household while the list was being compared with it."""


def apply(comparison: Comparison, *, batch: ImportBatch, by: User | None, review_missing: bool = False) -> None:
    """Call it inside a transaction that holds the plan's lock. Blocked rows are left out.

    Raises Moved, before anything is written, if a household is not any more what the list was compared with.
    """
    lock(comparison.changed)
    writing = Writing(batch, by)
    texts = ListResource()
    for part in parts(comparison.changed):
        _change(writing, part, texts)
    entering.enter(writing, comparison.new)
    if review_missing:
        missing = [one for one in comparison.missing if not one.to_review and one.exit is None]
        for part in parts(missing):
            _mark_missing(writing, part)


def lock(verdicts: Sequence[Verdict]) -> None:
    """Nobody else changes these households until the import is through."""
    for part in parts(sorted(verdicts, key=lambda verdict: verdict.held.pk)):
        locked = Household.objects.select_for_update().filter(pk__in=[verdict.held.pk for verdict in part])
        versions = dict(locked.order_by("pk").values_list("pk", "version"))
        for verdict in part:
            if versions.get(verdict.held.pk) != verdict.held.version:
                raise Moved(verdict.held.code)


def _change(writing: Writing, verdicts: Sequence[Verdict], texts: ListResource) -> None:
    lines = writing.history(ImportChange.Kind.CHANGED, ((one.held.code, one.held.head, one.row) for one in verdicts))
    changes = {verdict.held.pk: line for verdict, line in zip(verdicts, lines, strict=True)}
    _set_fields(writing, verdicts, changes)
    _add_rows(writing, verdicts, changes)
    _end_needs(writing, verdicts, changes)
    looking.write(writing, verdicts, changes)
    for verdict in verdicts:
        told = "; ".join(f"{title.lower()}: {old or 'trống'} → {new}" for title, old, new in texts.differences(verdict))
        writing.line(verdict.held.pk, f"Sửa theo danh sách, {writing.where(verdict.row)}", told)
    writing.finish()


def _set_fields(writing: Writing, verdicts: Sequence[Verdict], changes: dict[int, int]) -> None:
    hamlets = places.hamlets_of([verdict.row for verdict in verdicts], writing.communes)
    alike, causes = defaultdict(list), {}  # households of which the same columns change are updated together
    for verdict in verdicts:
        held, told = verdict.held, {"version": verdict.held.version + 1}
        for change in verdict.changes:
            if change.field == "exit":
                _correct_exit(writing, verdict, change, changes[held.pk])
                continue
            writing.remember(changes[held.pk], change.field, change.before, change.after)
            if change.field == "causes":
                causes[held.pk] = change.after
            elif change.field == "hamlet":
                told["hamlet_id"] = hamlets[verdict.row.commune, places.hamlet_key(change.after)]
            else:
                told[COLUMNS.get(change.field, change.field)] = change.after
        if verdict.changes:
            _fill_keys(verdict, told)
            alike[tuple(told)].append((held.pk, *told.values()))
    for names, rows in alike.items():
        bulk.update_values(Household, names, rows)
    Household.causes.through.objects.filter(household__in=list(causes)).delete()
    writing.link_causes(causes.items())


def _fill_keys(verdict: Verdict, told: dict) -> None:
    """What is derived from the names, where one of them changes; hamlets become their keys."""
    hamlet = told.get("hamlet_id")
    if hamlet:
        told["hamlet_id"] = hamlet.pk
    if hamlet or "head" in told:
        head = tidy(told.get("head", verdict.held.head))
        keys = name_keys(head, hamlet.name if hamlet else verdict.held.hamlet)
        told |= {"head": head} | dict(zip(("search_key", "sort_key", "match_key"), keys, strict=True))


def _correct_exit(writing: Writing, verdict: Verdict, change: Change, line: int) -> None:
    """A list may mend what an earlier list said about an exit, never what a decision says."""
    on, reason = change.after
    movement = Movement.objects.get(pk=verdict.held.exit.pk)
    writing.remember(line, "exit", change.before, change.after, movement.pk)
    movement.happened_on, movement.counted_on = on, movement.counts_from(on)
    movement.reason, movement.kind = reason, kind_for(reason)
    movement.save(update_fields=["happened_on", "counted_on", "reason", "kind"])


def _add_rows(writing: Writing, verdicts: Sequence[Verdict], changes: dict[int, int]) -> None:
    """Places on the list, needs, exits and people that the list brings to households that we hold."""
    listed = [(verdict, verdict.held.pk, writing.communes[verdict.held.commune].pk) for verdict in verdicts]
    made = {
        "entry": writing.enter([(pk, commune) for verdict, pk, commune in listed if verdict.joins_plan]),
        "need": writing.arrive((pk, commune, code) for verdict, pk, commune in listed for code in verdict.new_needs),
        "exit": [
            *writing.leave((pk, one.new_exit) for one, pk, _ in listed if one.new_exit and one.joins_plan),
            *writing.leave(
                ((pk, one.new_exit) for one, pk, _ in listed if one.new_exit and not one.joins_plan), later=True
            ),
        ],
        "member": writing.join((pk, verdict.new_people) for verdict, pk, _ in listed if verdict.new_people),
    }
    for field, rows in made.items():
        for household, key in rows:
            writing.remember(changes[household], field, "", "made", key)
    back = [(pk, verdict.held.entry) for verdict, pk, _ in listed if verdict.back_in_list]
    PlanEntry.objects.filter(pk__in=[entry for _, entry in back]).update(to_review=False)
    for pk, entry in back:
        writing.remember(changes[pk], "review", "yes", "no", entry)


def _end_needs(writing: Writing, verdicts: Sequence[Verdict], changes: dict[int, int]) -> None:
    keys = [need.pk for verdict in verdicts for need in verdict.dropped_needs]
    if not keys:
        return
    locked = Need.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    note = f"Không còn trong tệp «{writing.batch.filename}»"
    for need in arrivals.unlist(locked, by=writing.by, note=note):
        writing.remember(changes[need.household_id], "need", "listed", "unlisted", need.pk)


def _mark_missing(writing: Writing, missing: Sequence) -> None:
    """Marked for the commune to look at; an import deletes nothing and takes nobody off the list."""
    PlanEntry.objects.filter(pk__in=[one.entry for one in missing]).update(to_review=True)
    lines = writing.history(
        ImportChange.Kind.CHANGED, ((one.code, one.head, None) for one in missing), note="vắng trong tệp"
    )
    text = f"Vắng trong tệp «{writing.batch.filename}», đánh dấu để xã, phường rà soát"
    for one, line in zip(missing, lines, strict=True):
        writing.remember(line, "review", "no", "yes", one.entry)
        writing.line(one.pk, text)
    writing.finish()
