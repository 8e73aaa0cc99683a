"""The commune proposes: a form, its answers and their arithmetic to be checked, then the sending."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from households import changes
from households.exit_forms import ExitForm
from households.increase_forms import IncreaseForm, NewHouseholdForm
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
    household, data = movement.household, request.POST or None
    if movement.is_decrease:
        form = ExitForm(data, household=household, initial=ExitForm.initial_of(movement))
        verb = changes.propose_again
    else:
        kinds, known = changes.kinds_for(household), IncreaseForm.initial_of(movement)
        form = IncreaseForm(data, household=household, kinds=kinds, initial=known)
        verb = changes.propose_increase_again

    def send(**asked):
        return verb(movement, by=request.user, **asked)

    return _ask_check_send(request, household, form, send, back_url=reverse("exit", args=[pk]), movement=movement)


@allowed(P.PROPOSE_EXIT)
def propose_increase(request, code):
    """A household that is not on the list is to come onto it; `?kind=` chooses beforehand."""
    plan = request.plan
    seen = Household.objects.visible_to(request.user).select_related("commune", "hamlet")
    household = get_object_or_404(seen, code=code)
    if request.method == "GET" and (waiting := household.movements.filter(plan=plan).open().first()):
        return redirect("exit", waiting.pk)
    kinds = changes.kinds_for(household)
    if not kinds:
        messages.error(request, f"Hộ {household.head} đang trong danh sách hộ nghèo, hoặc không còn ở địa phương.")
        return redirect("household", code)
    chosen = {"kind": request.GET.get("kind", "")}
    form = IncreaseForm(request.POST or None, household=household, kinds=kinds, initial=chosen)

    def send(**asked):
        return changes.propose_increase(household, plan=plan, by=request.user, **asked)

    return _ask_check_send(request, household, form, send, back_url=reverse("household", args=[code]))


@allowed(P.PROPOSE_EXIT)
def add_household(request):
    """A household that no list has named is written down, and goes straight on to its proposal."""
    form = NewHouseholdForm(request.POST or None, commune=request.user.commune)
    if request.method == "POST" and form.is_valid():
        try:
            household = changes.add_household(
                form.cleaned_data["hamlet"], plan=request.plan, by=request.user, **form.household()
            )
        except changes.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi hộ {household.head}, mã {household.code}. Tiếp theo là kết quả rà soát.")
            return redirect("increase_propose", household.code)
    context = {
        "form": form,
        "title": "Hộ nghèo phát sinh: ghi hộ mới",
        "button": "Lưu và tiếp tục",
        "lead": "Chỉ ghi ở đây hộ chưa từng có trong danh sách. Hộ chỉ vào danh sách khi có số và ngày quyết định.",
        "back_url": reverse("exits"),
        "back_title": "Danh sách đề nghị",
    }
    return render(request, "form.html", context)


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
