"""The conditions of the list of needs: the page, its count, bulk acts and the Excel file all use this form."""

from datetime import date

import django_filters as df
from django.db.models import Count

from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from povertyplan.listing import ListFilter
from tasks.models import Need, NeedType
from tasks.states import State

DUE_SOON_DAYS = 7
VIEWS = {
    "counted": "Mọi nhu cầu",
    "queue": "Chờ phân công (cả bị trả lại)",
    "to_split": "Chờ phân công, phải tách trước",
    "to_give": "Chờ phân công, chưa giao lần nào",
    "to_name": "Chờ xác định chỉ số thiếu hụt",
    "open": "Chưa hoàn thành",
    "overdue": "Quá hạn",
    "due_soon": f"Đến hạn trong {DUE_SOON_DAYS} ngày",
    "take_up_overdue": "Chưa tiếp nhận, quá hạn tiếp nhận",
    "led_otherwise": "Chưa tiếp nhận, chủ trì khác bảng phân công",
    "disputed": "Xã, phường chưa xác nhận, làm tiếp",
    "listed": "Như danh sách, trước khi tách",
}


def in_view(needs, view: str, on: date):
    """The needs in one state, or in one of the sets of states that have a name; late as of `on`."""
    match view:
        case "counted":
            return needs.counted()
        case "queue":
            return needs.in_queue()
        case "to_split":
            return needs.to_split()
        case "to_give":
            return needs.to_give()
        case "to_name":
            return needs.to_name()
        case "open":
            return needs.open()
        case "overdue":
            return needs.overdue(on)
        case "due_soon":
            return needs.due_within(DUE_SOON_DAYS, on)
        case "take_up_overdue":
            return needs.take_up_overdue(on)
        case "led_otherwise":
            return needs.led_otherwise()
        case "disputed":
            return needs.disputed()
        case "listed":
            return needs.as_listed()
        case state:
            return needs.in_state(state)


class NeedFilter(ListFilter):
    """Without a state it shows what every count calls a need."""

    q = df.CharFilter(label="Tìm hộ", method="search")
    commune = df.ChoiceFilter(label="Xã, phường", field_name="commune__code", empty_label="Tất cả")
    type = df.ModelChoiceFilter(
        label="Loại nhu cầu", queryset=NeedType.objects.all(), to_field_name="code", empty_label="Tất cả"
    )
    group = df.ChoiceFilter(
        label="Nhóm", field_name="type__group", choices=NeedType.Group.choices, empty_label="Tất cả"
    )
    lead = df.ChoiceFilter(label="Cơ quan chủ trì", field_name="lead__code", empty_label="Tất cả")
    coordinator = df.ChoiceFilter(label="Cơ quan phối hợp", method="coordinated_by", empty_label="Tất cả")
    state = df.ChoiceFilter(
        label="Trạng thái", choices=[*VIEWS.items(), *State.choices], method="view", empty_label="Mọi nhu cầu"
    )
    officer = df.ChoiceFilter(label="Cán bộ", method="handled_by", empty_label="Tất cả")

    class Meta:
        model = Need
        fields = ()

    def __init__(self, data, *, user: User, plan: Plan | None):
        self.user, self.today = user, plan.today if plan else clock.today()
        visible = Need.objects.visible_to(user).in_plan(plan)
        super().__init__(data, visible)
        self._offer_units(plan)
        people = User.objects.filter(pk__in=visible.values("officer")).order_by("full_name")
        own = [("me", "Tôi phụ trách"), ("mine", "Tôi phụ trách hoặc chưa giao ai")] if user.unit_id else []
        self.filters["officer"].field.choices = [*own, *((str(one.pk), one.full_name) for one in people)]
        self.filters["q"].field.widget.input_type = "search"
        self.filters["q"].field.widget.attrs["placeholder"] = "Tên, thôn, mã hộ, 4 số cuối CCCD"

    def _offer_units(self, plan: Plan | None) -> None:
        """The units of the plan's year, whatever became of them since."""
        units = list(Unit.objects.on(plan.issued_on if plan else self.today))
        for name, is_commune in (("commune", True), ("lead", False), ("coordinator", False)):
            chosen = [(unit.code, unit.short_name) for unit in units if unit.is_commune == is_commune]
            self.filters[name].field.choices = chosen
        if self.user.commune is not None:
            del self.filters["commune"]

    def filter_queryset(self, queryset):
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.counted()
        return super().filter_queryset(queryset).most_urgent_first(self.today)

    @property
    def view_name(self) -> str:
        return self.form.cleaned_data.get("state") or "counted"

    def totals(self) -> dict:
        """How many needs, of how many households: two numbers that are never added."""
        return self.qs.order_by().aggregate(needs=Count("pk"), households=Count("household", distinct=True))

    def search(self, queryset, name, value):
        return queryset.search(value)

    def view(self, queryset, name, value):
        return in_view(queryset, value, self.today)

    def coordinated_by(self, queryset, name, value):
        return queryset.coordinated_by(value)

    def handled_by(self, queryset, name, value):
        if value in {"me", "mine"}:
            return queryset.of_person(self.user, or_nobody=value == "mine")
        return queryset.in_charge_of(int(value))
