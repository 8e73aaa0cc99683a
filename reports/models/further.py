"""What a plan asks for besides the plan and the report of the year: monthly figures, quarterly or single reports."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from households.models import Plan
from povertyplan.accounts.models import Unit, User

QUARTERS = ("I", "II", "III", "IV")


class Every(models.TextChoices):
    MONTH = "month", "Hằng tháng"
    QUARTER = "quarter", "Hằng quý"
    ONCE = "once", "Một lần"


class Who(models.TextChoices):
    ALL = "all", "Mọi đơn vị"
    COMMUNES = "communes", "Các xã, phường"
    AGENCIES = "agencies", "Các cơ quan, đơn vị"
    CHOSEN = "chosen", "Các đơn vị chọn dưới đây"


class FurtherReport(models.Model):
    """One rule: what, how often, of whom, from when. Its periods are rows, each with its own day."""

    Every, Who = Every, Who

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="further_reports")
    name = models.CharField("tên báo cáo", max_length=100)
    basis = models.CharField("căn cứ", max_length=200, blank=True)
    every = models.CharField("kỳ báo cáo", max_length=10, choices=Every)
    who = models.CharField("đơn vị phải nộp", max_length=10, choices=Who)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="đơn vị")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    due_days = models.PositiveSmallIntegerField("nộp sau khi hết kỳ (ngày)")
    made_at = models.DateTimeField("lập lúc")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    ended_at = models.DateTimeField("ngừng lúc", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "báo cáo định kỳ, đột xuất"
        ordering = ["plan", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="further_report_forward"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="further_report_ended_by_somebody",
            ),
        ]

    def __str__(self):
        return self.name


class PeriodQuerySet(models.QuerySet):
    def in_plan(self, plan: Plan):
        return self.filter(report__plan=plan).select_related("report").order_by("due_on", "report", "starts_on")

    def begun(self, on: date):
        return self.filter(starts_on__lte=on)


class Period(models.Model):
    """One month, quarter or stretch of days of a further report, and the day by which it is owed."""

    report = models.ForeignKey(FurtherReport, models.CASCADE, related_name="periods", verbose_name="báo cáo")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    due_on = models.DateField("hạn nộp")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        ordering = ["report", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["report", "starts_on"], name="period_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_forward"),
        ]

    def __str__(self):
        return f"{self.report.name} {self.label}".strip()

    @property
    def plan(self) -> Plan:
        return self.report.plan

    @property
    def label(self) -> str:
        """ "tháng 8/2022", "quý III/2022"; nothing for what is asked once."""
        match self.report.every:
            case Every.MONTH:
                return f"tháng {self.starts_on.month}/{self.starts_on.year}"
            case Every.QUARTER:
                return f"quý {QUARTERS[(self.starts_on.month - 1) // 3]}/{self.starts_on.year}"
            case _:
                return ""

    def owed(self):
        """What units owe for it."""
        return self.obligations.all()
