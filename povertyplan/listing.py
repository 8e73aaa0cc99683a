"""One filter form per list: the page, its count and its Excel file all use it."""

from dataclasses import dataclass

from django.http import QueryDict
from django_filters import FilterSet


@dataclass(frozen=True)
class Chip:
    """One condition that is applied: its words, and the address of the same list without it."""

    label: str
    value: str
    url: str

    def __str__(self):
        return f"{self.label}: {self.value}"


class ListFilter(FilterSet):
    """A filter form whose conditions are in the address. What cannot be understood is left out and said."""

    def chips(self) -> list[Chip]:
        self.form.is_valid()  # fills `cleaned_data` with what could be understood
        return [
            Chip(str(self.form.fields[name].label), self._words(name, value), self._url_without(name))
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", [])
        ]

    def misread(self) -> list[str]:
        """The labels of the conditions that were not understood and so do not count."""
        return [str(self.form.fields[name].label) for name in self.form.errors if name in self.form.fields]

    def summary(self) -> str:
        """The conditions in words, for the head of an Excel file and for the access log."""
        return "; ".join(str(chip) for chip in self.chips()) or "không lọc"

    def query(self) -> str:
        """The applied conditions as a query string, for the link to the Excel file."""
        return _query(self.data)

    def _words(self, name: str, value) -> str:
        choices = dict(getattr(self.form.fields[name], "choices", ())) if isinstance(value, str) else {}
        return str(choices.get(value, value))

    def _url_without(self, name: str) -> str:
        return "?" + _query(self.data, without=name)


def _query(data, without: str = "") -> str:
    query = QueryDict(mutable=True)
    for key in data or ():
        if key not in {without, "page"}:
            query.setlist(key, data.getlist(key))
    return query.urlencode()
