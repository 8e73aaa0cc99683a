"""The deadlines of a year: what is owed by when, what was moved and why; and moving one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households.changes import Refused
from households.years import turn_to
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from reports.deadlines import move_deadline
from reports.forms import MoveForm
from reports.models import Deadline


@allowed(P.VIEW_SUBMISSIONS, P.MANAGE_OBLIGATIONS)
def deadlines(request):
    """The rules of the year, each with every day that it had."""
    rules = Deadline.objects.filter(plan=request.plan).prefetch_related("moves__by__unit").order_by("due_on")
    context = {"rules": rules, "may_move": request.user.may(P.MANAGE_OBLIGATIONS)}
    return render(request, "reports/deadlines.html", context)


@allowed(P.MANAGE_OBLIGATIONS)
def move(request, pk):
    """A new day for every unit, with its reason."""
    deadline = get_object_or_404(Deadline.objects.select_related("plan"), pk=pk)
    turn_to(request, deadline.plan)
    form = MoveForm(request.POST or None, initial={"seen_on": deadline.due_on, "due_on": deadline.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            moved = move_deadline(deadline, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã dời hạn nộp {deadline.get_kind_display().lower()}: {moved}.")
            return redirect("deadlines")
    context = {
        "form": form,
        "title": f"Dời hạn nộp {deadline.get_kind_display().lower()}",
        "lead": f"Đang là {deadline.due_on:%d/%m/%Y} ({deadline.wording}). Hạn mới áp dụng cho mọi đơn vị; văn bản đã "
        "nộp giữ nguyên thời điểm và được tính lại theo hạn mới.",
        "back_url": reverse("deadlines"),
        "back_title": "Hạn nộp",
        "button": "Dời hạn",
    }
    return render(request, "form.html", context)
