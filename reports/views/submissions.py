"""The board of plans and reports, and one obligation with its versions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from households.changes import Refused
from households.years import turn_to
from povertyplan import clock
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import AccessLog
from povertyplan.accounts.roles import Permission as P
from povertyplan.sheets import sheet_response
from reports import digests, submitting
from reports.board import columns, newest_letters, rows, state_tag, status_tag, tallies, what_is_asked
from reports.board_sheet import board_sheet
from reports.drafting.preparing import facts_of, is_prepared
from reports.drafting.texts import draft_of
from reports.filters import ObligationFilter
from reports.forms import CheckFileForm, ReturnForm, SubmissionForm
from reports.freezing import told
from reports.models import Letterhead, Obligation, Submission
from reports.views.files import checked, word_or_pdf


@allowed(P.VIEW_SUBMISSIONS)
def board(request):
    plan = request.plan
    filter = ObligationFilter(request.GET, user=request.user, plan=plan)
    found = list(filter.qs)
    context = {
        "filter": filter,
        "rows": (lines := rows(found, plan.today, _letters(request))),
        "tallies": tallies(lines),
        "count": len(found),
        "kinds": [title for _, title in columns(found)],
        "deadlines": plan.deadlines.prefetch_related("moves"),
        "may_chase": request.user.may(P.REVIEW_SUBMISSIONS),
    }
    return render(request, "reports/board.html", context)


def _letters(request) -> dict:
    """To whom reminder letters went is for those who see the town."""
    return newest_letters(request.plan) if request.user.sees_the_town else {}


@allowed(P.VIEW_SUBMISSIONS)
def export(request):
    """The board as Excel: a line for each thing that is owed, of the same filter."""
    filter = ObligationFilter(request.GET, user=request.user, plan=request.plan)
    found = list(filter.qs)
    return sheet_response(
        board_sheet(found, request.plan.today, _letters(request)),
        title="Kế hoạch và báo cáo của các đơn vị",
        by=request.user,
        conditions=filter.summary(),
        counted=f"{len(found)} văn bản",
        filename="ke-hoach-bao-cao",
    )


@allowed(P.VIEW_SUBMISSIONS)
def submission(request, pk):
    """What one unit owes: its versions; the unit's form, or the division's answer."""
    owed = _obligation(request.user, pk)
    turn_to(request, owed.plan)
    own = owed.unit_id == request.user.unit_id and request.user.may(P.SUBMIT)
    if request.method == "POST" and not own:
        raise PermissionDenied
    form = SubmissionForm(request.POST or None, request.FILES or None) if own else None
    if request.method == "POST" and form.is_valid():
        try:
            handed_in = submitting.submit(owed, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã nhận. Mã biên nhận {handed_in.receipt_no}.")
            return redirect("submission", pk=owed.pk)
    return _obligation_page(request, owed, form=form)


@require_POST
@allowed(P.REVIEW_SUBMISSIONS)
def accept(request, pk):
    version = _version(request.user, pk)
    try:
        submitting.accept(version, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã chấp nhận {version}.")
    return redirect("submission", pk=version.obligation_id)


@require_POST
@allowed(P.REVIEW_SUBMISSIONS)
def return_version(request, pk):
    version = _version(request.user, pk)
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            submitting.return_submission(version, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã trả lại {version}.")
            return redirect("submission", pk=version.obligation_id)
    return _obligation_page(request, _obligation(request.user, version.obligation_id), return_form=form)


@allowed(P.VIEW_SUBMISSIONS)
def submission_file(request, pk):
    """The attached file as a download under the name that its unit gave it; every opening is logged."""
    version = _version(request.user, pk)
    if not version.file:
        raise Http404
    AccessLog.objects.record(
        AccessLog.Action.OPEN_FILE, by=request.user, subject=version.receipt_no, detail=version.file_name
    )
    return FileResponse(version.file.open("rb"), as_attachment=True, filename=version.file_name)


def _obligation(user, pk: int) -> Obligation:
    owed = Obligation.objects.visible_to(user).with_moments().select_related("unit", "plan")
    return get_object_or_404(owed, pk=pk)


def _version(user, pk: int) -> Submission:
    versions = Submission.objects.visible_to(user).select_related("obligation__unit", "obligation__plan")
    return get_object_or_404(versions, pk=pk)


def _obligation_page(request, owed: Obligation, *, form=None, return_form=None):
    people = owed.submissions.select_related("submitted_by", "reviewed_by", "obligation__unit", "obligation__plan")
    versions = list(people.prefetch_related("frozentexts", "frozenfigures"))
    newest = versions[0] if versions else None
    waiting = newest is not None and newest.state == Submission.State.SUBMITTED
    may_review = waiting and request.user.may(P.REVIEW_SUBMISSIONS)
    may_write = form is not None and (newest is None or newest.state == Submission.State.RETURNED)
    context = {
        "owed": owed,
        "what_is_asked": what_is_asked(owed, _wording(owed)),
        "status": status_tag(owed, owed.plan.today),
        "state": state_tag(owed),
        "versions": _with_what_they_told(owed, versions),
        "newest": newest,
        "form": form if may_write else None,
        "prepared": may_write and is_prepared(owed),
        "draft": draft_of(owed) if may_write else None,
        "may_review": may_review and newest.submitted_by_id != request.user.pk,
        "own_version": may_review and newest.submitted_by_id == request.user.pk,
        "return_form": return_form or ReturnForm(),
        "form_with_errors": form if form and form.errors else return_form,
    }
    return render(request, "reports/submission.html", context)


@allowed(P.VIEW_SUBMISSIONS)
def document(request, pk, ending):
    """The document that was made here and handed in, as it was then; who takes it out is logged."""
    version = _version(request.user, pk)
    if not version.document:
        raise Http404
    with version.document.open("rb") as file:
        content = file.read()
    name = version.document_name.removesuffix(".docx")
    return word_or_pdf(content, ending, name=name, by=request.user, subject=version.receipt_no)


@allowed(P.VIEW_SUBMISSIONS)
def receipt(request, pk):
    """One page to print: what was received when, from whom, and the digests that nobody can argue with.

    Sent with a file, it says whether that is what was handed in.
    """
    version = _version(request.user, pk)
    owed = _obligation(request.user, version.obligation_id)
    files = digests.of_submission(version)
    form = CheckFileForm(request.POST or None, request.FILES or None)
    context = {
        "head": Letterhead.objects.of_division(owed.plan),
        "files": files,
        "check": form,
        "answer": checked(form, files),
        "version": version,
        "owed": owed,
        "first": owed.first_at,
        "status": status_tag(owed, owed.plan.today).text,
        "figures": version.frozenfigures.count(),
        "now": clock.now(),
    }
    return render(request, "reports/receipt.html", context)


def _with_what_they_told(owed: Obligation, versions: list[Submission]) -> list:
    """Each version with its texts and figures; the newest one's figures beside what the data says today."""
    facts = facts_of(owed, owed.plan.today) if versions and versions[0].figures_on else ()
    return [(one, told(one, facts if one is versions[0] else ())) for one in versions]


def _wording(owed: Obligation) -> str:
    deadline = owed.plan.deadlines.filter(kind=owed.kind, due_on=owed.due_on).first()
    return deadline.wording if deadline else ""
