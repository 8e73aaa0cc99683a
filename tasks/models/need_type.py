"""The routing table: each kind of need, its lead body and the clause that says so."""

from django.db import models
from django.db.models import Prefetch

from households.models import Indicator
from households.models.reference import CodeManager
from povertyplan.accounts.models import Unit


class NeedTypeQuerySet(models.QuerySet):
    def whole(self):
        """Those that need not be split before somebody can lead them."""
        return self.filter(splits_into=None)

    def with_routes(self):
        """With all that `routing.route_of` reads, in a handful of queries."""
        exceptions = CommuneRoute.objects.select_related("lead").prefetch_related("coordinators")
        return self.select_related("lead", "suggestion").prefetch_related(
            "coordinators", Prefetch("commune_routes", exceptions)
        )


class NeedTypeManager(CodeManager.from_queryset(NeedTypeQuerySet)):
    pass


class NeedType(models.Model):
    """A kind of need. Changing a row changes where needs go from then on, never where they already are.

    What one commune does otherwise is a `CommuneRoute`; `tasks.routing` reads both.

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

    objects = NeedTypeManager()

    class Meta:
        verbose_name = "loại nhu cầu"
        ordering = ["order"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)

    def indicators(self):
        """The deprivations that may stand behind a need of this type."""
        return Indicator.objects.filter(pk__in=self.indicator_leads.values("indicator"))


class CommuneRoute(models.Model):
    """What the routing table says otherwise for one commune: another lead, other coordinators, other days.

    A field that is empty says nothing, and then the type's own row holds. A unit is a commune of some years,
    so an exception ends with it.
    """

    type = models.ForeignKey(NeedType, models.CASCADE, related_name="commune_routes", verbose_name="loại nhu cầu")
    commune = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="xã, phường")
    lead = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan chủ trì"
    )
    coordinators = models.ManyToManyField(Unit, verbose_name="cơ quan phối hợp", blank=True, related_name="+")
    clause = models.CharField("căn cứ", max_length=200, blank=True)
    take_up_days = models.PositiveSmallIntegerField("số ngày để tiếp nhận", null=True, blank=True)
    deliver_days = models.PositiveSmallIntegerField("số ngày để hỗ trợ", null=True, blank=True)

    class Meta:
        verbose_name = "phân công riêng của xã, phường"
        ordering = ["type__order", "commune__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["type", "commune"],
                name="commune_route_once",
                violation_error_message="Loại nhu cầu này đã có phân công riêng cho xã, phường đó.",
            )
        ]

    def __str__(self):
        return f"{self.type}, {self.commune}"


class IndicatorLeadManager(models.Manager):
    def get_by_natural_key(self, type_code, indicator_code, valid_from):
        return self.get(type__code=type_code, indicator__code=indicator_code, indicator__valid_from=valid_from)


class IndicatorLead(models.Model):
    """Which body to suggest for a need of `type` once the deprivation behind it is named.

    Rows, not a table in the code: the indicators are dated by their decree and the bodies by their mergers,
    and the administrator may answer what the plan leaves open (water and latrines are nobody's).
    A type asks for an indicator exactly when it has such rows.
    """

    type = models.ForeignKey(NeedType, models.CASCADE, related_name="indicator_leads", verbose_name="loại nhu cầu")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+", verbose_name="chỉ số thiếu hụt")
    lead = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gợi ý chủ trì"
    )
    clause = models.CharField("căn cứ", max_length=200, blank=True)

    objects = IndicatorLeadManager()

    class Meta:
        verbose_name = "gợi ý chủ trì theo chỉ số"
        ordering = ["type__order", "indicator__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["type", "indicator"],
                name="indicator_lead_once",
                violation_error_message="Chỉ số này đã có gợi ý cho loại nhu cầu đó.",
            )
        ]

    def __str__(self):
        return f"{self.type}: {self.indicator}"

    def natural_key(self):
        return (*self.type.natural_key(), *self.indicator.natural_key())

    natural_key.dependencies = ["tasks.needtype", "households.indicator"]
