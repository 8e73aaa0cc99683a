"""The papers of a proposal: added by the commune, handed out to whoever sees the proposal, and logged."""

from django import forms
from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from households import changes
from households.models import EvidenceFile, Movement
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import AccessLog
from povertyplan.accounts.roles import Permission as P
from povertyplan.fields import FilesField


class EvidenceForm(forms.Form):
    files = FilesField(label="Tệp minh chứng")

    def clean_files(self):
        if not self.cleaned_data["files"]:
            raise forms.ValidationError("Hãy chọn ít nhất một tệp.")
        return self.cleaned_data["files"]


@allowed(P.PROPOSE_EXIT)
def attach(request, pk):
    movement = get_object_or_404(Movement.objects.visible_to(request.user).select_related("household"), pk=pk)
    form = EvidenceForm(request.POST, request.FILES) if request.method == "POST" else EvidenceForm()
    if form.is_valid():
        try:
            added = changes.attach(movement, files=form.cleaned_data["files"], by=request.user)
        except changes.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã thêm {len(added)} tệp minh chứng.")
            return redirect("exit", pk)
    context = {
        "form": form,
        "title": f"Thêm minh chứng cho đề nghị của hộ {movement.household.head}",
        "button": "Thêm tệp",
        "back_url": reverse("exit", args=[pk]),
        "back_title": "Đề nghị",
    }
    return render(request, "form.html", context)


@allowed(P.VIEW_EXITS)
def evidence_file(request, pk):
    file = _seen(request.user, pk)
    subject = f"Minh chứng của hộ {file.movement.household.code}"
    AccessLog.objects.record(AccessLog.Action.OPEN_FILE, by=request.user, subject=subject, detail=file.file_name)
    return FileResponse(file.file.open("rb"), as_attachment=True, filename=file.file_name)


@require_POST
@allowed(P.PROPOSE_EXIT)
def detach(request, pk):
    file = _seen(request.user, pk)
    try:
        changes.detach(file, by=request.user)
        messages.success(request, f"Đã bỏ tệp «{file.file_name}».")
    except changes.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("exit", file.movement_id)


def _seen(user, pk: int) -> EvidenceFile:
    return get_object_or_404(EvidenceFile.objects.visible_to(user).select_related("movement__household"), pk=pk)
