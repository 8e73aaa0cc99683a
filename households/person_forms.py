"""Forms of one person: the head together with the household, the head as a person, a member."""

import copy

from django import forms

from households import person_checks
from households.conflicts import SharedForm
from households.forms import EARLIEST_YEAR, DayField, PastDayField, WarningsForm
from households.id_numbers import is_id_number, only_digits
from households.models import Hamlet, Household, Indicator, Member
from households.models.person import Answer, Person
from povertyplan import clock
from povertyplan.fields import TicksField

IDENTITY = "sex birth_on birth_year ethnicity".split()
SITUATION = (
    "insurance insured_until schooling tuition work wants_training training_wish trained_on disability merit"
).split()
UNKNOWN = {"disability": "Không ghi nhận"}  # what an empty choice means; elsewhere nobody has asked yet
BAD_NUMBER = "Số CCCD phải có 12 chữ số, số CMND phải có 9 chữ số."


class PersonForm(WarningsForm, SharedForm, forms.ModelForm):
    """A person's data. Numbers on record are never sent to the browser: empty leaves them as they are.

    People are versioned with their household: whoever edits one has looked at the others too.
    """

    birth_on = PastDayField(label="Ngày sinh", required=False, help_text="Nếu biết đủ ngày, ví dụ 27/8/1965")
    new_id_no = forms.CharField(label="Số CCCD/CMND mới", required=False, max_length=20)
    drop_id_no = forms.BooleanField(label="Xóa số CCCD/CMND đang ghi", required=False)
    new_insurance_no = forms.CharField(label="Số thẻ BHYT mới", required=False, max_length=25)
    drop_insurance_no = forms.BooleanField(label="Xóa số thẻ BHYT đang ghi", required=False)
    insured_until = DayField(
        label="Thẻ BHYT có giá trị đến ngày", required=False, help_text="Để trống nếu thẻ không ghi ngày hết hạn."
    )
    trained_on = PastDayField(label="Được hỗ trợ đào tạo nghề ngày", required=False)

    numbers = {
        "id_no": "12 số CCCD hoặc 9 số CMND.",
        "insurance_no": "15 ký tự trên thẻ, hoặc 10 chữ số cuối.",
    }
    field_order = [
        "head", "name", "relation", "sex", "birth_on", "birth_year", "new_id_no", "drop_id_no", "ethnicity",
        "insurance", "new_insurance_no", "drop_insurance_no", "insured_until",
    ]  # fmt: skip

    def __init__(self, *args, household: Household, **kwargs):
        super().__init__(*args, **kwargs)
        self.share(household, self.Meta.fields)
        self.fields["birth_year"].widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
        for name in {"sex", *SITUATION} & set(self.fields):
            if isinstance(self.fields[name], forms.TypedChoiceField):
                offer_unknown(self.fields[name], name)
        for name, hint in self.numbers.items():
            self._about_the_number(name, hint)

    def _about_the_number(self, name: str, hint: str) -> None:
        on_record = self.instance.masked_id if name == "id_no" else self.instance.masked_insurance
        field = self.fields[f"new_{name}"]
        field.help_text = f"Đang ghi {on_record}. Để trống nếu không đổi." if on_record else hint
        field.widget.attrs = {"autocomplete": "off", "size": 18}
        if name == "id_no":
            field.widget.attrs["inputmode"] = "numeric"
        if not on_record:
            del self.fields[f"drop_{name}"]

    def clean_birth_year(self):
        return possible_year(self.cleaned_data["birth_year"])

    def clean_new_id_no(self):
        return id_number(self.cleaned_data["new_id_no"])

    def clean_new_insurance_no(self):
        return card_number(self.cleaned_data["new_insurance_no"])

    def clean(self):
        born, year = self.cleaned_data.get("birth_on"), self.cleaned_data.get("birth_year")
        if born and year and born.year != year:
            self.add_error("birth_year", "Năm sinh khác với năm trong ngày sinh.")
        elif born:
            self.cleaned_data["birth_year"] = born.year
        return super().clean()

    def warnings(self):
        """What is odd about the person as it would be, and was not before."""
        person, today = copy.copy(self.instance), clock.today()
        for name, value in self.facts().items():
            if name in IDENTITY + SITUATION + ["id_no", "insurance_no", "relation", "name", "head"]:
                setattr(person, name, value)
        head = self.row if not person.is_head else person
        known = person_checks.oddities(self.instance, head=self.row, today=today)
        found = person_checks.oddities(person, head=head, today=today)
        return [text for text in found if text not in known] + self._elsewhere()

    def _elsewhere(self) -> list[str]:
        """A number may be written down twice by mistake, also in two households."""
        number = self.cleaned_data.get("new_id_no")
        twice = number and number_is_known(number, besides=self.instance)
        return ["Số CCCD/CMND này đang ghi cho một người khác."] if twice else []

    def facts(self) -> dict:
        """What this person changed, and nothing else."""
        changed = [name for name in self.Meta.fields if name in self.changed_data]
        if "birth_on" in changed and self.cleaned_data["birth_on"] and "birth_year" not in changed:
            changed.append("birth_year")
        facts = {name: self.cleaned_data[name] for name in changed}
        for name in self.numbers:
            if self.cleaned_data.get(f"new_{name}"):
                facts[name] = self.cleaned_data[f"new_{name}"]
            elif self.cleaned_data.get(f"drop_{name}"):
                facts[name] = None
        return facts | has_a_card(facts, self.instance)


def offer_unknown(field: forms.ChoiceField, name: str) -> None:
    """The empty choice in words."""
    field.choices = [("", UNKNOWN.get(name, "Chưa rõ")), *(choice for choice in field.choices if choice[0])]


def possible_year(year: int | None) -> int | None:
    if year is not None and not EARLIEST_YEAR <= year <= clock.today().year:
        raise forms.ValidationError(f"Năm sinh phải từ {EARLIEST_YEAR} đến {clock.today().year}.")
    return year


def id_number(typed: str) -> str:
    digits = only_digits(typed)
    if digits and not is_id_number(digits):
        raise forms.ValidationError(BAD_NUMBER)
    return digits


def card_number(typed: str) -> str:
    """As it is kept; an odd shape is warned about, but no number is longer than a card's."""
    number = person_checks.tidy_card(typed)
    if len(number) > 15:
        raise forms.ValidationError("Số thẻ BHYT có nhiều nhất 15 ký tự.")
    return number


def has_a_card(facts: dict, person: Person) -> dict:
    """Who types a card's number or its last day says that there is a card, unless they say otherwise."""
    tells = facts.get("insurance_no") or facts.get("insured_until")
    return {"insurance": Answer.YES} if tells and not facts.get("insurance", person.insurance) else {}


def number_is_known(number: str, *, besides: Person) -> bool:
    """Whether somebody else has this number on record, here or in another household."""
    for model in (Household, Member):
        others = model.objects.filter(id_no=number)
        others = others.present() if model is Member else others
        if (others.exclude(pk=besides.pk) if isinstance(besides, model) else others).exists():
            return True
    return False


class HouseholdForm(PersonForm):
    """The household, with what identifies its head; the head's situation is on the pages of people."""

    new_insurance_no = drop_insurance_no = insured_until = trained_on = None
    numbers = {"id_no": PersonForm.numbers["id_no"]}

    class Meta:
        model = Household
        fields = (
            "head sex birth_on birth_year ethnicity hamlet address member_count has_merit lacks_labour "
            "causes deprivations note"
        ).split()
        field_classes = {"causes": TicksField, "deprivations": TicksField}
        widgets = {
            "causes": forms.CheckboxSelectMultiple,
            "deprivations": forms.CheckboxSelectMultiple,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        household = self.instance
        self.fields["hamlet"].queryset = Hamlet.objects.filter(commune=household.commune)
        self.fields["deprivations"].queryset = Indicator.objects.offered_to(household)
        self.fields["member_count"].widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 4})
        self.fields[
            "member_count"
        ].help_text = "Sửa khi số đang ghi sai. Sinh, chết, chuyển đi thì ghi biến động nhân khẩu."

    def clean_member_count(self):
        count = self.cleaned_data["member_count"]
        if count is not None and not 1 <= count <= 50:
            raise forms.ValidationError("Số khẩu phải từ 1 đến 50.")
        return count

    def clean_new_id_no(self):
        return no_other_heads(super().clean_new_id_no(), self.instance)


class HeadForm(PersonForm):
    """The head as one of the people."""

    class Meta:
        model = Household
        fields = ["head", *IDENTITY, *SITUATION]

    def clean_new_id_no(self):
        return no_other_heads(super().clean_new_id_no(), self.instance)


def no_other_heads(digits: str, household: Household) -> str:
    """No two households have a head with one number: the database holds it."""
    if digits and Household.objects.exclude(pk=household.pk).filter(id_no=digits).exists():
        raise forms.ValidationError("Số CCCD/CMND này đã thuộc một hộ khác.")
    return digits


class MemberForm(PersonForm):
    class Meta:
        model = Member
        fields = ["name", "relation", *IDENTITY, *SITUATION]
