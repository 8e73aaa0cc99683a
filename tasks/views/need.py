"""One need: its page, and what is said about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households import conflicts
from households.changes import Refused, Stale
from households.models import Household
from households.years import turn_to
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from tasks import steps
from tasks.acts import ACTS
from tasks.forms import AssignForm, IndicatorForm, NeedForm, NoteForm
from tasks.measure_forms import MeasureForm
from tasks.models import MeasureFile, Need, Question
from tasks.money import given
from tasks.planned import Planned
from tasks.rights import may_change
from tasks.routing import offered_lead, route_of
from tasks.states import ENDED_WITHOUT_HELP, WITH_LEAD, State


def fetch(request, pk: int) -> Need:
    need = get_object_or_404(Need.objects.visible_to(request.user).with_faces().with_routing(), pk=pk)
    turn_to(request, need.plan)
    return need


@allowed(P.VIEW_NEEDS)
def need(request, pk):
    need, user = fetch(request, pk), request.user
    alive = need.state not in ENDED_WITHOUT_HELP
    may_measure = alive and user.may(P.RECORD_MEASURE)
    measures = list(need.measures.select_related("unit"))
    for one in measures:
        one.may_change = may_change(one, by=user)
    coordinators = list(need.coordinators.all())
    works_on_it = need.lead_id == user.unit_id and need.state == State.TAKEN_UP
    context = {
        "need": need,
        "overdue": need.is_overdue(),
        "days_late": (need.plan.today - need.due_on).days if need.is_overdue() else 0,
        "clause": route_of(need.type, need.commune_id).clause,
        "take_up_overdue": need.is_take_up_overdue(),
        "coordinators": coordinators,
        "coordinates": user.unit in coordinators and alive,
        "acts": [act for act in ACTS.values() if not (act.for_many_only or act.obstacle(need, by=user))],
        "suggestion": offered_lead(need) if user.may(P.ROUTE_NEEDS) else None,
        "may_plan": may_measure,
        "planned": Planned.of(need).text(need) if Planned.of(need) != Planned() else "",
        "measure_button": may_measure and not works_on_it,
        "measure_form": MeasureForm(need=need) if may_measure and works_on_it else None,
        "may_note": user.may(P.RECORD_MEASURE),
        "may_assign": user.may(P.HANDLE_NEEDS) and need.lead_id == user.unit_id and need.state in WITH_LEAD,
        "may_name_indicator": alive and user.may(P.ROUTE_NEEDS) and need.asks_indicator,
        "measures": [one for one in measures if one.is_given],
        "planned_measures": [one for one in measures if one.is_planned],
        "cancelled_measures": [one for one in measures if one.is_cancelled],
        "given": given(need.measures.all()),
        "files": MeasureFile.objects.of_need(need).of_counted().with_measures(),
        "questions": Question.objects.visible_to(user).filter(need=need).in_turn().with_faces(),
        "ask_url": reverse("need_ask", args=[pk]) if user.may(P.ASK_QUESTIONS) else "",
        "steps": need.steps.select_related("by__unit", "lead").order_by("-pk"),
        "parts": need.parts.visible_to(user).select_related("type", "lead"),
        "parent": Need.objects.visible_to(user).select_related("type").filter(pk=need.parent_id).first(),
    }
    return render(request, "needs/need.html", context)


def page(request, need: Need, form, **words):
    """One form about one need."""
    household = need.household
    context = {
        "form": form,
        "lead": f"{need.type.name}, hộ {household.head}, {household.hamlet.name}, {need.commune.name}.",
        "back_url": reverse("need", args=[need.pk]),
        "back_title": "Nhu cầu",
    }
    return render(request, "form.html", context | words, status=getattr(form, "status", 200))


@allowed(P.HANDLE_NEEDS)
def assign(request, pk):
    need = fetch(request, pk)
    if need.lead_id != request.user.unit_id:
        raise PermissionDenied
    form = AssignForm(request.POST or None, need=need)
    if request.method == "POST" and form.is_valid():
        try:
            steps.assign(need, by=request.user, **form.cleaned_data)
        except Stale:
            need = fetch(request, pk)
            form = conflicts.again(form, lambda data: AssignForm(data, need=need))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu hạn hoàn thành và cán bộ phụ trách.")
            return redirect("need", pk)
    return page(request, need, form, title="Hạn hoàn thành và cán bộ phụ trách")


@allowed(P.ROUTE_NEEDS)
def name_indicator(request, pk):
    need = fetch(request, pk)
    form = IndicatorForm(request.POST or None, need=need)
    if request.method == "POST" and form.is_valid():
        try:
            steps.name_indicator([need], by=request.user, **form.cleaned_data)
        except Stale:
            need = fetch(request, pk)
            form = conflicts.again(form, lambda data: IndicatorForm(data, need=need))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu chỉ số thiếu hụt.")
            return redirect("need", pk)
    return page(request, need, form, title="Chỉ số thiếu hụt của nhu cầu")


@allowed(P.RECORD_MEASURE)
def add_note(request, pk):
    need = fetch(request, pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            steps.add_note(need, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã ghi chú.")
            return redirect("need", pk)
    return page(request, need, form, title="Ghi chú về nhu cầu", button="Ghi chú")


@allowed(P.ADD_NEED)
def add_need(request, code):
    plan = request.plan
    household = get_object_or_404(Household.objects.visible_to(request.user).in_plan(plan), code=code)
    form = NeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            need = steps.add(household, plan=plan, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            whom = f"giao {need.lead} chủ trì" if need.lead else "chờ Phòng LĐ-TB&XH phân công"
            messages.success(request, f"Đã thêm nhu cầu «{need.type}», {whom}.")
            return redirect("need", need.pk)
    context = {
        "form": form,
        "title": f"Thêm nhu cầu cho hộ {household.head}",
        "button": "Thêm nhu cầu",
        "back_url": reverse("household", args=[code]),
        "back_title": f"Hộ {household.head}",
    }
    return render(request, "form.html", context)
