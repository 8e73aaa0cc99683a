"""That a letter went out which asks a unit for what is late: the board says when it was last reminded."""

from django.db import models

from households.models import Plan
from povertyplan.accounts.models import Unit, User


class ReminderLetter(models.Model):
    """One "công văn đôn đốc" as it was sent; `told` is what it asked for, in a line."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reminder_letters")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reminder_letters", verbose_name="đơn vị")
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    sent_on = models.DateField("ngày gửi")
    told = models.CharField("đôn đốc việc gì", max_length=300)
    at = models.DateTimeField("ghi lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")

    class Meta:
        verbose_name = "công văn đôn đốc"
        ordering = ["-sent_on", "-pk"]
        indexes = [models.Index(fields=["plan", "unit", "-sent_on"], name="reminder_letter_of_unit")]

    def __str__(self):
        return f"Đôn đốc {self.unit} ngày {self.sent_on:%d/%m/%Y}"
