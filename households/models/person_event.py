"""What happened to the people of a household: born, joined, died, gone. One dated row an event, never deleted."""

from datetime import date

from django.db import models
from django.db.models import Q

from households.models.movement import Movement
from households.models.person import Member
from povertyplan import clock
from povertyplan.accounts.models import User


class Kind(models.TextChoices):
    BORN = "born", "Sinh ra"
    JOINED = "joined", "Vào hộ (chuyển đến, kết hôn)"
    CAME = "came", "Từ hộ khác sang"
    DIED = "died", "Chết"
    LEFT = "left", "Chuyển đi nơi khác"
    WENT = "went", "Sang hộ khác"
    HEADED = "headed", "Đổi chủ hộ"


ARRIVALS = frozenset({Kind.BORN, Kind.JOINED, Kind.CAME})
DEPARTURES = frozenset({Kind.DIED, Kind.LEFT, Kind.WENT})
SIGNS = {**dict.fromkeys(ARRIVALS, 1), **dict.fromkeys(DEPARTURES, -1)}


class PersonEventQuerySet(models.QuerySet):
    def in_force(self, on: date | None = None):
        """Those that count by `on` (today unless told): neither taken back nor waiting for a decision."""
        return self.filter(undone_at=None, counted_on__lte=on or clock.today())

    def pending(self):
        """Those that come with a proposal (a household that splits off) and wait for its decision."""
        return self.filter(undone_at=None, counted_on=None)

    def after(self, day: date):
        """Those that count, but not yet on `day`."""
        return self.filter(undone_at=None, counted_on__gt=day)

    def in_turn(self):
        """The newest first, as the page of a household tells them."""
        return self.order_by("-on", "-pk")


class PersonEvent(models.Model):
    """One person, or some that nobody has named, came into a household or left it.

    `on` is the day of the fact, `counted_on` the day from which headcounts count it: the same, but for people who
    split off as a household of their own, who are counted there from the decision on, and here until then.
    The subject is `member`; or, `of_head`, whoever is the head now; or `people` without a name.
    Undone rows stay on record and count nowhere.
    """

    Kind = Kind

    household = models.ForeignKey("households.Household", models.CASCADE, related_name="person_events")
    # RESTRICT and not PROTECT: a household may go with all its people and their events.
    member = models.ForeignKey(
        Member, models.RESTRICT, null=True, blank=True, related_name="events", verbose_name="thành viên"
    )
    of_head = models.BooleanField("là chủ hộ hiện nay", default=False)
    who = models.CharField("họ và tên", max_length=100, blank=True)
    people = models.PositiveSmallIntegerField("số người", default=1)
    kind = models.CharField("loại", max_length=10, choices=Kind)
    on = models.DateField("ngày")
    counted_on = models.DateField("tính từ ngày", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    other_household = models.ForeignKey(
        "households.Household", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hộ kia"
    )
    twin = models.OneToOneField("self", models.RESTRICT, null=True, blank=True, related_name="+")
    movement = models.ForeignKey(
        Movement, models.RESTRICT, null=True, blank=True, related_name="person_events", verbose_name="biến động của hộ"
    )
    successor = models.CharField("chủ hộ mới", max_length=100, blank=True)
    successor_relation = models.CharField("quan hệ của chủ hộ mới với chủ hộ cũ", max_length=40, blank=True)
    at = models.DateTimeField("ghi lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ghi")
    undone_at = models.DateTimeField("hủy lúc", null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undo_reason = models.CharField("lý do hủy", max_length=500, blank=True)

    objects = PersonEventQuerySet.as_manager()

    class Meta:
        verbose_name = "biến động nhân khẩu"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["household", "counted_on"], name="person_event_counted")]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undo_reason="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undo_reason=""),
                name="person_event_undone_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(member=None) | Q(of_head=False, people=1), name="person_event_has_one_subject"
            ),
            models.CheckConstraint(condition=Q(of_head=False) | Q(people=1), name="person_event_head_is_one"),
            models.CheckConstraint(condition=Q(people__gte=1), name="person_event_of_somebody"),
            models.CheckConstraint(
                condition=Q(kind__in=["came", "went"], other_household__isnull=False)
                | ~Q(kind__in=["came", "went"]) & Q(other_household=None),
                name="person_event_between_two_households",
            ),
            models.CheckConstraint(
                condition=Q(counted_on__isnull=False) | Q(movement__isnull=False),
                name="person_event_waits_for_a_movement_only",
            ),
        ]

    def __str__(self):
        return (
            f"{self.get_kind_display()}: {self.who}" if self.who else f"{self.get_kind_display()}: {self.people} người"
        )

    @property
    def change(self) -> int:
        """By how many people the household grew; below zero it shrank."""
        return self.people * SIGNS.get(self.kind, 0)

    @property
    def is_pending(self) -> bool:
        return self.undone_at is None and self.counted_on is None
