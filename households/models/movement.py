"""What changed in a household's standing: one dated row a change, from proposal to decision."""

from datetime import date

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When

from households.models.decision import Decision
from households.models.reference import Cause, Plan
from households.models.watched import WatchedMovements
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission, Role


class Kind(models.TextChoices):
    """Rows of the national movement table (domain.md 2.2)."""

    EXIT = "exit", "Thoát nghèo"
    OTHER_DECREASE = "other_decrease", "Giảm khác"
    FROM_NEAR_POOR = "from_near_poor", "Từ hộ cận nghèo thành hộ nghèo"
    RELAPSE = "relapse", "Tái nghèo"
    NEWLY_POOR = "newly_poor", "Phát sinh nghèo"
    OTHER_INCREASE = "other_increase", "Tăng khác"


class Reason(models.TextChoices):
    """Why a household leaves the list; the last two say why one comes onto it without having become poor."""

    SUPPORTED = "supported", "Được hỗ trợ, đủ điều kiện thoát nghèo"
    SELF_RELIANT = "self_reliant", "Tự vươn lên thoát nghèo"
    MERIT = "merit", "Hộ có thành viên là người có công"
    CRITERIA_REVIEW = "criteria_review", "Rà soát lại tiêu chí"
    DECEASED = "deceased", "Hộ độc khẩu, đã chết"
    MOVED = "moved", "Chuyển đi nơi khác"
    MERGED = "merged", "Nhập vào hộ khác"
    MOVED_IN = "moved_in", "Hộ nghèo chuyển đến"
    SPLIT_OFF = "split_off", "Tách từ hộ nghèo khác"


class Outcome(models.TextChoices):
    """Where an exit leads; lists of old years often do not say."""

    NEAR_POOR = "near_poor", "Trở thành hộ cận nghèo"
    ABOVE_NEAR_POOR = "above_near_poor", "Vượt chuẩn cận nghèo"


class Stage(models.TextChoices):
    PROPOSED = "proposed", "Chờ xét duyệt"
    RETURNED = "returned", "Trả lại để bổ sung"
    AGREED = "agreed", "Đã đồng ý, chờ quyết định"
    DECIDED = "decided", "Đã có quyết định"
    WITHDRAWN = "withdrawn", "Đã rút đề nghị"
    UNDONE = "undone", "Đã hủy vì ghi nhầm"


class Official(models.TextChoices):
    """What the annual review's decision says of a preliminary result; empty until it has been issued."""

    CONFIRMED = "confirmed", "Được công nhận"
    REJECTED = "rejected", "Không được công nhận"


OTHER_DECREASE_REASONS = frozenset({Reason.DECEASED, Reason.MOVED, Reason.MERGED})
DECREASES = frozenset({Kind.EXIT, Kind.OTHER_DECREASE})
INCREASES = frozenset(Kind) - DECREASES
PROPOSED_INCREASES = INCREASES - {Kind.OTHER_INCREASE}  # who splits off or moves here is only written down
DECREASE_REASONS = frozenset(Reason) - {Reason.MOVED_IN, Reason.SPLIT_OFF}
OPEN_STAGES = frozenset({Stage.PROPOSED, Stage.RETURNED, Stage.AGREED})
OVER = frozenset({Stage.WITHDRAWN, Stage.UNDONE})  # says nothing about the household any more


def kind_for(reason: str) -> Kind:
    """Deaths, moves and merges are "giảm khác", never "thoát nghèo"; everything else is an exit."""
    return Kind.OTHER_DECREASE if reason in OTHER_DECREASE_REASONS else Kind.EXIT


class MovementQuerySet(WatchedMovements):
    def visible_to(self, user: User):
        if not user.may(Permission.VIEW_EXITS):
            return self.none()
        return self.filter(household__commune=user.unit) if user.role == Role.COMMUNE else self

    def in_plan(self, plan: Plan):
        return self.filter(plan=plan)

    def proposals(self):
        """What is proposed and answered: not splits and moves within the town, which are only written down."""
        return self.exclude(kind=Kind.OTHER_INCREASE).filter(relocation_from=None)

    def in_force(self, on: date | None = None):
        """Decided, counted by `on` (today unless told), and not ended by the annual review before that."""
        on = on or clock.today()
        return self.filter(stage=Stage.DECIDED, counted_on__lte=on).filter(Q(ended_on=None) | Q(ended_on__gt=on))

    def leaving(self, plan: Plan, on: date | None = None):
        """The decreases of `plan` by which households are off the list on `on`: no return to poverty followed."""
        on = on or plan.today
        returns = Movement.objects.in_force(on).increases().filter(plan=plan, household=OuterRef("household"))
        later = Q(counted_on__gt=OuterRef("counted_on")) | Q(counted_on=OuterRef("counted_on"), pk__gt=OuterRef("pk"))
        return self.in_force(on).decreases().filter(plan=plan).exclude(Exists(returns.filter(later)))

    def decreases(self):
        return self.filter(kind__in=DECREASES)

    def increases(self):
        return self.filter(kind__in=INCREASES)

    def standing(self):
        """What still says something about a household: not what was taken back. The newest first."""
        return self.exclude(stage__in=OVER).order_by("-pk")

    def in_turn(self):
        """As they are worked through: what waits for the division first, the longest waiting on top."""
        turn = Case(*(When(stage=stage, then=place) for place, stage in enumerate(Stage.values)))
        return self.annotate(turn=turn).order_by("turn", "proposed_at", "pk")

    def for_review(self):
        """Brings along everything that speaks for or against a proposal."""
        return self.select_related(
            "plan",
            "review",
            "decision",
            "other_household",
            "cause",
            "household__commune__successor",
            "household__hamlet__commune__successor",
            "proposed_by__unit",
            "agreed_by__unit",
            "returned_by__unit",
            "undone_by__unit",
        ).prefetch_related("files__added_by", "review__deprivations")

    def differing(self):
        """Those of which the annual review says otherwise than the commune's decision."""
        return self.filter(Q(official=Official.REJECTED) | ~Q(official_outcome="") & ~Q(official_outcome=F("outcome")))

    def by_commune(self) -> list[Unit]:
        """The communes of these households, each with `waiting`, how many; those with most come first."""
        counts = dict(self.order_by().values_list("household__commune").annotate(count=Count("pk")))
        communes = list(Unit.objects.filter(pk__in=counts))
        for commune in communes:
            commune.waiting = counts[commune.pk]
        return sorted(communes, key=lambda commune: (-commune.waiting, commune.order))

    def counts_by_stage(self) -> dict[str, int]:
        return dict(self.order_by().values_list("stage").annotate(count=Count("pk")))

    def proposed(self):
        return self.filter(stage=Stage.PROPOSED)

    def returned(self):
        return self.filter(stage=Stage.RETURNED)

    def agreed(self):
        return self.filter(stage=Stage.AGREED)

    def decided(self):
        return self.filter(stage=Stage.DECIDED)

    def open(self):
        return self.filter(stage__in=OPEN_STAGES)

    def exits(self):
        return self.filter(kind=Kind.EXIT)

    def other_decreases(self):
        return self.filter(kind=Kind.OTHER_DECREASE)


class Movement(models.Model):
    """A change of standing. The proposer cannot agree to it; the decision's number and date make it count.

    It is preliminary ("sơ bộ") until the annual review's decision says `official`; one that the review rejects
    counts until `ended_on` and no longer. What was entered by mistake becomes `undone` and never counted.

    `happened_on` is the day of the fact (a death, the day of the review); `counted_on` is the day from which
    figures count it: the decision's date, but after the plan's own day; or, for what the plan's own list brought,
    the day that the list says.
    """

    Kind, Reason, Outcome, Stage, Official = Kind, Reason, Outcome, Stage, Official

    household = models.ForeignKey("households.Household", models.CASCADE, related_name="movements")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="movements")
    kind = models.CharField("loại biến động", max_length=20, choices=Kind)
    reason = models.CharField("lý do", max_length=20, choices=Reason, blank=True)
    outcome = models.CharField("kết quả", max_length=20, choices=Outcome, blank=True)
    happened_on = models.DateField("ngày")
    cause = models.ForeignKey(
        Cause, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nguyên nhân nghèo trở lại"
    )
    people = models.PositiveSmallIntegerField("số khẩu khi đó", null=True, blank=True)
    other_household = models.ForeignKey(
        "households.Household",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="hộ nhập vào, hộ tách ra từ đó",
    )
    evidence = models.TextField("căn cứ, minh chứng", max_length=1000, blank=True)
    stage = models.CharField("giai đoạn", max_length=10, choices=Stage)
    from_list = models.BooleanField("ghi trong danh sách kèm kế hoạch", default=False)
    counted_on = models.DateField("tính từ ngày", null=True, blank=True)

    proposed_at = models.DateTimeField("đề nghị lúc", null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField("đồng ý lúc", null=True, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField("trả lại lúc", null=True, blank=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    return_reason = models.TextField("lý do trả lại", max_length=1000, blank=True)
    decided_at = models.DateTimeField("ghi quyết định lúc", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="movements", verbose_name="quyết định"
    )
    official = models.CharField("kết quả chính thức", max_length=10, choices=Official, blank=True, db_default="")
    official_outcome = models.CharField(
        "kết quả chính thức là", max_length=20, choices=Outcome, blank=True, db_default=""
    )
    official_decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="officially",
        verbose_name="quyết định rà soát định kỳ",
    )
    ended_on = models.DateField("không còn tính từ ngày", null=True, blank=True)
    undone_at = models.DateTimeField("hủy lúc", null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undo_reason = models.TextField("lý do hủy", max_length=1000, blank=True, db_default="")

    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = "biến động"
        ordering = ["-happened_on", "-pk"]
        indexes = [models.Index(fields=["plan", "stage", "kind", "counted_on"], name="movement_in_force")]
        constraints = [
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{verb}_at": None, f"{verb}_by": None})
                    | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
                    name=f"movement_{verb}_at_and_by",
                )
                for verb in ("proposed", "agreed", "returned", "decided", "undone")
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(agreed_by=None) | ~Q(proposed_by=F("agreed_by")),
                name="movement_proposer_does_not_agree",
                violation_error_message="Người đề nghị không được tự đồng ý.",
            ),
            models.CheckConstraint(
                condition=~Q(stage="decided")
                | Q(from_list=True, counted_on__isnull=False)
                | Q(decision__isnull=False, counted_on__isnull=False),
                name="movement_decided_by_a_decision",
                violation_error_message="Phải có số và ngày quyết định.",
            ),
            models.CheckConstraint(
                condition=Q(stage="undone", undone_at__isnull=False) | ~Q(stage="undone") & Q(undone_at=None),
                name="movement_undone_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(official="", official_decision=None, official_outcome="", ended_on=None)
                | Q(official="confirmed", official_decision__isnull=False, ended_on=None)
                | Q(official="rejected", official_decision__isnull=False, ended_on__isnull=False, official_outcome=""),
                name="movement_official_by_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["exit", "other_decrease"])
                | Q(kind="other_decrease", reason__in=["deceased", "moved", "merged"])
                | Q(kind="exit") & ~Q(reason__in=["deceased", "moved", "merged", "moved_in", "split_off", ""]),
                name="movement_deaths_and_moves_are_no_exits",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["exit", "other_decrease"])
                | Q(kind="other_increase", reason__in=["moved_in", "split_off"])
                | ~Q(kind="other_increase") & Q(reason=""),
                name="movement_increases_have_no_reason_to_leave",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", official_outcome="") | Q(kind="exit"), name="movement_outcome_of_exits"
            ),
            models.UniqueConstraint(
                fields=["household", "plan"],
                condition=Q(stage__in=["proposed", "returned", "agreed"]),
                name="movement_one_open_per_household",
                violation_error_message="Hộ này đã có một đề nghị đang xử lý.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.household}"

    def counts_from(self, day: date) -> date:
        """From when it counts if it is mended to have been on `day`: what the plan told stays as it was told."""
        return day if self.counted_on <= self.plan.issued_on else self.plan.counts_from(day)

    @property
    def what(self) -> str:
        """What happens and why, in a few words: an exit by its reason, a relapse by its kind."""
        return self.get_reason_display() if self.reason else self.get_kind_display()

    @property
    def preliminary_text(self) -> str:
        """What the commune's own decision said."""
        return self._said(self.outcome)

    @property
    def official_text(self) -> str:
        """What the annual review says; empty until it has said something."""
        if self.official == Official.REJECTED:
            return "Không công nhận: vẫn là hộ nghèo" if self.is_decrease else "Không công nhận: không phải hộ nghèo"
        return self._said(self.official_outcome or self.outcome) if self.official else ""

    @property
    def differs(self) -> bool:
        """The annual review says otherwise than was said before; `differing` asks the same in SQL."""
        other = self.official_outcome and self.official_outcome != self.outcome
        return self.official == Official.REJECTED or bool(other)

    def _said(self, outcome: str) -> str:
        if self.kind != Kind.EXIT:
            return self.get_kind_display()
        return f"Thoát nghèo, {Outcome(outcome).label.lower()}" if outcome else "Thoát nghèo"

    @property
    def title(self) -> str:
        return f"Đề nghị đưa {'ra khỏi' if self.is_decrease else 'vào'} danh sách hộ nghèo"

    @property
    def version(self) -> int:
        """Another number each time that it is sent: who agrees to it agrees to what they saw."""
        return int(self.proposed_at.timestamp()) if self.proposed_at else 0

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES

    @property
    def is_decrease(self) -> bool:
        return self.kind in DECREASES
