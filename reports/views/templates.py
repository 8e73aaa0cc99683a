"""The administrator's pages of Word templates: which is in use, another in its place, the shipped one again."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from households.changes import Refused
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from povertyplan.files import ending, problem_with
from reports.documents import templates
from reports.documents.checking import not_carried_over
from reports.documents.fields import FIELDS
from reports.documents.kinds import KINDS, Kind
from reports.documents.samples import samples
from reports.documents.word import MIME, make_word
from reports.models import OfficeTemplate

SHIPPED = 0  # the version of the shipped one in addresses


class TemplateForm(forms.Form):
    file = forms.FileField(
        label="Tệp mẫu (.docx)",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text="Mẫu được thử ngay khi tải lên; mẫu hỏng không thay mẫu đang dùng.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if ending(file.name) != ".docx":
            raise forms.ValidationError("Chỉ nhận tệp Word .docx. Hãy lưu lại dạng .docx.")
        if problem := problem_with(file):
            raise forms.ValidationError(problem)
        return file


@allowed(P.MANAGE_TABLES)
def document_templates(request):
    used = {one.kind: one for one in OfficeTemplate.objects.filter(is_used=True).select_related("uploaded_by")}
    kinds = [(kind, used.get(kind.code)) for kind in KINDS.values()]
    return render(request, "documents/templates.html", {"kinds": kinds})


@allowed(P.MANAGE_TABLES)
def document_template(request, kind_code):
    """One kind's template: its versions, the fields that it may use, and the form for another."""
    kind = _kind(kind_code)
    form = TemplateForm(request.POST or None, request.FILES or None)
    found = []
    if request.method == "POST" and form.is_valid():
        try:
            made = templates.replace(kind, file=form.cleaned_data["file"], by=request.user)
        except templates.Broken as broken:
            form.add_error("file", str(broken))
            found = broken.problems
        else:
            messages.success(request, f"Đã dùng mẫu «{made.file_name}» cho «{kind.title}».")
            return redirect("document_template", kind.code)
    versions = list(OfficeTemplate.objects.of_kind(kind.code))
    used = next((one for one in versions if one.is_used), None)
    context = {
        "kind": kind,
        "form": form,
        "problems": found,
        "versions": versions,
        "used": used,
        "left_out": not_carried_over(templates.template_for(kind)),
        "fields": FIELDS,
    }
    return render(request, "documents/template.html", context)


@require_POST
@allowed(P.MANAGE_TABLES)
def document_template_use(request, kind_code, version):
    kind = _kind(kind_code)
    try:
        templates.use(kind, version, by=request.user)
    except templates.Broken as broken:
        messages.error(request, f"{broken} {' '.join(map(str, broken.problems))}")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, "Đã trở về mẫu kèm phần mềm." if version == SHIPPED else f"Đã dùng lại lần {version}."
        )
    return redirect("document_template", kind.code)


@allowed(P.MANAGE_TABLES)
def document_template_file(request, kind_code, version):
    kind = _kind(kind_code)
    return _word(_content(kind, version), f"mau-{kind.file_name}{f'-lan-{version}' if version else ''}")


@allowed(P.MANAGE_TABLES)
def document_template_sample(request, kind_code, version):
    """The template filled with an invented paper, to see how it looks."""
    kind = _kind(kind_code)
    (_, document), *_ = samples()
    return _word(make_word(document, _content(kind, version)), f"thu-mau-{kind.file_name}")


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise Http404
    return KINDS[code]


def _content(kind: Kind, version: int) -> bytes:
    if version == SHIPPED:
        return templates.shipped(kind)
    return templates.content_of(get_object_or_404(OfficeTemplate, kind=kind.code, version=version))


def _word(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MIME)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response
