"""Forms of decisions: what is on the paper, what is mended, what is taken back."""

import django_filters as df
from django import forms

from households.filters import units_of
from households.forms import PastDayField, WarningsForm
from households.models import Decision, Plan
from povertyplan.accounts.models import Unit, User
from povertyplan.files import KINDS, problem_with
from povertyplan.listing import ListFilter


class PaperField(forms.FileField):
    """One scanned paper, of the kinds that are taken."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", f"Nhận tệp {KINDS}, không quá 5 MB.")
        accept = ",".join(f".{kind.strip()}" for kind in KINDS.split(","))
        super().__init__(widget=forms.FileInput(attrs={"accept": accept}), **kwargs)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file and (problem := problem_with(file)):
            raise forms.ValidationError(f"«{file.name}»: {problem}")
        return file


class PaperForm(WarningsForm):
    """Number, day, signer and file of a commune's decision, before it is known over whom it stands."""

    decision_no = forms.CharField(
        label="Số, ký hiệu quyết định",
        max_length=60,
        help_text="Ví dụ 245/QĐ-UBND",
        error_messages={"required": "Hãy ghi số, ký hiệu quyết định."},
    )
    decision_on = PastDayField(label="Ngày quyết định", help_text="Không trước ngày ghi trong đề nghị. Ví dụ 27/8/2022")
    signer = forms.CharField(label="Người ký", max_length=100, required=False, help_text="Ví dụ Nguyễn Văn An")
    signer_title = forms.CharField(
        label="Chức vụ người ký", max_length=100, required=False, help_text="Ví dụ Chủ tịch UBND phường"
    )
    file = PaperField(label="Tệp quyết định", required=False)

    def __init__(self, data, files=None, *, unit: Unit | None, initial: dict | None = None):
        super().__init__(data, files, initial=usual_signer(unit) | (initial or {}))
        self.unit = unit

    def warnings(self) -> list[str]:
        """The same number with another day in one year is mostly a slip of the pen."""
        number, day = self.cleaned_data["decision_no"], self.cleaned_data["decision_on"]
        same = Decision.objects.standing().filter(unit=self.unit, number=number, signed_on__year=day.year)
        other = same.exclude(signed_on=day).first()
        return [f"{other} của {self.unit.name} đã được ghi; số này có đúng không?"] if other else []

    def paper(self) -> dict:
        names = ("decision_no", "decision_on", "signer", "signer_title", "file")
        return {name: self.cleaned_data[name] for name in names}


def usual_signer(unit: Unit | None) -> dict:
    """Who signed the commune's last decision: mostly the same chairperson signs the next."""
    last = Decision.objects.standing().filter(unit=unit).exclude(signer="").first()
    return {"signer": last.signer, "signer_title": last.signer_title} if last else {}


class CorrectionForm(forms.Form):
    number = forms.CharField(label="Số, ký hiệu quyết định", max_length=60)
    signed_on = PastDayField(label="Ngày quyết định")
    signer = forms.CharField(label="Người ký", max_length=100, required=False)
    signer_title = forms.CharField(label="Chức vụ người ký", max_length=100, required=False)
    reason = forms.CharField(
        label="Lý do sửa",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: gõ nhầm số. Dòng này được giữ lại ở trang quyết định.",
        error_messages={"required": "Hãy ghi lý do sửa, ví dụ gõ nhầm số quyết định."},
    )

    @staticmethod
    def initial_of(decision: Decision) -> dict:
        return {name: getattr(decision, name) for name in ("number", "signed_on", "signer", "signer_title")}


class FileForm(forms.Form):
    file = PaperField(label="Tệp quyết định", error_messages={"required": "Hãy chọn tệp quyết định đã ký."})


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label="Lý do hủy",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: ghi nhầm sang hộ cùng tên. Dòng này được giữ lại.",
        error_messages={"required": "Hãy ghi lý do hủy."},
    )


class DecisionFilter(ListFilter):
    commune = df.ChoiceFilter(label="Xã, phường", field_name="unit__code", empty_label="Tất cả")
    kind = df.ChoiceFilter(label="Loại", choices=Decision.Kind.choices, empty_label="Tất cả")
    state = df.ChoiceFilter(
        label="Tình trạng", choices=[("no_file", "Chưa có tệp"), ("withdrawn", "Đã hủy")], method="stand",
        empty_label="Tất cả",
    )  # fmt: skip

    class Meta:
        model = Decision
        fields = ()

    def __init__(self, data, *, user: User, plan: Plan):
        super().__init__(data, Decision.objects.visible_to(user).in_plan(plan))
        self.filters["commune"].field.choices = units_of(plan)[0]
        if user.commune is not None:
            del self.filters["commune"]

    def stand(self, queryset, name, value):
        return queryset.exclude(withdrawn_at=None) if value == "withdrawn" else queryset.standing().filter(file="")
