"""Asking for big lists to be read and written by a process of its own, and seeing to it that there is one.

One worker at a time for the whole installation, known by a lock on a file that the system lets go of when the
process ends, however it ends. So whoever gets the lock knows that nobody works, and that what was begun is dead.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.files import locks
from django.db import transaction

from households.changes import Refused
from povertyplan import clock
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
    with alone() as nobody_works:
        if nobody_works:
            bury()
    if nobody_works and waiting().exists():
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--once"]
        # Of its own session, so that stopping the pages does not stop it half-way.
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)


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


@contextmanager
def alone() -> Iterator[bool]:
    """True inside, if no other process works."""
    with (settings.DATA_DIR / "work.lock").open("a") as file:
        yield locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)
