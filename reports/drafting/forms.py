"""The form of a whole paper: a text for each section, and the number and day that the office gives it."""

import math
from dataclasses import dataclass

from django import forms

from households.forms import PastDayField
from povertyplan import clock
from reports.drafting.content import Part
from reports.drafting.offers import Offer
from reports.drafting.preparing import Opened
from reports.drafting.texts import MOST_LETTERS, Overtaken, Paper, Written, changed_since, clean, mark
from reports.models import Draft, DraftText

LETTERS_IN_A_LINE = 115


@dataclass(frozen=True)
class Shown:
    """One section on the page; `other` is what somebody else saved there in the meantime."""

    part: Part
    field: forms.BoundField | None
    hidden: list[forms.BoundField]
    row: DraftText | None
    offers: list[Offer]
    other: DraftText | None

    @property
    def is_behind(self) -> bool:
        """The figures offer other sentences than when this was written."""
        return changed_since(self.part, self.row)


class WritingForm(forms.Form):
    """Each section carries the version and a mark of the text that its page showed: what was left alone is no
    change, even if the figures offer another sentence by now."""

    document_no = forms.CharField(
        label="Số, ký hiệu văn bản", required=False, max_length=60, help_text="Để trống nếu chưa lấy số"
    )
    document_on = PastDayField(label="Ngày văn bản", required=False, help_text="Ngày ký, không sau hôm nay")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, data=None, *, opened: Opened):
        super().__init__(data, initial=_initial_paper(opened.draft))
        self.prepared, self.rows = opened.prepared, opened.rows
        self.parts = list(opened.prepared.written)
        for part in self.parts:
            self._add(part, self.rows.get(part.key))
        for name in ("document_no", "document_on"):
            self.fields[name].show_hidden_initial = True
        self.fields["document_no"].widget.attrs |= {"size": 20, "autocomplete": "off"}

    def _add(self, part: Part, row: DraftText | None) -> None:
        lines = sum(math.ceil((len(line) or 1) / LETTERS_IN_A_LINE) for line in part.text.split("\n"))
        self.fields[f"text_{part.key}"] = forms.CharField(
            label=part.section.title,
            help_text=part.section.hint,
            required=False,
            strip=False,
            max_length=MOST_LETTERS,
            initial=part.text,
            widget=forms.Textarea(attrs={"rows": min(max(lines + 1, 2), 16)}),
        )
        self.fields[f"version_{part.key}"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=row.version if row else 0
        )
        self.fields[f"opened_{part.key}"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=mark(part.text)
        )

    def written(self, section: str, text: str) -> Written:
        return Written(section, clean(text), self.cleaned_data[f"version_{section}"] or 0)

    def changed(self) -> list[Written]:
        """The sections whose text is another than the page showed."""
        asked = self.cleaned_data
        texts = [(part.key, asked[f"text_{part.key}"]) for part in self.parts]
        return [self.written(key, text) for key, text in texts if mark(text) != asked[f"opened_{key}"]]

    def paper(self) -> Paper | None:
        """Number and day where they were changed."""
        if not {"document_no", "document_on"} & set(self.changed_data):
            return None
        asked = self.cleaned_data
        return Paper(asked["document_no"].strip(), asked["document_on"], asked["version"] or 0)

    def to_save(self, take: tuple[str, str] | None) -> tuple[list[Written], Paper | None]:
        """What was changed; `take` (section, text) of a button that takes a text over comes before what was typed."""
        changed = self.changed()
        if take:
            changed = [one for one in changed if one.section != take[0]] + [self.written(*take)]
        return changed, self.paper()

    def sections(self, offers: dict[str, list[Offer]], overtaken: Overtaken | None) -> list[Shown]:
        """Every section in its order, with its fields where it is written."""
        return [
            Shown(
                part=part,
                field=self[f"text_{part.key}"] if part.section.is_written else None,
                hidden=[self[f"{name}_{part.key}"] for name in ("version", "opened")]
                if part.section.is_written
                else [],
                row=self.rows.get(part.key),
                offers=offers.get(part.key, []),
                other=overtaken.rows.get(part.key) if overtaken else None,
            )
            for part in self.prepared.parts
        ]


def _initial_paper(draft: Draft | None) -> dict:
    if draft is None:
        return {"document_on": clock.today(), "version": 0}
    return {
        "document_no": draft.document_no,
        "document_on": draft.document_on or clock.today(),
        "version": draft.version,
    }


def opened_again(typed: WritingForm, now: WritingForm) -> dict:
    """The data for a form that others overtook: what this person changed as typed, all else as it is now."""
    changed = {one.section: one.text for one in typed.changed()}
    data = {}
    for part in now.parts:
        data[f"text_{part.key}"] = changed.get(part.key, part.text)
        for name in (f"version_{part.key}", f"opened_{part.key}"):
            data[name] = now.fields[name].initial
    for name in ("document_no", "document_on"):
        saved = now.fields[name].widget.format_value(now[name].value()) or ""
        data[name] = typed.data.get(name, "") if typed.paper() else saved
        data[now[name].html_initial_name] = saved
    return data | {"version": now.initial["version"]}
