"""Forms of one piece of help: planned, given, corrected, cancelled."""

from django import forms

from households.conflicts import SharedForm
from households.forms import DayField, PastDayField, WarningsForm
from povertyplan import clock
from povertyplan.fields import DongField
from tasks.models import Measure, Need

SMALL_AMOUNT, LARGE_AMOUNT = 10_000, 500_000_000  # beyond these a zero was probably lost or added
WHEN_GIVEN, WHEN_PLANNED = ("on", "amount"), ("planned_on", "planned_amount")

Kind, Source, Stage = Measure.Kind, Measure.Source, Measure.Stage


class MeasureForm(WarningsForm, forms.ModelForm):
    """One piece of help that was given; with `planned`, one that is meant to be."""

    planned_on = DayField(label="Ngày dự kiến hỗ trợ")
    on = PastDayField(label="Ngày hỗ trợ")
    planned_amount = DongField(label="Số tiền dự kiến (đồng)", required=False, help_text="Ví dụ 1.500.000")
    amount = DongField(label="Số tiền (đồng)", required=False, help_text="Ví dụ 1.500.000")

    class Meta:
        model = Measure
        fields = [
            "planned_on", "on", "what", "kind", "source", "planned_amount", "amount", "quantity", "quantity_unit",
            "note",
        ]  # fmt: skip
        localized_fields = ["quantity"]
        labels = {"what": "Nội dung hỗ trợ", "source": "Nguồn kinh phí", "quantity_unit": "Đơn vị tính"}
        help_texts = {
            "what": "Ví dụ: cấp bò cái sinh sản, lợp lại mái",
            "source": "Bắt buộc khi có số tiền. Cho vay luôn là tín dụng chính sách.",
            "quantity": "Ví dụ 1 hoặc 0,25",
            "quantity_unit": "Ví dụ: con, nhà, ha, người",
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, data=None, *, need: Need, planned: bool = False, initial=None, instance=None):
        today = {"on": clock.today(), "kind": Kind.GRANT} if instance is None else {}
        super().__init__(data, instance=instance, initial=today | (initial or {}))
        self.need, self.planned = need, planned
        for name in WHEN_GIVEN if planned else WHEN_PLANNED:
            del self.fields[name]
        self.fields["kind"].choices = Kind.choices
        self.fields["source"].choices = [("", "Không có tiền"), *Source.choices]
        self.fields["quantity"].widget.attrs |= {"inputmode": "decimal", "size": 8}
        self.fields["what"].widget.attrs["size"] = 50

    @property
    def money(self) -> str:
        """The field of the amount that is asked for."""
        return "planned_amount" if self.planned else "amount"

    def clean(self):
        data, money = self.cleaned_data, self.money
        kind, source = data.get("kind"), data.get("source")
        if kind == Kind.LOAN and not source:
            data["source"] = source = Source.CREDIT
        if kind == Kind.LOAN and source != Source.CREDIT:
            self.add_error(
                "source",
                "Cho vay đi với tín dụng chính sách. Hãy chọn nguồn này; "
                "nếu tiền không phải trả lại thì chọn hình thức «Hỗ trợ tiền».",
            )
        elif kind and kind != Kind.LOAN and source == Source.CREDIT:
            self.add_error(
                "source",
                "Tín dụng chính sách chỉ để cho vay, và chỉ cho vay mới dùng nguồn này. "
                "Nếu là tiền vay, hãy chọn hình thức «Cho vay».",
            )
        elif data.get(money) and not source:
            self.add_error("source", "Có số tiền thì phải chọn nguồn kinh phí.")
        if kind == Kind.LOAN and not data.get(money) and money not in self.errors:
            self.add_error(money, "Cho vay thì phải ghi số tiền.")
        return super().clean()

    def ask_again(self, why: str) -> None:
        """The verb took it for a form sent twice: a tick says that it was meant."""
        self.fields["confirmed"].widget = forms.CheckboxInput()
        self.fields["confirmed"].label = "Đây là một khoản khác, ghi thêm"
        self.add_error(None, why)

    def warnings(self):
        amount, found = self.cleaned_data.get(self.money), []
        if amount is not None and amount < SMALL_AMOUNT:
            found.append("Số tiền dưới 10.000 đồng. Có thiếu số 0 không?")
        if amount is not None and amount > LARGE_AMOUNT:
            found.append("Số tiền trên 500 triệu đồng. Có thừa số 0 không?")
        return found

    def facts(self) -> dict:
        """The fields of `Measure` that were filled in, for the verb."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class ChangeForm(SharedForm, MeasureForm):
    """A measure that was written down already: to put it right, or to say that what was planned was given."""

    def __init__(self, data=None, *, measure: Measure, planned: bool, initial=None):
        shown = {name: getattr(measure, name) for name in ("planned_amount", "amount")} | (initial or {})
        shown |= {name: _with_dots(shown[name]) for name in ("planned_amount", "amount")}
        super().__init__(data, need=measure.need, planned=planned, instance=measure, initial=shown)
        self.share(measure, [name for name in self.Meta.fields if name in self.fields])

    def facts(self) -> dict:
        return super().facts() | {"version": self.cleaned_data["version"]}


def _with_dots(amount) -> str | None:
    """As people write it: 1.500.000"""
    return None if amount is None else f"{int(amount):,}".replace(",", ".")


def giving_form(data, measure: Measure) -> ChangeForm:
    """What was planned is offered as what was given, today."""
    offered = {"on": clock.today(), "amount": measure.planned_amount}
    return ChangeForm(data, measure=measure, planned=False, initial=offered)


def correcting_form(data, measure: Measure) -> ChangeForm:
    return ChangeForm(data, measure=measure, planned=measure.is_planned)


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Lý do hủy",
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ít nhất 10 ký tự. Khoản đã hủy vẫn xem được nhưng không tính vào kết quả.",
        error_messages={"min_length": "Hãy ghi rõ lý do hủy (ít nhất 10 ký tự)."},
    )
