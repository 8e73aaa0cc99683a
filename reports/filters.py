"""The conditions of the board of plans and reports."""

import django_filters as df

from households.models import Plan
from povertyplan.accounts.models import Unit, User
from povertyplan.listing import ListFilter
from reports.models import Obligation, ObligationKind, Submission, Timeliness


class ObligationFilter(ListFilter):
    kind = df.ChoiceFilter(label="Văn bản", choices=ObligationKind.choices, empty_label="Tất cả")
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
        if user.sees_the_town:
            self.filters["unit"].field.queryset = Unit.objects.on(plan.issued_on)
        else:
            del self.filters["unit"]

    def in_time(self, queryset, name, value):
        return queryset.with_status(value)

    def stand(self, queryset, name, value):
        return queryset.with_state(value)
