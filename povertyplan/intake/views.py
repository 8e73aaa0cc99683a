"""The pages of lists that come in: history, preview, writing, undoing, the files themselves."""

from pathlib import PurePath
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from households.changes import Refused
from households.models import Household
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import AccessLog, Unit
from povertyplan.accounts.roles import Permission as P
from povertyplan.intake import (
    asking,
    choosing,
    filling,
    importing,
    marking,
    mending,
    places,
    queueing,
    showing,
    showing_big,
    undoing,
)
from povertyplan.intake.choosing import ReadingForm
from povertyplan.intake.forms import ApplyForm, UploadForm
from povertyplan.intake.models import ImportBatch, ImportJob
from povertyplan.intake.workbook import Unreadable
from povertyplan.sheets import MIME


def batch_of(request, pk: int) -> ImportBatch:
    seen = ImportBatch.objects.visible_to(request.user).select_related("plan", "commune", "by__unit", "undo_of", "undo")
    return get_object_or_404(seen, pk=pk)


@allowed(P.IMPORT_LIST)
@require_http_methods(["GET", "POST"])
def imports(request):
    plan = request.plan
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, plan=plan, user=request.user)
    if form.is_valid():
        return redirect("import", form.keep().pk)
    seen = ImportBatch.objects.visible_to(request.user).with_mended()
    history = seen.select_related("by__unit", "commune", "undo_of")
    page = Paginator(history, 50).get_page(request.GET.get("page"))
    communes = [] if request.user.commune else places.communes_of(plan).values()
    context = {"form": form, "page": page, "total": page.paginator.count, "communes": communes}
    return render(request, "intake/imports.html", context)


@allowed(P.IMPORT_LIST)
@require_GET
def batch(request, pk):
    batch = batch_of(request, pk)
    job = ImportJob.objects.filter(batch=batch).first()
    if batch.is_in_hand:
        return showing_big.progress(request, batch)
    if batch.is_waiting:
        return showing_big.preview(request, batch, job) if job else _preview(request, batch)
    page, changes = showing.written(batch, request.GET.get("page"))
    codes = [change.household_code for change, _ in changes]
    there = set(Household.objects.filter(code__in=codes).values_list("code", flat=True))
    corrections = batch.corrections.select_related("by")
    context = {
        "batch": batch,
        "page": page,
        "changes": changes,
        "there": there,
        "corrections": corrections,
        "answers": batch.answers.select_related("by"),
    }
    return render(request, "intake/result.html", context)


def _preview(request, batch: ImportBatch):
    follow_file = request.GET.get("conflicts") == "file"
    comparison = importing.preview_of(batch, follow_file=follow_file)
    only, number = request.GET.get("show", ""), request.GET.get("page")
    parts = showing.preview_parts(comparison, places.communes_of(batch.plan), only, number)
    kinds = [kind for part in parts if part.key == "problems" for kind in part.rows]
    questions = asking.AnswerForm.shown(kinds, comparison, request.user)
    context = {
        "batch": batch,
        "found": comparison,
        "parts": parts,
        "asked": mending.asked(kinds, comparison, questions.names),
        "questions": questions.lines(),
        "corrections": batch.corrections.select_related("by"),
        "answers": batch.answers.select_related("by"),
        "query": request.GET.urlencode(),
        "only": only if only in showing.PARTS else "",
        "warnings": showing.warnings(comparison),
        "guessed": showing.guessed_columns(comparison),
        "form": ApplyForm(comparison=comparison, initial={"digest": comparison.digest(), "follow_file": follow_file}),
        "follow_file": follow_file,
        "same": ImportBatch.objects.same_file(batch).select_related("by").first(),
    }
    return render(request, "intake/preview.html", context)


@allowed(P.IMPORT_LIST)
@require_http_methods(["GET", "POST"])
def reading(request, pk):
    """How the file was understood, sheet by sheet and column by column, and how to read it otherwise."""
    batch = batch_of(request, pk)
    if not batch.is_waiting:
        return redirect("import", batch.pk)
    said = choosing.choices_for(batch.unit, batch)
    sent = (request.POST,) if request.method == "POST" else ()
    form = ReadingForm(*sent, read=importing.read_again(batch), said=said)
    if form.is_valid():
        try:
            importing.read_otherwise(batch, form)
            return redirect("import", batch.pk)
        except Unreadable as error:
            form.add_error(None, str(error))
    return render(request, "intake/reading.html", {"batch": batch, "form": form})


@allowed(P.IMPORT_LIST)
@require_POST
def apply(request, pk):
    batch = batch_of(request, pk)
    form = ApplyForm(request.POST)
    if not batch.is_kept:
        return _gone(request, batch)
    if not form.is_valid():
        messages.error(request, "Hãy xem lại bản xem trước rồi ghi.")
        return redirect("import", batch.pk)
    agreed = form.agreed()
    try:
        if ImportJob.objects.filter(batch=batch).exists():
            queueing.ask_to_write(batch, by=request.user, **agreed)
            return redirect("import", batch.pk)
        importing.write(batch, importing.read_again(batch), by=request.user, **agreed)
    except importing.Blocked as refused:
        importing.stop(batch, refused.comparison)
        messages.warning(request, "Chưa ghi gì. Hãy sửa các dòng lỗi trong tệp rồi nhập lại.")
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Đã ghi danh sách.")
    return redirect("import", batch.pk)


@allowed(P.IMPORT_LIST)
@require_POST
def cancel(request, pk):
    batch = batch_of(request, pk)
    try:
        importing.cancel(batch)
        messages.success(request, f"Đã hủy, không ghi gì từ tệp «{batch.filename}».")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("imports")


@allowed(P.IMPORT_LIST)
@require_http_methods(["GET", "POST"])
def undo(request, pk):
    batch = batch_of(request, pk)
    if not batch.can_be_undone:
        messages.error(request, "Chỉ hoàn tác được lần nhập đã ghi và chưa hoàn tác.")
        return redirect("import", batch.pk)
    if request.method == "GET":
        context = {"batch": batch, "back_url": reverse("import", args=[batch.pk])}
        return render(request, "intake/undo.html", context)
    try:
        undone = undoing.undo(batch, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("import", batch.pk)
    messages.success(request, f"Đã hoàn tác: trả lại {undone.restored} hộ, bỏ ra {undone.removed} hộ.")
    return redirect("import", undone.batch.pk)


@allowed(P.IMPORT_LIST)
@require_GET
def original(request, pk):
    """The file as it was handed in; opening it is written down, for it holds full ID numbers."""
    batch = batch_of(request, pk)
    if not batch.is_kept:
        return _gone(request, batch)
    AccessLog.objects.record(
        AccessLog.Action.OPEN_FILE, by=request.user, subject=batch.filename, detail=f"lần nhập {batch.pk}"
    )
    return FileResponse(batch.file.open("rb"), as_attachment=True, filename=batch.filename)


@allowed(P.IMPORT_LIST)
@require_GET
def errors(request, pk):
    """The same workbook with the cells in question marked."""
    batch = batch_of(request, pk)
    if not batch.is_kept:
        return _gone(request, batch)
    comparison = importing.preview_of(batch)
    with batch.file.open("rb") as file:
        content = marking.marked(file.read(), batch.filename, comparison, batch.corrections.all())
    AccessLog.objects.record(AccessLog.Action.EXPORT, by=request.user, subject=f"tệp đánh dấu lỗi: {batch.filename}")
    return _workbook(content, f"{PurePath(batch.filename).stem}-danh-dau-loi")


def _gone(request, batch: ImportBatch):
    messages.error(request, "Tệp gốc của lần nhập này không còn được giữ.")
    return redirect("import", batch.pk)


@allowed(P.IMPORT_LIST)
@require_GET
def filled(request):
    """The current list with codes, to fill in offline and send back through the preview."""
    plan = request.plan
    code = request.user.commune.code if request.user.commune else request.GET.get("commune", "")
    commune = get_object_or_404(Unit.objects.communes().on(plan.issued_on), code=code) if code else None
    numbers = request.user.may(P.REVEAL_ID)
    content = filling.filled_list(plan, commune, numbers=numbers)
    subject = f"Danh sách để điền: {commune or 'cả thị xã'}"
    detail = "có đủ số CCCD/CMND" if numbers else "không có số CCCD/CMND"
    AccessLog.objects.record(AccessLog.Action.EXPORT, by=request.user, subject=subject, detail=detail)
    return _workbook(content, f"danh-sach-{plan.year}-{code or 'thi-xa'}")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MIME)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response
