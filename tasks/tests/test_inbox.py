"""The inbox: each unit's needs by what they wait for; every number is the number of the rows behind it."""

import re

import pytest

from povertyplan.accounts.models import User
from tasks import steps
from tasks.filters import NeedFilter
from tasks.inbox import Inbox
from tasks.models import Need

URL = "/inbox/"


@pytest.fixture
def work(a_household, binh_tien, officer, housing, bank, division, plan):
    """Something in most matters of everybody."""
    needs = [a_household(head=f"Lê Văn {number}", needs=["house_repair"]).needs.get() for number in range(6)]
    steps.take_up(needs[1:5], by=housing)
    steps.assign(Need.objects.get(pk=needs[2].pk), by=housing, officer=None, due_on=plan.today)
    Need.objects.filter(pk=needs[1].pk).update(due_on=plan.issued_on)  # nobody may set a day that has passed
    for need in needs[3:5]:
        steps.deliver(need, by=housing)
    steps.dispute(needs[4], by=officer, reason="Mái chưa lợp xong.")
    steps.refuse([needs[5]], by=housing, reason="Nhà nằm trong vùng sạt lở.")
    a_household(binh_tien, "Hồ Văn Cường", hamlet="Thôn 3", needs=["house_repair", "health_education"])
    a_household(head="Trần Thị Dịch Vụ", needs=["basic_service", "resettlement"])
    return needs


def counts(user, plan) -> dict:
    return {key: count for key, count in Inbox(user, plan).counts.items() if count}


def in_menu(page) -> int:
    """The number beside "Cần xử lý"; nothing is nought."""
    found = re.search(r'Cần xử lý <span class="num">(\d+)', page.text)
    return int(found[1]) if found else 0


def test_a_body_sees_what_it_leads_by_what_it_waits_for(work, housing, plan):
    assert counts(housing, plan) == {
        "take_up": 2, "disputed": 1, "overdue": 1, "due_soon": 1, "delivered": 1, "coordinate": 1,
    }  # fmt: skip


def test_a_commune_sees_what_it_must_confirm_and_what_others_owe_it(work, officer, plan):
    found = counts(officer, plan)
    assert (found["to_confirm"], found["sent_back"], found["refused"]) == (1, 1, 1)


def test_the_division_sees_what_has_no_lead(work, division, plan):
    found = counts(division, plan)
    assert (found["to_split"], found["to_give"], found["refused"]) == (1, 1, 1)


@pytest.mark.parametrize("who", ["officer", "housing", "bank", "division"])
@pytest.mark.parametrize("mine", [False, True])
def test_every_number_is_that_of_its_list_and_of_the_list_of_needs(who, mine, work, plan, client_of, request):
    user = request.getfixturevalue(who)
    box, client = Inbox(user, plan, mine=mine), client_of(user)
    for matter in box.matters:
        rows = set(NeedFilter(box.query(matter), user=user, plan=plan).qs.values_list("pk", flat=True))
        assert len(rows) == box.counts[matter.key], matter.key
        page = client.get(URL, {"matter": matter.key} | ({"whose": "mine"} if mine else {}))
        assert f'data-count="{len(rows)}"' in page.text
        assert f'href="/needs/?{box.query(matter).urlencode().replace("&", "&amp;")}"' in page.text


def test_what_a_body_only_coordinates_is_shown_and_not_in_its_number(work, a_user, unit, plan, client_of):
    front = a_user("agency", unit("MTTQ"))
    assert counts(front, plan) == {"coordinate": 7}
    page = client_of(front).get(URL)
    assert "<h2>Phối hợp với cơ quan khác</h2>" in page.text
    assert page.text.count("phối hợp</span>") == 7
    assert in_menu(page) == 0


@pytest.mark.parametrize("who", ["officer", "housing", "division"])
def test_the_menu_counts_each_need_that_waits_for_the_unit_once(who, work, plan, client_of, request):
    user = request.getfixturevalue(who)
    box = Inbox(user, plan)
    lists = [box.query(matter) for matter in box.matters if not matter.waits_for_others]
    waiting = {pk for query in lists for pk in NeedFilter(query, user=user, plan=plan).qs.values_list("pk", flat=True)}
    assert in_menu(client_of(user).get("/questions/")) == len(waiting) > 0


def test_what_is_anothers_is_not_mine_and_what_is_nobodys_is(work, a_user, unit, housing, plan):
    colleague = a_user("agency", unit("QLDT"), "Ngô Thị Đồng Nghiệp")
    mine = Inbox(colleague, plan, mine=True).counts
    assert (mine["take_up"], mine["due_soon"], mine["disputed"]) == (2, 1, 0)
    assert Inbox(housing, plan, mine=True).counts["disputed"] == 1


def test_a_commune_officers_needs_are_those_of_their_households(work, officer, a_user, tu_ha, plan):
    colleague = a_user("commune", tu_ha, "Hà Thị Đồng")
    work[3].household.officer = officer
    work[3].household.save(update_fields=["officer"])
    assert Inbox(officer, plan, mine=True).counts["to_confirm"] == 1
    assert Inbox(colleague, plan, mine=True).counts["to_confirm"] == 0


def test_it_opens_where_something_waits(work, officer, client_of):
    assert "<h2>Chờ xác nhận</h2>" in client_of(officer).get(URL).text
    assert client_of(officer).get(URL, {"matter": "'"}).status_code == 200


def test_three_clicks_from_the_first_screen_to_all_taken_up(work, housing, client_of):
    """The menu's link, the button for all, and the button of the page that shows them once more."""
    client = client_of(housing)
    assert f'href="{URL}"' in client.get("/").text
    box = client.get(URL)
    act, back = (re.search(rf'name="{name}" value="([^"]*)"', box.text)[1] for name in ("all", "back"))
    address = re.search(r'action="(/needs/bulk/[^"]*)"', box.text)[1].replace("&amp;", "&")
    shown = client.post(address, {"all": act, "back": back})
    hidden = dict(re.findall(r'<input type="hidden" name="(act|chosen|back)" value="([^"]*)">', shown.text))
    after = client.post("/needs/bulk/", hidden, follow=True)
    assert "Đã tiếp nhận: 2 nhu cầu của 2 hộ." in after.text
    assert after.request["PATH_INFO"] == URL


def test_several_are_given_an_officer_and_a_day_from_it(work, housing, client_of):
    client, due = client_of(housing), Need.objects.filter(state="taken_up")
    page = client.get(URL, {"matter": "due_soon"})
    assert 'value="assign"' in page.text
    keys = [need.pk for need in due]
    asked = client.post("/needs/bulk/", {"act": "assign", "need": keys, "back": f"{URL}?matter=due_soon"})
    hidden = dict(re.findall(r'<input type="hidden" name="(act|chosen|back)" value="([^"]*)">', asked.text))
    after = client.post("/needs/bulk/", hidden | {"officer": housing.pk, "due_on": "30/9/2022"}, follow=True)
    assert after.request["QUERY_STRING"] == "matter=due_soon"
    assert set(due.values_list("officer", flat=True)) == {housing.pk}


def test_whoever_has_no_part_in_needs_has_no_inbox(leader, administrator, client_of, plan):
    for person in (leader, administrator):
        assert client_of(person).get(URL).status_code == 403
        assert "Cần xử lý" not in client_of(person).get("/account/").text


def test_a_year_that_is_closed_asks_nothing_of_anybody(work, housing, plan, client_of):
    plan.closed_on = plan.today
    plan.save()
    assert client_of(housing).get(URL).status_code == 403
    assert "Cần xử lý" not in client_of(housing).get("/needs/").text


def test_the_number_in_the_menu_costs_one_query(work, housing, plan, django_assert_num_queries):
    user = User.objects.select_related("unit").get(pk=housing.pk)
    with django_assert_num_queries(1):
        assert Inbox(user, plan).to_do() > 0


@pytest.mark.parametrize("who", ["officer", "housing", "division"])
def test_it_takes_as_many_queries_for_many_needs_as_for_few(
    who, work, a_household, client_of, request, django_assert_max_num_queries
):
    for number in range(20):
        a_household(head=f"Hồ Văn {number}", needs=["house_repair", "basic_service"])
    client = client_of(request.getfixturevalue(who))
    with django_assert_max_num_queries(24):
        client.get(URL)
