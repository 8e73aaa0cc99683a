"""The table of moves, tried out whole: every verb from every state, by every role."""

import pytest

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.roles import Role
from tasks import steps
from tasks.models import Need, NeedType, Step
from tasks.rights import has_right, obstacle
from tasks.states import COUNTED, DONE, IN_QUEUE, MOVES, OPEN, TONES, WITH_LEAD, State

ALLOWED = {
    "route": {"unrouted", "refused", "routed"},
    "split": {"unrouted", "refused"},
    "take_up": {"routed"},
    "refuse": {"routed", "taken_up"},
    "deliver": {"taken_up"},
    "confirm": {"delivered"},
    "dispute": {"delivered"},
    "withdraw": {"unrouted", "refused", "routed", "taken_up", "delivered"},
}
ENDS = {
    "route": "routed",
    "split": "split",
    "take_up": "taken_up",
    "refuse": "refused",
    "deliver": "delivered",
    "confirm": "confirmed",
    "dispute": "taken_up",
    "withdraw": "withdrawn",
}
REASON = "Lý do đủ mười ký tự."


@pytest.fixture
def people(officer, housing, division, leader, administrator):
    return {
        "commune": officer,
        "agency": housing,
        "division": division,
        "leader": leader,
        "administrator": administrator,
    }


@pytest.fixture
def a_need(a_household, unit):
    """a_need("routed", "house_repair"): a need of Tứ Hạ in that state, led by QLDT where it has a lead."""

    def make(state, code="house_repair"):
        need = a_household(needs=[code]).needs.get()
        lead = None if state in IN_QUEUE else unit("QLDT")
        Need.objects.filter(pk=need.pk).update(state=state, lead=lead, take_up_by=clock.today())
        return Need.objects.get(pk=need.pk)

    return make


@pytest.fixture
def do(unit):
    """do("take_up", need, by=housing): the verb with everything that it asks."""

    def done(verb, need, *, by):
        match verb:
            case "route":
                return steps.route([need], to=unit("TNMT"), by=by)
            case "split":
                return steps.split([need], into=NeedType.objects.filter(code__in=["health", "education"]), by=by)
            case "take_up":
                return steps.take_up([need], by=by)
            case "deliver":
                return steps.deliver(need, by=by)
            case "confirm":
                return steps.confirm([need], by=by)
            case "dispute":
                return steps.dispute(need, by=by, reason=REASON)
            case _:
                return getattr(steps, verb)([need], by=by, reason=REASON)

    return done


RIGHT_ROLE = {
    "route": "division",
    "split": "division",
    "withdraw": "division",
    "take_up": "agency",
    "refuse": "agency",
    "deliver": "agency",
    "confirm": "commune",
    "dispute": "commune",
}


def test_the_table_is_what_this_file_says():
    assert {verb: {str(state) for state in move.starts} for verb, move in MOVES.items()} == ALLOWED
    assert {verb: str(move.ends) for verb, move in MOVES.items()} == ENDS


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("verb", MOVES)
def test_every_verb_from_every_state(a_need, do, people, verb, state):
    need = a_need(state, "health_education" if verb == "split" else "house_repair")
    before = need.steps.count(), need.household.diary.count()
    if state in ALLOWED[verb]:
        do(verb, need, by=people[RIGHT_ROLE[verb]])
        need.refresh_from_db()
        assert need.state == ENDS[verb]
        step = need.steps.order_by("-pk").first()
        assert (step.verb, step.from_state, step.to_state) == (verb, state, ENDS[verb])
        assert step.by == people[RIGHT_ROLE[verb]]
        assert step.lead_id == need.lead_id
        assert need.household.diary.count() > before[1]
    else:
        with pytest.raises(Refused):
            do(verb, need, by=people[RIGHT_ROLE[verb]])
        need.refresh_from_db()
        assert need.state == state
        assert (need.steps.count(), need.household.diary.count()) == before


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("verb", MOVES)
def test_every_verb_by_every_role(a_need, do, people, verb, role):
    state = sorted(ALLOWED[verb])[0]
    need = a_need(state, "health_education" if verb == "split" else "house_repair")
    by = people[role]
    if role == RIGHT_ROLE[verb]:
        assert has_right(verb, need, by=by)
        do(verb, need, by=by)
        return
    assert obstacle(verb, need, by=by)
    with pytest.raises(Refused):
        do(verb, need, by=by)
    need.refresh_from_db()
    assert need.state == state


@pytest.mark.parametrize("verb", ["take_up", "refuse", "deliver"])
def test_another_body_does_not_move_what_it_does_not_lead(a_need, do, bank, verb):
    need = a_need(sorted(ALLOWED[verb])[-1])
    with pytest.raises(Refused, match="Phòng Quản lý đô thị"):
        do(verb, need, by=bank)


@pytest.mark.parametrize("verb", ["confirm", "dispute"])
def test_another_commune_does_not_confirm(a_need, do, stranger, verb):
    with pytest.raises(Refused, match="Tứ Hạ"):
        do(verb, a_need("delivered"), by=stranger)


def test_the_division_does_not_take_up_what_another_body_leads(a_need, do, division):
    with pytest.raises(Refused):
        do("take_up", a_need("routed"), by=division)


def test_the_division_takes_up_what_it_leads_itself(a_household, division):
    need = a_household(needs=["employment"]).needs.get()
    assert steps.take_up([need], by=division)[0].officer == division


def test_many_move_together_or_not_at_all(a_need, housing):
    good, bad = a_need("routed"), a_need("confirmed")
    with pytest.raises(Refused, match="Đã hoàn thành"):
        steps.take_up([good, bad], by=housing)
    good.refresh_from_db()
    assert good.state == "routed"


def test_a_refusal_names_a_few_and_counts_the_rest(a_need, housing):
    with pytest.raises(Refused, match="Và 2 nhu cầu khác") as refused:
        steps.take_up([a_need("confirmed") for _ in range(7)], by=housing)
    assert str(refused.value).count("Đã hoàn thành") == 5


def test_a_move_is_seen_by_who_holds_an_old_copy(a_need, housing):
    need, copy = a_need("routed"), Need.objects.get()
    steps.take_up([need], by=housing)
    with pytest.raises(Refused, match="Đang thực hiện"):
        steps.take_up([copy], by=housing)
    assert Step.objects.filter(verb="take_up").count() == 1


def test_every_move_counts_the_version_and_the_moment(a_need, housing):
    need = a_need("routed")
    moved = steps.take_up([need], by=housing)[0]
    assert moved.version == need.version + 1
    assert moved.moved_at.date() == clock.now().date()


def test_the_sets_of_states_fit_together():
    assert IN_QUEUE | WITH_LEAD < OPEN < COUNTED
    assert set(State) - COUNTED == {State.SPLIT, State.WITHDRAWN}
    assert set(MOVES) <= set(DONE)
    assert set(TONES) <= set(OPEN)


@pytest.mark.parametrize("size", [1, 31])
def test_moving_many_costs_no_more_than_moving_one(a_household, housing, django_assert_max_num_queries, size):
    needs = [a_household(needs=["house_repair"]).needs.get() for _ in range(size)]
    with django_assert_max_num_queries(14):
        steps.take_up(needs, by=housing)
