"""/decisions/annual/: the annual review's decision of a commune, over all that is preliminary so far."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import redirect, render

from households import changes
from households.conclusion_forms import ConclusionForm
from households.models import Decision, Movement
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import Unit
from povertyplan.accounts.roles import Permission as P
from tasks import departures


@allowed(P.DECIDE_EXIT)
def conclude(request):
    """Of one commune at a time, as other decisions."""
    waiting = changes.to_conclude(request.plan)
    communes = _communes(waiting)
    code, first = request.GET.get("commune"), communes[0] if communes else None
    chosen = next((one for one in communes if one.code == code), first)
    own = [movement for movement in waiting if movement.household.commune == chosen]
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ConclusionForm(*sent, unit=chosen, movements=own)
    if request.method == "POST" and chosen and form.is_valid():
        try:
            concluded = _enter(form, chosen, request.user)
        except changes.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            other = sum(movement.differs for movement in concluded)
            told = f"Đã ghi kết quả chính thức cho {len(concluded)} hộ; {other} hộ khác kết quả sơ bộ."
            messages.success(request, told)
            return redirect("decision", concluded[0].official_decision_id)
    told = Movement.objects.visible_to(request.user).in_plan(request.plan).decided().exclude(official="")
    context = {
        "form": form,
        "communes": communes,
        "commune": chosen,
        "concluded": told.count(),
        "differing": told.differing().count(),
        "waiting": len(waiting),
    }
    return render(request, "decisions/annual.html", context)


def _communes(waiting: list[Movement]) -> list[Unit]:
    """In the town's order, each with `waiting`, how many of its households have no official result."""
    counts = Counter(movement.household.commune for movement in waiting)
    for commune, many in counts.items():
        commune.waiting = many
    return sorted(counts, key=lambda commune: commune.order)


def _enter(form: ConclusionForm, unit: Unit, by) -> list[Movement]:
    paper = form.paper()
    decision = changes.open_decision(
        unit,
        number=paper["decision_no"],
        signed_on=paper["decision_on"],
        signer=paper["signer"],
        signer_title=paper["signer_title"],
        file=paper["file"],
        kind=Decision.Kind.ANNUAL,
        by=by,
    )
    return departures.conclude(form.answers(), decision=decision, by=by)
