"""The commune proposes: a form, its answers and their arithmetic to be checked, then the sending."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from households import changes
from households.exit_forms import ExitForm
from households.models import Household, Movement
from households.years import turn_to
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P


@allowed(P.PROPOSE_EXIT)
def propose(request, code):
    plan = request.plan
    household = get_object_or_404(
        Household.objects.visible_to(request.user).in_plan(plan).select_related("commune", "hamlet"), code=code
    )
    if request.method == "GET" and (waiting := household.movements.filter(plan=plan).open().first()):
        return redirect("exit", waiting.pk)  # a second proposal could not be sent
    form = ExitForm(request.POST or None, household=household)

    def send(**asked):
        return changes.propose_exit(household, plan=plan, by=request.user, **asked)

    return _ask_check_send(request, household, form, send, back_url=reverse("household", args=[code]))


@allowed(P.PROPOSE_EXIT)
def mend(request, pk):
    """A returned proposal, filled in again and sent once more."""
    movement = _own(request.user, pk)
    turn_to(request, movement.plan)
    household = movement.household
    form = ExitForm(request.POST or None, household=household, initial=ExitForm.initial_of(movement))

    def send(**asked):
        return changes.propose_again(movement, by=request.user, **asked)

    return _ask_check_send(request, household, form, send, back_url=reverse("exit", args=[pk]), movement=movement)


def _own(user, pk: int) -> Movement:
    movements = Movement.objects.visible_to(user).select_related("household__commune", "household__hamlet", "plan")
    return get_object_or_404(movements, pk=pk)


def _ask_check_send(request, household, form, send, *, back_url: str, movement=None):
    """The form, then its answers to be checked, then the act; nothing is written before it is confirmed."""
    reason = request.POST.get("override_reason", form.initial.get("override_reason", ""))
    context = {
        "form": form,
        "household": household,
        "back_url": back_url,
        "movement": movement,
        "override_reason": reason,
    }
    if request.method != "POST" or "mend" in request.POST or not form.is_valid():
        return render(request, "exits/propose.html", context)
    sent = (request.POST, request.FILES) if "send" in request.POST else (None, None)
    ask = form.send_form(*sent, initial={"override_reason": reason})
    if not ask.is_valid():
        return render(request, "exits/check.html", context | {"ask": ask})
    try:
        proposed = send(**form.facts(), **ask.facts(form))
    except changes.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back_url)
    messages.success(request, f"Đã gửi đề nghị của hộ {household.head} đến Phòng LĐ-TB&XH.")
    return redirect("exit", proposed.pk)


@require_POST
@allowed(P.PROPOSE_EXIT)
def withdraw(request, pk):
    movement = _own(request.user, pk)
    try:
        changes.withdraw_proposal(movement, by=request.user)
        messages.success(request, f"Đã rút đề nghị của hộ {movement.household.head}.")
    except changes.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("household", movement.household.code)
