"""Forms of one need's pages. What is asked before a need moves is in `tasks.acts`."""

from django import forms

from households.conflicts import SharedForm
from households.models import Indicator
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from tasks.models import IndicatorLead, Need, NeedType


class DueField(forms.DateField):
    """Today or later."""

    widget = forms.DateInput(attrs={"inputmode": "numeric", "size": 12, "autocomplete": "off"})
    default_error_messages = {
        "invalid": "Không có ngày này. Hãy nhập ngày/tháng/năm, ví dụ 27/8/2022.",
        "past": "Hạn không được trước hôm nay.",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "Ví dụ 27/8/2022")
        super().__init__(label="Hạn hoàn thành", required=False, **kwargs)

    def validate(self, value):
        super().validate(value)
        if value and value < clock.today():
            raise forms.ValidationError(self.error_messages["past"])


class OfficerField(forms.ModelChoiceField):
    """One of the body's own people."""

    def __init__(self):
        super().__init__(User.objects.none(), label="Cán bộ phụ trách", required=False)

    def offer(self, unit: Unit) -> None:
        self.queryset = User.objects.filter(unit=unit, is_active=True).order_by("full_name")

    def label_from_instance(self, person: User) -> str:
        return person.full_name


class IndicatorLeadField(forms.ModelChoiceField):
    """A deprivation, with the body that the tables name for it."""

    def __init__(self):
        super().__init__(IndicatorLead.objects.none(), label="Chỉ số thiếu hụt", empty_label="Chọn chỉ số")

    def offer(self, types: set[int]) -> None:
        """What may stand behind needs of one of `types`; needs of several are named type by type."""
        self.queryset = IndicatorLead.objects.filter(type__in=types).select_related("indicator", "lead")

    def label_from_instance(self, row: IndicatorLead) -> str:
        return f"{row.indicator.name} → {row.lead.short_name if row.lead else 'chưa có cơ quan gợi ý'}"


class AssignForm(SharedForm):
    """The officer and the day by which the lead body means to have helped."""

    officer = OfficerField()
    due_on = DueField()

    def __init__(self, data=None, *, need: Need):
        super().__init__(data, initial={"officer": need.officer_id, "due_on": need.due_on})
        self.fields["officer"].offer(need.lead)
        self.fields["officer"].empty_label = "Chưa phân công"
        if need.is_overdue():  # an officer may be named without touching a date that has passed
            self.fields["due_on"].validate = self._past_only_if_kept
        self.share(need, ["officer", "due_on"])

    def _past_only_if_kept(self, value):
        if value != self.initial["due_on"]:
            DueField.validate(self.fields["due_on"], value)


class IndicatorForm(SharedForm):
    """Which deprivation is behind the need."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label="Chỉ số thiếu hụt", required=False, empty_label="Chưa xác định"
    )

    def __init__(self, data=None, *, need: Need):
        super().__init__(data, initial={"indicator": need.indicator_id})
        self.fields["indicator"].queryset = need.type.indicators()
        self.share(need, ["indicator"])


class NoteForm(forms.Form):
    text = forms.CharField(label="Ghi chú", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class NeedForm(forms.Form):
    """A need that the list did not name. One that would have to be split is named by its parts."""

    type = forms.ModelChoiceField(NeedType.objects.none(), label="Loại nhu cầu", empty_label="Chọn loại nhu cầu")
    detail = forms.CharField(
        label="Cụ thể", required=False, max_length=300, help_text="Ví dụ: mái dột, tường nứt; 2 con đang học lớp 3"
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["type"].queryset = NeedType.objects.whole()
        self.fields["detail"].widget.attrs["size"] = 50
