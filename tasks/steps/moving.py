"""The verbs that move a need from one state to another."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from tasks.models import Need, NeedType, Step
from tasks.rights import sentence
from tasks.routing import route_of, suggested_lead
from tasks.states import State
from tasks.steps.adding import add_all
from tasks.steps.ground import locked, move, must_be_ours, step, tell


@transaction.atomic
def route(needs: Iterable[Need], *, to: Unit | None, by: User, note: str = "") -> list[Need]:
    """Gives `needs` to the lead body `to`, or each to the body that the tables suggest where `to` is None.

    From this day the lead body has as many days to take a need up as the tables say now; what they say later
    changes neither this day nor who leads.
    """

    def give(need: Need) -> str:
        suggested = suggested_lead(need)
        lead = to or suggested
        if lead is None:
            raise Refused(sentence(need, "chưa có cơ quan gợi ý, phải chọn bằng tay"))
        if lead.pk == need.lead_id:
            raise Refused(sentence(need, f"đã do {lead} chủ trì"))
        days = route_of(need.type, need.commune_id)
        need.lead, need.officer, need.routed_by_hand = lead, None, lead != suggested
        need.take_up_by, need.due_on = days.take_up_by(clock.today()), need.due_on or days.due_on(clock.today())
        return f"giao {lead.name} chủ trì"

    routed = move(needs, "route", by=by, act=give, note=note)
    for lead in {need.lead for need in routed}:
        own = [need.pk for need in routed if need.lead == lead]
        Need.coordinators.through.objects.filter(need__in=own, unit=lead).delete()
    return routed


@transaction.atomic
def split(needs: Iterable[Need], *, into: Iterable[NeedType], by: User) -> list[Need]:
    """Replaces each unsplit need by one need for each type of `into`, which are routed at once."""
    into = list(into)
    if not into:
        raise Refused("Hãy chọn ít nhất một loại nhu cầu để tách thành.")
    names = ", ".join(type.name.lower() for type in into)

    def end(need: Need) -> str:
        if not set(into) <= set(need.type.splits_into.all()):
            raise Refused(sentence(need, "không tách thành loại đã chọn"))
        return f"xác định là {names}"

    parents = move(needs, "split", by=by, act=end)
    parts = [
        Need(household=need.household, plan_id=need.plan_id, type=type, detail=need.detail, parent=need)
        for need in parents
        for type in into
    ]
    return add_all(parts, by=by)


@transaction.atomic
def take_up(needs: Iterable[Need], *, by: User, officer: User | None = None, due_on: date | None = None) -> list[Need]:
    """The lead body accepts the needs; without an officer they are the signed-in person's."""
    must_be_ours(officer, by)

    def accept(need: Need) -> str:
        need.officer, need.due_on = officer or by, due_on or need.due_on
        return f"{by.unit.name} tiếp nhận" + (f", hạn {need.due_on:%d/%m/%Y}" if need.due_on else "")

    return move(needs, "take_up", by=by, act=accept)


@transaction.atomic
def refuse(needs: Iterable[Need], *, by: User, reason: str) -> list[Need]:
    """Back to the division's queue, with the reason."""
    if len(reason.strip()) < 10:
        raise Refused("Hãy ghi rõ lý do trả lại (ít nhất 10 ký tự).")

    def send_back(need: Need) -> str:
        need.lead = need.officer = need.due_on = need.take_up_by = None
        need.routed_by_hand = False
        return f"{by.unit.name} trả lại để phân công lại"

    return move(needs, "refuse", by=by, act=send_back, note=reason)


@transaction.atomic
def deliver(need: Need, *, by: User, note: str = "") -> Need:
    """The lead body says that the help has been given; the commune confirms."""
    return move([need], "deliver", by=by, act=lambda need: f"{by.unit.name} báo đã hỗ trợ xong", note=note)[0]


@transaction.atomic
def confirm(needs: Iterable[Need], *, by: User, note: str = "") -> list[Need]:
    return move(needs, "confirm", by=by, act=lambda need: f"{by.unit.name} xác nhận hoàn thành", note=note)


@transaction.atomic
def dispute(need: Need, *, by: User, reason: str) -> Need:
    """The commune does not find what was reported; the need goes back to its lead body."""
    if len(reason.strip()) < 10:
        raise Refused("Hãy ghi rõ vì sao chưa xác nhận (ít nhất 10 ký tự).")
    return move([need], "dispute", by=by, act=lambda need: f"{by.unit.name} chưa xác nhận", note=reason)[0]


@transaction.atomic
def withdraw(needs: Iterable[Need], *, by: User, reason: str) -> list[Need]:
    """The need is no longer there. It stays on record and out of every count."""

    def close(need: Need) -> str:
        need.officer = None
        return "không còn nhu cầu"

    return move(needs, "withdraw", by=by, act=close, note=reason)


@transaction.atomic
def reopen(needs: Iterable[Need], *, by: User, reason: str) -> list[Need]:
    """The opposite of `withdraw`, where the reason for it was wrong: each is again as it was before.

    A need that somebody has written down anew meanwhile stays closed; nothing is counted twice.
    """
    fresh = [need for need in locked(needs) if need.state == State.WITHDRAWN]
    keys = [need.pk for need in fresh]
    closing = {one.need_id: one for one in Step.objects.filter(need__in=keys, verb="withdraw").order_by("pk")}
    there = Need.objects.counted().filter(household__in=[need.household_id for need in fresh])
    taken = set(there.values_list("household", "plan", "type"))
    taken_steps = []
    for need in fresh:
        if need.pk in closing and (need.household_id, need.plan_id, need.type_id) not in taken:
            need.state, need.moved_at = closing[need.pk].from_state, clock.now()
            need.version += 1
            taken_steps.append(step(need, "reopen", State.WITHDRAWN, by=by, note=reason))
    opened = [one.need for one in taken_steps]
    Need.objects.bulk_update(opened, ["state", "moved_at", "version"], 500)
    Step.objects.bulk_create(taken_steps)
    tell([(need, "mở lại") for need in opened], by=by, note=reason)
    return opened
