"""The list of households, asked also of what they need.

It stands here and not beside the other household pages because a condition that names needs belongs to the
floor that knows them; the list, its Excel file and the case page are served from `tasks.views.households`.
"""

import django_filters as df

from households.filters import HouseholdFilter
from tasks.models import Need, NeedType


class HouseholdNeedFilter(HouseholdFilter):
    """Type, lead body and lateness are asked of one and the same need."""

    need = df.ModelChoiceFilter(
        label="Nhu cầu",
        queryset=NeedType.objects.all(),
        to_field_name="code",
        method="left_for_the_needs",
        empty_label="Tất cả",
    )
    lead = df.ChoiceFilter(label="Cơ quan chủ trì", method="left_for_the_needs", empty_label="Tất cả")
    overdue = df.ChoiceFilter(
        label="Hạn", choices=[("1", "Có nhu cầu quá hạn")], method="left_for_the_needs", empty_label="Tất cả"
    )

    def __init__(self, data, *, user, plan):
        super().__init__(data, user=user, plan=plan)
        self.filters["lead"].field.choices = self.bodies

    def left_for_the_needs(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        found, asked = super().filter_queryset(queryset), self.form.cleaned_data
        type, lead, overdue = (asked.get(name) for name in ("need", "lead", "overdue"))
        if not (type or lead or overdue):
            return found
        needs = Need.objects.in_plan(self.plan).counted()
        needs = needs.of_type(type) if type else needs
        needs = needs.filter(lead__code=lead) if lead else needs
        return found.having(needs.overdue() if overdue else needs)
