"""Agreeing to many proposals at once: what will be agreed to is shown once more, with what deserves a look."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from households import changes
from households.filters import ExitFilter
from households.flags import Measuring, flags_of
from households.models import Movement
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P


@require_POST
@allowed(P.DECIDE_EXIT)
def agree_to_several(request):
    if "confirmed" in request.POST:
        return _agree(request)
    back = reverse("exits", query=request.GET or None)
    chosen = _chosen(request).for_review().prefetch_related("household__hamlet")
    measuring = Measuring()
    rows = [(movement, flags_of(movement, measuring)) for movement in chosen]
    if not rows:
        messages.error(request, "Hãy chọn ít nhất một đề nghị đang chờ xét duyệt.")
        return redirect(back)
    held = [row for row in rows if any(flag.holds for flag in row[1])]
    context = {"clear": [row for row in rows if row not in held], "held": held, "total": len(rows), "back": back}
    return render(request, "exits/agree.html", context)


def _chosen(request):
    """What the list sent: the marked proposals, or all that match its conditions; only what still waits."""
    if request.POST.get("scope") == "all":
        return ExitFilter(request.GET, user=request.user, plan=request.plan).qs.proposed()
    marked = [pk for pk in request.POST.getlist("movement") if _is_key(pk)]
    seen = Movement.objects.visible_to(request.user).in_plan(request.plan)
    return seen.filter(pk__in=marked).proposed().in_turn()


def _agree(request):
    """The proposals that were ticked on the confirming page, as they were shown there."""
    sent = [one.partition(".") for one in request.POST.getlist("movement")]
    shown = {int(pk): int(moment) for pk, _, moment in sent if _is_key(pk) and _is_key(moment)}
    movements = Movement.objects.visible_to(request.user).filter(pk__in=shown).select_related("household")
    agreed, refused = changes.agree_to_all(movements.order_by("pk"), by=request.user, shown=shown)
    if not shown:
        messages.error(request, "Hãy chọn ít nhất một đề nghị.")
    if agreed:
        messages.success(request, f"Đã đồng ý {len(agreed)} đề nghị; tiếp theo là ghi quyết định.")
    for text in refused:
        messages.error(request, text)
    return redirect(reverse("exits", query={"stage": "agreed" if agreed else "proposed"}))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
