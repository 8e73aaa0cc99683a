"""What papers were made: who asked for which, of whom, as of when; and the file, as long as it is kept."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q

from households.models import Household, Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission

KEPT_DAYS = 7  # how long a file can be fetched; it can be made again at any time


def stored_name(made: "MadePaper", filename: str) -> str:
    """Where the file is kept: a name that nobody can guess and that says nothing about its content."""
    return f"papers/{uuid.uuid4().hex}"


class MadePaperQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """The town's for those who see the town, a unit's for its own people: as the data that is in them."""
        if not user.may(Permission.MAKE_DOCUMENTS):
            return self.none()
        return self if user.sees_the_town else self.filter(unit=user.unit)

    def in_plan(self, plan: Plan):
        return self.filter(plan=plan)

    def in_hand(self):
        """Begun by a worker and not ended."""
        return self.filter(started_at__isnull=False, finished_at=None)

    def waiting(self):
        """That nobody has begun, in their order."""
        return self.filter(started_at=None).order_by("asked_at", "pk")

    def outdated(self):
        """Whose file has been kept long enough."""
        return self.exclude(file="").filter(finished_at__lt=clock.now() - timedelta(days=KEPT_DAYS))

    def with_faces(self):
        return self.select_related("unit", "asked_by__unit", "plan")


class MadePaper(models.Model):
    """`kind` is a code of `documents.kinds.KINDS`; `told` says why there is no file."""

    kind = models.CharField("loại văn bản", max_length=40)
    title = models.CharField("văn bản", max_length=250)
    form = models.CharField("dạng tệp", max_length=10)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="papers", verbose_name="kế hoạch")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị")
    household = models.ForeignKey(Household, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="hộ")
    as_of = models.DateField("số liệu đến hết ngày")
    first = models.DateField("số liệu từ ngày", null=True, blank=True)
    number = models.CharField("số văn bản", max_length=60, blank=True)
    asked_at = models.DateTimeField("yêu cầu lúc")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    started_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    step = models.CharField("đang làm", max_length=100, blank=True)
    told = models.CharField("lời báo", max_length=300, blank=True)
    file = models.FileField("tệp", upload_to=stored_name, blank=True)
    file_name = models.CharField("tên tệp", max_length=200, blank=True)
    size = models.PositiveIntegerField("cỡ (byte)", default=0)

    objects = MadePaperQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đã lập"
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["plan", "unit", "-asked_at"], name="made_paper_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(started_at__isnull=False), name="made_paper_ends_after_it_began"
            )
        ]

    def __str__(self):
        return self.file_name or self.title

    @property
    def is_in_hand(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.finished_at is None

    @property
    def kept_until(self):
        return self.finished_at + timedelta(days=KEPT_DAYS) if self.finished_at else None

    @property
    def state(self) -> str:
        """In words, for the list of what was made."""
        if self.file:
            return "Có tệp"
        if self.told:
            return "Chưa lập được"
        if self.finished_at:
            return "Tệp đã xóa"
        return "Đang lập" if self.started_at else "Đang chờ"
