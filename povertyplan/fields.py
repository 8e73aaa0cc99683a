"""Field types of more than one app."""

from django.db import models


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
