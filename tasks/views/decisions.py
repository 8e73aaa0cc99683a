"""One decision for the proposals that were agreed to: its number and date make them official."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from households.changes import Refused
from households.forms import PastDayField
from households.models import Movement
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from povertyplan.fields import TicksField
from tasks import departures


class DecisionForm(forms.Form):
    movements = TicksField(
        label="Các hộ trong quyết định",
        queryset=Movement.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một hộ."},
    )
    decision_no = forms.CharField(label="Số, ký hiệu quyết định", max_length=60, help_text="Ví dụ 245/QĐ-UBND")
    decision_on = PastDayField(label="Ngày quyết định", help_text="Không trước ngày ghi trong đề nghị. Ví dụ 27/8/2022")

    def __init__(self, data, *, agreed):
        super().__init__(data, initial={"movements": agreed})
        self.fields["movements"].queryset = agreed

    def clean(self):
        data = super().clean()
        movements, day = data.get("movements") or [], data.get("decision_on")
        early = [m for m in movements if day and day < m.happened_on]
        if early:
            names = ", ".join(f"{m.household.head} ({m.happened_on:%d/%m/%Y})" for m in early[:5])
            self.add_error("decision_on", f"Ngày quyết định trước ngày của đề nghị: {names}.")
        return data


@allowed(P.DECIDE_EXIT)
def decide(request):
    agreed = Movement.objects.visible_to(request.user).in_plan(request.plan).agreed().in_turn()
    agreed = agreed.select_related("household__commune", "household__hamlet")
    form = DecisionForm(request.POST or None, agreed=agreed)
    if request.method == "POST" and form.is_valid():
        try:
            decided = departures.decide(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi quyết định cho {len(decided)} hộ.")
            return redirect(reverse("exits") + "?stage=decided")
    return render(request, "exits/decide.html", {"form": form, "movements": agreed, "chosen": _chosen(form, agreed)})


def _chosen(form, agreed) -> set[int]:
    """All of them at first; afterwards those that were ticked."""
    if not form.is_bound:
        return {movement.pk for movement in agreed}
    ticked = set(form.data.getlist("movements"))
    return {movement.pk for movement in agreed if str(movement.pk) in ticked}
