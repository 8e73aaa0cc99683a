"""From a figure to the rows behind it: the address of the list whose filter gives exactly these.

Keys are those of `manage.py figures --json`, dotted; rows of its lists are named by their code or key.
"""

from urllib.parse import parse_qsl, urlsplit

from django.http import QueryDict
from django.urls import reverse

from tasks.states import State


def households(**conditions: str) -> str:
    return reverse("households", query=conditions or None)


def needs(**conditions: str) -> str:
    return reverse("needs", query=conditions or None)


def exits(**conditions: str) -> str:
    return reverse("exits", query=conditions or None)


def questions(**conditions: str) -> str:
    return reverse("questions", query=conditions or None)


def submissions(**conditions: str) -> str:
    return reverse("submissions", query=conditions or None)


def behind(name: str, **conditions: str) -> str:
    """Our own list of rows, for figures of another day or with a question that no list asks."""
    return reverse("figure_rows", args=[name], query=conditions or None)


def narrowed(url: str | None, **conditions: str) -> str:
    """The same list with further conditions; empty where there is no list."""
    if not url:
        return ""
    query = QueryDict(mutable=True)
    query.update(dict(parse_qsl(urlsplit(url).query)) | conditions)
    return f"{urlsplit(url).path}?{query.urlencode()}"


AGENCY_STATES = {"open": {"state": "open"}, "overdue": {"state": "overdue"}, "done": {"state": State.CONFIRMED.value}}


def link_for(key: str) -> str | None:
    """The address behind the figure `key`; None for what has no rows: the target and the plan's own numbers."""
    match key.split("."):
        case ["listed"]:
            return households(standing="listed")
        case ["remaining"]:
            return households(standing="remaining")
        case ["left", "total"]:
            return households(standing="left")
        case ["left", "by_reason", reason]:
            return households(reason=reason)
        case ["left", kind]:
            return households(standing=kind)
        case ["needs", "total"]:
            return needs()
        case ["needs", "households"]:
            return behind("needing")
        case ["needs", "overdue" | "take_up_overdue" as late]:
            return needs(state=late)
        case ["needs", "by_type", code, "needs"]:
            return needs(type=code)
        case ["needs", "by_type", code, "households"]:
            return households(need=code)
        case ["needs", "by_state", state]:
            return needs(state=state)
        case ["communes", code, "listed"]:
            return households(commune=code, standing="listed")
        case ["communes", code, "needs"]:
            return needs(commune=code)
        case ["communes", code, standing]:
            return households(commune=code, standing=standing)
        case ["agencies", code, "needs"]:
            return needs(lead=code)
        case ["agencies", code, count]:
            return needs(lead=code, **AGENCY_STATES[count])
        case ["obligations", kind, "expected"]:
            return submissions(kind=kind)
        case ["obligations", kind, status]:
            return submissions(kind=kind, status=status)
        case ["reconciliation", name, "found"]:
            return behind(name)
    return None


def value_of(figures: dict, key: str) -> int:
    """The number at the dotted `key` of the JSON `figures`."""
    value = figures
    for part in key.split("."):
        value = value[part] if isinstance(value, dict) else _row(value, part)
    return value


def _row(rows: list[dict], name: str) -> dict:
    return next(row for row in rows if name in (row.get("code"), row.get("key")))
