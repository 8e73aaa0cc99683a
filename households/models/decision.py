"""The paper that makes a change of standing count: its number, day and signer, and the file itself."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

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

    def standing(self):
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def in_plan(self, plan):
        """Those that decide something of the year of `plan`, and the annual ones that conclude it."""
        return self.filter(
            Exists(self._movements(plan, "decision")) | Exists(self._movements(plan, "official_decision"))
        )

    def with_counts(self):
        """Marks `decided` and `concluded`, over how many households each stands, and `undone`."""
        return self.annotate(
            decided=self._number("decision", ~Q(stage="undone")),
            undone=self._number("decision", Q(stage="undone")),
            concluded=self._number("official_decision", Q()),
        )

    def _number(self, name: str, which: Q):
        movements = self.model._meta.get_field("movements").related_model
        rows = movements.objects.filter(which, **{name: OuterRef("pk")}).order_by().values(name)
        return Coalesce(Subquery(rows.annotate(number=Count("household", distinct=True)).values("number")), 0)

    def numbered(self, unit: Unit, number: str, signed_on: date) -> "Decision":
        """The unit's decision with this number and day, made when it is new: one covers many households."""
        return self.standing().get_or_create(unit=unit, number=number.strip(), signed_on=signed_on)[0]

    def _movements(self, plan, name: str):
        movements = self.model._meta.get_field("movements").related_model
        return movements.objects.filter(plan=plan, **{name: OuterRef("pk")})


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
    withdrawn_at = models.DateTimeField("hủy lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdraw_reason = models.TextField("lý do hủy", max_length=1000, blank=True, db_default="")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number", "signed_on"],
                condition=Q(withdrawn_at=None),
                name="decision_once_per_unit",
                violation_error_message="Quyết định số này, ngày này đã được ghi.",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="decision_has_a_number"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdraw_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason=""),
                name="decision_withdrawn_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"Quyết định số {self.number} ngày {self.signed_on:%d/%m/%Y}"

    @property
    def issuer(self) -> str:
        """ "UBND phường Tứ Hạ"."""
        return f"UBND {self.unit.name[:1].lower()}{self.unit.name[1:]}"

    @property
    def is_annual(self) -> bool:
        return self.kind == self.Kind.ANNUAL

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class DecisionLine(models.Model):
    """What was done with a decision: entered, corrected, withdrawn. Lines are added, never changed."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="lines")
    text = models.CharField("nội dung", max_length=300)
    note = models.TextField("ghi chú", blank=True)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, verbose_name="người thực hiện")

    class Meta:
        verbose_name = "diễn biến của quyết định"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.text
