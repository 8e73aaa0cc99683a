"""Adding a need that the list did not name."""

import pytest

from households.changes import Refused
from households.models import Movement
from tasks import steps
from tasks.models import Need, NeedType


@pytest.fixture
def household(a_household):
    return a_household(head="Trần Thị Ánh")


@pytest.fixture
def add(client_of, household):
    def added(user, code="house_repair", **answers):
        type = NeedType.objects.get(code=code)
        return client_of(user).post(f"/households/{household.code}/needs/add/", {"type": type.pk, **answers})

    return added


def test_the_commune_adds_a_need_and_it_goes_to_its_lead_body(add, officer, household):
    response = add(officer, detail="Mái dột")
    need = Need.objects.get()
    assert response.url == f"/needs/{need.pk}/"
    assert (need.household, need.state, need.lead.code, need.detail) == (household, "routed", "QLDT", "Mái dột")
    assert need.listed_on.isoformat() == "2022-09-16"
    assert household.diary.filter(text__contains="Sửa chữa nhà ở: giao Phòng Quản lý đô thị", by=officer).exists()


def test_the_division_adds_one_too(add, division):
    assert add(division).status_code == 302


def test_what_nobody_leads_waits_for_the_division(add, officer):
    add(officer, "resettlement")
    assert Need.objects.in_queue().count() == 1


def test_the_unsplit_type_is_not_offered(add, officer):
    assert "Có lỗi cần sửa" in add(officer, "health_education").text


def test_sent_twice_it_is_there_once(add, officer):
    add(officer)
    assert "đã có nhu cầu «Sửa chữa nhà ở»" in add(officer).text
    assert Need.objects.count() == 1


def test_it_may_come_back_after_it_was_withdrawn(add, officer, division):
    add(officer)
    steps.withdraw(Need.objects.all(), by=division, reason="Hộ tự sửa được nhà.")
    assert add(officer).status_code == 302
    assert Need.objects.counted().count() == 1


def test_nothing_chosen(client_of, officer, household):
    assert "Có lỗi cần sửa" in client_of(officer).post(f"/households/{household.code}/needs/add/", {"type": ""}).text


def test_who_may_not(add, stranger, housing, leader, administrator):
    assert add(stranger).status_code == 404
    for user in (housing, leader, administrator):
        assert add(user).status_code == 403
    assert not Need.objects.exists()


def test_the_verb_itself_refuses_a_second_one(household, plan, division):
    type = NeedType.objects.get(code="credit")
    steps.add(household, plan=plan, type=type, by=division)
    with pytest.raises(Refused):
        steps.add(household, plan=plan, type=type, by=division)


def test_a_household_that_died_out_needs_nothing_more(add, officer, household, plan):
    Movement.objects.create(
        household=household, plan=plan, kind="other_decrease", reason="deceased", happened_on=plan.issued_on,
        stage="decided", from_list=True, counted_on=plan.issued_on,
    )  # fmt: skip
    answer = add(officer)
    assert "đã giảm khác" in answer.text
    assert not household.needs.exists()
