"""What day it is. Everything that needs the day or the moment asks here, nobody asks the server.

The demo's database is marked with an assumed day (`accounts.Installation.assumed_today`); `ASSUMED_TODAY`
in the settings does the same for a rehearsal. Otherwise the day is the server's, in Vietnam's time zone.
"""

from calendar import monthrange
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.conf import settings
from django.utils import timezone

_assumed: ContextVar[datetime | None] = ContextVar("assumed_moment", default=None)
_kept: ContextVar[list[datetime] | None] = ContextVar("kept_moment", default=None)


def now() -> datetime:
    """The moment, aware. On an assumed day it is that day at the server's time of day."""
    if (moment := _assumed.get()) is not None:
        return moment
    if (kept := _kept.get()) is None:
        return _moment()
    if not kept:
        kept.append(_moment())
    return kept[0]


def _moment() -> datetime:
    server = timezone.localtime()
    day = assumed_today()
    return server if day is None else _at(day, server.time())


def today() -> date:
    """The day in Vietnam."""
    return timezone.localtime(now()).date()


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later (or, below zero, before), or the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_before(day: date, months: int) -> date:
    """The last day from which so many whole months have passed by `day`."""
    start = months_after(day, -months)
    # 30/8 is six months after 28/2 and after 29/2 alike; the later one counts.
    while months_after(start + timedelta(days=1), months) <= day:
        start += timedelta(days=1)
    return start


def assumed_today() -> date | None:
    """The day that this installation is set to, or None where the server's day counts."""
    if settings.ASSUMED_TODAY:
        return date.fromisoformat(settings.ASSUMED_TODAY)
    return apps.get_model("accounts", "Installation").objects.assumed_today()


@contextmanager
def one_moment():
    """Inside, the first answer holds: a request sees one moment throughout and asks the database once."""
    token = _kept.set([])
    try:
        yield
    finally:
        _kept.reset(token)


@contextmanager
def assume(moment: date | datetime):
    """Inside, it is `moment` (a day means nine in the morning). For the demo's weeks and for tests."""
    if not isinstance(moment, datetime):
        moment = _at(moment, time(9))
    token = _assumed.set(moment)
    try:
        yield
    finally:
        _assumed.reset(token)


def _at(day: date, clock_time: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock_time.replace(tzinfo=None)))
