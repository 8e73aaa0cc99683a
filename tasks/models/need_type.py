"""The routing table: each kind of need, its lead body and the clause that says so."""

from django.db import models

from households.models.reference import CodeManager
from povertyplan.accounts.models import Unit


class NeedType(models.Model):
    """A kind of need. Changing a row changes where needs go from then on, never where they already are.

    `lead` is empty where the plan names nobody (resettlement) or two bodies in one breath ("y tế, giáo dục"):
    such needs wait in the division's queue, with `suggestion` as an offer.
    """

    class Group(models.TextChoices):
        """The two sums of II.2 of the plan: 68 and 85."""

        HOUSING = "housing", "Nhà ở, tái định cư"
        LIVELIHOOD = "livelihood", "Con giống, cây giống, đất sản xuất, việc làm, dịch vụ xã hội cơ bản"

    code = models.CharField("mã", max_length=30, unique=True)
    name = models.CharField("tên", max_length=100)
    short_name = models.CharField("tên ngắn", max_length=40)
    group = models.CharField("nhóm", max_length=20, choices=Group)
    lead = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name="cơ quan chủ trì", related_name="+"
    )
    suggestion = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, verbose_name="gợi ý chủ trì", related_name="+"
    )
    coordinators = models.ManyToManyField(Unit, verbose_name="cơ quan phối hợp", blank=True, related_name="+")
    clause = models.CharField("căn cứ", max_length=200, blank=True)
    splits_into = models.ManyToManyField("self", symmetrical=False, verbose_name="phải tách thành", blank=True)
    take_up_days = models.PositiveSmallIntegerField("số ngày để tiếp nhận", default=7)
    deliver_days = models.PositiveSmallIntegerField("số ngày để hỗ trợ", default=60)
    order = models.PositiveSmallIntegerField("thứ tự")

    objects = CodeManager()

    class Meta:
        verbose_name = "loại nhu cầu"
        ordering = ["order"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)
