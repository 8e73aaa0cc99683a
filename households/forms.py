"""Forms of the household pages. Days are typed as text, the way people write them: 27/8/2022."""

from django import forms
from django.core.validators import MaxLengthValidator

from households.conflicts import SharedForm
from households.id_numbers import disagreement, is_id_number, only_digits
from households.models import Hamlet, Household, Indicator, Member
from households.models.household import Progress
from households.models.person import Sex
from povertyplan import clock
from povertyplan.accounts.models import User
from povertyplan.fields import TicksField

EARLIEST_YEAR = 1900
SEXES = [("", "Chưa rõ"), *Sex.choices]


class PastDayField(forms.DateField):
    """Today or before."""

    widget = forms.DateInput(attrs={"inputmode": "numeric", "size": 12, "autocomplete": "off"})
    default_error_messages = {
        "required": "Hãy nhập ngày, ví dụ 27/8/2022.",
        "invalid": "Không có ngày này. Hãy nhập ngày/tháng/năm, ví dụ 27/8/2022.",
        "future": "Ngày phải là hôm nay hoặc trước đó.",
        "ancient": "Năm phải từ 1900 trở đi.",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "Ví dụ 27/8/2022")
        super().__init__(**kwargs)

    def to_python(self, value):
        day = super().to_python(value)
        if day and day > clock.today():
            raise forms.ValidationError(self.error_messages["future"])
        if day and day.year < EARLIEST_YEAR:
            raise forms.ValidationError(self.error_messages["ancient"])
        return day


class WarningsForm(forms.Form):
    """Asks once more when something is odd but possible; a tick says that it is meant."""

    confirmed = forms.BooleanField(
        label="Tôi đã kiểm tra, thông tin này đúng", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confirmed"] = self.fields.pop("confirmed")  # below what it is about

    def warnings(self) -> list[str]:
        """What is odd in fields that are all valid; nothing unless a form knows better."""
        return []

    def clean(self):
        data = super().clean()
        found = [] if self.errors else self.warnings()
        if found:
            self.fields["confirmed"].widget = forms.CheckboxInput()
        if found and not self.cleaned_data.get("confirmed"):
            self.add_error("confirmed", "Hãy sửa lại, hoặc đánh dấu vào đây nếu đúng như vậy.")
            for text in found:
                self.add_error(None, text)
        return data


class PersonForm(WarningsForm, SharedForm, forms.ModelForm):
    """A person's data. The number on record is never sent to the browser: empty leaves it as it is.

    People are versioned with their household: whoever edits one has looked at the others too.
    """

    birth_on = PastDayField(label="Ngày sinh", required=False, help_text="Nếu biết đủ ngày, ví dụ 27/8/1965")
    new_id_no = forms.CharField(label="Số CCCD/CMND mới", required=False, max_length=20)
    drop_id_no = forms.BooleanField(label="Xóa số CCCD/CMND đang ghi", required=False)

    def __init__(self, *args, household: Household, **kwargs):
        super().__init__(*args, **kwargs)
        self.share(household, self.Meta.fields)
        self.fields["sex"].choices = SEXES
        self.fields["birth_year"].widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
        self._about_the_number()

    def _about_the_number(self) -> None:
        on_record = self.instance.masked_id
        self.fields["new_id_no"].help_text = (
            f"Đang ghi {on_record}. Để trống nếu không đổi." if on_record else "12 số CCCD hoặc 9 số CMND."
        )
        self.fields["new_id_no"].widget.attrs = {"inputmode": "numeric", "autocomplete": "off", "size": 16}
        if not on_record:
            del self.fields["drop_id_no"]

    def clean_birth_year(self):
        year = self.cleaned_data["birth_year"]
        if year is not None and not EARLIEST_YEAR <= year <= clock.today().year:
            raise forms.ValidationError(f"Năm sinh phải từ {EARLIEST_YEAR} đến {clock.today().year}.")
        return year

    def clean_new_id_no(self):
        digits = only_digits(self.cleaned_data["new_id_no"])
        if digits and not is_id_number(digits):
            raise forms.ValidationError("Số CCCD phải có 12 chữ số, số CMND phải có 9 chữ số.")
        return digits

    def clean(self):
        born, year = self.cleaned_data.get("birth_on"), self.cleaned_data.get("birth_year")
        if born and year and born.year != year:
            self.add_error("birth_year", "Năm sinh khác với năm trong ngày sinh.")
        elif born:
            self.cleaned_data["birth_year"] = born.year
        return super().clean()

    def warnings(self):
        number = self.cleaned_data.get("new_id_no") or (
            "" if self.cleaned_data.get("drop_id_no") else self.instance.id_no
        )
        concerned = {"new_id_no", "sex", "birth_on", "birth_year"} & set(self.changed_data)
        if not number or not concerned:
            return []
        data = self.cleaned_data
        odd = disagreement(number, sex=data.get("sex", ""), birth_year=data.get("birth_year"))
        return [odd] if odd else []

    def facts(self) -> dict:
        """What this person changed, and nothing else."""
        changed = [name for name in self.Meta.fields if name in self.changed_data]
        if "birth_on" in changed and self.cleaned_data["birth_on"] and "birth_year" not in changed:
            changed.append("birth_year")
        facts = {name: self.cleaned_data[name] for name in changed}
        if self.cleaned_data["new_id_no"]:
            facts["id_no"] = self.cleaned_data["new_id_no"]
        elif self.cleaned_data.get("drop_id_no"):
            facts["id_no"] = None
        return facts


class HouseholdForm(PersonForm):
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

    field_order = ["head", "sex", "birth_on", "birth_year", "new_id_no", "drop_id_no"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        household = self.instance
        self.fields["hamlet"].queryset = Hamlet.objects.filter(commune=household.commune)
        self.fields["deprivations"].queryset = Indicator.objects.offered_to(household)
        self.fields["member_count"].widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 4})

    def clean_member_count(self):
        count = self.cleaned_data["member_count"]
        if count is not None and not 1 <= count <= 50:
            raise forms.ValidationError("Số khẩu phải từ 1 đến 50.")
        return count

    def clean_new_id_no(self):
        digits = super().clean_new_id_no()
        if digits and Household.objects.exclude(pk=self.instance.pk).filter(id_no=digits).exists():
            raise forms.ValidationError("Số CCCD/CMND này đã thuộc một hộ khác.")
        return digits


class MemberForm(PersonForm):
    class Meta:
        model = Member
        fields = "name relation sex birth_on birth_year ethnicity".split()

    field_order = ["name", "relation", "sex", "birth_on", "birth_year", "new_id_no", "drop_id_no", "ethnicity"]


class OfficerForm(SharedForm):
    officer = forms.ModelChoiceField(
        label="Cán bộ phụ trách", queryset=User.objects.none(), required=False, empty_label="Chưa phân công"
    )

    def __init__(self, data=None, *, household: Household):
        super().__init__(data, initial={"officer": household.officer_id})
        self.fields["officer"].queryset = User.objects.filter(unit=household.commune, is_active=True)
        self.share(household, ["officer"])


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Ghi chú",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ghi vào phần diễn biến của hộ. Không ghi số CCCD hay bệnh tình cụ thể.",
    )


class ProgressForm(forms.Form):
    """What the commune saw at the household."""

    progress = forms.ChoiceField(label="Tiến độ của hộ", choices=Progress.choices, widget=forms.RadioSelect)
    on = PastDayField(label="Ngày xem xét")
    note = forms.CharField(
        label="Ghi chú",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MaxLengthValidator(500, "Ghi chú dài quá 500 ký tự, hãy viết gọn lại.")],
        help_text="Nếu vướng mắc, hãy ghi rõ vướng ở đâu.",
    )

    def clean(self):
        data = super().clean()
        if data.get("progress") == Progress.STUCK and not data.get("note", "x").strip():
            self.add_error("note", "Hãy ghi rõ vướng mắc để Phòng LĐ-TB&XH hướng dẫn.")
        return data
