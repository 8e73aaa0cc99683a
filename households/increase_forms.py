"""Forms of coming onto the list: the proposal, and the household that no list has named yet."""

from django import forms

from households.exit_forms import initial_of_review
from households.forms import WarningsForm
from households.models import Cause, Hamlet, Household, Movement
from households.models.movement import Kind
from households.models.person import Sex
from households.models.standard import PovertyClass
from households.person_forms import id_number, offer_unknown, possible_year
from households.review_forms import FindingsForm, SendForm
from povertyplan.accounts.models import Unit
from povertyplan.fields import TicksField
from povertyplan.vietnamese import matching_key, tidy


class IncreaseForm(FindingsForm):
    """By which increase, since when, what proves it, and how the household was found."""

    kind = forms.ChoiceField(label="Loại", widget=forms.RadioSelect, error_messages={"required": "Hãy chọn loại."})
    cause = forms.ModelChoiceField(
        Cause.objects.all(), label="Nguyên nhân tái nghèo", required=False, empty_label="Chọn nguyên nhân"
    )
    evidence = forms.CharField(
        label="Căn cứ, minh chứng",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ngắn gọn, ví dụ: giấy đề nghị của hộ ngày 5/9/2022; biên bản họp thôn ngày 12/9/2022.",
        error_messages={"required": "Hãy ghi căn cứ, ví dụ biên bản rà soát nào."},
    )
    field_order = ["kind", "cause", "on", "evidence"]

    def __init__(self, *args, household: Household, kinds: list[Kind], **kwargs):
        super().__init__(*args, household=household, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        if len(kinds) == 1:
            self.initial["kind"] = kinds[0]
        self.fields["cause"].required = kinds == [Kind.RELAPSE]
        self.fields["cause"].error_messages["required"] = "Hãy chọn nguyên nhân tái nghèo."
        if Kind.RELAPSE not in kinds:
            del self.fields["cause"]

    conclusion = PovertyClass.POOR.label

    def send_form(self, data=None, files=None, **kwargs) -> SendForm:
        return SendForm(data, files, computed=self.assessment.standing, final=PovertyClass.POOR.value, **kwargs)

    def facts(self) -> dict:
        return {name: self.cleaned_data.get(name) for name in ("kind", "on", "evidence", "cause")}

    def answers(self) -> list[tuple[str, str]]:
        """What was filled in, in words, to be checked before it is sent."""
        data = self.cleaned_data
        rows = [("Loại", Kind(data["kind"]).label)]
        if data.get("cause"):
            rows.append(("Nguyên nhân tái nghèo", data["cause"].name))
        rows += [("Ngày", f"{data['on']:%d/%m/%Y}"), ("Căn cứ, minh chứng", data["evidence"])]
        return rows + self.answers_of_review()

    @staticmethod
    def initial_of(movement: Movement) -> dict:
        return initial_of_review(movement) | {
            "kind": movement.kind,
            "cause": movement.cause_id,
            "on": movement.happened_on,
            "evidence": movement.evidence,
        }


class NewHouseholdForm(WarningsForm):
    """A household that no list has named. What is known of its people is written down on its own page later."""

    head = forms.CharField(label="Họ và tên chủ hộ", max_length=100)
    sex = forms.ChoiceField(label="Giới tính", choices=Sex.choices, required=False)
    birth_year = forms.IntegerField(label="Năm sinh", required=False)
    id_no = forms.CharField(label="Số CCCD/CMND", required=False, max_length=20, help_text="12 số CCCD hoặc 9 số CMND.")
    ethnicity = forms.CharField(label="Dân tộc", required=False, max_length=40)
    hamlet = forms.ModelChoiceField(Hamlet.objects.none(), label="Thôn, tổ dân phố", empty_label="Chọn thôn, tổ")
    address = forms.CharField(label="Địa chỉ cụ thể", required=False, max_length=200)
    member_count = forms.IntegerField(label="Số khẩu", min_value=1, max_value=50)
    causes = TicksField(
        label="Nguyên nhân nghèo", queryset=Cause.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, commune: Unit):
        super().__init__(data)
        self.fields["hamlet"].queryset = Hamlet.objects.filter(commune=commune)
        offer_unknown(self.fields["sex"], "sex")
        for name, size in (("birth_year", 6), ("member_count", 4)):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric", "size": size})
        self.fields["id_no"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean_head(self):
        return tidy(self.cleaned_data["head"])

    def clean_birth_year(self):
        return possible_year(self.cleaned_data["birth_year"])

    def clean_id_no(self):
        digits = id_number(self.cleaned_data["id_no"])
        if digits and Household.objects.filter(id_no=digits).exists():
            raise forms.ValidationError("Số CCCD/CMND này đã thuộc một hộ khác.")
        return digits or None

    def warnings(self) -> list[str]:
        """The household may be known already, perhaps as one that left poverty: then it falls back."""
        data = self.cleaned_data
        same = Household.objects.filter(hamlet=data["hamlet"], match_key=matching_key(data["head"]))
        return [
            f"Thôn này đã có hộ {one.head}, mã {one.code}. Nếu là hộ ấy, hãy mở trang của hộ để đề nghị."
            for one in same
        ]

    def household(self) -> dict:
        """For the verb, without the hamlet, which stands for itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"hamlet", "confirmed"}}
