"""Forms that have been sent, each once: what the second sending of the same form is answered with."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

KEPT_FOR = timedelta(days=1)  # a browser that was left open overnight asks whether to send again


class SentFormQuerySet(models.QuerySet):
    def old(self):
        return self.filter(at__lt=timezone.now() - KEPT_FOR)


class SentForm(models.Model):
    """One form that acted, known by its one-time key and everything that was filled in.

    The row is written in the transaction of what the form did, so that there is either both or neither.
    """

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)  # SHA-256, hexadecimal
    at = models.DateTimeField()  # by the server's clock, also where the day is assumed
    location = models.CharField(max_length=2000, blank=True)
    notices = models.JSONField(default=list)  # [level, text, tags] of each message that came with the answer

    objects = SentFormQuerySet.as_manager()

    class Meta:
        verbose_name = "biểu mẫu đã gửi"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="sent_form_once")]
        indexes = [models.Index(fields=["user", "at"], name="sent_form_by_age")]

    def __str__(self):
        return f"{self.user}, {self.at:%d/%m/%Y %H:%M}"
