"""Field types of more than one app."""

from django import forms
from django.db import models

LONGEST_KEY = 18  # digits; a bigint holds every number of so many


class IdNumberField(models.CharField):
    """A citizen's identification number: 12 digits (CCCD) or, on old cards, 9 (CMND).

    Every identification number in the database is of this type, so that encrypting them is one change here.
    """

    description = "Số CCCD hoặc CMND"

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 12)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("max_length") == 12:
            del kwargs["max_length"]
        return name, path, args, kwargs


def masked(number: str | None) -> str:
    """An identification number as it may be shown to everybody: only its last four digits."""
    return f"•••• •••• {number[-4:]}" if number else ""


class TicksField(forms.ModelMultipleChoiceField):
    """Ticked rows of a table. A key longer than any table's is no choice, as one that is not there is none.

    Django hands it to the database, which refuses the whole question.
    """

    def to_python(self, value):
        return super().to_python(self._keys(value))

    def clean(self, value):
        return super().clean(self._keys(value))

    def _keys(self, value):
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                message = self.error_messages["invalid_choice"]
                raise forms.ValidationError(message, code="invalid_choice", params={"value": str(key)[:40]})
        return value
