"""Who is poor: the household, its people, its place on a year's list, and its diary."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q

from households.models.movement import Movement
from households.models.reference import Cause, Hamlet, Indicator, Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission, Role
from povertyplan.fields import IdNumberField, masked
from povertyplan.vietnamese import matching_key, search_key, sort_key, tidy, unaccented


class Sex(models.TextChoices):
    MALE = "M", "Nam"
    FEMALE = "F", "Nữ"


class Progress(models.TextChoices):
    """What the commune saw at its last look at the household."""

    NOT_STARTED = "not_started", "Chưa bắt đầu"
    UNDER_WAY = "under_way", "Đang thực hiện"
    DONE = "done", "Đã xong"
    STUCK = "stuck", "Vướng mắc, cần báo cáo"


class HouseholdQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """The households that `user` may see at all; every fetch of a page starts here."""
        if not user.may(Permission.VIEW_HOUSEHOLDS):
            return self.none()
        if user.sees_the_town:
            return self
        if user.role == Role.COMMUNE:
            return self.filter(commune=user.unit)
        needing = Q(needs__lead=user.unit) | Q(needs__coordinators=user.unit)
        return self.filter(pk__in=Household.objects.filter(needing).values("pk"))

    def in_plan(self, plan: Plan, on: date | None = None):
        """On the plan's list (since `on` or before, where a day is given)."""
        entries = PlanEntry.objects.filter(plan=plan, household=OuterRef("pk"))
        return self.filter(Exists(entries if on is None else entries.filter(listed_on__lte=on)))

    def in_commune(self, commune: Unit):
        return self.filter(commune=commune)

    def left(self, plan: Plan, on: date | None = None):
        """Off the poor list by this day, whatever the reason: escaped poverty, died, moved."""
        return self.filter(Exists(_leaving(plan, on)))

    def remaining(self, plan: Plan, on: date | None = None):
        """Still to be helped."""
        return self.in_plan(plan, on).exclude(Exists(_leaving(plan, on)))

    def due_for_update(self, plan: Plan, on: date | None = None):
        """Remaining households that the commune has not looked at for as long as the plan allows."""
        last = (on or clock.today()) - timedelta(days=plan.update_every_days)
        seen = PlanEntry.objects.filter(plan=plan, household=OuterRef("pk")).filter(
            Q(seen_at__isnull=False, seen_on__gt=last) | Q(seen_at__isnull=True, listed_on__gt=last)
        )
        return self.remaining(plan, on).exclude(Exists(seen))

    def stuck(self, plan: Plan):
        entries = PlanEntry.objects.filter(plan=plan, household=OuterRef("pk"), progress=Progress.STUCK)
        return self.remaining(plan).filter(Exists(entries))

    def search(self, text: str):
        """Every word is the beginning of a word of the name or hamlet; or a code; or an ID's last four digits."""
        text = tidy(text)
        digits = text.replace(" ", "")
        if digits.isdigit() and len(digits) >= 4:
            return self.filter(Q(id_no__endswith=digits) | Q(code__endswith=digits))
        if "-" in digits and digits.replace("-", "").isdigit():
            return self.filter(code__startswith=digits)
        found = self
        for word in unaccented(text).split():
            found = found.filter(search_key__contains=f" {word}")
        return found

    def by_name(self):
        """By given name, in the order of the Vietnamese alphabet."""
        return self.order_by("sort_key", "code")


def _leaving(plan: Plan, on: date | None):
    return Movement.objects.leaving(plan, on).filter(household=OuterRef("pk"))


class Household(models.Model):
    """A poor household, known by its head and its hamlet."""

    Sex = Sex

    code = models.CharField("mã hộ", max_length=20, unique=True)
    commune = models.ForeignKey(Unit, models.PROTECT, verbose_name="xã, phường", related_name="households")
    hamlet = models.ForeignKey(Hamlet, models.PROTECT, verbose_name="thôn, tổ dân phố", related_name="households")
    address = models.CharField("địa chỉ cụ thể", max_length=200, blank=True)
    head = models.CharField("họ và tên chủ hộ", max_length=100)
    sex = models.CharField("giới tính", max_length=1, choices=Sex, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    birth_on = models.DateField("ngày sinh", null=True, blank=True)
    id_no = IdNumberField("số CCCD/CMND", null=True, blank=True)
    old_id_no = IdNumberField("số CMND cũ", null=True, blank=True)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)
    member_count = models.PositiveSmallIntegerField("số khẩu", null=True, blank=True)
    has_merit = models.BooleanField("có thành viên là người có công", default=False)
    lacks_labour = models.BooleanField("không có khả năng lao động", default=False)
    causes = models.ManyToManyField(Cause, verbose_name="nguyên nhân nghèo", blank=True, related_name="households")
    deprivations = models.ManyToManyField(
        Indicator, verbose_name="chỉ số thiếu hụt", blank=True, related_name="households"
    )
    officer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name="cán bộ phụ trách", related_name="households"
    )
    note = models.TextField("ghi chú", max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = models.CharField(max_length=250, editable=False)
    sort_key = models.CharField(max_length=250, editable=False)
    match_key = models.CharField(max_length=100, editable=False)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "hộ"
        ordering = ["sort_key", "code"]
        indexes = [
            models.Index(fields=["commune", "sort_key"], name="household_by_commune"),
            models.Index(fields=["commune", "match_key"], name="household_by_match"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["id_no"],
                condition=Q(id_no__isnull=False),
                name="household_id_number_once",
                violation_error_message="Số CCCD/CMND này đã thuộc một hộ khác.",
            ),
            models.CheckConstraint(condition=~Q(id_no=""), name="household_id_number_not_empty"),
        ]

    def __str__(self):
        return self.head

    def fill_keys(self) -> "Household":
        """Sets what is derived from the name; bulk writers call it, as `save` does."""
        self.head = tidy(self.head)
        self.search_key = search_key(self.head, self.hamlet.name)[:250]
        self.sort_key = sort_key(self.head)[:250]
        self.match_key = matching_key(self.head)
        return self

    def save(self, *args, **kwargs):
        self.fill_keys()
        super().save(*args, **kwargs)

    @property
    def masked_id(self) -> str:
        return masked(self.id_no)

    @property
    def is_single_person(self) -> bool:
        return self.member_count == 1


class Member(models.Model):
    """One person of a household beside its head (the head is on the household itself)."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    name = models.CharField("họ và tên", max_length=100)
    relation = models.CharField("quan hệ với chủ hộ", max_length=40, blank=True)
    sex = models.CharField("giới tính", max_length=1, choices=Sex, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    birth_on = models.DateField("ngày sinh", null=True, blank=True)
    id_no = IdNumberField("số CCCD/CMND", null=True, blank=True)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "thành viên"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    @property
    def masked_id(self) -> str:
        return masked(self.id_no)


class PlanEntry(models.Model):
    """A household's place on a year's list, and what the commune last saw there."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="entries")
    household = models.ForeignKey(Household, models.CASCADE, related_name="entries")
    listed_on = models.DateField("vào danh sách ngày")
    to_review = models.BooleanField("cần rà soát vì vắng trong danh sách mới", default=False)
    progress = models.CharField("tiến độ", max_length=20, choices=Progress, blank=True)
    seen_on = models.DateField("ngày xem xét gần nhất", null=True, blank=True)
    seen_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, verbose_name="người ghi")

    class Meta:
        verbose_name = "hộ trong kế hoạch"
        constraints = [
            models.UniqueConstraint(fields=["plan", "household"], name="entry_once_per_plan"),
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None, seen_on=None, progress="")
                | Q(seen_at__isnull=False, seen_by__isnull=False, seen_on__isnull=False) & ~Q(progress=""),
                name="entry_seen_by_somebody_at_some_time",
            ),
        ]

    def __str__(self):
        return f"{self.household} – {self.plan}"


class Diary(models.Model):
    """One line of what happened to a household. Lines are added, never changed."""

    class Kind(models.TextChoices):
        LIST = "list", "Danh sách"
        DATA = "data", "Thông tin hộ"
        PROGRESS = "progress", "Tiến độ"
        NEED = "need", "Nhu cầu"
        EXIT = "exit", "Thoát nghèo"
        NOTE = "note", "Ghi chú"

    household = models.ForeignKey(Household, models.CASCADE, related_name="diary")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    text = models.CharField("nội dung", max_length=300)
    note = models.TextField("ghi chú", blank=True)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, verbose_name="người thực hiện")

    class Meta:
        verbose_name = "diễn biến"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["household", "-at"], name="diary_of_household")]

    def __str__(self):
        return self.text
