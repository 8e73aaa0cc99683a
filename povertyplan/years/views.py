"""The years side by side: which one is looked at; and the administrator's pages that begin, close and reopen one."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from households import changes
from households.models import Household, Plan
from povertyplan.accounts.access import allowed, for_everyone
from povertyplan.accounts.roles import Permission as P
from povertyplan.years.forms import CloseForm, NewYearForm, ReopenForm
from povertyplan.years.left_open import left_open
from povertyplan.years.making import make_plan, preview


@dataclass(frozen=True)
class Row:
    """One year; the counts are of the households that this person sees, and None for those who see none."""

    plan: Plan
    is_current: bool
    is_shown: bool
    listed: int | None = None
    left: int | None = None


@for_everyone
def years(request):
    rows = [_row(plan, request) for plan in request.plans]
    context = {"rows": rows, "sees": request.user.may(P.VIEW_HOUSEHOLDS), "manages": request.user.may(P.MANAGE_TABLES)}
    return render(request, "years/list.html", context)


def _row(plan: Plan, request) -> Row:
    row = plan, plan == request.current_plan, plan == request.plan
    if not request.user.may(P.VIEW_HOUSEHOLDS):
        return Row(*row)
    seen = Household.objects.visible_to(request.user).in_plan(plan, plan.today)
    return Row(*row, listed=seen.count(), left=seen.left(plan).count())


@require_POST
@for_everyone
def choose(request):
    """The year that is looked at from now on; back to the page from where it was chosen."""
    year = request.POST.get("year", "")
    plan = get_object_or_404(Plan, year=int(year) if year.isascii() and year.isdecimal() and len(year) < 5 else 0)
    request.session["year"] = plan.year
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "home")


@allowed(P.MANAGE_TABLES)
def new(request):
    """The form, then what it would do, then the act; nothing is written before it is confirmed."""
    last = Plan.objects.order_by("-year").first()
    form = NewYearForm(request.POST or None, last=last)
    context = {"form": form, "last": last, "back_url": reverse("years")}
    if request.method != "POST" or "mend" in request.POST or not form.is_valid():
        return render(request, "years/new.html", context)
    if "make" not in request.POST:
        found = preview(last, form.over, on=form.cleaned_data["issued_on"], deadlines=len(form.due))
        return render(request, "years/check.html", context | {"found": found, "deadlines": form.deadlines()})
    plan = make_plan(
        form.instance,
        last=last,
        deadlines=form.deadlines(),
        over=form.over,
        with_duties=form.cleaned_data["with_duties"],
        by=request.user,
    )
    messages.success(request, f"Đã lập kế hoạch năm {plan.year}.")
    return redirect("years")


@allowed(P.MANAGE_TABLES)
def close(request, year):
    plan = get_object_or_404(Plan, year=year)
    rests = left_open(plan)
    form = CloseForm(request.POST if request.method == "POST" else None, asks=bool(rests))
    if request.method == "POST" and form.is_valid():
        try:
            changes.close_year(plan, by=request.user, left_open=", ".join(str(rest) for rest in rests))
            messages.success(request, f"Đã khóa sổ năm {plan.year}.")
        except changes.Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("years")
    context = {"plan_to_close": plan, "rests": rests, "form": form}
    return render(request, "years/close.html", context)


@allowed(P.MANAGE_TABLES)
def reopen(request, year):
    plan = get_object_or_404(Plan, year=year)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changes.reopen_year(plan, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, f"Đã mở lại năm {plan.year}.")
        except changes.Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("years")
    context = {
        "form": form,
        "title": f"Mở lại năm {plan.year}",
        "lead": "Mở lại thì các đơn vị lại sửa được số liệu của năm đó. Lý do được ghi vào nhật ký.",
        "button": "Mở lại",
        "back_url": reverse("years"),
        "back_title": "Các năm",
    }
    return render(request, "form.html", context)
