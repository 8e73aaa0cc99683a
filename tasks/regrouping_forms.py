"""Forms of households that split, that join another one, and that move within the town."""

from django import forms

from households.event_forms import note_field
from households.forms import PastDayField, WarningsForm
from households.models import Hamlet, Household, Member, Plan
from povertyplan.accounts.models import Unit, User
from povertyplan.fields import TicksField
from povertyplan.vietnamese import matching_key, tidy
from tasks.models import Need

CODE_HELP = "Ví dụ 19996-0012. Tìm mã ở trang của hộ đó."


class PaperFields(forms.Form):
    """The day of the fact, and the decision that makes it count."""

    on = PastDayField(label="Ngày thực tế")
    decision_no = forms.CharField(
        label="Số, ký hiệu quyết định",
        max_length=60,
        help_text="Ví dụ 61/QĐ-UBND",
        error_messages={"required": "Hãy ghi số, ký hiệu quyết định."},
    )
    decision_on = PastDayField(label="Ngày quyết định", help_text="Từ ngày này số liệu tính theo biến động.")
    note = note_field()

    def clean(self):
        data = super().clean()
        if data.get("on") and data.get("decision_on") and data["decision_on"] < data["on"]:
            self.add_error("decision_on", "Ngày quyết định không thể trước ngày thực tế.")
        return data

    def paper(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("on", "decision_no", "decision_on", "note")}


class SplitForm(PaperFields):
    """Who goes, where to, and which of the open needs go along."""

    head = forms.ModelChoiceField(
        Member.objects.none(), label="Chủ hộ của hộ mới", required=False, empty_label="Chọn trong các thành viên"
    )
    head_name = forms.CharField(
        label="Hoặc họ và tên chủ hộ mới", required=False, max_length=100, help_text="Nếu chưa ghi trong danh sách."
    )
    members = TicksField(
        label="Những người cùng sang hộ mới",
        queryset=Member.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    unnamed = forms.IntegerField(
        label="Số người cùng sang mà chưa ghi tên",
        required=False,
        min_value=0,
        max_value=50,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages={"invalid": "Hãy ghi bằng chữ số, ví dụ 2."},
    )
    needs = TicksField(
        label="Nhu cầu chuyển sang hộ mới",
        queryset=Need.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nhu cầu không chọn ở lại hộ cũ; nhu cầu đã hoàn thành luôn ở lại.",
    )
    hamlet = forms.ModelChoiceField(Hamlet.objects.none(), label="Thôn, tổ dân phố của hộ mới", empty_label=None)
    address = forms.CharField(
        label="Địa chỉ cụ thể", required=False, max_length=200, help_text="Bỏ trống nếu vẫn ở địa chỉ của hộ cũ."
    )
    field_order = ["head", "head_name", "members", "unnamed", "needs", "hamlet", "address"]

    def __init__(self, data=None, *, household: Household, plan: Plan):
        super().__init__(data, initial={"hamlet": household.hamlet_id})
        self.household = household
        members = household.members.present()
        for name in ("head", "members"):
            self.fields[name].queryset = members
            self.fields[name].label_from_instance = lambda member: member.described
        self.fields["hamlet"].queryset = Hamlet.objects.filter(commune=household.commune)
        self.fields["needs"].queryset = household.needs.in_plan(plan).open().select_related("type", "lead")
        self.fields["needs"].label_from_instance = lambda need: f"{need.type.name} ({need.get_state_display().lower()})"
        if not members:
            del self.fields["members"]
        if not self.fields["needs"].queryset:
            del self.fields["needs"]

    def clean(self):
        data = super().clean()
        if not self.errors and not (data.get("head") or tidy(data.get("head_name") or "")):
            self.add_error("head", "Hãy chọn hoặc ghi tên chủ hộ mới.")
        return data

    def asked(self) -> dict:
        """As `regrouping.split_off` takes it."""
        data = self.cleaned_data
        return self.paper() | {
            "head": data["head"],
            "head_name": "" if data["head"] else data["head_name"],
            "members": data.get("members", ()),
            "unnamed": data["unnamed"] or 0,
            "needs": data.get("needs", ()),
            "hamlet": data["hamlet"],
            "address": tidy(data["address"]),
        }


class RelocationForm(WarningsForm, PaperFields):
    """To which commune and hamlet of the town."""

    commune = forms.ModelChoiceField(
        Unit.objects.none(), label="Xã, phường chuyển đến", to_field_name="code", empty_label="Chọn xã, phường"
    )
    hamlet = forms.CharField(label="Thôn, tổ dân phố chuyển đến", max_length=100, help_text="Ví dụ Thôn 3")
    address = forms.CharField(label="Địa chỉ cụ thể", required=False, max_length=200)
    field_order = ["commune", "hamlet", "address", "on", "decision_no", "decision_on", "note"]

    def __init__(self, data=None, *, household: Household, plan: Plan):
        super().__init__(data)
        others = Unit.objects.communes().on(plan.issued_on).exclude(pk=household.commune_id)
        self.fields["commune"].queryset = others
        self.fields["decision_no"].help_text = "Quyết định của UBND xã, phường nơi chuyển đến. Ví dụ 61/QĐ-UBND"

    def warnings(self):
        """A hamlet of which nobody has heard is more often a slip than a new one."""
        commune, name = self.cleaned_data["commune"], self.cleaned_data["hamlet"]
        known = list(commune.hamlets.values_list("name", flat=True))
        if matching_key(name) in map(matching_key, known):
            return []
        there = ", ".join(known) if known else "chưa có thôn, tổ dân phố nào"
        return [f"{commune.name} chưa có «{tidy(name)}» trong danh sách ({there})."]

    def asked(self) -> dict:
        """As `regrouping.relocate` takes it."""
        data = self.cleaned_data
        to = Hamlet.objects.named(data["commune"], tidy(data["hamlet"]))
        return self.paper() | {"to": to, "address": tidy(data["address"])}


class MergeForm(forms.Form):
    """Which household takes them in; whether it counts is for the division to say, as with every decrease."""

    to = forms.CharField(label="Mã hộ nghèo nhận vào", max_length=20, help_text=CODE_HELP)
    on = PastDayField(label="Ngày nhập hộ")
    evidence = forms.CharField(
        label="Căn cứ, minh chứng",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: xác nhận thông tin cư trú số 12 ngày 3/9/2022; biên bản họp thôn.",
        error_messages={"required": "Hãy ghi căn cứ, ví dụ giấy tờ nào."},
    )

    def __init__(self, data=None, *, household: Household, plan: Plan, user: User):
        super().__init__(data)
        self.household, self.plan, self.user = household, plan, user

    def clean_to(self):
        code = tidy(self.cleaned_data["to"])
        seen = Household.objects.visible_to(self.user).exclude(pk=self.household.pk).remaining(self.plan)
        found = seen.filter(code__iexact=code).first()
        if found is None:
            raise forms.ValidationError(
                "Không có hộ nghèo nào khác mang mã này trong phạm vi của bạn. Hộ nhận vào không phải hộ nghèo thì "
                "dùng «Đề nghị đưa ra khỏi danh sách», lý do «Nhập vào hộ khác»."
            )
        return found

    def asked(self) -> dict:
        """As `changes.propose_exit` takes it."""
        data = self.cleaned_data
        return {"reason": "merged", "on": data["on"], "evidence": data["evidence"], "other_household": data["to"]}
