"""Every kind of paper of the played demo, in every form: the three forms say the same, and what the figures say."""

import io
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from docx import Document as read_word
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from povertyplan.accounts.models import User
from povertyplan.tests.cast import QUICK
from reports.documents.blocks import LEFT, Style, Table
from reports.documents.cells import as_text
from reports.documents.kinds import KINDS, Form, Of
from reports.documents.orders import Order
from reports.documents.pdf import make_pdf, source
from reports.documents.sheet import make_sheet
from reports.documents.templates import word_of
from reports.figures import as_json, figures

SEPTEMBER = date(2022, 9, 16)


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, played once for this file and rolled back behind it."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files, PASSWORD_HASHERS=QUICK), transaction.atomic():
        call_command("demo", "--no-serve", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(played, plan):
    return plan


WHOSE = {Of.TOWN: None, Of.COMMUNE: "20035", Of.BODY: "QLDT"}
ALL = [pytest.param(code, of, id=f"{code}-{of}") for code, kind in KINDS.items() for of in Of if of in kind.of]


@pytest.fixture
def paper(demo, unit):
    """paper("needs", Of.TOWN): the order and what is built of it."""

    def make(code, of, as_of=SEPTEMBER):
        order = Order(KINDS[code], demo, as_of, unit=unit(WHOSE[of]) if WHOSE[of] else None)
        return order, order.kind.build(order)

    return make


def data_tables(file, document) -> list:
    """The Word tables that hold figures: those with a head that repeats."""
    tables = [table for table in file.tables if table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader")]
    assert len(tables) == len(document.tables())
    return tables


@pytest.mark.parametrize(("code", "of"), ALL)
def test_word_says_what_was_counted(paper, code, of):
    order, document = paper(code, of)
    file = read_word(io.BytesIO(word_of(document, order.kind)))
    for (_, table), written in zip(document.tables(), data_tables(file, document), strict=True):
        head = table.head_rows + table.numbered
        rows = written._tbl.tr_lst[head:]
        assert len(rows) == len(table.shown_rows)
        for row, line in zip(table.shown_rows, rows, strict=True):
            expected = [text for text, cell in zip(as_text(table, row), row.cells, strict=True) if cell is not LEFT]
            assert ["".join(t.text or "" for t in cell.xpath(".//w:t")) for cell in line.tc_lst] == expected


@pytest.mark.parametrize(("code", "of"), ALL)
def test_pdf_says_what_word_says(paper, code, of):
    order, document = paper(code, of)
    if Form.PDF not in order.kind.forms:
        return
    word = word_of(document, order.kind)
    told = [text.replace('\\"', '"') for text in re.findall(r'"((?:[^"\\]|\\.)*)"', source(word))]
    words = read_word(io.BytesIO(word)).element.body.xpath(".//w:t")
    rest = iter(told)
    for text in (one.text for one in words if one.text and one.text.strip()):
        assert any(text in one or text.upper() in one for one in rest), text
    assert make_pdf(word).startswith(b"%PDF-")


@pytest.mark.parametrize(("code", "of"), ALL)
def test_excel_holds_what_was_counted_as_real_values_and_its_formulas_give_it(paper, code, of):
    order, document = paper(code, of)
    if Form.XLSX not in order.kind.forms:
        return
    content = make_sheet(document)
    shown, written = (load_workbook(io.BytesIO(content), data_only=only) for only in (True, False))
    assert len(shown.worksheets) == len(document.tables())
    for (_, table), values, formulas in zip(document.tables(), shown.worksheets, written.worksheets, strict=True):
        first = int(values.print_title_rows.split(":")[1].lstrip("$")) + 1
        for number, row in enumerate(table.shown_rows):
            for place, cell in enumerate(row.cells):
                if cell is not LEFT:
                    stored = values.cell(first + number, place + 1)
                    assert as_stored(stored.value) == expected_of(cell), (table.title, number, place)
        sums = [cell for line in formulas.iter_rows() for cell in line if str(cell.value or "").startswith("=")]
        for cell in sums:
            assert worked_out(cell.value, values) == pytest.approx(values[cell.coordinate].value), cell.coordinate
        assert bool(sums) == any_sums(table)


def as_stored(value):
    return value.date() if hasattr(value, "date") else value


def expected_of(cell):
    match cell:
        case None | "" | False:
            return None
        case True:
            return "x"
        case float():
            return pytest.approx(cell)  # the file keeps sixteen digits
        case _:
            return cell


def any_sums(table: Table) -> bool:
    worked_out_across = table.rows and any(column.sums or column.share for column in table.columns)
    return bool(worked_out_across) or any(row.sums for row in table.rows)


def worked_out(formula: str, sheet) -> float:
    """SUM, COUNTIF, + and / of cells: all that the writer writes, evaluated anew."""
    if "/" in formula:
        part, whole = formula[1:].split("/")
        return sheet[part].value / sheet[whole].value
    total = 0
    for term in re.findall(r"SUM\([^)]*\)|COUNTIF\([^)]*\)|[A-Z]+\d+", formula[1:]):
        if term.startswith("SUM"):
            total += sum(value or 0 for area in term[4:-1].split(",") for value in values_of(area, sheet))
        elif term.startswith("COUNTIF"):
            total += sum(value == "x" for value in values_of(term[8:-1].split(",")[0], sheet))
        else:
            total += sheet[term].value
    return total


def values_of(area: str, sheet) -> list:
    left, top, right, bottom = range_boundaries(area)
    return [sheet.cell(row, column).value for row in range(top, bottom + 1) for column in range(left, right + 1)]


@pytest.mark.parametrize(("code", "of"), ALL)
def test_totals_are_the_sums_of_their_rows(paper, code, of):
    _, document = paper(code, of)
    for _, table in document.tables():
        for row in table.rows:
            for place, column in enumerate(table.columns):
                others = [table.rows[number].cells[place] for number in row.sums]
                if row.sums and column.adds_up and column.is_counted and isinstance(row.cells[place], int):
                    assert sum(one or 0 for one in others) == row.cells[place], (column.title, row)


# --- Against the figures that pages and `manage.py figures` show ------------------------------------------


@pytest.fixture
def told(demo):
    return as_json(figures(demo, SEPTEMBER))


def rows_of(document, style=Style.PLAIN, table=0) -> list:
    return [row for row in document.tables()[table][1].rows if row.style is style]


def total_of(document, key: str, table=0):
    found = document.tables()[table][1]
    return next(row for row in found.rows if row.style is Style.TOTAL).cells[found.place_of(key)]


def test_needs_are_those_of_the_dashboard(paper, told):
    _, document = paper("needs", Of.TOWN)
    assert total_of(document, "needs") == told["needs"]["total"]
    assert total_of(document, "households") == told["needs"]["households"]
    for code, count in told["needs"]["by_type"].items():
        if count["needs"]:
            assert total_of(document, code) == count["needs"]


def test_on_the_plans_day_they_are_68_and_85_and_153_of_151(paper):
    _, document = paper("needs", Of.TOWN, as_of=date(2022, 8, 1))
    keys = ("sum_housing", "sum_livelihood", "needs", "households")
    assert [total_of(document, key) for key in keys] == [68, 85, 153, 151]


@pytest.mark.parametrize(
    ("code", "figure"), [("to_exit", lambda f: f["listed"]), ("exited", lambda f: f["left"]["total"]),
                         ("not_exited", lambda f: f["remaining"])],
)  # fmt: skip
def test_the_lists_have_exactly_the_households_of_their_figure(paper, told, code, figure):
    _, document = paper(code, Of.TOWN)
    assert len(rows_of(document)) == figure(told)
    commune = next(one for one in told["communes"] if one["code"] == "20035")
    key = {"to_exit": "listed", "exited": "left", "not_exited": "remaining"}[code]
    assert len(rows_of(paper(code, Of.COMMUNE)[1])) == commune[key]


def test_exits_and_other_decreases_are_told_apart(paper, told):
    _, document = paper("exited", Of.TOWN)
    place = document.tables()[0][1].place_of("kind")
    kinds = [row.cells[place] for row in rows_of(document)]
    assert kinds.count("Thoát nghèo") == told["left"]["exited"]
    assert kinds.count("Giảm khác") == told["left"]["other_decrease"]


def test_submissions_are_those_of_the_board(paper, told):
    _, document = paper("submissions", Of.TOWN)
    for number, kind in enumerate(("plan", "report")):
        table = document.tables()[number][1]
        missing = [row for row in table.rows if row.cells[table.place_of("first_on")] is None]
        assert (len(table.rows), len(missing)) == (
            told["obligations"][kind]["expected"],
            told["obligations"][kind]["missing"],
        )


@pytest.mark.parametrize(
    ("code", "key"), [("causes", "households"), ("deprivations", "households"), ("groups", "whole")]
)
def test_profiles_are_of_the_households_that_remain(paper, told, code, key):
    _, document = paper(code, Of.TOWN)
    assert total_of(document, key) == told["remaining"]


def test_profiles_of_a_commune_make_its_line_in_the_towns(paper):
    _, town = paper("causes", Of.TOWN)
    _, commune = paper("causes", Of.COMMUNE)
    line = next(row for row in rows_of(town) if row.cells[1] == "Xã Bình Tiến")
    whole = next(row for row in commune.tables()[0][1].rows if row.style is Style.TOTAL)
    assert line.cells[2:] == whole.cells[2:]


def test_the_ministrys_columns_come_in_its_order(paper):
    table = paper("deprivations", Of.TOWN)[1].tables()[0][1]
    assert [column.under[0] for column in table.columns[4:]] == [
        "Việc làm", "Việc làm", "Y tế", "Y tế", "Giáo dục", "Giáo dục", "Nhà ở", "Nhà ở",
        "Nước sạch và vệ sinh", "Nước sạch và vệ sinh", "Thông tin", "Thông tin",
    ]  # fmt: skip


def test_no_full_number_of_a_person_is_in_any_paper(paper):
    from households.models import Household

    numbers = set(Household.objects.exclude(id_no=None).values_list("id_no", flat=True))
    for code, kind in KINDS.items():
        for of in kind.of:
            _, document = paper(code, of)
            cells = {str(cell) for _, table in document.tables() for row in table.rows for cell in row.cells}
            assert not cells & numbers


@pytest.mark.parametrize(("code", "of"), ALL)
def test_a_year_without_households_still_makes_its_papers(code, of, plan, unit):
    """Zero rows in every form: a commune on its first day."""
    order = Order(KINDS[code], plan, date(2022, 7, 1), unit=unit(WHOSE[of]) if WHOSE[of] else None)
    document = order.kind.build(order)
    word = word_of(document, order.kind)
    assert make_pdf(word).startswith(b"%PDF-")
    if Form.XLSX in order.kind.forms:
        assert make_sheet(document)


# --- The same on a page, and after other programs had it ------------------------------------------------------


class _Tables(HTMLParser):
    """The cells of the bodies of a preview's tables, row by row."""

    def __init__(self):
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.inside = self.in_body = False

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.inside = dict(attrs).get("class") == "paper-table"
            if self.inside:
                self.tables.append([])
        self.in_body = self.inside and (tag == "tbody" or self.in_body)
        if self.in_body and tag == "tr":
            self.tables[-1].append([])
        if self.in_body and tag == "td":
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag):
        if tag in {"table", "tbody"}:
            self.in_body = False

    def handle_data(self, data):
        if self.in_body and self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1][-1] += data.strip()


def shown_tables(page: str) -> list[list[list[str]]]:
    reader = _Tables()
    reader.feed(page)
    return reader.tables


def as_shown(document) -> list[list[list[str]]]:
    return [
        [
            [text for text, cell in zip(as_text(table, row), row.cells, strict=True) if cell is not LEFT]
            for row in table.shown_rows
        ]
        for _, table in document.tables()
    ]


@pytest.mark.parametrize(("username", "code", "unit_code"), [("tuha", "report", "19996"), ("noivu", "plan", "NOI_VU")])
def test_the_preview_of_a_unit_shows_what_its_document_says(demo, username, code, unit_code, client_of, unit):
    person = User.objects.get(username=username)
    owed = demo.obligations.get(unit=person.unit, kind=code)
    page = client_of(person).get(f"/submissions/{owed.pk}/preview/").text
    document = KINDS[code].build(Order(KINDS[code], demo, SEPTEMBER, unit=person.unit, by=person))
    assert shown_tables(page) == as_shown(document)


def test_the_preview_of_the_towns_report_shows_what_its_document_and_workbook_say(demo, client_of):
    person = User.objects.get(username="ldtbxh")
    page = shown_tables(client_of(person).get("/town-report/preview/").text)
    document = KINDS["town_report"].build(Order(KINDS["town_report"], demo, SEPTEMBER, by=person))
    assert page == as_shown(document)
    assert len(page) == len(load_workbook(io.BytesIO(make_sheet(document))).worksheets) > 10


@pytest.mark.parametrize(("code", "of"), ALL)
def test_word_can_be_opened_and_saved_by_another_program_without_loss(paper, code, of):
    order, document = paper(code, of)
    first = read_word(io.BytesIO(word_of(document, order.kind)))
    saved = io.BytesIO()
    first.save(saved)
    again = read_word(saved)
    assert again.element.body.xml == first.element.body.xml
    assert [s.orientation for s in again.sections] == [s.orientation for s in first.sections]
    assert again.styles["Nội dung"].font.name == first.styles["Nội dung"].font.name
