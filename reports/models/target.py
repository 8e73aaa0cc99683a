"""The plan's targets of 100 % (I.2), who answers for each, and the numbers that bodies report."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from households.models import Plan
from povertyplan.accounts.models import Unit, User


class TargetManager(models.Manager):
    def get_by_natural_key(self, year, code):
        return self.get(plan__year=year, code=code)


class Target(models.Model):
    """One target of a year's plan: everybody whom it concerns.

    `code` says how it is counted from rows (`reports.targets.COUNTED`); one without such a count lives from
    reports alone. `body` is who reports the number and answers for it; the administrator may change it.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    code = models.SlugField("mã", max_length=20)
    title = models.CharField("chỉ tiêu", max_length=200)
    short_title = models.CharField("tên ngắn", max_length=60)
    unit = models.CharField("đơn vị tính", max_length=20)
    clause = models.CharField("mục", max_length=20)
    body = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="cơ quan báo số liệu"
    )
    body_clause = models.CharField("căn cứ giao cơ quan", max_length=60, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự")

    objects = TargetManager()

    class Meta:
        verbose_name = "chỉ tiêu 100 %"
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="target_once_per_plan")]

    def __str__(self):
        return self.short_title

    def natural_key(self):
        return (*self.plan.natural_key(), self.code)


class TargetReportQuerySet(models.QuerySet):
    def newest_first(self):
        """What was told of the latest day; of one day, what was told last."""
        return self.order_by("-as_of", "-pk")

    def by(self, on: date):
        return self.filter(as_of__lte=on)


class TargetReport(models.Model):
    """A number that a body has reported: `numerator` of `denominator` on `as_of`.

    Rows are added, never changed: a correction is a newer row of the same day.
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="reports", verbose_name="chỉ tiêu")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="cơ quan báo")
    as_of = models.DateField("tính đến ngày")
    numerator = models.PositiveIntegerField("đã đạt")
    denominator = models.PositiveIntegerField("tổng số")
    note = models.CharField("ghi chú", max_length=500, blank=True)
    at = models.DateTimeField("báo lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người báo")

    objects = TargetReportQuerySet.as_manager()

    class Meta:
        verbose_name = "số liệu chỉ tiêu"
        ordering = ["-as_of", "-pk"]
        indexes = [models.Index(fields=["target", "-as_of"], name="target_report_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(denominator__gt=0), name="target_report_of_somebody"),
            models.CheckConstraint(
                condition=Q(numerator__lte=F("denominator")),
                name="target_report_part_of_a_whole",
                violation_error_message="Số đã đạt không thể lớn hơn tổng số.",
            ),
        ]

    def __str__(self):
        return f"{self.target}: {self.numerator}/{self.denominator} ({self.as_of:%d/%m/%Y})"

    @property
    def missing(self) -> int:
        return self.denominator - self.numerator
