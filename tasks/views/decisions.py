"""One decision of a commune for the proposals that were agreed to: its number and date make them count."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households.changes import Refused
from households.decision_forms import PaperForm, ReasonForm
from households.models import Movement
from households.views.decisions import page_of, seen
from households.years import turn_to
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from povertyplan.fields import TicksField
from tasks import departures


class DecisionForm(PaperForm):
    movements = TicksField(
        label="Các hộ trong quyết định",
        queryset=Movement.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một hộ."},
    )

    def __init__(self, data, files=None, *, agreed, unit):
        super().__init__(data, files, unit=unit, initial={"movements": agreed})
        self.fields["movements"].queryset = agreed

    def clean(self):
        data = super().clean()
        movements, day = data.get("movements") or [], data.get("decision_on")
        early = [m for m in movements if day and day < m.happened_on]
        if early:
            names = ", ".join(f"{m.household.head} ({m.happened_on:%d/%m/%Y})" for m in early[:5])
            self.add_error("decision_on", f"Ngày quyết định trước ngày của đề nghị: {names}.")
        return data

    def paper(self) -> dict:
        return super().paper() | {"movements": self.cleaned_data["movements"]}


@allowed(P.DECIDE_EXIT)
def decide(request):
    """Of one commune at a time, whose chairperson signs: the one that has most to decide, or another that is chosen."""
    agreed = Movement.objects.visible_to(request.user).in_plan(request.plan).agreed()
    communes = agreed.by_commune()
    chosen = next(
        (one for one in communes if one.code == request.GET.get("commune")), communes[0] if communes else None
    )
    own = agreed.filter(household__commune=chosen).select_related("household__commune", "household__hamlet")
    own = own.order_by("household__hamlet__name", "household__sort_key", "pk")
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DecisionForm(*sent, agreed=own, unit=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            decided = departures.decide(by=request.user, **form.paper())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi quyết định cho {len(decided)} hộ.")
            return redirect("decision", decided[0].decision_id)
    context = {"form": form, "movements": own, "chosen": _chosen(form, own), "communes": communes, "commune": chosen}
    return render(request, "exits/decide.html", context)


def _chosen(form, agreed) -> set[int]:
    """All of them at first; afterwards those that were ticked."""
    if not form.is_bound:
        return {movement.pk for movement in agreed}
    ticked = set(form.data.getlist("movements"))
    return {movement.pk for movement in agreed if str(movement.pk) in ticked}


@allowed(P.DECIDE_EXIT)
def undo(request, pk):
    """One change of standing that was decided by mistake."""
    movements = Movement.objects.visible_to(request.user).decided().select_related("household__commune", "plan")
    movement = get_object_or_404(movements, pk=pk)
    turn_to(request, movement.plan)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            departures.undo(movement, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã hủy: {movement.get_kind_display().lower()}, hộ {movement.household.head}.")
            return redirect("exit", pk)
    context = {
        "form": form,
        "title": f"Hủy {movement.get_kind_display().lower()} của hộ {movement.household.head}",
        "button": "Hủy vì ghi nhầm",
        "lead": "Hộ trở lại như trước quyết định ở mọi số liệu, kể cả của những ngày đã qua. Đề nghị, quyết định và "
        "lý do hủy vẫn được giữ.",
        "back_url": reverse("exit", args=[pk]),
        "back_title": "Đề nghị",
    }
    return render(request, "form.html", context)


@allowed(P.DECIDE_EXIT)
def withdraw(request, pk):
    """The whole paper, with everything that it decided."""
    paper = seen(request.user, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            departures.withdraw(paper, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã hủy quyết định số {paper.number}.")
            return redirect("decision", pk)
    many = paper.concluded if paper.is_annual else paper.decided
    lead = f"{many} hộ trở lại như trước quyết định. Quyết định và lý do hủy vẫn được giữ."
    return page_of(request, paper, form, f"Hủy quyết định số {paper.number}", "Hủy quyết định", lead)
