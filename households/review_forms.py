"""What a review asks for: the deprivations now, income or scores where the office has them, what changed."""

from datetime import date
from functools import cached_property
from itertools import groupby

from django import forms

from households.forms import PastDayField, WarningsForm
from households.models import Household, Indicator
from households.models.standard import PovertyClass
from households.reviewing import Findings, overrides
from households.standard import POINTS, Assessment
from povertyplan import clock
from povertyplan.fields import DongField, FilesField, TicksField

SMALL_INCOME, LARGE_INCOME = 100_000, 20_000_000  # beyond these a thousand was probably lost or added
HIGHEST_INCOME, HIGHEST_B1 = 1_000_000_000, 500


class PointsField(forms.IntegerField):
    """Points of a review sheet, as short as they are written."""

    def __init__(self, *, most: int, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"})
        super().__init__(required=False, min_value=0, max_value=most, widget=widget, **kwargs)
        self.error_messages |= {"invalid": "Hãy ghi điểm bằng số."}


class FindingsForm(WarningsForm):
    """The part of a proposal that its reviewer fills in; prefilled with what is known of the household."""

    on = PastDayField(label="Ngày")
    deprivations = TicksField(
        label="Chỉ số đang thiếu hụt",
        queryset=Indicator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    none_lacking = forms.BooleanField(label="Đã xem đủ, hộ không thiếu hụt chỉ số nào", required=False)
    income = DongField(label="Thu nhập bình quân (đồng/người/tháng)", required=False, help_text="Ví dụ 1.800.000")
    b1 = PointsField(label="Điểm B1", most=HIGHEST_B1, help_text="Ví dụ 165")
    b2 = PointsField(label="Điểm B2", most=12 * POINTS, help_text="Ví dụ 20")
    what_changed = forms.CharField(
        label="Điều đã thay đổi",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: đã làm nhà tiêu, con út có việc làm ổn định.",
    )

    def __init__(self, *args, household: Household, **kwargs):
        initial = known_of(household) | {"on": clock.today()} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        self.household = household
        self.fields["deprivations"].queryset = Indicator.objects.in_force(self._day())

    def _day(self) -> date:
        """The day that is spoken of, whose standard says which deprivations there are."""
        try:
            return self.fields["on"].clean(self["on"].value())
        except forms.ValidationError:
            return clock.today()

    @property
    def is_measured(self) -> bool:
        """Whether what is proposed rests on a review at all; a death does not."""
        return True

    def deprivations_by_dimension(self) -> list[tuple[str, list]]:
        """The boxes under the dimension that each belongs to."""
        boxes = groupby(self["deprivations"], lambda box: box.data["value"].instance.dimension)
        return [(dimension, list(group)) for dimension, group in boxes]

    def clean_income(self) -> int | None:
        income = self.cleaned_data["income"]
        if income is not None and income > HIGHEST_INCOME:
            raise forms.ValidationError("Thu nhập quá lớn. Hãy ghi thu nhập của một người trong một tháng.")
        return None if income is None else int(income)

    def clean(self):
        if self.cleaned_data.get("none_lacking") and self.cleaned_data.get("deprivations"):
            self.add_error("none_lacking", "Đã đánh dấu chỉ số thiếu hụt ở trên. Hãy bỏ một trong hai.")
        return super().clean()

    def warnings(self) -> list[str]:
        if not self.is_measured:
            return []
        income = self.cleaned_data["income"]
        odd = [one.text for one in self.assessment.contradictions]
        if income is not None and not SMALL_INCOME <= income <= LARGE_INCOME:
            how = "dưới 100.000" if income < SMALL_INCOME else "trên 20.000.000"
            odd.append(f"Thu nhập {how} đồng mỗi người mỗi tháng. Có thừa hay thiếu số 0 không?")
        return odd

    def findings(self, override_reason: str = "") -> Findings:
        data = self.cleaned_data
        seen = data["none_lacking"] or data["deprivations"]
        return Findings(
            deprivations=list(data["deprivations"]) if seen else None,
            income=data["income"],
            b1=data["b1"],
            b2=data["b2"],
            what_changed=data["what_changed"],
            override_reason=override_reason,
        )

    @cached_property
    def assessment(self) -> Assessment:
        """What the standard makes of the cleaned numbers."""
        return self.findings().measured(self.household, self.cleaned_data["on"])

    def answers_of_review(self) -> list[tuple[str, str]]:
        """What was found, in words, to be checked before it is sent."""
        data, found = self.cleaned_data, self.findings()
        rows = [("Thiếu hụt hiện nay", words_of(found.deprivations))]
        for name in ("income", "b1", "b2"):
            if data[name] is not None:
                rows.append((self.fields[name].label, f"{data[name]:,}".replace(",", ".")))
        if data["what_changed"]:
            rows.append((self.fields["what_changed"].label, data["what_changed"]))
        return rows


def words_of(deprivations) -> str:
    if deprivations is None:
        return "Chưa xem đủ"
    return "; ".join(str(one) for one in deprivations) or "Không thiếu hụt chỉ số nào"


def known_of(household: Household) -> dict:
    """What the form is prefilled with: the deprivations on record, or that the last review found none."""
    lacking = list(household.deprivations.all())
    last = None if lacking else household.reviews.told().newest()
    found_none = last is not None and last.deprivations_known and not last.deprivations.exists()
    return {"deprivations": lacking, "none_lacking": found_none}


class SendForm(forms.Form):
    """What is asked beside the answers that are checked: the papers, and why the numbers are not followed."""

    override_reason = forms.CharField(
        label="Lý do đề nghị khác kết quả tính",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Phòng LĐ-TB&XH đọc dòng này khi xét duyệt.",
    )
    files = FilesField(label="Tệp minh chứng")

    def __init__(self, *args, computed: str, final: str, **kwargs):
        super().__init__(*args, **kwargs)
        if not overrides(computed, final):
            del self.fields["override_reason"]
        else:
            label = PovertyClass(computed).label.lower()
            self.fields["override_reason"].required = True
            self.fields["override_reason"].error_messages["required"] = f"Kết quả tính là {label}. Hãy ghi lý do."

    def facts(self, form: FindingsForm) -> dict:
        """For the verb: what was found, with why the numbers are not followed, and the papers."""
        reason = self.cleaned_data.get("override_reason", "")
        return {"findings": form.findings(reason), "files": self.cleaned_data["files"]}
