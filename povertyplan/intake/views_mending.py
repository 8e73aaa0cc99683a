"""What a person says about rows in question on the preview: cells typed anew, who a row is, and taking it back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from households.changes import Refused
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from povertyplan.fields import LONGEST_KEY
from povertyplan.intake import asking, importing, mending
from povertyplan.intake.asking import AnswerForm
from povertyplan.intake.mending import MendingForm
from povertyplan.intake.models import ImportBatch, ImportJob
from povertyplan.intake.views import batch_of
from povertyplan.intake.workbook import Unreadable


def _back(request, batch: ImportBatch):
    """To the part and page of the preview that the person came from."""
    query = request.GET.urlencode()
    return redirect(f"{reverse('import', args=[batch.pk])}{'?' if query else ''}{query}#problems")


def _not_now(batch: ImportBatch) -> str:
    """Why nothing can be said about the list's rows here; "" when it can."""
    if not batch.is_waiting:
        return "Chỉ sửa, trả lời được khi tệp đang chờ xác nhận."
    if ImportJob.objects.filter(batch=batch).exists():
        return "Danh sách lớn chưa sửa được ngay trên trang. Hãy tải tệp có đánh dấu lỗi, sửa rồi nhập lại."
    return ""


@allowed(P.IMPORT_LIST)
@require_POST
def mend(request, pk):
    """Cells of rows in question, typed anew; the list is read again with them."""
    batch = batch_of(request, pk)
    if why := _not_now(batch):
        messages.error(request, why)
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
def answer(request, pk):
    """Who the rows in question are; the list is matched again with that."""
    batch = batch_of(request, pk)
    if why := _not_now(batch):
        messages.error(request, why)
        return redirect("import", batch.pk)
    form = AnswerForm.sent(request.POST, importing.preview_of(batch), request.user)
    said = form.said() if form.is_valid() else []
    if not said:
        wrong = [text for texts in form.errors.values() for text in texts]
        messages.error(request, " ".join(wrong) or "Chưa chọn câu trả lời nào.")
        return _back(request, batch)
    try:
        asking.answer(batch, said, by=request.user)
        messages.success(request, f"Đã ghi nhận {len(said)} câu trả lời và so lại danh sách.")
    except (Refused, Unreadable) as error:
        messages.error(request, str(error))
    return _back(request, batch)


@allowed(P.IMPORT_LIST)
@require_POST
def reopen(request, pk):
    """Back to the preview of a list that was stopped because of its errors."""
    batch = batch_of(request, pk)
    try:
        mending.reopen(batch)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("import", batch.pk)


@allowed(P.IMPORT_LIST)
@require_POST
def unmend(request, pk):
    """One cell or answer, or all of them, as if nobody had said anything."""
    batch = batch_of(request, pk)
    said, key = batch.corrections.all(), request.POST.get("correction", "")
    if "answer" in request.POST:
        said, key = batch.answers.all(), request.POST["answer"]
    if key != "all":
        known = key.isascii() and key.isdecimal() and len(key) <= LONGEST_KEY
        said = said.filter(pk=key) if known else said.none()
    if not (batch.is_waiting and said):
        messages.error(request, "Không còn gì để bỏ.")
        return _back(request, batch)
    try:
        mending.take_back(batch, said)
        messages.success(request, "Đã đọc lại như trong tệp.")
    except (Refused, Unreadable) as error:
        messages.error(request, str(error))
    return _back(request, batch)
