"""/watch/: those who have left poverty, visited until they have stayed out of it for 36 months."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households import watching
from households.changes import Refused
from households.models import FollowUp, Household, Movement, RiskFlag
from households.watch_forms import AnswerForm, FollowUpForm, RiskFlagForm, WatchFilter
from povertyplan import clock
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P

Finding = FollowUp.Finding


@allowed(P.VIEW_EXITS)
def watch(request):
    filter, today = WatchFilter(request.GET, user=request.user, plan=request.plan), clock.today()
    open_flags = Prefetch("household__risk_flags", RiskFlag.objects.open(), to_attr="open_flags")
    found = filter.qs.select_related("household__commune", "household__hamlet").prefetch_related(open_flags)
    page = Paginator(found.prefetch_related("follow_ups"), 50).get_page(request.GET.get("page"))
    context = {
        "filter": filter,
        "page": page,
        "rows": [watching.Watch(movement, movement.visited_for or 0, today) for movement in page],
        "may_visit": request.user.may(P.FOLLOW_UP),
        "several_communes": request.user.commune is None,
    }
    return render(request, "watch/list.html", context)


@allowed(P.FOLLOW_UP)
def follow_up(request, pk):
    """One visit; what is found to be poor again goes straight on to the proposal."""
    seen = Movement.objects.visible_to(request.user).exits().decided()
    movement = get_object_or_404(seen.select_related("household__commune", "household__hamlet"), pk=pk)
    form = FollowUpForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            visit = watching.follow_up(movement, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi lần thăm hộ {movement.household.head}.")
            return redirect(_onwards(request, visit))
    context = {
        "form": form,
        "movement": movement,
        "household": movement.household,
        "watch": watching.watch_of(movement.household),
        "visits": movement.follow_ups.select_related("by__unit"),
        "flags": movement.household.risk_flags.open(),
    }
    return render(request, "watch/follow_up.html", context)


def _onwards(request, visit: FollowUp) -> str:
    if visit.finding == Finding.POOR and request.user.may(P.PROPOSE_EXIT):
        messages.info(request, "Nếu hộ đã nghèo trở lại, hãy đề nghị công nhận tái nghèo ở đây.")
        return reverse("increase_propose", args=[visit.movement.household.code], query={"kind": "relapse"})
    return reverse("watch", query={"view": "due"})


@allowed(P.FOLLOW_UP)
def raise_flag(request, code):
    household = get_object_or_404(Household.objects.visible_to(request.user), code=code)
    form = RiskFlagForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            watching.raise_flag(household, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã báo dấu hiệu tái nghèo của hộ {household.head}.")
            return redirect("household", code)
    return _page(request, household, form, "Báo dấu hiệu tái nghèo", "Báo dấu hiệu")


@allowed(P.FOLLOW_UP)
def close_flag(request, pk):
    flags = RiskFlag.objects.visible_to(request.user).select_related("household__commune", "household__hamlet")
    flag = get_object_or_404(flags, pk=pk)
    form = AnswerForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            watching.close_flag(flag, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi cách xử lý dấu hiệu «{flag}».")
            return redirect("household", flag.household.code)
    title = f"Đã xử lý dấu hiệu: {flag.get_kind_display().lower()}"
    return _page(request, flag.household, form, title, "Ghi đã xử lý", lead=flag.note)


def _page(request, household: Household, form, title: str, button: str, lead: str = ""):
    context = {
        "form": form,
        "title": title,
        "button": button,
        "lead": lead or f"Hộ {household.head}, {household.hamlet}, {household.commune.name}.",
        "back_url": reverse("household", args=[household.code]),
        "back_title": household.head,
    }
    return render(request, "form.html", context)
