"""The conditions of the list of households and of the list of proposals."""

import django_filters as df
from django.forms import HiddenInput

from households.models import Hamlet, Household, Movement, Plan
from povertyplan.accounts.models import Unit, User
from povertyplan.listing import ListFilter

STANDINGS = {
    "listed": "Trong danh sách kèm theo kế hoạch",
    "remaining": "Còn trong danh sách",
    "left": "Đã ra khỏi danh sách (mọi lý do)",
    "exited": "Đã thoát nghèo",
    "other_decrease": "Giảm khác (chết, chuyển đi, nhập hộ)",
    "proposed": "Đề nghị chờ xét duyệt",
    "returned": "Đề nghị bị trả lại",
    "agreed": "Đã đồng ý, chờ quyết định",
    "due": "Đến kỳ cập nhật",
    "review": "Cần rà soát",
    "beside": "Vào danh sách sau kế hoạch (tách hộ, phát sinh, tái nghèo)",
}


def with_standing(households, standing: str, plan: Plan):
    """The households that stand so in `plan`."""
    match standing:
        case "listed":
            return households.of_the_plan(plan)
        case "beside":
            return households.beside_the_plan(plan)
        case "remaining":
            return households.of_the_plan(plan).remaining(plan)
        case "left":
            return households.of_the_plan(plan).left(plan)
        case "exited":
            return households.of_the_plan(plan).left_as(plan, Movement.Kind.EXIT)
        case "other_decrease":
            return households.of_the_plan(plan).left_as(plan, Movement.Kind.OTHER_DECREASE)
        case "due":
            return households.due_for_update(plan)
        case "review":
            return households.to_review(plan)
        case stage:
            return households.proposed(plan, stage)


def units_of(plan: Plan) -> tuple[list, list]:
    """Communes and bodies of the plan's year, whatever became of them since, as choices by code."""
    units = list(Unit.objects.on(plan.issued_on))
    communes, bodies = ([u for u in units if u.is_commune is wanted] for wanted in (True, False))
    return [(u.code, u.short_name) for u in communes], [(u.code, u.short_name) for u in bodies]


class HouseholdFilter(ListFilter):
    """What can be asked of households alone; the tasks floor adds what is asked of their needs."""

    q = df.CharFilter(label="Tìm", method="search")
    commune = df.ChoiceFilter(label="Xã, phường", field_name="commune__code", empty_label="Tất cả")
    hamlet = df.ModelChoiceFilter(label="Thôn, tổ dân phố", queryset=Hamlet.objects.none(), empty_label="Tất cả")
    standing = df.ChoiceFilter(
        label="Trạng thái", choices=list(STANDINGS.items()), method="stand", empty_label="Tất cả"
    )
    reason = df.ChoiceFilter(label="Lý do giảm", choices=Movement.Reason.choices, method="leave", empty_label="Tất cả")
    officer = df.ChoiceFilter(
        label="Cán bộ phụ trách", choices=[("me", "Tôi")], method="look_after", empty_label="Tất cả"
    )

    class Meta:
        model = Household
        fields = ()

    def __init__(self, data, *, user: User, plan: Plan):
        self.user, self.plan = user, plan
        super().__init__(data, Household.objects.visible_to(user).in_plan(plan))
        self.communes, self.bodies = units_of(plan)
        self._offer_places()
        if user.commune is None:
            del self.filters["officer"]
        self.filters["q"].field.widget.input_type = "search"
        self.filters["q"].field.widget.attrs["placeholder"] = "Tên, mã, 4 số CCCD"

    def _offer_places(self) -> None:
        """Communes choose among their hamlets only; others choose a commune first, then one of its hamlets."""
        hamlets, chosen = Hamlet.objects.visible_to(self.user), self.data.get("commune")
        self.filters["commune"].field.choices = self.communes
        if self.user.commune is not None:
            del self.filters["commune"]
        elif chosen in dict(self.communes):
            hamlets = hamlets.filter(commune__code=chosen)
        elif not self.data.get("hamlet"):
            del self.filters["hamlet"]
            return
        self.filters["hamlet"].field.queryset = hamlets

    def filter_queryset(self, queryset):
        """By given name, unless somebody searches: then what is spelled as typed comes first."""
        found = super().filter_queryset(queryset)
        text = self.form.cleaned_data.get("q")
        return found.nearest_first(text) if text else found.by_name()

    def search(self, queryset, name, value):
        return queryset.search(value)

    def stand(self, queryset, name, value):
        return with_standing(queryset, value, self.plan)

    def leave(self, queryset, name, value):
        return queryset.of_the_plan(self.plan).left_for(self.plan, value)

    def look_after(self, queryset, name, value):
        return queryset.looked_after_by(self.user)


class ExitFilter(ListFilter):
    """Proposals to leave the list and to come onto it. The stage is chosen by the tabs above the list."""

    commune = df.ChoiceFilter(label="Xã, phường", field_name="household__commune__code", empty_label="Tất cả")
    stage = df.ChoiceFilter(label="Giai đoạn", choices=Movement.Stage.choices, empty_label="Tất cả")
    kind = df.ChoiceFilter(
        label="Loại",
        choices=[choice for choice in Movement.Kind.choices if choice[0] != Movement.Kind.OTHER_INCREASE],
        empty_label="Tất cả",
    )
    reason = df.ChoiceFilter(label="Lý do", choices=Movement.Reason.choices, empty_label="Tất cả")

    official = df.ChoiceFilter(
        label="Kết quả chính thức",
        choices=[("none", "Chưa có (sơ bộ)"), ("any", "Đã có"), ("differs", "Khác kết quả sơ bộ")],
        method="conclude",
        empty_label="Tất cả",
    )

    class Meta:
        model = Movement
        fields = ()

    def __init__(self, data, *, user: User, plan: Plan):
        visible = Movement.objects.visible_to(user).in_plan(plan).proposals()
        super().__init__(data, visible)
        self.filters["commune"].field.choices = units_of(plan)[0]
        self.filters["stage"].field.widget = HiddenInput()
        if user.commune is not None:
            del self.filters["commune"]

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).in_turn()

    def conclude(self, queryset, name, value):
        decided = queryset.decided()
        if value == "differs":
            return decided.differing()
        return decided.filter(official="") if value == "none" else decided.exclude(official="")
