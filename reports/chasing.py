"""Who is behind and with what: the units to ask ("đôn đốc"), and the note that they were asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from households.changes import Refused, must_be_open
from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import AccessLog, Unit, User
from povertyplan.accounts.roles import Permission
from povertyplan.vietnamese import tidy
from reports.board import lowered
from reports.models import Obligation, ReminderLetter, Timeliness
from tasks.models import Need
from tasks.states import WITH_LEAD, State

WORKING_DAYS = 5  # that a unit has from the day of the letter


@dataclass(frozen=True)
class Behind:
    """What `unit` is late with on day `on`, and what it owes next."""

    unit: Unit
    on: date
    owed: tuple[Obligation, ...] = ()  # past their day and not handed in
    coming: tuple[Obligation, ...] = ()
    slow: tuple[Need, ...] = ()  # not taken up in time
    overdue: tuple[Need, ...] = ()  # taken up or not, past the day of delivery
    last: ReminderLetter | None = None

    @property
    def is_behind(self) -> bool:
        return bool(self.owed or self.slow or self.overdue)

    @property
    def needs(self) -> list[Need]:
        """Each late need once, also if it is late in both ways."""
        return list({need.pk: need for need in (*self.slow, *self.overdue)}.values())

    @property
    def told(self) -> str:
        """In a line: "kế hoạch triển khai; 06 nhu cầu quá hạn tiếp nhận"."""
        parts = [lowered(owed.name) for owed in self.owed]
        parts += [f"{len(self.slow)} nhu cầu quá hạn tiếp nhận"] if self.slow else []
        parts += [f"{len(self.overdue)} nhu cầu quá hạn hoàn thành"] if self.overdue else []
        return "; ".join(parts) or "việc sắp đến hạn"


def behind(plan: Plan, unit: Unit, on: date) -> Behind:
    return next(iter(_behind(plan, [unit], on)))


def all_behind(plan: Plan, on: date) -> list[Behind]:
    """Every unit of the year that is late with something, communes first; the division does not write to itself."""
    units = Unit.objects.on(plan.issued_on).filter(is_division=False)
    found = _behind(plan, sorted(units, key=lambda unit: (not unit.is_commune, unit.order)), on)
    return [one for one in found if one.is_behind]


def _behind(plan: Plan, units: Iterable[Unit], on: date) -> list[Behind]:
    """A handful of queries, however many units."""
    units = list(units)
    missing = Obligation.objects.in_plan(plan).filter(unit__in=units).with_moments(on).with_status(Timeliness.MISSING)
    owed = _by_unit(missing.filter(due_on__lt=on).order_by("due_on", "kind").select_related("unit"), "unit_id")
    coming = _by_unit(missing.filter(due_on__gte=on).order_by("due_on").select_related("unit"), "unit_id")
    slow, overdue = (_by_unit(needs.with_faces(), "lead_then") for needs in late_needs(plan, units, on))
    letters = ReminderLetter.objects.filter(plan=plan, unit__in=units, sent_on__lte=on).select_related("unit")
    last = {letter.unit_id: letter for letter in letters.order_by("sent_on", "pk")}
    return [
        Behind(
            unit,
            on,
            *(tuple(rows.get(unit.pk, ())) for rows in (owed, coming, slow, overdue)),
            last=last.get(unit.pk),
        )
        for unit in units
    ]


def late_needs(plan: Plan, units: Iterable[Unit], on: date):
    """(not taken up in time, past their day) of the bodies `units`; on an earlier day by their steps until then."""
    needs = Need.objects.in_plan(plan)
    if on >= plan.today:
        mine = needs.counted().filter(lead__in=units).annotate(lead_then=F("lead")).order_by("due_on", "pk")
        return mine.take_up_overdue(on), mine.overdue(on)
    then = needs.on(on).filter(lead_then__in=[unit.pk for unit in units]).order_by("due_on", "pk")
    return (
        then.filter(state_then=State.ROUTED, take_up_by__lt=on),
        then.filter(state_then__in=WITH_LEAD, due_on__lt=on),
    )


def _by_unit(rows, name: str) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def answer_by(day: date) -> date:
    """So many working days after `day`: until when the letter asks for it."""
    left = WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


@transaction.atomic
def note_sent(plan: Plan, unit: Unit, *, sent_on: date, by: User, number: str = "") -> ReminderLetter:
    """Writes down that the letter went out; what it asked for is computed, as the letter is."""
    must_be_open(plan)
    if not by.may(Permission.REVIEW_SUBMISSIONS):
        raise Refused("Tài khoản này không ghi được công văn đôn đốc.")
    if sent_on > clock.today():
        raise Refused("Ngày gửi phải là hôm nay hoặc trước đó.")
    if sent_on < plan.issued_on:
        raise Refused(f"Kế hoạch ban hành ngày {plan.issued_on:%d/%m/%Y}; hãy ghi ngày gửi từ đó trở đi.")
    letter = ReminderLetter.objects.create(
        plan=plan, unit=unit, number=tidy(number), sent_on=sent_on, told=behind(plan, unit, sent_on).told[:300],
        at=clock.now(), by=by,
    )  # fmt: skip
    detail = f"Ghi đã gửi ngày {sent_on:%d/%m/%Y}: {letter.told}"
    AccessLog.objects.record(AccessLog.Action.DOCUMENT, by=by, subject=f"Công văn đôn đốc: {unit}", detail=detail)
    return letter
