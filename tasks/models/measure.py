"""What is meant to be given to meet a need, and what was given."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from households.models import Household, Plan
from povertyplan.accounts.models import Unit, User
from tasks.models.need import Need


class MeasureQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        return self.filter(need__in=Need.objects.visible_to(user))

    def in_plan(self, plan: Plan):
        return self.filter(need__plan=plan)

    def in_commune(self, commune: Unit):
        return self.filter(need__commune=commune)

    def by_unit(self, unit: Unit):
        """What one unit gives, whoever leads the need."""
        return self.filter(unit=unit)

    def of_households_like(self, text: str):
        """By household, as the list of households searches."""
        return self.filter(need__household__in=Household.objects.search(text))

    def with_faces(self):
        """With all that a line of a list shows, in one query."""
        return self.select_related("unit", "need__household", "need__commune", "need__type")

    def given(self, on: date | None = None):
        """What really was given (by `on`): what is only planned or was cancelled is no help yet."""
        found = self.filter(stage=Measure.Stage.GIVEN)
        return found.filter(on__lte=on) if on else found

    def planned(self):
        """What is still to come."""
        return self.filter(stage=Measure.Stage.PLANNED)

    def counted(self):
        """All but what was cancelled."""
        return self.exclude(stage=Measure.Stage.CANCELLED)

    def grants(self):
        """Everything that need not be paid back. Loans are never added to grants."""
        return self.exclude(kind=Measure.Kind.LOAN)

    def same_as(self, *, by: User, **facts):
        """What the same unit has written down already, the same in every fact."""
        return self.counted().filter(unit=by.unit_id, **facts).select_related("recorded_by")

    def loans(self):
        return self.filter(kind=Measure.Kind.LOAN)


class Measure(models.Model):
    """One piece of help: day, what, how much, from which source (part IV of the plan; clauses 2.3 and 2.12).

    It is planned for a day and an amount, given on a day with an amount, or both; or it was cancelled with a
    reason and counts no more. Amounts are in đồng. A loan comes from policy credit, and nothing else does.
    """

    class Stage(models.TextChoices):
        PLANNED = "planned", "Dự kiến"
        GIVEN = "given", "Đã hỗ trợ"
        CANCELLED = "cancelled", "Đã hủy"

    class Kind(models.TextChoices):
        GRANT = "grant", "Hỗ trợ tiền"
        IN_KIND = "in_kind", "Hỗ trợ hiện vật"
        SERVICE = "service", "Dịch vụ, công lao động"
        REFERRAL = "referral", "Giới thiệu, kết nối"
        LOAN = "loan", "Cho vay"

    class Source(models.TextChoices):
        CENTRAL = "central", "Ngân sách Trung ương"
        LOCAL = "local", "Ngân sách địa phương"
        MOBILISED = "mobilised", "Vận động, Quỹ Vì người nghèo"
        CREDIT = "credit", "Tín dụng chính sách (NHCSXH)"

    need = models.ForeignKey(Need, models.CASCADE, related_name="measures", verbose_name="nhu cầu")
    stage = models.CharField("tình trạng", max_length=10, choices=Stage, default=Stage.GIVEN, db_default=Stage.GIVEN)
    planned_on = models.DateField("ngày dự kiến", null=True, blank=True)
    on = models.DateField("ngày hỗ trợ", null=True, blank=True)
    what = models.CharField("nội dung hỗ trợ", max_length=200)
    kind = models.CharField("hình thức", max_length=10, choices=Kind)
    source = models.CharField("nguồn", max_length=10, choices=Source, blank=True)
    planned_amount = models.DecimalField(
        "số tiền dự kiến (đồng)", max_digits=14, decimal_places=0, null=True, blank=True
    )
    amount = models.DecimalField("số tiền (đồng)", max_digits=14, decimal_places=0, null=True, blank=True)
    quantity = models.DecimalField("số lượng", max_digits=10, decimal_places=2, null=True, blank=True)
    quantity_unit = models.CharField("đơn vị tính", max_length=30, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="measures", verbose_name="đơn vị hỗ trợ")
    note = models.TextField("ghi chú", max_length=1000, blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "hỗ trợ"
        ordering = [Coalesce("on", "planned_on").desc(), "-pk"]
        indexes = [models.Index(fields=["stage", "on"], name="measure_by_stage")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="measure_amount_not_negative",
                violation_error_message="Số tiền không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gt=0),
                name="measure_quantity_positive",
                violation_error_message="Số lượng phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=Q(planned_amount=None) | Q(planned_amount__gte=0),
                name="measure_plan_not_negative",
                violation_error_message="Số tiền dự kiến không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(stage="planned", on=None, amount=None, planned_on__isnull=False)
                | Q(stage="given", on__isnull=False)
                | Q(stage="cancelled"),
                name="measure_day_of_its_stage",
                violation_error_message="Khoản dự kiến có ngày dự kiến và chưa có số tiền đã cấp; "
                "khoản đã hỗ trợ phải có ngày hỗ trợ.",
            ),
            models.CheckConstraint(
                condition=Q(amount=None, planned_amount=None) | ~Q(source=""),
                name="measure_money_has_source",
                violation_error_message="Có số tiền thì phải chọn nguồn.",
            ),
            models.CheckConstraint(
                condition=Q(kind="loan", source="credit") | ~Q(kind="loan") & ~Q(source="credit"),
                name="measure_loans_are_credit",
                violation_error_message="Cho vay đi với nguồn tín dụng chính sách, và chỉ cho vay mới dùng nguồn này.",
            ),
        ]

    def __str__(self):
        return self.what

    @property
    def is_loan(self) -> bool:
        return self.kind == self.Kind.LOAN

    @property
    def is_planned(self) -> bool:
        return self.stage == self.Stage.PLANNED

    @property
    def is_given(self) -> bool:
        return self.stage == self.Stage.GIVEN

    @property
    def is_cancelled(self) -> bool:
        return self.stage == self.Stage.CANCELLED

    @property
    def day(self) -> date | None:
        """When it was given; when it is meant to be, as long as it was not."""
        return self.on or self.planned_on

    @property
    def money(self) -> Decimal | None:
        """What was given; what is planned, as long as it was not."""
        return self.planned_amount if self.is_planned else self.amount

    def saved_since(self, version: int):
        """What was done with it after `version`, the newest first."""
        return self.changes.select_related("by__unit")[: max(self.version - version, 1)]


class MeasureChange(models.Model):
    """One thing that was done with a measure after it was written down: nothing of it is ever overwritten unseen."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="changes")
    text = models.CharField("việc", max_length=300)
    note = models.TextField("chi tiết", blank=True)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "lần sửa khoản hỗ trợ"
        ordering = ["-pk"]

    def __str__(self):
        return self.text
