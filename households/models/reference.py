"""The plan of a year and the lists of words that households are described with."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from povertyplan import clock
from povertyplan.accounts.models import Unit
from povertyplan.vietnamese import matching_key, tidy


def nearest(plans: "Iterable[Plan]", year: int | None = None) -> "Plan | None":
    """Of `plans`, the newest first: that of `year` (this year unless told), or what comes nearest to it."""
    plans, year = list(plans), year or clock.today().year
    return next((plan for plan in plans if plan.year <= year), plans[-1] if plans else None)


class PlanManager(models.Manager):
    def get_by_natural_key(self, year):
        return self.get(year=year)

    def current(self, year: int | None = None) -> "Plan | None":
        """The plan of `year` (this year unless told), else the newest before it, else the oldest of all."""
        return nearest(self.order_by("-year"), year)


class Plan(models.Model):
    """A year's plan: these households, by address, leave poverty."""

    year = models.PositiveSmallIntegerField("năm", unique=True)
    number = models.CharField("số, ký hiệu", max_length=60)
    title = models.CharField("trích yếu", max_length=300)
    issued_on = models.DateField("ngày ban hành")
    target = models.PositiveIntegerField("số hộ phấn đấu giảm")
    figures_on = models.DateField("số liệu trong kế hoạch tính đến ngày")
    finish_on = models.DateField("ngày phải đạt mục tiêu")
    update_every_days = models.PositiveSmallIntegerField("xã cập nhật mỗi hộ sau số ngày", default=30)
    closed_on = models.DateField("khóa sổ ngày", null=True, blank=True)

    objects = PlanManager()

    class Meta:
        verbose_name = "kế hoạch năm"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finish_on__gt=F("figures_on")),
                name="plan_finishes_after_its_figures",
                violation_error_message="Ngày phải đạt mục tiêu phải sau ngày tính số liệu.",
            )
        ]

    def __str__(self):
        return f"Kế hoạch {self.number}"

    def natural_key(self):
        return (self.year,)

    @property
    def is_closed(self) -> bool:
        """A year that has been closed stays readable and changes no more."""
        return self.closed_on is not None and self.closed_on <= clock.today()

    def day_shown(self, today: date) -> date:
        """The day that the year's pages speak of: today, or the day on which it was closed."""
        return min(today, self.closed_on) if self.closed_on else today

    @property
    def today(self) -> date:
        """The day that the year's pages speak of now; what is written down carries the real one."""
        return self.day_shown(clock.today())

    def counts_from(self, day: date) -> date:
        """From when a change of `day` that came to light after the plan counts.

        The plan has told how the town stood on its own day, and that stays as it was told.
        """
        return max(day, self.issued_on + timedelta(days=1))


class CodeManager(models.Manager):
    def get_by_natural_key(self, code):
        return self.get(code=code)


class Cause(models.Model):
    """A cause of poverty; a household may have several (domain.md 2.5)."""

    code = models.CharField("mã", max_length=20, unique=True)
    name = models.CharField("tên", max_length=100)
    short_name = models.CharField("tên ngắn", max_length=40)
    order = models.PositiveSmallIntegerField("thứ tự")

    objects = CodeManager()

    class Meta:
        verbose_name = "nguyên nhân nghèo"
        ordering = ["order"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)


class IndicatorManager(models.Manager):
    def get_by_natural_key(self, code, valid_from):
        return self.get(code=code, valid_from=valid_from)

    def in_force(self, on: date):
        """The deprivations that the standard of this day looks at."""
        return self.filter(_held(on))

    def offered_to(self, household):
        """Those of today's standard, and those that the household already has."""
        return self.filter(_held(clock.today()) | Q(pk__in=household.deprivations.values("pk")))


def _held(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


class Indicator(models.Model):
    """One of the twelve deprivations of Decree 07/2021/NĐ-CP, or of the standard that follows it."""

    code = models.CharField("mã", max_length=30)
    name = models.CharField("tên", max_length=120)
    dimension = models.CharField("chiều", max_length=60)
    deprived_when = models.CharField("thiếu hụt khi", max_length=300)
    order = models.PositiveSmallIntegerField("thứ tự")
    valid_from = models.DateField("áp dụng từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = IndicatorManager()

    class Meta:
        verbose_name = "chỉ số thiếu hụt"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["code", "valid_from"], name="indicator_once_per_standard")]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code, self.valid_from)


class HamletQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.commune is None else self.filter(commune=user.commune)

    def named(self, commune: Unit, name: str) -> "Hamlet":
        """The hamlet of `commune` with this name, made when it is new: lists bring their hamlets along."""
        return self.get_or_create(commune=commune, key=matching_key(name), defaults={"name": tidy(name)})[0]


class Hamlet(models.Model):
    """A hamlet (thôn) of a commune or a residential group (tổ dân phố) of a ward."""

    commune = models.ForeignKey(Unit, models.PROTECT, verbose_name="xã, phường", related_name="hamlets")
    name = models.CharField("tên", max_length=80)
    key = models.CharField(max_length=80, editable=False)
    area = models.CharField(
        "khu vực, nếu khác với xã, phường", max_length=10, choices=Unit.Area, blank=True, default="", db_default=""
    )
    hard_from = models.DateField("đặc biệt khó khăn từ ngày", null=True, blank=True)
    hard_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = HamletQuerySet.as_manager()

    class Meta:
        verbose_name = "thôn, tổ dân phố"
        ordering = ["commune__order", "name"]
        constraints = [models.UniqueConstraint(fields=["commune", "key"], name="hamlet_once_per_commune")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name, self.key = tidy(self.name), matching_key(self.name)
        super().save(*args, **kwargs)

    def area_on(self, day: date) -> str:
        """Urban or rural: which standard its households are measured by.

        Some hamlets of wards live as in the country; whoever runs the review may say so (domain.md 2.3).
        """
        return self.area or self.commune.area_on(day)
