"""The verbs that move a need. Each is atomic, names its actor, and writes a step and a line in the diary."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from households.changes import Refused, note_down
from households.models import Diary, Household, Indicator, Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from tasks.models import Measure, Need, NeedType, Step
from tasks.states import MOVES, State


def _may(user: User, verb: str, need: Need) -> None:
    """A lead's verbs are for the lead body alone; a commune's for its own households."""
    if not user.may(MOVES[verb].permission):
        raise Refused("Tài khoản này không được làm việc đó.")
    if verb in {"take_up", "refuse", "deliver"} and need.lead_id != user.unit_id:
        raise Refused(f"Nhu cầu này do {need.lead} chủ trì.")
    if verb in {"confirm", "dispute"} and need.commune_id != user.unit_id:
        raise Refused("Chỉ xã, phường của hộ mới xác nhận được.")


def _move(need: Need, verb: str, *, by: User, text: str, note: str = "", **changes) -> Need:
    """The one place where a state changes."""
    fresh = Need.objects.select_for_update(of=("self",)).select_related("household", "type", "lead").get(pk=need.pk)
    _may(by, verb, fresh)
    if not fresh.may(verb):
        raise Refused(
            f"Nhu cầu «{fresh.type.name}» của hộ {fresh.household.head} "
            f"đang ở trạng thái «{fresh.get_state_display()}»."
        )
    before, fresh.state = fresh.state, MOVES[verb].ends
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.moved_at, fresh.version = clock.now(), fresh.version + 1
    fresh.save()
    _step(fresh, verb, before, by=by, note=note)
    note_down(fresh.household, Diary.Kind.NEED, f"{fresh.type.name}: {text}", by=by, note=note)
    return fresh


def _step(need: Need, verb: str, before: str, *, by: User | None, note: str = "", on: date | None = None) -> Step:
    return Step.objects.create(
        need=need,
        verb=verb,
        from_state=before,
        to_state=need.state,
        lead=need.lead,
        on=on or clock.today(),
        at=clock.now(),
        by=by,
        note=note,
    )


@transaction.atomic
def add(
    household: Household,
    *,
    plan: Plan,
    type: NeedType,
    by: User | None,
    listed_on: date | None = None,
    detail: str = "",
    indicator: Indicator | None = None,
    parent: Need | None = None,
) -> Need:
    """A new need, sent to its type's lead body, or into the division's queue where the type has none."""
    if household.needs.filter(plan=plan, type=type).counted().exists():
        raise Refused(f"Hộ {household.head} đã có nhu cầu «{type.name}».")
    lead = type.lead
    need = Need.objects.create(
        household=household,
        plan=plan,
        commune_id=household.commune_id,
        type=type,
        indicator=indicator,
        detail=detail,
        parent=parent,
        state=State.ROUTED if lead else State.UNROUTED,
        lead=lead,
        due_on=default_due_on(type, from_day=clock.today()) if lead else None,
        listed_on=listed_on or clock.today(),
        moved_at=clock.now(),
    )
    need.coordinators.set(type.coordinators.all())
    _step(need, "add", "", by=by, on=need.listed_on)
    text = f"{type.name}: giao {lead.name} chủ trì" if lead else f"{type.name}: chờ phân công cơ quan chủ trì"
    note_down(household, Diary.Kind.NEED, text, by=by)
    return need


def default_due_on(type: NeedType, *, from_day: date) -> date:
    """The day by which a need of this type should be met, counted from its routing."""
    return from_day + timedelta(days=type.deliver_days)


@transaction.atomic
def route(needs: Iterable[Need], *, to: Unit | None, by: User, note: str = "") -> list[Need]:
    """Gives `needs` to the lead body `to`, or each to its type's suggestion where `to` is None."""
    return [_route_one(need, to or need.type.lead or need.type.suggestion, by=by, note=note) for need in needs]


def _route_one(need: Need, lead: Unit | None, *, by: User, note: str) -> Need:
    if lead is None:
        raise Refused(f"Loại nhu cầu «{need.type.name}» chưa có cơ quan gợi ý, phải chọn bằng tay.")
    if need.must_be_split:
        raise Refused(f"Nhu cầu «{need.type.name}» của hộ {need.household.head} phải tách trước khi giao.")
    due_on = need.due_on or default_due_on(need.type, from_day=clock.today())
    text = f"giao {lead.name} chủ trì"
    moved = _move(need, "route", by=by, text=text, note=note, lead=lead, due_on=due_on, officer=None)
    moved.coordinators.remove(lead)
    return moved


@transaction.atomic
def split(needs: Iterable[Need], *, into: Iterable[NeedType], by: User) -> list[Need]:
    """Replaces each unsplit need by one need for each type of `into`, which are routed at once."""
    into = list(into)
    if not into:
        raise Refused("Hãy chọn ít nhất một loại nhu cầu để tách thành.")
    parts = []
    for need in needs:
        allowed = set(need.type.splits_into.all())
        if not set(into) <= allowed:
            raise Refused(f"Nhu cầu «{need.type.name}» không tách thành loại đã chọn.")
        names = ", ".join(type.name.lower() for type in into)
        parent = _move(need, "split", by=by, text=f"xác định là {names}")
        parts += [
            add(need.household, plan=need.plan, type=type, by=by, detail=need.detail, parent=parent) for type in into
        ]
    return parts


@transaction.atomic
def take_up(needs: Iterable[Need], *, by: User, officer: User | None = None, due_on: date | None = None) -> list[Need]:
    """The lead body accepts the needs; without an officer they are the signed-in person's."""
    taken = []
    for need in needs:
        due = due_on or need.due_on
        text = f"{by.unit.name} tiếp nhận" + (f", hạn {due:%d/%m/%Y}" if due else "")
        taken.append(_move(need, "take_up", by=by, text=text, officer=officer or by, due_on=due))
    return taken


@transaction.atomic
def refuse(needs: Iterable[Need], *, by: User, reason: str) -> list[Need]:
    """Back to the division's queue, with the reason."""
    if len(reason.strip()) < 10:
        raise Refused("Hãy ghi rõ lý do trả lại (ít nhất 10 ký tự).")
    text = f"{by.unit.name} trả lại để phân công lại"
    return [
        _move(need, "refuse", by=by, text=text, note=reason, lead=None, officer=None, due_on=None) for need in needs
    ]


@transaction.atomic
def assign(need: Need, *, by: User, officer: User | None, due_on: date | None) -> Need:
    """Sets the officer and the due date without moving the need."""
    if need.lead_id != by.unit_id or need.state not in {State.ROUTED, State.TAKEN_UP}:
        raise Refused("Chỉ cơ quan chủ trì đặt hạn và cán bộ phụ trách khi nhu cầu đang thực hiện.")
    if officer is not None and officer.unit_id != need.lead_id:
        raise Refused("Cán bộ phụ trách phải thuộc cơ quan chủ trì.")
    if (need.officer, need.due_on) == (officer, due_on):
        return need
    Need.objects.filter(pk=need.pk).update(officer=officer, due_on=due_on, version=F("version") + 1)
    need.refresh_from_db()
    who = officer.full_name if officer else "chưa phân công cán bộ"
    when = f"hạn {due_on:%d/%m/%Y}" if due_on else "chưa đặt hạn"
    note_down(need.household, Diary.Kind.NEED, f"{need.type.name}: {who}, {when}", by=by)
    return need


@transaction.atomic
def record_measure(need: Need, *, by: User, **facts) -> Measure:
    """Writes down one piece of help; `facts` are the fields of `Measure` that a person fills in."""
    if need.state in {State.SPLIT, State.WITHDRAWN}:
        raise Refused("Nhu cầu này không còn thực hiện.")
    measure = Measure(need=need, unit=by.unit, recorded_by=by, recorded_at=clock.now(), **facts)
    measure.full_clean(exclude=["need", "unit", "recorded_by"])
    measure.save()
    text = f"{need.type.name}: {measure.what}" + (f", {_money(measure.amount)}" if measure.amount else "")
    note_down(need.household, Diary.Kind.NEED, text, by=by, note=measure.note)
    return measure


def _money(amount) -> str:
    return f"{int(amount):,} đồng".replace(",", ".")


@transaction.atomic
def deliver(need: Need, *, by: User, note: str = "") -> Need:
    """The lead body says that the help has been given; the commune confirms."""
    return _move(need, "deliver", by=by, text=f"{by.unit.name} báo đã hỗ trợ xong", note=note)


@transaction.atomic
def confirm(needs: Iterable[Need], *, by: User, note: str = "") -> list[Need]:
    return [_move(need, "confirm", by=by, text=f"{by.unit.name} xác nhận hoàn thành", note=note) for need in needs]


@transaction.atomic
def dispute(need: Need, *, by: User, reason: str) -> Need:
    """The commune does not find what was reported; the need goes back to its lead body."""
    if len(reason.strip()) < 10:
        raise Refused("Hãy ghi rõ vì sao chưa xác nhận (ít nhất 10 ký tự).")
    return _move(need, "dispute", by=by, text=f"{by.unit.name} chưa xác nhận", note=reason)


@transaction.atomic
def withdraw(needs: Iterable[Need], *, by: User, reason: str) -> list[Need]:
    """The need is no longer there. It stays on record and out of every count."""
    return [_move(need, "withdraw", by=by, text="không còn nhu cầu", note=reason, officer=None) for need in needs]
