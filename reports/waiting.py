"""What waits for somebody: the lines of first screens, each with its number and the link to exactly its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from households.models import Household, Movement, Plan
from households.models.movement import DECREASES
from povertyplan.accounts.models import Unit, User
from reports.board import status_tag, what_is_asked
from reports.drafting.preparing import is_prepared
from reports.figures import Figures
from reports.links import exits, households, needs, questions, submissions
from reports.models import Deadline, Obligation, ObligationKind, Submission, Timeliness
from tasks.filters import DUE_SOON_DAYS
from tasks.models import Need
from tasks.states import IN_QUEUE, State

Stage = Movement.Stage


@dataclass(frozen=True)
class Line:
    """`count` is of the rows behind `url`; `text` names its unit."""

    count: int
    text: str
    url: str
    tag: str = ""
    css: str = ""
    figure: str = ""  # its key in the JSON of figures, where it has one


@dataclass(frozen=True)
class Proposals:
    """How many proposals stand at each stage, and since when the oldest waits; `pending` would leave the list."""

    counts: dict[str, int]
    oldest: date | None
    pending: int


def proposals(user: User, plan: Plan) -> Proposals:
    stages = Movement.objects.visible_to(user).in_plan(plan).proposals().order_by().values("stage")
    leaving = Count("pk", filter=Q(kind__in=DECREASES))
    told = stages.annotate(count=Count("pk"), leaving=leaving, oldest=Min("proposed_at"))
    rows = {row["stage"]: row for row in told}
    oldest = rows.get(Stage.PROPOSED, {}).get("oldest")
    return Proposals(
        counts={stage: row["count"] for stage, row in rows.items()},
        oldest=timezone.localtime(oldest).date() if oldest else None,
        pending=sum(rows[stage]["leaving"] for stage in (Stage.PROPOSED, Stage.AGREED) if stage in rows),
    )


@dataclass(frozen=True)
class Town:
    """What waits in the town, counted once for the cards and for the division's list of work."""

    proposals: Proposals
    queue: int
    to_name: int
    led_otherwise: int
    questions: int
    due: int
    to_check: int


def town(user: User, plan: Plan, figures: Figures, questions: int) -> Town:
    states, seen = figures.needs.by_state, Need.objects.visible_to(user).in_plan(plan)
    tables = seen.aggregate(
        to_name=Count("pk", filter=Q(pk__in=seen.to_name())),
        led_otherwise=Count("pk", filter=Q(pk__in=seen.led_otherwise())),
    )
    return Town(
        proposals=proposals(user, plan),
        queue=sum(states[state] for state in IN_QUEUE),
        **tables,
        questions=questions,
        due=Household.objects.due_for_update(plan).count(),
        to_check=Submission.objects.in_plan(plan).waiting().count(),
    )


def cards(waiting: Town, plan: Plan, figures: Figures, deadlines: list[Deadline]) -> list[Line]:
    counts = waiting.proposals.counts
    return [
        Line(counts.get(Stage.PROPOSED, 0), "đề nghị chờ xét duyệt", exits(stage=Stage.PROPOSED.value)),
        Line(counts.get(Stage.AGREED, 0), "đề nghị đã đồng ý, chờ quyết định", exits(stage=Stage.AGREED.value)),
        Line(waiting.queue, "nhu cầu chờ phân công", needs(state="queue")),
        Line(
            figures.needs.take_up_overdue,
            "nhu cầu quá hạn tiếp nhận",
            needs(state="take_up_overdue"),
            figure="needs.take_up_overdue",
        ),
        Line(figures.needs.overdue, "nhu cầu quá hạn", needs(state="overdue"), figure="needs.overdue"),
        Line(waiting.questions, "vướng mắc chờ trả lời", questions(state="waiting")),
        Line(waiting.due, f"hộ quá {plan.update_every_days} ngày chưa cập nhật", households(standing="due")),
        Line(waiting.to_check, "văn bản chờ kiểm tra", submissions(state=Submission.State.SUBMITTED.value)),
        *(_missing_card(kind, figures) for kind in _past_due(deadlines, figures.as_of)),
    ]


def _past_due(deadlines: list[Deadline], on: date) -> list[str]:
    """The kinds whose day has passed; before the first day, the kind that is due first."""
    return [line.kind for line in deadlines if line.due_on < on] or [line.kind for line in deadlines[:1]]


def _missing_card(kind: str, figures: Figures) -> Line:
    key = f"obligations.{kind}.missing"
    text = f"đơn vị chưa nộp {ObligationKind(kind).label.lower()}"
    url = submissions(kind=kind, status=Timeliness.MISSING.value)
    return Line(figures.obligations[kind].missing, text, url, figure=key)


def division_work(waiting: Town, user: User, plan: Plan, figures: Figures, deadlines: list[Deadline]) -> list[Line]:
    """What the division has to do today; what does not wait is left out."""
    counts, on = waiting.proposals.counts, figures.as_of
    proposed, agreed = counts.get(Stage.PROPOSED, 0), counts.get(Stage.AGREED, 0)
    days = (on - waiting.proposals.oldest).days if waiting.proposals.oldest else 0
    lines = [
        Line(
            proposed,
            f"Duyệt {proposed} đề nghị ra, vào danh sách",
            exits(stage=Stage.PROPOSED.value),
            f"Cũ nhất {days} ngày" if days else "Hôm nay",
            "wa",
        ),
        Line(agreed, f"Ghi quyết định cho {agreed} hộ đã đồng ý", exits(stage=Stage.AGREED.value), "Chờ số quyết định"),
        Line(
            waiting.queue, f"Phân công {waiting.queue} nhu cầu", needs(state="queue"), "Chưa có cơ quan chủ trì", "wa"
        ),
        Line(
            waiting.to_name,
            f"Xác định chỉ số thiếu hụt cho {waiting.to_name} nhu cầu",
            needs(state="to_name"),
            "Để biết cơ quan chủ trì",
            "wa",
        ),
        Line(
            late := figures.needs.take_up_overdue,
            f"Đôn đốc tiếp nhận {late} nhu cầu",
            needs(state="take_up_overdue"),
            "Quá hạn tiếp nhận",
            "ba",
        ),
        Line(
            waiting.led_otherwise,
            f"Xem lại {waiting.led_otherwise} nhu cầu có cơ quan chủ trì khác bảng phân công",
            needs(state="led_otherwise"),
            "Bảng đã thay đổi",
            "wa",
        ),
        Line(
            waiting.to_check,
            f"Kiểm tra {waiting.to_check} văn bản mới nộp",
            submissions(state=Submission.State.SUBMITTED.value),
            "Chờ kiểm tra",
            "wa",
        ),
        *_reminders(deadlines, figures),
        *(line for line in lead_work(user.unit, plan, on, f"{user.unit.short_name} chủ trì: ") if line.css),
    ]
    owed = own_obligations(user.unit, plan, on, deadlines)
    return busy(lines) + [line for line in owed if line.css in {"wa", "ba"}]


def _reminders(deadlines: list[Deadline], figures: Figures) -> list[Line]:
    late = [line for line in deadlines if line.due_on < figures.as_of]
    return [
        Line(
            missing := figures.obligations[line.kind].missing,
            f"Nhắc {missing} đơn vị nộp {line.get_kind_display().lower()}",
            submissions(kind=line.kind, status=Timeliness.MISSING.value),
            f"Trễ {(figures.as_of - line.due_on).days} ngày",
            "ba",
        )
        for line in late
    ]


def lead_work(unit: Unit, plan: Plan, on: date, named: str = "") -> list[Line]:
    """The needs that `unit` leads, by what they wait for."""
    led = Need.objects.in_plan(plan).counted().led_by(unit)
    counts = led.aggregate(
        to_take_up=Count("pk", filter=Q(state=State.ROUTED)),
        under_way=Count("pk", filter=Q(state=State.TAKEN_UP)),
        to_confirm=Count("pk", filter=Q(state=State.DELIVERED)),
        overdue=Count("pk", filter=Q(pk__in=led.overdue(on))),
        soon=Count("pk", filter=Q(pk__in=led.due_within(DUE_SOON_DAYS, on))),
        slow=Count("pk", filter=Q(pk__in=led.take_up_overdue(on))),
    )
    to_take_up, under_way, to_confirm, overdue, soon, slow = counts.values()
    waits = (f"{slow} nhu cầu quá hạn tiếp nhận", "ba") if slow else ("Chờ tiếp nhận", "wa")
    lines = [
        (to_take_up, f"Tiếp nhận {to_take_up} nhu cầu mới được giao", State.ROUTED.value, *waits),
        (overdue, f"Xử lý {overdue} nhu cầu quá hạn", "overdue", "Quá hạn", "ba"),
        (soon, f"Hoàn thành {soon} nhu cầu đến hạn trong {DUE_SOON_DAYS} ngày tới", "due_soon", "Sắp đến hạn", "wa"),
        (under_way, f"Thực hiện {under_way} nhu cầu đã tiếp nhận", State.TAKEN_UP.value, "Đang thực hiện", ""),
        (to_confirm, f"{to_confirm} nhu cầu đã hỗ trợ, chờ xã, phường xác nhận", State.DELIVERED.value, "", ""),
    ]
    return [
        Line(count, _named(named, text), needs(lead=unit.code, state=state), tag, css)
        for count, text, state, tag, css in lines
    ]


def _named(name: str, text: str) -> str:
    return f"{name}{text[0].lower()}{text[1:]}" if name else text


def disputed(unit: Unit, plan: Plan):
    """The needs that the commune sent back to `unit`, the longest waiting first."""
    needs = Need.objects.in_plan(plan).led_by(unit).disputed()
    return needs.select_related("household", "commune", "type").order_by("moved_at")


def commune_work(user: User, plan: Plan, due: int) -> list[Line]:
    counts = proposals(user, plan).counts
    own = Household.objects.visible_to(user)
    to_confirm = Need.objects.visible_to(user).in_plan(plan).to_confirm().count()
    to_review = own.to_review(plan).count()
    returned, agreed = counts.get(Stage.RETURNED, 0), counts.get(Stage.AGREED, 0)
    proposed = counts.get(Stage.PROPOSED, 0)
    lines = [
        Line(
            due,
            f"Cập nhật {due} hộ quá {plan.update_every_days} ngày",
            households(standing="due"),
            f"{due} hộ",
            "wa",
        ),
        Line(
            returned,
            f"Bổ sung {returned} đề nghị bị trả lại",
            exits(stage=Stage.RETURNED.value),
            f"{returned} hộ",
            "ba",
        ),
        Line(
            to_confirm,
            f"Xác nhận {to_confirm} nhu cầu cơ quan báo đã hỗ trợ",
            needs(state=State.DELIVERED.value),
            f"{to_confirm} nhu cầu",
            "wa",
        ),
        Line(
            agreed,
            f"Ban hành quyết định cho {agreed} hộ đã được đồng ý và gửi số, ngày cho Phòng LĐ-TB&XH",
            exits(stage=Stage.AGREED.value),
            f"{agreed} hộ",
            "wa",
        ),
        Line(
            to_review,
            f"Rà soát {to_review} hộ không có trong danh sách mới",
            households(standing="review"),
            f"{to_review} hộ",
            "wa",
        ),
        Line(proposed, f"{proposed} đề nghị đang chờ xét duyệt", exits(stage=Stage.PROPOSED.value), f"{proposed} hộ"),
    ]
    return busy(lines)


def own_obligations(unit: Unit, plan: Plan, on: date, deadlines: Iterable[Deadline]) -> list[Line]:
    """What `unit` owes, done or not, each with its state; `count` is one."""
    wordings = {line.kind: line.wording for line in deadlines}
    owed = Obligation.objects.in_plan(plan).of_unit(unit).with_moments().select_related("unit", "plan")
    return [_obligation_line(one, wordings.get(one.kind, ""), on) for one in owed.to_show(on).order_by("due_on")]


def _obligation_line(owed: Obligation, wording: str, on: date) -> Line:
    tag = status_tag(owed, on)
    text, css = tag.text, tag.css
    if owed.state_now is not None:
        state = Submission.State(owed.state_now)
        done = "Đã gửi" if owed.unit.is_requested else "Đã nộp"
        text = f"{done} {timezone.localtime(owed.first_at):%d/%m}, {state.label.lower()}"
        css = "ba" if state == Submission.State.RETURNED else "ok"
    is_theirs = owed.state_now in {None, Submission.State.RETURNED} and not owed.plan.is_closed
    to_write = is_theirs and is_prepared(owed)
    page = "submission_write" if to_write else "submission"
    return Line(1, what_is_asked(owed, wording), reverse(page, args=[owed.pk]), text, css)


def busy(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.count]
