"""The three lists of households that go with the plan and its reports: to leave, left, not left and why.

Each has exactly the households of a figure: `listed`, `left.total` and `remaining` of the same day.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from households.headcount import headcounts
from households.models import Diary, Household, Movement, Plan, PlanEntry
from households.models.household import Progress
from povertyplan.accounts.models import Unit
from reports.documents.wording import inside, short_day
from reports.models import NationalColumn
from reports.rows import leaving_movements, needs_on
from tasks.models import Need
from tasks.states import WITH_LEAD, State

Stage = Movement.Stage


@dataclass(frozen=True)
class Listed:
    """One household on the plan's list. `needs` are those that counted on the day, each with `state_on`, `body_on`."""

    household: Household
    people: int | None
    entry: PlanEntry
    on: date
    departure: Movement | None = None  # by which it is off the list
    proposal: Movement | None = None  # that was open on the day
    needs: tuple[Need, ...] = ()
    stuck: str = ""
    supports: tuple[bool, ...] = field(default=())  # which of the ministry's columns of support it needs

    @property
    def open_needs(self) -> list[Need]:
        return [need for need in self.needs if need.state_on != State.CONFIRMED]

    @property
    def waiting_needs(self) -> list[Need]:
        """Those that nobody has met yet."""
        return [need for need in self.open_needs if need.state_on != State.DELIVERED]

    @property
    def is_stuck(self) -> bool:
        return self.entry.progress == Progress.STUCK and self.seen_on is not None

    @property
    def seen_on(self) -> date | None:
        """When the commune last looked, if that was not after the day."""
        return self.entry.seen_on if self.entry.seen_on and self.entry.seen_on <= self.on else None

    @property
    def progress(self) -> str:
        return self.entry.get_progress_display() if self.seen_on else "Chưa xem xét"


def to_leave(plan: Plan, on: date, unit: Unit | None = None) -> list[Listed]:
    """All of the list, also those that have left since: what the plan set out to do. `unit`: of a commune."""
    return list(_listed(plan, on, _households(plan, on, unit)))


def left(plan: Plan, on: date, unit: Unit | None = None) -> list[Listed]:
    """Those that are off the list."""
    gone = {one.household_id for one in leaving_movements(plan, on)}
    return list(_listed(plan, on, _households(plan, on, unit).filter(pk__in=gone)))


def not_left(plan: Plan, on: date, unit: Unit | None = None) -> list[Listed]:
    """Those that are still on it."""
    remaining = Household.objects.remaining(plan, on)
    return list(_listed(plan, on, _households(plan, on, unit).filter(pk__in=remaining.values("pk"))))


def support_columns(on: date) -> list[NationalColumn]:
    """The ministry's columns of support, to which `Listed.supports` belongs."""
    return list(NationalColumn.objects.of(NationalColumn.Form.SUPPORTS, on))


def _households(plan: Plan, on: date, unit: Unit | None):
    """In the order of the list: commune, hamlet, name."""
    households = Household.objects.of_the_plan(plan, on)
    if unit is not None:
        households = households.in_commune(unit)
    order = ("commune__order", "commune__code", "hamlet__name", "hamlet", "sort_key", "code")
    return households.select_related("commune", "hamlet", "officer").prefetch_related("causes").order_by(*order)


def _listed(plan: Plan, on: date, households: Iterable[Household]) -> Iterator[Listed]:
    households = list(households)
    keys = [household.pk for household in households]
    people = headcounts(keys, on)
    entries = {entry.household_id: entry for entry in PlanEntry.objects.filter(plan=plan)}
    departures, proposals = _departures(plan, on), _proposals(plan, on)
    needs, stuck = _needs(plan, on), _stuck(plan, on)
    columns = [{type.pk for type in column.need_types.all()} for column in support_columns(on)]
    for household in households:
        own = needs[household.pk]
        types = {need.type_id for need in own}
        yield Listed(
            household=household,
            people=people[household.pk],
            entry=entries[household.pk],
            on=on,
            departure=departures.get(household.pk),
            proposal=proposals.get(household.pk),
            needs=tuple(own),
            stuck=stuck.get(household.pk, ""),
            supports=tuple(bool(column & types) for column in columns),
        )


def _departures(plan: Plan, on: date) -> dict[int, Movement]:
    found: dict[int, Movement] = {}
    for movement in leaving_movements(plan, on).select_related("decision"):
        found.setdefault(movement.household_id, movement)
    return found


def _proposals(plan: Plan, on: date) -> dict[int, Movement]:
    """As they stand now; those made after the day are left out."""
    open_ = Movement.objects.in_plan(plan).decreases().open().filter(proposed_at__date__lte=on)
    return {movement.household_id: movement for movement in open_}


def _needs(plan: Plan, on: date) -> dict[int, list[Need]]:
    found: dict[int, list[Need]] = defaultdict(list)
    for need in with_bodies(needs_on(plan, on).select_related("type").order_by("type__order", "pk")):
        found[need.household_id].append(need)
    return found


def with_bodies(needs: Iterable[Need]) -> Iterator[Need]:
    """The needs of `rows.needs_on`, each with `body_on`: who led it then, or None."""
    bodies = {unit.pk: unit for unit in Unit.objects.agencies()}
    for need in needs:
        need.body_on = bodies.get(need.lead_on)
        yield need


def leads_of(needs: Iterable[Need]) -> str:
    """ "Phòng Kinh tế; Chờ phân công": who leads them, each once."""
    return "; ".join(dict.fromkeys(need.body_on.short_name if need.body_on else "Chờ phân công" for need in needs))


def is_overdue(need: Need, on: date) -> bool:
    """Of a need of `rows.needs_on`, by its state of that day."""
    return need.state_on in WITH_LEAD and need.due_on is not None and need.due_on < on


def _stuck(plan: Plan, on: date) -> dict[int, str]:
    """What the commune wrote of households that it last saw stuck."""
    entries = PlanEntry.objects.filter(plan=plan, progress=Progress.STUCK, seen_on__lte=on)
    lines = Diary.objects.filter(
        household__in=entries.values("household"), kind=Diary.Kind.PROGRESS, at__date__lte=on
    ).exclude(note="")
    return dict(lines.order_by("at", "pk").values_list("household", "note"))


def why_not_left(listed: Listed) -> str:
    """In words: how far a proposal has come, what help is missing, what the commune is stuck with."""
    said = list(_reasons(listed))
    return ". ".join(said) if said else "Chưa đủ điều kiện thoát nghèo"


def _reasons(listed: Listed) -> Iterator[str]:
    if listed.stuck:
        yield f"Vướng mắc: {listed.stuck.rstrip('. ')}"
    if proposal := listed.proposal:
        day = short_day(timezone.localtime(proposal.proposed_at).date())
        match proposal.stage:
            case Stage.RETURNED:
                yield f"Đề nghị ngày {day} bị trả lại: {proposal.return_reason.rstrip('. ')}"
            case Stage.AGREED:
                yield f"Đã đồng ý đề nghị ngày {day}, chờ quyết định"
            case _:
                yield f"Đã đề nghị ngày {day}, chờ xét duyệt"
    if waiting := listed.waiting_needs:
        yield f"Chưa được hỗ trợ: {', '.join(inside(need.type.short_name) for need in waiting)}"
    delivered = [need for need in listed.open_needs if need.state_on == State.DELIVERED]
    if delivered:
        yield f"Đã hỗ trợ, chờ xã xác nhận: {', '.join(inside(need.type.short_name) for need in delivered)}"
