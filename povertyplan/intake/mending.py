"""Cells in question that a person types anew on the preview page, and taking that back. The file stays as it was."""

import re
from collections.abc import Iterable, Mapping

from django import forms
from django.db import transaction
from django.db.models import QuerySet

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.models import User
from povertyplan.intake import importing
from povertyplan.intake.comparing import ASKED, Comparison
from povertyplan.intake.models import Correction, ImportBatch
from povertyplan.intake.records import ListedHousehold, Problem
from povertyplan.intake.showing import Kind

LONGEST = 500
# Kinds where the value in the cell is not what is wrong, or where a question is asked instead.
NOT_A_VALUE = frozenset({"hidden_row"})
NAME = re.compile(r"(?:value|clear)-(\d{1,4})-([A-Z]{1,3}\d{1,7})")

Cells = Mapping[tuple[str, str], Problem]


def cells_in(problems: Iterable[Problem]) -> Cells:
    """(sheet, address) → the first problem of every cell that can be typed anew."""
    found = {}
    for one in problems:
        if one.cell and one.kind not in NOT_A_VALUE:
            found.setdefault((one.sheet, one.cell), one)
    return found


def asked(kinds: Iterable[Kind], comparison: Comparison, places: Mapping[tuple[str, int], str]) -> list:
    """For the page: (kind, [(problem, whose row it is, its two fields or None, where it is asked about)]).

    `places`: (sheet, row) → the id, on the same page, of the question who the row is.
    """
    form, rows = MendingForm.shown(kinds, comparison), comparison.in_question

    def line(one: Problem):
        key = one.sheet, one.row
        return one, _who(rows.get(key)), form.field_of(one), places.get(key, "") if one.kind in ASKED else ""

    return [(kind, [line(one) for one in kind.problems]) for kind in kinds]


def _who(row: ListedHousehold | None) -> str:
    facts = (row.head, row.birth_year, row.hamlet) if row else ()
    return ", ".join(str(fact) for fact in facts if fact)


class MendingForm(forms.Form):
    """Of each cell its right value, or that it has to be empty. What is left blank is not touched.

    No field ever holds what stands in the file: it may be an ID number.
    """

    def __init__(self, *args, cells: Cells, sheets: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.cells, self.names = cells, {}
        for (sheet, address), one in cells.items():
            self._add(f"{sheets.index(sheet)}-{address}", one)

    def _add(self, name: str, one: Problem) -> None:
        self.names[one.sheet, one.cell] = name
        self.fields[f"value-{name}"] = forms.CharField(
            label=f"Giá trị đúng của ô {one.cell}",
            max_length=LONGEST,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={
                "max_length": f"Ô {one.cell}: giá trị dài hơn {LONGEST} ký tự.",
                "null_characters_not_allowed": f"Ô {one.cell}: giá trị có ký tự lạ.",
            },
        )
        self.fields[f"clear-{name}"] = forms.BooleanField(label=f"Để trống ô {one.cell}", required=False)

    @classmethod
    def shown(cls, kinds: Iterable[Kind], comparison: Comparison) -> "MendingForm":
        """An empty form for the problems of this page."""
        problems = [one for kind in kinds for one in kind.problems]
        return cls(cells=cells_in(problems), sheets=[sheet.name for sheet in comparison.sheets])

    @classmethod
    def sent(cls, data, comparison: Comparison) -> "MendingForm":
        """The form with those cells that came back and are still in question."""
        sheets = [sheet.name for sheet in comparison.sheets]
        named = (match.groups() for match in map(NAME.fullmatch, data) if match)
        keys = {(sheets[int(number)], address) for number, address in named if int(number) < len(sheets)}
        cells = {key: one for key, one in cells_in(comparison.problems).items() if key in keys}
        return cls(data, cells=cells, sheets=sheets)

    def field_of(self, one: Problem):
        """(field of the value, field of emptying) where the cell of this very problem can be typed anew."""
        if self.cells.get((one.sheet, one.cell)) is not one:
            return None
        name = self.names[one.sheet, one.cell]
        return self[f"value-{name}"], self[f"clear-{name}"]

    def typed(self) -> list[tuple[Problem, str]]:
        """What was really typed; a value counts more than the tick beside it."""
        found = []
        for key, one in self.cells.items():
            value = self.cleaned_data[f"value-{self.names[key]}"]
            if value or self.cleaned_data[f"clear-{self.names[key]}"]:
                found.append((one, value))
        return found


def mend(batch: ImportBatch, typed: Iterable[tuple[Problem, str]], *, by: User) -> None:
    """Keeps what was typed and reads the list so. Raises Refused, or Unreadable when no list would be left."""
    with transaction.atomic():
        hold(batch)
        for one, value in typed:
            said = {"value": value, "by": by, "at": clock.now()}
            first = {"field": one.column[:40], "before": one.value[:200]}
            Correction.objects.update_or_create(
                batch=batch, sheet=one.sheet, cell=one.cell, defaults=said, create_defaults=said | first
            )
        importing.recount(batch)


def take_back(batch: ImportBatch, said: QuerySet) -> None:
    """Reads the list without these corrections or answers again. Raises Refused or Unreadable."""
    with transaction.atomic():
        hold(batch)
        said.delete()
        importing.recount(batch)


def reopen(batch: ImportBatch) -> None:
    """A list that was stopped because of its errors waits again, with all that was said about it. Raises Refused."""
    stopped = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.BLOCKED)
    if not (batch.is_kept and stopped.filter(job=None).update(state=ImportBatch.State.PREVIEW)):
        raise Refused("Lần nhập này không mở lại được.")


def hold(batch: ImportBatch) -> None:
    """Nobody writes or cancels the list meanwhile."""
    waiting = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch.pk)
    if waiting.filter(state=ImportBatch.State.PREVIEW).first() is None:
        raise Refused("Lần nhập này đã được ghi hoặc đã hủy.")
