"""What a commune plans for each need: in which quarter, with how much money, from which source (issue 5).

It is the commune's estimate, made before anybody promised anything; what bodies mean to give are planned measures.
Policy credit is lent, so it is never added to the other sources.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tasks.models import Measure, Need
from tasks.money import GRANT_SOURCES, dong

Source = Measure.Source


@dataclass(frozen=True)
class Planned:
    """`amount` in đồng; empty where the commune has not said."""

    quarter: int | None = None
    amount: Decimal | None = None
    source: str = ""

    @classmethod
    def of(cls, need: Need) -> "Planned":
        return cls(need.planned_quarter, need.planned_amount, need.planned_source)

    def write_to(self, need: Need) -> str:
        """Sets it and tells it; empty where it is so already."""
        if self == Planned.of(need):
            return ""
        need.planned_quarter, need.planned_amount, need.planned_source = self.quarter, self.amount, self.source
        return self.text(need)

    def text(self, need: Need) -> str:
        """ "quý IV/2022, 40.000.000 đồng, ngân sách địa phương" """
        parts = [
            f"quý {ROMAN[self.quarter]}/{need.plan.year}" if self.quarter else "",
            dong(self.amount) if self.amount is not None else "",
            Source(self.source).label if self.source else "",
        ]
        return ", ".join(part for part in parts if part) or "bỏ dự kiến quý và kinh phí"


ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def quarters_of(needs: Iterable[Need]) -> str:
    """ "III; IV": the quarters that are planned, each once."""
    return "; ".join(ROMAN[number] for number in sorted({need.planned_quarter for need in needs} - {None}))


@dataclass(frozen=True)
class PlannedMoney:
    """In đồng, with the number of needs that have no amount yet."""

    by_source: dict[str, Decimal]
    loans: Decimal
    without: int

    @property
    def grants(self) -> Decimal:
        return sum(self.by_source.values(), Decimal(0))


def planned_money(needs: Iterable[Need]) -> PlannedMoney:
    by_source: dict[str, Decimal] = {source: Decimal(0) for source in GRANT_SOURCES}
    loans, without = Decimal(0), 0
    for need in needs:
        if need.planned_amount is None:
            without += 1
        elif need.planned_source == Source.CREDIT:
            loans += need.planned_amount
        else:
            by_source[need.planned_source] += need.planned_amount
    return PlannedMoney(by_source, loans, without)
