"""The people of a household beside its head."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households import changes, conflicts
from households.models import Member
from households.person_forms import MemberForm
from households.views.editing import household_of, one_form
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P


@allowed(P.EDIT_HOUSEHOLD)
def add(request, code):
    household = household_of(request, code)
    form = _form(request.POST or None, household, None)
    if request.method == "POST" and form.is_valid():
        version, facts = form.cleaned_data["version"], form.facts()
        try:
            member = changes.add_member(household, version=version, facts=facts, by=request.user)
        except changes.Stale:
            household = household_of(request, code)
            form = conflicts.again(form, lambda data: _form(data, household, None))
        else:
            messages.success(request, f"Đã thêm thành viên {member.name}.")
            return redirect("household", code)
    return one_form(request, household, form, f"Thêm thành viên vào hộ {household.head}")


@allowed(P.EDIT_HOUSEHOLD)
def edit(request, code, pk):
    household = household_of(request, code)
    if request.method == "POST" and not household.members.filter(pk=pk).exists():
        return _add_again(request, household)
    member = get_object_or_404(household.members, pk=pk)
    form = _form(request.POST or None, household, member)
    if request.method == "POST" and form.is_valid():
        version, facts = form.cleaned_data["version"], form.facts()
        try:
            changes.edit_member(member, version=version, facts=facts, by=request.user)
        except changes.Stale:
            return _edit_again(request, household_of(request, code), form, pk)
        messages.success(request, "Đã lưu thành viên." if facts else "Không có gì thay đổi.")
        return redirect("household", code)
    return one_form(request, household, form, f"Sửa thành viên của hộ {household.head}")


def _form(data, household, member: Member | None) -> MemberForm:
    return MemberForm(data, instance=member or Member(household=household), household=household)


def _edit_again(request, household, form, pk):
    member = household.members.filter(pk=pk).first()
    if member is None:
        return _add_again(request, household)
    form = conflicts.again(form, lambda data: _form(data, household, member))
    return one_form(request, household, form, f"Sửa thành viên của hộ {household.head}")


def _add_again(request, household):
    """Somebody took this person out of the household meanwhile: what was typed can be added anew."""
    data = QueryDict(mutable=True)
    for name in (
        "new_id_no",
        "new_insurance_no",
        *MemberForm.Meta.fields,
    ):  # nothing was opened of somebody who is not there
        data.setlist(name, request.POST.getlist(name))
    data["version"] = str(household.version)
    context = {
        "form": _form(data, household, None),
        "title": f"Thành viên này vừa được bỏ khỏi hộ {household.head}",
        "lead": "Người khác đã bỏ thành viên này trong lúc bạn sửa. Chưa ghi gì, và những gì bạn đã nhập vẫn còn ở "
        "dưới. Nếu người này vẫn ở trong hộ, hãy thêm lại.",
        "action": reverse("household_member_add", args=[household.code]),
        "button": "Thêm lại vào hộ",
        "back_url": reverse("household", args=[household.code]),
        "back_title": household.head,
    }
    return render(request, "form.html", context, status=409)


@allowed(P.EDIT_HOUSEHOLD)
def remove(request, code, pk):
    household = household_of(request, code)
    member = get_object_or_404(household.members, pk=pk)
    if request.method == "POST":
        try:
            changes.remove_member(member, by=request.user)
            messages.success(request, f"Đã bỏ thành viên {member.name}.")
        except changes.Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("household", code)
    context = {
        "title": f"Bỏ thành viên {member.name} khỏi hộ {household.head}?",
        "lead": "Việc này được ghi vào diễn biến của hộ. Số khẩu của hộ không tự đổi theo.",
        "button": "Bỏ thành viên",
        "back_url": reverse("household", args=[code]),
        "back_title": household.head,
    }
    return render(request, "form.html", context)
