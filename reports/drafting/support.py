"""What was met, by kind of need; and the help that was given, by source of money, with loans apart."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports import support
from reports.documents import support_paper
from reports.documents.blocks import Column, Kind, Row, Style, Table
from reports.drafting import words
from reports.drafting.content import DONG, Fact
from reports.drafting.facts import Counted
from reports.figures import Needs
from tasks.money import GRANT_SOURCES, Given
from tasks.states import State

MET = (State.DELIVERED, State.CONFIRMED)


@dataclass(frozen=True)
class Support:
    """The help of one unit's paper, or of the town's; the numbers are those of the page of help."""

    found: support.Support
    unit: Unit | None
    on: date

    @property
    def given(self) -> Given:
        return self.found.given

    def facts(self):
        whole = self.found.whole
        for source in GRANT_SOURCES:
            if amount := whole.by_source.get(source):
                label = f"Đã hỗ trợ: {words.lower(source.label)}"
                yield self._fact(f"given.by_source.{source}", label, amount, stage="given", source=str(source))
        yield self._fact("given.grants", "Cộng hỗ trợ không hoàn lại", whole.grants, stage="given", money="grant")
        yield self._fact("given.loans", "Cho vay tín dụng chính sách", whole.loans, stage="given", money="loan")

    def planned_facts(self):
        """What is meant to be given, also what has been given of it since."""
        whole = self.found.whole
        yield self._fact(
            "intended.grants", "Hỗ trợ đơn vị dự kiến", whole.planned_grants, stage="planned", money="grant"
        )
        yield self._fact("intended.loans", "Cho vay đơn vị dự kiến", whole.planned_loans, stage="planned", money="loan")

    def _fact(self, key: str, label: str, amount, **conditions: str) -> Fact:
        query = {"until": f"{self.on:%Y-%m-%d}", **conditions}
        if self.unit is not None:
            query["commune" if self.unit.is_commune else "unit"] = self.unit.code
        return Fact(key, label, int(amount), DONG, reverse("support_rows", query=query) if amount else "")

    def by_source(self) -> Table:
        """Planned against given. Grants add up; loans stand below, apart, because they are paid back."""
        return support_paper.by_source(self.found, "Kinh phí dự kiến và đã hỗ trợ theo nguồn")

    def in_words(self) -> str:
        sources = words.enumerated((label, words.money(amount)) for label, amount in self.given.lines)
        said = f"Kinh phí đã hỗ trợ {words.money(self.given.grants)}" + (f" ({sources})" if sources else "")
        loans = f"; cho vay tín dụng chính sách {words.money(self.given.loans)}" if self.given.loans else ""
        return f"{said}{loans}."


def of(plan: Plan, unit: Unit | None, on: date) -> Support:
    """In a commune everything that its households got; of a body what it gave itself, whoever leads the need.

    Of the town (None) all of it.
    """
    return Support(support.support(plan, on, unit), unit, on)


def met(needs: Needs) -> int:
    return sum(needs.by_state[state] for state in MET)


def by_type(counted: Counted) -> Table:
    """Needs and households of each kind, and how far the needs are; households stand in the total once."""
    rows = [_type_row(type.name, counted.of_type(type)) for type in counted.types_needed]
    total = _type_row("Cộng", counted.need_rows, style=Style.TOTAL, sums=tuple(range(len(rows))))
    columns = (
        Column("type", "Nhóm nhu cầu"),
        Column("needs", "Số nhu cầu", Kind.NUMBER),
        Column("households", "Số hộ", Kind.NUMBER, adds_up=False),
        Column("confirmed", "Đã hoàn thành", Kind.NUMBER),
        Column("delivered", "Đã hỗ trợ, chờ xác nhận", Kind.NUMBER),
        Column("under_way", "Đang thực hiện", Kind.NUMBER),
        Column("waiting", "Chưa thực hiện", Kind.NUMBER),
    )
    return Table(columns, (*rows, total) if rows else (), title="Kết quả hỗ trợ theo nhóm nhu cầu")


def _type_row(name: str, rows: list, **style) -> Row:
    states = [row.state for row in rows]
    done, delivered, under_way = (states.count(one) for one in (State.CONFIRMED, State.DELIVERED, State.TAKEN_UP))
    waiting = len(rows) - done - delivered - under_way
    households = len({row.household for row in rows})
    return Row((name, len(rows), households, done, delivered, under_way, waiting), **style)
