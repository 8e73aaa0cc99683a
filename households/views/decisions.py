"""/decisions/: the papers that made changes of standing count, each with its households. Issuing is a floor above."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households import changes
from households.decision_forms import CorrectionForm, DecisionFilter, FileForm
from households.models import Decision, Movement
from households.posting import by_hamlet, posted
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import AccessLog
from povertyplan.accounts.roles import Permission as P


@allowed(P.VIEW_EXITS)
def decisions(request):
    filter = DecisionFilter(request.GET, user=request.user, plan=request.plan)
    waiting = Movement.objects.visible_to(request.user).in_plan(request.plan).agreed().count()
    context = {
        "filter": filter,
        "page": Paginator(filter.qs.with_counts().select_related("unit"), 50).get_page(request.GET.get("page")),
        "several_communes": request.user.commune is None,
        "to_decide": waiting if request.user.may(P.DECIDE_EXIT) else 0,
        "may_decide": request.user.may(P.DECIDE_EXIT),
    }
    return render(request, "decisions/list.html", context)


@allowed(P.VIEW_EXITS)
def decision(request, pk):
    """One paper: what is on it, its households, and what was done with it."""
    paper = seen(request.user, pk)
    movements = paper.movements.select_related("household__hamlet", "household__commune", "plan", "official_decision")
    concluded = paper.officially.select_related("household__hamlet", "household__commune", "plan", "decision")
    order = ("household__hamlet__name", "household__sort_key", "pk")
    context = {
        "decision": paper,
        "movements": movements.order_by("stage", *order),
        "concluded": concluded.order_by(*order),
        "differing": concluded.differing().count(),
        "lines": paper.lines.select_related("by__unit"),
        "may_change": request.user.may(P.DECIDE_EXIT) and not paper.is_withdrawn,
    }
    return render(request, "decisions/decision.html", context)


def seen(user, pk: int) -> Decision:
    papers = Decision.objects.visible_to(user).with_counts()
    return get_object_or_404(papers.select_related("unit", "entered_by__unit", "withdrawn_by__unit"), pk=pk)


@allowed(P.VIEW_EXITS)
def file(request, pk):
    paper = seen(request.user, pk)
    if not paper.file:
        raise Http404
    AccessLog.objects.record(
        AccessLog.Action.OPEN_FILE, by=request.user, subject=f"{paper}, {paper.unit.name}", detail=paper.file_name
    )
    return FileResponse(paper.file.open("rb"), as_attachment=True, filename=paper.file_name)


@allowed(P.VIEW_EXITS)
def posting(request, pk):
    """What hangs in the hamlets: a sheet for each, to be printed."""
    paper = seen(request.user, pk)
    if paper.is_withdrawn:
        messages.error(request, "Quyết định đã hủy thì không niêm yết.")
        return redirect("decision", pk)
    subject = f"Danh sách niêm yết, {paper.unit.name}"
    AccessLog.objects.record(AccessLog.Action.DOCUMENT, by=request.user, subject=subject, detail=str(paper))
    context = {"decision": paper, "hamlets": by_hamlet(posted(paper)), "named": f"{paper} của {paper.issuer}"}
    return render(request, "decisions/posting.html", context)


@allowed(P.DECIDE_EXIT)
def add_file(request, pk):
    paper = seen(request.user, pk)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            changes.keep_file(paper, file=form.cleaned_data["file"], by=request.user)
        except changes.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu tệp quyết định.")
            return redirect("decision", pk)
    return page_of(request, paper, form, f"Tệp của quyết định số {paper.number}", "Lưu tệp")


@allowed(P.DECIDE_EXIT)
def correct(request, pk):
    paper = seen(request.user, pk)
    form = CorrectionForm(request.POST or None, initial=CorrectionForm.initial_of(paper))
    if request.method == "POST" and form.is_valid():
        try:
            changes.correct_decision(paper, by=request.user, **form.cleaned_data)
        except changes.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã sửa quyết định; nội dung cũ được giữ ở phần «Quá trình».")
            return redirect("decision", pk)
    lead = "Sửa ngày thì các hộ của quyết định được tính từ ngày mới."
    return page_of(request, paper, form, f"Sửa quyết định số {paper.number}", "Lưu sửa đổi", lead)


def page_of(request, paper: Decision, form, title: str, button: str, lead: str = ""):
    """One of a decision's small forms."""
    context = {
        "form": form,
        "title": title,
        "button": button,
        "lead": lead,
        "back_url": reverse("decision", args=[paper.pk]),
        "back_title": str(paper),
    }
    return render(request, "form.html", context)
