"""The list of households and a household's own page: what is known, needed, given, and how it goes on."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from households.changes import kinds_for
from households.event_forms import LINKS
from households.models import Household, Plan
from households.people_shown import people_shown
from households.resources import HouseholdResource
from households.standing import standing_of, standings
from households.watching import watch_of
from povertyplan import clock
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import AccessLog
from povertyplan.accounts.roles import Permission as P
from povertyplan.sheets import sheet_response
from tasks.household_filter import HouseholdNeedFilter
from tasks.models import MeasureFile, Need, Question
from tasks.money import given_to
from tasks.regrouping import may_undo, regroupings_of
from tasks.saved import shelf


@allowed(P.VIEW_HOUSEHOLDS)
def index(request):
    plan = request.plan
    filter = HouseholdNeedFilter(request.GET, user=request.user, plan=plan)
    found = _with_needs(filter.qs.select_related("commune", "hamlet"), plan)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {
        "filter": filter,
        "shelf": shelf("households", filter, user=request.user),
        "page": page,
        "rows": standings(page, plan),
        "stuck": Question.objects.visible_to(request.user).stuck_among(page, plan),
        "several_communes": request.user.commune is None,
        "may_export": request.user.may(P.EXPORT_HOUSEHOLDS),
        "may_import": request.user.may(P.IMPORT_LIST),
        "may_update": request.user.may(P.UPDATE_PROGRESS),
    }
    return render(request, "households/list.html", context)


@allowed(P.EXPORT_HOUSEHOLDS)
def export(request):
    """The very households that the list shows under the same conditions, in the same order."""
    plan = request.plan
    filter = HouseholdNeedFilter(request.GET, user=request.user, plan=plan)
    households = _with_needs(filter.qs.select_related("commune", "hamlet", "officer"), plan)
    dataset = HouseholdResource(plan).export(households.prefetch_related("causes"))
    return sheet_response(
        dataset,
        title=f"Danh sách hộ nghèo năm {plan.year}",
        by=request.user,
        conditions=filter.summary(),
        counted=f"{len(dataset)} hộ",
        filename=f"ho-ngheo-{plan.year}",
    )


def _with_needs(households, plan: Plan):
    """With what the columns show: the place in the plan, and the needs as `shown_needs`."""
    needs = Need.objects.in_plan(plan).counted().select_related("type").order_by("type__order")
    return households.with_place(plan).prefetch_related(Prefetch("needs", needs, to_attr="shown_needs"))


@allowed(P.VIEW_HOUSEHOLDS)
def case(request, code):
    plan = request.plan
    return _case_page(request, _household(request, code, plan), plan)


@require_POST
@allowed(P.REVEAL_ID)
def reveal_id(request, code):
    """Shows the head's number on this one answer, and writes down who asked."""
    plan = request.plan
    household = _household(request, code, plan)
    AccessLog.objects.record(AccessLog.Action.REVEAL_ID, by=request.user, subject=f"Hộ {household.code}")
    return _case_page(request, household, plan, shown_id=household.id_no)


def _household(request, code: str, plan: Plan) -> Household:
    seen = Household.objects.visible_to(request.user).with_place(plan)
    seen = seen.select_related("commune", "hamlet", "officer__unit").prefetch_related("causes", "deprivations")
    return get_object_or_404(seen, code=code)


def _regrouped(user, household: Household, standing) -> dict:
    """What split, joined or moved, with what may be undone of it, and whether there may be more."""
    found = list(regroupings_of(household)) if user.may(P.VIEW_EXITS) else []
    on_the_list = standing.entry is not None and not standing.has_left
    return {
        "regroupings": found,
        "may_undo": {one.pk for one in found if may_undo(one, by=user)},
        "may_regroup": user.may(P.REGROUP_HOUSEHOLDS) and on_the_list,
    }


def _increases(user, household: Household, standing) -> list:
    """By what the commune may propose that it comes onto the list; nothing while a proposal is under way."""
    under_way = any(one and one.is_open for one in (standing.departure, standing.arrival))
    return kinds_for(household) if user.may(P.PROPOSE_EXIT) and not under_way else []


def _case_page(request, household: Household, plan: Plan, shown_id: str | None = None):
    user, standing = request.user, standing_of(household, plan)
    needs = household.needs.in_plan(plan).counted()
    own = Need.objects.visible_to(user).filter(household=household)
    context = {
        "household": household,
        "standing": standing,
        "shown_id": shown_id,
        "people": people_shown(household, clock.today()),
        "gone": household.members.gone(),
        "events": household.person_events.select_related("member", "other_household", "by__unit").in_turn(),
        "event_links": LINKS.items(),
        "needs": needs.select_related("type", "lead", "officer").order_by("type__order"),
        "late": set(needs.overdue(plan.today).values_list("pk", flat=True)),
        "own_needs": set(own.values_list("pk", flat=True)),
        "marks_own": not user.sees_the_town and user.commune is None,
        "given": given_to(household),
        "files": MeasureFile.objects.visible_to(user).of_counted().filter(measure__need__in=own).with_measures(),
        "questions": Question.objects.visible_to(user).in_plan(plan).about(household).in_turn().with_faces(),
        "ask_url": reverse("household_ask", args=[household.code]) if user.may(P.ASK_QUESTIONS) else "",
        "diary": household.diary.visible_to(user).select_related("by__unit"),
        "following": Household.objects.visible_to(user).in_plan(plan).after(household).first(),
        "sees_exits": user.may(P.VIEW_EXITS),
        "watch": watch_of(household) if user.may(P.VIEW_EXITS) else None,
        "flags": household.risk_flags.all(),
        "may_follow_up": user.may(P.FOLLOW_UP),
        "may_edit": user.may(P.EDIT_HOUSEHOLD),
        "may_update": user.may(P.UPDATE_PROGRESS) and standing.entry is not None and not standing.has_left,
        "may_reveal": user.may(P.REVEAL_ID),
        "may_add_need": user.may(P.ADD_NEED) and standing.entry is not None,
        **_regrouped(user, household, standing),
        "other_years": household.entries.exclude(plan=plan)
        .order_by("-plan__year")
        .values_list("plan__year", flat=True),
        "may_propose": user.may(P.PROPOSE_EXIT)
        and standing.entry is not None
        and standing.departure is None
        and not (standing.arrival and standing.arrival.is_open),
        "increases": _increases(user, household, standing),
    }
    return render(request, "households/case.html", context)
