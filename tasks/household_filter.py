"""The list of households, asked also of what they need and of what stands in their way.

It stands here and not beside the other household pages because a condition that names needs or questions belongs
to the floor that knows them; the list, its Excel file and the case page are served from `tasks.views.households`.
"""

import django_filters as df

from households.filters import STANDINGS, HouseholdFilter
from households.models import Plan
from povertyplan.accounts.models import User
from tasks.models import Need, NeedType, Question

STUCK = "stuck"


def stuck(households, plan: Plan, user: User):
    """Of `households` those still on the list about which, or about a need of which, something is not settled."""
    return households.remaining(plan).having(Question.objects.visible_to(user).in_plan(plan).unsettled())


class HouseholdNeedFilter(HouseholdFilter):
    """Type, lead body and lateness are asked of one and the same need."""

    standing = df.ChoiceFilter(
        label="Trạng thái",
        choices=[*STANDINGS.items(), (STUCK, "Có vướng mắc chưa giải quyết")],
        method="stand",
        empty_label="Tất cả",
    )
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

    def stand(self, queryset, name, value):
        return stuck(queryset, self.plan, self.user) if value == STUCK else super().stand(queryset, name, value)

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
        return found.having(needs.overdue(self.plan.today) if overdue else needs)
