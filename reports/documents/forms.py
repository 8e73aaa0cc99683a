"""What a person says of a paper before it is made."""

from datetime import date

from django import forms

from households.forms import PastDayField
from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from reports.documents.kinds import Kind

FORM_NAMES = {"docx": "Word (.docx)", "pdf": "PDF (.pdf)", "xlsx": "Excel (.xlsx)"}


class UnitField(forms.ModelChoiceField):
    def __init__(self, units, whole: bool):
        super().__init__(
            label="Của đơn vị",
            queryset=units,
            to_field_name="code",
            required=not whole,
            empty_label="Toàn thị xã" if whole else "Chọn đơn vị",
            help_text="Bỏ trống là toàn thị xã." if whole else "",
        )


class DocumentForm(forms.Form):
    """Of whom, as of when, in which form; the unit is asked of those only who may choose."""

    as_of = PastDayField(label="Số liệu đến hết ngày")
    number = forms.CharField(
        label="Số văn bản",
        required=False,
        max_length=60,
        help_text="Ví dụ 05. Bỏ trống thì để chỗ cho văn thư ghi.",
    )
    form = forms.ChoiceField(
        label="Dạng tệp",
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn dạng tệp.", "invalid_choice": "Hãy chọn một dạng tệp trong danh sách."},
    )

    def __init__(self, *args, kind: Kind, plan: Plan, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.plan, self.user = kind, plan, user
        self.fields["as_of"].initial = plan.day_shown(clock.today())
        self.fields["as_of"].required = False  # buttons send the form alone
        if kind.by_period:
            first = PastDayField(label="Số liệu từ ngày", required=False, initial=date(plan.year, 1, 1))
            first.help_text = "Bỏ trống là từ đầu năm."
            self.fields = {"first": first, **self.fields}
        self.fields["form"].choices = [(form.value, FORM_NAMES[form]) for form in kind.forms]
        self.fields["form"].initial = kind.forms[0].value
        if user.sees_the_town and kind.units_of(plan).exists():
            self.fields = {"unit": UnitField(kind.units_of(plan), whole=kind.may_be_of(None)), **self.fields}

    def clean(self):
        data = super().clean()
        if data.get("first") and data.get("as_of") and data["first"] > data["as_of"]:
            self.add_error("first", "Ngày đầu kỳ phải từ ngày cuối kỳ trở về trước.")
        return data

    def unit(self) -> Unit | None:
        """The chosen one; whoever does not see the town has only their own."""
        return self.cleaned_data.get("unit") if self.user.sees_the_town else self.user.unit
