"""The lines of first screens about those who have left poverty: whom to visit, whose signs of danger to answer."""

from django.urls import reverse

from households.models import Movement
from povertyplan.accounts.models import User
from reports.waiting import Line


def watch_work(user: User) -> list[Line]:
    """For a commune its own, for the division the town's."""
    watched = Movement.objects.visible_to(user).watched()
    due, flagged = watched.due_for_follow_up().count(), watched.flagged().count()
    return [
        Line(flagged, f"Xử lý dấu hiệu tái nghèo của {flagged} hộ", _watch("flagged"), f"{flagged} hộ", "ba"),
        Line(due, f"Thăm {due} hộ đã thoát nghèo đến kỳ theo dõi", _watch("due"), f"{due} hộ", "wa"),
    ]


def watch_cards(user: User) -> list[Line]:
    flagged, due = watch_work(user)
    return [
        Line(due.count, "hộ đã thoát nghèo đến kỳ thăm", due.url),
        Line(flagged.count, "hộ có dấu hiệu tái nghèo", flagged.url),
    ]


def _watch(view: str) -> str:
    return reverse("watch", query={"view": view})
