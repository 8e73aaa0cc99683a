"""What somebody saw at a household that has left poverty, and the signs that it may come back."""

from django.db import models
from django.db.models import F, Q

from households.models.household import Household
from households.models.movement import Movement
from households.models.watched import MILESTONES
from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Permission, Role


class Finding(models.TextChoices):
    STABLE = "stable", "Ổn định"
    AT_RISK = "at_risk", "Có nguy cơ tái nghèo"
    POOR = "poor", "Đã nghèo trở lại"
    ABSENT = "absent", "Chưa gặp được hộ"


class FollowUp(models.Model):
    """One visit. `months` is the milestone that it was made for; empty for a visit in between.

    Who was not met has not been visited: the milestone stays due.
    """

    Finding = Finding

    movement = models.ForeignKey(Movement, models.CASCADE, related_name="follow_ups", verbose_name="thoát nghèo")
    months = models.PositiveSmallIntegerField("mốc theo dõi (tháng)", null=True, blank=True)
    on = models.DateField("ngày thăm hộ")
    finding = models.CharField("kết quả", max_length=10, choices=Finding)
    note = models.TextField("ghi chú", max_length=1000, blank=True)
    at = models.DateTimeField("ghi lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")

    class Meta:
        verbose_name = "lần theo dõi"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "months"], name="follow_up_once_per_milestone"),
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__in=MILESTONES), name="follow_up_for_a_milestone"
            ),
            models.CheckConstraint(
                condition=~Q(finding="absent") | Q(months=None), name="follow_up_of_nobody_counts_for_none"
            ),
        ]

    def __str__(self):
        return f"{self.on:%d/%m/%Y}: {self.get_finding_display()}"


class RiskFlagQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        if not user.may(Permission.VIEW_EXITS):
            return self.none()
        return self.filter(household__commune=user.unit) if user.role == Role.COMMUNE else self

    def open(self):
        return self.filter(closed_on=None)


class RiskFlag(models.Model):
    """An early warning that somebody reported, open until somebody says what was done about it."""

    class Kind(models.TextChoices):
        ILLNESS = "illness", "Ốm đau, bệnh nặng, tai nạn"
        DISASTER = "disaster", "Thiên tai, dịch bệnh, hỏa hoạn"
        JOB_LOST = "job_lost", "Mất việc làm, mất nguồn thu nhập"
        EARNER_LOST = "earner_lost", "Mất lao động chính"
        OTHER = "other", "Dấu hiệu khác"

    household = models.ForeignKey(Household, models.CASCADE, related_name="risk_flags", verbose_name="hộ")
    kind = models.CharField("dấu hiệu", max_length=12, choices=Kind)
    on = models.DateField("từ ngày")
    note = models.CharField("cụ thể", max_length=500, blank=True)
    raised_at = models.DateTimeField("báo lúc")
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người báo")
    closed_on = models.DateField("hết từ ngày", null=True, blank=True)
    closed_at = models.DateTimeField("ghi hết lúc", null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField("đã xử lý thế nào", max_length=500, blank=True)

    objects = RiskFlagQuerySet.as_manager()

    class Meta:
        verbose_name = "dấu hiệu tái nghèo"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "kind"],
                condition=Q(closed_on=None),
                name="risk_flag_open_once",
                violation_error_message="Dấu hiệu này đã được báo và chưa xử lý xong.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_at=None, closed_by=None, answer="")
                | Q(closed_on__gte=F("on"), closed_at__isnull=False, closed_by__isnull=False) & ~Q(answer=""),
                name="risk_flag_closed_by_somebody_with_an_answer",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()
