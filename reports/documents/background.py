"""The worker's side of long papers (`povertyplan.worker`)."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from reports.documents import asking
from reports.models import MadePaper

logger = logging.getLogger(__name__)
bury = asking.bury


def first() -> tuple[datetime, Callable[[], None]] | None:
    """Since when the longest waiting paper waits, and what makes it."""
    made = MadePaper.objects.waiting().with_faces().first()
    return (made.asked_at, partial(do, made)) if made else None


def do(made: MadePaper) -> None:
    """Whatever happens is said to the person who waits."""
    try:
        asking.do(made)
    except Exception:
        logger.exception("paper %s", made.pk)
        asking.fail(made, "Phần mềm gặp lỗi khi lập văn bản này. Hãy lập lại hoặc báo quản trị.")
