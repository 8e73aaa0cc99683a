"""Births, deaths, arrivals, departures: written down by the commune, taken back with a reason."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from households import changes
from households.changes.people import in_words
from households.event_forms import FORMS, TITLES, ArrivalForm, HeadChangeForm, UndoForm
from households.views.editing import household_of, one_form
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P

VERBS = {ArrivalForm: changes.arrive, HeadChangeForm: changes.change_head}


@allowed(P.EDIT_HOUSEHOLD)
def add(request, code, kind):
    household = household_of(request, code)
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None, kind=kind, household=household, user=request.user)
    if request.method == "POST" and form.is_valid():
        write_down = VERBS.get(type(form), changes.depart)
        try:
            event = write_down(household, by=request.user, **form.asked())
        except changes.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi: {in_words(event)}.")
            return _onwards(request, event)
    return one_form(request, household, form, f"{TITLES[kind]} {household.head}", button="Ghi")


def _onwards(request, event):
    """With another head, everybody else is somebody else's relation."""
    if event.successor:
        messages.info(request, f"Chủ hộ mới là {event.successor}. Hãy kiểm tra lại quan hệ của từng người.")
        return redirect("household_people", event.household.code)
    return redirect(reverse("household", args=[event.household.code]) + "#people")


@allowed(P.EDIT_HOUSEHOLD)
def undo(request, code, pk):
    household = household_of(request, code)
    event = get_object_or_404(household.person_events.select_related("member"), pk=pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changes.take_back(event, reason=form.cleaned_data["reason"], by=request.user)
        except changes.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã hủy. Người và số khẩu trở lại như trước.")
            return redirect(reverse("household", args=[code]) + "#people")
    words = {"lead": f"Việc được hủy: {in_words(event)}. Dòng này vẫn còn trong lịch sử.", "button": "Hủy vì ghi nhầm"}
    return one_form(request, household, form, f"Hủy biến động nhân khẩu của hộ {household.head}", **words)
