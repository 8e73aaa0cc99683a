"""Biểu 01: households and needs apart, and the same numbers as the dashboard."""

from datetime import date

from reports.documents import needs_by_commune
from reports.documents.blocks import Note, Style
from reports.figures import as_json, figures
from reports.needs_by_place import needs_by_place

SEPTEMBER = date(2022, 9, 16)


def test_every_number_of_the_town_is_that_of_the_dashboard(a_town):
    told = as_json(figures(a_town, SEPTEMBER))
    found = needs_by_place(a_town, SEPTEMBER)
    assert (found.whole.needs, found.whole.households) == (told["needs"]["total"], told["needs"]["households"])
    assert [(place.name, place.needs) for place in found.places] == [
        (commune["name"], commune["needs"]) for commune in told["communes"]
    ]
    by_type = {code: count["needs"] for code, count in told["needs"]["by_type"].items() if count["needs"]}
    assert found.whole.by_type == by_type


def test_a_household_with_two_needs_is_one_household(a_town, tu_ha):
    found = needs_by_place(a_town, SEPTEMBER, tu_ha)
    assert (found.whole.needs, found.whole.households) == (5, 3)
    assert found.whole.households_by_group == {"housing": 2, "livelihood": 2}  # never added: they are three


def test_of_a_commune_by_hamlet_and_of_a_body_what_it_leads(a_town, tu_ha, unit):
    assert [place.name for place in needs_by_place(a_town, SEPTEMBER, tu_ha).places] == ["Tổ dân phố 1"]
    led = needs_by_place(a_town, SEPTEMBER, unit("QLDT"))
    told = as_json(figures(a_town, SEPTEMBER))
    assert led.whole.needs == next(agency["needs"] for agency in told["agencies"] if agency["code"] == "QLDT")


def test_the_table_adds_up_down_and_across(a_town, order):
    table = needs_by_commune.table(needs_by_place(a_town, SEPTEMBER), "Xã, phường")
    total = table.rows[-1]
    assert total.style is Style.TOTAL
    for place, column in enumerate(table.columns):
        if column.is_counted and column.adds_up:
            assert sum(table.rows[n].cells[place] for n in total.sums) == total.cells[place], column.title
        for row in table.rows:
            if column.sums:
                assert sum(row.cells[table.place_of(key)] for key in column.sums) == row.cells[place]


def test_the_paper_tells_needs_and_households_apart(a_town, order):
    paper = needs_by_commune.build(order("needs"))
    notes = [block.text for block in paper.body if isinstance(block, Note)]
    assert "cộng 08 lượt nhu cầu của 07 hộ" in notes[0] or "lượt nhu cầu của" in notes[0]
    assert notes[1].startswith("Kế hoạch số 2342/KH-UBND ghi:")
    assert "68 lượt" in notes[1] and "85 lượt" in notes[1] and "153 lượt" in notes[1] and "151 hộ" in notes[1]


def test_a_year_without_needs_makes_a_table_of_zeros(plan, order):
    paper = needs_by_commune.build(order("needs"))
    assert paper.body[0].rows[-1].cells[2:5] == (0, 0, 0)
