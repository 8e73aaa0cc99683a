"""Forms that came after their session had ended, kept for the person whose session it was."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

LAST_USER = "last_user"  # the signed cookie that says whose browser it is; signing out takes it away
KEPT_SECONDS = 30 * 60
MOST_OF_ONE_PERSON = 10


class KeptFormQuerySet(models.QuerySet):
    def old(self):
        return self.filter(at__lt=timezone.now() - timedelta(seconds=KEPT_SECONDS))


class KeptForm(models.Model):
    """What was typed, sealed. `token` is in the address to which its person is sent after signing in."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    token = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()  # by the server's clock, also where the day is assumed
    sealed = models.BinaryField()

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        verbose_name = "biểu mẫu được giữ"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.user}, {self.at:%d/%m/%Y %H:%M}"
