"""Two people edited the same household at once: the second sees both, and nothing that was typed is lost."""

from dataclasses import dataclass

from django.forms import BoundField, Form

from households.models import Diary, Household


@dataclass(frozen=True)
class Conflict:
    """The lines of the diary that the others wrote since the page was opened, newest first."""

    lines: list[Diary]


def since(household: Household, version: int) -> Conflict:
    """What others saved after `version`; each saving counts the version on by one and writes one line."""
    saved = max(household.version - version, 1)
    lines = household.diary.filter(kind=Diary.Kind.DATA).select_related("by__unit")
    return Conflict(list(lines[:saved]))


def merged(form: Form, now: Form):
    """The data for the form that is shown again, where `now` is the same form on the row as it is now.

    Fields that this person left alone take what the others saved; the rest stays as typed.
    """
    data = form.data.copy()
    for name, field in now.fields.items():
        if not field.show_hidden_initial:
            continue
        saved = _as_sent(now[name])
        data.setlist(now[name].html_initial_name, saved)
        if name not in form.changed_data:
            data.setlist(now[name].html_name, saved)
    data["version"] = str(now.initial["version"])
    return data


def _as_sent(field: BoundField) -> list[str]:
    """What a browser would send for this field if nobody touched it."""
    value = field.field.widget.format_value(field.value())
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return ["" if value is None else str(value)]
