"""`/town-report/`: the town's own report: written by the division, issued under its number, kept as it was."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import AccessLog
from povertyplan.accounts.roles import Permission as P
from reports import digests, issuing, told_by_units
from reports.documents.sheet import make_sheet
from reports.drafting import texts
from reports.drafting.forms import WritingForm, opened_again
from reports.drafting.making import make
from reports.drafting.offers import chosen, offers
from reports.drafting.preparing import Opened, open_town_draft
from reports.forms import CheckFileForm, SeenForm
from reports.freezing import told
from reports.models import TownReport
from reports.views.files import checked, hand_out

SUBJECT = "Báo cáo tổng hợp của thị xã"


@allowed(P.VIEW_DASHBOARD)
def town_report(request):
    """What was issued, with what has changed since; and the way to the draft for whoever writes it.

    Sent with a file, it says whether that is one that was issued.
    """
    plan = request.plan
    issued = plan.town_reports.select_related("issued_by").prefetch_related("frozentexts", "frozenfigures")
    versions = list(issued)
    may_write = request.user.may(P.COMPILE_REPORT)
    form = CheckFileForm(request.POST or None, request.FILES or None)
    facts = open_town_draft(plan, plan.today).prepared.facts if versions else ()
    context = {
        "versions": [(one, told(one, facts if one is versions[0] else ())) for one in versions],
        "draft": texts.town_draft_of(plan) if may_write else None,
        "may_write": may_write,
        "told_lines": told_by_units.lines(plan) if may_write else [],
        "check": form,
        "answer": checked(form, [file for one in versions for file in digests.of_report(one)]),
    }
    return render(request, "reports/town.html", context)


@allowed(P.COMPILE_REPORT)
def town_report_write(request):
    """The whole report on one page, by section, with what the system knows beside it."""
    opened = _opened(request)
    form = WritingForm(request.POST or None, opened=opened)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(form, opened, request)
        except texts.Overtaken as overtaken:
            now = _opened(request)
            again = WritingForm(opened_again(form, WritingForm(opened=now)), opened=now)
            return _writing_page(request, now, again, overtaken)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("town_report")
        return _onwards(request, saved)
    return _writing_page(request, opened, form)


def _opened(request) -> Opened:
    return open_town_draft(request.plan, request.plan.today)


def _save(form: WritingForm, opened: Opened, request) -> int:
    changed, paper = form.to_save(chosen(offers(None, opened.prepared), request.POST.get("take", "")))
    if changed or paper:
        offered = opened.prepared.offered
        texts.write_for_the_town(request.plan, changed=changed, offered=offered, by=request.user, paper=paper)
    return len(changed) + bool(paper)


def _onwards(request, saved: int):
    if request.POST.get("next") == "preview":
        return redirect("town_report_preview")
    messages.success(request, "Đã lưu." if saved else "Không có gì thay đổi.")
    section, _, _ = request.POST.get("take", "").partition(":")
    return redirect(reverse("town_report_write", fragment=f"muc-{section}" if section else None))


def _writing_page(request, opened: Opened, form: WritingForm, overtaken=None):
    context = {
        "prepared": opened.prepared,
        "form": form,
        "sections": form.sections(offers(None, opened.prepared), overtaken),
        "draft": opened.draft,
        "overtaken": overtaken,
    }
    return render(request, "reports/town_write.html", context, status=409 if overtaken else 200)


@allowed(P.COMPILE_REPORT)
def town_report_preview(request):
    """The report as it will be issued. What is issued is what was shown, to the byte."""
    form = SeenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _issue(request, form)
    return _preview_page(request, form)


def _issue(request, form):
    made = make(_opened(request).prepared, by=request.user, made_at=form.cleaned_data["seen_at"])
    if made.digest != form.cleaned_data["digest"]:
        return _preview_page(request, SeenForm(), changed=True)
    try:
        report = issuing.issue(request.plan, made=made, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _preview_page(request, form)
    messages.success(request, f"Đã ban hành {report}. Số liệu và văn bản được giữ nguyên như lúc này.")
    return redirect("town_report")


def _preview_page(request, form, *, changed: bool = False):
    moment = clock.now()
    made = make(_opened(request).prepared, by=request.user, made_at=moment)
    context = {
        "prepared": made.prepared,
        "document": made.document,
        "missing": issuing.what_is_missing(made),
        "form": form,
        "fresh": SeenForm(initial={"seen_at": moment.isoformat(), "digest": made.digest}),
        "changed": changed,
    }
    return render(request, "reports/town_preview.html", context, status=409 if changed else 200)


@allowed(P.COMPILE_REPORT)
def town_report_draft(request, ending):
    """The draft as it stands, to read, print and sign."""
    made = make(_opened(request).prepared, by=request.user, made_at=clock.now())
    sheets = make_sheet(made.document) if ending == "xlsx" else None
    about = {"action": AccessLog.Action.DOCUMENT, "by": request.user, "subject": f"Bản soạn: {SUBJECT}"}
    return hand_out(made.word, sheets, ending, name=made.name, **about)


@allowed(P.VIEW_DASHBOARD)
def town_report_file(request, version, ending):
    """What was issued, as it was then: the report, or its tables and lists as a workbook."""
    report = get_object_or_404(TownReport, plan=request.plan, version=version)
    with report.file.open("rb") as file, report.sheets.open("rb") as sheets:
        word, workbook = file.read(), sheets.read()
    name = report.file_name.removesuffix(".docx")
    return hand_out(word, workbook, ending, name=name, by=request.user, subject=str(report))
