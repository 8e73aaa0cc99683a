"""Proposals: their list, and the division's answer to each. The decision is on the tasks floor."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from households import changes
from households.comparing import compare
from households.exit_forms import ReturnForm
from households.filters import ExitFilter
from households.flags import Measuring
from households.models import Household, Movement
from households.models.movement import Stage
from households.queue import place_of
from households.standing import standing_of
from households.years import turn_to
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P


@allowed(P.VIEW_EXITS)
def exits(request):
    plan = request.plan
    filter = ExitFilter(request.GET, user=request.user, plan=plan)
    found = filter.qs.select_related(
        "household__commune", "household__hamlet", "proposed_by__unit", "decision", "review", "cause"
    )
    context = {
        "filter": filter,
        "page": Paginator(found, 50).get_page(request.GET.get("page")),
        "tabs": _tabs(request, plan, filter.form.cleaned_data.get("stage") or ""),
        "all_chosen": "all" in request.GET,
        "waiting": filter.qs.proposed().count(),
        "may_decide": request.user.may(P.DECIDE_EXIT),
        "may_propose": request.user.may(P.PROPOSE_EXIT),
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
    return _review(request, _proposal(request.user, pk), ReturnForm())


def _proposal(user, pk: int) -> Movement:
    return get_object_or_404(Movement.objects.visible_to(user).for_review(), pk=pk)


def _review(request, movement: Movement, form: ReturnForm):
    """One proposal with everything that speaks for and against it."""
    plan, user, stage = movement.plan, request.user, movement.stage
    turn_to(request, plan)
    household = Household.objects.with_place(plan).select_related("commune", "hamlet").get(pk=movement.household_id)
    context = {
        "movement": movement,
        "household": household,
        "standing": standing_of(household, plan),
        **_found(movement),
        "needs": household.needs.in_plan(plan).counted().select_related("type", "lead").with_measures(),
        "history": household.diary.filter(kind="exit").select_related("by__unit"),
        "form": form,
        "query": request.GET.urlencode(),
        "place": place_of(movement, _waiting(request)),
        "may_answer": user.may(P.DECIDE_EXIT) and stage == Stage.PROPOSED and movement.proposed_by != user,
        "may_mend": user.may(P.PROPOSE_EXIT) and stage == Stage.RETURNED,
        "may_withdraw": user.may(P.PROPOSE_EXIT) and stage in {Stage.PROPOSED, Stage.RETURNED},
        "may_undo": user.may(P.DECIDE_EXIT) and stage == Stage.DECIDED and not movement.from_list,
        "may_add_files": user.may(P.PROPOSE_EXIT) and movement.is_open,
    }
    return render(request, "exits/review.html", context)


def _found(movement: Movement) -> dict:
    """What the review found, beside what was known before; nothing where there was none."""
    review = getattr(movement, "review", None)
    if review is None:
        return {"review": None}
    found = Measuring().assessment_of(review, movement.household)
    return {"review": review, "compared": compare(review), "assessment": found}


def _waiting(request):
    """The proposals that wait for an answer, of those that the list shows from which this page was opened."""
    return ExitFilter(request.GET, user=request.user, plan=request.plan).qs.proposed()


@require_POST
@allowed(P.DECIDE_EXIT)
def agree(request, pk):
    movement = _proposal(request.user, pk)
    following = place_of(movement, _waiting(request)).next
    try:
        changes.agree(movement, by=request.user)
        messages.success(request, f"Đã đồng ý đề nghị của hộ {movement.household.head}.")
    except changes.Refused as refusal:
        messages.error(request, str(refusal))
    return _open_next(request, following)


@require_POST
@allowed(P.DECIDE_EXIT)
def return_(request, pk):
    movement = _proposal(request.user, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _review(request, movement, form)
    following = place_of(movement, _waiting(request)).next
    try:
        changes.return_proposal(movement, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"Đã trả lại đề nghị của hộ {movement.household.head}.")
    except changes.Refused as refusal:
        messages.error(request, str(refusal))
    return _open_next(request, following)


def _open_next(request, following: int | None):
    """The next proposal opens by itself; after the last one, the list says what is to be done now."""
    if following is not None:
        return redirect(reverse("exit", args=[following], query=request.GET or None))
    messages.info(request, "Đã xét hết các đề nghị.")
    return redirect("exits")
