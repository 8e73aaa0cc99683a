"""Photographs and papers of a measure: added, shown to whoever sees the need, taken away."""

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from households.changes import Refused
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import AccessLog
from povertyplan.accounts.roles import Permission as P
from povertyplan.fields import FilesField
from povertyplan.files import KINDS
from tasks import measure_files
from tasks.models import MeasureFile
from tasks.views import measures as measure_page


class FilesForm(forms.Form):
    shows = forms.ChoiceField(label="Tệp cho thấy", choices=MeasureFile.Shows.choices, widget=forms.RadioSelect)
    files = FilesField(
        label="Tệp",
        judge=measure_files.trouble_with,
        help_text=f"Nhận tệp {KINDS}. Ảnh không quá 15 MB, được thu nhỏ và bỏ thông tin vị trí khi lưu; tệp khác không "
        "quá 5 MB. Chọn được nhiều tệp một lần.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].required = True

    def clean_files(self):
        if not self.cleaned_data["files"]:
            raise forms.ValidationError("Hãy chọn ít nhất một tệp.")
        return self.cleaned_data["files"]


@allowed(P.RECORD_MEASURE)
def attach(request, pk):
    measure = measure_page.fetch(request, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FilesForm(*sent, initial={"shows": MeasureFile.Shows.AFTER})
    if form.is_valid():
        try:
            added = measure_files.attach(measure, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("files", str(refusal))
        else:
            messages.success(request, f"Đã thêm {len(added)} tệp." if added else "Các tệp này đã có rồi.")
            return redirect("measure", pk)
    return measure_page.page(request, measure, form, title="Thêm ảnh, giấy tờ", button="Thêm tệp")


@allowed(P.VIEW_NEEDS)
def file(request, pk, file_pk):
    """A photograph is shown, anything else is downloaded; either is written into the access log."""
    file = _seen(request.user, pk, file_pk)
    subject = f"Khoản hỗ trợ của hộ {file.measure.need.household.code}"
    AccessLog.objects.record(AccessLog.Action.OPEN_FILE, by=request.user, subject=subject, detail=file.file_name)
    return FileResponse(file.file.open("rb"), as_attachment=not file.is_picture, filename=file.file_name)


@allowed(P.VIEW_NEEDS)
def small(request, pk, file_pk):
    file = _seen(request.user, pk, file_pk)
    if not file.is_picture:
        raise Http404
    return FileResponse(file.small.open("rb"), filename=f"nho-{file.file_name}")


@require_POST
@allowed(P.RECORD_MEASURE)
def detach(request, pk, file_pk):
    file = _seen(request.user, pk, file_pk)
    try:
        measure_files.detach(file, by=request.user)
        messages.success(request, f"Đã bỏ tệp «{file.file_name}».")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("measure", pk)


def _seen(user, pk: int, file_pk: int) -> MeasureFile:
    seen = MeasureFile.objects.visible_to(user).select_related("measure__need__household", "added_by__unit")
    return get_object_or_404(seen, pk=file_pk, measure=pk)
