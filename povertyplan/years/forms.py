"""Forms of the years: a new plan from the last one, closing and reopening."""

from datetime import date

from django import forms
from django.utils.functional import cached_property

from households.models import Household, Plan
from povertyplan.accounts.models import Unit
from povertyplan.fields import TicksField
from povertyplan.years.making import CarriedOver, remaining
from reports.models import Deadline

MOST_TICKS = 500  # beyond that nobody ticks households one by one


def a_year_later(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"inputmode": "numeric", "size": 12, "autocomplete": "off"})
    default_error_messages = {
        "required": "Hãy nhập ngày, ví dụ 27/8/2022.",
        "invalid": "Không có ngày này. Hãy nhập ngày/tháng/năm, ví dụ 27/8/2022.",
    }


class CodeTicks(TicksField):
    """Households by code and place: who makes a plan need not see their people."""

    def label_from_instance(self, household: Household) -> str:
        return f"{household.code} · {household.hamlet}, {household.commune.short_name}"


class NewYearForm(forms.ModelForm):
    """The next plan, filled in from `last` as far as it can be guessed; everything is shown before it is made."""

    issued_on = DayField(label="Ngày ban hành")
    figures_on = DayField(label="Số liệu trong kế hoạch tính đến ngày")
    finish_on = DayField(label="Ngày phải đạt mục tiêu")
    with_duties = forms.BooleanField(label="Chép lại nhiệm vụ giao cho từng đơn vị", required=False, initial=True)
    carry = forms.ChoiceField(label="Hộ nào chuyển sang danh sách năm mới?", widget=forms.RadioSelect)
    communes = TicksField(Unit.objects.none(), label="Xã, phường", required=False, widget=forms.CheckboxSelectMultiple)
    households = CodeTicks(Household.objects.none(), label="Hộ", required=False, widget=forms.CheckboxSelectMultiple)
    with_needs = forms.BooleanField(
        label="Chuyển cả nhu cầu chưa hoàn thành của các hộ này",
        help_text="Giữ cơ quan chủ trì, phối hợp và cán bộ nếu đơn vị còn vào ngày ban hành; hạn tính lại từ ngày đó.",
        required=False,
        initial=True,
    )

    class Meta:
        model = Plan
        fields = "year number title issued_on target figures_on finish_on update_every_days".split()
        widgets = {"title": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, last: Plan, **kwargs):
        self.last = last
        super().__init__(*args, initial=self._guessed(), **kwargs)
        self.left = list(remaining(last).order_by("commune__order", "code"))
        self._offer_households()
        self.due = [(f"due_{one.kind}", one) for one in last.deadlines.all()]
        for name, one in self.due:
            initial = a_year_later(one.due_on, 1)
            self.fields[name] = DayField(label=f"Hạn nộp {one.get_kind_display().lower()}", initial=initial)
        days = [name for name, _ in self.due]
        first = [*self.Meta.fields, *days]
        self.order_fields([*first, *(name for name in self.fields if name not in first)])

    def _guessed(self) -> dict:
        last, year = self.last, self.last.year + 1
        return {
            "year": year,
            "title": last.title.replace(str(last.year), str(year)),
            "figures_on": date(last.year, 12, 31),
            "finish_on": a_year_later(last.finish_on, 1),
            "update_every_days": last.update_every_days,
        }

    def _offer_households(self) -> None:
        left, year = len(self.left), self.last.year
        choices = [("none", "Không hộ nào; danh sách năm mới nhập từ Excel")]
        if left:
            choices += [("all", f"Tất cả {left} hộ còn trong danh sách năm {year}"), ("communes", "Theo xã, phường")]
        if 0 < left <= MOST_TICKS:
            choices.append(("ticked", "Chọn từng hộ"))
        self.fields["carry"].choices = choices
        self.fields["communes"].queryset = Unit.objects.filter(pk__in={one.commune_id for one in self.left})
        self.fields["households"].queryset = remaining(self.last).order_by("commune__order", "code")
        if not left or left > MOST_TICKS:
            del self.fields["households"]
        if not left:
            del self.fields["communes"], self.fields["with_needs"]
        self.fields["target"].help_text = f"Năm {year} còn {left} hộ trong danh sách."

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not self.last.year < year <= self.last.year + 10:
            raise forms.ValidationError(f"Năm phải sau {self.last.year}, kế hoạch mới nhất đang có.")
        return year

    def clean(self):
        data = super().clean()
        issued = data.get("issued_on")
        for name, _ in self.due:
            if issued and data.get(name) and data[name] < issued:
                self.add_error(name, "Hạn nộp phải từ ngày ban hành trở đi.")
        if issued and data.get("finish_on") and data["finish_on"] <= issued:
            self.add_error("finish_on", "Ngày phải đạt mục tiêu phải sau ngày ban hành.")
        if data.get("carry") == "communes" and not data.get("communes"):
            self.add_error("communes", "Hãy chọn ít nhất một xã, phường.")
        if data.get("carry") == "ticked" and not data.get("households"):
            self.add_error("households", "Hãy chọn ít nhất một hộ.")
        return data

    @cached_property
    def over(self) -> CarriedOver:
        data = self.cleaned_data
        match data["carry"]:
            case "all":
                chosen = self.left
            case "communes":
                chosen = [one for one in self.left if one.commune in set(data["communes"])]
            case "ticked":
                chosen = data["households"]
            case _:
                chosen = []
        return CarriedOver(frozenset(one.pk for one in chosen), bool(data.get("with_needs")))

    def deadlines(self) -> list[Deadline]:
        """Of the new plan, not saved; the year in the wording is the new one."""
        old, new = str(self.last.year), str(self.cleaned_data["year"])
        return [
            Deadline(
                kind=one.kind,
                due_on=self.cleaned_data[name],
                wording=self._worded(one, self.cleaned_data[name]).replace(old, new),
                counts_due_day=one.counts_due_day,
            )
            for name, one in self.due
        ]

    @staticmethod
    def _worded(one: Deadline, due_on: date) -> str:
        """The old wording where only the year is another, else the new day in words."""
        same_day = (one.due_on.day, one.due_on.month) == (due_on.day, due_on.month)
        return one.wording if same_day else f"trước ngày {due_on.day}/{due_on.month}/{due_on.year}"


class CloseForm(forms.Form):
    confirmed = forms.BooleanField(
        label="Tôi đã xem những việc còn lại; sau khi khóa sổ không ai làm tiếp được",
        error_messages={"required": "Hãy đánh dấu vào đây nếu vẫn khóa sổ."},
    )

    def __init__(self, *args, asks: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["confirmed"]


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="Lý do mở lại",
        min_length=10,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"min_length": "Hãy ghi rõ lý do mở lại (ít nhất 10 ký tự)."},
    )
