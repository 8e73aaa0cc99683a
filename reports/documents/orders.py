"""What somebody asks for: one kind of paper, of whom, as of which day."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from households.models import Household, Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from reports.documents.blocks import Document, Trace
from reports.documents.wording import inside, long_day
from reports.models import Letterhead


@dataclass(frozen=True)
class Order:
    """`unit` None is the whole town. `by` None is the command. `number` is given by the clerk, mostly later.

    `first` begins the period of papers that tell of one; without it they begin with the year (`since`).
    """

    kind: "Kind"  # noqa: F821 (kinds.Kind, which knows builders, which know orders)
    plan: Plan
    as_of: date
    unit: Unit | None = None
    household: Household | None = None
    by: User | None = None
    number: str = ""
    first: date | None = None
    made_at: datetime = field(default_factory=clock.now)

    @property
    def since(self) -> date:
        """The first day of the period. 1 January of the plan's year, or of that of `as_of` where it is earlier."""
        return self.first or date(min(self.plan.year, self.as_of.year), 1, 1)

    @property
    def whose(self) -> str:
        """In a sentence: "toàn thị xã", "phường Tứ Hạ", "Phòng Kinh tế"."""
        if self.unit is None:
            return "toàn thị xã"
        return inside(self.unit.name) if self.unit.is_commune else self.unit.name

    def count_households(self) -> int:
        """How many households a list of them would have, which says how long it takes."""
        households = Household.objects.in_plan(self.plan, self.as_of)
        return households.count() if self.unit is None else households.in_commune(self.unit).count()

    @property
    def letterhead(self) -> Letterhead:
        """Of the unit that it speaks of; the town's papers are drawn up by the division."""
        return Letterhead.objects.of(self.unit) if self.unit else Letterhead.objects.of_division(self.plan)

    @property
    def plan_named(self) -> str:
        """ "Kế hoạch số 2342/KH-UBND ngày 01 tháng 8 năm 2022 của UBND thị xã Hương Trà" """
        town = Letterhead.objects.of(None).told_as
        return f"Kế hoạch số {self.plan.number} {long_day(self.plan.issued_on)} của {town}"

    def paper(self, *, letterhead: Letterhead | None = None, conditions: str = "", **content) -> Document:
        """A document with all that is not content: who writes and signs, who gets a copy, of when the figures are.

        `content` are fields of `Document`; what is given there comes first.
        """
        letterhead = letterhead or self.letterhead
        made_at = timezone.localtime(self.made_at)
        filled = {
            "issuer": letterhead.head,
            "signature": letterhead.signature,
            "receivers": letterhead.copies,
            "trace": Trace(self.as_of, conditions or self.whose, made_at),
            "on": made_at.date(),
            "number": self.number,
            "year": self.plan.year,
        }
        return Document(**{**filled, **content})
