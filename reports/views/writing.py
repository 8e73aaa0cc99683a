"""Writing a unit's plan or report: the prepared paper by section, saved as one goes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from reports.drafting import texts
from reports.drafting.forms import WritingForm, opened_again
from reports.drafting.offers import chosen, offers
from reports.drafting.preparing import Opened, open_draft
from reports.models import Obligation
from reports.turn import newest_of, why_closed


@allowed(P.SUBMIT)
def write(request, pk):
    """The whole paper on one page, with what the system knows beside what people write."""
    owed = own_obligation(request.user, pk)
    if reason := why_closed(newest_of(owed)):
        messages.error(request, reason)
        return redirect("submission", pk=pk)
    opened = open_draft(owed, clock.today()) or _nothing_prepared()
    form = WritingForm(request.POST or None, opened=opened)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(form, opened, request.POST.get("take", ""), by=request.user)
        except texts.Overtaken as overtaken:
            now = open_draft(owed, clock.today())
            again = WritingForm(opened_again(form, WritingForm(opened=now)), opened=now)
            return _page(request, now, again, overtaken)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("submission", pk=pk)
        return _onwards(request, owed, saved)
    return _page(request, opened, form)


def own_obligation(user, pk: int) -> Obligation:
    """What this person's own unit owes: a draft is nobody else's business, also not the division's."""
    owed = get_object_or_404(Obligation.objects.visible_to(user).select_related("unit", "plan"), pk=pk)
    if owed.unit_id != user.unit_id:
        raise PermissionDenied
    return owed


def _nothing_prepared():
    raise Http404


def _save(form: WritingForm, opened: Opened, asked: str, *, by) -> int:
    """Saves what was changed, and the text that a button asks to take over; returns how many of both."""
    changed, paper = form.to_save(chosen(offers(opened.owed, opened.prepared), asked))
    if changed or paper:
        texts.write(opened.owed, changed=changed, offered=opened.prepared.offered, by=by, paper=paper)
    return len(changed) + bool(paper)


def _onwards(request, owed: Obligation, saved: int):
    if request.POST.get("next") == "preview":
        return redirect("submission_preview", pk=owed.pk)
    messages.success(request, "Đã lưu." if saved else "Không có gì thay đổi.")
    section, _, _ = request.POST.get("take", "").partition(":")
    return redirect(reverse("submission_write", args=[owed.pk], fragment=f"muc-{section}" if section else None))


def _page(request, opened: Opened, form: WritingForm, overtaken=None):
    context = {
        "owed": opened.owed,
        "prepared": opened.prepared,
        "form": form,
        "sections": form.sections(offers(opened.owed, opened.prepared), overtaken),
        "draft": opened.draft,
        "returned": newest_of(opened.owed),
        "overtaken": overtaken,
    }
    return render(request, "reports/write.html", context, status=409 if overtaken else 200)
