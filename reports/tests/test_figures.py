"""The counts, against worlds that are small enough to count by hand."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from povertyplan import clock
from reports.figures import as_json, figures
from tasks import steps
from tasks.models import Need, NeedType

TODAY = date(2022, 9, 16)
EMPTY_STATES = dict.fromkeys(["unrouted", "refused", "routed", "taken_up", "delivered", "confirmed"], 0)


def counted(plan, on=TODAY) -> dict:
    return as_json(figures(plan, on))


def of(rows, code):
    return next(row for row in rows if row["code"] == code)


def test_before_any_list_everything_is_nought_and_every_key_is_there(plan):
    found = counted(plan)
    assert found["target"] == 177
    assert (found["listed"], found["remaining"]) == (0, 0)
    assert found["left"] == {"total": 0, "exited": 0, "other_decrease": 0, "by_reason": {}}
    assert found["needs"]["by_state"] == EMPTY_STATES
    assert set(found["needs"]["by_type"]) == {
        "house_repair", "resettlement", "livestock", "credit", "employment", "health_education",
        "production_land", "basic_service",
    }  # fmt: skip
    assert len(found["communes"]) == 9
    assert len(found["agencies"]) == 13
    assert found["obligations"]["plan"] == {"expected": 22, "on_time": 0, "on_the_day": 0, "late": 0, "missing": 22}
    assert len(found["reconciliation"]) == 15
    assert list(found) == [
        "year", "as_of", "target", "listed", "left", "remaining", "needs", "communes", "agencies", "obligations",
        "reconciliation",
    ]  # fmt: skip


def test_communes_and_bodies_come_in_the_plans_order(plan):
    found = counted(plan)
    assert [commune["code"] for commune in found["communes"]][:3] == ["19996", "20008", "20011"]
    assert [agency["code"] for agency in found["agencies"]][::12] == ["LDTBXH", "MTTQ"]


def test_the_small_town_is_counted_as_by_hand(a_town):
    found = counted(a_town)
    assert (found["listed"], found["remaining"]) == (7, 5)
    assert found["left"] == {
        "total": 2, "exited": 1, "other_decrease": 1, "by_reason": {"supported": 1, "deceased": 1},
    }  # fmt: skip
    # 8 needs came; health_education became two; the dead household's one is withdrawn
    assert (found["needs"]["total"], found["needs"]["households"]) == (8, 6)
    assert found["needs"]["by_type"]["house_repair"] == {"needs": 3, "households": 3}
    assert found["needs"]["by_type"]["health_education"] == {"needs": 0, "households": 0}
    assert found["needs"]["by_type"]["health"] == {"needs": 1, "households": 1}
    assert found["needs"]["by_state"] == {
        "unrouted": 1, "refused": 0, "routed": 3, "taken_up": 2, "delivered": 1, "confirmed": 1,
    }  # fmt: skip
    assert of(found["communes"], "19996") == {
        "code": "19996", "name": "Phường Tứ Hạ", "listed": 3, "left": 1, "remaining": 2, "needs": 5,
    }  # fmt: skip
    assert of(found["agencies"], "QLDT") == {
        "code": "QLDT", "name": "Phòng Quản lý đô thị", "needs": 3, "open": 2, "overdue": 1, "done": 1,
    }  # fmt: skip


def test_an_earlier_day_shows_what_was_then(a_town):
    found = counted(a_town, date(2022, 8, 1))
    assert found["left"]["total"] == 0
    assert (found["needs"]["total"], found["needs"]["households"]) == (8, 7)
    assert found["needs"]["by_type"]["health_education"] == {"needs": 1, "households": 1}
    assert "health" not in found["needs"]["by_type"]
    assert found["needs"]["by_state"] == EMPTY_STATES | {"unrouted": 2, "routed": 6}
    assert of(found["agencies"], "QLDT")["overdue"] == 0


def test_a_split_need_counts_as_its_parts_from_the_day_of_the_split(a_town):
    before, after = counted(a_town, date(2022, 8, 19)), counted(a_town, date(2022, 8, 20))
    assert before["needs"]["by_type"]["health_education"]["needs"] == 1
    assert after["needs"]["by_type"]["health"]["needs"] == 1
    assert after["needs"]["total"] == before["needs"]["total"] + 1
    assert after["needs"]["households"] == before["needs"]["households"]


def test_today_from_the_needs_themselves_is_today_from_their_steps(a_town):
    """Two ways to the same numbers: the quick one for today, the one by steps for earlier days."""
    live = counted(a_town, TODAY)
    with clock.assume(date(2022, 9, 20)):
        by_steps = counted(a_town, TODAY)
    assert by_steps == live


def test_a_household_listed_later_counts_from_its_day(a_household, plan):
    household = a_household(needs=["credit"], listed_on=date(2022, 9, 1))
    assert counted(plan, date(2022, 8, 31))["listed"] == 0
    assert counted(plan, date(2022, 8, 31))["needs"]["total"] == 0, "its needs are of no listed household yet"
    assert counted(plan, date(2022, 9, 1))["listed"] == 1
    assert household.needs.count() == 1


def test_a_decision_counts_from_its_own_day(a_household, leave, plan):
    leave(a_household(), "supported", date(2022, 9, 10))
    assert counted(plan, date(2022, 9, 9))["left"]["total"] == 0
    assert counted(plan, date(2022, 9, 10))["left"]["total"] == 1


def test_a_proposal_that_is_not_decided_counts_nowhere(a_town):
    assert counted(a_town)["left"]["by_reason"].get("self_reliant") is None


def test_two_needs_of_one_household_are_two_needs_and_one_household(a_household, plan):
    a_household(needs=["house_repair", "credit"])
    found = counted(plan)["needs"]
    assert (found["total"], found["households"]) == (2, 1)


def test_who_leads_is_read_from_the_day(a_household, plan, housing, division, unit):
    household = a_household(needs=["house_repair"])
    with clock.assume(date(2022, 8, 10)):
        steps.refuse(household.needs.all(), by=housing, reason="Nhà thuộc diện tái định cư")
    with clock.assume(date(2022, 8, 20)):
        steps.route(household.needs.all(), to=unit("MTTQ"), by=division)
    for day, code, count in [(9, "QLDT", 1), (15, "QLDT", 0), (15, "MTTQ", 0), (25, "MTTQ", 1), (25, "QLDT", 0)]:
        assert of(counted(plan, date(2022, 8, day))["agencies"], code)["needs"] == count


def test_the_due_day_itself_is_not_overdue(a_household, plan):
    a_household(needs=["credit"])
    Need.objects.update(due_on=date(2022, 9, 10))
    assert of(counted(plan, date(2022, 9, 10))["agencies"], "NHCSXH")["overdue"] == 0
    assert of(counted(plan, date(2022, 9, 11))["agencies"], "NHCSXH")["overdue"] == 1


def test_late_to_take_up_is_counted_from_the_day_after_the_one_that_was_set(a_household, plan, bank):
    a_household(needs=["credit"])
    late = {day: counted(plan, date(2022, 8, day))["needs"]["take_up_overdue"] for day in (1, 8, 9)}
    assert late == {1: 0, 8: 0, 9: 1}  # 7 days from 1/8
    with clock.assume(date(2022, 8, 20)):
        steps.take_up(Need.objects.all(), by=bank)
    assert counted(plan, date(2022, 8, 19))["needs"]["take_up_overdue"] == 1
    assert counted(plan)["needs"]["take_up_overdue"] == 0


def test_the_number_of_queries_does_not_grow_with_the_town(plan, a_household, leave, django_assert_max_num_queries):
    for number in range(12):
        household = a_household(head=f"Nguyễn Văn {number}", needs=["house_repair", "credit"])
        if number % 3 == 0:
            leave(household, "supported", date(2022, 9, 1))
    with django_assert_max_num_queries(16):
        counted(plan)
    with django_assert_max_num_queries(16):
        counted(plan, date(2022, 8, 15))


def test_parts_add_up_to_their_wholes_on_any_day(a_town):
    for day in (1, 10, 20, 25, 30):
        found = counted(a_town, date(2022, 8, day))
        needs, left = found["needs"], found["left"]
        assert sum(needs["by_state"].values()) == needs["total"]
        assert sum(count["needs"] for count in needs["by_type"].values()) == needs["total"]
        assert sum(commune["needs"] for commune in found["communes"]) == needs["total"]
        assert sum(commune["left"] for commune in found["communes"]) == left["total"]
        assert sum(commune["remaining"] for commune in found["communes"]) == found["remaining"]
        assert left["exited"] + left["other_decrease"] == left["total"] == sum(left["by_reason"].values())
        for agency in found["agencies"]:
            assert agency["open"] + agency["done"] == agency["needs"]


# --- The command ----------------------------------------------------------------------------------------


def run(*arguments) -> str:
    out = io.StringIO()
    call_command("figures", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_json_and_nothing_else(a_town):
    found = json.loads(run("--json", "--year", "2022", "--as-of", "2022-08-01"))
    assert (found["year"], found["as_of"], found["listed"]) == (2022, "2022-08-01", 7)


def test_the_command_counts_today_unless_told(a_town):
    assert json.loads(run("--json")) == counted(a_town)


def test_without_json_the_command_prints_a_table_to_read(a_town):
    said = run()
    assert "Mục tiêu 177 hộ; danh sách 7 hộ; đã giảm 2 hộ (thoát nghèo 1, giảm khác 1); còn lại 5 hộ" in said
    assert "8 nhu cầu của 6 hộ" in said


def test_a_year_without_a_plan_is_refused(plan):
    with pytest.raises(CommandError, match="2031"):
        run("--year", "2031")


def test_a_day_that_is_none_is_refused(plan):
    with pytest.raises(CommandError):
        run("--as-of", "10/8/2022")


def test_types_are_in_the_order_of_the_table(a_town):
    order = list(NeedType.objects.values_list("code", flat=True))
    found = list(counted(a_town)["needs"]["by_type"])
    assert found == sorted(found, key=order.index)
