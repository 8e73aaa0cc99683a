"""The commune's plan, household by household: what is meant for each need, or why a household needs nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from households.changes import Refused, Stale, must_be_open, note_down
from households.models import Diary, Household, Plan, PlanEntry
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from tasks import steps
from tasks.models import Need
from tasks.planned import Planned


@dataclass(frozen=True)
class Wish:
    """What was there when the page was opened, and what is wanted."""

    opened: Planned
    planned: Planned


@dataclass(frozen=True)
class Reason:
    """Why a household needs nothing; empty: it is not said that it needs nothing."""

    opened: str
    text: str


@transaction.atomic
def save(
    plan: Plan, commune: Unit, *, wishes: Mapping[int, Wish], reasons: Mapping[int, Reason], by: User
) -> tuple[int, int]:
    """All of a commune's table at once, or nothing of it; how many needs and households were changed.

    Keys are those of needs and households. Raises Stale where somebody else wrote something else meanwhile.
    """
    must_be_open(plan)
    needs = Need.objects.in_plan(plan).in_commune(commune).filter(pk__in=wishes)
    households = Household.objects.in_commune(commune).filter(pk__in=reasons).order_by("pk")
    changed = steps.plan(needs, wishes=wishes, by=by)
    return changed, sum(say_no_need(one, plan=plan, reason=reasons[one.pk], by=by) for one in households)


@transaction.atomic
def say_no_need(household: Household, *, plan: Plan, reason: Reason, by: User) -> bool:
    """Marks a household as one that needs no help, with the reason; an empty reason takes the mark away."""
    must_be_open(plan)
    entry = PlanEntry.objects.select_for_update(of=("self",)).get(plan=plan, household=household)
    text = " ".join(reason.text.split())
    if entry.no_need_reason == text:
        return False
    if entry.no_need_reason != reason.opened:
        raise Stale(f"Người khác vừa ghi cho hộ {household.head}.")
    if text and household.needs.in_plan(plan).counted().exists():
        raise Refused(f"Hộ {household.head} đang có nhu cầu hỗ trợ, không ghi «không có nhu cầu» được.")
    mark(entry, text, by=by)
    told = "Ghi không có nhu cầu hỗ trợ" if text else "Bỏ ghi không có nhu cầu hỗ trợ"
    note_down(household, Diary.Kind.NEED, f"{told} năm {plan.year}", by=by, note=text)
    return True


def mark(entry: PlanEntry, text: str, *, by: User) -> None:
    entry.no_need_reason = text
    entry.no_need_at, entry.no_need_by = (clock.now(), by) if text else (None, None)
    entry.save(update_fields=["no_need_reason", "no_need_at", "no_need_by"])


def without_a_word(plan: Plan, commune: Unit):
    """The households that stop the commune's plan: still to be helped, without a need, and nobody said why."""
    said = PlanEntry.objects.filter(plan=plan).exclude(no_need_reason="")
    needing = Need.objects.in_plan(plan).counted()
    remaining = Household.objects.remaining(plan).in_commune(commune)
    return remaining.exclude(pk__in=needing.values("household")).exclude(pk__in=said.values("household"))
