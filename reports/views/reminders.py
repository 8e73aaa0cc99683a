"""Đôn đốc: which units are behind, the letter that asks one of them, and the note that it was sent."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from households.changes import Refused
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import Unit
from povertyplan.accounts.roles import Permission as P
from reports import chasing
from reports.documents.kinds import KINDS
from reports.documents.orders import Order
from reports.forms import SentForm
from reports.reminding.noticing import tell_at_once


@allowed(P.REVIEW_SUBMISSIONS)
def reminders(request):
    """Every unit that is late with something; each with its letter one click away."""
    found = chasing.all_behind(request.plan, request.plan.today)
    return render(request, "reports/reminders.html", {"rows": found, "count": len(found)})


@allowed(P.REVIEW_SUBMISSIONS)
def reminder(request, unit_code):
    """The letter to print or copy; sent, the form writes down when it went out."""
    plan = request.plan
    unit = get_object_or_404(Unit.objects.on(plan.issued_on), code=unit_code)
    form = SentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            tell_at_once(chasing.note_sent(plan, unit, by=request.user, **form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi: đã gửi công văn cho {unit.name}.")
            return redirect("reminders")
    order = Order(KINDS["reminder"], plan, plan.today, unit=unit, by=request.user)
    context = {
        "unit": unit,
        "found": chasing.behind(plan, unit, plan.today),
        "document": order.kind.build(order),
        "letters": unit.reminder_letters.filter(plan=plan).select_related("by__unit"),
        "form": form,
    }
    return render(request, "reports/reminder.html", context)
