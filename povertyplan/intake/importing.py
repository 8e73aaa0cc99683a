"""From a file to households: keep the file, read it, compare it, write it. Browser, commands and demo come here."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from households.changes import Refused, must_be_open
from households.models import Household, Movement, Plan
from povertyplan import bulk, clock
from povertyplan.accounts.models import AccessLog, Unit, User
from povertyplan.intake import applying, choosing, filling, places, queueing
from povertyplan.intake.comparing import Comparison, Rules, compare
from povertyplan.intake.held import held_in
from povertyplan.intake.listing import read_list
from povertyplan.intake.looks import Stamp, tells
from povertyplan.intake.matching import Elsewhere, match
from povertyplan.intake.models import ImportBatch, ImportJob
from povertyplan.intake.records import ListRead, ReadingChoices
from tasks.models import NeedType

COUNTS = "new", "changed", "unchanged", "missing", "blocked"


class Blocked(Refused):
    """The list has rows that cannot be written; `comparison` says which."""

    def __init__(self, text: str, comparison: Comparison):
        super().__init__(text)
        self.comparison = comparison


class Stale(Refused):
    """What we hold has changed since the preview: the person sees the new preview before anything is written."""


def import_file(
    data: bytes,
    *,
    filename: str,
    plan: Plan,
    by: User | None,
    commune: Unit | None = None,
    good_rows: bool = False,
    review_missing: bool = False,
) -> ImportBatch:
    """Reads and writes a list in one go. The batch is `applied`, or `blocked` and then nothing was written.

    `commune`: the only one whose rows are let in. `batch.comparison` tells what was found.
    Raises Unreadable when the file is no list at all.
    """
    read = read_for(plan, data, filename, commune)
    batch = keep(data, filename=filename, plan=plan, by=by, commune=commune)
    try:
        batch.comparison = write(batch, read, by=by, good_rows=good_rows, review_missing=review_missing)
    except Blocked as blocked:
        batch.comparison = blocked.comparison
        stop(batch, blocked.comparison)
    return batch


def read_for(
    plan: Plan, data: bytes, filename: str, commune: Unit | None = None, choices: ReadingChoices | None = None
) -> ListRead:
    """Raises Unreadable."""
    code = commune.code if commune else None
    return read_list(data, filename=filename, places=places.places_of(plan), choices=choices, commune=code)


def keep(
    data: bytes,
    *,
    filename: str,
    plan: Plan,
    by: User | None,
    commune: Unit | None = None,
    read: ListRead | None = None,
) -> ImportBatch:
    """Puts the original away and opens the import's page in the history; no household is written yet.

    With `read`, the history also says what the list would have changed.
    """
    batch = ImportBatch(
        plan=plan,
        commune=commune,
        at=clock.now(),
        by=by,
        filename=filename[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )
    if read is not None:
        count(batch, preview(read, plan=plan, commune=commune, versions=filling.versions_in(data)))
    batch.file.save(filename, ContentFile(data), save=False)
    batch.save()
    return batch


def read_again(batch: ImportBatch) -> ListRead:
    """The list of a batch, from the kept original, as its person wants it read. Raises Unreadable."""
    choices = choosing.choices_for(batch.unit, batch)
    with batch.file.open("rb") as file:
        return read_for(batch.plan, file.read(), batch.filename, batch.commune, choices)


def versions_of(batch: ImportBatch) -> dict[str, Stamp]:
    """Of a list that went out from here: how each household stood then."""
    with batch.file.open("rb") as file:
        return filling.versions_in(file.read())


def preview_of(batch: ImportBatch, *, follow_file: bool = False) -> Comparison:
    """What writing a kept list would do now."""
    versions = {} if follow_file else versions_of(batch)
    return preview(read_again(batch), plan=batch.plan, commune=batch.commune, versions=versions)


def read_otherwise(batch: ImportBatch, form: choosing.ReadingForm) -> None:
    """Reads the list as a person has decided; what gives no list at all is not remembered (Unreadable)."""
    with transaction.atomic():
        choosing.remember(batch, form)
        recount(batch)


def recount(batch: ImportBatch) -> None:
    """The numbers of the history as the list is read now; of a big one when a worker has read it. Raises Unreadable."""
    if ImportJob.objects.filter(batch=batch).exists():
        queueing.ask_to_read(batch)
        return
    count(batch, preview_of(batch))
    batch.save(update_fields=[f"{name}_count" for name in COUNTS])


def preview(
    read: ListRead,
    *,
    plan: Plan,
    commune: Unit | None = None,
    versions: dict[str, Stamp] | None = None,
    signed: bool = True,
) -> Comparison:
    """What writing the list would do now, in a constant number of queries.

    `versions`: of a list that went out from here; households edited since then keep our values. `signed`: by a
    person, who can have seen households.
    """
    units = places.communes_of(plan)
    names = {code: unit.name for code, unit in units.items()}
    rules = Rules(
        types=dict(NeedType.objects.values_list("code", "name")),
        reasons=frozenset(Movement.Reason.values),
        commune=commune.code if commune else None,
        commune_name=commune.name if commune else "",
        names=names,
        versions=versions or {},
        today=clock.today(),
        signed=signed,
    )
    covered = {units[row.commune] for row in read.rows if row.commune in units}
    if commune:
        covered &= {commune}
    tell = any(map(tells, read.rows))
    held = held_in(plan, covered, with_people=any(row.people for row in read.rows), with_looks=tell)
    matches = match(read.rows, held, _elsewhere(covered), only=rules.commune, answers=read.answers)
    return compare(read, matches, held, rules)


def _elsewhere(covered: set[Unit]) -> list[Elsewhere]:
    names = "code", "commune__code", "id_no", "old_id_no"
    others = Household.objects.exclude(commune__in=covered).order_by()
    return [Elsewhere(*values) for values in others.values_list(*names)]


def write(
    batch: ImportBatch,
    read: ListRead,
    *,
    by: User | None,
    good_rows: bool = False,
    review_missing: bool = False,
    expected: str | None = None,
    follow_file: bool = False,
) -> Comparison:
    """Writes a kept list, all of it or nothing. One import at a time for each plan.

    `expected`: digest of the preview that the person agreed to. Raises Stale when it is not that any more,
    Refused when rows are blocked (unless `good_rows`) or when the batch is not waiting. `follow_file`: also
    where a household was edited here after the list had gone out.
    """
    versions = {} if follow_file else versions_of(batch)
    for _ in range(3):
        try:
            with transaction.atomic():
                return _write(batch, read, by, good_rows, review_missing, expected, versions)
        except applying.Moved:
            continue  # somebody edited a household in this very moment: compare once more
    raise Stale("Dữ liệu đang được người khác sửa. Hãy xem lại trước khi ghi.")


def _write(batch, read, by, good_rows, review_missing, expected, versions) -> Comparison:
    must_be_open(Plan.objects.select_for_update().get(pk=batch.plan_id))
    agreed = ImportBatch.State.PREVIEW, ImportBatch.State.WRITING
    if not ImportBatch.objects.filter(pk=batch.pk, state__in=agreed).exists():
        raise Refused("Lần nhập này đã được ghi hoặc đã hủy.")
    comparison = preview(read, plan=batch.plan, commune=batch.commune, versions=versions, signed=by is not None)
    count(batch, comparison)
    if expected is not None and comparison.digest() != expected:
        raise Stale("Dữ liệu đã thay đổi sau khi bạn xem. Hãy xem lại bản mới dưới đây rồi ghi.")
    if comparison.stops or (comparison.blocked and not good_rows):
        text = "Tệp còn dòng lỗi nên chưa ghi gì. Hãy sửa tệp hoặc chọn ghi các dòng đúng."
        raise Blocked(text, comparison)
    batch.state, batch.applied_at, batch.applied_by = ImportBatch.State.APPLIED, clock.now(), by
    applying.apply(comparison, batch=batch, by=by, review_missing=review_missing)
    batch.save()
    transaction.on_commit(bulk.refresh_statistics, robust=True)
    AccessLog.objects.record(
        AccessLog.Action.IMPORT,
        by=by,
        subject=batch.filename,
        detail=f"lần nhập {batch.pk}: {batch.new_count} hộ mới, {batch.changed_count} hộ thay đổi",
    )
    return comparison


def count(batch: ImportBatch, comparison: Comparison) -> None:
    """The five numbers of the history."""
    for name in COUNTS:
        setattr(batch, f"{name}_count", comparison.counts()[name])


def stop(batch: ImportBatch, comparison: Comparison) -> None:
    """The person wants to mend the file first: the batch stays in the history as blocked."""
    count(batch, comparison)
    batch.state = ImportBatch.State.BLOCKED
    batch.save()


def cancel(batch: ImportBatch) -> None:
    """Ends a waiting import, or one that failed. The file of a list that nobody wanted is not kept."""
    ended = ImportBatch.State.PREVIEW, ImportBatch.State.FAILED
    waiting = ImportBatch.objects.filter(pk=batch.pk, state__in=ended)
    if not waiting.update(state=ImportBatch.State.CANCELLED, file=""):
        raise Refused("Lần nhập này đã được ghi hoặc đã hủy.")
    batch.corrections.all().delete()
    batch.answers.all().delete()
    batch.preview_lines.all().delete()
    batch.file.delete(save=False)
