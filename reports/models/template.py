"""Word templates that the town has put in the place of the shipped ones: every version stays, one is in use."""

import uuid

from django.db import models
from django.db.models import Q

from povertyplan.accounts.models import User


def stored_name(template: "OfficeTemplate", filename: str) -> str:
    return f"document-templates/{uuid.uuid4().hex}"


class OfficeTemplateQuerySet(models.QuerySet):
    def of_kind(self, kind: str):
        return self.filter(kind=kind).select_related("uploaded_by")

    def in_use(self, kind: str) -> "OfficeTemplate | None":
        return self.filter(kind=kind, is_used=True).first()


class OfficeTemplate(models.Model):
    """`kind` is a code of `documents.kinds.KINDS`. `failed_at`: when a paper could not be made with it lately."""

    kind = models.CharField("loại văn bản", max_length=40)
    version = models.PositiveSmallIntegerField("lần")
    file = models.FileField("tệp", upload_to=stored_name)
    file_name = models.CharField("tên tệp", max_length=200)
    digest = models.CharField("SHA-256", max_length=64)
    is_used = models.BooleanField("đang dùng", default=False)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tải lên")
    failed_at = models.DateTimeField("không dùng được lúc", null=True, blank=True)

    objects = OfficeTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "mẫu văn bản của cơ quan"
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="office_template_version_once"),
            models.UniqueConstraint(fields=["kind"], condition=Q(is_used=True), name="office_template_one_in_use"),
        ]

    def __str__(self):
        return f"{self.file_name} (lần {self.version})"
