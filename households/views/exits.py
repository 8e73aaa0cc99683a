"""Leaving the list: the commune proposes, the division agrees or returns. The decision is on the tasks floor."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from households import changes
from households.exit_forms import ExitForm, ReturnForm
from households.filters import ExitFilter
from households.models import Household, Movement
from households.models.movement import Stage
from households.standing import standing_of
from povertyplan import clock
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P


def _seen_by(user):
    return (
        Movement.objects.visible_to(user)
        .decreases()
        .select_related(
            "household__commune",
            "household__hamlet",
            "proposed_by__unit",
            "agreed_by__unit",
            "returned_by__unit",
            "decision",
        )
    )


@allowed(P.VIEW_EXITS)
def exits(request):
    plan = request.plan
    filter = ExitFilter(request.GET, user=request.user, plan=plan)
    found = filter.qs.select_related("household__commune", "household__hamlet", "proposed_by__unit", "decision")
    context = {
        "filter": filter,
        "page": Paginator(found, 50).get_page(request.GET.get("page")),
        "tabs": _tabs(request, plan, filter.form.cleaned_data.get("stage") or ""),
        "all_chosen": "all" in request.GET,
        "may_decide": request.user.may(P.DECIDE_EXIT),
        "to_decide": Movement.objects.visible_to(request.user).in_plan(plan).agreed().count(),
        "several_communes": request.user.commune is None,
    }
    return render(request, "exits/list.html", context)


def _tabs(request, plan, chosen: str) -> list[dict]:
    """Every stage with the number of proposals that the other conditions leave."""
    others = request.GET.copy()
    others.pop("stage", None)
    counts = ExitFilter(others, user=request.user, plan=plan).qs.counts_by_stage()
    return [
        {"stage": stage, "label": label, "count": counts.get(stage, 0), "here": stage == chosen}
        for stage, label in Stage.choices
    ] + [{"stage": "", "label": "Tất cả", "count": sum(counts.values()), "here": not chosen}]


@allowed(P.VIEW_EXITS)
def review(request, pk):
    return _review(request, get_object_or_404(_seen_by(request.user), pk=pk), ReturnForm())


def _review(request, movement, form):
    """One proposal with everything that speaks for and against it."""
    plan = movement.plan
    household = Household.objects.with_place(plan).select_related("commune", "hamlet").get(pk=movement.household_id)
    context = {
        "movement": movement,
        "household": household,
        "standing": standing_of(household, plan),
        "needs": household.needs.in_plan(plan).counted().select_related("type", "lead").prefetch_related("measures"),
        "history": household.diary.filter(kind="exit").select_related("by__unit"),
        "form": form,
        "may_answer": request.user.may(P.DECIDE_EXIT) and movement.stage == Stage.PROPOSED,
        "may_mend": request.user.may(P.PROPOSE_EXIT) and movement.stage == Stage.RETURNED,
        "may_withdraw": request.user.may(P.PROPOSE_EXIT) and movement.stage in {Stage.PROPOSED, Stage.RETURNED},
        "waiting": Movement.objects.visible_to(request.user).in_plan(plan).proposed().count(),
    }
    return render(request, "exits/review.html", context)


@require_POST
@allowed(P.DECIDE_EXIT)
def agree(request, pk):
    movement = get_object_or_404(_seen_by(request.user), pk=pk)
    try:
        changes.agree(movement, by=request.user)
        messages.success(request, f"Đã đồng ý đề nghị của hộ {movement.household.head}.")
    except changes.Refused as refusal:
        messages.error(request, str(refusal))
    return _next_proposed(request, movement)


@require_POST
@allowed(P.DECIDE_EXIT)
def return_(request, pk):
    movement = get_object_or_404(_seen_by(request.user), pk=pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _review(request, movement, form)
    try:
        changes.return_proposal(movement, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"Đã trả lại đề nghị của hộ {movement.household.head}.")
    except changes.Refused as refusal:
        messages.error(request, str(refusal))
    return _next_proposed(request, movement)


def _next_proposed(request, movement):
    """Opens the next proposal by itself; after the last one, the list says what is to be done now."""
    waiting = Movement.objects.visible_to(request.user).in_plan(movement.plan).proposed().in_turn()
    if (following := waiting.exclude(pk=movement.pk).first()) is not None:
        return redirect("exit", following.pk)
    messages.info(request, "Đã xét hết các đề nghị.")
    return redirect("exits")


@require_POST
@allowed(P.DECIDE_EXIT)
def agree_to_several(request):
    chosen = [pk for pk in request.POST.getlist("movement") if pk.isdecimal() and len(pk) < 19]
    movements = Movement.objects.visible_to(request.user).decreases().filter(pk__in=chosen)
    agreed, refused = changes.agree_to_all(movements, by=request.user)
    if not chosen:
        messages.error(request, "Hãy chọn ít nhất một đề nghị.")
    if agreed:
        messages.success(request, f"Đã đồng ý {len(agreed)} đề nghị; tiếp theo là ghi quyết định.")
    for text in refused:
        messages.error(request, text)
    return redirect(reverse("exits") + ("?stage=agreed" if agreed else "?stage=proposed"))


@allowed(P.PROPOSE_EXIT)
def propose(request, code):
    plan = request.plan
    household = get_object_or_404(
        Household.objects.visible_to(request.user).in_plan(plan).select_related("commune", "hamlet"), code=code
    )
    if request.method == "GET" and (waiting := household.movements.filter(plan=plan).decreases().open().first()):
        return redirect("exit", waiting.pk)  # a second proposal could not be sent
    form = ExitForm(request.POST or None, household=household, initial={"on": clock.today()})

    def send():
        return changes.propose_exit(household, plan=plan, by=request.user, **form.facts())

    return _ask_check_send(request, household, form, send, back_url=reverse("household", args=[code]))


@allowed(P.PROPOSE_EXIT)
def mend(request, pk):
    """A returned proposal, filled in again and sent once more."""
    movement = get_object_or_404(_seen_by(request.user), pk=pk)
    form = ExitForm(request.POST or None, household=movement.household, initial=ExitForm.initial_of(movement))

    def send():
        return changes.propose_again(movement, by=request.user, **form.facts())

    return _ask_check_send(
        request, movement.household, form, send, back_url=reverse("exit", args=[pk]), movement=movement
    )


def _ask_check_send(request, household, form, send, *, back_url: str, movement=None):
    """The form, then its answers to be checked, then the act; nothing is written before it is confirmed."""
    context = {"form": form, "household": household, "back_url": back_url, "movement": movement}
    if request.method != "POST" or "mend" in request.POST or not form.is_valid():
        return render(request, "exits/propose.html", context)
    if "send" not in request.POST:
        return render(request, "exits/check.html", context | {"answers": form.answers()})
    try:
        sent = send()
    except changes.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(back_url)
    messages.success(request, f"Đã gửi đề nghị của hộ {household.head} đến Phòng LĐ-TB&XH.")
    return redirect("exit", sent.pk)


@require_POST
@allowed(P.PROPOSE_EXIT)
def withdraw(request, pk):
    movement = get_object_or_404(_seen_by(request.user), pk=pk)
    try:
        changes.withdraw_proposal(movement, by=request.user)
        messages.success(request, f"Đã rút đề nghị của hộ {movement.household.head}.")
    except changes.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("household", movement.household.code)
