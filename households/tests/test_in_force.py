"""Which movements say that a household is off the list: decided, not returned from, not rejected, not undone."""

import datetime

import pytest

from households import changes
from households.models import Decision, Household, Movement, Plan
from households.standing import standing_of
from povertyplan import clock

AUGUST, SEPTEMBER, OCTOBER = (datetime.date(2022, month, 10) for month in (8, 9, 10))


@pytest.fixture
def household(a_household):
    return a_household()


@pytest.fixture
def moved(plan, household, tu_ha, division):
    """moved("exit", AUGUST): a decided movement of the household that counts from that day."""

    def make(kind, on, **facts):
        return Movement.objects.create(
            household=household,
            plan=plan,
            kind=kind,
            reason="self_reliant" if kind == "exit" else "",
            stage="decided",
            happened_on=on,
            counted_on=on,
            decision=Decision.objects.numbered(tu_ha, f"{on.month}/QĐ-UBND", on),
            decided_at=clock.now(),
            decided_by=division,
            **facts,
        )

    return make


def off_the_list(plan, day) -> bool:
    listed = Household.objects.in_plan(plan)
    gone, there = listed.left(plan, day).exists(), listed.remaining(plan, day).exists()
    assert gone != there
    return gone


def test_a_return_to_poverty_ends_the_exit_from_its_own_day_on(plan, moved):
    moved("exit", AUGUST)
    moved("relapse", SEPTEMBER)
    days = {day: off_the_list(plan, day) for day in (plan.issued_on, AUGUST, SEPTEMBER, OCTOBER)}
    assert days == {plan.issued_on: False, AUGUST: True, SEPTEMBER: False, OCTOBER: False}


def test_whoever_leaves_again_after_a_return_has_left(plan, moved):
    moved("exit", AUGUST)
    moved("relapse", SEPTEMBER)
    moved("exit", OCTOBER)
    assert not off_the_list(plan, SEPTEMBER)
    assert off_the_list(plan, OCTOBER)


def test_what_the_annual_review_rejects_counts_until_then(plan, moved, tu_ha):
    annual = Decision.objects.numbered(tu_ha, "99/QĐ-UBND", OCTOBER)
    moved("exit", AUGUST, official="rejected", official_decision=annual, ended_on=OCTOBER)
    assert off_the_list(plan, SEPTEMBER)
    assert not off_the_list(plan, OCTOBER)


def test_what_was_undone_never_counted(plan, household, moved, division):
    changes.undo(moved("exit", AUGUST), reason="Ghi nhầm", by=division)
    assert not off_the_list(plan, OCTOBER)
    assert "Hủy vì ghi nhầm" in household.diary.first().text


def test_an_exit_is_not_undone_while_a_return_to_poverty_leans_on_it(moved, division):
    exit = moved("exit", AUGUST)
    moved("relapse", SEPTEMBER)
    with pytest.raises(changes.Refused, match="tái nghèo ngày 10/09/2022"):
        changes.undo(exit, reason="Ghi nhầm", by=division)


def test_the_standing_says_what_came_last(plan, household, moved):
    def shown():
        return standing_of(Household.objects.with_place(plan).get(pk=household.pk), plan).text

    assert shown() == "Chưa xem xét"
    moved("exit", AUGUST)
    assert shown() == "Đã thoát nghèo"
    moved("relapse", SEPTEMBER)
    assert shown() == "Tái nghèo"


def test_a_household_that_returned_can_be_proposed_again(plan, household, moved, officer):
    moved("exit", AUGUST)
    with pytest.raises(changes.Refused):
        changes.propose_exit(household, plan=plan, reason="supported", on=SEPTEMBER, evidence="Biên bản", by=officer)
    moved("relapse", SEPTEMBER)
    changes.propose_exit(household, plan=plan, reason="supported", on=SEPTEMBER, evidence="Biên bản", by=officer)


def test_a_closed_year_changes_no_more(plan, household, officer, client_of):
    Plan.objects.update(closed_on=SEPTEMBER)
    closed = Plan.objects.get()
    with pytest.raises(changes.Refused, match="đã khóa sổ ngày 10/09/2022"):
        changes.propose_exit(household, plan=closed, reason="supported", on=SEPTEMBER, evidence="x", by=officer)
    with pytest.raises(changes.Refused):
        changes.see(household, plan=closed, progress="done", on=SEPTEMBER, by=officer)
    assert client_of(officer).get(f"/households/{household.code}/update/").status_code == 403
    assert "Cập nhật tiến độ" not in client_of(officer).get(f"/households/{household.code}/").text


def test_a_form_stays_with_the_year_that_it_was_made_for(plan, household, officer, client_of):
    following = Plan.objects.create(
        year=2023, number="1/KH-UBND", title="Kế hoạch", issued_on=datetime.date(2023, 2, 1), target=10,
        figures_on=datetime.date(2023, 1, 1), finish_on=datetime.date(2023, 11, 30),
    )  # fmt: skip
    client = client_of(officer)
    session = client.session
    session["year"] = 2023
    session.save()
    assert client.get("/").wsgi_request.plan == following
    answer = client.post(f"/households/{household.code}/note/", {"text": "Ghi chú", "year_of_form": "2022"})
    assert answer.wsgi_request.plan == plan
