"""Cards of households to print: of one, of all that a list shows, and an empty one for visits."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households.models import Cause, Household, Indicator
from households.models.household import Progress
from households.models.person import Schooling, Work
from povertyplan import clock
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import AccessLog
from povertyplan.accounts.roles import Permission as P
from tasks.cards import cards
from tasks.household_filter import HouseholdNeedFilter
from tasks.models import NeedType

MOST = 200  # cards at a time: a browser prints no more in one go


@allowed(P.VIEW_HOUSEHOLDS)
def card(request, code):
    household = get_object_or_404(Household.objects.visible_to(request.user), code=code)
    found = cards(Household.objects.filter(pk=household.pk), request.plan)
    AccessLog.objects.record(AccessLog.Action.DOCUMENT, by=request.user, subject=f"Phiếu hộ {household.code}")
    context = {"cards": found, "back_url": reverse("household", args=[code]), "back_title": household.head}
    return render(request, "households/cards.html", context)


@allowed(P.EXPORT_HOUSEHOLDS)
def many(request):
    """The very households that the list shows under the same conditions, a page each."""
    filter = HouseholdNeedFilter(request.GET, user=request.user, plan=request.plan)
    count, back_url = filter.qs.count(), reverse("households", query=request.GET or None)
    if count > MOST:
        messages.error(request, f"Mỗi lần in được {MOST} phiếu, danh sách đang có {count} hộ. Hãy lọc bớt rồi in lại.")
        return redirect(back_url)
    detail = f"{count} hộ; điều kiện: {filter.summary()}"
    AccessLog.objects.record(AccessLog.Action.DOCUMENT, by=request.user, subject="Phiếu hộ", detail=detail)
    found = cards(filter.qs, request.plan)
    context = {"cards": found, "back_url": back_url, "back_title": "Danh sách"}
    return render(request, "households/cards.html", context)


@allowed(P.VIEW_HOUSEHOLDS)
def blank(request):
    context = {
        "causes": Cause.objects.all(),
        "indicators": Indicator.objects.in_force(clock.today()),
        "need_types": NeedType.objects.whole(),
        "progress": Progress.labels,
        "schooling": Schooling.labels,
        "work": Work.labels,
        "rows": range(8),
    }
    return render(request, "households/card_blank.html", context)
