"""The verbs that move a need. Each is atomic, names its actor, and writes a step and a line in the diary."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction

from households.changes import Refused, Stale, must_be_open, note_down
from households.models import Diary, Household, Indicator, Movement, Plan, PlanEntry
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from tasks.models import Measure, Need, NeedType, Step
from tasks.money import dong
from tasks.planned import Planned
from tasks.rights import in_short, obstacle, sentence
from tasks.routing import of_commune_and_type, route_of, suggested_lead
from tasks.states import ENDED_WITHOUT_HELP, MOVES, State

SETTLED = (
    "officer", "due_on", "indicator", "routed_by_hand", "planned_quarter", "planned_amount", "planned_source",
    "version",
)  # fmt: skip
ROUTED_TO = ("lead", "routed_by_hand", "take_up_by")


def _move(needs: Iterable[Need], verb: str, *, by: User, act: Callable[[Need], str], note: str = "") -> list[Need]:
    """The one place where states change: of all `needs`, or of none where one of them may not.

    `act` sets a need's lead, officer or due date, and returns what is done in words for the diary.
    """
    fresh = locked(needs)
    if problems := [sentence(need, why) for need in fresh if (why := obstacle(verb, need, by=by))]:
        raise Refused(in_short(problems))
    steps, lines = [], []
    for need in fresh:
        lines.append((need, act(need)))
        before, need.state = need.state, MOVES[verb].ends
        need.moved_at, need.version = clock.now(), need.version + 1
        steps.append(step(need, verb, before, by=by, note=note))
    Need.objects.bulk_update(fresh, [*ROUTED_TO, "state", "officer", "due_on", "moved_at", "version"], 500)
    Step.objects.bulk_create(steps)
    tell(lines, by=by, note=note)
    return fresh


def locked(needs: Iterable[Need]) -> list[Need]:
    """The needs as they are now, in the order given; others wait until this transaction ends."""
    keys = [need.pk for need in needs]
    list(Need.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    fresh = Need.objects.with_routing().in_bulk(keys)
    for plan in {need.plan for need in fresh.values()}:
        must_be_open(plan)
    return [fresh[key] for key in dict.fromkeys(keys)]


def step(need: Need, verb: str, before: str, *, by: User | None, note: str = "", on: date | None = None) -> Step:
    """A step from `before` to where the need is now, not saved."""
    return Step(
        need=need,
        verb=verb,
        from_state=before,
        to_state=need.state,
        lead_id=need.lead_id,
        on=on or clock.today(),
        at=clock.now(),
        by=by,
        note=note,
    )


def tell(lines: Iterable[tuple[Need, str]], *, by: User | None, note: str = "") -> None:
    """Lines in the diaries of many households; for one, `note_down` does the same."""
    Diary.objects.bulk_create(
        Diary(
            household_id=need.household_id,
            kind=Diary.Kind.NEED,
            text=f"{need.type.name}: {text}"[:300],
            note=note,
            by=by,
            at=clock.now(),
        )
        for need, text in lines
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
    need = Need(household=household, plan=plan, type=type, detail=detail, indicator=indicator, parent=parent)
    return _add_all([need], by=by, listed_on=listed_on)[0]


def _add_all(needs: Sequence[Need], *, by: User | None, listed_on: date | None = None) -> list[Need]:
    """Saves new needs and tells the lead bodies; a household has one need of a type at a time."""
    _refuse_second_ones(needs)
    tables = of_commune_and_type((need.type_id, need.household.commune_id) for need in needs)
    for need in needs:
        need.commune_id = need.household.commune_id
        route, _ = tables[need.type_id, need.commune_id]
        need.state = State.ROUTED if route.lead else State.UNROUTED
        need.listed_on, need.moved_at = listed_on or clock.today(), clock.now()
        if route.lead:
            need.lead, need.take_up_by = route.lead, route.take_up_by(clock.today())
            need.due_on = route.due_on(clock.today())
    Need.objects.bulk_create(needs)
    _take_back_that_nothing_is_needed(needs)
    link = Need.coordinators.through
    link.objects.bulk_create(
        link(need=need, unit=unit) for need in needs for unit in tables[need.type_id, need.commune_id][1]
    )
    Step.objects.bulk_create(step(need, "add", "", by=by, on=need.listed_on) for need in needs)
    tell([(need, _arrival(need)) for need in needs], by=by)
    return list(needs)


def _take_back_that_nothing_is_needed(needs: Sequence[Need]) -> None:
    entries = PlanEntry.objects.filter(
        plan__in={need.plan_id for need in needs}, household__in={need.household_id for need in needs}
    )
    entries.exclude(no_need_reason="").update(no_need_reason="", no_need_at=None, no_need_by=None)


def _refuse_second_ones(needs: Sequence[Need]) -> None:
    households = {need.household_id for need in needs}
    for plan in Plan.objects.filter(pk__in={need.plan_id for need in needs}):
        must_be_open(plan)
    _refuse_departed(needs)
    list(Household.objects.select_for_update().filter(pk__in=households).order_by("pk").values_list("pk"))
    there = Need.objects.counted().filter(household__in=households, plan=needs[0].plan) if needs else []
    taken = {(need.household_id, need.type_id) for need in there}
    for need in needs:
        if (need.household_id, need.type_id) in taken:
            raise Refused(f"Hộ {need.household.head} đã có nhu cầu «{need.type.name}».")


def _refuse_departed(needs: Sequence[Need]) -> None:
    """A household that died out, moved or merged needs nothing more."""
    departed = Movement.objects.leaving(needs[0].plan).other_decreases() if needs else Movement.objects.none()
    keys = set(departed.filter(household__in={need.household_id for need in needs}).values_list("household", flat=True))
    for need in needs:
        if need.household_id in keys:
            raise Refused(f"Hộ {need.household.head} đã giảm khác (chết, chuyển đi, nhập hộ), không thêm nhu cầu được.")


def _arrival(need: Need) -> str:
    return f"giao {need.lead.name} chủ trì" if need.lead else "chờ phân công cơ quan chủ trì"


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

    routed = _move(needs, "route", by=by, act=give, note=note)
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

    parents = _move(needs, "split", by=by, act=end)
    parts = [
        Need(household=need.household, plan_id=need.plan_id, type=type, detail=need.detail, parent=need)
        for need in parents
        for type in into
    ]
    return _add_all(parts, by=by)


@transaction.atomic
def take_up(needs: Iterable[Need], *, by: User, officer: User | None = None, due_on: date | None = None) -> list[Need]:
    """The lead body accepts the needs; without an officer they are the signed-in person's."""
    _must_be_ours(officer, by)

    def accept(need: Need) -> str:
        need.officer, need.due_on = officer or by, due_on or need.due_on
        return f"{by.unit.name} tiếp nhận" + (f", hạn {need.due_on:%d/%m/%Y}" if need.due_on else "")

    return _move(needs, "take_up", by=by, act=accept)


@transaction.atomic
def refuse(needs: Iterable[Need], *, by: User, reason: str) -> list[Need]:
    """Back to the division's queue, with the reason."""
    if len(reason.strip()) < 10:
        raise Refused("Hãy ghi rõ lý do trả lại (ít nhất 10 ký tự).")

    def send_back(need: Need) -> str:
        need.lead = need.officer = need.due_on = need.take_up_by = None
        need.routed_by_hand = False
        return f"{by.unit.name} trả lại để phân công lại"

    return _move(needs, "refuse", by=by, act=send_back, note=reason)


@transaction.atomic
def deliver(need: Need, *, by: User, note: str = "") -> Need:
    """The lead body says that the help has been given; the commune confirms."""
    return _move([need], "deliver", by=by, act=lambda need: f"{by.unit.name} báo đã hỗ trợ xong", note=note)[0]


@transaction.atomic
def confirm(needs: Iterable[Need], *, by: User, note: str = "") -> list[Need]:
    return _move(needs, "confirm", by=by, act=lambda need: f"{by.unit.name} xác nhận hoàn thành", note=note)


@transaction.atomic
def dispute(need: Need, *, by: User, reason: str) -> Need:
    """The commune does not find what was reported; the need goes back to its lead body."""
    if len(reason.strip()) < 10:
        raise Refused("Hãy ghi rõ vì sao chưa xác nhận (ít nhất 10 ký tự).")
    return _move([need], "dispute", by=by, act=lambda need: f"{by.unit.name} chưa xác nhận", note=reason)[0]


@transaction.atomic
def withdraw(needs: Iterable[Need], *, by: User, reason: str) -> list[Need]:
    """The need is no longer there. It stays on record and out of every count."""

    def close(need: Need) -> str:
        need.officer = None
        return "không còn nhu cầu"

    return _move(needs, "withdraw", by=by, act=close, note=reason)


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


# --- What leaves the state as it is ---------------------------------------------------------------------


def _settle(
    needs: Iterable[Need], verb: str, *, by: User, act: Callable[[Need], str], version: int | None = None
) -> list[Need]:
    """Changes something about all of `needs` and leaves their states; or about none where one of them forbids it.

    `act` returns what it changed in words, or nothing where the need is so already. `version` is what somebody
    had open of the one need; where others changed it since, Stale is raised.
    """
    fresh = locked(needs)
    if version is not None and any(need.version != version for need in fresh):
        raise Stale("Người khác vừa sửa nhu cầu này sau khi bạn mở trang.")
    if problems := [sentence(need, why) for need in fresh if (why := obstacle(verb, need, by=by))]:
        raise Refused(in_short(problems))
    lines = [(need, text) for need in fresh if (text := act(need))]
    changed = [need for need, _ in lines]
    for need in changed:
        need.version += 1
    Need.objects.bulk_update(changed, SETTLED, 500)
    Step.objects.bulk_create(
        step(need, verb, need.state, by=by, note=text[:1].upper() + text[1:]) for need, text in lines
    )
    tell(lines, by=by)
    return fresh


def _assigned(need: Need, officer: User | None, due_on: date | None) -> str:
    if (need.officer, need.due_on) == (officer, due_on):
        return ""
    need.officer, need.due_on = officer, due_on
    who = officer.full_name if officer else "chưa phân công cán bộ"
    return f"{who}, " + (f"hạn {due_on:%d/%m/%Y}" if due_on else "chưa đặt hạn")


@transaction.atomic
def assign(need: Need, *, by: User, officer: User | None, due_on: date | None, version: int | None = None) -> Need:
    """Sets the officer and the due date of one need, also to nobody and to no day."""
    _must_be_ours(officer, by)
    return _settle([need], "assign", by=by, act=lambda need: _assigned(need, officer, due_on), version=version)[0]


@transaction.atomic
def assign_all(
    needs: Iterable[Need], *, by: User, officer: User | None = None, due_on: date | None = None
) -> list[Need]:
    """Sets the officer, the due date or both of many needs; what is not given stays as it is in each."""
    _must_be_ours(officer, by)
    return _settle(
        needs, "assign", by=by, act=lambda need: _assigned(need, officer or need.officer, due_on or need.due_on)
    )


def _must_be_ours(officer: User | None, by: User) -> None:
    if officer is not None and officer.unit_id != by.unit_id:
        raise Refused("Cán bộ phụ trách phải thuộc cơ quan chủ trì.")


@transaction.atomic
def name_indicator(
    needs: Iterable[Need], *, indicator: Indicator | None, by: User, version: int | None = None
) -> list[Need]:
    """Says which deprivation is behind each need, from which the tables suggest another lead body.

    What is known now was not known to whoever chose the lead body, so the suggestion is worth another look.
    """

    def name(need: Need) -> str:
        if need.indicator == indicator:
            return ""
        if indicator and indicator.pk not in {row.indicator_id for row in need.type.indicator_leads.all()}:
            raise Refused(sentence(need, f"không có chỉ số «{indicator.name}» trong bảng gợi ý"))
        need.indicator, need.routed_by_hand = indicator, need.routed_by_hand and indicator is None
        return f"chỉ số thiếu hụt: {indicator.name.lower()}" if indicator else "bỏ chỉ số thiếu hụt"

    return _settle(needs, "indicator", by=by, act=name, version=version)


@transaction.atomic
def plan(needs: Iterable[Need], *, wishes: Mapping, by: User) -> int:
    """Writes what the commune means for each need (`planning.Wish` by key); how many were changed.

    Raises Stale where somebody else wrote something else meanwhile.
    """
    told = []

    def write(need: Need) -> str:
        wish = wishes[need.pk]
        if Planned.of(need) not in {wish.opened, wish.planned}:
            raise Stale("Người khác vừa ghi dự kiến của nhu cầu này.")
        told.append(wish.planned.write_to(need))
        return told[-1]

    _settle(needs, "plan", by=by, act=write)
    return sum(map(bool, told))


@transaction.atomic
def add_note(need: Need, *, text: str, by: User) -> Need:
    """A remark of whoever works on the need or beside it."""
    if not text.strip():
        raise Refused("Hãy ghi nội dung.")
    [need] = locked([need])
    last = need.steps.order_by("-pk").first()
    if last and (last.verb, last.note, last.by) == ("note", text, by):
        raise Refused("Ghi chú này đã được ghi.")
    step(need, "note", need.state, by=by, note=text).save()
    note_down(need.household, Diary.Kind.NEED, f"{need.type.name}: ghi chú của {by.unit.name}", by=by, note=text)
    return need


@transaction.atomic
def record_measure(need: Need, *, by: User, again: bool = False, **facts) -> Measure:
    """Writes down one piece of help, given or planned; `facts` are the fields of `Measure` that a person fills in.

    What is the same in every fact is taken for one form sent twice, unless it is said to be there `again`.
    """
    [need] = locked([need])
    if need.state in ENDED_WITHOUT_HELP:
        raise Refused("Nhu cầu này không còn thực hiện.")
    if not again and (twin := need.measures.same_as(by=by, **facts).first()):
        raise Refused(f"Khoản hỗ trợ giống hệt đã được {twin.recorded_by.full_name} ghi.")
    measure = Measure(need=need, unit=by.unit, recorded_by=by, recorded_at=clock.now(), **facts)
    measure.full_clean(exclude=["need", "unit", "recorded_by"])
    measure.save()
    what = f"dự kiến {measure.what}" if measure.is_planned else measure.what
    text = f"{need.type.name}: {what}" + (f", {dong(measure.money)}" if measure.money else "")
    note_down(need.household, Diary.Kind.NEED, text, by=by, note=measure.note)
    return measure
