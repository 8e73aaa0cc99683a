"""What a person may do with chosen needs: each act is a form that asks what the verb must know, and does it.

The list of needs, a need's own page and the page that asks for confirmation all read this one table.
"""

from collections.abc import Sequence

from django import forms
from django.db.models import prefetch_related_objects

from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from tasks import steps
from tasks.forms import DueField, IndicatorLeadField, OfficerField
from tasks.models import Measure, Need
from tasks.rights import has_right, obstacle
from tasks.routing import offered_lead, suggested_lead
from tasks.states import State, may_move

REASON_LETTERS = 10


def reason_field(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint or f"Ít nhất {REASON_LETTERS} ký tự.",
        min_length=REASON_LETTERS,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"min_length": f"Hãy ghi rõ lý do (ít nhất {REASON_LETTERS} ký tự)."},
    )


def note_field() -> forms.CharField:
    return forms.CharField(label="Ghi chú", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


def _is_text(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.Textarea)


class Act(forms.Form):
    """`needs` are those that the act can be done with; `by` does it."""

    name = verb = title = done = ""
    for_many_only = False  # a need's own page has a better way
    do_not_call_in_templates = True  # templates show the acts themselves as buttons

    some_are_asked_about = False  # the page that shows it asks of some of the needs whether they are meant

    def __init__(self, data=None, *, needs: Sequence[Need], by: User):
        super().__init__(data)
        self.needs, self.by = needs, by

    @property
    def how_many(self) -> str:
        """The needs in the words of a button."""
        return "các nhu cầu đã chọn" if self.some_are_asked_about else f"{len(self.needs)} nhu cầu"

    @classmethod
    def obstacle(cls, need: Need, *, by: User) -> str:
        """Why it cannot be done with `need`; empty where it can."""
        return obstacle(cls.verb, need, by=by)

    @classmethod
    def concerns(cls, needs) -> bool:
        """Whether it makes sense for any of a queryset of needs, beside their states."""
        return True

    def hint(self, need: Need) -> str:
        """What is known of `need` that helps to answer the form."""
        return ""

    def outcome(self, need: Need) -> str:
        """What `need` will get by it, where that differs from need to need."""
        return ""

    def buttons(self) -> list[tuple[str, str]]:
        """The values and words of the buttons that do it; the value arrives as `into`."""
        return [("", f"{self.title} {self.how_many}")]

    def written(self) -> list[tuple[str, str]]:
        """The longer texts that were typed: each field's label and words."""
        texts = ((self[name], self[name].value()) for name in self.fields if _is_text(self.fields[name]))
        return [(field.label, words.strip()) for field, words in texts if words and words.strip()]

    def do(self) -> str | None:
        """Does it with every need, or raises Refused and does nothing; returns what else there is to tell."""


class Route(Act):
    """Each need to the body that the tables suggest."""

    name, verb, title, done = "route", "route", "Giao theo gợi ý", "Đã giao theo gợi ý"
    note = note_field()

    @classmethod
    def obstacle(cls, need, *, by):
        if why := super().obstacle(need, by=by):
            return why
        if need.lead_id and need.routed_by_hand:
            return f"đã do {need.lead} chủ trì"  # somebody chose, and no table speaks against it
        lead = suggested_lead(need)
        if lead is None:
            return "chưa có cơ quan gợi ý, phải chọn bằng tay"
        return f"đã do {lead} chủ trì" if lead.pk == need.lead_id else ""

    def buttons(self):
        return [("", f"Giao {self.how_many} theo gợi ý")]

    def outcome(self, need):
        return str(suggested_lead(need))

    def do(self):
        steps.route(self.needs, to=None, by=self.by, note=self.cleaned_data["note"])


class RouteTo(Act):
    name, verb, title, done = "route_to", "route", "Giao cho cơ quan khác", "Đã giao"
    lead = forms.ModelChoiceField(Unit.objects.none(), label="Cơ quan chủ trì", empty_label="Chọn cơ quan")
    note = note_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = Unit.objects.agencies().on(clock.today())

    def buttons(self):
        return [("", f"Giao {self.how_many}")]

    def do(self):
        asked = self.cleaned_data
        steps.route(self.needs, to=asked["lead"], by=self.by, note=asked["note"])


class Split(Act):
    """What the list names in one breath ("y tế, giáo dục") becomes one need or two. Nobody guesses which."""

    name, verb, title, done = "split", "split", "Tách nhu cầu", "Đã tách"
    into = forms.CharField(label="Tách thành", widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.types = list(self.needs[0].type.splits_into.all()) if self.needs else []

    def clean_into(self):
        """Codes with commas between, as the pressed button sends them."""
        chosen = [type for type in self.types if type.code in self.cleaned_data["into"].split(",")]
        if not chosen:
            raise forms.ValidationError("Hãy chọn tách thành loại nào.")
        return chosen

    def buttons(self):
        each = [(type.code, f"Tách thành: {type.short_name}") for type in self.types]
        names = " và ".join(type.short_name for type in self.types)
        return [*each, (",".join(type.code for type in self.types), f"Tách thành cả {names}")]

    def do(self):
        steps.split(self.needs, into=self.cleaned_data["into"], by=self.by)


class TakeUp(Act):
    name, verb, title, done = "take_up", "take_up", "Tiếp nhận", "Đã tiếp nhận"
    officer = OfficerField()
    due_on = DueField(help_text="Để trống thì giữ hạn đang có của từng nhu cầu. Ví dụ 27/8/2022")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officer"].offer(self.by.unit)
        self.fields["officer"].empty_label = f"{self.by.full_name} (tôi)"

    def do(self):
        asked = self.cleaned_data
        steps.take_up(self.needs, by=self.by, officer=asked["officer"], due_on=asked["due_on"])


class Assign(Act):
    """Changes only what is filled in."""

    name, verb, title, done = "assign", "assign", "Giao cán bộ, đặt hạn", "Đã giao cán bộ, đặt hạn"
    for_many_only = True
    officer = OfficerField()
    due_on = DueField(help_text="Để trống thì giữ hạn đang có của từng nhu cầu. Ví dụ 27/8/2022")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officer"].offer(self.by.unit)
        self.fields["officer"].empty_label = "Giữ cán bộ đang phụ trách"

    def clean(self):
        data = super().clean()
        if not self.errors and not (data["officer"] or data["due_on"]):
            raise forms.ValidationError("Hãy chọn cán bộ, ghi hạn, hoặc cả hai.")
        return data

    def buttons(self):
        return [("", f"Lưu cho {self.how_many}")]

    def do(self):
        asked = self.cleaned_data
        steps.assign_all(self.needs, by=self.by, officer=asked["officer"], due_on=asked["due_on"])


class NameIndicator(Act):
    """Which deprivation is behind them; where the tables name a body for it, they may go there at once."""

    name, verb = "indicator", "indicator"
    title, done = "Xác định chỉ số thiếu hụt", "Đã xác định chỉ số thiếu hụt"
    for_many_only = True
    indicator = IndicatorLeadField()
    into = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].offer({need.type_id for need in self.needs})
        prefetch_related_objects(self.needs, "household__deprivations")

    @classmethod
    def concerns(cls, needs):
        return needs.asking_indicator().exists()

    def hint(self, need):
        known = [one.name.lower() for one in need.household.deprivations.all()]
        return f"Hộ đã ghi thiếu: {', '.join(known)}" if known else ""

    def buttons(self):
        needs = self.how_many
        return [("", f"Ghi chỉ số cho {needs}"), ("route", f"Ghi chỉ số và giao {needs} theo gợi ý")]

    def do(self):
        named = steps.name_indicator(self.needs, indicator=self.cleaned_data["indicator"].indicator, by=self.by)
        elsewhere = [need for need in named if offered_lead(need)] if self.cleaned_data["into"] else []
        if not elsewhere:
            return None
        routed = steps.route(elsewhere, to=None, by=self.by)
        return f"Đã giao {len(routed)} nhu cầu cho {routed[0].lead}."


class Refuse(Act):
    name, verb, title, done = "refuse", "refuse", "Trả lại", "Đã trả lại Phòng LĐ-TB&XH"
    reason = reason_field("Lý do trả lại", "Phòng LĐ-TB&XH đọc để giao cơ quan khác. Ít nhất 10 ký tự.")

    def do(self):
        steps.refuse(self.needs, by=self.by, reason=self.cleaned_data["reason"])


class Deliver(Act):
    name, verb, title, done = "deliver", "deliver", "Báo đã hỗ trợ xong", "Đã báo xã, phường xác nhận"
    note = note_field()
    anyway = forms.BooleanField(label="Vẫn báo đã hỗ trợ xong, khoản hỗ trợ sẽ ghi sau", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        helped = set(Measure.objects.given().filter(need__in=self.needs).values_list("need", flat=True))
        self.without = [need for need in self.needs if need.pk not in helped]
        if self.without:
            self.fields["anyway"].help_text = f"{len(self.without)} nhu cầu chưa ghi khoản hỗ trợ nào."
        else:
            del self.fields["anyway"]

    def clean_anyway(self):
        if not self.cleaned_data["anyway"]:
            raise forms.ValidationError("Hãy ghi ít nhất một khoản hỗ trợ trước, hoặc đánh dấu vào ô này.")
        return True

    def do(self):
        for need in self.needs:
            steps.deliver(need, by=self.by, note=self.cleaned_data["note"])


class Confirm(Act):
    name, verb, title, done = "confirm", "confirm", "Xác nhận hoàn thành", "Đã xác nhận hoàn thành"
    note = note_field()

    def do(self):
        steps.confirm(self.needs, by=self.by, note=self.cleaned_data["note"])


class Dispute(Act):
    name, verb, title, done = "dispute", "dispute", "Chưa xác nhận", "Đã chuyển lại cơ quan chủ trì"
    reason = reason_field("Vì sao chưa xác nhận", "Cơ quan chủ trì đọc để làm tiếp. Ít nhất 10 ký tự.")

    def do(self):
        for need in self.needs:
            steps.dispute(need, by=self.by, reason=self.cleaned_data["reason"])


class Withdraw(Act):
    name, verb, title, done = "withdraw", "withdraw", "Ghi không còn nhu cầu", "Đã ghi không còn nhu cầu"
    reason = reason_field("Lý do không còn nhu cầu")

    def do(self):
        steps.withdraw(self.needs, by=self.by, reason=self.cleaned_data["reason"])


ACTS: dict[str, type[Act]] = {
    act.name: act
    for act in (Route, RouteTo, Split, NameIndicator, TakeUp, Assign, Deliver, Confirm, Dispute, Refuse, Withdraw)
}

# What a view of the list is opened for: one button there does it with every need that matches.
MAIN = {
    "queue": Route,
    "to_give": Route,
    "to_split": Split,
    State.UNROUTED: Route,
    State.REFUSED: RouteTo,
    "led_otherwise": Route,
    "to_name": NameIndicator,
    State.ROUTED: TakeUp,
    "take_up_overdue": TakeUp,
    State.DELIVERED: Confirm,
}


def offered(needs, view: str, *, by: User) -> tuple[type[Act] | None, list[type[Act]]]:
    """The main act for a filtered list of needs and all acts that some of them allow `by`."""
    rows = needs.order_by().values_list("state", "lead_id", "commune_id").distinct()
    kinds = [Need(state=state, lead_id=lead, commune_id=commune) for state, lead, commune in rows]
    acts = [
        act
        for act in ACTS.values()
        if any(may_move(act.verb, kind.state) and has_right(act.verb, kind, by=by) for kind in kinds)
        and act.concerns(needs)
    ]
    main = MAIN.get(view)
    return (main if main in acts else None), acts
