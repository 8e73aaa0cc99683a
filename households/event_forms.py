"""Forms of what happens to people: one for those who come, one for those who go, one for a new head."""

from django import forms

from households.forms import PastDayField
from households.models import Household, Member, PersonEvent
from households.person_forms import IDENTITY, PersonForm
from povertyplan.accounts.models import User
from povertyplan.vietnamese import tidy

Kind = PersonEvent.Kind
HEAD, OTHER = "head", "other"

TITLES = {
    Kind.BORN: "Ghi trẻ sinh ra trong hộ",
    Kind.JOINED: "Ghi người vào hộ",
    Kind.DIED: "Ghi người chết của hộ",
    Kind.LEFT: "Ghi người chuyển đi khỏi hộ",
    Kind.WENT: "Ghi người sang hộ khác, từ hộ",
    Kind.HEADED: "Đổi chủ hộ",
}
LINKS = {
    Kind.BORN: "Sinh",
    Kind.JOINED: "Vào hộ",
    Kind.DIED: "Chết",
    Kind.LEFT: "Chuyển đi",
    Kind.WENT: "Sang hộ khác",
    Kind.HEADED: "Đổi chủ hộ",
}


def note_field() -> forms.CharField:
    return forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=500,
        help_text="Ví dụ giấy khai sinh số 12, trích lục khai tử số 45. Không ghi bệnh tình cụ thể.",
    )


class ArrivalForm(PersonForm):
    """Born into the household, or come to live in it."""

    new_insurance_no = drop_insurance_no = insured_until = trained_on = None
    numbers = {"id_no": PersonForm.numbers["id_no"]}
    on = PastDayField(label="Ngày vào hộ")
    note = note_field()
    field_order = [*PersonForm.field_order, "on", "note"]

    class Meta:
        model = Member
        fields = ["name", "relation", *IDENTITY]

    def __init__(self, data=None, *, kind: str, household: Household, user: User):
        super().__init__(data, instance=Member(household=household), household=household)
        self.kind = kind
        if kind == Kind.BORN:
            self.fields["on"].label = "Ngày sinh"
            for name in ("birth_on", "birth_year"):
                del self.fields[name]
            self.shared = [name for name in self.shared if name in self.fields]

    def asked(self) -> dict:
        """As `changes.arrive` takes it."""
        on, facts = self.cleaned_data["on"], self.facts()
        if self.kind == Kind.BORN:
            facts |= {"birth_on": on, "birth_year": on.year}
        return {"kind": self.kind, "facts": facts, "on": on, "note": self.cleaned_data["note"]}


class HeirFields(forms.Form):
    """Who is the head from now on: one of the members, or somebody whom nobody has written down yet."""

    heir = forms.ModelChoiceField(
        Member.objects.none(), label="Chủ hộ mới", required=False, empty_label="Chọn trong các thành viên"
    )
    heir_name = forms.CharField(
        label="Hoặc họ và tên chủ hộ mới", required=False, max_length=100, help_text="Nếu chưa ghi trong danh sách."
    )

    def __init__(self, *args, household: Household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = household
        self.members = household.members.present()
        self.fields["heir"].queryset = self.members
        self.fields["heir"].label_from_instance = lambda member: member.described

    def check_heir(self) -> None:
        if not self.errors and not (self.cleaned_data.get("heir") or tidy(self.cleaned_data.get("heir_name") or "")):
            self.add_error("heir", f"{self.household.head} là chủ hộ. Hãy chọn hoặc ghi tên chủ hộ mới.")


class DepartureForm(HeirFields):
    """Dead, moved away, or gone over to another household of ours."""

    who = forms.ChoiceField(label="Người nào", widget=forms.RadioSelect)
    name = forms.CharField(label="Họ và tên, nếu chưa ghi trong danh sách", required=False, max_length=100)
    on = PastDayField(label="Ngày")
    to = forms.CharField(
        label="Mã hộ chuyển đến", max_length=20, help_text="Ví dụ 19996-0012. Tìm mã ở trang của hộ đó."
    )
    relation = forms.CharField(label="Quan hệ với chủ hộ ở đó", required=False, max_length=40)
    note = note_field()
    field_order = ["who", "name", "on", "heir", "heir_name", "to", "relation", "note"]

    def __init__(self, data=None, *, kind: str, household: Household, user: User):
        super().__init__(data, household=household)
        self.kind, self.user = kind, user
        people = [(HEAD, f"{household.head} (chủ hộ)"), *((str(one.pk), one.described) for one in self.members)]
        self.fields["who"].choices = [*people, (OTHER, "Người khác, chưa ghi trong danh sách")]
        self.fields["heir"].help_text = "Chỉ chọn khi chủ hộ chết hoặc rời hộ."
        if kind != Kind.WENT:
            del self.fields["to"], self.fields["relation"]

    def clean_to(self):
        code = tidy(self.cleaned_data["to"])
        found = Household.objects.visible_to(self.user).exclude(pk=self.household.pk).filter(code__iexact=code).first()
        if found is None:
            raise forms.ValidationError("Không có hộ nào khác mang mã này trong phạm vi của bạn.")
        return found

    def clean(self):
        data = super().clean()
        if data.get("who") == OTHER and not tidy(data.get("name") or ""):
            self.add_error("name", "Hãy ghi họ và tên người này.")
        if data.get("who") == HEAD:
            self.check_heir()
        return data

    def asked(self) -> dict:
        """As `changes.depart` takes it."""
        data, who = self.cleaned_data, self.cleaned_data["who"]
        asked = {"kind": self.kind, "on": data["on"], "note": data["note"]}
        if who == HEAD:
            asked |= {"heir": data["heir"], "heir_name": "" if data["heir"] else data["heir_name"]}
        elif who == OTHER:
            asked["name"] = data["name"]
        else:
            asked["member"] = self.members.get(pk=who)
        return asked | {name: data[name] for name in ("to", "relation") if name in data}


class HeadChangeForm(HeirFields):
    """Another head, while who was it stays in the household."""

    on = PastDayField(label="Ngày")
    relation = forms.CharField(label="Quan hệ của chủ hộ cũ với chủ hộ mới", max_length=40, help_text="Ví dụ chồng, mẹ")
    note = note_field()

    def __init__(self, data=None, *, kind: str, household: Household, user: User):
        super().__init__(data, household=household)

    def clean(self):
        self.check_heir()
        return super().clean()

    def asked(self) -> dict:
        """As `changes.change_head` takes it."""
        data = self.cleaned_data
        return {**data, "heir_name": "" if data["heir"] else data["heir_name"]}


class UndoForm(forms.Form):
    reason = forms.CharField(
        label="Lý do hủy",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ ghi nhầm sang người cùng tên.",
        error_messages={"required": "Hãy ghi lý do hủy, ví dụ ghi nhầm người cùng tên."},
    )


FORMS = {
    Kind.BORN: ArrivalForm,
    Kind.JOINED: ArrivalForm,
    Kind.DIED: DepartureForm,
    Kind.LEFT: DepartureForm,
    Kind.WENT: DepartureForm,
    Kind.HEADED: HeadChangeForm,
}
