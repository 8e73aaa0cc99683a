"""What the division or the administrator fills in to ask for a further report."""

from django import forms

from households.forms import DayField
from households.models import Plan
from povertyplan.accounts.models import Unit
from povertyplan.fields import TicksField
from reports.models import FurtherReport

Every, Who = FurtherReport.Every, FurtherReport.Who


class FurtherForm(forms.Form):
    name = forms.CharField(
        label="Tên báo cáo", max_length=100, help_text="Ví dụ: Báo cáo số liệu giảm nghèo. Kỳ được thêm vào sau tên."
    )
    basis = forms.CharField(label="Căn cứ", required=False, max_length=200, help_text="Ví dụ: Công văn số 45/UBND")
    every = forms.ChoiceField(label="Kỳ báo cáo", choices=Every.choices, widget=forms.RadioSelect, initial=Every.MONTH)
    starts_on = DayField(label="Từ ngày", help_text="Hằng tháng, hằng quý thì tính từ đầu tháng, đầu quý của ngày này.")
    ends_on = DayField(label="Đến ngày", help_text="Kỳ cuối cùng là kỳ có ngày này.")
    due_days = forms.IntegerField(
        label="Nộp sau khi hết kỳ (ngày)", min_value=0, max_value=120, initial=5,
        help_text="Ví dụ 5: báo cáo tháng 8 nộp chậm nhất ngày 05/9.",
    )  # fmt: skip
    who = forms.ChoiceField(label="Đơn vị phải nộp", choices=Who.choices, widget=forms.RadioSelect, initial=Who.ALL)
    units = TicksField(
        label="Chọn đơn vị", queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = Unit.objects.on(plan.issued_on)
        self.fields["ends_on"].initial = plan.finish_on

    def clean(self):
        data = super().clean()
        if data.get("who") == Who.CHOSEN and not data.get("units"):
            self.add_error("units", "Hãy chọn ít nhất một đơn vị.")
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "Ngày kết thúc phải sau ngày bắt đầu.")
        return data
