"""Commands of any year, also of a closed one."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from povertyplan.intake import importing, undoing

LIST = "STT;Họ và tên chủ hộ;Năm sinh;Giới tính;Thôn/TDP;Số khẩu\n1;Phạm Thị Danh Sách;1961;Nữ;Tổ dân phố 1;2\n"


def figures(capsys, *arguments) -> dict:
    call_command("figures", "--json", *arguments)
    return json.loads(capsys.readouterr().out)


def test_figures_of_a_closed_year_are_of_its_closing_day(closed, next_plan, in_2023, a_household, capsys):
    a_household()
    assert figures(capsys)["year"] == 2023
    found = figures(capsys, "--year", "2022")
    assert (found["as_of"], found["listed"]) == ("2022-12-31", 1)
    assert figures(capsys, "--year", "2022", "--as-of", "2023-02-01")["as_of"] == "2022-12-31"
    assert figures(capsys, "--year", "2022", "--as-of", "2022-08-02")["as_of"] == "2022-08-02"


def test_lists_are_of_their_year(plan, next_plan, in_2023, a_household, capsys):
    a_household(head="Hồ Văn Cũ")
    call_command("list_households", "--json")
    assert json.loads(capsys.readouterr().out) == []
    call_command("list_households", "--json", "--year", "2022")
    assert [one["head"] for one in json.loads(capsys.readouterr().out)] == ["Hồ Văn Cũ"]


def test_nothing_is_imported_into_a_closed_year(closed, next_plan, in_2023, tmp_path, capsys):
    path = tmp_path / "danh-sach.csv"
    path.write_text(LIST)
    with pytest.raises(CommandError, match="đã khóa sổ"):
        call_command("import_list", str(path), "--year", "2022", "--commune", "19996")
    assert not closed.entries.exists()


def test_an_import_of_a_closed_year_is_not_undone(plan, tu_ha, capsys):
    batch = importing.import_file(LIST.encode(), filename="ds.csv", plan=plan, by=None, commune=tu_ha)
    plan.closed_on = date(2022, 9, 16)
    plan.save()
    batch.refresh_from_db()
    assert not batch.can_be_undone
    with pytest.raises(undoing.Refused, match="đã khóa sổ"):
        undoing.undo(batch, by=None)


def test_a_list_of_the_new_year_finds_the_households_of_the_old_one(plan, next_plan, in_2023, tu_ha):
    importing.import_file(LIST.encode(), filename="ds-2022.csv", plan=plan, by=None, commune=tu_ha)
    batch = importing.import_file(LIST.encode(), filename="ds-2023.csv", plan=next_plan, by=None, commune=tu_ha)
    assert (batch.state, batch.new_count) == ("applied", 0)
    assert [entry.plan.year for entry in next_plan.entries.get().household.entries.order_by("plan__year")] == [
        2022,
        2023,
    ]
