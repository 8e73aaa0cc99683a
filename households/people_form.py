"""All people of a household in one form, as they are asked at one visit: the head, the members, some free rows."""

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms

from households import person_checks
from households.conflicts import SharedForm
from households.forms import DayField, PastDayField, WarningsForm
from households.models import Household, Member
from households.models.person import Person
from households.person_forms import (
    card_number,
    has_a_card,
    id_number,
    no_other_heads,
    number_is_known,
    offer_unknown,
    possible_year,
)
from povertyplan import clock
from povertyplan.vietnamese import tidy

CHOICES = "sex insurance schooling tuition work wants_training disability".split()
SHORT = {
    "name": "Họ và tên", "head": "Họ và tên", "relation": "Quan hệ", "ethnicity": "Dân tộc", "sex": "Giới tính",
    "insurance": "Có thẻ BHYT", "schooling": "Đang học", "tuition": "Giảm học phí", "work": "Việc làm",
    "wants_training": "Muốn học nghề", "disability": "Khuyết tật", "merit": "Người có công",
}  # fmt: skip
FEWEST, MOST = 2, 12  # free rows


class BirthField(forms.CharField):
    """A year or a whole day, as people know it: "1972" or "2/3/1972"."""

    def __init__(self):
        super().__init__(label="Năm, ngày sinh", required=False, max_length=10)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        self.day = PastDayField(required=False)

    def clean(self, value):
        """(year, day) of which the day, or both, may be None."""
        text = super().clean(value)
        if re.fullmatch(r"\d{4}", text):
            return possible_year(int(text)), None
        day = self.day.clean(text)
        return (day.year, day) if day else (None, None)


def birth_text(person: Person) -> str:
    return f"{person.birth_on:%d/%m/%Y}" if person.birth_on else str(person.birth_year or "")


@dataclass(frozen=True)
class Row:
    """One person of the form: `key` begins the names of the fields; `person` may be new."""

    key: str
    person: Household | Member
    cells: list[forms.BoundField]

    @property
    def is_new(self) -> bool:
        return self.person.pk is None

    @property
    def has_errors(self) -> bool:
        return any(cell.errors for cell in self.cells)


class PeopleForm(WarningsForm, SharedForm):
    """One form with the fields of all people, so that it is saved, and clashes with others' work, as a whole."""

    def __init__(self, data=None, *, household: Household):
        super().__init__(data)
        self.household = household
        members = {f"m{member.pk}": member for member in household.members.present()}
        if self.is_bound:  # whoever came meanwhile was not asked about; the version tells of it
            members = {key: member for key, member in members.items() if f"{key}-name" in self.data}
        self.people = {"head": household, **members}
        self.people |= {f"n{number}": Member(household=household) for number in self._free_rows(len(self.people))}
        for key, person in self.people.items():
            self._offer(key, person)
        known = [key for key, person in self.people.items() if person.pk]
        self.share(household, [name for name in self.fields if name.split("-")[0] in known and "-new_" not in name])
        self.fields["confirmed"] = self.fields.pop("confirmed")

    def _free_rows(self, there: int) -> Iterable[int]:
        """As many as were sent; at first as many as the count says that there should be."""
        if self.is_bound:
            sent = [int(found[1]) for name in self.data if (found := re.fullmatch(r"n(\d{1,2})-name", name))]
            return range(min(max(sent, default=-1) + 1, MOST))
        return range(min(max((self.household.member_count or 0) - there, FEWEST), MOST))

    def _offer(self, key: str, person: Household | Member) -> None:
        name = "head" if person.is_head else "name"
        self._add(key, name, _text(person, name, required=person.pk is not None))
        if not person.is_head:
            self._add(key, "relation", _text(person, "relation", list="relations"))
        self._add(key, "sex", _choice(person, "sex"))
        birth = BirthField()
        birth.initial = birth_text(person)
        self._add(key, "birth", birth)
        self._add(key, "ethnicity", _text(person, "ethnicity", list="peoples"))
        self._add(key, "new_id_no", _number("Số CCCD/CMND", person.masked_id, inputmode="numeric"))
        self._add(key, "insurance", _choice(person, "insurance"))
        self._add(key, "new_insurance_no", _number("Số thẻ BHYT", person.masked_insurance))
        until = DayField(label="Thẻ đến ngày", required=False, help_text="", initial=person.insured_until)
        self._add(key, "insured_until", until)
        for field in CHOICES[2:]:
            self._add(key, field, _choice(person, field))
        self._add(key, "merit", forms.BooleanField(label=SHORT["merit"], required=False, initial=person.merit))

    def _add(self, key: str, name: str, field: forms.Field) -> None:
        """With a short label beside the box, and one for the list of errors that says whose it is."""
        who = self.people[key].name or "Người ghi thêm"
        field.short_label, field.label = field.label, f"{who}: {field.label[:1].lower()}{field.label[1:]}"
        self.fields[f"{key}-{name}"] = field

    def rows(self) -> list[Row]:
        return [
            Row(key, person, [self[name] for name in self.fields if name.startswith(f"{key}-")])
            for key, person in self.people.items()
        ]

    def clean(self):
        for key, person in self.people.items():
            self._check_numbers(key, person)
            if person.pk is None and self._facts(key) and not self.cleaned_data.get(f"{key}-name"):
                self.add_error(f"{key}-name", "Hãy ghi họ và tên của người này, hoặc xóa trắng cả dòng.")
        return super().clean()

    def _check_numbers(self, key: str, person: Person) -> None:
        for name, check in (("new_id_no", id_number), ("new_insurance_no", card_number)):
            field = f"{key}-{name}"
            try:
                number = check(self.cleaned_data.get(field) or "")
                if person.is_head and name == "new_id_no":
                    no_other_heads(number, self.household)
                self.cleaned_data[field] = number
            except forms.ValidationError as error:
                self.add_error(field, error)

    def warnings(self) -> list[str]:
        """What is odd about anybody now and was not before, beginning with the person's name."""
        after = {key: self._as_told(key) for key in self.people if self._is_told(key)}
        found = []
        for key, person in after.items():
            known = person_checks.oddities(self.people[key], head=self.household, today=clock.today())
            texts = person_checks.oddities(person, head=after["head"], today=clock.today())
            number = self.cleaned_data[f"{key}-new_id_no"]
            if number and number_is_known(number, besides=self.people[key]):
                texts.append("Số CCCD/CMND này đang ghi cho một người khác.")
            found += [f"{person.name}: {text}" for text in texts if text not in known]
        return found

    def _is_told(self, key: str) -> bool:
        return self.people[key].pk is not None or bool(self.cleaned_data.get(f"{key}-name"))

    def _as_told(self, key: str) -> Person:
        person = copy.copy(self.people[key])
        for name, value in self._facts(key).items():
            setattr(person, name, value)
        return person

    def _facts(self, key: str) -> dict:
        """What was changed of one person, by the names of the model's fields."""
        facts = {}
        for name in self.fields:
            owner, _, field = name.partition("-")
            if owner == key and name in self.changed_data:
                facts |= self._fact(field, self.cleaned_data.get(name))
        return facts | has_a_card(facts, self.people[key])

    @staticmethod
    def _fact(field: str, value) -> dict:
        if field == "birth":
            year, day = value or (None, None)
            return {"birth_year": year, "birth_on": day}
        if field.startswith("new_"):
            return {field.removeprefix("new_"): value} if value else {}
        return {field: tidy(value) if isinstance(value, str) else value}

    def facts(self) -> dict:
        """As `changes.edit_people` takes it."""
        told = {key: facts for key in self.people if (facts := self._facts(key))}
        return {
            "head": told.pop("head", {}),
            "members": {self.people[key].pk: facts for key, facts in told.items() if key.startswith("m")},
            "new": [facts for key, facts in told.items() if key.startswith("n")],
        }


def _text(person: Person, name: str, *, required: bool = False, **attrs) -> forms.CharField:
    longest = person._meta.get_field(name).max_length
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(
        label=SHORT[name], required=required, max_length=longest, widget=widget, initial=getattr(person, name)
    )


def _choice(person: Person, name: str) -> forms.ChoiceField:
    choices = person._meta.get_field(name).choices
    field = forms.ChoiceField(label=SHORT[name], choices=choices, required=False, initial=getattr(person, name))
    offer_unknown(field, name)
    return field


def _number(label: str, on_record: str, **attrs) -> forms.CharField:
    """Empty: as it is. What is on record stands in the empty box, masked."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "placeholder": on_record, **attrs})
    return forms.CharField(label=label, required=False, max_length=25, widget=widget)
