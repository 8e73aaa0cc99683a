"""The paper that makes a change of standing count: its number, day and signer, and the file itself."""

import uuid
from datetime import date

from django.db import models

from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission, Role


def stored_name(decision: "Decision", filename: str) -> str:
    """Where the file is kept: a name that nobody can guess and that says nothing about its content."""
    return f"decisions/{uuid.uuid4().hex}"


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        if not user.may(Permission.VIEW_EXITS):
            return self.none()
        return self.filter(unit=user.unit) if user.role == Role.COMMUNE else self

    def numbered(self, unit: Unit, number: str, signed_on: date) -> "Decision":
        """The unit's decision with this number and day, made when it is new: one covers many households."""
        return self.get_or_create(unit=unit, number=number.strip(), signed_on=signed_on)[0]


class Decision(models.Model):
    """A recognition decision of a commune's chairperson (Quyết định 24/2021/QĐ-TTg), entered by the division.

    The annual one closes the year's review (1/9 to 14/12) and makes preliminary results official.
    """

    class Kind(models.TextChoices):
        AD_HOC = "ad_hoc", "Rà soát thường xuyên"
        ANNUAL = "annual", "Rà soát định kỳ cuối năm"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="decisions", verbose_name="đơn vị ban hành")
    kind = models.CharField("loại", max_length=10, choices=Kind, default=Kind.AD_HOC)
    number = models.CharField("số, ký hiệu quyết định", max_length=60)
    signed_on = models.DateField("ngày quyết định")
    signer = models.CharField("người ký", max_length=100, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=100, blank=True)
    file = models.FileField("tệp quyết định", upload_to=stored_name, blank=True)
    file_name = models.CharField("tên tệp", max_length=200, blank=True)
    digest = models.CharField("SHA-256", max_length=64, blank=True)
    entered_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number", "signed_on"],
                name="decision_once_per_unit",
                violation_error_message="Quyết định số này, ngày này đã được ghi.",
            ),
            models.CheckConstraint(condition=~models.Q(number=""), name="decision_has_a_number"),
        ]

    def __str__(self):
        return f"Quyết định số {self.number} ngày {self.signed_on:%d/%m/%Y}"
