"""What was given to meet a need."""

from django.db import models
from django.db.models import Q

from povertyplan.accounts.models import Unit, User
from tasks.models.need import Need


class MeasureQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        return self.filter(need__in=Need.objects.visible_to(user))

    def grants(self):
        """Everything that need not be paid back. Loans are never added to grants."""
        return self.exclude(kind=Measure.Kind.LOAN)

    def same_as(self, *, by: User, **facts):
        """What the same unit has written down already, the same in every fact."""
        return self.filter(unit=by.unit_id, **facts).select_related("recorded_by")

    def loans(self):
        return self.filter(kind=Measure.Kind.LOAN)


class Measure(models.Model):
    """One piece of help: day, what, how much, from which source (part IV of the plan; clauses 2.3 and 2.12)."""

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
    on = models.DateField("ngày")
    what = models.CharField("nội dung hỗ trợ", max_length=200)
    kind = models.CharField("hình thức", max_length=10, choices=Kind)
    source = models.CharField("nguồn", max_length=10, choices=Source, blank=True)
    amount = models.DecimalField("số tiền (đồng)", max_digits=14, decimal_places=0, null=True, blank=True)
    quantity = models.DecimalField("số lượng", max_digits=10, decimal_places=2, null=True, blank=True)
    quantity_unit = models.CharField("đơn vị tính", max_length=30, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="measures", verbose_name="đơn vị hỗ trợ")
    note = models.TextField("ghi chú", max_length=1000, blank=True)
    recorded_at = models.DateTimeField("ghi lúc")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "hỗ trợ"
        ordering = ["-on", "-pk"]
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
                condition=Q(amount=None) | ~Q(source=""),
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
