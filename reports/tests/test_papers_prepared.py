"""What the system prepares for each unit: its figures are the dashboard's, its lists are as long as its figures."""

import datetime

import pytest

from households import changes
from povertyplan import clock
from povertyplan.accounts.models import Unit
from reports.documents.blocks import Style
from reports.drafting.preparing import BUILDERS
from reports.figures import figures
from tasks import planning, steps
from tasks.models import Measure, Need
from tasks.planning import Reason

TODAY = datetime.date(2022, 9, 16)
DAY = datetime.date


def prepared(plan, unit, kind):
    return BUILDERS[kind, unit.kind](plan, unit, TODAY)


def value(paper, key: str) -> int:
    return next((fact.value for fact in paper.facts if fact.key == key), 0)


def text(paper, section: str) -> str:
    return next(part.text for part in paper.parts if part.key == section)


def rows_of(table) -> list:
    return [row for row in table.rows if row.style is Style.PLAIN]


@pytest.mark.parametrize("kind", ["plan", "report"])
def test_a_communes_figures_are_those_of_the_dashboard(a_town, kind):
    for commune in figures(a_town, TODAY).communes:
        paper = prepared(a_town, Unit.objects.on(TODAY).get(code=commune.code), kind)
        told = (commune.listed, commune.left, commune.remaining, commune.needs, commune.needing)
        keys = ("listed", "left.total", "remaining", "needs.total", "needs.households")
        assert tuple(value(paper, key) for key in keys) == told


@pytest.mark.parametrize("kind", ["plan", "report"])
def test_a_bodys_figures_are_those_of_the_dashboard(a_town, kind):
    found = figures(a_town, TODAY)
    for agency in found.agencies:
        paper = prepared(a_town, Unit.objects.on(TODAY).get(code=agency.code), kind)
        assert value(paper, "needs.total") == agency.needs
        assert value(paper, "needs.by_state.confirmed") == agency.done


@pytest.mark.parametrize("who", ["officer", "housing"])
@pytest.mark.parametrize("kind", ["plan", "report"])
def test_a_unit_may_open_what_its_figures_lead_to(a_town, client_of, request, who, kind):
    person = request.getfixturevalue(who)
    urls = {fact.url for fact in prepared(a_town, person.unit, kind).facts if fact.url}
    assert urls
    client = client_of(person)
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_the_lists_of_a_commune_are_as_long_as_its_figures(a_town, tu_ha, binh_tien):
    for commune in (tu_ha, binh_tien):
        plan_, report = prepared(a_town, commune, "plan"), prepared(a_town, commune, "report")
        [(listed,)] = [annex.blocks for annex in plan_.annexes]
        gone, left = (annex.blocks[0] for annex in report.annexes)
        *households, total = listed.rows
        assert total.style is Style.TOTAL
        assert len(households) == value(report, "listed")
        assert len(gone.rows) == value(report, "left.total")
        assert len(left.rows) == value(report, "remaining")


def test_every_total_is_the_sum_of_its_rows_where_its_column_adds_up(a_town):
    for (kind, unit_kind), build in BUILDERS.items():
        for unit in Unit.objects.on(TODAY).filter(kind=unit_kind):
            for table in (table for part in build(a_town, unit, TODAY).parts for table in part.tables):
                _check_sums(table, f"{kind} {unit}: {table.title}")


def _check_sums(table, where):
    for row in table.rows:
        for place, column in enumerate(table.columns):
            if row.sums and column.is_counted and column.adds_up:
                assert row.cells[place] == sum(table.rows[other].cells[place] for other in row.sums), where
            if column.sums:
                assert row.cells[place] == sum(row.cells[table.place_of(key)] for key in column.sums), where


def test_exits_and_other_decreases_stand_apart_and_preliminary_is_said(a_town, binh_tien):
    report = prepared(a_town, binh_tien, "report")
    assert (value(report, "left.exited"), value(report, "left.other_decrease")) == (0, 1)
    said = text(report, "households")
    assert "Thoát nghèo 0 hộ; giảm khác 01 hộ (hộ độc khẩu, đã chết 01 hộ)." in said
    assert "Kết quả trên là sơ bộ, chờ quyết định công nhận" in said
    [table] = next(part.tables for part in report.parts if part.key == "households")
    subtotals = {row.cells[0]: row.cells[1] for row in table.rows if row.style is not Style.PLAIN}
    assert subtotals == {"Cộng thoát nghèo": 0, "Cộng giảm khác": 1, "Tổng số hộ đã giảm": 1}


def test_each_remaining_household_has_one_reason_and_the_reasons_add_up(a_town, binh_tien):
    report = prepared(a_town, binh_tien, "report")
    reasons = {fact.key: fact.value for fact in report.facts if fact.key.startswith("remaining.why.")}
    assert reasons == {
        "remaining.why.proposed": 1, "remaining.why.stuck": 1, "remaining.why.waiting": 1,
    }  # fmt: skip
    assert sum(reasons.values()) == value(report, "remaining")
    assert "Có 01 hộ có vướng mắc: Hồ Thị Năm (Tổ dân phố 1): chưa có đất." in text(report, "difficulties")


def test_loans_are_never_added_to_grants(plan, tu_ha, a_household, bank, housing):
    household = a_household(needs=["house_repair", "credit"])
    with clock.assume(DAY(2022, 9, 1)):
        for need, by, kind, source, amount in (
            ("house_repair", housing, "grant", "local", 15_000_000),
            ("credit", bank, "loan", "credit", 50_000_000),
        ):
            need = household.needs.get(type__code=need)
            steps.take_up([need], by=by)
            steps.record_measure(
                need, by=by, on=DAY(2022, 9, 1), what="Hỗ trợ", kind=kind, source=source, amount=amount
            )
    report = prepared(plan, tu_ha, "report")
    assert (value(report, "given.grants"), value(report, "given.loans")) == (15_000_000, 50_000_000)
    assert "Kinh phí đã hỗ trợ 15.000.000 đồng" in text(report, "support")
    assert "cho vay tín dụng chính sách 50.000.000 đồng" in text(report, "support")
    assert Measure.objects.count() == 2


def test_a_body_without_needs_plans_what_the_towns_plan_asks_of_it(plan, unit):
    paper = prepared(plan, unit("TC_KH"), "plan")
    assert "chưa được giao chủ trì nhu cầu" in text(paper, "needs")
    assert "Xây dựng dự toán, cân đối bố trí kinh phí" in text(paper, "tasks")
    assert paper.annexes == ()


def test_the_front_is_asked_and_not_ordered(plan, unit):
    said = text(prepared(plan, unit("MTTQ"), "plan"), "organisation")
    assert "Gửi kết quả đến UBND thị xã" in said
    assert "yêu cầu" not in said.lower()


def test_what_is_late_is_named_with_its_days(a_town, unit):
    report = prepared(a_town, unit("QLDT"), "report")
    [table] = next(part.tables for part in report.parts if part.key == "late")
    assert [row.cells[3:] for row in table.rows] == [(DAY(2022, 9, 1), 15)]
    assert value(report, "needs.overdue") == 1


def test_a_household_that_was_seen_stuck_is_not_asked_twice(a_household, plan, tu_ha, officer):
    household = a_household(needs=["house_repair"])
    changes.see(household, plan=plan, progress="stuck", on=TODAY, note="Chưa có đất", by=officer)
    report = prepared(plan, tu_ha, "report")
    assert value(report, "remaining.why.stuck") == 1


def test_the_plan_of_a_commune_tells_quarters_and_money_with_loans_apart(a_town, tu_ha):
    needs = Need.objects.in_plan(a_town).in_commune(tu_ha).counted().order_by("pk")
    roof, loan = needs.filter(type__code="house_repair")[0], needs.get(type__code="credit")
    Need.objects.filter(pk=roof.pk).update(planned_quarter=4, planned_amount=40_000_000, planned_source="local")
    Need.objects.filter(pk=loan.pk).update(planned_quarter=3, planned_amount=50_000_000, planned_source="credit")
    paper = prepared(a_town, tu_ha, "plan")
    assert (value(paper, "planned.grants"), value(paper, "planned.loans")) == (40_000_000, 50_000_000)
    tables = {part.key: part.tables for part in paper.parts}
    [by_source] = tables["money"]
    assert by_source.rows[-2].cells == ("Cộng hỗ trợ", 1, 40_000_000)
    assert by_source.rows[-1].cells[1:] == (1, 50_000_000)
    [by_quarter] = tables["schedule"]
    assert [row.cells[0] for row in by_quarter.rows] == [
        "Quý III năm 2022", "Quý IV năm 2022", "Chưa xác định", "Cộng",
    ]  # fmt: skip
    total = paper.annexes[0].blocks[0].rows[-1]
    assert total.cells[7:9] == (40_000_000, 50_000_000)
    assert "Kinh phí hỗ trợ dự kiến 40.000.000 đồng" in next(part.text for part in paper.parts if part.key == "money")


def test_a_household_that_needs_nothing_does_not_stop_the_plan_once_that_is_said(a_town, a_household, officer, tu_ha):
    idle = a_household(tu_ha, "Lê Thị Không Cần")
    [problem] = prepared(a_town, tu_ha, "plan").problems
    assert (problem.other, problem.other_url) == ("Ghi không có nhu cầu", f"/planning/#ho-{idle.code}")
    planning.say_no_need(idle, plan=a_town, reason=Reason("", "Hộ tự vươn lên"), by=officer)
    paper = prepared(a_town, tu_ha, "plan")
    assert not paper.problems
    row = next(row for row in paper.annexes[0].blocks[0].rows if row.cells[1] == "Lê Thị Không Cần")
    assert row.cells[-1] == "Không có nhu cầu vì Hộ tự vươn lên"


def test_the_plan_of_a_body_tells_what_it_means_to_give_apart_from_what_communes_estimate(a_town, housing, unit):
    roof = Need.objects.in_plan(a_town).led_by(unit("QLDT")).get(household__head="Nguyễn Văn Một")
    Need.objects.filter(pk=roof.pk).update(planned_quarter=4, planned_amount=40_000_000, planned_source="local")
    steps.record_measure(
        roof, by=housing, stage="planned", planned_on=DAY(2022, 10, 1), what="Tôn lợp", kind="in_kind",
        source="mobilised", planned_amount=15_000_000,
    )  # fmt: skip
    paper = prepared(a_town, unit("QLDT"), "plan")
    assert (value(paper, "intended.grants"), value(paper, "planned.grants")) == (15_000_000, 40_000_000)
    told = text(paper, "money")
    assert "Đơn vị dự kiến hỗ trợ 15.000.000 đồng." in told
    assert "Các xã, phường dự kiến cho các nhu cầu đơn vị chủ trì 40.000.000 đồng." in told
    means, estimated = next(part.tables for part in paper.parts if part.key == "money")
    assert (means.rows[-2].cells[1], estimated.rows[-2].cells[2]) == (15_000_000, 40_000_000)
