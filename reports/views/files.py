"""Handing out documents: always as an attachment, and logged with the person who takes them out."""

from urllib.parse import quote

from django.http import Http404, HttpResponse

from povertyplan.accounts.models import AccessLog, User
from reports.documents import pdf, word

KINDS = {"docx": word.MIME, "pdf": pdf.MIME}
Action = AccessLog.Action


def word_or_pdf(
    content: bytes, ending: str, *, name: str, by: User, subject: str, action: Action = Action.OPEN_FILE
) -> HttpResponse:
    """A Word file as it is, or set as PDF. `name` has no ending; `subject` is what the access log names."""
    if ending not in KINDS:
        raise Http404
    AccessLog.objects.record(action, by=by, subject=subject, detail=f"{name}.{ending}")
    response = HttpResponse(pdf.make_pdf(content) if ending == "pdf" else content, content_type=KINDS[ending])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{ending}"
    return response
