"""`/planning/`: a commune's plan in one table: quarter and money of each need, or why there is none."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse

from households.changes import Refused, Stale
from households.models import Household, PlanEntry
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from tasks import planning
from tasks.models import Need
from tasks.planned import planned_money
from tasks.planning_forms import PlanSheet

PER_PAGE = 100


@allowed(P.PLAN_NEEDS)
def planning_sheet(request):
    page = _page(request)
    sheet = PlanSheet(request.POST if request.method == "POST" else None, page)
    status, problem = 200, ""
    if request.method == "POST" and sheet.is_valid():
        try:
            needs, households = _save(request, sheet)
        except Stale:
            sheet, status = PlanSheet(request.POST, _page(request)), 409
            sheet.met_by_others()
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"Đã lưu {needs} nhu cầu và {households} hộ không có nhu cầu.")
            return redirect(f"{reverse('planning')}?page={page.number}" if page.number > 1 else "planning")
    return render(request, "needs/planning.html", _context(request, sheet, page) | {"problem": problem}, status=status)


def _save(request, sheet: PlanSheet) -> tuple[int, int]:
    commune = request.user.commune
    return planning.save(request.plan, commune, wishes=sheet.wishes(), reasons=sheet.reasons(), by=request.user)


def _households(request):
    """Those that are still on the list, hamlet by hamlet."""
    plan = request.plan
    needs = Need.objects.in_plan(plan).counted().select_related("type", "lead", "plan").order_by("type__order", "pk")
    found = Household.objects.remaining(plan).in_commune(request.user.commune).select_related("hamlet")
    return found.prefetch_related(Prefetch("needs", needs, to_attr="planned_needs")).order_by(
        "hamlet__name", "hamlet", "sort_key", "code"
    )


def _page(request):
    page = Paginator(_households(request), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    entries = PlanEntry.objects.filter(plan=request.plan, household__in=page.object_list)
    reasons = dict(entries.values_list("household", "no_need_reason"))
    for household in page.object_list:
        household.no_need_reason = reasons.get(household.pk, "")
    return page


def _context(request, sheet: PlanSheet, page) -> dict:
    """Sums and gaps are of the whole commune, not of the page."""
    remaining = Household.objects.remaining(request.plan).in_commune(request.user.commune)
    needs = list(Need.objects.in_plan(request.plan).counted().filter(household__in=remaining.values("pk")))
    return {
        "sheet": sheet,
        "page": page,
        "commune": request.user.commune,
        "needs": len(needs),
        "households": page.paginator.count,
        "money": planned_money(needs),
        "without_quarter": sum(need.planned_quarter is None for need in needs),
        "unsaid": planning.without_a_word(request.plan, request.user.commune).count(),
    }
