"""Help for a need: planned, given, put right, cancelled."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households import conflicts
from households.changes import Refused, Stale
from households.years import turn_to
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from tasks import measures, steps
from tasks.measure_files import may_detach
from tasks.measure_forms import CancelForm, MeasureForm, correcting_form, giving_form
from tasks.models import Measure
from tasks.rights import may_change
from tasks.views import need as need_page


@allowed(P.RECORD_MEASURE)
def add(request, pk):
    return _add(request, pk, planned=False, title="Ghi khoản hỗ trợ")


@allowed(P.RECORD_MEASURE)
def plan(request, pk):
    return _add(request, pk, planned=True, title="Ghi khoản dự kiến hỗ trợ")


def _add(request, pk, *, planned: bool, title: str):
    need = need_page.fetch(request, pk)
    form = MeasureForm(request.POST or None, need=need, planned=planned)
    if request.method == "POST" and form.is_valid():
        facts, again = form.facts(), form.cleaned_data["confirmed"]
        if planned:
            facts["stage"] = Measure.Stage.PLANNED
        try:
            measure = steps.record_measure(need, by=request.user, again=again, **facts)
        except Refused as refusal:
            form.ask_again(str(refusal))
        else:
            messages.success(request, f"Đã ghi khoản {'dự kiến ' if planned else ''}hỗ trợ «{measure.what}».")
            return redirect("need", pk)
    return need_page.page(request, need, form, title=title, button=title)


@allowed(P.VIEW_NEEDS)
def measure(request, pk):
    measure = fetch(request, pk)
    changes = may_change(measure, by=request.user) and not measure.is_cancelled
    context = {
        "measure": measure,
        "need": measure.need,
        "may_change": changes and not measure.need.plan.is_closed,
        "files": shown_files(measure.files.with_measures(), by=request.user),
        "may_attach": request.user.may(P.RECORD_MEASURE) and not measure.is_cancelled,
        "changes": measure.changes.select_related("by__unit"),
    }
    return render(request, "needs/measure.html", context)


def shown_files(files, *, by) -> list:
    """Each with whether this person may take it away."""
    files = list(files)
    for file in files:
        file.may_detach = may_detach(file, by=by) and not file.measure.is_cancelled
    return files


@allowed(P.RECORD_MEASURE)
def give(request, pk):
    words = {"title": "Ghi đã hỗ trợ theo dự kiến", "button": "Ghi đã hỗ trợ"}
    return _change(request, pk, giving_form, measures.give, "Đã ghi khoản hỗ trợ.", **words)


@allowed(P.RECORD_MEASURE)
def edit(request, pk):
    return _change(request, pk, correcting_form, measures.correct, "Đã sửa khoản hỗ trợ.", title="Sửa khoản hỗ trợ")


def _change(request, pk, form_of, verb, done: str, **words):
    measure = fetch(request, pk)
    form = form_of(request.POST or None, measure)
    if request.method == "POST" and form.is_valid():
        try:
            changed = verb(measure, by=request.user, **form.facts())
        except Stale:
            measure = fetch(request, pk)
            form = conflicts.again(form, lambda data: form_of(data, measure))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done if changed else "Không có gì thay đổi.")
            return redirect("measure", pk)
    return page(request, measure, form, **words)


@allowed(P.RECORD_MEASURE)
def cancel(request, pk):
    measure = fetch(request, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            measures.cancel(measure, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã hủy khoản «{measure.what}».")
            return redirect("need", measure.need_id)
    return page(request, measure, form, title="Hủy khoản hỗ trợ", button="Hủy khoản này")


def fetch(request, pk: int) -> Measure:
    seen = Measure.objects.visible_to(request.user).select_related(
        "unit", "recorded_by__unit", "need__plan", "need__type", "need__commune", "need__household__hamlet"
    )
    measure = get_object_or_404(seen, pk=pk)
    turn_to(request, measure.need.plan)
    return measure


def page(request, measure: Measure, form, **words):
    back = {"back_url": reverse("measure", args=[measure.pk]), "back_title": "Khoản hỗ trợ"}
    return need_page.page(request, measure.need, form, **back | words)
