"""What a person says about rows in question on the preview page: cells typed anew, and taken back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from households.changes import Refused
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from povertyplan.fields import LONGEST_KEY
from povertyplan.intake import importing, mending
from povertyplan.intake.mending import MendingForm
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.views import batch_of
from povertyplan.intake.workbook import Unreadable


def _back(request, batch: ImportBatch):
    """To the part and page of the preview that the person came from."""
    query = request.GET.urlencode()
    return redirect(f"{reverse('import', args=[batch.pk])}{'?' if query else ''}{query}#problems")


@allowed(P.IMPORT_LIST)
@require_POST
def mend(request, pk):
    """Cells of rows in question, typed anew; the list is read again with them."""
    batch = batch_of(request, pk)
    if not batch.is_waiting:
        messages.error(request, "Chỉ sửa được khi tệp đang chờ xác nhận.")
        return redirect("import", batch.pk)
    form = MendingForm.sent(request.POST, importing.preview_of(batch))
    typed = form.typed() if form.is_valid() else []
    if not typed:
        wrong = [text for texts in form.errors.values() for text in texts]
        messages.error(request, " ".join(wrong) or "Chưa gõ giá trị nào. Hãy gõ giá trị đúng rồi bấm Đọc lại.")
        return _back(request, batch)
    try:
        mending.mend(batch, typed, by=request.user)
        messages.success(request, f"Đã đọc lại danh sách với {len(typed)} ô vừa sửa.")
    except (Refused, Unreadable) as error:
        messages.error(request, str(error))
    return _back(request, batch)


@allowed(P.IMPORT_LIST)
@require_POST
def unmend(request, pk):
    """One cell, or all of them, as the file has it again."""
    batch = batch_of(request, pk)
    corrections, key = batch.corrections.all(), request.POST.get("correction", "")
    if key != "all":
        known = key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY
        corrections = corrections.filter(pk=key) if known else corrections.none()
    if not (batch.is_waiting and corrections):
        messages.error(request, "Không còn ô nào để bỏ sửa.")
        return _back(request, batch)
    try:
        mending.take_back(batch, corrections)
        messages.success(request, "Đã đọc lại như trong tệp.")
    except (Refused, Unreadable) as error:
        messages.error(request, str(error))
    return _back(request, batch)
