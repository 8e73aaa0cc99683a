"""One process that does what takes long, for the whole installation: big lists, long papers.

It is known by a lock on a file that the system lets go of when the process ends, however it ends. So whoever gets
the lock knows that nobody works, and that what was begun is dead.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.files import locks


@contextmanager
def alone() -> Iterator[bool]:
    """True inside, if no other process works."""
    with (settings.DATA_DIR / "work.lock").open("a") as file:
        yield locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)


def see_to_it(*, bury: Callable[[], None], waits: Callable[[], bool]) -> None:
    """Says of dead work that it is dead, and starts a worker where one is wanted and none is there.

    Every queue asks with its own two: `bury` says of its work that was begun that it died, `waits` whether any
    waits to be begun.
    """
    with alone() as nobody_works:
        if nobody_works:
            bury()
    if nobody_works and waits():
        start()


def start() -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", "--once"]
    # Of its own session, so that stopping the pages does not stop it half-way.
    subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
