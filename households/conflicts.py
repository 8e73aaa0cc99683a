"""Two people edited the same row at once: the second sees both versions, chooses, and nothing typed is lost.

How a page takes part in it:

- its form is a `SharedForm` and says `self.share(row, names)` at the end of `__init__`; `row` has a `version`
  that every change counts on by one, and `saved_since(version)`, the lines that tell of those changes;
- its verb takes `version=` and raises `changes.Stale` where the row has gone on meanwhile;
- its view answers that with `again(form, build)`, where `build(data)` makes the form on the row as it is now,
  and renders with `status=form.status`. `form.html` shows the rest.

The page that comes then is a form like any other: fields that this person left alone have what the others
saved, fields that only this person changed stay as typed, and where both changed the same one it is asked
which shall stay.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.html import format_html_join

MINE, THEIRS = "mine", "theirs"
MOST_LINES = 20


@dataclass(frozen=True)
class Clash:
    """One field that both changed, in words: what was opened, what the others saved, what this person typed."""

    name: str
    label: str
    opened: str
    saved: str
    typed: str
    kept: str  # MINE, THEIRS, or empty where nothing has been chosen yet

    @property
    def key(self) -> str:
        return f"keep-{self.name}"


@dataclass(frozen=True)
class Conflict:
    """`lines` tell what the others saved, the newest first; each has `text`, `note`, `at` and `by`."""

    lines: list
    clashes: list[Clash]

    @property
    def who(self) -> str:
        """The one person who saved meanwhile, or "người khác" where there are several or nobody is named."""
        people = {line.by for line in self.lines}
        person = people.pop() if len(people) == 1 else None
        return person.full_name if person else "người khác"


class SharedForm(forms.Form):
    """A form on a row that two people may have open at once. Every shared field carries what was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    just_met = False  # the page of the conflict is only being shown, nobody could choose yet

    def share(self, row, names: Iterable[str]) -> None:
        self.row, self.shared = row, list(names)
        self.initial["version"] = row.version
        if self.is_bound:
            self.data = self.data.copy()
        for name in self.shared:
            self.fields[name].show_hidden_initial = True
            # A browser sends nothing for an empty list of ticks; without its name, Django would take what was
            # typed for what was opened when the form is shown again.
            if self.is_bound and self[name].html_initial_name not in self.data:
                self.data.setlist(self[name].html_initial_name, [])
        for clash in self.clashes:
            self.fields[clash.name].clash = clash

    @cached_property
    def clashes(self) -> list[Clash]:
        asked = self.data.getlist("clash") if self.is_bound else []
        return [self._clash(name) for name in self.shared if name in asked]

    def _clash(self, name: str) -> Clash:
        field, bound = self.fields[name], self[name]
        kept = self.data.get(f"keep-{name}", "")
        return Clash(
            name,
            str(bound.label),
            opened=in_words(field, self.data.getlist(f"opened-{name}")),
            saved=in_words(field, self.data.getlist(bound.html_initial_name)),
            typed=in_words(field, self.data.getlist(bound.html_name)),
            kept=kept if kept in {MINE, THEIRS} else "",
        )

    @cached_property
    def conflict(self) -> Conflict | None:
        since = self.data.get("since", "") if self.is_bound else ""
        if not (since.isascii() and since.isdecimal() and len(since) < 10):
            return None
        return Conflict(list(self.row.saved_since(int(since))[:MOST_LINES]), self.clashes)

    @property
    def status(self) -> int:
        return 409 if self.conflict else 200

    def full_clean(self):
        """Where the others' value is kept, the form is read as if it had been typed; what was typed is shown on."""
        typed = self.data
        if self.is_bound:
            self.data = typed.copy()
            for clash in self.clashes:
                if clash.kept == THEIRS:
                    bound = self[clash.name]
                    self.data.setlist(bound.html_name, typed.getlist(bound.html_initial_name))
        super().full_clean()
        if self.is_bound:
            self.changed_data  # noqa: B018 - kept by the form from here on
        self.data = typed

    def clean(self):
        data = super().clean()
        for clash in self.clashes:
            if not clash.kept and not self.just_met:
                self.add_error(clash.name, "Hãy chọn nội dung nào được giữ.")
        return data

    def opened_lists(self):
        """What was opened of ticks and radio buttons: a template that prints them one by one prints it not."""
        lists = (self[name].as_hidden(only_initial=True) for name in self.shared if self[name].use_fieldset)
        return format_html_join("", "{}", ((hidden,) for hidden in lists))

    def carried_on(self) -> list[tuple[str, str]]:
        """The hidden fields that a page of a conflict sends along: since when, and what was opened at first."""
        if not self.conflict:
            return []
        opened = [(f"opened-{c.name}", value) for c in self.clashes for value in self.data.getlist(f"opened-{c.name}")]
        return [("since", self.data["since"]), *(("clash", clash.name) for clash in self.clashes), *opened]


def again(form: SharedForm, build: Callable):
    """`form` once more, on the row as the others left it: with their values and what was typed on top."""
    now, data = build(None), form.data.copy()
    clashes = []
    for name in now.shared:
        bound = now[name]
        opened, saved = data.getlist(bound.html_initial_name), _as_sent(bound)
        data.setlist(bound.html_initial_name, saved)
        if name not in form.changed_data:
            data.setlist(bound.html_name, saved)
        elif _is_clash(form.fields[name], opened, saved, data.getlist(bound.html_name)):
            clashes.append(name)
            data.setlist(f"opened-{name}", opened)
        data.pop(f"keep-{name}", None)
    data.setlist("clash", clashes)
    data["since"] = form.data.get("since") or form.data["version"]
    data["version"] = str(now.row.version)
    met = build(data)
    met.just_met = True
    return met


def _is_clash(field: forms.Field, opened: list[str], saved: list[str], typed: list[str]) -> bool:
    opened, saved, typed = (in_words(field, raw) for raw in (opened, saved, typed))
    return saved not in {opened, typed}


def _as_sent(field: forms.BoundField) -> list[str]:
    """What a browser would send for this field if nobody touched it."""
    value = field.value()
    if not isinstance(value, bool):
        value = field.field.widget.format_value(value)
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return ["" if value is None else str(value)]


def in_words(field: forms.Field, raw: list[str]) -> str:
    """What was sent for `field`, as a person reads it."""
    several = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    try:
        value = field.to_python(raw if several else (raw[0] if raw else ""))
    except forms.ValidationError:
        chosen = isinstance(field, forms.ModelChoiceField)
        return "mục không còn trong danh sách" if chosen else "; ".join(raw)
    if several:
        return "; ".join(_word(field, one) for one in value or ()) or "trống"
    return _word(field, value)


def _word(field: forms.Field, value) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if value is None or value == "":
        return "trống"
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value)
    if isinstance(field, forms.ChoiceField):
        return str(_choices(field).get(str(value), value))
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return number_format(value, force_grouping=True) if isinstance(value, Decimal) else str(value)


def _choices(field: forms.ChoiceField) -> dict:
    """Choices in groups too."""
    pairs = ((key, words) for key, words in field.choices)
    flat = ((k, w) for key, words in pairs for k, w in (words if isinstance(words, list | tuple) else [(key, words)]))
    return {str(key): words for key, words in flat}
