"""Plans and reports of an earlier day tell that day: who was still listed, and how far each need was."""

import datetime

import pytest

from reports.drafting.preparing import BUILDERS
from reports.figures import figures

DAY = datetime.date
BEFORE_ANY_EXIT = DAY(2022, 8, 19)


def prepared(plan, unit, kind, on):
    return BUILDERS[kind, unit.kind](plan, unit, on)


def value(paper, key: str) -> int:
    return next((fact.value for fact in paper.facts if fact.key == key), 0)


def annexes(paper) -> list:
    return [annex.blocks[0] for annex in paper.annexes]


@pytest.mark.parametrize("on", [BEFORE_ANY_EXIT, DAY(2022, 8, 31), DAY(2022, 9, 10), DAY(2022, 9, 16)])
def test_the_lists_of_any_day_are_as_long_as_the_figures_of_that_day(a_town, tu_ha, binh_tien, on):
    communes = {commune.code: commune for commune in figures(a_town, on).communes}
    for unit in (tu_ha, binh_tien):
        gone, left = annexes(prepared(a_town, unit, "report", on))
        found = communes[unit.code]
        assert (len(gone.rows), len(left.rows)) == (found.left, found.remaining)


def test_a_plan_of_an_earlier_day_names_nobody_as_gone_who_left_later(a_town, tu_ha):
    [then], [now] = (annexes(prepared(a_town, tu_ha, "plan", on)) for on in (BEFORE_ANY_EXIT, DAY(2022, 9, 16)))
    assert {row.cells[-1] for row in then.rows} == {""}
    assert "Đã thoát nghèo" in {row.cells[-1] for row in now.rows}


def test_a_bodys_needs_stand_as_they_stood_that_day(a_town, unit):
    [then] = annexes(prepared(a_town, unit("QLDT"), "report", BEFORE_ANY_EXIT))
    assert [row.cells[5] for row in then.rows] == ["Đang thực hiện"] * 3
    assert value(prepared(a_town, unit("QLDT"), "report", DAY(2022, 8, 24)), "needs.by_state.delivered") == 1


def test_nothing_is_late_before_its_day(a_town, unit):
    assert value(prepared(a_town, unit("QLDT"), "report", DAY(2022, 9, 1)), "needs.overdue") == 0
    assert value(prepared(a_town, unit("QLDT"), "report", DAY(2022, 9, 2)), "needs.overdue") == 1


def test_why_a_household_is_left_is_said_of_the_day(a_town, binh_tien):
    """Hồ Văn Bốn was proposed on 12/9: three days before, they were waiting for help."""
    [_, then], [_, now] = (
        annexes(prepared(a_town, binh_tien, "report", on)) for on in (DAY(2022, 9, 9), DAY(2022, 9, 16))
    )
    why = [{row.cells[1]: row.cells[-1] for row in table.rows}["Hồ Văn Bốn"] for table in (then, now)]
    assert why == ["Đang chờ hỗ trợ", "Đã đề nghị, chờ xét duyệt hoặc quyết định"]
