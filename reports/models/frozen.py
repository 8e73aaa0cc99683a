"""What was told is kept: the figures, the texts and the very document of each version that was handed in.

Rows of this file are added, never changed: whoever asks later what a unit or the town has told gets what it
told then, whatever the data says today.
"""

from django.db import models
from django.db.models import Q

from households.models import Plan
from povertyplan.accounts.models import User
from reports.models.obligation import Submission, document_name


class NeverChanged(models.Model):
    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("What was told is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("What was told is never deleted.")


class TownReport(NeverChanged):
    """One issue of the town's own report (Báo cáo tổng hợp), compiled by the division and sent out.

    Kept with its figures and texts are the very Word file and a workbook of all its tables, each with its digest.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="town_reports")
    version = models.PositiveSmallIntegerField("lần")
    document_no = models.CharField("số, ký hiệu văn bản", max_length=60)
    document_on = models.DateField("ngày văn bản")
    signer = models.CharField("người ký", max_length=100)
    figures_on = models.DateField("số liệu tính đến ngày")
    file = models.FileField("văn bản", upload_to=document_name)
    file_name = models.CharField("tên tệp", max_length=200)
    digest = models.CharField("SHA-256", max_length=64)
    sheets = models.FileField("biểu, danh sách kèm theo (Excel)", upload_to=document_name)
    sheets_digest = models.CharField("SHA-256 của tệp Excel", max_length=64)
    issued_at = models.DateTimeField("ban hành lúc")
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ban hành")

    class Meta:
        verbose_name = "báo cáo của thị xã"
        ordering = ["plan", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "version"], name="town_report_version_once"),
            models.UniqueConstraint(fields=["plan", "document_no"], name="town_report_number_once"),
        ]

    def __str__(self):
        return f"Báo cáo số {self.document_no} ngày {self.document_on:%d/%m/%Y}"


class Kept(NeverChanged):
    """A row of what one version told; `order` is its place in the document."""

    submission = models.ForeignKey(Submission, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    town_report = models.ForeignKey(TownReport, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    order = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        abstract = True
        ordering = ["order"]


def told_once(*, by: str, name: str) -> list:
    """A row belongs to one version, and no version has two of the same."""
    return [
        models.CheckConstraint(
            condition=Q(submission__isnull=False, town_report=None) | Q(submission=None, town_report__isnull=False),
            name=f"{name}_of_one_version",
        ),
        models.UniqueConstraint(fields=["submission", by], name=f"{name}_once_per_submission"),
        models.UniqueConstraint(fields=["town_report", by], name=f"{name}_once_per_report"),
    ]


class FrozenFigure(Kept):
    """One number as it was told: "hộ đã giảm", 9, hộ, 16/9/2022. Money is in đồng."""

    key = models.CharField("khóa", max_length=80)
    label = models.CharField("chỉ số", max_length=200)
    value = models.BigIntegerField("giá trị")
    unit = models.CharField("đơn vị tính", max_length=20)
    on = models.DateField("tính đến ngày")

    class Meta(Kept.Meta):
        verbose_name = "số liệu đã chốt"
        constraints = told_once(by="key", name="frozen_figure")

    def __str__(self):
        return f"{self.label}: {self.value} {self.unit}"


class FrozenText(Kept):
    """The text of one section as it was told."""

    section = models.CharField("mục", max_length=40)
    number = models.CharField("số mục", max_length=10)
    title = models.CharField("tên mục", max_length=200)
    text = models.TextField("nội dung", blank=True)

    class Meta(Kept.Meta):
        verbose_name = "nội dung đã chốt"
        constraints = told_once(by="section", name="frozen_text")

    def __str__(self):
        return f"{self.number} {self.title}".strip()
