"""Which exits are still watched over: the questions of the watch list, mixed into those of movements.

"Hộ mới thoát nghèo" keeps its rights for 36 months (Quyết định 28/2015/QĐ-TTg), and so long somebody looks
whether it stays out of poverty: after 6, 12, 24 and 36 months, and whenever a sign of danger was reported.
"""

from datetime import date

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q

from povertyplan import clock

MILESTONES = (6, 12, 24, 36)  # months after the exit
LAST = MILESTONES[-1]
GRACE = 3  # months for which the last visit is still asked for


class WatchedMovements(models.QuerySet):
    def watched(self, on: date | None = None):
        """Exits of the last 36 months that nothing has undone and no return to poverty has followed.

        One stays a little longer on the list if its last visit has not been made.
        """
        on = on or clock.today()
        young = Q(counted_on__gt=clock.months_before(on, LAST))
        late = Q(counted_on__gt=clock.months_before(on, LAST + GRACE)) & ~Exists(self._visits(LAST))
        everybody = self.model.objects.in_force(on)
        returns = everybody.increases().filter(household=OuterRef("household"), counted_on__gte=OuterRef("counted_on"))
        gone = everybody.other_decreases().filter(
            household=OuterRef("household"), counted_on__gte=OuterRef("counted_on")
        )
        return self.in_force(on).exits().filter(young | late).exclude(Exists(returns)).exclude(Exists(gone))

    def due_for_follow_up(self, on: date | None = None):
        """A milestone has passed, and nobody has visited for it or for a later one."""
        on = on or clock.today()
        due = Q()
        for months in MILESTONES:
            due |= Q(counted_on__lte=clock.months_before(on, months)) & ~Exists(self._visits(months))
        return self.watched(on).filter(due)

    def _visits(self, months: int):
        follow_ups = self.model._meta.get_field("follow_ups").related_model
        return follow_ups.objects.filter(movement=OuterRef("pk"), months__gte=months)

    def flagged(self):
        """Of households with a sign of danger that nobody has answered yet."""
        return self.filter(household__in=self._flags().filter(closed_on=None).values("household"))

    def at_risk(self):
        """Whose last visit found that poverty may come back, or has."""
        follow_ups = self.model._meta.get_field("follow_ups").related_model
        last = follow_ups.objects.filter(movement=OuterRef("pk")).order_by("-on", "-pk")
        return self.alias(last=models.Subquery(last.values("finding")[:1])).filter(last__in=["at_risk", "poor"])

    def _flags(self):
        household = self.model._meta.get_field("household").related_model
        return household._meta.get_field("risk_flags").related_model.objects

    def longest_unvisited_first(self):
        """Marks `visited_for`, the milestone of the last visit that was one."""
        visited = Max("follow_ups__months")
        return self.annotate(visited_for=visited).order_by(F("visited_for").asc(nulls_first=True), "counted_on", "pk")
