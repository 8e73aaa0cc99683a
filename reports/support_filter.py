"""The conditions of the page of help given: its sums, the rows behind each of them and the Excel file use these."""

from datetime import date

import django_filters as df
from django import forms
from django.db.models import Q

from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from povertyplan.listing import ListFilter
from reports.support import NO_MONEY, Period, Support, help_rows
from tasks.models import Measure, NeedType

PLANNED, GIVEN, WAITING = "planned", "given", "waiting"
STAGES = {GIVEN: "Đã hỗ trợ", PLANNED: "Có trong dự kiến", WAITING: "Dự kiến, chưa cấp"}
GRANT, LOAN = "grant", "loan"
MONEY = {GRANT: "Hỗ trợ không hoàn lại", LOAN: "Cho vay"}
SOURCES = [*Measure.Source.choices, (NO_MONEY, "Không bằng tiền")]


class SupportFilter(ListFilter):
    """Where, by whom, for what, and in which days: of what was planned for them, and of what was given in them."""

    commune = df.ChoiceFilter(label="Xã, phường", field_name="need__commune__code", empty_label="Tất cả")
    unit = df.ChoiceFilter(label="Đơn vị hỗ trợ", field_name="unit__code", empty_label="Tất cả")
    type = df.ModelChoiceFilter(
        label="Loại nhu cầu",
        field_name="need__type",
        queryset=NeedType.objects.all(),
        to_field_name="code",
        empty_label="Tất cả",
    )
    since = df.DateFilter(label="Từ ngày", method="in_period")
    until = df.DateFilter(label="Đến hết ngày", method="in_period")

    class Meta:
        model = Measure
        fields = ()

    def __init__(self, data, *, user: User, plan: Plan):
        self.plan = plan
        super().__init__(data, Measure.objects.visible_to(user).in_plan(plan).counted())
        units = list(Unit.objects.on(plan.issued_on if plan else clock.today()))
        self.filters["unit"].field.choices = [(one.code, one.short_name) for one in units]
        self.filters["commune"].field.choices = [(one.code, one.short_name) for one in units if one.is_commune]
        if user.commune is not None:
            del self.filters["commune"]
        for name in ("since", "until"):
            self.filters[name].field.widget = forms.DateInput(attrs={"inputmode": "numeric", "size": 12})

    @property
    def period(self) -> Period:
        self.form.is_valid()
        asked = self.form.cleaned_data
        return Period(asked.get("since"), asked.get("until"))

    def support(self) -> Support:
        return Support(help_rows(self.qs, period=self.period), self.plan)

    def in_period(self, queryset, name, value):
        return queryset  # of what is summed up, `help_rows` minds the days: two numbers have two days

    def _words(self, name, value):
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else super()._words(name, value)


class MeasureFilter(SupportFilter):
    """The rows behind one sum."""

    q = df.CharFilter(label="Tìm hộ", method="search")
    stage = df.ChoiceFilter(label="Tình trạng", choices=[*STAGES.items()], method="stands", empty_label="Tất cả")
    money = df.ChoiceFilter(label="Hỗ trợ, cho vay", choices=[*MONEY.items()], method="is_money", empty_label="Tất cả")
    source = df.ChoiceFilter(label="Nguồn", choices=SOURCES, method="comes_from", empty_label="Tất cả")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["q"].field.widget.input_type = "search"
        self.filters["q"].field.widget.attrs["placeholder"] = "Tên, thôn, mã hộ, 4 số cuối CCCD"

    def filter_queryset(self, queryset):
        queryset, days = super().filter_queryset(queryset), self.period
        given, planned = _within("on", days), _within("planned_on", days) & Q(planned_on__isnull=False)
        given &= Q(stage=Measure.Stage.GIVEN)
        match self.form.cleaned_data.get("stage"):
            case "given":
                return queryset.filter(given)
            case "planned" | "waiting":
                return queryset.filter(planned)
        return queryset.filter(given | planned)

    def search(self, queryset, name, value):
        return queryset.of_households_like(value)

    def stands(self, queryset, name, value):
        return queryset.planned() if value == WAITING else queryset

    def is_money(self, queryset, name, value):
        return queryset.loans() if value == LOAN else queryset.grants()

    def comes_from(self, queryset, name, value):
        return queryset.filter(source="" if value == NO_MONEY else value)


def _within(field: str, days: Period) -> Q:
    found = Q()
    if days.since:
        found &= Q(**{f"{field}__gte": days.since})
    if days.until:
        found &= Q(**{f"{field}__lte": days.until})
    return found
