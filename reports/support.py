"""The help of a year in money: by source, body, commune and kind of need; planned against given, loans apart.

Page, Excel, documents and the papers of communes and bodies all take their numbers from here. A loan is paid back,
so it stands in its own columns and is never added to grants (decision 12).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.utils import timezone

from households.models import Plan
from povertyplan.accounts.models import Unit
from tasks.models import Measure, NeedType
from tasks.money import GRANT_SOURCES, Given

Source, Stage, Kind = Measure.Source, Measure.Stage, Measure.Kind
NO_MONEY = "none"  # the source of help that is not money


@dataclass(frozen=True)
class Period:
    """From and to which day, both included; empty: from the beginning, to the end."""

    since: date | None = None
    until: date | None = None

    def has(self, day: date | None) -> bool:
        return day is not None and (self.since or day) <= day <= (self.until or day)


class HelpRow(NamedTuple):
    """One measure as it is counted. `is_planned`: it was planned for this period; `is_given`: it was given in it."""

    commune: int
    unit: int
    type: int
    household: int
    source: str
    is_loan: bool
    is_planned: bool
    is_given: bool
    planned_amount: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Sums:
    """In đồng. `times` are pieces of help given, also those without money; `households` that got them, once each."""

    planned_grants: Decimal
    planned_loans: Decimal
    by_source: dict[str, Decimal]
    loans: Decimal
    times: int
    households: int

    @property
    def grants(self) -> Decimal:
        return sum(self.by_source.values(), Decimal(0))

    def __bool__(self):
        return bool(self.times or self.planned_grants or self.planned_loans)

    def __getitem__(self, column: str):
        """By the name of a column: a source, or the name of one of the other numbers."""
        return self.by_source.get(column, Decimal(0)) if column in GRANT_SOURCES else getattr(self, column)


@dataclass(frozen=True)
class Line:
    """The sums of one body, commune, type or source; `code` is what filters call it."""

    code: str
    name: str
    short_name: str
    sums: Sums


class Support:
    """The help behind `rows`, summed up in every way that is asked for."""

    def __init__(self, rows: Iterable[HelpRow], plan: Plan):
        self.rows, self.plan = list(rows), plan

    @cached_property
    def whole(self) -> Sums:
        return summed(self.rows)

    @cached_property
    def given(self) -> Given:
        return Given(self.whole.by_source, self.whole.loans, self.whole.times)

    @cached_property
    def by_source(self) -> list[Line]:
        """Every source that the plan names, then help that is not money; credit is the last one."""
        names = [(code, code.label) for code in GRANT_SOURCES] + [(NO_MONEY, "Hỗ trợ không bằng tiền")]
        found = self._grouped(lambda row: row.source or NO_MONEY)
        lines = [self._line(str(code), name, name, found) for code, name in names]
        return [line for line in lines if line.code != NO_MONEY or line.sums.times] + [
            self._line(str(Source.CREDIT), Source.CREDIT.label, Source.CREDIT.label, found)
        ]

    @cached_property
    def by_body(self) -> list[Line]:
        """Those who gave or mean to give, bodies first."""
        found = self._grouped(lambda row: row.unit)
        units = Unit.objects.filter(pk__in=found).order_by("kind", "order")
        return [self._line(one.code, one.name, one.short_name, found, one.pk) for one in units]

    @cached_property
    def by_commune(self) -> list[Line]:
        """All communes of the year, also those where nothing was given."""
        found = self._grouped(lambda row: row.commune)
        communes = Unit.objects.communes().on(self.plan.issued_on)
        return [self._line(one.code, one.name, one.short_name, found, one.pk) for one in communes]

    @cached_property
    def by_type(self) -> list[Line]:
        found = self._grouped(lambda row: row.type)
        types = NeedType.objects.filter(pk__in=found)
        return [self._line(one.code, one.name, one.short_name, found, one.pk) for one in types]

    def _grouped(self, key: Callable[[HelpRow], object]) -> dict[object, list[HelpRow]]:
        found: dict[object, list[HelpRow]] = {}
        for row in self.rows:
            found.setdefault(key(row), []).append(row)
        return found

    def _line(self, code: str, name: str, short_name: str, found: dict, key=None) -> Line:
        return Line(code, name, short_name, summed(found.get(code if key is None else key, ())))


def support(plan: Plan, on: date, unit: Unit | None = None) -> Support:
    """The help of a year by day `on`: of the town, in a commune, or by the body `unit`."""
    measures = Measure.objects.in_plan(plan)
    if unit is not None:
        measures = measures.in_commune(unit) if unit.is_commune else measures.by_unit(unit)
    return Support(help_rows(measures, on=on), plan)


def help_rows(measures, *, period: Period = Period(), on: date | None = None) -> Iterator[HelpRow]:
    """A queryset of measures as counted in `period`; with `on`, what had been planned and given by then."""
    found = measures.counted().order_by("pk").values_list(
        "need__commune", "unit", "need__type", "need__household", "source", "kind", "stage", "recorded_at",
        "planned_on", "on", "planned_amount", "amount",
    )  # fmt: skip
    for commune, by, type, household, source, kind, stage, recorded_at, planned_on, given_on, planned, amount in found:
        was_told = on is None or timezone.localtime(recorded_at).date() <= on
        is_planned = was_told and period.has(planned_on)
        is_given = stage == Stage.GIVEN and period.has(given_on) and (on is None or given_on <= on)
        if is_planned or is_given:
            money = (planned or Decimal(0), amount or Decimal(0))
            yield HelpRow(commune, by, type, household, source, kind == Kind.LOAN, is_planned, is_given, *money)


def summed(rows: Iterable[HelpRow]) -> Sums:
    """The only place where money of several measures is added up."""
    planned = {False: Decimal(0), True: Decimal(0)}
    by_source: dict[str, Decimal] = {}
    loans, times, households = Decimal(0), 0, set()
    for row in rows:
        if row.is_planned:
            planned[row.is_loan] += row.planned_amount
        if not row.is_given:
            continue
        times += 1
        households.add(row.household)
        if row.is_loan:
            loans += row.amount
        elif row.amount:
            by_source[row.source] = by_source.get(row.source, Decimal(0)) + row.amount
    return Sums(planned[False], planned[True], by_source, loans, times, len(households))
