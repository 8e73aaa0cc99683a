"""The conditions of the board of plans and reports."""

import django_filters as df
from django.db.models import Q

from households.models import Plan
from povertyplan.accounts.models import Unit, User
from povertyplan.listing import ListFilter
from reports.further import to_tell
from reports.models import FURTHER, Obligation, ObligationKind, Period, Submission, Timeliness


class ObligationFilter(ListFilter):
    kind = df.ChoiceFilter(label="Văn bản", choices=ObligationKind.choices, empty_label="Tất cả")
    period = df.ChoiceFilter(label="Kỳ báo cáo", choices=(), empty_label="Kỳ gần nhất")
    status = df.ChoiceFilter(label="Thời hạn", choices=Timeliness.choices, method="in_time", empty_label="Tất cả")
    state = df.ChoiceFilter(label="Kiểm tra", choices=Submission.State.choices, method="stand", empty_label="Tất cả")
    unit = df.ModelChoiceFilter(
        label="Đơn vị", queryset=Unit.objects.none(), to_field_name="code", empty_label="Tất cả"
    )

    class Meta:
        model = Obligation
        fields = ()

    def __init__(self, data, *, user: User, plan: Plan):
        owed = Obligation.objects.visible_to(user).in_plan(plan).with_moments().select_related("unit")
        super().__init__(data, owed)
        self.periods, self.on = list(Period.objects.in_plan(plan).begun(plan.today)), plan.today
        self._offer_periods()
        if user.sees_the_town:
            self.filters["unit"].field.queryset = Unit.objects.on(plan.issued_on)
        else:
            del self.filters["unit"]

    def _offer_periods(self) -> None:
        if not self.periods:
            del self.filters["period"]
            return
        further = [(FURTHER, "Báo cáo định kỳ, mọi kỳ")]
        self.filters["kind"].field.choices = [*ObligationKind.choices, *further]
        self.filters["period"].field.choices = [(one.pk, str(one)) for one in self.periods]

    def filter_queryset(self, queryset):
        """Of further reports the period to be told now, unless one is chosen or all are asked for."""
        found = super().filter_queryset(queryset)
        chosen = self.form.cleaned_data
        if chosen.get("period"):
            return found
        shown = self.periods if chosen.get("kind") == FURTHER else to_tell(self.periods, self.on)
        return found.filter(Q(period=None) | Q(period__in=[period.pk for period in shown]))

    def in_time(self, queryset, name, value):
        return queryset.with_status(value)

    def stand(self, queryset, name, value):
        return queryset.with_state(value)
