"""A question ("vướng mắc"): who asks about what, who must answer, what was said; and answers for everybody."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from households.models import Household, Plan
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission, Role
from povertyplan.vietnamese import search_key, unaccented
from tasks.models.need import Need
from tasks.models.need_type import NeedType
from tasks.question_states import DONE, TONES, UNSETTLED, State


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """A unit's own; a commune's also those about its households; a body's also where it is to answer or did."""
        if not user.may(Permission.VIEW_QUESTIONS):
            return self.none()
        if user.sees_the_town:
            return self
        if user.role == Role.COMMUNE:
            return self.filter(Q(unit=user.unit) | Q(household__commune=user.unit))
        replied = Reply.objects.filter(question=OuterRef("pk"), unit=user.unit)
        return self.filter(Q(unit=user.unit) | Q(body=user.unit) | Exists(replied))

    def in_plan(self, plan: Plan):
        return self.filter(plan=plan)

    def asked_by(self, unit: Unit):
        return self.filter(unit=unit)

    def about(self, household: Household):
        return self.filter(household=household)

    def from_looks(self):
        """Asked by saying at a look that the household is stuck."""
        return self.filter(from_look=True)

    def unsettled(self):
        return self.filter(state__in=UNSETTLED)

    def waiting(self):
        return self.filter(state=State.WAITING)

    def for_the_division(self):
        """Waiting for the division: not passed on to a body."""
        return self.waiting().filter(body=None)

    def passed_on(self):
        return self.waiting().filter(body__isnull=False)

    def to_answer_by(self, user: User):
        return self.for_the_division() if user.role == Role.DIVISION else self.waiting().filter(body=user.unit)

    def stuck_among(self, households, plan: Plan) -> set[int]:
        """The keys of those `households` about which, or about a need of which, something is not settled."""
        asked = self.in_plan(plan).unsettled().filter(household__in=list(households))
        return set(asked.order_by().values_list("household", flat=True))

    def answered(self):
        """Answered, and the asker has not said yet whether it helped."""
        return self.filter(state=State.ANSWERED)

    def in_turn(self):
        """What waits first, the longest waiting on top; then what was answered, then what is over, newest first."""
        turn = Case(When(state=State.WAITING, then=0), When(state=State.ANSWERED, then=1), default=2)
        waiting_since = Case(When(state=State.WAITING, then=F("moved_at")), default=Value(None))
        return self.annotate(turn=turn, waiting_since=waiting_since).order_by(
            "turn", F("waiting_since").asc(nulls_last=True), "-moved_at", "-pk"
        )

    def with_faces(self):
        """With all that a line of a list shows, in one query."""
        return self.select_related(
            "plan", "unit", "body", "household__commune", "household__hamlet", "need__type", "asked_by"
        )


class Question(models.Model):
    """What stands in the way of a household, a need or the plan, until the unit that asked says that it is settled.

    Part V of the plan: "nếu có vướng mắc, kịp thời báo cáo … (qua Phòng LĐ-TB&XH) để được hướng dẫn". A household
    is stuck exactly while a question about it is not settled (docs/decisions/0016).
    """

    State = State

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="questions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="questions", verbose_name="đơn vị hỏi")
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name="hộ"
    )
    need = models.ForeignKey(
        Need, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name="nhu cầu"
    )
    text = models.TextField("vướng mắc", max_length=2000)
    from_look = models.BooleanField("báo khi cập nhật tiến độ", default=False)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.WAITING)
    body = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan trả lời"
    )
    asked_at = models.DateTimeField("hỏi lúc")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người hỏi")
    moved_at = models.DateTimeField("chuyển trạng thái lúc")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "vướng mắc"
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["plan", "state", "body"], name="question_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(need=None) | Q(household__isnull=False), name="question_of_a_need_is_of_its_household"
            ),
            models.CheckConstraint(
                condition=Q(from_look=False) | Q(household__isnull=False, need=None), name="question_from_look_at_one"
            ),
            models.UniqueConstraint(
                fields=["plan", "household"],
                condition=Q(from_look=True, state__in=["waiting", "answered"]),
                name="question_one_of_looks_at_a_time",
            ),
        ]

    def __str__(self):
        return f"Vướng mắc về {self.subject}"

    @property
    def subject(self) -> str:
        """ "hộ Nguyễn Văn Thử", "nhu cầu sửa chữa nhà ở của hộ Nguyễn Văn Thử", "kế hoạch năm 2022" """
        if self.household_id is None:
            return f"kế hoạch năm {self.plan.year}"
        household = f"hộ {self.household.head}"
        return f"nhu cầu {self.need.type.name.lower()} của {household}" if self.need_id else household

    @property
    def is_open(self) -> bool:
        return self.state in UNSETTLED

    @property
    def state_text(self) -> str:
        if self.state == State.WAITING:
            return f"Chờ {self.body.short_name} trả lời" if self.body_id else "Chờ Phòng LĐ-TB&XH trả lời"
        return self.get_state_display()

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "plain")


class Reply(models.Model):
    """One thing said or done about a question: a line of its thread. Lines are added, never changed."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="replies")
    verb = models.CharField("việc", max_length=10)
    text = models.TextField("nội dung", max_length=2000, blank=True)
    body = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "trả lời"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["question", "unit"], name="reply_of_unit")]

    def __str__(self):
        return f"{self.verb}: {self.text[:50]}"

    @property
    def done(self) -> str:
        """What was done, in words."""
        if self.verb == "pass_on" and self.body:
            return f"{'đề nghị' if self.body.is_requested else 'chuyển'} {self.body.name} trả lời"
        return DONE[self.verb]


class GuidanceQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(retracted_at=None)

    def of_type_first(self, type: NeedType):
        """Those about needs of `type`, then the others, each the newest first."""
        return self.annotate(turn=Case(When(type=type, then=0), default=1)).order_by("turn", "-published_at", "-pk")

    def search(self, text: str):
        """Every word is the beginning of a word of the question or of the answer."""
        found = self
        for word in unaccented(text).split():
            found = found.filter(search_key__contains=f" {word}")
        return found


class Guidance(models.Model):
    """An answer that holds for everybody, with the question put in general: it names no household and no person."""

    question = models.OneToOneField(Question, models.PROTECT, related_name="guidance")
    ask = models.TextField("câu hỏi chung", max_length=1000)
    answer = models.TextField("hướng dẫn", max_length=4000)
    type = models.ForeignKey(
        NeedType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="loại nhu cầu"
    )
    published_at = models.DateTimeField("ban hành lúc")
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ban hành")
    retracted_at = models.DateTimeField("thôi áp dụng lúc", null=True, blank=True)
    retracted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    search_key = models.TextField(editable=False)

    objects = GuidanceQuerySet.as_manager()

    class Meta:
        verbose_name = "hướng dẫn"
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retracted_at=None, retracted_by=None)
                | Q(retracted_at__isnull=False, retracted_by__isnull=False),
                name="guidance_retracted_by_somebody",
            )
        ]

    def __str__(self):
        return self.ask

    def save(self, *args, **kwargs):
        self.search_key = search_key(self.ask, self.answer)
        super().save(*args, **kwargs)
