"""The administrator's pages of reference tables: units, the routing of needs, the plan and its deadlines.

They stand on the roof because they reach into every app. Every change is on the access log.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.forms import ModelForm, modelform_factory
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from households.models import Cause, Hamlet, Indicator, Plan, PovertyStandard
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import AccessLog, Unit
from povertyplan.accounts.roles import Permission as P
from povertyplan.fields import TicksField
from povertyplan.routing_forms import CommuneRouteForm, NeedTypeForm, RoutingForm, not_moved
from reports.deadlines import open_obligations
from reports.models import Deadline, Duty, Letterhead, NationalColumn, PlanFigure, Target
from tasks.models import CommuneRoute, IndicatorLead, NeedType


class PlanForm(ModelForm):
    """A plan brings along what its units owe."""

    def save(self, commit=True):
        plan = super().save(commit)
        open_obligations(plan)
        return plan


class DeadlineForm(ModelForm):
    """A deadline brings along what its units owe. It is moved on its own page, with a reason."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("plan", "kind", "due_on", "wording"):
                self.fields[name].disabled = True
            self.fields["due_on"].help_text = "Dời hạn ở trang «Hạn nộp», có ghi lý do; hạn cũ vẫn xem được ở đó."

    def save(self, commit=True):
        deadline = super().save(commit)
        open_obligations(deadline.plan)
        return deadline


@dataclass(frozen=True)
class Table:
    model: type
    title: str
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    note: str = ""
    form: type = ModelForm
    afterwards: Callable | None = None  # (row, plan) → what to tell of what the change leaves as it is
    may_delete: bool = False  # where nothing else refers to a row


TABLES = {
    "units": Table(
        Unit,
        "Đơn vị",
        ("name", "short_name", "code", "clause", "valid_from", "valid_to"),
        (
            "code kind area name short_name former_names clause is_requested is_division order "
            "valid_from valid_to successor"
        ).split(),
        "Mã đơn vị được dùng lại sau khi sáp nhập, nên mỗi dòng có ngày bắt đầu và ngày kết thúc.",
    ),
    "need-types": Table(
        NeedType,
        "Loại nhu cầu và cơ quan chủ trì",
        ("name", "lead", "suggestion", "clause", "take_up_days", "deliver_days"),
        (
            "code name short_name group lead suggestion coordinators clause splits_into take_up_days deliver_days order"
        ).split(),
        "Thay đổi chỉ áp dụng cho nhu cầu phát sinh sau này, không chuyển nhu cầu đã phân công.",
        form=NeedTypeForm,
        afterwards=not_moved,
    ),
    "commune-routes": Table(
        CommuneRoute,
        "Phân công riêng theo xã, phường",
        ("type", "commune", "lead", "clause", "take_up_days", "deliver_days"),
        ("type commune lead coordinators clause take_up_days deliver_days").split(),
        "Chỉ ghi điều khác với dòng chung ở «Loại nhu cầu và cơ quan chủ trì». Ô để trống thì theo dòng chung.",
        form=CommuneRouteForm,
        afterwards=lambda row, plan: not_moved(row.type, plan, row.commune),
        may_delete=True,
    ),
    "indicator-leads": Table(
        IndicatorLead,
        "Gợi ý chủ trì theo chỉ số thiếu hụt",
        ("type", "indicator", "lead", "clause"),
        ("type indicator lead clause").split(),
        "Chỉ là gợi ý: Phòng LĐ-TB&XH vẫn chọn cơ quan chủ trì cho từng nhu cầu.",
        form=RoutingForm,
        afterwards=lambda row, plan: not_moved(row.type, plan),
    ),
    "plans": Table(
        Plan,
        "Kế hoạch năm",
        ("number", "year_text", "issued_on", "target", "finish_on"),
        ("year number title issued_on target figures_on finish_on update_every_days").split(),
        form=PlanForm,
    ),
    "deadlines": Table(
        Deadline,
        "Hạn nộp",
        ("plan", "kind_text", "due_on", "wording"),
        ("plan kind due_on wording counts_due_day").split(),
        "Dời hạn đã có ở trang «Hạn nộp»: dời cho mọi đơn vị, có lý do; thời điểm đã nộp không đổi.",
        form=DeadlineForm,
    ),
    "plan-figures": Table(
        PlanFigure,
        "Số liệu ghi trong kế hoạch",
        ("label", "stated", "unit", "clause"),
        ("plan key label unit stated clause order").split(),
    ),
    "duties": Table(
        Duty,
        "Nhiệm vụ kế hoạch giao",
        ("clause", "text"),
        ("plan clause order text").split(),
        "Phần mềm đề nghị các việc này khi đơn vị soạn kế hoạch. Mục trùng với mục của đơn vị: III.1, III.2.10.",
    ),
    "letterheads": Table(
        Letterhead,
        "Thể thức văn bản của từng đơn vị",
        ("told_as", "superior", "symbol", "place", "signer"),
        "unit superior issuer told_as symbol place authority signer receivers".split(),
        "Dùng cho mọi văn bản phần mềm lập. Mỗi dòng của tên cơ quan, chức vụ, nơi nhận viết trên một dòng riêng.",
    ),
    "national-columns": Table(
        NationalColumn,
        "Cột của các mẫu biểu của Bộ",
        ("form_text", "order", "title", "valid_from", "valid_to"),
        "form order title under causes indicators need_types group valid_from valid_to".split(),
        "Mỗi cột đếm các hộ có một trong các nguyên nhân, chỉ số hoặc nhu cầu được chọn, theo thứ tự của mẫu.",
    ),
    "targets": Table(
        Target,
        "Chỉ tiêu 100 % và cơ quan báo số liệu",
        ("title", "body", "body_clause", "clause"),
        ("plan code title short_title unit clause body body_clause order").split(),
        "Cơ quan được chọn ở đây báo số của chỉ tiêu; số đã báo trước đó được giữ nguyên.",
    ),
    "hamlets": Table(
        Hamlet,
        "Thôn, tổ dân phố",
        ("name", "commune", "area_text"),
        ("commune name area hard_from hard_to").split(),
    ),
    "causes": Table(Cause, "Nguyên nhân nghèo", ("name", "short_name"), ("code name short_name order").split()),
    "standards": Table(
        PovertyStandard,
        "Chuẩn nghèo",
        ("decree", "area_text", "valid_from", "valid_to", "income_line", "least_deprivations", "b1_most", "b2_least"),
        (
            "area valid_from valid_to decree income_line income_source least_deprivations deprivations_source "
            "b1_most b2_least scores_source average_line average_source"
        ).split(),
        "Hãy đối chiếu các số có nguồn ghi «cần đối chiếu» trước khi dùng cho văn bản. Số để trống thì không tính.",
    ),
    "indicators": Table(
        Indicator,
        "Chỉ số thiếu hụt",
        ("name", "dimension", "valid_from", "valid_to"),
        ("code name dimension deprived_when order valid_from valid_to").split(),
    ),
}


def _table(name: str) -> Table:
    if name not in TABLES:
        raise Http404
    return TABLES[name]


def _form_class(table: Table):
    ticks = {field.name: TicksField for field in table.model._meta.many_to_many}
    return modelform_factory(table.model, form=table.form, fields=table.fields, field_classes=ticks)


def _label(table: Table, column: str) -> str:
    name = column.removesuffix("_text")
    return str(table.model._meta.get_field(name).verbose_name).capitalize()


def _cell(row, column: str):
    """Choices by their words and years without a thousands' dot; everything else as it is."""
    name = column.removesuffix("_text")
    if column != name and hasattr(row, f"get_{name}_display"):
        return getattr(row, f"get_{name}_display")()
    return str(getattr(row, name)) if column != name else getattr(row, name)


@allowed(P.MANAGE_TABLES)
def index(request):
    tables = [(name, table.title, table.model.objects.count()) for name, table in TABLES.items()]
    return render(request, "tables/index.html", {"tables": tables})


@allowed(P.MANAGE_TABLES)
def rows(request, name):
    table = _table(name)
    related = [f.name for f in table.model._meta.fields if f.is_relation and f.name in table.columns]
    found = table.model.objects.select_related(*related) if related else table.model.objects.all()
    labels = [_label(table, column) for column in table.columns]
    lines = [(row.pk, list(zip(labels, (_cell(row, one) for one in table.columns), strict=True))) for row in found]
    return render(request, "tables/rows.html", {"name": name, "table": table, "labels": labels, "lines": lines})


@allowed(P.MANAGE_TABLES)
def new_row(request, name):
    return _edit(request, name, None)


@allowed(P.MANAGE_TABLES)
def edit_row(request, name, pk):
    return _edit(request, name, get_object_or_404(_table(name).model, pk=pk))


def _edit(request, name: str, row):
    table = _table(name)
    form = _form_class(table)(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        changed = ", ".join(str(form.fields[field].label) for field in form.changed_data)
        _written_down(request, table, saved, f"Sửa: {changed}")
        messages.success(request, f"Đã lưu «{saved}».")
        _tell_afterwards(request, table, saved)
        return redirect("table", name)
    context = {
        "form": form,
        "title": f"{table.title}: {row if row else 'thêm dòng'}",
        "lead": table.note,
        "back_url": reverse("table", args=[name]),
        "delete_url": reverse("table_delete", args=[name, row.pk]) if row and table.may_delete else None,
    }
    return render(request, "tables/edit.html", context)


@require_POST
@allowed(P.MANAGE_TABLES)
def delete_row(request, name, pk):
    table = _table(name)
    row = get_object_or_404(table.model, pk=pk)
    if not table.may_delete:
        raise Http404
    _written_down(request, table, row, "Xóa")
    row.delete()
    messages.success(request, f"Đã xóa «{row}».")
    _tell_afterwards(request, table, row)
    return redirect("table", name)


def _written_down(request, table: Table, row, detail: str) -> None:
    subject = f"{table.title}: {row}"
    AccessLog.objects.record(AccessLog.Action.TABLE, by=request.user, subject=subject, detail=detail)


def _tell_afterwards(request, table: Table, row) -> None:
    if table.afterwards and request.plan and (said := table.afterwards(row, request.plan)):
        messages.info(request, said)
