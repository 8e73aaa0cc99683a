"""Field types of more than one app."""

import re
from decimal import Decimal

from django import forms
from django.db import models

from povertyplan.files import KINDS, problem_with

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


class DongField(forms.CharField):
    """An amount in đồng: 1500000 and 1.500.000 are the same; 1.5 or "1,5 triệu" would have to be guessed."""

    _PLAIN = re.compile(r"\d+|\d{1,3}(?:([. ,])\d{3})(?:\1\d{3})*", re.ASCII)

    def __init__(self, **kwargs):
        super().__init__(
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 16, "autocomplete": "off"}), **kwargs
        )

    def to_python(self, value) -> Decimal | None:
        text = re.sub(r"(đồng|vnđ|vnd|đ)\.?$", "", super().to_python(value).strip().lower()).strip()
        if not text:
            return None
        if not self._PLAIN.fullmatch(text):
            raise forms.ValidationError("Hãy ghi số tiền bằng đồng, ví dụ 1.500.000.")
        digits = re.sub(r"\D", "", text)
        if len(digits.lstrip("0")) > 14:
            raise forms.ValidationError("Số tiền quá lớn.")
        return Decimal(digits)


class FilesInput(forms.ClearableFileInput):
    """Several files at once, of the kinds that are taken."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"

    def __init__(self, attrs=None):
        super().__init__({"accept": ",".join(f".{kind.strip()}" for kind in KINDS.split(",")), **(attrs or {})})


class FilesField(forms.FileField):
    """Any number of files, none included; `judge` looks at each, and the error names the file."""

    widget = FilesInput

    def __init__(self, *, judge=problem_with, **kwargs):
        self.judge = judge
        kwargs.setdefault("help_text", f"Nhận tệp {KINDS}, mỗi tệp không quá 5 MB. Chọn được nhiều tệp một lần.")
        super().__init__(required=False, **kwargs)

    def clean(self, data, initial=None):
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        for file in files:
            if problem := self.judge(file):
                raise forms.ValidationError(f"«{file.name}»: {problem}")
        return files
