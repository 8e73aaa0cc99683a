"""What a review found, measured: the bridge from the facts that a form asks for to the standard's rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from households.models import Household, Indicator, PovertyStandard
from households.models.standard import PovertyClass
from households.standard import Assessment, assess


@dataclass(frozen=True)
class Findings:
    """The facts of one review; None where the office has no number, or nobody looked at the deprivations.

    `income` in đồng a person a month. `override_reason` is why the conclusion is another than the computed one.
    """

    deprivations: Sequence[Indicator] | None = None
    income: int | None = None
    b1: int | None = None
    b2: int | None = None
    what_changed: str = ""
    override_reason: str = ""

    def measured(self, household: Household, on: date) -> Assessment:
        return assess(
            PovertyStandard.objects.of(household, on),
            income=self.income,
            b1=self.b1,
            b2=self.b2,
            deprivations=None if self.deprivations is None else len(self.deprivations),
        )


def concluded(outcome: str, computed: str, *, is_exit: bool) -> str:
    """The class that a proposal claims: what was chosen, else what was computed; empty where neither tells.

    An exit claims that the household is not poor any more, an increase that it is.
    """
    if not is_exit:
        return PovertyClass.POOR.value
    return outcome or (computed if computed != PovertyClass.POOR else "")


def overrides(computed: str, final: str) -> bool:
    """Whether the conclusion is another than what the numbers say, so that somebody has to say why."""
    return bool(computed) and computed != final
