"""Every sample file gives exactly what is known to be in it, to the cell."""

import json

import pytest

from .cast import DATA, PLACES, read_sample

LISTS = [
    "danh-sach-177-ho-ngheo-2022.xlsx",
    "danh-sach-cap-nhat.xlsx",
    "moi-xa-mot-sheet.xlsx",
    "phuong-huong-xuan-tcvn3.xls",
    "xa-binh-tien.csv",
]
FIELDS = ("commune hamlet head sex birth_year id_no ethnicity members causes needs exit_on exit_reason note").split()


def expected(name):
    return json.loads((DATA / f"{name}.expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LISTS)
def test_sample_is_read_to_the_cell(name):
    known = [{field: row[field] for field in FIELDS} for row in expected(name)["rows"]]
    rows = [{field: row[field] for field in FIELDS} for row in read_sample(name).to_json()]
    assert rows == known


@pytest.mark.parametrize("name", LISTS)
def test_sample_has_the_known_totals(name):
    known, read = expected(name), read_sample(name)
    assert len(read.rows) == known["households"]
    assert sum(row.exit_on is not None for row in read.rows) == known["exited"]
    assert sum(len(row.needs) for row in read.rows) == known["needs_total"]
    for code, commune in known["communes"].items():
        assert sum(row.commune == code for row in read.rows) == commune["households"]
        assert commune["name"] in {place.name for place in PLACES if place.code == code}


@pytest.mark.parametrize("name", LISTS)
def test_nothing_in_a_good_sample_blocks(name):
    assert [problem for problem in read_sample(name).problems if problem.blocks] == []


def test_faulty_sample_blocks_exactly_the_known_cells():
    known, read = expected("co-loi.xlsx"), read_sample("co-loi.xlsx")
    blocking = {(problem.row, problem.column) for problem in read.problems if problem.blocks}
    assert blocking == {(problem["excel_row"], problem["column"]) for problem in known["problems"]}
    assert [row.row for row in read.good_rows()] == known["good_excel_rows"]
