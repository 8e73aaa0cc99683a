"""The form of the annual review's decision: what it says of each household, as was said before unless chosen."""

from django import forms

from households.decision_forms import PaperForm
from households.models import Movement
from households.models.movement import Kind, Official, Outcome
from povertyplan.accounts.models import Unit

CONFIRMED, REJECTED = Official.CONFIRMED.value, Official.REJECTED.value
NOT_YET = ("", "Chưa có kết quả, để lại sau")
EXIT = [(outcome.value, f"Thoát nghèo, {outcome.label.lower()}") for outcome in Outcome]
EXIT += [(REJECTED, "Không công nhận: vẫn là hộ nghèo"), NOT_YET]
INCREASE = [(CONFIRMED, "Công nhận là hộ nghèo"), (REJECTED, "Không công nhận: không phải hộ nghèo"), NOT_YET]


class ConclusionForm(PaperForm):
    """A choice for each household; `rows` pairs them for the page."""

    def __init__(self, data, files=None, *, unit: Unit | None, movements: list[Movement]):
        super().__init__(data, files, unit=unit)
        self.movements = movements
        for movement in movements:
            self.fields[f"of_{movement.pk}"] = _choice(movement)

    def rows(self):
        return [(movement, self[f"of_{movement.pk}"]) for movement in self.movements]

    def answers(self) -> list[tuple[Movement, str]]:
        chosen = ((movement, self.cleaned_data[f"of_{movement.pk}"]) for movement in self.movements)
        return [(movement, answer) for movement, answer in chosen if answer]

    def clean(self):
        data = super().clean()
        if not self.errors and not self.answers():
            self.add_error(None, "Hãy chọn kết quả chính thức cho ít nhất một hộ.")
        return data


def _choice(movement: Movement) -> forms.ChoiceField:
    choices, usual = INCREASE, CONFIRMED
    if movement.kind == Kind.EXIT:
        unknown = [(CONFIRMED, "Thoát nghèo, chưa ghi cận nghèo hay vượt chuẩn")] if not movement.outcome else []
        choices, usual = unknown + EXIT, movement.outcome or CONFIRMED
    label = f"Kết quả chính thức của hộ {movement.household.head}"
    return forms.ChoiceField(label=label, choices=choices, initial=usual, required=False)
