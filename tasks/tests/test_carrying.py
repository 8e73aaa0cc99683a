"""Open needs that go on into the next year's plan, with whoever works on them."""

from datetime import date, timedelta

import pytest

from households.models import Diary, Indicator, Plan
from povertyplan.accounts.models import Unit
from tasks import carrying, steps
from tasks.models import Need
from tasks.states import State

NEW_DAY = date(2023, 1, 16)


@pytest.fixture
def next_plan(plan):
    return Plan.objects.create(
        year=2023, number="150/KH-UBND", title="Năm 2023", issued_on=NEW_DAY, target=100,
        figures_on=date(2022, 12, 31), finish_on=date(2023, 11, 30),
    )  # fmt: skip


@pytest.fixture
def go_on(plan, next_plan, administrator):
    def carry() -> list[Need]:
        carrying.carry(Need.objects.in_plan(plan), plan=next_plan, by=administrator)
        return list(next_plan.needs.order_by("pk"))

    return carry


def test_a_need_that_is_worked_on_keeps_its_people_and_gets_new_days(a_household, housing, unit, go_on, plan):
    household = a_household(needs=["house_repair"])
    [old] = steps.take_up([household.needs.get()], by=housing, due_on=date(2022, 10, 1))
    Need.objects.filter(pk=old.pk).update(detail="mái dột")
    old.coordinators.set([unit("MTTQ"), unit("TC_KH")])
    [new] = go_on()
    assert (new.state, new.lead, new.officer, new.detail) == (State.TAKEN_UP, housing.unit, housing, "mái dột")
    assert set(new.coordinators.all()) == {unit("MTTQ"), unit("TC_KH")}
    assert new.due_on == NEW_DAY + timedelta(days=new.type.deliver_days)
    assert (new.listed_on, new.carried_from, new.commune) == (NEW_DAY, old, household.commune)
    old.refresh_from_db()
    assert (old.plan, old.state, old.due_on) == (plan, State.TAKEN_UP, date(2022, 10, 1))


def test_what_has_not_been_taken_up_has_a_new_day_for_that(a_household, go_on):
    a_household(needs=["house_repair"])
    [new] = go_on()
    assert (new.state, new.officer) == (State.ROUTED, None)
    assert new.take_up_by == NEW_DAY + timedelta(days=new.type.take_up_days)


def test_what_waits_for_the_commune_still_waits(a_household, housing, go_on):
    [need] = steps.take_up([a_household(needs=["house_repair"]).needs.get()], by=housing)
    steps.deliver(need, by=housing)
    assert [new.state for new in go_on()] == [State.DELIVERED]


def test_what_is_done_split_or_given_up_stays_in_its_year(a_household, housing, officer, division, go_on):
    done, gone = (a_household(needs=["house_repair"]).needs.get() for _ in range(2))
    steps.take_up([done], by=housing)
    steps.deliver(done, by=housing)
    steps.confirm([done], by=officer)
    steps.withdraw([gone], by=division, reason="Hộ đã tự sửa xong nhà")
    assert go_on() == []


def test_who_sent_it_back_is_remembered(a_household, housing, division, go_on):
    need = a_household(needs=["house_repair"]).needs.get()
    steps.refuse([need], by=housing, reason="Nhà trong vùng sạt lở")
    [new] = go_on()
    assert (new.state, new.lead) == (State.REFUSED, None)
    assert [step.by for step in new.refusals] == [housing]
    assert new.steps.order_by("-pk").first().verb == "carry"


def test_an_officer_who_has_left_does_not_come_along(a_household, housing, go_on):
    steps.take_up([a_household(needs=["house_repair"]).needs.get()], by=housing)
    housing.is_active = False
    housing.save()
    [new] = go_on()
    assert (new.state, new.lead, new.officer) == (State.TAKEN_UP, housing.unit, None)


def test_the_successor_of_a_merged_body_takes_it_up_anew(a_household, housing, unit, go_on):
    steps.take_up([a_household(needs=["house_repair"]).needs.get()], by=housing)
    body = housing.unit
    heir = Unit.objects.create(
        code="KT_HT_DT", kind="agency", name="Phòng Kinh tế, Hạ tầng và Đô thị", short_name="KTHTĐT",
        valid_from=date(2023, 1, 1),
    )  # fmt: skip
    body.valid_to, body.successor = date(2022, 12, 31), heir
    body.save()
    [new] = go_on()
    assert (new.state, new.lead, new.officer) == (State.ROUTED, heir, None)


def test_without_successor_the_division_says_who_leads(a_household, housing, go_on):
    steps.take_up([a_household(needs=["house_repair"]).needs.get()], by=housing)
    Unit.objects.filter(pk=housing.unit_id).update(valid_to=date(2022, 12, 31))
    [new] = go_on()
    assert (new.state, new.lead, new.due_on) == (State.UNROUTED, None, None)


def test_a_deprivation_of_an_old_standard_is_found_in_the_new_one(a_household, division, go_on):
    need = a_household(needs=["basic_service"]).needs.get()
    old = Indicator.objects.get(code="water_source")
    steps.name_indicator([need], indicator=old, by=division)
    Indicator.objects.filter(pk=old.pk).update(valid_to=date(2022, 12, 31))
    facts = {name: getattr(old, name) for name in ("code", "name", "dimension", "deprived_when", "order")}
    new = Indicator.objects.create(**facts, valid_from=date(2023, 1, 1))
    assert [need.indicator for need in go_on()] == [new]


def test_the_diary_says_it(a_household, housing, go_on):
    household = a_household(needs=["house_repair"])
    go_on()
    line = household.diary.filter(kind=Diary.Kind.NEED).first()
    assert line.text == f"Sửa chữa nhà ở: chuyển sang kế hoạch năm 2023, {housing.unit.name} chủ trì"


def test_the_same_number_of_queries_for_any_number_of_needs(
    a_household, plan, next_plan, django_assert_max_num_queries
):
    for number in range(12):
        a_household(head=f"Hồ Văn {number}", needs=["house_repair", "credit"])
    with django_assert_max_num_queries(25):
        carrying.carry(Need.objects.in_plan(plan), plan=next_plan, by=None)
    assert next_plan.needs.count() == 24
