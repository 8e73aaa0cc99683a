"""The people of a household beside its head."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households import changes, conflicts
from households.forms import MemberForm
from households.models import Member
from households.views.editing import household_of
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P


@allowed(P.EDIT_HOUSEHOLD)
def add(request, code):
    household = household_of(request, code)
    form = MemberForm(request.POST or None, instance=Member(household=household), household=household)
    if request.method == "POST" and form.is_valid():
        version, facts = form.cleaned_data["version"], form.facts()
        try:
            member = changes.add_member(household, version=version, facts=facts, by=request.user)
        except changes.Stale:
            return _again(request, code, form, None)
        messages.success(request, f"Đã thêm thành viên {member.name}.")
        return redirect("household", code)
    return _page(request, household, form, f"Thêm thành viên vào hộ {household.head}")


@allowed(P.EDIT_HOUSEHOLD)
def edit(request, code, pk):
    household = household_of(request, code)
    member = get_object_or_404(household.members, pk=pk)
    form = MemberForm(request.POST or None, instance=member, household=household)
    if request.method == "POST" and form.is_valid():
        version, facts = form.cleaned_data["version"], form.facts()
        try:
            changes.edit_member(member, version=version, facts=facts, by=request.user)
        except changes.Stale:
            return _again(request, code, form, pk)
        messages.success(request, "Đã lưu thành viên." if facts else "Không có gì thay đổi.")
        return redirect("household", code)
    return _page(request, household, form, f"Sửa thành viên của hộ {household.head}")


@allowed(P.EDIT_HOUSEHOLD)
def remove(request, code, pk):
    household = household_of(request, code)
    member = get_object_or_404(household.members, pk=pk)
    if request.method == "POST":
        changes.remove_member(member, by=request.user)
        messages.success(request, f"Đã bỏ thành viên {member.name}.")
        return redirect("household", code)
    context = {
        "title": f"Bỏ thành viên {member.name} khỏi hộ {household.head}?",
        "lead": "Việc này được ghi vào diễn biến của hộ. Số khẩu của hộ không tự đổi theo.",
        "button": "Bỏ thành viên",
        "back_url": reverse("household", args=[code]),
        "back_title": household.head,
    }
    return render(request, "form.html", context)


def _again(request, code, form, pk):
    """Others saved the household first: shown again with what was typed."""
    household = household_of(request, code)
    member = get_object_or_404(household.members, pk=pk) if pk else Member(household=household)
    conflict = conflicts.since(household, form.cleaned_data["version"])
    data = conflicts.merged(form, MemberForm(instance=member, household=household))
    form = MemberForm(data, instance=member, household=household)
    return _page(request, household, form, f"Thành viên của hộ {household.head}", conflict)


def _page(request, household, form, title: str, conflict=None):
    context = {
        "form": form,
        "conflict": conflict,
        "title": title,
        "back_url": reverse("household", args=[household.code]),
        "back_title": household.head,
    }
    return render(request, "households/edit.html", context, status=409 if conflict else 200)
