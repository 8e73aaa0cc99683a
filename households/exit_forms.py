"""Forms of leaving the list: the commune's proposal and the division's answer."""

from django import forms

from households.models import Movement, Review
from households.models.movement import DECREASE_REASONS, Kind, Outcome, Reason, kind_for
from households.review_forms import FindingsForm, SendForm
from households.reviewing import concluded

REASONS = [(reason.value, reason.label) for reason in Reason if reason in DECREASE_REASONS]


class ExitForm(FindingsForm):
    """Why the household leaves, since when, what proves it, and how it was found."""

    reason = forms.ChoiceField(
        label="Lý do", choices=REASONS, widget=forms.RadioSelect, error_messages={"required": "Hãy chọn lý do."}
    )
    evidence = forms.CharField(
        label="Căn cứ, minh chứng",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ngắn gọn, ví dụ: biên bản họp thôn ngày 12/9/2022; giấy chứng tử số 45.",
        error_messages={"required": "Hãy ghi căn cứ, ví dụ biên bản rà soát nào."},
    )
    outcome = forms.ChoiceField(
        label="Kết luận của xã, phường",
        choices=[("", "Theo kết quả tính, nếu tính được"), *Outcome.choices],
        required=False,
        help_text="Chọn khác kết quả tính thì phải ghi lý do ở trang sau.",
    )
    field_order = ["reason", "on", "evidence"]

    def reason_groups(self):
        """The radio buttons under their two headings: what counts as an exit, and what does not."""
        groups = {Kind.EXIT: [], Kind.OTHER_DECREASE: []}
        for button in self["reason"]:
            groups[kind_for(button.data["value"])].append(button)
        return [
            ("Thoát nghèo", groups[Kind.EXIT]),
            ("Giảm khác (không tính là thoát nghèo)", groups[Kind.OTHER_DECREASE]),
        ]

    @property
    def is_measured(self) -> bool:
        return kind_for(self.cleaned_data.get("reason", "")) == Kind.EXIT

    def clean_outcome(self):
        """A death or a move leads nowhere on the scale of poverty."""
        return self.cleaned_data["outcome"] if self.is_measured else ""

    def warnings(self):
        people = self.household.member_count or 0
        if self.cleaned_data["reason"] == Reason.DECEASED and people > 1:
            return [f"Hộ có {people} khẩu. Lý do này chỉ dùng khi hộ không còn ai; hãy kiểm tra lại."]
        return super().warnings()

    @property
    def final(self) -> str:
        """The class that the proposal claims; empty for what is not measured."""
        if not self.is_measured:
            return ""
        return concluded(self.cleaned_data["outcome"], self.assessment.standing, is_exit=True)

    @property
    def conclusion(self) -> str:
        return Outcome(self.final).label if self.final else "Thoát nghèo, chưa xác định kết quả"

    def send_form(self, data=None, files=None, **kwargs) -> SendForm:
        computed = self.assessment.standing if self.is_measured else ""
        return SendForm(data, files, computed=computed, final=self.final, **kwargs)

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("reason", "on", "evidence", "outcome")}

    def answers(self) -> list[tuple[str, str]]:
        """What was filled in, in words, to be checked before it is sent."""
        data = self.cleaned_data
        kind, reason = Kind(kind_for(data["reason"])), Reason(data["reason"])
        rows = [("Loại", kind.label), ("Lý do", reason.label), ("Ngày", f"{data['on']:%d/%m/%Y}")]
        rows.append(("Căn cứ, minh chứng", data["evidence"]))
        return rows + self.answers_of_review() if self.is_measured else rows

    @staticmethod
    def initial_of(movement: Movement) -> dict:
        return initial_of_review(movement) | {
            "reason": movement.reason,
            "on": movement.happened_on,
            "evidence": movement.evidence,
            "outcome": movement.outcome,
        }


def initial_of_review(movement: Movement) -> dict:
    """What was found for a proposal that is filled in again; nothing where it rests on no review."""
    review = Review.objects.filter(movement=movement).first()
    if review is None:
        return {}
    facts = {name: getattr(review, name) for name in ("income", "b1", "b2", "what_changed", "override_reason")}
    lacking = list(review.deprivations.all())
    return facts | {"deprivations": lacking, "none_lacking": review.deprivations_known and not lacking}


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="Lý do trả lại",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "data-key": "t"}),
        help_text="Xã, phường sẽ thấy dòng này: cần bổ sung hay sửa gì.",
        error_messages={"required": "Hãy ghi lý do trả lại để xã, phường biết cần bổ sung gì."},
    )
