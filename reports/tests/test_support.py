"""Help in money: planned against given, loans apart; page, Excel and documents tell the same numbers."""

import io
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document as read_word
from openpyxl import load_workbook

from povertyplan import clock
from povertyplan.vietnamese import tidy
from reports.documents.kinds import KINDS, Form
from reports.documents.making import make
from reports.documents.orders import Order
from reports.drafting import support as drafted
from reports.support import help_rows, summed, support
from reports.tests.reading import count_of, marks
from reports.views.support import COLUMNS
from tasks import measures, steps
from tasks.models import Measure

MILLION = 1_000_000
TODAY = date(2022, 9, 16)


@pytest.fixture
def helped(a_town, housing, bank, officer, division):
    """Planned 30 and 50, lent 50 of 60 planned; given 35 of three sources; one help without money, one cancelled."""
    one, two = Measure.need.field.related_model.objects.filter(type__code="house_repair").order_by("pk")[:2]
    credit = Measure.need.field.related_model.objects.get(type__code="credit")

    def plan(need, by, kind, source, million, day=date(2022, 10, 1)):
        with clock.assume(date(2022, 8, 15)):
            return steps.record_measure(
                need, by=by, stage="planned", what=f"Dự kiến {million}", kind=kind, source=source,
                planned_amount=million * MILLION, planned_on=day,
            )  # fmt: skip

    def give(need, by, source, million, day=date(2022, 9, 1), kind="grant"):
        amount = million and million * MILLION
        return steps.record_measure(need, by=by, on=day, what=f"Cấp {million}", kind=kind, source=source, amount=amount)

    meant = plan(one, housing, "grant", "mobilised", 30, date(2022, 9, 5))
    measures.give(meant, version=1, by=housing, on=date(2022, 9, 10), amount=Decimal(25 * MILLION))
    plan(two, housing, "in_kind", "central", 50)
    lent = plan(credit, bank, "loan", "credit", 60, date(2022, 8, 30))
    measures.give(lent, version=1, by=bank, on=date(2022, 9, 2), amount=Decimal(50 * MILLION))
    give(one, officer, "local", 7)
    give(two, housing, "central", 3, date(2022, 8, 20))
    give(two, officer, "", None, kind="referral")
    wrong = give(two, officer, "local", 900)
    measures.cancel(wrong, reason="Ghi nhầm sang hộ khác", by=officer)
    return a_town


def test_grants_loans_planned_and_given_stand_apart(helped):
    whole = support(helped, TODAY).whole
    assert (whole.planned_grants, whole.planned_loans) == (80 * MILLION, 60 * MILLION)
    assert whole.by_source == {"mobilised": 25 * MILLION, "local": 7 * MILLION, "central": 3 * MILLION}
    assert (whole.grants, whole.loans, whole.times, whole.households) == (35 * MILLION, 50 * MILLION, 5, 2)


def test_every_way_of_summing_up_gives_the_same_whole(helped):
    found = support(helped, TODAY)
    for lines in (found.by_body, found.by_commune, found.by_type):
        for name in COLUMNS:
            if name != "households":
                assert sum(line.sums[name] for line in lines) == found.whole[name], name
    assert [line.code for line in found.by_source] == ["central", "local", "mobilised", "none", "credit"]
    assert sum(line.sums.grants for line in found.by_source) == found.whole.grants


def test_an_earlier_day_counts_what_was_given_by_then_whoever_told_it_later(helped):
    whole = support(helped, date(2022, 8, 31)).whole
    assert (whole.grants, whole.loans) == (3 * MILLION, 0)
    assert whole.planned_grants == 80 * MILLION


def test_of_a_commune_and_of_a_body(helped, tu_ha, binh_tien, unit):
    assert support(helped, TODAY, tu_ha).whole.grants == 35 * MILLION
    assert not support(helped, TODAY, binh_tien).whole
    assert support(helped, TODAY, unit("QLDT")).whole.grants == 28 * MILLION
    assert support(helped, TODAY, unit("NHCSXH")).whole.loans == 50 * MILLION


# --- The page -------------------------------------------------------------------------------------------


def numbers(answer) -> dict[str, Decimal]:
    whole = answer.context["whole"]
    return {name: whole[name] for name in COLUMNS}


def test_every_figure_opens_exactly_its_rows(helped, division, client_of):
    client = client_of(division)
    answer = client.get("/support/?since=2022-08-01&until=2022-12-31")
    found = [mark for mark in marks(answer) if mark.link and mark.link.startswith("/support/rows/")]
    assert len(found) > 40
    for mark in found:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(mark.link).query).items()}
        rows = client.get(mark.link)
        assert mark.number in set(numbers(rows).values()), mark.link
        if asked.get("stage") == "given" and not ({"money", "source"} & set(asked)):
            assert count_of(rows) == numbers(rows)["times"]


@pytest.mark.parametrize(
    ("query", "grants", "planned"),
    [
        ("", 35, 80),
        ("?commune=20035", 0, 0),
        ("?unit=QLDT", 28, 80),
        ("?since=1/9/2022&until=5/9/2022", 7, 30),
        ("?until=31/8/2022", 3, 0),
        ("?type=credit", 0, 0),
    ],
)
def test_the_filter_narrows_planned_and_given(helped, division, client_of, query, grants, planned):
    found = numbers(client_of(division).get(f"/support/{query}"))
    assert (found["grants"], found["planned_grants"]) == (grants * MILLION, planned * MILLION)


def test_nobody_sees_the_help_of_others(helped, officer, stranger, bank, client_of):
    assert numbers(client_of(officer).get("/support/"))["grants"] == 35 * MILLION
    assert not client_of(stranger).get("/support/").context["whole"]
    assert numbers(client_of(bank).get("/support/"))["grants"] == 0
    assert client_of(stranger).get("/support/rows/").context["page"].paginator.count == 0


def test_the_page_asks_few_questions(helped, division, client_of, django_assert_max_num_queries):
    client = client_of(division)
    client.get("/support/")
    with django_assert_max_num_queries(22):
        client.get("/support/")
    with django_assert_max_num_queries(22):
        client.get("/support/rows/")


def test_the_excel_file_has_real_numbers_in_their_own_columns(helped, division, client_of):
    answer = client_of(division).get("/support/export/")
    lines = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    head = next(place for place, line in enumerate(lines) if line[0] == "Mã hộ")
    rows = [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]]
    totals = {
        title: sum(row[title] or 0 for row in rows)
        for title in (
            "Dự kiến hỗ trợ (đồng)", "Dự kiến cho vay (đồng)", "Đã hỗ trợ (đồng)", "Đã cho vay (đồng)",
        )
    }  # fmt: skip
    assert list(totals.values()) == [80 * MILLION, 60 * MILLION, 35 * MILLION, 50 * MILLION]


# --- Papers ---------------------------------------------------------------------------------------------


def lines_of_word(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in read_word(io.BytesIO(content)).tables for row in table.rows]


def test_page_document_and_workbook_tell_the_same(helped, division, client_of):
    page = numbers(client_of(division).get("/support/"))
    expected = [int(page[name]) for name in COLUMNS]
    order = Order(KINDS["support"], helped, TODAY, by=division)
    word = [line for line in lines_of_word(make(order, Form.DOCX).content) if line[0] == "Tổng cộng"]
    assert len(word) == 3
    for line in word:
        assert [int(cell.replace(".", "") or 0) for cell in line[2:]] == expected
    book = make(order, Form.XLSX).content
    values = [
        row for sheet in load_workbook(io.BytesIO(book), data_only=True) for row in sheet.iter_rows(values_only=True)
    ]
    totals = [row for row in values if row[0] == "Tổng cộng"]
    assert len(totals) == 3
    for row in totals:
        assert list(row[2 : 2 + len(expected)]) == expected
    formulas = [row for sheet in load_workbook(io.BytesIO(book)) for row in sheet.iter_rows(values_only=True)]
    for row in (row for row in formulas if row[0] == "Tổng cộng"):
        assert all(str(cell).startswith("=SUM(") for cell in row[2:-1][: len(expected) - 1])


def test_the_paper_says_of_which_day_and_of_whom(helped, tu_ha):
    paper = KINDS["support"].build(Order(KINDS["support"], helped, TODAY, unit=tu_ha))
    assert "Số liệu đến hết ngày 16/9/2022; điều kiện: phường Tứ Hạ" in str(paper.trace)
    assert paper.subject == tidy("Kết quả hỗ trợ theo cơ quan và nguồn vốn năm 2022 trên địa bàn phường Tứ Hạ")
    assert len([one for _, one in paper.tables()]) == 3


def test_a_year_without_help_makes_a_paper_too(plan, division):
    assert make(Order(KINDS["support"], plan, TODAY, by=division), Form.XLSX).content


def test_the_papers_of_units_take_the_same_numbers(helped, tu_ha, unit, division, client_of):
    own = drafted.of(helped, tu_ha, TODAY)
    facts = {fact.key: fact for fact in own.facts()}
    assert facts["given.grants"].value == 35 * MILLION
    assert facts["given.loans"].value == 50 * MILLION
    rows = client_of(division).get(facts["given.grants"].url)
    assert rows.context["whole"].grants == 35 * MILLION
    assert drafted.of(helped, unit("QLDT"), TODAY).given.grants == 28 * MILLION
    assert own.by_source().rows[-1].cells[1:3] == (60 * MILLION, 50 * MILLION)


def test_summing_up_nothing_is_nothing(plan):
    assert not summed(help_rows(Measure.objects.all()))
