"""What was given, in money: by source, with loans apart. A loan is paid back, so it is never added to grants."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from households.models import Household
from tasks.models import Measure

Source = Measure.Source
GRANT_SOURCES = (Source.CENTRAL, Source.LOCAL, Source.MOBILISED)


def dong(amount) -> str:
    """ "1.500.000 đồng", for a line of a diary."""
    return f"{int(amount):,} đồng".replace(",", ".")


@dataclass(frozen=True)
class Given:
    """In đồng. `times` counts every piece of help, also those without money."""

    by_source: dict[str, Decimal]
    loans: Decimal
    times: int

    @property
    def grants(self) -> Decimal:
        return sum(self.by_source.values(), Decimal(0))

    @property
    def lines(self) -> list[tuple[str, Decimal]]:
        """Each source that gave something, in the order of the plan's part IV."""
        return [(source.label, self.by_source[source]) for source in GRANT_SOURCES if self.by_source.get(source)]

    def __bool__(self):
        return self.times > 0


def given(measures) -> Given:
    """The totals of what was given of a queryset of `Measure`, in one query. What is only planned is not in it."""
    by_source, loans, times = {}, Decimal(0), 0
    rows = measures.given().order_by().values("kind", "source").annotate(total=Sum("amount"), times=Count("pk"))
    for row in rows:
        times += row["times"]
        amount = row["total"] or Decimal(0)
        if row["kind"] == Measure.Kind.LOAN:
            loans += amount
        elif amount:
            by_source[row["source"]] = by_source.get(row["source"], Decimal(0)) + amount
    return Given(by_source, loans, times)


def given_to(household: Household) -> Given:
    """Everything that a household got, also for needs that were split or are no longer there."""
    return given(Measure.objects.filter(need__household=household))
