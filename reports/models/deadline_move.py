"""That a deadline was moved: from which day to which, why, by whom. The old one stays visible."""

from django.db import models
from django.db.models import F, Q

from povertyplan.accounts.models import User
from reports.models.further import Period
from reports.models.obligation import Deadline


class DeadlineMove(models.Model):
    """One move of one deadline of the year, or of one period's. Rows are added, never changed."""

    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, related_name="moves", verbose_name="hạn nộp"
    )
    period = models.ForeignKey(
        Period, models.CASCADE, null=True, blank=True, related_name="moves", verbose_name="kỳ báo cáo"
    )
    was_on = models.DateField("hạn cũ")
    was_wording = models.CharField("ghi cũ", max_length=100, blank=True)
    due_on = models.DateField("hạn mới")
    reason = models.TextField("lý do", max_length=500)
    at = models.DateTimeField("dời lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người dời")

    class Meta:
        verbose_name = "lần dời hạn nộp"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(due_on=F("was_on")), name="deadline_move_to_another_day"),
            models.CheckConstraint(
                condition=Q(deadline=None, period__isnull=False) | Q(deadline__isnull=False, period=None),
                name="deadline_move_of_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.was_on:%d/%m/%Y} → {self.due_on:%d/%m/%Y}"
