"""A need of a household is the task: it has one lead, an officer, a due date and a state."""

from datetime import date, timedelta

from django.db import models
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from households.models import Household, Indicator, Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission, Role
from tasks.models.need_type import CommuneRoute, IndicatorLead, NeedType
from tasks.states import COUNTED, DONE, IN_QUEUE, MOVES, OPEN, TONES, WITH_LEAD, State, may_move


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """A commune's own, a body's where it leads or coordinates, everything for the town."""
        if not user.may(Permission.VIEW_NEEDS):
            return self.none()
        if user.sees_the_town:
            return self
        if user.role == Role.COMMUNE:
            return self.filter(commune=user.unit)
        return self.filter(Q(lead=user.unit) | _beside(unit=user.unit))

    def in_plan(self, plan: Plan):
        return self.filter(plan=plan)

    def counted(self):
        """What every count calls a need: not those that were split into others or are no longer wanted."""
        return self.filter(state__in=COUNTED)

    def as_listed(self):
        """The needs as the list named them, before any was split: what the plan's own figures speak of."""
        return self.filter(parent=None).exclude(state=State.WITHDRAWN)

    def led_by(self, unit: Unit):
        return self.filter(lead=unit)

    def coordinated_by(self, code: str):
        """Beside whose lead body the unit with this code works."""
        return self.filter(_beside(unit__code=code))

    def of_type(self, type: NeedType):
        return self.filter(type=type)

    def in_commune(self, commune: Unit):
        return self.filter(commune=commune)

    def in_state(self, state: str):
        return self.filter(state=state)

    def in_charge_of(self, user: User | int):
        return self.filter(officer=user)

    def of_person(self, user: User, *, or_nobody: bool = False):
        """What `user` looks after: a body's officer the need itself, a commune's officer its household.

        With `or_nobody` also what nobody looks after yet, which waits for each of the unit's people.
        """
        field = "household__officer" if user.commune else "officer"
        mine = Q(**{field: user})
        return self.filter(mine | Q(**{f"{field}__isnull": True}) if or_nobody else mine)

    def search(self, text: str):
        """By household, as the list of households searches."""
        return self.filter(household__in=Household.objects.search(text))

    def open(self):
        return self.filter(state__in=OPEN)

    def asking_indicator(self):
        """Of a type for which the deprivation behind a need says who should lead it."""
        return self.filter(type__in=IndicatorLead.objects.values("type"))

    def to_name(self):
        """Nobody has said which deprivation is behind them, and it would still say who leads."""
        return self.filter(state__in=IN_QUEUE | {State.ROUTED}, indicator=None).asking_indicator()

    def in_queue(self):
        """Waiting for the division to say who leads."""
        return self.filter(state__in=IN_QUEUE)

    def to_split(self):
        """In the queue, and several bodies' work in one breath."""
        return self.in_queue().exclude(type__in=NeedType.objects.whole())

    def to_give(self):
        """In the queue for the first time, and one body's work: the division says whose."""
        return self.filter(state=State.UNROUTED, type__in=NeedType.objects.whole())

    def to_take_up(self):
        return self.filter(state=State.ROUTED)

    def take_up_overdue(self, on: date | None = None):
        """Not taken up by the day that was set when they were routed: the division asks the lead body."""
        return self.filter(state=State.ROUTED, take_up_by__lt=on or clock.today())

    def led_otherwise(self):
        """Waiting for a body that the tables named once and would not name now: nobody re-routes them silently.

        The same rule as `routing.suggested_lead`, in SQL. What a person gave to another body on purpose is
        not among them.
        """
        by_indicator = IndicatorLead.objects.filter(type=OuterRef("type"), indicator=OuterRef("indicator"))
        of_commune = CommuneRoute.objects.filter(type=OuterRef("type"), commune=OuterRef("commune"))
        key = models.BigIntegerField()
        by_table = Coalesce(_only(of_commune), "type__lead", "type__suggestion", output_field=key)
        named = Case(When(Exists(by_indicator), then=_only(by_indicator)), default=by_table, output_field=key)
        refused = Step.objects.filter(need=OuterRef("pk"), verb="refuse", by__unit=OuterRef("named"))
        return (
            self.to_take_up()
            .filter(routed_by_hand=False, type__in=NeedType.objects.whole())
            .alias(named=named)
            .filter(named__isnull=False)
            .exclude(named=F("lead"))
            .exclude(Exists(refused))
        )

    def under_way(self):
        return self.filter(state=State.TAKEN_UP)

    def disputed(self):
        """Sent back to their lead body by the commune, which did not find the help that was reported."""
        moves = Step.objects.filter(need=OuterRef("pk"), verb__in=MOVES)  # notes and due dates write steps too
        last = moves.order_by("-at", "-pk").values("verb")[:1]
        return self.under_way().alias(last_verb=Subquery(last)).filter(last_verb="dispute")

    def to_confirm(self):
        return self.filter(state=State.DELIVERED)

    def done(self):
        return self.filter(state=State.CONFIRMED)

    def overdue(self, on: date | None = None):
        """With a lead body that has not delivered by the due date."""
        return self.filter(state__in=WITH_LEAD, due_on__lt=on or clock.today())

    def due_within(self, days: int, on: date | None = None):
        on = on or clock.today()
        return self.filter(state__in=WITH_LEAD, due_on__gte=on, due_on__lte=on + timedelta(days=days))

    def on(self, day: date):
        """The needs that were there on `day`, with `state_then` and `lead_then` read from their steps."""
        steps = Step.objects.filter(need=OuterRef("pk"), on__lte=day).order_by("-on", "-pk")
        return (
            self.filter(listed_on__lte=day)
            .annotate(
                state_then=Subquery(steps.values("to_state")[:1]),
                lead_then=Subquery(steps.values("lead")[:1]),
            )
            .filter(state_then__in=COUNTED)
        )

    def most_urgent_first(self, on: date | None = None):
        """Overdue, then open, then ended; each by due date, those without one last. Marks both kinds of late."""
        on = on or clock.today()
        late = Q(state__in=WITH_LEAD, due_on__lt=on)
        turn = Case(When(late, then=0), When(state__in=OPEN, then=1), default=2)
        return self.annotate(
            is_late=_truth(late), is_take_up_late=_truth(Q(state=State.ROUTED, take_up_by__lt=on))
        ).order_by(turn, F("due_on").asc(nulls_last=True), "household__sort_key", "pk")

    def with_faces(self):
        """With all that a line of a list shows, in one query."""
        return self.select_related("household__hamlet", "plan", "commune", "type", "lead", "officer__unit", "indicator")

    def with_measures(self):
        """With the help that was given; what is only planned or was cancelled is not among it."""
        measures = self.model._meta.get_field("measures").related_model
        return self.prefetch_related(Prefetch("measures", measures.objects.given()))

    def with_routing(self):
        """With all that `routing.suggested_lead` reads, in a handful of queries."""
        refusals = Step.objects.filter(verb="refuse").select_related("by__unit").order_by("-pk")
        return self.select_related(
            "household", "plan", "type__lead", "type__suggestion", "lead", "commune"
        ).prefetch_related(
            "type__splits_into",
            Prefetch("type__indicator_leads", IndicatorLead.objects.select_related("lead")),
            Prefetch("type__commune_routes", CommuneRoute.objects.select_related("lead")),
            Prefetch("steps", refusals, to_attr="refusals"),
        )


def _beside(**unit) -> Exists:
    """Whether a body coordinates a need; no join, which would count a need once for each of its bodies."""
    return Exists(Need.coordinators.through.objects.filter(need=OuterRef("pk"), **unit))


def _only(rows) -> Subquery:
    """The lead body of the one row of a routing table that fits."""
    return Subquery(rows.values("lead")[:1])


def _truth(condition: Q) -> Case:
    """Whether `condition` holds, as a value of each row."""
    return Case(When(condition, then=Value(True)), default=False, output_field=BooleanField())


class Need(models.Model):
    """One need of one household in one year's plan ("lượt nhu cầu").

    Needs are counted apart from households: the plan has 153 needs over 151 households.
    """

    State = State

    household = models.ForeignKey(Household, models.CASCADE, related_name="needs", verbose_name="hộ")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="needs")
    commune = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="xã, phường")
    type = models.ForeignKey(NeedType, models.PROTECT, related_name="needs", verbose_name="loại nhu cầu")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, verbose_name="chỉ số thiếu hụt", related_name="+"
    )
    detail = models.CharField("cụ thể", max_length=300, blank=True)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="parts", verbose_name="tách từ"
    )
    carried_from = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="carried_to", verbose_name="chuyển từ năm trước"
    )
    handed_from = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="handed_to", verbose_name="nhận từ hộ khác"
    )
    state = models.CharField("trạng thái", max_length=12, choices=State)
    lead = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="led_needs", verbose_name="cơ quan chủ trì"
    )
    coordinators = models.ManyToManyField(
        Unit, blank=True, related_name="coordinated_needs", verbose_name="cơ quan phối hợp"
    )
    officer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="needs", verbose_name="cán bộ phụ trách"
    )
    routed_by_hand = models.BooleanField("giao khác bảng phân công", default=False, db_default=False)
    take_up_by = models.DateField("hạn tiếp nhận", null=True, blank=True)
    due_on = models.DateField("hạn hoàn thành", null=True, blank=True)
    planned_quarter = models.PositiveSmallIntegerField("quý dự kiến", null=True, blank=True)
    planned_amount = models.DecimalField(
        "kinh phí dự kiến (đồng)", max_digits=14, decimal_places=0, null=True, blank=True
    )
    planned_source = models.CharField("nguồn dự kiến", max_length=10, blank=True, db_default="")
    listed_on = models.DateField("có từ ngày")
    moved_at = models.DateTimeField("chuyển trạng thái lúc")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = "nhu cầu"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["commune", "plan", "state"], name="need_by_commune"),
            models.Index(fields=["lead", "plan", "state", "due_on"], name="need_by_lead"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["unrouted", "refused", "split", "withdrawn"]) | Q(lead__isnull=False),
                name="need_led_by_somebody",
                violation_error_message="Nhu cầu đã phân công phải có cơ quan chủ trì.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["unrouted", "refused"]) | Q(lead=None), name="need_in_queue_has_no_lead"
            ),
            models.CheckConstraint(
                condition=~Q(state="routed") | Q(take_up_by__isnull=False), name="need_routed_until_a_day"
            ),
            models.CheckConstraint(
                condition=Q(planned_quarter=None) | Q(planned_quarter__range=(1, 4)), name="need_planned_in_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(planned_amount=None) | Q(planned_amount__gte=0) & ~Q(planned_source=""),
                name="need_planned_money_has_source",
                violation_error_message="Kinh phí dự kiến phải có nguồn.",
            ),
            models.UniqueConstraint(
                fields=["household", "plan", "type"],
                condition=~Q(state__in=["split", "withdrawn"]),
                name="need_once_per_household",
                violation_error_message="Hộ này đã có nhu cầu cùng loại.",
            ),
        ]

    def __str__(self):
        return f"{self.type}: {self.household}"

    def may(self, verb: str) -> bool:
        """Whether the state allows `verb`; who may do it is asked of the user."""
        return may_move(verb, self.state)

    def is_take_up_overdue(self, on: date | None = None) -> bool:
        return self.state == State.ROUTED and self.take_up_by < (on or self.plan.today)

    def is_overdue(self, on: date | None = None) -> bool:
        return self.state in WITH_LEAD and self.due_on is not None and self.due_on < (on or self.plan.today)

    def saved_since(self, version: int):
        """The steps after `version`, the newest first. A note changes nothing of the need itself."""
        steps = self.steps.exclude(verb="note").select_related("by__unit").order_by("-pk")
        return steps[: max(self.version - version, 1)]

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "")

    @property
    def must_be_split(self) -> bool:
        return bool(self.type.splits_into.all())

    @property
    def asks_indicator(self) -> bool:
        """Whether the deprivation behind it says who should lead."""
        return bool(self.type.indicator_leads.all())

    @cached_property
    def refusals(self) -> list["Step"]:
        """Who sent it back and why, the newest first; `with_routing` fetches them for many needs at once."""
        return list(self.steps.filter(verb="refuse").select_related("by__unit").order_by("-pk"))


class Step(models.Model):
    """One move of one need: from which state to which, when, by whom, under which lead."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="steps")
    verb = models.CharField("việc", max_length=12)
    from_state = models.CharField("từ", max_length=12, choices=State, blank=True)
    to_state = models.CharField("đến", max_length=12, choices=State)
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "bước xử lý"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["need", "on"], name="step_of_need")]

    def __str__(self):
        return f"{self.verb}: {self.get_to_state_display()}"

    @property
    def done(self) -> str:
        """What was done, in words."""
        return DONE[self.verb]

    text = done  # as a line of a diary calls it
