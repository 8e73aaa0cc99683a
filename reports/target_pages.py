"""What the pages of targets ask: whose people, of which group, of which commune."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.urls import reverse

from households.models import Household, Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit
from povertyplan.accounts.roles import Role
from reports.models import Target
from reports.targets import DONE, GROUPS, MISSING, UNKNOWN, Case, Counted, TargetLine, target_lines

GROUP_NAMES = {MISSING: "Còn thiếu", UNKNOWN: "Chưa có số liệu", DONE: "Đã đạt"}


@dataclass(frozen=True)
class Question:
    target: Target
    group: str
    commune: Unit | None
    cases: tuple[Case, ...]
    counts: dict[str, int]

    @property
    def title(self) -> str:
        return f"{self.target.short_title}: {GROUP_NAMES[self.group].lower()}"

    @property
    def conditions(self) -> str:
        where = f"; {self.commune}" if self.commune else ""
        return f"{self.target.title}: {GROUP_NAMES[self.group].lower()}{where}"

    @property
    def query(self) -> str:
        where = f"&commune={self.commune.code}" if self.commune else ""
        return f"target={self.target.code}&of={self.group}{where}"


def asked(request) -> Question:
    """What the address asks for, as far as this person may see it; 404 for a target that the plan has not."""
    plan, user = request.plan, request.user
    target = get_object_or_404(plan.targets.all(), code=request.GET.get("target", ""))
    group = request.GET.get("of") if request.GET.get("of") in GROUPS else MISSING
    commune = user.commune or _commune(plan, request.GET.get("commune", ""))
    [line] = target_lines([target], plan, plan.day_shown(clock.today()), commune=commune)
    counted = line.counted or Counted()
    if user.role == Role.AGENCY:  # of people only those of households in which the body has a part
        own = set(Household.objects.visible_to(user).values_list("pk", flat=True))
        counted = Counted(**{name: _in(counted.group(name), own) for name in GROUPS})
    counts = {name: len(counted.group(name)) for name in GROUPS}
    return Question(target, group, commune, counted.group(group), counts)


def _in(cases, households: set[int]) -> tuple[Case, ...]:
    return tuple(case for case in cases if case.household.pk in households)


def _commune(plan: Plan, code: str) -> Unit | None:
    return Unit.objects.communes().on(plan.issued_on).filter(code=code).first()


@dataclass(frozen=True)
class Shown:
    """A line of the page with the addresses of the people behind its numbers."""

    line: TargetLine
    counted: Counted | None
    commune: Unit | None = None

    def _url(self, group: str) -> str:
        asked = {"target": self.line.target.code, "of": group}
        return reverse("target_people", query=asked | ({"commune": self.commune.code} if self.commune else {}))

    @property
    def missing_url(self) -> str:
        return self._url(MISSING)

    @property
    def unknown_url(self) -> str:
        return self._url(UNKNOWN)


def shown(lines: list[TargetLine]) -> list[Shown]:
    return [Shown(line, line.counted) for line in lines]


def by_commune(lines: list[TargetLine], plan: Plan) -> list[tuple[Unit, list[Shown]]]:
    """Each commune of the year with what the rows say of it, target by target; targets without rows are left out."""
    counted = [line for line in lines if line.counted is not None]
    communes = Unit.objects.communes().on(plan.issued_on)
    return [(commune, [Shown(line, line.counted.of(commune), commune) for line in counted]) for commune in communes]
