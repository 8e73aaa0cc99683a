"""The columns of the ministry's forms, in its order: which of our causes, indicators and needs each one counts.

Forms of Thông tư 07/2021/TT-BLĐTBXH as provinces use them (domain.md 2.3, 2.4). Rows with validity, because the
forms change and our own lists need not change with them.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from households.models import Cause, Indicator
from tasks.models import NeedType


class Form(models.TextChoices):
    SUPPORTS = "supports", "Danh sách chi tiết hộ nghèo: nhu cầu hỗ trợ"
    DEPRIVATIONS = "deprivations", "Mẫu 4, 5: thiếu hụt dịch vụ xã hội cơ bản"
    GROUPS = "groups", "Mẫu 8: theo nhóm đối tượng"
    CAUSES = "causes", "Mẫu 10: theo nguyên nhân nghèo"


class Group(models.TextChoices):
    """Of households; they overlap. The last is of those in none of the others."""

    MINORITY = "minority", "Hộ dân tộc thiểu số"
    NO_LABOUR = "no_labour", "Hộ không có khả năng lao động"
    MERIT = "merit", "Hộ có thành viên là người có công"
    NONE = "none", "Hộ khác"


class NationalColumnQuerySet(models.QuerySet):
    def get_by_natural_key(self, form, order, valid_from):
        return self.get(form=form, order=order, valid_from=valid_from)

    def of(self, form: str, on: date):
        """The columns of `form` as it is on `day`, in the ministry's order."""
        in_force = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
        return self.filter(in_force, form=form).prefetch_related("causes", "indicators", "need_types")


class NationalColumn(models.Model):
    """One column counts the households (or needs) that have any of its causes, indicators or types; or a group."""

    Form, Group = Form, Group

    form = models.CharField("mẫu biểu", max_length=20, choices=Form)
    order = models.PositiveSmallIntegerField("thứ tự cột")
    title = models.CharField("tên cột", max_length=100)
    under = models.CharField("tên chung phía trên", max_length=100, blank=True)
    causes = models.ManyToManyField(Cause, verbose_name="nguyên nhân nghèo", blank=True, related_name="+")
    indicators = models.ManyToManyField(Indicator, verbose_name="chỉ số thiếu hụt", blank=True, related_name="+")
    need_types = models.ManyToManyField(NeedType, verbose_name="loại nhu cầu", blank=True, related_name="+")
    group = models.CharField("nhóm đối tượng", max_length=20, choices=Group, blank=True)
    valid_from = models.DateField("áp dụng từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = NationalColumnQuerySet.as_manager()

    class Meta:
        verbose_name = "cột của mẫu biểu"
        ordering = ["form", "valid_from", "order"]
        constraints = [
            models.UniqueConstraint(fields=["form", "order", "valid_from"], name="national_column_once"),
            models.CheckConstraint(
                condition=Q(form="groups") & ~Q(group="") | ~Q(form="groups") & Q(group=""),
                name="national_column_of_groups",
                violation_error_message="Chỉ cột của mẫu theo nhóm đối tượng mới có nhóm đối tượng.",
            ),
        ]

    def __str__(self):
        return f"{self.get_form_display()}: {self.title}"

    def natural_key(self):
        return (self.form, self.order, self.valid_from)

    natural_key.dependencies = ["households.cause", "households.indicator", "tasks.needtype"]
