"""Keeping the conditions of a list under a name, for oneself or for the unit."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from tasks import saved
from tasks.models import SavedFilter

VIEWS = (P.VIEW_NEEDS, P.VIEW_HOUSEHOLDS)


class SavedFilterForm(forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ["name", "is_shared"]
        labels = {"name": "Tên bộ lọc", "is_shared": "Dùng chung trong đơn vị"}
        help_texts = {
            "name": "Ví dụ: Nhà ở quá hạn của Bình Tiến",
            "is_shared": "Mọi người trong đơn vị thấy và dùng được. Chỉ bạn sửa, xóa được.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["size"] = 40
        if self.instance.unit_id is None:
            del self.fields["is_shared"]

    def clean_name(self):
        name, one = self.cleaned_data["name"], self.instance
        twins = SavedFilter.objects.of_list(one.list).filter(owner=one.owner, name=name)
        if twins.exclude(pk=one.pk).exists():
            raise forms.ValidationError("Bạn đã có bộ lọc mang tên này ở danh sách này.")
        return name


@allowed(*VIEWS)
def index(request):
    kept = set(SavedFilter.objects.kept_by(request.user).values_list("pk", flat=True))
    seen = SavedFilter.objects.visible_to(request.user).select_related("owner__unit")
    return render(request, "saved/list.html", {"rows": [(one, one.pk in kept) for one in seen]})


@allowed(*VIEWS)
def add(request):
    name = request.GET.get("list", "")
    found = saved.read(name, request.GET, user=request.user, plan=request.plan)
    query = saved.as_applied(found) if found else ""
    if not query or len(query) > SavedFilter._meta.get_field("query").max_length:
        raise Http404
    new = SavedFilter(owner=request.user, unit=request.user.unit, list=name, query=query)
    form = SavedFilterForm(request.POST or None, instance=new)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"Đã lưu bộ lọc «{new.name}».")
        return redirect(new.url)
    context = {
        "form": form,
        "title": "Lưu bộ lọc",
        "lead": f"{new.get_list_display()}: {found.summary()}.",
        "button": "Lưu bộ lọc",
        "back_url": new.url,
        "back_title": new.get_list_display(),
    }
    return render(request, "form.html", context)


@allowed(*VIEWS)
def edit(request, pk):
    one = _kept(request, pk)
    form = SavedFilterForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"Đã lưu bộ lọc «{one.name}».")
        return redirect("saved_filters")
    back = {"back_url": reverse("saved_filters"), "back_title": "Bộ lọc đã lưu"}
    return render(request, "form.html", {"form": form, "title": "Sửa bộ lọc đã lưu", **back})


@require_POST
@allowed(*VIEWS)
def delete(request, pk):
    one = _kept(request, pk)
    one.delete()
    messages.success(request, f"Đã xóa bộ lọc «{one.name}».")
    return redirect("saved_filters")


def _kept(request, pk: int) -> SavedFilter:
    return get_object_or_404(SavedFilter.objects.kept_by(request.user), pk=pk)
