"""import_list, list_households, read_list and undo_import, to the letter of what other programs expect."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from households.models import Household
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.tests.lists import BROKEN, DATA, FULL, NEWER

pytestmark = pytest.mark.django_db


def run(*args):
    """(exit code, what the command printed as JSON)."""
    out, code = io.StringIO(), 0
    try:
        call_command(*args, "--json", stdout=out)
    except SystemExit as end:
        code = end.code
    return code, json.loads(out.getvalue())


def expected(path):
    return json.loads((DATA / f"{path.name}.expected.json").read_text(encoding="utf-8"))


def test_a_list_is_applied_and_told(plan):
    code, told = run("import_list", str(FULL))
    assert code == 0
    assert set(told) == {"file", "sheets", "rows", "problems", "applied", "import_id"}
    assert told["file"] == FULL.name
    assert told["sheets"] == [{"name": "Danh sách", "used": True, "rows": 177, "encoding": "unicode"}]
    assert told["rows"] == {"read": 177, "new": 177, "changed": 0, "unchanged": 0, "missing": 0, "blocked": 0}
    assert told["applied"] is True
    assert told["import_id"] == ImportBatch.objects.get().pk


def test_a_dry_run_writes_nothing(plan):
    code, told = run("import_list", str(FULL), "--dry-run")
    assert (code, told["applied"], told["import_id"], told["rows"]["new"]) == (0, False, None, 177)
    assert not Household.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_list_with_errors_is_refused_with_every_cell(plan):
    code, told = run("import_list", str(BROKEN))
    assert (code, told["applied"], told["import_id"], told["rows"]["blocked"]) == (1, False, None, 7)
    assert not Household.objects.exists()
    found = {(one["row"], one["column"]) for one in told["problems"] if one["blocks"]}
    assert found == {(one["excel_row"], one["column"]) for one in expected(BROKEN)["problems"]}
    assert set(told["problems"][0]) == {"sheet", "row", "column", "value", "message", "blocks"}
    assert run("import_list", str(BROKEN), "--dry-run")[0] == 1


def test_good_rows_are_written_when_asked(plan):
    code, told = run("import_list", str(BROKEN), "--good-rows")
    assert (code, told["applied"], told["rows"]["new"]) == (0, True, 1)


def test_a_file_that_is_no_list_is_told_as_one_problem(plan, tmp_path):
    path = tmp_path / "trang.xls"
    path.write_bytes(b"<html>")
    code, told = run("import_list", str(path))
    assert code == 1
    assert [one["blocks"] for one in told["problems"]] == [True]
    assert told["import_id"] is None


def test_one_commune_alone(plan):
    code, told = run("import_list", str(FULL), "--commune", "19996")
    assert (code, told["rows"]["blocked"]) == (1, 165)
    code, told = run("import_list", str(FULL), "--commune", "19996", "--good-rows")
    assert (code, told["rows"]["new"]) == (0, 12)


def test_what_does_not_exist_is_said(plan, tmp_path):
    for args in (["nowhere.xlsx"], [str(FULL), "--year", "1999"], [str(FULL), "--commune", "1"]):
        with pytest.raises(CommandError):
            call_command("import_list", *args, stdout=io.StringIO())


def test_listed_households_are_those_of_the_file(imported):
    _, told = run("list_households")
    keys = "code commune hamlet head sex birth_year id_no ethnicity members causes needs exit_on exit_reason".split()
    assert [list(one) for one in told] == [keys] * 177
    wanted = [{key: row[key] for key in keys[1:]} for row in expected(FULL)["rows"]]
    assert [{key: one[key] for key in keys[1:]} for one in told] == wanted


def test_a_newer_file_is_told_as_its_difference(imported):
    code, told = run("import_list", str(NEWER))
    assert code == 0
    assert told["rows"] == {"read": 176, "new": 1, "changed": 3, "unchanged": 172, "missing": 2, "blocked": 0}


def test_reading_touches_no_household(plan, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        code, told = run("read_list", str(FULL))
    assert (code, len(told)) == (0, 177)
    row = expected(FULL)["rows"][0]
    assert {key: told[0][key] for key in row if key in told[0]} == {key: row[key] for key in row if key in told[0]}


def test_an_import_is_undone_by_its_number(imported):
    _, told = run("undo_import", str(imported.pk))
    assert told == {"restored": 0, "removed": 177, "kept": []}
    with pytest.raises(CommandError):
        call_command("undo_import", str(imported.pk), stdout=io.StringIO())
    with pytest.raises(CommandError):
        call_command("undo_import", "99999", stdout=io.StringIO())


def test_without_json_people_can_read_it(plan):
    out = io.StringIO()
    call_command("import_list", str(FULL), stdout=out)
    assert "Đọc 177 hộ: mới 177" in out.getvalue()
    out = io.StringIO()
    call_command("list_households", stdout=out)
    assert "19996-0001  Bùi Ngọc Thùy, Tổ dân phố 1" in out.getvalue()
