"""The needs as they were on an earlier day, whatever happened since; overdue and due soon."""

from datetime import date

import pytest

from povertyplan import clock
from tasks import steps
from tasks.models import Need, NeedType


def states_on(day) -> dict[str, str]:
    return {need.type.code: need.state_then for need in Need.objects.on(day).select_related("type")}


def test_a_split_leaves_the_days_before_it_alone(a_household, division):
    need = a_household(needs=["health_education"]).needs.get()
    with clock.assume(date(2022, 8, 20)):
        steps.split([need], into=NeedType.objects.filter(code__in=["health", "education"]), by=division)
    assert states_on(date(2022, 8, 1)) == {"health_education": "unrouted"}
    assert states_on(date(2022, 8, 19)) == {"health_education": "unrouted"}
    assert states_on(date(2022, 8, 20)) == {"health": "routed", "education": "routed"}


def test_moves_count_from_their_own_day(a_household, housing, officer):
    need = a_household(needs=["house_repair"]).needs.get()
    for day, move in (
        (date(2022, 8, 10), lambda: steps.take_up([need], by=housing)),
        (date(2022, 8, 20), lambda: steps.deliver(need, by=housing)),
        (date(2022, 9, 1), lambda: steps.confirm([need], by=officer)),
    ):
        with clock.assume(day):
            move()
    found = {
        day: states_on(date(2022, *day))["house_repair"] for day in [(8, 1), (8, 9), (8, 10), (8, 31), (9, 1), (12, 31)]
    }
    assert found == {
        (8, 1): "routed",
        (8, 9): "routed",
        (8, 10): "taken_up",
        (8, 31): "delivered",
        (9, 1): "confirmed",
        (12, 31): "confirmed",
    }


def test_two_moves_on_one_day_leave_the_last(a_household, housing):
    need = a_household(needs=["house_repair"]).needs.get()
    with clock.assume(date(2022, 8, 10)):
        steps.take_up([need], by=housing)
        steps.deliver(need, by=housing)
    assert states_on(date(2022, 8, 10)) == {"house_repair": "delivered"}


def test_a_need_is_not_there_before_it_was_listed_nor_after_it_was_withdrawn(a_household, division):
    need = a_household(needs=["credit"]).needs.get()
    with clock.assume(date(2022, 9, 5)):
        steps.withdraw([need], by=division, reason="Hộ không còn muốn vay.")
    assert states_on(date(2022, 7, 31)) == {}
    assert states_on(date(2022, 9, 4)) == {"credit": "routed"}
    assert states_on(date(2022, 9, 5)) == {}


def test_the_lead_is_that_of_the_day(a_household, division, housing, unit):
    need = a_household(needs=["house_repair"]).needs.get()
    with clock.assume(date(2022, 8, 10)):
        steps.refuse([need], by=housing, reason="Nhà trong vùng sạt lở.")
    with clock.assume(date(2022, 8, 12)):
        steps.route([need], to=unit("MTTQ"), by=division)
    leads = [Need.objects.on(date(2022, 8, day)).get().lead_then for day in (9, 11, 13)]
    assert leads == [unit("QLDT").pk, None, unit("MTTQ").pk]


def test_a_note_and_a_due_date_change_no_state(a_household, housing):
    need = a_household(needs=["house_repair"]).needs.get()
    steps.assign(need, by=housing, officer=housing, due_on=date(2022, 10, 1))
    steps.add_note(need, text="Đã hẹn chủ hộ.", by=housing)
    assert states_on(clock.today()) == {"house_repair": "routed"}


@pytest.mark.parametrize(
    ("state", "due_on", "overdue", "soon"),
    [
        ("routed", "2022-09-15", 1, 0),
        ("taken_up", "2022-09-15", 1, 0),
        ("taken_up", "2022-09-16", 0, 1),
        ("taken_up", "2022-09-23", 0, 1),
        ("taken_up", "2022-09-24", 0, 0),
        ("delivered", "2022-09-15", 0, 0),
        ("confirmed", "2022-09-15", 0, 0),
        ("withdrawn", "2022-09-15", 0, 0),
    ],
)
def test_overdue_is_what_a_lead_body_has_not_delivered_by_the_day(a_household, state, due_on, overdue, soon):
    a_household(needs=["house_repair"])
    Need.objects.update(state=state, due_on=due_on)
    assert Need.objects.overdue().count() == overdue
    assert Need.objects.due_within(7).count() == soon
    need = Need.objects.get()
    assert need.is_overdue() is bool(overdue)
    assert Need.objects.most_urgent_first().get().is_late is bool(overdue)


def test_overdue_can_be_asked_for_another_day(a_household):
    a_household(needs=["house_repair"])
    Need.objects.update(due_on="2022-09-16")
    assert Need.objects.overdue(on=date(2022, 9, 17)).count() == 1
