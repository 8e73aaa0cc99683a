"""Asking for big lists to be read and written by the one worker of the installation (`povertyplan.working`)."""

from django.db import transaction

from households.changes import Refused
from povertyplan import clock, working
from povertyplan.accounts.models import User
from povertyplan.intake.jobs import ImportJob
from povertyplan.intake.models import ImportBatch

# Below these a list is read, compared and written while the person waits: about a second.
MANY_ROWS = 3_000
BIG_FILE = 2**20

State = ImportBatch.State


def is_big(*, size: int = 0, rows: int = 0) -> bool:
    return size > BIG_FILE or rows > MANY_ROWS


@transaction.atomic
def ask_to_read(batch: ImportBatch, *, follow_file: bool = False) -> None:
    """The list is read (again) in the background; until then nothing can be written."""
    batch.state = State.READING
    batch.save(update_fields=["state"])
    asked = {"asked_at": clock.now(), "started_at": None, "finished_at": None, "told": "", "writes": False}
    ImportJob.objects.update_or_create(batch=batch, defaults=asked | {"follow_file": follow_file})
    transaction.on_commit(see_to_it)


@transaction.atomic
def ask_to_write(
    batch: ImportBatch, *, by: User, expected: str, good_rows: bool, review_missing: bool, follow_file: bool
) -> None:
    """The arguments are those of `importing.write`. Raises Refused if the list does not wait for that."""
    if not ImportBatch.objects.filter(pk=batch.pk, state=State.PREVIEW).update(state=State.WRITING):
        raise Refused("Lần nhập này đã được ghi hoặc đã hủy.")
    ImportJob.objects.filter(batch=batch).update(
        asked_at=clock.now(), started_at=None, finished_at=None, told="", writes=True, agreed_by=by,
        agreed_digest=expected, good_rows=good_rows, review_missing=review_missing, follow_file=follow_file,
    )  # fmt: skip
    transaction.on_commit(see_to_it)


@transaction.atomic
def ask_again(batch: ImportBatch) -> None:
    """The same once more, after a worker died. Raises Refused if nothing failed."""
    state = State.WRITING if batch.job.writes else State.READING
    if not ImportBatch.objects.filter(pk=batch.pk, state=State.FAILED).update(state=state):
        raise Refused("Việc này không cần làm lại.")
    ImportJob.objects.filter(batch=batch).update(asked_at=clock.now(), started_at=None, finished_at=None, told="")
    transaction.on_commit(see_to_it)


def see_to_it() -> None:
    """Says of dead work that it is dead, and starts a worker where one is wanted and none is there."""
    working.see_to_it(bury=bury, waits=lambda: waiting().exists())


def waiting():
    """Jobs that nobody has begun, in their order."""
    return ImportJob.objects.filter(batch__state__in=[State.READING, State.WRITING], started_at=None)


def bury() -> None:
    """Call it with the lock: every job that was begun and not ended died with its process."""
    dead = ImportJob.objects.filter(
        batch__state__in=[State.READING, State.WRITING], started_at__isnull=False, finished_at=None
    )
    for job in dead.select_related("batch"):
        fail(job, "Chương trình bị dừng giữa chừng. Chưa có gì được ghi; hãy làm lại.")


@transaction.atomic
def fail(job: ImportJob, why: str) -> None:
    ImportBatch.objects.filter(pk=job.batch_id, state__in=[State.READING, State.WRITING]).update(state=State.FAILED)
    ImportJob.objects.filter(pk=job.pk).update(finished_at=clock.now(), told=why)
