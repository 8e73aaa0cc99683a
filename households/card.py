"""The household's card (phiếu hộ): everything about one household on one page, as plain data.

Six blocks, after the handbook that each household of China's 建档立卡 has (domain.md 9.2): situation, causes,
needs, who is responsible, what was given, result. `tasks.cards` fills it; the printed page, and whoever makes
a Word file or a PDF of it, read nothing else. ID numbers are masked in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from households.people_shown import PersonShown

# How many lines of each kind fit on one A4 page beside all the others.
MOST_PEOPLE, MOST_NEEDS, MOST_GIFTS = 8, 5, 6
MANY_LINES = 11  # from then on they are set in smaller letters


@dataclass(frozen=True)
class CardNeed:
    """`lead` and `officer` are empty where nobody has been named."""

    name: str
    detail: str
    lead: str
    officer: str
    due_on: date | None
    is_late: bool
    state: str


@dataclass(frozen=True)
class CardGift:
    """`amount` in đồng; None for help without money. Loans are never added to grants."""

    on: date
    what: str
    kind: str
    source: str
    amount: Decimal | None
    is_loan: bool
    quantity: str


@dataclass(frozen=True)
class Card:
    """One household in one plan's year, on `on`."""

    year: int
    on: date
    # Situation
    code: str
    head: str
    commune: str
    hamlet: str
    address: str
    member_count: int | None
    groups: str
    people: Sequence[PersonShown]
    note: str
    # Causes
    causes: Sequence[str]
    deprivations: Sequence[str]
    # Needs
    needs: Sequence[CardNeed]
    # Who is responsible
    officer: str
    # What was given
    gifts: Sequence[CardGift]
    grants: Decimal
    loans: Decimal
    # Result
    standing: str
    seen: str
    left: str

    @property
    def shown_people(self) -> Sequence[PersonShown]:
        return self.people[:MOST_PEOPLE]

    @property
    def shown_needs(self) -> Sequence[CardNeed]:
        return self.needs[:MOST_NEEDS]

    @property
    def shown_gifts(self) -> Sequence[CardGift]:
        """The newest ones; the totals are of all."""
        return self.gifts[:MOST_GIFTS]

    @property
    def is_dense(self) -> bool:
        return len(self.shown_people) + len(self.shown_needs) + len(self.shown_gifts) >= MANY_LINES

    @property
    def left_out(self) -> str:
        """What did not fit, in words; usually nothing."""
        rest = [
            (len(self.people) - MOST_PEOPLE, "người"),
            (len(self.needs) - MOST_NEEDS, "nhu cầu"),
            (len(self.gifts) - MOST_GIFTS, "khoản hỗ trợ"),
        ]
        return ", ".join(f"{count} {word}" for count, word in rest if count > 0)
