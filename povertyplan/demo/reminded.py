"""The reminders of two mornings: the first day's have been put away by most people, the second day's are new."""

from datetime import date, datetime, time

from django.utils import timezone

from povertyplan import clock
from reports.models import Notice
from reports.reminding.noticing import write_notices

MORNINGS = (date(2022, 9, 14), date(2022, 9, 16))


def play() -> None:
    """Nobody has an address in the demo, so no letter is sent."""
    for day in MORNINGS:
        with clock.assume(timezone.make_aware(datetime.combine(day, time(6, 30)))):
            write_notices(day)
        if day != MORNINGS[-1]:
            Notice.objects.update(read_at=timezone.make_aware(datetime.combine(day, time(8))))
