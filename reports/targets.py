"""The plan's targets of 100 % (I.2): who is reached, who is missing, and of whom nobody knows.

`targets(plan, on)` gives a `TargetLine` for each target of the plan, in its order, for the town or for one
commune. The shape, for reports and documents:

- `line.target` (code, title, short_title, unit, clause, body);
- `line.numerator`, `line.denominator`, `line.share` (0 to 1), `line.missing`; all None where nothing is known;
- `line.source`: "report" where the body has reported a number of `on` or before, else "rows" where something
  can be counted, else "";
- `line.counted` (or None): `done`, `missing` and `unknown` as tuples of `Case`, and `unnamed`, how many more it
  concerns who are counted in their household and named nowhere; `line.reported` (or None): who told what;
- `line.in_words()`: one sentence.

What nobody has asked is never counted as missing nor as done. People are those of the households that were
poor on `on`, as they lived there then; of each, the facts that are known now.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.formats import number_format

from households.models import Household, Member, Movement, Plan
from households.models.person import Answer, Person, Work
from households.working_age import is_of_working_age
from povertyplan import clock
from povertyplan.accounts.models import Unit
from reports.models import Target, TargetReport
from tasks.models import Measure, Need
from tasks.states import State

DONE, MISSING, UNKNOWN = "done", "missing", "unknown"
GROUPS = (MISSING, UNKNOWN, DONE)
CREDIT = "credit"  # the code of the need type
SCHOOL_AGES = range(3, 26)


@dataclass(frozen=True)
class Case:
    """One person, or a household where the target counts households (`person` None), and why it stands so."""

    household: Household
    person: Person | None
    why: str

    @property
    def who(self) -> str:
        return self.person.name if self.person else self.household.head

    @property
    def relation(self) -> str:
        return self.person.relation if self.person else "Chủ hộ"


@dataclass(frozen=True)
class Counted:
    """What the rows say. `unnamed`: how many more it concerns of whom there is not even a name."""

    done: tuple[Case, ...] = ()
    missing: tuple[Case, ...] = ()
    unknown: tuple[Case, ...] = ()
    unnamed: int = 0

    @property
    def denominator(self) -> int:
        return len(self.done) + len(self.missing)

    def group(self, name: str) -> tuple[Case, ...]:
        """The cases that are `done`, `missing` or `unknown`."""
        return {DONE: self.done, MISSING: self.missing, UNKNOWN: self.unknown}[name]

    def of(self, commune: Unit) -> "Counted":
        """The same of one commune; how many are unnamed is told for the whole only."""
        return Counted(**{name: _within(self.group(name), commune) for name in GROUPS})


def _within(cases: Iterable[Case], commune: Unit) -> tuple[Case, ...]:
    return tuple(case for case in cases if case.household.commune_id == commune.pk)


@dataclass(frozen=True)
class TargetLine:
    target: Target
    counted: Counted | None
    reported: TargetReport | None

    @property
    def source(self) -> str:
        if self.reported is not None:
            return "report"
        return "rows" if self.counted is not None and self.counted.denominator else ""

    @property
    def numerator(self) -> int | None:
        match self.source:
            case "report":
                return self.reported.numerator
            case "rows":
                return len(self.counted.done)

    @property
    def denominator(self) -> int | None:
        match self.source:
            case "report":
                return self.reported.denominator
            case "rows":
                return self.counted.denominator

    @property
    def share(self) -> float | None:
        return self.numerator / self.denominator if self.source else None

    @property
    def missing(self) -> int | None:
        return self.denominator - self.numerator if self.source else None

    @property
    def shown_share(self) -> str:
        return percent(self.share)

    @property
    def is_met(self) -> bool:
        """Everybody, and of nobody it is unknown."""
        return self.missing == 0 and not self.not_known

    @property
    def not_known(self) -> int:
        """People (or households) of whom the rows say nothing; nothing to ask where a body has reported."""
        if self.counted is None or self.source == "report":
            return 0
        return len(self.counted.unknown) + self.counted.unnamed

    def in_words(self) -> str:
        """ "Bảo hiểm y tế: 412/431 người (95,6 %), còn 19 người; 80 người chưa có số liệu" """
        name, unit = self.target.short_title, self.target.unit
        if not self.source:
            return f"{name}: chưa có số liệu"
        text = f"{name}: {_n(self.numerator)}/{_n(self.denominator)} {unit} ({percent(self.share)})"
        if self.missing:
            text += f", còn {_n(self.missing)} {unit}"
        if self.not_known:
            text += f"; {_n(self.not_known)} {unit} chưa có số liệu"
        if self.source == "report":
            text += f" (theo {self.reported.unit.short_name}, tính đến {self.reported.as_of:%d/%m/%Y})"
        return text


def percent(share: float | None) -> str:
    """ "95,6 %"; never "100 %" before everybody is reached."""
    if share is None:
        return ""
    shown = min(round(share * 100, 1), 99.9) if share < 1 else 100
    return f"{number_format(shown, 0 if shown == int(shown) else 1)} %"


def _n(number: int) -> str:
    return number_format(number, force_grouping=True)


def targets(plan: Plan, on: date, *, commune: Unit | None = None) -> list[TargetLine]:
    """How `plan` stands by its targets at the end of `on`.

    Bodies report for the whole town: a commune has their number only for what cannot be counted from rows.
    """
    return target_lines(plan.targets.select_related("body"), plan, on, commune=commune)


def target_lines(wanted: Iterable[Target], plan: Plan, on: date, *, commune: Unit | None = None) -> list[TargetLine]:
    """The same for some of the plan's targets."""
    wanted, poor = list(wanted), _Poor(plan, on, commune)
    told = [one for one in wanted if commune is None or one.code not in COUNTED]
    reports = _newest_reports(told, on)
    return [TargetLine(one, _count(one, poor), reports.get(one.pk)) for one in wanted]


def _newest_reports(wanted: Iterable[Target], on: date) -> dict[int, TargetReport]:
    told = TargetReport.objects.filter(target__in=wanted).by(on).newest_first().select_related("unit", "by__unit")
    newest: dict[int, TargetReport] = {}
    for report in told:
        newest.setdefault(report.target_id, report)
    return newest


def _count(target: Target, poor: "_Poor") -> Counted | None:
    rule = COUNTED.get(target.code)
    return rule(poor) if rule else None


@dataclass
class _Poor:
    """The poor households of a day and their people, read once for all targets."""

    plan: Plan
    on: date
    commune: Unit | None
    _read: list[tuple[Household, list[Person]]] | None = field(default=None, repr=False)

    @property
    def households(self) -> list[tuple[Household, list[Person]]]:
        if self._read is None:
            found = _of(Household.objects.remaining(self.plan, self.on), self.commune)
            there = Prefetch("members", Member.objects.present(self.on), to_attr="there")
            found = found.select_related("hamlet", "commune").prefetch_related(there).by_name()
            self._read = [(household, [household, *household.there]) for household in found]
        return self._read

    def people(self) -> Iterator[tuple[Household, Person]]:
        return ((household, person) for household, people in self.households for person in people)

    @property
    def unnamed(self) -> int:
        """By the count of today: people whom their household counts and nobody has named."""
        return sum(max((one.member_count or 0) - len(people), 0) for one, people in self.households)


def _of(households, commune: Unit | None):
    return households.in_commune(commune) if commune else households


def _sorted(cases: Iterable[tuple[str, Case] | None], unnamed: int = 0) -> Counted:
    groups: dict[str, list[Case]] = {group: [] for group in GROUPS}
    for told in cases:
        if told is not None:
            groups[told[0]].append(told[1])
    return Counted(**{group: tuple(found) for group, found in groups.items()}, unnamed=unnamed)


# --- One rule a target: which group somebody is in, and why; None where it does not concern them ------------


def _insurance(poor: _Poor) -> Counted:
    """Everybody in a poor household, with a card that holds on the day."""

    def judge(household: Household, person: Person):
        insured = person.is_insured_on(poor.on)
        if insured is None:
            return UNKNOWN, Case(household, person, "Chưa hỏi có thẻ BHYT không")
        if insured:
            return DONE, Case(household, person, "Có thẻ BHYT")
        expired = person.insurance == Answer.YES
        why = f"Thẻ hết hạn ngày {person.insured_until:%d/%m/%Y}" if expired else "Không có thẻ BHYT"
        return MISSING, Case(household, person, why)

    return _sorted((judge(*one) for one in poor.people()), poor.unnamed)  # whoever is unnamed is concerned


def _training(poor: _Poor) -> Counted:
    """Those of working age who can work and want to learn a trade; reached when training was given."""

    def judge(household: Household, person: Person):
        of_age = is_of_working_age(person, poor.on)
        if of_age is False or person.work == Work.UNABLE or person.wants_training == Answer.NO:
            return None
        if not person.wants_training:
            return UNKNOWN, Case(household, person, "Chưa hỏi có muốn học nghề không")
        if person.trained_on and person.trained_on <= poor.on:
            return DONE, Case(household, person, f"Được hỗ trợ ngày {person.trained_on:%d/%m/%Y}")
        return MISSING, Case(household, person, f"Muốn học nghề {person.training_wish}".strip())

    return _sorted(judge(*one) for one in poor.people())


def _tuition(poor: _Poor) -> Counted:
    """Children at kindergarten, pupils and students of ethnic minorities (Nghị định 81/2021/NĐ-CP, articles 15, 16)."""

    def judge(household: Household, person: Person):
        age, minority, pupil = person.age_on(poor.on), person.is_minority, person.is_pupil
        if minority is False or pupil is False or (not pupil and age not in SCHOOL_AGES):
            return None
        if minority is None or pupil is None:
            what = "dân tộc" if minority is None else "đang học ở đâu"
            return UNKNOWN, Case(household, person, f"Chưa ghi {what}")
        if not person.tuition:
            return UNKNOWN, Case(household, person, "Chưa hỏi có được miễn giảm học phí không")
        reached = person.tuition == Answer.YES
        why = "Được miễn giảm, hỗ trợ" if reached else "Chưa được miễn giảm, hỗ trợ"
        return (DONE if reached else MISSING), Case(household, person, why)

    return _sorted(judge(*one) for one in poor.people())


def _credit(poor: _Poor) -> Counted:
    """Households that ask for a loan, also those that have escaped poverty; reached by a loan or a need that is met.

    One whom nobody may lend to has no such need: then it is withdrawn, and does not count.
    """
    gone = Movement.objects.leaving(poor.plan, poor.on).other_decreases().filter(household=OuterRef("household"))
    needs = Need.objects.in_plan(poor.plan).filter(type__code=CREDIT, listed_on__lte=poor.on).exclude(Exists(gone))
    if poor.on < clock.today():
        needs, state = needs.on(poor.on), "state_then"
    else:
        needs, state = needs.counted(), "state"
    same = Q(need=OuterRef("pk")) | Q(need=OuterRef("handed_from"))  # lent before the household split off or joined
    loans = Measure.objects.loans().filter(same, on__lte=poor.on)
    needs = needs.annotate(has_loan=Exists(loans)).select_related("household__hamlet", "household__commune")
    needs = needs.filter(commune=poor.commune) if poor.commune else needs

    def judge(need: Need):
        if need.has_loan or getattr(need, state) in {State.DELIVERED, State.CONFIRMED}:
            return DONE, Case(need.household, None, "Đã vay vốn")
        return MISSING, Case(need.household, None, State(getattr(need, state)).label)

    return _sorted(judge(need) for need in needs.order_by("household__sort_key", "household__code"))


COUNTED: dict[str, Callable[[_Poor], Counted]] = {
    "insurance": _insurance,
    "credit": _credit,
    "training": _training,
    "tuition": _tuition,
}
