"""Doing one thing with many needs: what was chosen is shown once more, then done with all of it or with none."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from households.changes import Refused
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from tasks import choosing
from tasks.acts import ACTS, Act, Route
from tasks.choosing import Choice
from tasks.models import Need
from tasks.rights import in_short, sentence
from tasks.states import VERBS


@allowed(P.ROUTE_NEEDS)
def route(request):
    """Everything in the division's queue at once, to whom the tables suggest."""
    choice = choosing.first({"scope": "all"}, {"state": "queue"}, act=Route, by=request.user, plan=request.plan)
    form = Route(needs=choice.doable, by=request.user)
    return _ask(request, choice, form, reverse("needs", query={"state": "queue"}))


@require_POST
@allowed(P.ROUTE_NEEDS, P.HANDLE_NEEDS, P.CONFIRM_NEEDS)
def bulk(request):
    act, back = _act(request), _back(request)
    sent = request.POST if "chosen" in request.POST else None
    choice = _choice(request, act)
    form = act(sent, needs=choice.possible, by=request.user)
    if choice.is_empty or (sent and not choice.possible):
        return _stop(request, choice, form, back)
    if choice.is_forbidden:
        raise PermissionDenied
    if sent and choice.is_as_shown and form.is_valid():
        try:
            more = form.do()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = f"{act.done}: {len(choice.doable)} nhu cầu của {choice.households} hộ."
            messages.success(request, f"{said} {more}" if more else said)
            return redirect(_still_there(back, choice))
    return _ask(request, choice, form, back)


def _stop(request, choice: Choice, form: Act, back: str):
    """Nothing is left to be done. What was typed for it is shown once more, so that it can be kept elsewhere."""
    why = _nothing_to_do(choice)
    if not form.written():
        messages.error(request, why)
        return redirect(back)
    gone = [*(change.need for change in choice.changed), *(need for need, _ in choice.left)]
    keeps = len(gone) == 1 and request.user.may(P.RECORD_MEASURE)
    context = {"form": form, "why": why, "choice": choice, "back": back, "need": gone[0] if keeps else None}
    return render(request, "needs/stopped.html", context, status=409)


def _act(request) -> type[Act]:
    act = ACTS.get(request.POST.get("all") or request.POST.get("act", ""))
    if act is None:
        raise Http404
    if not request.user.may(VERBS[act.verb].permission):
        raise PermissionDenied
    return act


def _choice(request, act: type[Act]) -> Choice:
    if "chosen" in request.POST:
        marks = [*request.POST["chosen"].split(","), *request.POST.getlist("again")]
        return choosing.confirmed(marks, act=act, by=request.user)
    choice = choosing.first(request.POST, request.GET, act=act, by=request.user, plan=request.plan)
    if choice.unseen and not (choice.doable or choice.left):
        raise Http404
    return choice


def _nothing_to_do(choice: Choice) -> str:
    if choice.changed:
        return in_short([str(change) for change in choice.changed]) + " Không ghi gì thêm."
    if choice.unseen:
        return "Các nhu cầu này đã được chuyển đi, không còn thuộc phạm vi của bạn. Không ghi gì thêm."
    if choice.left:
        return in_short([sentence(need, why) for need, why in choice.left]) + " Không ghi gì thêm."
    return "Hãy đánh dấu ít nhất một nhu cầu, hoặc chọn tất cả nhu cầu khớp bộ lọc."


def _ask(request, choice: Choice, form: Act, back: str):
    form.some_are_asked_about = bool(choice.changed) and not choice.is_one
    needs = choice.possible if choice.is_one else choice.doable
    outcomes = [(need, form.outcome(need)) for need in needs]
    shown = outcomes[: choosing.PER_PAGE]
    context = {
        "choice": choice,
        "form": form,
        "rows": [(need, outcome, form.hint(need)) for need, outcome in shown],
        "more": len(outcomes) - len(shown),
        "summary": _grouped((outcome, need) for need, outcome in outcomes if outcome),
        "reasons": _grouped((why, need) for need, why in choice.left),
        "back": back,
    }
    return render(request, "needs/act.html", context, status=409 if choice.changed else 200)


def _grouped(pairs: Iterable[tuple[str, Need]]) -> list[tuple[str, list[Need]]]:
    """The needs by what is said of them, the largest group first."""
    groups: dict[str, list[Need]] = {}
    for words, need in pairs:
        groups.setdefault(words, []).append(need)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))


def _back(request) -> str:
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if ours and back.startswith("/") else reverse("needs")


def _still_there(back: str, choice: Choice) -> str:
    """A need that was sent away may be out of sight; its own page would be a 404."""
    if len(choice.doable) > 1 or Need.objects.visible_to(choice.by).filter(pk=choice.doable[0].pk).exists():
        return back
    return reverse("needs") if back.startswith(reverse("need", args=[choice.doable[0].pk])) else back
