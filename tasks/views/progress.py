"""The commune's look at a household: a radio button and "Lưu và sang hộ sau"."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households.changes import Refused
from households.forms import ProgressForm
from households.models import Household
from households.models.household import Progress
from households.standing import standing_of
from povertyplan import clock
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from tasks import looks
from tasks.models import Question


@allowed(P.UPDATE_PROGRESS)
def update(request, code):
    plan = request.plan
    household = get_object_or_404(_updatable(request.user, plan).with_place(plan), code=code)
    form = ProgressForm(request.POST or None, initial={"on": clock.today()})
    queue = _due(request.user, plan)
    if request.method == "POST" and form.is_valid():
        try:
            looks.see(household, plan=plan, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã cập nhật hộ {household.head}.{_where_it_went(form)}")
            return _onwards(request, queue, code)
    context = {
        "form": form,
        "household": household,
        "standing": standing_of(household, plan),
        "waiting": len(queue),
        "next_code": _next(queue, code),
        "question": Question.objects.in_plan(plan).about(household).from_looks().unsettled().first(),
        "needs": household.needs.in_plan(plan).counted().select_related("type", "lead"),
    }
    return render(request, "households/update.html", context)


def _where_it_went(form) -> str:
    return " Vướng mắc đã gửi Phòng LĐ-TB&XH." if form.cleaned_data["progress"] == Progress.STUCK else ""


def _updatable(user, plan):
    return Household.objects.visible_to(user).in_plan(plan).select_related("commune", "hamlet")


def _due(user, plan) -> list[str]:
    """The codes of the due households in the order of the list."""
    due = Household.objects.visible_to(user).due_for_update(plan).longest_unseen_first(plan)
    return list(due.values_list("code", flat=True))


def _next(queue: list[str], code: str) -> str | None:
    """Who follows `code` in the queue; after the last one, the first."""
    after = queue[queue.index(code) + 1 :] if code in queue else []
    return next((other for other in [*after, *queue] if other != code), None)


def _onwards(request, queue: list[str], code: str):
    if "next" not in request.POST:
        return redirect("household", code)
    following = _next(queue, code)
    if following is None:
        messages.info(request, "Không còn hộ nào quá hạn cập nhật.")
        return redirect("home")
    return redirect(reverse("household_update", args=[following]))
