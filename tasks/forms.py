"""Forms of one need's pages. What is asked before a need moves is in `tasks.acts`."""

from django import forms

from households.forms import PastDayField, WarningsForm
from households.models import Indicator
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from povertyplan.fields import DongField
from tasks.models import IndicatorLead, Measure, Need, NeedType

SMALL_AMOUNT, LARGE_AMOUNT = 10_000, 500_000_000  # beyond these a zero was probably lost or added


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


class AssignForm(forms.Form):
    """The officer and the day by which the lead body means to have helped."""

    officer = OfficerField()
    due_on = DueField()

    def __init__(self, data=None, *, need: Need):
        super().__init__(data, initial={"officer": need.officer_id, "due_on": need.due_on})
        self.fields["officer"].offer(need.lead)
        self.fields["officer"].empty_label = "Chưa phân công"
        if need.is_overdue():  # an officer may be named without touching a date that has passed
            self.fields["due_on"].validate = self._past_only_if_kept

    def _past_only_if_kept(self, value):
        if value != self.initial["due_on"]:
            DueField.validate(self.fields["due_on"], value)


class MeasureForm(WarningsForm, forms.ModelForm):
    """One piece of help that was given."""

    on = PastDayField(label="Ngày hỗ trợ")
    amount = DongField(label="Số tiền (đồng)", required=False, help_text="Ví dụ 1.500.000")

    class Meta:
        model = Measure
        fields = ["on", "what", "kind", "source", "amount", "quantity", "quantity_unit", "note"]
        localized_fields = ["quantity"]
        labels = {"what": "Nội dung hỗ trợ", "source": "Nguồn kinh phí", "quantity_unit": "Đơn vị tính"}
        help_texts = {
            "what": "Ví dụ: cấp bò cái sinh sản, lợp lại mái",
            "source": "Bắt buộc khi có số tiền. Cho vay luôn là tín dụng chính sách.",
            "quantity": "Ví dụ 1 hoặc 0,25",
            "quantity_unit": "Ví dụ: con, nhà, ha, người",
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, data=None, *, need: Need):
        super().__init__(data, initial={"on": clock.today(), "kind": Measure.Kind.GRANT})
        self.need = need
        self.fields["kind"].choices = Measure.Kind.choices
        self.fields["source"].choices = [("", "Không có tiền"), *Measure.Source.choices]
        self.fields["quantity"].widget.attrs |= {"inputmode": "decimal", "size": 8}
        self.fields["what"].widget.attrs["size"] = 50

    def clean(self):
        kind, source = self.cleaned_data.get("kind"), self.cleaned_data.get("source")
        if kind == Measure.Kind.LOAN and not source:
            self.cleaned_data["source"] = source = Measure.Source.CREDIT
        if kind and (kind == Measure.Kind.LOAN) != (source == Measure.Source.CREDIT):
            self.add_error("source", "Cho vay đi với tín dụng chính sách, và chỉ cho vay mới dùng nguồn này.")
        elif self.cleaned_data.get("amount") and not source:
            self.add_error("source", "Có số tiền thì phải chọn nguồn kinh phí.")
        if kind == Measure.Kind.LOAN and not self.cleaned_data.get("amount") and "amount" not in self.errors:
            self.add_error("amount", "Cho vay thì phải ghi số tiền.")
        return super().clean()

    def ask_again(self, why: str) -> None:
        """The verb took it for a form sent twice: a tick says that it was meant."""
        self.fields["confirmed"].widget = forms.CheckboxInput()
        self.fields["confirmed"].label = "Đây là một khoản khác, ghi thêm"
        self.add_error(None, why)

    def warnings(self):
        amount, found = self.cleaned_data.get("amount"), []
        if amount is not None and amount < SMALL_AMOUNT:
            found.append("Số tiền dưới 10.000 đồng. Có thiếu số 0 không?")
        if amount is not None and amount > LARGE_AMOUNT:
            found.append("Số tiền trên 500 triệu đồng. Có thừa số 0 không?")
        return found


class IndicatorForm(forms.Form):
    """Which deprivation is behind the need."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label="Chỉ số thiếu hụt", required=False, empty_label="Chưa xác định"
    )

    def __init__(self, data=None, *, need: Need):
        super().__init__(data, initial={"indicator": need.indicator_id})
        self.fields["indicator"].queryset = need.type.indicators()


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
