"""All people of a household on one page, and the head as one of them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from households import changes, conflicts
from households.models import Household
from households.people_form import PeopleForm
from households.person_forms import HeadForm
from households.views.editing import household_of, one_form
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P

RELATIONS = (
    "Vợ; Chồng; Con; Con dâu; Con rể; Con nuôi; Cháu nội; Cháu ngoại; Bố; Mẹ; Bố vợ; Mẹ vợ; Bố chồng; Mẹ chồng; "
    "Ông; Bà; Anh; Chị; Em; Cháu"
).split("; ")
PEOPLES = "Kinh; Tà Ôi; Pa Cô; Cơ Tu; Bru-Vân Kiều".split("; ")


@allowed(P.EDIT_HOUSEHOLD)
def people(request, code):
    household = household_of(request, code)
    form = PeopleForm(request.POST or None, household=household)
    following = Household.objects.visible_to(request.user).in_plan(request.plan).after(household).first()
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            names = changes.edit_people(household, version=version, by=request.user, **form.facts())
        except changes.Stale:
            household = household_of(request, code)
            form = conflicts.again(form, lambda data: PeopleForm(data, household=household))
        except changes.Refused as refusal:
            form.add_error("head-new_id_no", str(refusal))
        else:
            messages.success(request, f"Đã lưu: {', '.join(names)}." if names else "Không có gì thay đổi.")
            return redirect(_onwards(request, code, following))
    context = {
        "form": form, "household": household, "following": following, "relations": RELATIONS, "peoples": PEOPLES,
    }  # fmt: skip
    return render(request, "households/people.html", context, status=form.status)


def _onwards(request, code: str, following: Household | None) -> str:
    if "next" in request.POST and following:
        return reverse("household_people", args=[following.code])
    return reverse("household_people" if "more" in request.POST else "household", args=[code])


@allowed(P.EDIT_HOUSEHOLD)
def head(request, code):
    household = household_of(request, code)
    form = HeadForm(request.POST or None, instance=household, household=household)
    if request.method == "POST" and form.is_valid():
        version, facts = form.cleaned_data["version"], form.facts()
        try:
            changes.edit(household, version=version, facts=facts, by=request.user)
        except changes.Stale:
            household = household_of(request, code)
            form = conflicts.again(form, lambda data: HeadForm(data, instance=household, household=household))
        except changes.Refused as refusal:
            form.add_error("new_id_no", str(refusal))
        else:
            messages.success(request, "Đã lưu chủ hộ." if facts else "Không có gì thay đổi.")
            return redirect("household", code)
    return one_form(request, household, form, f"Sửa chủ hộ {household.head}")
