"""What a review found at a household, and the papers that prove it."""

from django.db import models
from django.db.models import F, Q

from households.models.decision import Decision
from households.models.movement import OVER, Movement
from households.models.reference import Indicator, Plan
from households.models.standard import PovertyClass
from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Permission, Role


class ReviewQuerySet(models.QuerySet):
    def told(self):
        """What still says something: not what belongs to a proposal that was withdrawn or undone."""
        return self.exclude(movement__stage__in=OVER)

    def before(self, review: "Review") -> "Review | None":
        """The review that `review` is compared with: the last one of the same household."""
        earlier = self.told().filter(household=review.household_id).exclude(pk=review.pk)
        return earlier.filter(Q(on__lt=review.on) | Q(on=review.on, pk__lt=review.pk)).newest()

    def newest(self) -> "Review | None":
        return self.order_by("-on", "-pk").first()


class Review(models.Model):
    """How a household was found on a day, measured by the standard of that day.

    `computed` is what the standard makes of the numbers, `final` what is proposed or decided; both are empty
    where they cannot be told. Whoever concludes otherwise than was computed says why. `deprivations` count only
    where somebody looked at all of them (`deprivations_known`); `deprivations_before` is what was on record.
    """

    Kind = Decision.Kind

    household = models.ForeignKey("households.Household", models.CASCADE, related_name="reviews")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews")
    movement = models.OneToOneField(Movement, models.CASCADE, null=True, blank=True, related_name="review")
    kind = models.CharField("loại", max_length=10, choices=Decision.Kind, default=Decision.Kind.AD_HOC)
    on = models.DateField("ngày rà soát")
    income = models.PositiveIntegerField("thu nhập bình quân (đồng/người/tháng)", null=True, blank=True)
    b1 = models.PositiveSmallIntegerField("điểm B1", null=True, blank=True)
    b2 = models.PositiveSmallIntegerField("điểm B2", null=True, blank=True)
    deprivations_known = models.BooleanField("đã xem đủ các chỉ số", default=False)
    deprivations = models.ManyToManyField(Indicator, verbose_name="thiếu hụt", blank=True, related_name="+")
    deprivations_before = models.ManyToManyField(
        Indicator, verbose_name="thiếu hụt đã ghi trước đó", blank=True, related_name="+"
    )
    what_changed = models.TextField("điều đã thay đổi", max_length=1000, blank=True)
    computed = models.CharField("kết quả tính", max_length=20, choices=PovertyClass, blank=True)
    final = models.CharField("kết luận", max_length=20, choices=PovertyClass, blank=True)
    override_reason = models.TextField("lý do kết luận khác kết quả tính", max_length=1000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "lần rà soát"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["household", "-on"], name="review_of_household")]
        constraints = [
            models.CheckConstraint(
                condition=Q(computed="") | Q(final=F("computed")) | ~Q(override_reason=""),
                name="review_says_why_it_overrides",
                violation_error_message="Hãy ghi lý do kết luận khác kết quả tính.",
            )
        ]

    def __str__(self):
        return f"Rà soát ngày {self.on:%d/%m/%Y}: {self.household}"

    @property
    def overrides(self) -> bool:
        return bool(self.computed) and self.computed != self.final


class EvidenceFileQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """As the movements that they prove."""
        if not user.may(Permission.VIEW_EXITS):
            return self.none()
        own = Q(movement__household__commune=user.unit)
        return self.filter(own) if user.role == Role.COMMUNE else self


class EvidenceFile(models.Model):
    """A scanned paper of a proposal: the minutes of the hamlet's meeting, a death certificate."""

    movement = models.ForeignKey(Movement, models.CASCADE, related_name="files")
    file = models.FileField("tệp", upload_to="evidence/%Y/")
    file_name = models.CharField("tên tệp", max_length=200)
    digest = models.CharField("SHA-256", max_length=64)
    added_at = models.DateTimeField("thêm lúc")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người thêm")

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp minh chứng"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "digest"], name="evidence_once_per_movement"),
        ]

    def __str__(self):
        return self.file_name
