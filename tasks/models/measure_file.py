"""Photographs and papers that show what was given: before, after, receipts."""

from django.db import models

from povertyplan.accounts.models import User
from tasks.models.measure import Measure
from tasks.models.need import Need


class MeasureFileQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """As the need that was helped."""
        return self.filter(measure__need__in=Need.objects.visible_to(user))

    def of_need(self, need: Need):
        return self.filter(measure__need=need)

    def of_counted(self):
        """Not those of help that was cancelled."""
        return self.filter(measure__in=Measure.objects.counted())

    def with_measures(self):
        return self.select_related("measure__need__type", "added_by__unit")


class MeasureFile(models.Model):
    """One file of a measure. Of a photograph a smaller copy is kept, without place and time, and a `small` one."""

    class Shows(models.TextChoices):
        BEFORE = "before", "Trước khi hỗ trợ"
        AFTER = "after", "Sau khi hỗ trợ"
        PAPER = "paper", "Giấy tờ, biên nhận"

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="files")
    shows = models.CharField("cho thấy", max_length=10, choices=Shows)
    file = models.FileField("tệp", upload_to="measures/%Y/")
    small = models.FileField("ảnh nhỏ", upload_to="measures/%Y/", blank=True)
    file_name = models.CharField("tên tệp", max_length=200)
    digest = models.CharField("SHA-256", max_length=64)
    added_at = models.DateTimeField("thêm lúc")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người thêm")

    objects = MeasureFileQuerySet.as_manager()

    class Meta:
        verbose_name = "ảnh, giấy tờ của khoản hỗ trợ"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "digest"], name="file_once_per_measure")]

    def __str__(self):
        return self.file_name

    @property
    def is_picture(self) -> bool:
        return bool(self.small)
