"""The dated poverty standard: where the line lies for whom and when, and what says so."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from povertyplan.accounts.models import Unit


class PovertyClass(models.TextChoices):
    """What the standard makes of a household (Nghị định 07/2021/NĐ-CP); empty where it cannot be told."""

    POOR = "poor", "Hộ nghèo"
    NEAR_POOR = "near_poor", "Hộ cận nghèo"
    ABOVE_NEAR_POOR = "above_near_poor", "Vượt chuẩn cận nghèo"


class StandardQuerySet(models.QuerySet):
    def get_by_natural_key(self, area, valid_from):
        return self.get(area=area, valid_from=valid_from)

    def in_force(self, area: str, on: date) -> "PovertyStandard | None":
        held = self.filter(area=area, valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))
        return held.order_by("-valid_from").first()

    def of(self, household, on: date) -> "PovertyStandard | None":
        """The standard that `household` is measured by on `on`: that of its hamlet, or of its commune on that day."""
        return self.in_force(household.hamlet.area_on(on), on)


class PovertyStandard(models.Model):
    """One area's standard for some years. Poor and near-poor have one income line; deprivations part them.

    A number that nobody knows yet is empty and is not used; each number says where it comes from, and how sure
    that is. A province may set a higher standard of its own: the administrator edits the row.
    """

    area = models.CharField("khu vực", max_length=10, choices=Unit.Area)
    valid_from = models.DateField("áp dụng từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    decree = models.CharField("văn bản quy định", max_length=100)
    income_line = models.PositiveIntegerField("chuẩn thu nhập (đồng/người/tháng)")
    income_source = models.CharField("nguồn của chuẩn thu nhập", max_length=300)
    least_deprivations = models.PositiveSmallIntegerField("số chỉ số thiếu hụt từ")
    deprivations_source = models.CharField("nguồn của số chỉ số", max_length=300)
    b1_most = models.PositiveSmallIntegerField("điểm B1 không quá", null=True, blank=True)
    b2_least = models.PositiveSmallIntegerField("điểm B2 từ", null=True, blank=True)
    scores_source = models.CharField("nguồn của ngưỡng điểm", max_length=300, blank=True)
    average_line = models.PositiveIntegerField("mức sống trung bình đến (đồng/người/tháng)", null=True, blank=True)
    average_source = models.CharField("nguồn của mức sống trung bình", max_length=300, blank=True)

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = "chuẩn nghèo"
        ordering = ["-valid_from", "area"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "valid_from"],
                name="standard_once_per_area_and_period",
                violation_error_message="Khu vực này đã có chuẩn áp dụng từ ngày đó.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="standard_period_forward",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(income_line__gt=0, least_deprivations__gt=0),
                name="standard_draws_a_line",
                violation_error_message="Chuẩn thu nhập và số chỉ số phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=Q(average_line=None) | Q(average_line__gte=F("income_line")),
                name="standard_average_above_the_line",
                violation_error_message="Mức sống trung bình không thể thấp hơn chuẩn thu nhập.",
            ),
        ]

    def __str__(self):
        return f"{self.decree}, {self.get_area_display().lower()}"

    def natural_key(self):
        return (self.area, self.valid_from)

    def clean(self):
        """One area has one standard on any day."""
        others = PovertyStandard.objects.filter(area=self.area).exclude(pk=self.pk)
        if self.valid_from and others.filter(_overlapping(self.valid_from, self.valid_to)).exists():
            raise ValidationError("Thời gian áp dụng trùng với một chuẩn khác của khu vực này.")


def _overlapping(first: date, last: date | None) -> Q:
    begins_before = Q() if last is None else Q(valid_from__lte=last)
    return begins_before & (Q(valid_to=None) | Q(valid_to__gte=first))
