"""The deadlines of a year: what is owed by when, what was moved and why; moving one; and asking for further reports."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from households.changes import Refused
from households.years import turn_to
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from reports import further
from reports.board import lowered
from reports.deadlines import move_deadline
from reports.forms import MoveForm
from reports.further_forms import FurtherForm
from reports.models import Deadline, FurtherReport, Period

BACK = {"back_title": "Hạn nộp"}


@allowed(P.VIEW_SUBMISSIONS, P.MANAGE_OBLIGATIONS)
def deadlines(request):
    """The rules of the year, each with every day that it had; and the further reports with their periods."""
    rules = Deadline.objects.filter(plan=request.plan).prefetch_related("moves__by__unit").order_by("due_on")
    told = Count("obligations", filter=Q(obligations__submissions__version=1))
    periods = Period.objects.in_plan(request.plan).annotate(told=told, expected=Count("obligations", distinct=True))
    context = {
        "rules": rules,
        "reports": FurtherReport.objects.filter(plan=request.plan).prefetch_related("units"),
        "periods": periods.prefetch_related("moves__by__unit").order_by("report", "starts_on"),
        "may_move": request.user.may(P.MANAGE_OBLIGATIONS),
    }
    return render(request, "reports/deadlines.html", context)


@allowed(P.MANAGE_OBLIGATIONS)
def move(request, pk):
    """A new day for every unit, with its reason."""
    deadline = get_object_or_404(Deadline.objects.select_related("plan"), pk=pk)
    return _move(request, deadline, deadline.get_kind_display(), deadline.wording)


@allowed(P.MANAGE_OBLIGATIONS)
def move_period(request, pk):
    """The same for one period of a further report."""
    period = get_object_or_404(Period.objects.select_related("report__plan"), pk=pk)
    return _move(request, period, str(period), period.report.get_every_display().lower())


def _move(request, rule: Deadline | Period, name: str, wording: str):
    turn_to(request, rule.plan)
    form = MoveForm(request.POST or None, initial={"seen_on": rule.due_on, "due_on": rule.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            moved = move_deadline(rule, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã dời hạn nộp {lowered(name)}: {moved}.")
            return redirect("deadlines")
    context = {
        "form": form,
        "title": f"Dời hạn nộp {lowered(name)}",
        "lead": f"Đang là {rule.due_on:%d/%m/%Y} ({wording}). Hạn mới áp dụng cho mọi đơn vị; văn bản đã nộp giữ "
        "nguyên thời điểm và được tính lại theo hạn mới.",
        "back_url": reverse("deadlines"),
        "button": "Dời hạn",
    }
    return render(request, "form.html", BACK | context)


@allowed(P.MANAGE_OBLIGATIONS)
def new_report(request):
    """Asks units for a further report: every month, every quarter, or once."""
    form = FurtherForm(request.POST or None, plan=request.plan)
    if request.method == "POST" and form.is_valid():
        try:
            report = further.ask_for(request.plan, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            count = report.periods.count()
            messages.success(request, f"Đã thêm «{report}», {count} kỳ. Đơn vị thấy ở trang đầu khi gần đến hạn.")
            return redirect("deadlines")
    context = {
        "form": form,
        "title": f"Thêm báo cáo của năm {request.plan.year}",
        "lead": "Ngoài kế hoạch và báo cáo kết quả đã có trong kế hoạch năm.",
        "back_url": reverse("deadlines"),
        "button": "Thêm báo cáo",
    }
    return render(request, "form.html", BACK | context)


@require_POST
@allowed(P.MANAGE_OBLIGATIONS)
def end_report(request, pk):
    report = get_object_or_404(FurtherReport, pk=pk)
    try:
        count = further.end(report, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã ngừng «{report}», bỏ {count} kỳ chưa tới. Các kỳ đã qua giữ nguyên.")
    return redirect("deadlines")
