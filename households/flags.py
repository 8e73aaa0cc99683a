"""What deserves a second look before a proposal is agreed to."""

from dataclasses import dataclass
from datetime import date

from households.models import Household, Movement, PovertyStandard, Review
from households.models.movement import Kind
from households.models.standard import PovertyClass
from households.standard import Assessment, assess


@dataclass(frozen=True)
class Flag:
    """`holds`: the proposal is looked at by itself, and not agreed to with others unless somebody ticks it."""

    text: str
    holds: bool = False


class Measuring:
    """Measures kept reviews again, and asks for each standard once, however many reviews there are."""

    def __init__(self):
        self._standards: dict[tuple[str, date], PovertyStandard | None] = {}

    def assessment_of(self, review: Review, household: Household) -> Assessment:
        lacking = len(review.deprivations.all()) if review.deprivations_known else None
        standard = self._standard(household.hamlet.area_on(review.on), review.on)
        return assess(standard, income=review.income, b1=review.b1, b2=review.b2, deprivations=lacking)

    def _standard(self, area: str, on: date) -> PovertyStandard | None:
        if (area, on) not in self._standards:
            self._standards[area, on] = PovertyStandard.objects.in_force(area, on)
        return self._standards[area, on]


def flags_of(movement: Movement, measuring: Measuring) -> list[Flag]:
    """For movements that come from `for_review`."""
    review = getattr(movement, "review", None)
    flags = _of_review(review, movement, measuring) if review else []
    if not movement.files.all():
        flags.append(Flag("Chưa có tệp minh chứng"))
    return flags


def _of_review(review: Review, movement: Movement, measuring: Measuring) -> list[Flag]:
    flags = []
    if movement.kind == Kind.EXIT and review.computed == PovertyClass.POOR:
        flags.append(Flag("Kết quả tính: vẫn là hộ nghèo", holds=True))
    elif review.overrides:
        flags.append(Flag(f"Kết quả tính: {review.get_computed_display().lower()}", holds=True))
    if review.override_reason:
        flags.append(Flag(f"Lý do đề nghị khác: {review.override_reason}", holds=True))
    flags += [Flag(one.text, holds=True) for one in measuring.assessment_of(review, movement.household).contradictions]
    if not review.computed:
        flags.append(Flag("Chưa đủ số liệu để tính"))
    return flags
