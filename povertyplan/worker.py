"""What `manage.py work` does: everything that waits in any queue, one after the other, the oldest first.

A queue is a module with two functions: `bury()` says of its work that was begun that it died with its process;
`first()` is (since when, what to call) of the work that waits longest, or None.
"""

from povertyplan.intake import background as lists
from povertyplan.working import alone
from reports.documents import background as papers

QUEUES = (lists, papers)


def work() -> None:
    """Does all that waits; at once nothing if another worker is there."""
    with alone() as mine:
        if not mine:
            return
        for queue in QUEUES:
            queue.bury()
        while waiting := [first for queue in QUEUES if (first := queue.first())]:
            _, do = min(waiting, key=lambda pair: pair[0])
            do()
