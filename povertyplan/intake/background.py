"""What the worker does with big lists: reads them into a preview that is kept, and writes what was agreed to."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction

from households.changes import Refused
from povertyplan import clock
from povertyplan.intake import importing, keeping, queueing
from povertyplan.intake.jobs import ImportJob
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.workbook import Unreadable

logger = logging.getLogger(__name__)
bury = queueing.bury


def first() -> tuple[datetime, Callable[[], None]] | None:
    """Since when the longest waiting list waits, and what reads or writes it."""
    job = queueing.waiting().select_related("batch__plan", "batch__commune", "batch__by__unit").first()
    return (job.asked_at, partial(do, job)) if job else None


def do(job: ImportJob) -> None:
    """One job from its beginning to its end; whatever happens is said to the person who waits."""
    job.started_at = clock.now()
    job.save(update_fields=["started_at"])
    try:
        if job.writes:
            _write(job)
        else:
            _read(job)
    except Unreadable as error:
        queueing.fail(job, str(error))
        if not job.digest:  # it was never read: what is no list is not kept
            ImportBatch.objects.filter(pk=job.batch_id).update(file="")
            job.batch.file.delete(save=False)
    except Exception:
        logger.exception("import %s", job.batch_id)
        queueing.fail(job, "Phần mềm gặp lỗi khi làm việc này. Chưa có gì được ghi; hãy làm lại hoặc báo quản trị.")


def _read(job: ImportJob, told: str = "") -> None:
    batch = job.batch
    comparison = importing.preview_of(batch, follow_file=job.follow_file)
    with transaction.atomic():
        keeping.keep(job, comparison)
        importing.count(batch, comparison)
        batch.state = ImportBatch.State.PREVIEW
        batch.save()
        _finish(job, told)


def _write(job: ImportJob) -> None:
    batch = job.batch
    try:
        read = importing.read_again(batch)
        importing.write(
            batch,
            read,
            by=job.agreed_by,
            good_rows=job.good_rows,
            review_missing=job.review_missing,
            expected=job.agreed_digest,
            follow_file=job.follow_file,
        )
        _finish(job)
    except importing.Blocked as refused:
        importing.stop(batch, refused.comparison)
        _finish(job, "Chưa ghi gì. Hãy sửa các dòng lỗi trong tệp rồi nhập lại.")
    except importing.Stale as stale:
        _read(job, str(stale))
        return
    except Refused as refused:
        queueing.fail(job, str(refused))
    keeping.forget(batch)


def _finish(job: ImportJob, told: str = "") -> None:
    job.finished_at, job.told = clock.now(), told
    job.save()
