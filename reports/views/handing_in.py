"""The last look at a prepared paper, and handing in exactly what was seen."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import AccessLog
from povertyplan.accounts.roles import Permission as P
from reports import submitting
from reports.drafting.making import make
from reports.drafting.preparing import open_draft
from reports.forms import HandInForm
from reports.turn import newest_of, why_closed
from reports.views.files import word_or_pdf
from reports.views.writing import own_obligation


@allowed(P.SUBMIT)
def preview(request, pk):
    """The paper as it will be handed in. What is sent back must be what was shown, to the byte."""
    owed = own_obligation(request.user, pk)
    if reason := why_closed(newest_of(owed)):
        messages.error(request, reason)
        return redirect("submission", pk=pk)
    opened = _opened(owed)
    form = HandInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _hand_in(request, owed, opened, form)
    return _page(request, owed, opened, form)


def _hand_in(request, owed, opened, form):
    made = make(opened.prepared, by=request.user, made_at=form.cleaned_data["seen_at"])
    if made.digest != form.cleaned_data["digest"]:
        return _page(request, owed, opened, HandInForm(), changed=True)
    try:
        version = submitting.submit(
            owed,
            by=request.user,
            document_no=made.document.number_and_symbol,
            document_on=made.document.on,
            file=form.cleaned_data["file"],
            made=made,
        )
    except Refused as refusal:
        if why_closed(newest_of(owed)):  # the same page sent twice, or a colleague was quicker
            messages.error(request, str(refusal))
            return redirect("submission", pk=owed.pk)
        form.add_error(None, str(refusal))
        return _page(request, owed, opened, form)
    messages.success(request, f"Đã nhận. Mã biên nhận {version.receipt_no}.")
    return redirect("submission", pk=owed.pk)


def _opened(owed):
    opened = open_draft(owed, clock.today())
    if opened is None:
        raise Http404
    return opened


def _page(request, owed, opened, form, *, changed: bool = False):
    moment = clock.now()
    made = make(opened.prepared, by=request.user, made_at=moment)
    fresh = HandInForm(initial={"seen_at": moment.isoformat(), "digest": made.digest})
    context = {
        "owed": owed,
        "prepared": made.prepared,
        "document": made.document,
        "form": form if form.errors else fresh,
        "fresh": fresh,
        "changed": changed,
    }
    return render(request, "reports/preview.html", context, status=409 if changed else 200)


@allowed(P.SUBMIT)
def draft(request, pk, ending):
    """The paper as it stands, to read, print and sign; it names people, so that taking it out is logged."""
    owed = own_obligation(request.user, pk)
    made = make(_opened(owed).prepared, by=request.user, made_at=clock.now())
    about = {"action": AccessLog.Action.DOCUMENT, "by": request.user, "subject": f"Bản soạn: {owed}"}
    return word_or_pdf(made.word, ending, name=made.name, **about)
