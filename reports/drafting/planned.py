"""What a commune plans for its needs, by quarter and by source of money; loans apart, as everywhere."""

from dataclasses import dataclass
from functools import cached_property

from households.models import Plan
from reports.documents.blocks import Column, Kind, Row, Style, Table
from reports.drafting import words
from reports.drafting.content import DONG, Fact
from tasks.models import Need
from tasks.money import GRANT_SOURCES
from tasks.planned import ROMAN, PlannedMoney, planned_money


@dataclass(frozen=True)
class PlannedOf:
    needs: list[Need]
    plan: Plan

    @cached_property
    def money(self) -> PlannedMoney:
        return planned_money(self.needs)

    def facts(self):
        yield Fact("planned.grants", "Kinh phí hỗ trợ dự kiến", int(self.money.grants), DONG)
        yield Fact("planned.loans", "Vốn vay dự kiến", int(self.money.loans), DONG)

    def by_source(self, title: str = "Kinh phí dự kiến theo nguồn") -> Table:
        columns = (
            Column("source", "Nguồn"),
            Column("needs", "Số nhu cầu", Kind.NUMBER),
            Column("amount", "Kinh phí dự kiến (đồng)", Kind.MONEY),
        )
        rows = [Row((source.label, self._from(source), self.money.by_source[source])) for source in GRANT_SOURCES]
        needs = sum(self._from(source) for source in GRANT_SOURCES)
        total = Row(("Cộng hỗ trợ", needs, self.money.grants), Style.TOTAL, tuple(range(len(rows))))
        loans = Row(("Vay tín dụng chính sách (không cộng vào hỗ trợ)", self._from("credit"), self.money.loans))
        return Table(columns, (*rows, total, loans), title=title)

    def _from(self, source: str) -> int:
        return sum(need.planned_source == source and need.planned_amount is not None for need in self.needs)

    def by_quarter(self) -> Table:
        columns = (
            Column("quarter", "Thời gian dự kiến"),
            Column("needs", "Số nhu cầu", Kind.NUMBER),
            Column("grants", "Hỗ trợ (đồng)", Kind.MONEY, under=("Kinh phí dự kiến",)),
            Column("loans", "Vay vốn (đồng)", Kind.MONEY, under=("Kinh phí dự kiến",)),
        )
        names = [(number, f"Quý {roman} năm {self.plan.year}") for number, roman in ROMAN.items()]
        names.append((None, "Chưa xác định"))
        groups = [(name, [need for need in self.needs if need.planned_quarter == quarter]) for quarter, name in names]
        rows = [self._row(name, own) for name, own in groups if own]
        total = self._row("Cộng", self.needs, style=Style.TOTAL, sums=tuple(range(len(rows))))
        return Table(columns, (*rows, total) if rows else (), title="Nhu cầu theo thời gian dự kiến hỗ trợ")

    @staticmethod
    def _row(name: str, own: list[Need], **style) -> Row:
        money = planned_money(own)
        return Row((name, len(own), money.grants, money.loans), **style)

    def in_words(self) -> str:
        """The money that is planned, then the sources that the plan names."""
        money = self.money
        if not (money.grants or money.loans):
            return words.SOURCES_OF_MONEY
        sources = words.enumerated(
            (source.label, words.money(money.by_source[source])) for source in GRANT_SOURCES if money.by_source[source]
        )
        said = f"Kinh phí hỗ trợ dự kiến {words.money(money.grants)}" + (f" ({sources})" if sources else "")
        loans = f"; vốn vay tín dụng chính sách dự kiến {words.money(money.loans)}" if money.loans else ""
        return f"{said}{loans}.\n{words.SOURCES_OF_MONEY}"
