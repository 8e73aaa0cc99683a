"""What was met, by kind of need; and the help that was given, by source of money, with loans apart."""

from dataclasses import dataclass
from datetime import date

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports.documents.blocks import Column, Kind, Row, Style, Table
from reports.drafting import words
from reports.drafting.content import DONG, Fact
from reports.drafting.facts import Counted
from reports.figures import Needs
from tasks.models import Measure, Need
from tasks.money import GRANT_SOURCES, Given, given
from tasks.states import State

MET = (State.DELIVERED, State.CONFIRMED)


@dataclass(frozen=True)
class Support:
    given: Given

    def facts(self):
        for source in GRANT_SOURCES:
            if amount := self.given.by_source.get(source):
                yield Fact(f"given.by_source.{source}", f"Đã hỗ trợ: {words.lower(source.label)}", int(amount), DONG)
        yield Fact("given.grants", "Cộng hỗ trợ không hoàn lại", int(self.given.grants), DONG)
        yield Fact("given.loans", "Cho vay tín dụng chính sách", int(self.given.loans), DONG)

    def by_source(self) -> Table:
        """Grants add up; loans stand below, apart, because they are paid back."""
        rows = [Row((label, amount)) for label, amount in self.given.lines]
        total = Row(("Cộng hỗ trợ", self.given.grants), Style.TOTAL, tuple(range(len(rows))))
        loans = Row(("Cho vay tín dụng chính sách (không cộng vào hỗ trợ)", self.given.loans))
        columns = (Column("source", "Nguồn"), Column("amount", "Số tiền (đồng)", Kind.MONEY))
        return Table(columns, (*rows, total, loans), title="Kinh phí đã hỗ trợ theo nguồn")

    def in_words(self) -> str:
        sources = words.enumerated((label, words.money(amount)) for label, amount in self.given.lines)
        said = f"Kinh phí đã hỗ trợ {words.money(self.given.grants)}" + (f" ({sources})" if sources else "")
        loans = f"; cho vay tín dụng chính sách {words.money(self.given.loans)}" if self.given.loans else ""
        return f"{said}{loans}."


def of(plan: Plan, unit: Unit, on: date) -> Support:
    own = Need.objects.in_plan(plan)
    own = own.filter(commune=unit) if unit.is_commune else own.led_by(unit)
    return Support(given(Measure.objects.filter(need__in=own, on__lte=on)))


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
