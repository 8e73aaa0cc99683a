"""Forms of leaving the list: the commune's proposal and the division's answer."""

from django import forms

from households.forms import PastDayField, WarningsForm
from households.models import Household, Movement
from households.models.movement import Kind, Outcome, Reason, kind_for


class ExitForm(WarningsForm):
    """Why the household leaves, since when, and what proves it."""

    reason = forms.ChoiceField(
        label="Lý do", choices=Reason.choices, widget=forms.RadioSelect, error_messages={"required": "Hãy chọn lý do."}
    )
    on = PastDayField(label="Ngày")
    evidence = forms.CharField(
        label="Căn cứ, minh chứng",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ngắn gọn, ví dụ: biên bản họp thôn ngày 12/9/2022; giấy chứng tử số 45.",
        error_messages={"required": "Hãy ghi căn cứ, ví dụ biên bản rà soát nào."},
    )
    outcome = forms.ChoiceField(
        label="Kết quả rà soát",
        choices=[("", "Chưa xác định"), *Outcome.choices],
        required=False,
        help_text="Chỉ dùng cho hộ thoát nghèo.",
    )

    def __init__(self, *args, household: Household, **kwargs):
        super().__init__(*args, **kwargs)
        self.household = household

    def reason_groups(self):
        """The radio buttons under their two headings: what counts as an exit, and what does not."""
        groups = {Kind.EXIT: [], Kind.OTHER_DECREASE: []}
        for button in self["reason"]:
            groups[kind_for(button.data["value"])].append(button)
        return [
            ("Thoát nghèo", groups[Kind.EXIT]),
            ("Giảm khác (không tính là thoát nghèo)", groups[Kind.OTHER_DECREASE]),
        ]

    def clean_outcome(self):
        """A death or a move leads nowhere on the scale of poverty."""
        is_exit = kind_for(self.cleaned_data.get("reason", "")) == Kind.EXIT
        return self.cleaned_data["outcome"] if is_exit else ""

    def warnings(self):
        people = self.household.member_count or 0
        if self.cleaned_data["reason"] == Reason.DECEASED and people > 1:
            return [f"Hộ có {people} khẩu. Lý do này chỉ dùng khi hộ không còn ai; hãy kiểm tra lại."]
        return []

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("reason", "on", "evidence", "outcome")}

    def answers(self) -> list[tuple[str, str]]:
        """What was filled in, in words, to be checked before it is sent."""
        data = self.cleaned_data
        kind, reason = Kind(kind_for(data["reason"])), Reason(data["reason"])
        rows = [("Loại", kind.label), ("Lý do", reason.label), ("Ngày", f"{data['on']:%d/%m/%Y}")]
        if data["outcome"]:
            rows.append(("Kết quả rà soát", Outcome(data["outcome"]).label))
        return [*rows, ("Căn cứ, minh chứng", data["evidence"])]

    @staticmethod
    def initial_of(movement: Movement) -> dict:
        return {
            "reason": movement.reason,
            "on": movement.happened_on,
            "evidence": movement.evidence,
            "outcome": movement.outcome,
        }


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="Lý do trả lại",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Xã, phường sẽ thấy dòng này: cần bổ sung hay sửa gì.",
        error_messages={"required": "Hãy ghi lý do trả lại để xã, phường biết cần bổ sung gì."},
    )
