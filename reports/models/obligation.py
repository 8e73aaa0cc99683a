"""What units owe and what they told."""

import uuid
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from households.models import Plan
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission

DAYS_AHEAD = 7  # how long before its day a further report stands on first screens


class ObligationKind(models.TextChoices):
    PLAN = "plan", "Kế hoạch triển khai"
    REPORT = "report", "Báo cáo kết quả"


SHORT_NAMES = {ObligationKind.PLAN: "KH", ObligationKind.REPORT: "BC"}
FURTHER = "further"  # what is owed for a period of a further report: neither counted nor prepared with the two above


class DeadlineManager(models.Manager):
    def get_by_natural_key(self, year, kind):
        return self.get(plan__year=year, kind=kind)


class Deadline(models.Model):
    """The day of a year's plan by which every unit owes something (part V)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="deadlines")
    kind = models.CharField("loại", max_length=10, choices=ObligationKind)
    due_on = models.DateField("hạn nộp")
    wording = models.CharField("ghi trong kế hoạch", max_length=100)
    counts_due_day = models.BooleanField("nộp trong ngày hạn vẫn tính đúng hạn", default=True)

    objects = DeadlineManager()

    class Meta:
        verbose_name = "hạn nộp"
        ordering = ["plan", "due_on"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind"], name="deadline_once_per_kind")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.wording}"

    def natural_key(self):
        return (*self.plan.natural_key(), self.kind)

    def owed(self):
        """What units owe by it."""
        return self.plan.obligations.filter(kind=self.kind)


class Timeliness(models.TextChoices):
    """When the first version came, by the day in Vietnam."""

    ON_TIME = "on_time", "Đúng hạn"
    ON_THE_DAY = "on_the_day", "Trong ngày hạn"
    LATE = "late", "Trễ hạn"
    MISSING = "missing", "Chưa nộp"


def timeliness(due_on: date, first_at: datetime | None) -> Timeliness:
    if first_at is None:
        return Timeliness.MISSING
    day = timezone.localtime(first_at).date()
    if day < due_on:
        return Timeliness.ON_TIME
    return Timeliness.ON_THE_DAY if day == due_on else Timeliness.LATE


class ObligationQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        if not user.may(Permission.VIEW_SUBMISSIONS):
            return self.none()
        return self if user.sees_the_town else self.filter(unit=user.unit)

    def in_plan(self, plan: Plan):
        return self.filter(plan=plan)

    def of_unit(self, unit: Unit):
        return self.filter(unit=unit)

    def with_status(self, status: str):
        """Whose first version came so; for obligations `with_moments`. The same rule as `timeliness`, in SQL."""
        day = TruncDate("first_at")
        match status:
            case Timeliness.MISSING:
                return self.filter(first_at=None)
            case Timeliness.ON_THE_DAY:
                return self.alias(first_on=day).filter(first_on=F("due_on"))
            case Timeliness.ON_TIME:
                return self.alias(first_on=day).filter(first_on__lt=F("due_on"))
            case _:
                return self.alias(first_on=day).filter(first_on__gt=F("due_on"))

    def with_state(self, state: str):
        """Whose newest version stands so; for obligations `with_moments`."""
        return self.filter(state_now=state)

    def yearly(self):
        """The plan and the report of the year, not further reports."""
        return self.filter(period=None)

    def further(self):
        return self.filter(period__isnull=False)

    def to_show(self, on: date):
        """On first screens: of further reports what is due within a week or late, until it has been accepted."""
        unsettled = Q(state_now=None) | Q(state_now__in=[Submission.State.SUBMITTED, Submission.State.RETURNED])
        return self.filter(Q(period=None) | Q(due_on__lte=on + timedelta(days=DAYS_AHEAD)) & unsettled)

    def with_moments(self, on: date | None = None):
        """Adds `first_at` and `state_now`: the first submission's moment and the newest version's state."""
        versions = Submission.objects.filter(obligation=OuterRef("pk"))
        if on is not None:
            versions = versions.filter(submitted_at__date__lte=on)
        return self.select_related("period__report").annotate(
            first_at=Subquery(versions.order_by("version").values("submitted_at")[:1]),
            state_now=Subquery(versions.order_by("-version").values("state")[:1]),
        )


class Obligation(models.Model):
    """One unit owes one thing by one day: 22 units × 2 kinds for plan 2342/KH-UBND, and what a period asks for."""

    Kind = ObligationKind

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="obligations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations", verbose_name="đơn vị")
    kind = models.CharField("loại", max_length=10, choices=[*ObligationKind.choices, (FURTHER, "Báo cáo định kỳ")])
    period = models.ForeignKey(
        "reports.Period", models.PROTECT, null=True, blank=True, related_name="obligations", verbose_name="kỳ báo cáo"
    )
    due_on = models.DateField("hạn nộp")

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản phải nộp"
        ordering = ["kind", "unit__kind", "unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit", "kind"], condition=Q(period=None), name="obligation_once"),
            models.UniqueConstraint(fields=["unit", "period"], name="obligation_once_a_period"),
            models.CheckConstraint(
                condition=Q(kind=FURTHER, period__isnull=False) | ~Q(kind=FURTHER) & Q(period=None),
                name="obligation_of_a_period_is_further",
            ),
        ]

    def __str__(self):
        return f"{self.name} của {self.unit}"

    @property
    def name(self) -> str:
        """ "Kế hoạch triển khai", "Báo cáo số liệu tháng 8/2022" """
        return str(self.period) if self.period_id else self.get_kind_display()

    @property
    def status(self) -> Timeliness:
        """For rows that come from `with_moments`."""
        return timeliness(self.due_on, self.first_at)


def document_name(submission: "Submission", filename: str) -> str:
    """Where a made document is kept: a name that nobody can guess and that says nothing about its content."""
    return f"documents/{uuid.uuid4().hex}"


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        return self.filter(obligation__in=Obligation.objects.visible_to(user))

    def in_plan(self, plan: Plan):
        return self.filter(obligation__plan=plan)

    def waiting(self):
        """Only an obligation's newest version can wait: the next one is taken when it has been answered."""
        return self.filter(state=Submission.State.SUBMITTED)


class Submission(models.Model):
    """One version of what a unit sent. Versions and moments stay; the server's clock alone says when."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "Chờ kiểm tra"
        ACCEPTED = "accepted", "Đã chấp nhận"
        RETURNED = "returned", "Trả lại"

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField("lần")
    document_no = models.CharField("số, ký hiệu văn bản", max_length=60)
    document_on = models.DateField("ngày văn bản")
    text = models.TextField("nội dung tóm tắt", max_length=5000, blank=True)
    file = models.FileField("tệp đính kèm", upload_to="submissions/%Y/", blank=True)
    file_name = models.CharField("tên tệp", max_length=200, blank=True)
    digest = models.CharField("SHA-256", max_length=64, blank=True)
    document = models.FileField("văn bản soạn trên phần mềm", upload_to=document_name, blank=True)
    document_name = models.CharField("tên văn bản", max_length=200, blank=True)
    document_digest = models.CharField("SHA-256 của văn bản", max_length=64, blank=True)
    figures_on = models.DateField("số liệu tính đến ngày", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.SUBMITTED)
    submitted_at = models.DateTimeField("nộp lúc")
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nộp")
    reviewed_at = models.DateTimeField("kiểm tra lúc", null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    review_note = models.TextField("ý kiến kiểm tra", max_length=1000, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nộp"
        ordering = ["obligation", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "version"], name="submission_version_once"),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, state="submitted")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(state="submitted"),
                name="submission_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(submitted_by=F("reviewed_by")),
                name="submission_reviewed_by_another",
                violation_error_message="Người nộp không tự kiểm tra được.",
            ),
            models.CheckConstraint(
                condition=Q(document="", document_digest="", figures_on=None)
                | ~Q(document="") & ~Q(document_digest="") & Q(figures_on__isnull=False),
                name="submission_document_with_its_digest_and_day",
            ),
        ]

    def __str__(self):
        return f"{self.obligation}, lần {self.version}"

    @property
    def receipt_no(self) -> str:
        """What a unit quotes over the telephone: year, kind, unit, version."""
        owed = self.obligation
        kind = f"BK{owed.period_id}" if owed.period_id else SHORT_NAMES[owed.kind]
        return f"BN-{owed.plan.year}-{kind}-{owed.unit.code}-{self.version}"
