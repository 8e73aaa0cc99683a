"""`/targets/`: the plan's targets of 100 %, the people who are still missing, and what bodies report."""

import tablib
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from povertyplan.sheets import sheet_response
from reports import target_reports
from reports.forms import TargetReportForm
from reports.models import TargetReport
from reports.target_pages import GROUP_NAMES, asked, by_commune, shown
from reports.targets import targets


@allowed(P.VIEW_TARGETS)
def index(request):
    """For the town, or for an officer's own commune."""
    plan, user = request.plan, request.user
    on = plan.day_shown(clock.today())
    lines = targets(plan, on, commune=user.commune)
    may_report = user.may(P.REPORT_TARGETS)
    context = {
        "on": on,
        "rows": shown(lines),
        "commune": user.commune,
        "communes": by_commune(lines, plan) if user.sees_the_town else None,
        "opens_rows": user.sees_the_town or user.commune is not None,
        "own": {line.target.pk for line in lines if may_report and line.target.body_id == user.unit_id},
        "may_edit": user.may(P.EDIT_HOUSEHOLD),
    }
    return render(request, "reports/targets.html", context)


@allowed(P.VIEW_TARGETS)
def people(request):
    """Who is missing, who is reached, of whom nobody knows: `?target=insurance&of=missing&commune=19996`."""
    question = asked(request)
    page = Paginator(question.cases, 50).get_page(request.GET.get("page"))
    context = {
        "question": question,
        "page": page,
        "groups": GROUP_NAMES.items(),
        "may_edit": request.user.may(P.EDIT_HOUSEHOLD),
        "may_export": request.user.may(P.EXPORT_HOUSEHOLDS),
        "several_communes": request.user.commune is None,
    }
    return render(request, "reports/target_people.html", context)


@allowed(P.EXPORT_HOUSEHOLDS)
def export(request):
    """The very people of the page, without numbers of any card."""
    question = asked(request)
    rows = [
        (case.who, case.relation, case.household.head, case.household.code, str(case.household.hamlet),
         case.household.commune.name, case.why)
        for case in question.cases
    ]  # fmt: skip
    headers = "Họ và tên", "Quan hệ", "Chủ hộ", "Mã hộ", "Thôn, tổ dân phố", "Xã, phường", "Vì sao"
    return sheet_response(
        tablib.Dataset(*rows, headers=headers),
        title=f"{question.target.short_title}, {GROUP_NAMES[question.group].lower()}",
        by=request.user,
        conditions=question.conditions,
        counted=f"{len(rows)} {question.target.unit}",
        filename=f"chi-tieu-{question.target.code}",
    )


@allowed(P.REPORT_TARGETS)
def report(request, target):
    """The body that answers for a target writes down its number."""
    target = get_object_or_404(request.plan.targets.filter(body=request.user.unit), code=target)
    form = TargetReportForm(request.POST or None, initial={"as_of": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            told = target_reports.report(target, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi: {told}.")
            return redirect("targets")
    earlier = TargetReport.objects.filter(target=target).newest_first().select_related("by__unit")
    context = {
        "form": form,
        "target": target,
        "earlier": earlier[:20],
        "title": f"Báo số liệu: {target.short_title}",
        "lead": f"{target.title} (mục {target.clause}; {target.body_clause}).",
        "button": "Báo số liệu",
        "back_url": reverse("targets"),
        "back_title": "Chỉ tiêu 100 %",
    }
    return render(request, "reports/target_report.html", context)
