"""The list of needs, its Excel file, and the inbox, which is the same list under chosen conditions."""

from django.core.paginator import Paginator
from django.shortcuts import render

from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from povertyplan.sheets import sheet_response
from tasks.acts import offered
from tasks.choosing import PER_PAGE
from tasks.filters import NeedFilter
from tasks.inbox import WORKS, Inbox
from tasks.resources import NeedResource
from tasks.routing import offered_lead
from tasks.saved import shelf


@allowed(P.VIEW_NEEDS)
def needs(request):
    found = NeedFilter(request.GET, user=request.user, plan=request.plan)
    context = {"shelf": shelf("needs", found, user=request.user)}
    return render(request, "needs/list.html", context | _shown(request, found))


@allowed(*WORKS)
def inbox(request):
    """What waits for the person's unit: the list of needs under the conditions of one matter."""
    box = Inbox(request.user, request.plan, mine=request.GET.get("whose") == "mine")
    matter = box.chosen(request.GET.get("matter"))
    found = NeedFilter(box.query(matter), user=request.user, plan=request.plan)
    context = {"box": box, "matter": matter, "groups": box.groups(matter)}
    return render(request, "needs/inbox.html", context | _shown(request, found))


def _shown(request, found: NeedFilter) -> dict:
    """A page of what was found, and what can be done with it."""
    totals = found.totals()
    routes = request.user.may(P.ROUTE_NEEDS)
    shown = found.qs.with_faces().with_routing() if routes else found.qs.with_faces()
    paginator = Paginator(shown, PER_PAGE)
    paginator.count = totals["needs"]  # counted already
    page = paginator.get_page(request.GET.get("page"))
    main, acts = offered(found.qs, found.view_name, by=request.user)
    return {
        "filter": found,
        "totals": totals,
        "page": page,
        "rows": [(need, offered_lead(need) if routes else None) for need in page],
        "main": main,
        "acts": acts,
        "routes": routes,
        "beside": None if request.user.sees_the_town or request.user.commune else request.user.unit,
        "may_export": request.user.may(P.EXPORT_HOUSEHOLDS),
    }


@allowed(P.EXPORT_HOUSEHOLDS)
def export(request):
    found = NeedFilter(request.GET, user=request.user, plan=request.plan)
    totals = found.totals()
    return sheet_response(
        NeedResource().export(found.qs.with_faces().with_measures()),
        title="Nhu cầu hỗ trợ",
        by=request.user,
        conditions=found.summary(),
        counted=f"{totals['needs']} nhu cầu của {totals['households']} hộ",
        filename="nhu-cau",
    )
