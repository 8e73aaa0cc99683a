"""Forms of the household pages. Days are typed as text, the way people write them: 27/8/2022."""

from django import forms
from django.core.validators import MaxLengthValidator

from households.conflicts import SharedForm
from households.models import Household
from households.models.household import Progress
from povertyplan import clock
from povertyplan.accounts.models import User

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


class DayField(forms.DateField):
    """Any day that somebody now living may speak of."""

    widget = forms.DateInput(attrs={"inputmode": "numeric", "size": 12, "autocomplete": "off"})
    default_error_messages = {
        "required": "Hãy nhập ngày, ví dụ 27/8/2022.",
        "invalid": "Không có ngày này. Hãy nhập ngày/tháng/năm, ví dụ 27/8/2022.",
        "ancient": "Năm phải từ 1900 trở đi.",
        "far": "Năm phải trước 2100.",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "Ví dụ 27/8/2022")
        super().__init__(**kwargs)

    def to_python(self, value):
        day = super().to_python(value)
        if day and day.year < EARLIEST_YEAR:
            raise forms.ValidationError(self.error_messages["ancient"])
        if day and day.year >= LATEST_YEAR:
            raise forms.ValidationError(self.error_messages["far"])
        return day


class PastDayField(DayField):
    """Today or before."""

    default_error_messages = {"future": "Ngày phải là hôm nay hoặc trước đó."}

    def to_python(self, value):
        day = super().to_python(value)
        if day and day > clock.today():
            raise forms.ValidationError(self.error_messages["future"])
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
