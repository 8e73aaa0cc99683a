"""The few words on a first screen about what somebody was reminded of and has not put away."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from povertyplan.accounts.models import User
from reports.models import Notice
from reports.reminding.wording import line


@dataclass(frozen=True)
class Reminded:
    """`count` is of the rows behind `url`."""

    count: int
    text: str
    url: str
    since: date


def reminded(user: User) -> list[Reminded]:
    """One line a kind, in one query."""
    return [
        Reminded(count, line(kind, count, user), reverse("notices", query={"kind": kind}), oldest)
        for kind, count, oldest in Notice.objects.of(user).unread().counts_by_kind()
    ]
