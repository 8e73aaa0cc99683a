"""`/support/`: the help of the year in money, each number with the rows behind it."""

import tablib
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse

from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from povertyplan.sheets import sheet_response
from reports.support import Line, Sums
from reports.support_filter import GIVEN, GRANT, LOAN, PLANNED, MeasureFilter, SupportFilter
from tasks.models import Measure
from tasks.money import GRANT_SOURCES

PER_PAGE = 50

# Each column of sums: what it is called, and the conditions of the rows behind it.
COLUMNS = {
    "planned_grants": ("Dự kiến hỗ trợ", {"stage": PLANNED, "money": GRANT}),
    **{source.value: (source.label, {"stage": GIVEN, "source": source.value}) for source in GRANT_SOURCES},
    "grants": ("Cộng đã hỗ trợ", {"stage": GIVEN, "money": GRANT}),
    "planned_loans": ("Dự kiến cho vay", {"stage": PLANNED, "money": LOAN}),
    "loans": ("Đã cho vay", {"stage": GIVEN, "money": LOAN}),
    "times": ("Số khoản", {"stage": GIVEN}),
    "households": ("Số hộ", {"stage": GIVEN}),
}


@allowed(P.VIEW_NEEDS)
def index(request):
    found = SupportFilter(request.GET, user=request.user, plan=request.plan)
    support = found.support()
    groups = [
        ("Đơn vị hỗ trợ", "unit", support.by_body),
        ("Xã, phường", "commune", support.by_commune if request.user.commune is None else []),
        ("Loại nhu cầu", "type", support.by_type),
    ]
    context = {
        "filter": found,
        "whole": support.whole,
        "sources": [(line.name, *_source_cells(line, found)) for line in support.by_source if line.code != "credit"],
        "all_grants": _cells(support.whole, ("planned_grants", "grants"), found),
        "loans": _cells(support.whole, ("planned_loans", "loans"), found),
        "titles": [title for title, _ in COLUMNS.values()],
        "groups": [
            (
                title,
                [
                    (line.short_name, _cells(line.sums, COLUMNS, found, **{name: line.code}))
                    for line in lines
                    if line.sums
                ],
            )
            for title, name, lines in groups
        ],
        "total": _cells(support.whole, COLUMNS, found),
        "rows_url": _address(found),
        "may_export": request.user.may(P.EXPORT_HOUSEHOLDS),
    }
    return render(request, "reports/support.html", context)


def _source_cells(line: Line, found: SupportFilter):
    return _cells(line.sums, ("planned_grants", "grants", "times"), found, source=line.code)


def _cells(sums: Sums, columns, found: SupportFilter, **conditions: str) -> list[tuple]:
    """(number, address of its rows, what it is) of each column."""
    cells = []
    for name in columns:
        title, own = COLUMNS[name]
        cells.append((int(sums[name]), _address(found, **own | conditions), title))
    return cells


def _address(found: SupportFilter, **conditions: str) -> str:
    query = found.data.copy() if found.data else {}
    kept = {name: query[name] for name in found.filters if query.get(name)}
    return reverse("support_rows", query=kept | conditions or None)


@allowed(P.VIEW_NEEDS)
def rows(request):
    found = MeasureFilter(request.GET, user=request.user, plan=request.plan)
    measures = found.qs.with_faces()
    page = Paginator(measures, PER_PAGE).get_page(request.GET.get("page"))
    back = {name: request.GET[name] for name in SupportFilter.base_filters if request.GET.get(name)}
    context = {
        "filter": found,
        "page": page,
        "whole": found.support().whole,
        "back": reverse("support", query=back or None),
        "may_export": request.user.may(P.EXPORT_HOUSEHOLDS),
    }
    return render(request, "reports/support_rows.html", context)


@allowed(P.EXPORT_HOUSEHOLDS)
def export(request):
    """The very rows of the page; planned and given, grants and loans each in a column of their own."""
    found = MeasureFilter(request.GET, user=request.user, plan=request.plan)
    rows = [_sheet_row(one) for one in found.qs.with_faces()]
    return sheet_response(
        tablib.Dataset(*rows, headers=HEADERS),
        title="Kết quả hỗ trợ",
        by=request.user,
        conditions=found.summary(),
        counted=f"{len(rows)} khoản hỗ trợ",
        filename="ket-qua-ho-tro",
    )


HEADERS = (
    "Mã hộ", "Chủ hộ", "Xã, phường", "Nhu cầu", "Nội dung", "Hình thức", "Nguồn", "Đơn vị hỗ trợ", "Tình trạng",
    "Ngày dự kiến", "Dự kiến hỗ trợ (đồng)", "Dự kiến cho vay (đồng)", "Ngày hỗ trợ", "Đã hỗ trợ (đồng)",
    "Đã cho vay (đồng)", "Số lượng", "Đơn vị tính",
)  # fmt: skip


def _sheet_row(one: Measure) -> tuple:
    planned = (None, one.planned_amount) if one.is_loan else (one.planned_amount, None)
    given = (None, one.amount) if one.is_loan else (one.amount, None)
    return (
        one.need.household.code, one.need.household.head, one.need.commune.name, one.need.type.name, one.what,
        one.get_kind_display(), one.get_source_display(), one.unit.name, one.get_stage_display(),
        one.planned_on, *planned, one.on, *given, one.quantity, one.quantity_unit,
    )  # fmt: skip
