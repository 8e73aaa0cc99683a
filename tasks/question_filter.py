"""The conditions of the list of questions, and of the published guidance."""

import django_filters as df
from django.forms import HiddenInput

from households.filters import units_of
from households.models import Household, Plan
from povertyplan.accounts.models import User
from povertyplan.listing import ListFilter
from tasks.models import Guidance, NeedType, Question
from tasks.question_states import State

VIEWS = {
    "waiting": "Chờ trả lời",
    "to_answer": "Chờ chúng tôi trả lời",
    "open": "Chờ Phòng LĐ-TB&XH trả lời",
    "passed": "Đã chuyển cơ quan, chờ trả lời",
    "answered": "Đã trả lời, chờ đơn vị hỏi cho biết kết quả",
    "unsettled": "Chưa giải quyết",
    "over": "Đã giải quyết, đã rút",
}
SUBJECTS = {"household": "Hộ", "need": "Nhu cầu", "plan": "Kế hoạch chung"}


def in_view(questions, view: str, *, by: User):
    """The questions of one of the sets that have a name."""
    match view:
        case "waiting":
            return questions.waiting()
        case "to_answer":
            return questions.to_answer_by(by)
        case "open":
            return questions.for_the_division()
        case "passed":
            return questions.passed_on()
        case "answered":
            return questions.answered()
        case "unsettled":
            return questions.unsettled()
        case _:
            return questions.filter(state__in=[State.SETTLED, State.WITHDRAWN])


def about(questions, subject: str):
    match subject:
        case "household":
            return questions.filter(household__isnull=False, need=None)
        case "need":
            return questions.filter(need__isnull=False)
        case _:
            return questions.filter(household=None)


class QuestionFilter(ListFilter):
    """Which questions are shown is chosen by the tabs above the list (`state`, `asked`)."""

    q = df.CharFilter(label="Tìm hộ", method="search")
    state = df.ChoiceFilter(label="Trạng thái", choices=list(VIEWS.items()), method="view", empty_label="Tất cả")
    asked = df.ChoiceFilter(label="Đơn vị hỏi", method="asked_by", empty_label="Tất cả")
    body = df.ChoiceFilter(label="Cơ quan trả lời", field_name="body__code", empty_label="Tất cả")
    subject = df.ChoiceFilter(label="Về", choices=list(SUBJECTS.items()), method="about", empty_label="Tất cả")

    class Meta:
        model = Question
        fields = ()

    def __init__(self, data, *, user: User, plan: Plan):
        self.user = user
        super().__init__(data, Question.objects.visible_to(user).in_plan(plan))
        communes, bodies = units_of(plan)
        own = [("mine", "Đơn vị tôi")] if user.unit_id else []
        self.filters["asked"].field.choices = [*own, *communes, *bodies] if user.sees_the_town else own
        self.filters["body"].field.choices = bodies
        self.filters["state"].field.widget = HiddenInput()
        if not user.sees_the_town:
            self.filters["asked"].field.widget = HiddenInput()
            del self.filters["body"]
        self.filters["q"].field.widget.input_type = "search"
        self.filters["q"].field.widget.attrs["placeholder"] = "Tên, thôn, mã hộ"

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).in_turn()

    def search(self, queryset, name, value):
        return queryset.filter(household__in=Household.objects.search(value))

    def view(self, queryset, name, value):
        return in_view(queryset, value, by=self.user)

    def asked_by(self, queryset, name, value):
        return queryset.asked_by(self.user.unit) if value == "mine" else queryset.filter(unit__code=value)

    def about(self, queryset, name, value):
        return about(queryset, value)


class GuidanceFilter(ListFilter):
    q = df.CharFilter(label="Tìm trong hướng dẫn", method="search")
    type = df.ModelChoiceFilter(
        label="Loại nhu cầu", queryset=NeedType.objects.all(), to_field_name="code", empty_label="Tất cả"
    )

    class Meta:
        model = Guidance
        fields = ()

    def __init__(self, data):
        super().__init__(data, Guidance.objects.in_force().select_related("type", "question__plan"))
        self.filters["type"].field.queryset = NeedType.objects.filter(pk__in=self.queryset.values("type"))
        self.filters["q"].field.widget.input_type = "search"

    def search(self, queryset, name, value):
        return queryset.search(value)
