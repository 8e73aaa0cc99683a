"""Changing what is known of a household: its data, its officer, a note."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households import changes, conflicts
from households.forms import NoteForm, OfficerForm
from households.models import Household
from households.person_forms import HouseholdForm
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P


def household_of(request, code: str) -> Household:
    """The household, if this person may see it at all."""
    seen = Household.objects.visible_to(request.user).select_related("commune", "hamlet", "officer__unit")
    return get_object_or_404(seen, code=code)


@allowed(P.EDIT_HOUSEHOLD)
def edit(request, code):
    household = household_of(request, code)
    form = HouseholdForm(request.POST or None, instance=household, household=household)
    if request.method == "POST" and form.is_valid():
        version, facts = form.cleaned_data["version"], form.facts()
        try:
            changes.edit(household, version=version, facts=facts, by=request.user)
        except changes.Stale:
            household = household_of(request, code)
            form = conflicts.again(form, lambda data: HouseholdForm(data, instance=household, household=household))
            return _edit_page(request, household, form)
        except changes.Refused as refusal:
            form.add_error("new_id_no", str(refusal))
            return _edit_page(request, household_of(request, code), form)
        messages.success(request, "Đã lưu thông tin hộ." if facts else "Không có gì thay đổi.")
        return redirect("household", code)
    return _edit_page(request, household, form)


def _edit_page(request, household, form):
    title = f"Sửa thông tin hộ {household.code}"
    return one_form(request, household, form, title, back_title="Trang của hộ")


@allowed(P.EDIT_HOUSEHOLD)
def officer(request, code):
    household = household_of(request, code)
    form = OfficerForm(request.POST or None, household=household)
    if request.method == "POST" and form.is_valid():
        try:
            changes.assign_officer(household, by=request.user, **form.cleaned_data)
        except changes.Stale:
            household = household_of(request, code)
            form = conflicts.again(form, lambda data: OfficerForm(data, household=household))
        else:
            messages.success(request, "Đã lưu cán bộ phụ trách.")
            return redirect("household", code)
    return one_form(request, household, form, f"Cán bộ phụ trách hộ {household.head}")


@allowed(P.EDIT_HOUSEHOLD)
def note(request, code):
    household = household_of(request, code)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        changes.write_note(household, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, "Đã ghi vào diễn biến.")
        return redirect("household", code)
    return one_form(request, household, form, f"Ghi chú về hộ {household.head}")


def one_form(request, household, form, title: str, **words):
    """One form about one household."""
    context = {
        "form": form,
        "title": title,
        "back_url": reverse("household", args=[household.code]),
        "back_title": household.head,
    }
    return render(request, "form.html", context | words, status=getattr(form, "status", 200))
