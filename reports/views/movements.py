"""The movement table of the poor list, and who stands behind each of its numbers."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse

from households.models import Household, Movement, PersonEvent
from povertyplan import clock
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import Unit
from povertyplan.accounts.roles import Permission as P
from reports.movement_table import TITLES, Cell, Column, Table, movement_table

PRELIMINARY, OFFICIAL = "preliminary", "official"
MODES = [(PRELIMINARY, "Sơ bộ, theo từng quyết định"), (OFFICIAL, "Chính thức, theo rà soát cuối năm")]
HOUSEHOLDS, PEOPLE = "households", "people"
NO_DAY = {"invalid": "Hãy ghi ngày/tháng/năm, ví dụ 30/11/2022."}
UNITS = {HOUSEHOLDS: "hộ", PEOPLE: "người"}


class PeriodForm(forms.Form):
    first = forms.DateField(label="Từ ngày", error_messages=NO_DAY)
    last = forms.DateField(label="Đến hết ngày", error_messages=NO_DAY)
    mode = forms.ChoiceField(label="Kết quả", choices=MODES)

    def __init__(self, data, *, year: int, today: date):
        """The year so far unless told otherwise."""
        usual = {"first": f"1/1/{year}", "last": f"{min(today, date(year, 12, 31)):%-d/%-m/%Y}", "mode": PRELIMINARY}
        super().__init__(usual | {name: data[name] for name in usual if data.get(name)})
        for name in ("first", "last"):
            self.fields[name].widget = forms.DateInput(attrs={"inputmode": "numeric", "size": 12})

    def clean(self):
        data = super().clean()
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
        return data

    def table(self, communes: list[Unit]) -> Table:
        asked = self.cleaned_data
        return movement_table(asked["first"], asked["last"], communes=communes, official=asked["mode"] == OFFICIAL)

    def conditions(self) -> dict[str, str]:
        """For addresses: a row that somebody sends on still speaks of the same days."""
        return {name: f"{value:%Y-%m-%d}" if isinstance(value, date) else value for name, value in self._asked()}

    def _asked(self):
        return ((name, self.cleaned_data[name]) for name in ("first", "last", "mode"))


def _form(request) -> PeriodForm:
    return PeriodForm(request.GET, year=request.plan.year, today=request.plan.day_shown(clock.today()))


def _communes(request) -> list[Unit]:
    """A commune's officer sees their own row, the town all of them."""
    own = request.user.commune
    return [own] if own else list(Unit.objects.communes().on(request.plan.issued_on))


@allowed(P.VIEW_EXITS)
def movements(request):
    form, communes = _form(request), _communes(request)
    table = form.table(communes) if form.is_valid() else None
    context = {"form": form, "table": table, "titles": TITLES, "name": "Toàn thị xã"}
    if table:
        rows = [(row.commune.short_name, row) for row in table.rows]
        rows += [("Toàn thị xã", table.total)] if len(rows) > 1 else []
        context["rows"] = [(name, row is table.total, _lines(row, table, form.conditions())) for name, row in rows]
        if request.user.may(P.MAKE_DOCUMENTS) and not table.official:
            days = {"first": f"{table.first:%d/%m/%Y}", "as_of": f"{table.last:%d/%m/%Y}"}
            context["paper_url"] = reverse("document_new", query={"kind": "movements", **days})
        context["columns"] = [TITLES[column] for column in table.columns]
    return render(request, "reports/movements.html", context)


def _lines(row, table: Table, conditions: dict) -> list[tuple[str, list]]:
    """ "Hộ" and "Nhân khẩu" of one row: each number with the address of what stands behind it."""
    commune = {"commune": row.commune.code} if row.commune else {}

    def address(column, unit):
        return reverse("movement_rows", query={"cell": column.value, "unit": unit, **commune, **conditions})

    return [
        (title, [(getattr(row[column], unit), address(column, unit), TITLES[column]) for column in table.columns])
        for unit, title in ((HOUSEHOLDS, "Hộ"), (PEOPLE, "Nhân khẩu"))
    ]


@allowed(P.VIEW_EXITS)
def rows(request):
    """The households, or the people, of one number of the table."""
    form, communes = _form(request), _communes(request)
    code, unit = request.GET.get("commune"), request.GET.get("unit")
    chosen = [one for one in communes if one.code == code] or communes
    column, unit = _column(request.GET.get("cell")), unit if unit in UNITS else HOUSEHOLDS
    cell = form.table(chosen).total[column] if form.is_valid() else Cell()
    entries = [entry for entry in cell.entries if unit == PEOPLE or entry.households]
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "title": TITLES[column],
        "where": chosen[0].name if len(chosen) == 1 else "Toàn thị xã",
        "count": getattr(cell, unit),
        "unit": UNITS[unit],
        "of_people": unit == PEOPLE,
        "back": reverse("movement_table", query=form.conditions()) if form.is_valid() else reverse("movement_table"),
        "page": page,
        "rows": _told(page, request.user),
    }
    return render(request, "reports/movement_rows.html", context)


def _column(name: str | None) -> Column:
    return Column(name) if name in set(Column) else Column.OPENING


def _told(entries, user) -> list[tuple]:
    """Each entry with its household, what happened, and whether `user` may open the household's page.

    Whoever moved to another commune is named in the old one's table and looked after by the new one.
    """
    entries = list(entries)
    households = Household.objects.select_related("commune", "hamlet").in_bulk([one.household for one in entries])
    movements = Movement.objects.select_related("decision").in_bulk([one.movement for one in entries if one.movement])
    events = PersonEvent.objects.in_bulk([one.event for one in entries if one.event])
    own = user.commune
    return [
        (one, households[one.household], movements.get(one.movement), events.get(one.event), not own or own == commune)
        for one in entries
        for commune in [households[one.household].commune]
    ]
