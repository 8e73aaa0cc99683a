"""What an edit changes, in words for the diary, and the writing of it."""

from collections.abc import Iterable
from datetime import date

from django.db import models

from povertyplan.fields import IdNumberField, masked


def difference(row: models.Model, facts: dict) -> tuple[list[str], list[str]]:
    """The names of the fields that `facts` change, and a line "Name: old → new" for each."""
    names, lines = [], []
    for name, new in facts.items():
        field = row._meta.get_field(name)
        old_text, new_text = _words(field, _value(row, field)), _words(field, new)
        if old_text != new_text or isinstance(field, IdNumberField):
            names.append(str(field.verbose_name))
            lines.append(f"{_capital(field.verbose_name)}: {old_text} → {new_text}")
    return names, lines


def apply(row: models.Model, facts: dict) -> None:
    """Saves `facts` in `row`, many-to-many fields too."""
    for name, new in facts.items():
        if row._meta.get_field(name).many_to_many:
            getattr(row, name).set(new)
        else:
            setattr(row, name, new)
    row.save()


def _value(row, field):
    value = getattr(row, field.name)
    return list(value.all()) if field.many_to_many else value


def _words(field, value) -> str:
    if isinstance(field, IdNumberField):
        return masked(value) or "trống"
    if isinstance(value, bool):
        return "có" if value else "không"
    if value is None or value == "":
        return "trống"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if field.many_to_many and isinstance(value, Iterable):
        return "; ".join(str(one) for one in value) or "trống"
    return str(dict(field.flatchoices).get(value, value))


def _capital(text) -> str:
    return str(text)[:1].upper() + str(text)[1:]
