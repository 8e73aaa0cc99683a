"""What changed in a household's standing: one dated row a change, from proposal to decision."""

from datetime import date

from django.db import models
from django.db.models import Case, Count, F, Q, When

from households.models.reference import Plan
from povertyplan import clock
from povertyplan.accounts.models import User
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
    """Why a household leaves the list."""

    SUPPORTED = "supported", "Được hỗ trợ, đủ điều kiện thoát nghèo"
    SELF_RELIANT = "self_reliant", "Tự vươn lên thoát nghèo"
    MERIT = "merit", "Hộ có thành viên là người có công"
    CRITERIA_REVIEW = "criteria_review", "Rà soát lại tiêu chí"
    DECEASED = "deceased", "Hộ độc khẩu, đã chết"
    MOVED = "moved", "Chuyển đi nơi khác"
    MERGED = "merged", "Nhập vào hộ khác"


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


OTHER_DECREASE_REASONS = frozenset({Reason.DECEASED, Reason.MOVED, Reason.MERGED})
DECREASES = frozenset({Kind.EXIT, Kind.OTHER_DECREASE})
OPEN_STAGES = frozenset({Stage.PROPOSED, Stage.RETURNED, Stage.AGREED})


def kind_for(reason: str) -> Kind:
    """Deaths, moves and merges are "giảm khác", never "thoát nghèo"; everything else is an exit."""
    return Kind.OTHER_DECREASE if reason in OTHER_DECREASE_REASONS else Kind.EXIT


class MovementQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        if not user.may(Permission.VIEW_EXITS):
            return self.none()
        return self.filter(household__commune=user.unit) if user.role == Role.COMMUNE else self

    def in_plan(self, plan: Plan):
        return self.filter(plan=plan)

    def leaving(self, plan: Plan, on: date | None = None):
        """Decreases in force: decided, and counted by `on` (today unless told)."""
        return self.filter(plan=plan, kind__in=DECREASES, stage=Stage.DECIDED, counted_on__lte=on or clock.today())

    def decreases(self):
        return self.filter(kind__in=DECREASES)

    def standing(self):
        """What still says something about a household: not what was taken back. The newest first."""
        return self.decreases().exclude(stage=Stage.WITHDRAWN).order_by("-pk")

    def in_turn(self):
        """As they are worked through: what waits for the division first, the longest waiting on top."""
        turn = Case(*(When(stage=stage, then=place) for place, stage in enumerate(Stage.values)))
        return self.annotate(turn=turn).order_by("turn", "proposed_at", "pk")

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
    """A change of standing. The proposer cannot agree to it; the decision's number and date make it official.

    `happened_on` is the day of the fact (a death, the day of the review); `counted_on` is the day from which
    figures count it: the decision's date, but after the plan's own day; or, for what the plan's own list brought,
    the day that the list says.
    """

    Kind, Reason, Outcome, Stage = Kind, Reason, Outcome, Stage

    household = models.ForeignKey("households.Household", models.CASCADE, related_name="movements")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="movements")
    kind = models.CharField("loại biến động", max_length=20, choices=Kind)
    reason = models.CharField("lý do", max_length=20, choices=Reason, blank=True)
    outcome = models.CharField("kết quả", max_length=20, choices=Outcome, blank=True)
    happened_on = models.DateField("ngày")
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
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)

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
                for verb in ("proposed", "agreed", "returned", "decided")
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(agreed_by=None) | ~Q(proposed_by=F("agreed_by")),
                name="movement_proposer_does_not_agree",
                violation_error_message="Người đề nghị không được tự đồng ý.",
            ),
            models.CheckConstraint(
                condition=~Q(stage="decided")
                | Q(from_list=True, counted_on__isnull=False)
                | Q(decision_on__isnull=False, counted_on__gte=F("decision_on")) & ~Q(decision_no=""),
                name="movement_decided_by_number_and_date",
                violation_error_message="Phải có số và ngày quyết định.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["exit", "other_decrease"])
                | Q(kind="other_decrease", reason__in=["deceased", "moved", "merged"])
                | Q(kind="exit") & ~Q(reason__in=["deceased", "moved", "merged", ""]),
                name="movement_deaths_and_moves_are_no_exits",
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
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES
