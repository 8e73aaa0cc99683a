"""Forms and the list of watching over those who have left poverty."""

import django_filters as df
from django import forms

from households.filters import units_of
from households.forms import PastDayField
from households.models import FollowUp, Household, Movement, Plan, RiskFlag
from povertyplan.accounts.models import User
from povertyplan.listing import ListFilter

VIEWS = {
    "due": "Đến kỳ thăm hộ",
    "flagged": "Có dấu hiệu tái nghèo chưa xử lý",
    "at_risk": "Lần thăm gần nhất thấy có nguy cơ",
}


class FollowUpForm(forms.Form):
    finding = forms.ChoiceField(
        label="Tình hình của hộ",
        choices=FollowUp.Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn tình hình của hộ."},
    )
    on = PastDayField(label="Ngày thăm hộ")
    note = forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bắt buộc khi hộ không ổn định: thấy gì, cần hỗ trợ gì.",
    )


class RiskFlagForm(forms.Form):
    kind = forms.ChoiceField(
        label="Dấu hiệu",
        choices=RiskFlag.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn dấu hiệu."},
    )
    on = PastDayField(label="Từ ngày")
    note = forms.CharField(label="Cụ thể", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Đã xử lý thế nào",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: đã giới thiệu việc làm mới tại khu công nghiệp Tứ Hạ.",
        error_messages={"required": "Hãy ghi đã xử lý thế nào."},
    )
    on = PastDayField(label="Xử lý xong ngày")


class WatchFilter(ListFilter):
    """Exits that are watched over, whichever year's plan they belong to."""

    q = df.CharFilter(label="Tìm", method="search")
    commune = df.ChoiceFilter(label="Xã, phường", field_name="household__commune__code", empty_label="Tất cả")
    view = df.ChoiceFilter(label="Tình hình", choices=list(VIEWS.items()), method="look", empty_label="Tất cả")

    class Meta:
        model = Movement
        fields = ()

    def __init__(self, data, *, user: User, plan: Plan):
        super().__init__(data, Movement.objects.visible_to(user).watched())
        self.filters["commune"].field.choices = units_of(plan)[0]
        if user.commune is not None:
            del self.filters["commune"]
        self.filters["q"].field.widget.input_type = "search"
        self.filters["q"].field.widget.attrs["placeholder"] = "Tên, mã, 4 số CCCD"

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).longest_unvisited_first()

    def search(self, queryset, name, value):
        return queryset.filter(household__in=Household.objects.search(value))

    def look(self, queryset, name, value):
        match value:
            case "due":
                return queryset.due_for_follow_up()
            case "flagged":
                return queryset.flagged()
            case _:
                return queryset.at_risk()
