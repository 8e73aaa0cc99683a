"""Handing out documents: always as an attachment, and logged with the person who takes them out."""

from urllib.parse import quote

from django.http import Http404, HttpResponse

from povertyplan.accounts.models import AccessLog, User
from reports.digests import KeptFile, found_in
from reports.documents import pdf, sheet, word
from reports.forms import CheckFileForm

Action = AccessLog.Action


def word_or_pdf(content: bytes, ending: str, **about) -> HttpResponse:
    """A Word file as it is, or set as PDF; `about` as in `hand_out`."""
    return hand_out(content, None, ending, **about)


def hand_out(
    word_file: bytes,
    workbook: bytes | None,
    ending: str,
    *,
    name: str,
    by: User,
    subject: str,
    action: Action = Action.OPEN_FILE,
) -> HttpResponse:
    """The Word file, or the same set as PDF, or the workbook where there is one.

    `name` has no ending; `subject` is what the access log names.
    """
    match ending:
        case "docx":
            content, mime = word_file, word.MIME
        case "pdf":
            content, mime = pdf.make_pdf(word_file), pdf.MIME
        case "xlsx" if workbook is not None:
            content, mime = workbook, sheet.MIME
        case _:
            raise Http404
    AccessLog.objects.record(action, by=by, subject=subject, detail=f"{name}.{ending}")
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{ending}"
    return response


def checked(form: CheckFileForm, kept: list[KeptFile]) -> dict | None:
    """What to say of a file that somebody compares with what was kept; None where none was sent."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    return {"name": file.name, "found": found_in(kept, file)}
