"""/watch/, the visit, the signs of danger, and where first screens lead."""

import datetime
import re

import pytest

from households.models import Decision, Movement, RiskFlag
from povertyplan import clock


@pytest.fixture
def exit(plan, a_household, tu_ha, division):
    on = datetime.date(2022, 3, 1)
    return Movement.objects.create(
        household=a_household(head="Lê Văn Thoát"), plan=plan, kind="exit", reason="supported", stage="decided",
        outcome="near_poor", happened_on=on, counted_on=on, decided_at=clock.now(), decided_by=division,
        decision=Decision.objects.numbered(tu_ha, "1/QĐ", on),
    )  # fmt: skip


def count(page) -> int:
    return int(re.search(r'data-count="(\d+)"', page.text)[1])


def test_the_first_screen_leads_to_those_who_are_due(exit, officer, client_of):
    client = client_of(officer)
    assert "Thăm 1 hộ đã thoát nghèo đến kỳ theo dõi" in client.get("/").text
    page = client.get("/watch/?view=due")
    assert count(page) == 1 and "Lê Văn Thoát" in page.text and "01/09/2022" in page.text


def test_a_visit_is_written_down_and_the_household_is_due_no_more(exit, officer, client_of):
    client = client_of(officer)
    sent = {"finding": "stable", "on": "16/9/2022", "note": ""}
    answer = client.post(f"/watch/{exit.pk}/", sent, follow=True)
    assert "Đã ghi lần thăm hộ Lê Văn Thoát." in answer.text
    assert count(client.get("/watch/?view=due")) == 0
    assert count(client.get("/watch/")) == 1
    assert "mốc 6 tháng" in client.get(f"/households/{exit.household.code}/").text


@pytest.mark.parametrize(
    "sent",
    [{"on": "16/9/2022"}, {"finding": "stable", "on": "31/2/2022"}, {"finding": "at_risk", "on": "16/9/2022"},
     {"finding": "x", "on": "16/9/2022"}, {"finding": "stable", "on": "17/9/2022"}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_written(exit, officer, client_of, sent):
    answer = client_of(officer).post(f"/watch/{exit.pk}/", sent)
    assert answer.status_code == 200 and "Có lỗi cần sửa" in answer.text
    assert not exit.follow_ups.exists()


def test_a_sign_of_danger_is_reported_seen_by_the_division_and_answered(exit, officer, division, client_of):
    client, code = client_of(officer), exit.household.code
    client.post(f"/households/{code}/flags/add/", {"kind": "job_lost", "on": "10/9/2022", "note": "Công ty giải thể"})
    assert count(client_of(division).get("/watch/?view=flagged")) == 1
    flag = RiskFlag.objects.get()
    client.post(f"/watch/flags/{flag.pk}/", {"answer": "Đã có việc mới", "on": "15/9/2022"})
    assert count(client_of(division).get("/watch/?view=flagged")) == 0
    assert "Đã có việc mới" in client.get(f"/households/{code}/").text


def test_another_commune_finds_nothing(exit, officer, stranger, client_of):
    client_of(officer).post(f"/households/{exit.household.code}/flags/add/", {"kind": "illness", "on": "10/9/2022"})
    client = client_of(stranger)
    assert count(client.get("/watch/")) == 0
    for path in (f"/watch/{exit.pk}/", f"/watch/flags/{RiskFlag.objects.get().pk}/"):
        assert client.get(path).status_code == client.post(path).status_code == 404


def test_the_leader_looks_and_changes_nothing(exit, leader, client_of):
    client = client_of(leader)
    assert count(client.get("/watch/")) == 1
    assert client.get(f"/watch/{exit.pk}/").status_code == 403
    assert "Thăm hộ" not in client.get(f"/households/{exit.household.code}/").text


def test_bodies_do_not_see_who_is_watched(exit, housing, client_of):
    assert client_of(housing).get("/watch/").status_code == 403


def test_it_goes_on_when_the_year_is_closed(exit, plan, officer, client_of):
    plan.closed_on = datetime.date(2022, 9, 1)
    plan.save()
    client_of(officer).post(f"/watch/{exit.pk}/", {"finding": "stable", "on": "16/9/2022"})
    assert exit.follow_ups.count() == 1


def test_the_list_costs_a_bounded_number_of_queries(
    exit, a_household, officer, client_of, django_assert_max_num_queries
):
    for _ in range(8):
        Movement.objects.create(
            household=a_household(), plan=exit.plan, kind="exit", reason="supported", stage="decided",
            happened_on=exit.counted_on, counted_on=exit.counted_on, decided_at=clock.now(),
            decided_by=exit.decided_by, decision=exit.decision,
        )  # fmt: skip
    client = client_of(officer)
    with django_assert_max_num_queries(14):
        client.get("/watch/")
