"""A body that coordinates a need: it sees it, adds its help and its notes, and moves nothing of it."""

import pytest

from households.tests.browser import filled_in
from povertyplan import clock
from tasks import steps
from tasks.acts import ACTS
from tasks.models import Need


@pytest.fixture
def front(a_user, unit):
    return a_user("agency", unit("MTTQ"), "Hoàng Thị Mặt Trận")


@pytest.fixture
def need(a_household):
    return a_household(head="Trần Thị Ánh", needs=["house_repair", "credit"]).needs.get(type__code="house_repair")


def test_it_finds_the_need_in_the_list_and_by_its_part(client_of, front, need):
    client = client_of(front)
    assert f"/needs/{need.pk}/" in client.get("/needs/").text
    assert client.get("/needs/?coordinator=MTTQ").context["totals"]["needs"] == 1
    assert client.get("/needs/?coordinator=TNMT").context["totals"]["needs"] == 0
    assert client.get("/needs/?lead=MTTQ").context["totals"]["needs"] == 0


def test_a_need_with_several_coordinators_is_counted_once(client_of, division, need):
    assert need.coordinators.count() == 2
    assert client_of(division).get("/needs/?coordinator=MTTQ").context["totals"] == {"needs": 1, "households": 1}


def test_its_page_says_who_coordinates_and_what_that_means(client_of, front, housing, need):
    page = client_of(front).get(f"/needs/{need.pk}/").text
    assert "<dt>Cơ quan phối hợp</dt>" in page
    assert "<b>phối hợp</b> nhu cầu này" in page
    assert f"/needs/{need.pk}/note/" in page and f"/needs/{need.pk}/measures/add/" in page
    assert "/needs/bulk/" not in page and f"/needs/{need.pk}/assign/" not in page
    assert "<b>phối hợp</b> nhu cầu này" not in client_of(housing).get(f"/needs/{need.pk}/").text


def test_it_writes_down_what_it_gave_and_a_note(client_of, front, need):
    client, url = client_of(front), f"/needs/{need.pk}/measures/add/"
    given = {"what": "Quỹ Vì người nghèo hỗ trợ", "source": "mobilised", "amount": "20.000.000"}
    assert client.post(url, filled_in(client.get(url)) | given).status_code == 302
    assert client.post(f"/needs/{need.pk}/note/", {"text": "Đã chuyển tiền cho hộ."}).status_code == 302
    assert need.measures.get().unit == front.unit
    assert need.steps.get(verb="note").by == front
    assert Need.objects.get(pk=need.pk).state == "routed"


@pytest.mark.parametrize("state", ["routed", "taken_up", "delivered"])
def test_it_moves_nothing_whatever_the_state(client_of, front, housing, need, state):
    if state != "routed":
        steps.take_up([need], by=housing)
    if state == "delivered":
        steps.deliver(need, by=housing)
    before = Need.objects.values().get(pk=need.pk)
    client, fresh = client_of(front), Need.objects.with_routing().get(pk=need.pk)
    for act in ACTS.values():
        assert act.obstacle(fresh, by=front), act.name
        marked = {"act": act.name, "need": need.pk, "reason": "Không đúng việc của mình.", "back": "/needs/"}
        assert client.post("/needs/bulk/", marked).status_code == 403
        confirmed = marked | {"chosen": f"{need.pk}.{before['version']}", "due_on": "30/9/2022"}
        assert client.post("/needs/bulk/", confirmed).status_code in {302, 403, 409}
    assert client.post(f"/needs/{need.pk}/assign/", {"version": 1}).status_code == 403
    assert client.post(f"/needs/{need.pk}/indicator/", {"version": 1}).status_code == 403
    assert Need.objects.values().get(pk=need.pk) == before


def test_it_leaves_what_another_unit_wrote_down_alone(client_of, front, housing, need):
    steps.take_up([need], by=housing)
    theirs = steps.record_measure(need, by=housing, on=clock.today(), what="Lợp mái", kind="service")
    client = client_of(front)
    assert client.get(f"/measures/{theirs.pk}/").status_code == 200
    for act in ("edit", "cancel"):
        client.post(f"/measures/{theirs.pk}/{act}/", {"what": "Khác", "reason": "Ghi nhầm khoản này."})
    theirs.refresh_from_db()
    assert (theirs.what, theirs.is_cancelled) == ("Lợp mái", False)


def test_what_it_has_no_part_in_it_does_not_find(client_of, front, need):
    credit = need.household.needs.get(type__code="credit")
    for address in ("", "note/", "measures/add/", "assign/"):
        assert client_of(front).get(f"/needs/{credit.pk}/{address}").status_code == 404
