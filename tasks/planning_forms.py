"""The table of a commune's plan: a line for each need, and for each household that has none."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django import forms

from households.models import Household
from povertyplan.fields import DongField
from tasks.measure_forms import LARGE_AMOUNT, SMALL_AMOUNT
from tasks.models import Measure, Need
from tasks.planned import ROMAN, Planned
from tasks.planning import Reason, Wish

QUARTERS = [("", "–"), *((str(number), f"Quý {roman}") for number, roman in ROMAN.items())]
SOURCE_NAMES = {
    "central": "Trung ương", "local": "Địa phương", "mobilised": "Vận động, Quỹ", "credit": "Vay tín dụng chính sách",
}  # fmt: skip


class QuarterField(forms.TypedChoiceField):
    def __init__(self, **kwargs):
        super().__init__(choices=QUARTERS, coerce=int, empty_value=None, required=False, **kwargs)


class NeedLine(forms.Form):
    """What is meant for one need. The hidden fields carry what was there when the page was opened."""

    quarter = QuarterField(label="Quý", show_hidden_initial=True)
    amount = DongField(label="Kinh phí dự kiến", required=False, show_hidden_initial=True)
    source = forms.ChoiceField(
        label="Nguồn",
        choices=[("", "–"), *SOURCE_NAMES.items()],
        required=False,
        show_hidden_initial=True,
    )

    def __init__(self, data, *, need: Need):
        prefix = f"n{need.pk}"
        amount = None if need.planned_amount is None else f"{int(need.planned_amount):,}".replace(",", ".")
        usual = Measure.Source.CREDIT if need.type.code == "credit" else ""
        initial = {"quarter": need.planned_quarter, "amount": amount, "source": need.planned_source}
        sent = data if data and f"{prefix}-amount" in data else None
        super().__init__(sent, prefix=prefix, initial=initial)
        self.need, self.usual_source = need, usual
        self.fields["amount"].widget.attrs["size"] = 12

    def clean(self):
        data = super().clean()
        amount = data.get("amount")
        if amount is not None and not data.get("source"):
            data["source"] = self.usual_source
        if amount is not None and not data.get("source") and "source" not in self.errors:
            self.add_error("source", "Hãy chọn nguồn.")
        if amount is not None and not SMALL_AMOUNT <= amount <= LARGE_AMOUNT:
            self.add_error("amount", "Hãy ghi từ 10.000 đến 500.000.000 đồng; kiểm tra thừa hay thiếu số 0.")
        return data

    def wish(self, quarter_for_all: int | None) -> Wish:
        data = self.cleaned_data
        wanted = Planned(data["quarter"] or quarter_for_all, data["amount"], data["source"])
        return Wish(self.opened(), wanted)

    def opened(self) -> Planned:
        """What the page showed before anybody typed."""
        raw = {name: self.data.get(self[name].html_initial_name, "") for name in self.fields}
        try:
            amount = self.fields["amount"].to_python(raw["amount"])
            quarter = self.fields["quarter"].clean(raw["quarter"])
        except forms.ValidationError:
            return Planned.of(self.need)
        return Planned(quarter, amount, raw["source"])

    def met_by_others(self) -> None:
        """Somebody else wrote something else meanwhile: it is said, and what was typed stays to be sent again."""
        now = Planned.of(self.need)
        if self.is_bound and now not in {self.opened(), self._typed()}:
            self.add_error("quarter", f"Người khác vừa ghi: {now.text(self.need)}. Bấm «Lưu» để giữ theo bạn nhập.")
            self.data = self.data.copy()
            for name in self.fields:
                value = self.initial.get(name)
                self.data[self[name].html_initial_name] = "" if value is None else str(value)

    def _typed(self) -> Planned:
        data = self.cleaned_data
        return Planned(data.get("quarter"), data.get("amount"), data.get("source", ""))


class NoNeedLine(forms.Form):
    reason = forms.CharField(
        label="Không có nhu cầu, vì", required=False, max_length=300, min_length=5, show_hidden_initial=True,
        error_messages={"min_length": "Hãy ghi rõ lý do hộ không có nhu cầu."},
    )  # fmt: skip

    def __init__(self, data, *, household: Household, reason: str):
        prefix = f"h{household.pk}"
        sent = data if data and f"{prefix}-reason" in data else None
        super().__init__(sent, prefix=prefix, initial={"reason": reason})
        self.household, self.was = household, reason
        self.fields["reason"].widget.attrs |= {"size": 40, "placeholder": "Ví dụ: hộ tự vươn lên, không cần hỗ trợ"}

    def said(self) -> Reason:
        return Reason(self.data.get(self["reason"].html_initial_name, ""), self.cleaned_data["reason"])

    def met_by_others(self) -> None:
        if self.is_bound and self.was not in {self.said().opened, self.cleaned_data["reason"]}:
            self.add_error("reason", f"Người khác vừa ghi: {self.was or 'để trống'}. Bấm «Lưu» để giữ theo bạn nhập.")
            self.data = self.data.copy()
            self.data[self["reason"].html_initial_name] = self.was


class ForAllForm(forms.Form):
    quarter_for_all = QuarterField(label="Điền quý cho mọi nhu cầu còn trống ở trang này")


@dataclass
class Line:
    """One household of the table: lines of its needs, or the one that asks why it has none."""

    household: Household
    needs: list[NeedLine] = field(default_factory=list)
    none: NoNeedLine | None = None


class PlanSheet:
    """All households of one page. `households` come with `planned_needs` and `no_need_reason`."""

    def __init__(self, data, households: Iterable[Household]):
        self.for_all = ForAllForm(data)
        self.lines = [self._line(data, household) for household in households]

    @staticmethod
    def _line(data, household: Household) -> Line:
        if household.planned_needs:
            return Line(household, [NeedLine(data, need=need) for need in household.planned_needs])
        return Line(household, none=NoNeedLine(data, household=household, reason=household.no_need_reason))

    @property
    def _need_lines(self) -> list[NeedLine]:
        return [line for row in self.lines for line in row.needs if line.is_bound]

    @property
    def _no_need_lines(self) -> list[NoNeedLine]:
        return [row.none for row in self.lines if row.none is not None and row.none.is_bound]

    def is_valid(self) -> bool:
        forms_of_page = (self.for_all, *self._need_lines, *self._no_need_lines)
        return not sum(not one.is_valid() for one in forms_of_page)  # each is asked, so that each tells its errors

    def wishes(self) -> dict[int, Wish]:
        quarter = self.for_all.cleaned_data["quarter_for_all"]
        return {line.need.pk: line.wish(quarter) for line in self._need_lines}

    def reasons(self) -> dict[int, Reason]:
        return {line.household.pk: line.said() for line in self._no_need_lines}

    def met_by_others(self) -> None:
        """After the verb found that others wrote meanwhile, on rows as they are now."""
        if self.is_valid():
            for line in (*self._need_lines, *self._no_need_lines):
                line.met_by_others()

    @property
    def error_count(self) -> int:
        return sum(bool(line.errors) for line in (*self._need_lines, *self._no_need_lines))
