"""A household that moves from one commune of the town to another: one household, two movements, one history."""

from datetime import date

from django.db import models

from households.models.movement import Movement
from households.models.reference import Hamlet
from povertyplan.accounts.models import User


class RelocationQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(arrival__stage=Movement.Stage.DECIDED)

    def homes_on(self, day: date) -> dict[int, int]:
        """The commune on `day` of every household that has moved since (keys): all others live where they did."""
        later = self.in_force().filter(arrival__counted_on__gt=day).order_by("-arrival__counted_on", "-pk")
        return dict(later.values_list("arrival__household", "from_hamlet__commune"))


class Relocation(models.Model):
    """Where it lived and where it lives: `departure` is counted in the old commune, `arrival` in the new one."""

    departure = models.OneToOneField(Movement, models.CASCADE, related_name="relocation_from")
    arrival = models.OneToOneField(Movement, models.CASCADE, related_name="relocation_to")
    from_hamlet = models.ForeignKey(Hamlet, models.PROTECT, related_name="+", verbose_name="chuyển từ")
    from_address = models.CharField("địa chỉ cũ", max_length=200, blank=True)
    from_officer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cán bộ phụ trách trước đó"
    )
    to_hamlet = models.ForeignKey(Hamlet, models.PROTECT, related_name="+", verbose_name="chuyển đến")

    objects = RelocationQuerySet.as_manager()

    class Meta:
        verbose_name = "chuyển xã, phường"

    def __str__(self):
        return f"{self.from_hamlet.commune.short_name} → {self.to_hamlet.commune.short_name}"
