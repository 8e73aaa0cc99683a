"""Who is poor: the household, its people, its place on a year's list, and its diary."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from households.models.movement import Movement
from households.models.person import Person, Sex
from households.models.reference import Cause, Hamlet, Indicator, Plan
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission, Role
from povertyplan.vietnamese import matching_key, search_key, sort_key, tidy, unaccented


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

    def of_the_plan(self, plan: Plan, on: date | None = None):
        """Of `in_plan` those that the plan itself counts: not those that split off from one of them."""
        own = PlanEntry.objects.filter(plan=plan, household=OuterRef("pk"), by_movement=None)
        return self.filter(Exists(own if on is None else own.filter(listed_on__lte=on)))

    def beside_the_plan(self, plan: Plan):
        """On the list by a movement: a household that split off."""
        return self.filter(
            Exists(PlanEntry.objects.filter(plan=plan, household=OuterRef("pk")).exclude(by_movement=None))
        )

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
        last = (on or plan.today) - timedelta(days=plan.update_every_days)
        seen = PlanEntry.objects.filter(plan=plan, household=OuterRef("pk")).filter(
            Q(seen_at__isnull=False, seen_on__gt=last) | Q(seen_at__isnull=True, listed_on__gt=last)
        )
        return self.remaining(plan, on).exclude(Exists(seen))

    def to_review(self, plan: Plan):
        """Missing from a newer list: somebody has to say whether they are still poor."""
        entries = PlanEntry.objects.filter(plan=plan, household=OuterRef("pk"), to_review=True)
        return self.remaining(plan).filter(Exists(entries))

    def proposed(self, plan: Plan, stage: str):
        """With a proposal to leave the list that stands at `stage`."""
        return self.filter(Exists(_departures(plan).filter(stage=stage)))

    def left_as(self, plan: Plan, kind: str):
        return self.filter(Exists(_leaving(plan, None).filter(kind=kind)))

    def left_for(self, plan: Plan, reason: str):
        return self.filter(Exists(_leaving(plan, None).filter(reason=reason)))

    def looked_after_by(self, user: User):
        return self.filter(officer=user)

    def having(self, rows):
        """The households of `rows` (needs, questions), each once."""
        return self.filter(pk__in=rows.values("household"))

    def search(self, text: str):
        """Every word is the beginning of a word of the name or hamlet; or a code; or an ID's last four digits.

        Of an ID only the last four digits are compared: more would let people guess what the mask hides.
        """
        text = tidy(text)
        digits = text.replace(" ", "")
        if digits.isascii() and digits.isdigit() and len(digits) >= 4:
            ends_so = Q(id_no__endswith=digits[-4:]) if len(digits) in {4, 9, 12} else Q()
            return self.filter(Q(code__endswith=digits) | ends_so)
        if "-" in digits and any(char.isdigit() for char in digits):
            return self.filter(code__istartswith=digits)
        found = self
        for word in unaccented(text).split():
            found = found.filter(search_key__contains=f" {word}")
        return found

    def nearest_first(self, text: str):
        """Names that have the typed words with their marks, then the others, each by given name."""
        written_so = Q()
        for word in matching_key(text).split():
            written_so &= Q(match_key__startswith=word) | Q(match_key__contains=f" {word}")
        rank = Case(When(written_so, then=0), default=1) if written_so else Value(0)
        return self.annotate(rank=rank).order_by("rank", "sort_key", "code")

    def longest_unseen_first(self, plan: Plan):
        """The order of the list of due households; who was never looked at counts from the day of listing."""
        entries = PlanEntry.objects.filter(plan=plan, household=OuterRef("pk"))
        seen = Subquery(entries.values(day=Coalesce("seen_on", "listed_on"))[:1])
        return self.annotate(last_look=seen).order_by("last_look", "sort_key", "code")

    def after(self, household: "Household"):
        """Those that follow `household` in the order by name."""
        same_name = Q(sort_key=household.sort_key, code__gt=household.code)
        return self.filter(Q(sort_key__gt=household.sort_key) | same_name).by_name()

    def with_place(self, plan: Plan):
        """Brings along what `households.standing` reads: `places` and `changes_of_standing` of `plan`."""
        entries = PlanEntry.objects.filter(plan=plan)
        return self.prefetch_related(
            Prefetch("entries", entries, to_attr="places"),
            Prefetch("movements", Movement.objects.in_plan(plan).standing(), to_attr="changes_of_standing"),
        )

    def by_name(self):
        """By given name, in the order of the Vietnamese alphabet."""
        return self.order_by("sort_key", "code")


def _departures(plan: Plan):
    return Movement.objects.in_plan(plan).decreases().filter(household=OuterRef("pk"))


def _leaving(plan: Plan, on: date | None):
    return Movement.objects.leaving(plan, on).filter(household=OuterRef("pk"))


def name_keys(head: str, hamlet: str) -> tuple[str, str, str]:
    """`search_key`, `sort_key` and `match_key` of a household, from its head's tidy name and its hamlet's."""
    return search_key(head, hamlet)[:250], sort_key(head)[:250], matching_key(head)


class Household(Person):
    """A poor household, known by its head and its hamlet. What it knows as a person is known of its head."""

    Sex = Sex
    is_head, relation = True, "Chủ hộ"

    code = models.CharField("mã hộ", max_length=20, unique=True)
    commune = models.ForeignKey(Unit, models.PROTECT, verbose_name="xã, phường", related_name="households")
    hamlet = models.ForeignKey(Hamlet, models.PROTECT, verbose_name="thôn, tổ dân phố", related_name="households")
    address = models.CharField("địa chỉ cụ thể", max_length=200, blank=True)
    head = models.CharField("họ và tên chủ hộ", max_length=100)
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
        self.search_key, self.sort_key, self.match_key = name_keys(self.head, self.hamlet.name)
        return self

    def save(self, *args, **kwargs):
        self.fill_keys()
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """The head's, as a person."""
        return self.head

    def saved_since(self, version: int):
        """The lines of the diary on what was saved after `version`, the newest first."""
        told = self.diary.filter(kind__in=[Diary.Kind.DATA, Diary.Kind.LIST]).select_related("by__unit")
        return told[: max(self.version - version, 1)]

    def people(self, on: date | None = None) -> list[Person]:
        """The head and the members who are there (at the end of `on`)."""
        return [self, *self.members.present(on)]

    @property
    def is_single_person(self) -> bool:
        return self.member_count == 1


class PlanEntry(models.Model):
    """A household's place on a year's list, and what the commune last saw there.

    `by_movement`: it is poor and has to be helped, but is none of the households by address that the plan set out
    to lift: it split off from one of them. The plan's figures do not count it (decision 13).
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="entries")
    household = models.ForeignKey(Household, models.CASCADE, related_name="entries")
    listed_on = models.DateField("vào danh sách ngày")
    by_movement = models.ForeignKey(
        Movement, models.CASCADE, null=True, blank=True, related_name="entries", verbose_name="vào danh sách do"
    )
    to_review = models.BooleanField("cần rà soát vì vắng trong danh sách mới", default=False)
    progress = models.CharField("tiến độ", max_length=20, choices=Progress, blank=True)
    seen_on = models.DateField("ngày xem xét gần nhất", null=True, blank=True)
    seen_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, verbose_name="người ghi")
    no_need_reason = models.CharField("không có nhu cầu hỗ trợ, vì", max_length=300, blank=True, db_default="")
    no_need_at = models.DateTimeField("ghi không có nhu cầu lúc", null=True, blank=True)
    no_need_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "hộ trong kế hoạch"
        constraints = [
            models.UniqueConstraint(fields=["plan", "household"], name="entry_once_per_plan"),
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None, seen_on=None, progress="")
                | Q(seen_at__isnull=False, seen_by__isnull=False, seen_on__isnull=False) & ~Q(progress=""),
                name="entry_seen_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(no_need_reason="", no_need_at=None, no_need_by=None)
                | ~Q(no_need_reason="") & Q(no_need_at__isnull=False, no_need_by__isnull=False),
                name="entry_no_need_said_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.household} – {self.plan}"


class DiaryQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """Everything to those who see exits; the bodies that give help are not told how an exit is argued."""
        return self if user.may(Permission.VIEW_EXITS) else self.exclude(kind=Diary.Kind.EXIT)


class Diary(models.Model):
    """One line of what happened to a household. Lines are added, never changed."""

    class Kind(models.TextChoices):
        LIST = "list", "Danh sách"
        DATA = "data", "Thông tin hộ"
        PROGRESS = "progress", "Tiến độ"
        NEED = "need", "Nhu cầu"
        EXIT = "exit", "Biến động"
        QUESTION = "question", "Vướng mắc"
        NOTE = "note", "Ghi chú"

    household = models.ForeignKey(Household, models.CASCADE, related_name="diary")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    text = models.CharField("nội dung", max_length=300)
    note = models.TextField("ghi chú", blank=True)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, verbose_name="người thực hiện")

    objects = DiaryQuerySet.as_manager()

    class Meta:
        verbose_name = "diễn biến"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["household", "-at"], name="diary_of_household")]

    def __str__(self):
        return self.text
