"""What is said of a household in one line agrees with what the list's conditions find."""

import datetime

import pytest

from households import changes
from households.filters import STANDINGS, with_standing
from households.models import Household, PlanEntry
from households.standing import standing_of, standings
from povertyplan import clock

SEPTEMBER = datetime.date(2022, 9, 10)


@pytest.fixture
def propose(plan, officer):
    def make(household, reason="self_reliant"):
        return changes.propose_exit(household, plan=plan, reason=reason, on=SEPTEMBER, evidence="Biên bản", by=officer)

    return make


@pytest.fixture
def cast_of_standings(plan, officer, division, a_household, propose):
    """One household for every condition, and a stuck one; its name is the condition's."""
    made = {name: a_household(head=name) for name in [*STANDINGS, "stuck"] if name != "left"}
    propose(made["proposed"])
    changes.return_proposal(propose(made["returned"]), reason="Thiếu biên bản", by=division)
    changes.agree(propose(made["agreed"]), by=division)
    for name, reason in (("exited", "supported"), ("other_decrease", "moved")):
        agreed = changes.agree(propose(made[name], reason), by=division)
        changes.decide(agreed, decision_no="1/QĐ", decision_on=SEPTEMBER, by=division)
    for name in set(made) - {"due", "exited", "other_decrease"}:
        progress, note = ("stuck", "Chưa có đất") if name == "stuck" else ("under_way", "")
        changes.see(made[name], plan=plan, progress=progress, on=SEPTEMBER, by=officer, note=note)
    PlanEntry.objects.filter(household=made["review"]).update(to_review=True)
    return made


@pytest.mark.parametrize(
    ("standing", "found"),
    [
        ("left", {"exited", "other_decrease"}),
        ("exited", {"exited"}),
        ("other_decrease", {"other_decrease"}),
        ("proposed", {"proposed"}),
        ("returned", {"returned"}),
        ("agreed", {"agreed"}),
        ("due", {"due"}),
        ("review", {"review"}),
    ],
)
def test_a_condition_finds_just_the_households_that_stand_so(cast_of_standings, plan, standing, found):
    households = with_standing(Household.objects.in_plan(plan), standing, plan)
    assert {household.head for household in households} == found


def test_remaining_and_left_are_the_whole_list(cast_of_standings, plan):
    listed = Household.objects.in_plan(plan)
    remaining, left = (with_standing(listed, one, plan).count() for one in ("remaining", "left"))
    assert (remaining + left, left) == (listed.count(), 2)


@pytest.mark.parametrize(
    ("head", "text", "tone"),
    [
        ("exited", "Đã thoát nghèo", "ok"),
        ("other_decrease", "Giảm khác: chuyển đi nơi khác", "plain"),
        ("proposed", "Thoát nghèo: chờ xét duyệt", "wa"),
        ("returned", "Thoát nghèo: trả lại để bổ sung", "ba"),
        ("agreed", "Thoát nghèo: đã đồng ý, chờ quyết định", "wa"),
        ("due", "Chưa xem xét", "plain"),
        ("stuck", "Vướng mắc, cần báo cáo", "ba"),
        ("review", "Cần rà soát", "ba"),
        ("remaining", "Đang thực hiện", "wa"),
    ],
)
def test_the_standing_is_said_in_words_that_keep_exits_and_other_decreases_apart(
    cast_of_standings, plan, head, text, tone
):
    standing = standing_of(Household.objects.with_place(plan).get(head=head), plan)
    assert (standing.text, standing.tone) == (text, tone)


def test_due_says_the_same_in_python_and_in_sql(cast_of_standings, plan):
    said = {h.pk for h, standing in standings(Household.objects.with_place(plan), plan) if standing.is_due}
    assert said == set(Household.objects.due_for_update(plan).values_list("pk", flat=True))


@pytest.mark.parametrize(("days", "due"), [(29, False), (30, True), (31, True)])
def test_a_household_is_due_on_the_thirtieth_day(plan, officer, a_household, days, due):
    household = a_household()
    day = clock.days_ago(days)
    changes.see(household, plan=plan, progress="under_way", on=day, by=officer)
    assert Household.objects.due_for_update(plan).exists() is due
    assert standing_of(Household.objects.with_place(plan).get(), plan).is_due is due


def test_a_withdrawn_proposal_says_nothing_any_more(plan, officer, a_household, propose):
    household = a_household()
    changes.withdraw_proposal(propose(household), by=officer)
    assert standing_of(Household.objects.with_place(plan).get(), plan).text == "Chưa xem xét"


def test_a_household_of_another_year_is_said_to_be_off_this_list(plan, a_household):
    household = a_household()
    household.entries.all().delete()
    assert "Không có trong danh sách" in standing_of(Household.objects.with_place(plan).get(), plan).text
