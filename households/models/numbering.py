"""The codes of households: a number within the commune, given once and never again."""

from collections.abc import Iterator, Mapping

from django.db import models
from django.db.models import Q

from households.models.household import Household
from povertyplan.accounts.models import Unit


class HouseholdNumberManager(models.Manager):
    def take(self, wanted: Mapping[Unit, int]) -> dict[Unit, Iterator[str]]:
        """So many new codes for each commune, "19996-0001" and on. Call it under the plan's lock.

        Codes that were given elsewhere are respected, and so are those of households that an undo removed.
        """
        last = self._last(wanted)
        self.bulk_create(
            [self.model(commune=unit, last=last[unit.code] + many) for unit, many in wanted.items()],
            update_conflicts=True,
            unique_fields=["commune"],
            update_fields=["last"],
        )
        return {unit: _codes(unit, last[unit.code] + 1, many) for unit, many in wanted.items()}

    def take_one(self, commune: Unit) -> str:
        return next(self.take({commune: 1})[commune])

    def _last(self, units) -> dict[str, int]:
        last = {unit.code: 0 for unit in units}
        for code, number in self.filter(commune__in=units).values_list("commune__code", "last"):
            last[code] = number
        given = Q(commune__in=units)
        for unit in units:
            given |= Q(code__startswith=f"{unit.code}-")  # whoever moved away keeps the code
        for code in Household.objects.filter(given).order_by().values_list("code", flat=True):
            commune, _, number = code.partition("-")
            if commune in last and number.isdigit():
                last[commune] = max(last[commune], int(number))
        return last


def _codes(unit: Unit, first: int, many: int) -> Iterator[str]:
    return (f"{unit.code}-{number:04d}" for number in range(first, first + many))


class HouseholdNumber(models.Model):
    """The last running number given to a household of a commune."""

    commune = models.OneToOneField(Unit, models.PROTECT, related_name="+")
    last = models.PositiveIntegerField(default=0)

    objects = HouseholdNumberManager()

    class Meta:
        verbose_name = "số thứ tự mã hộ"

    def __str__(self):
        return f"{self.commune}: {self.last}"
