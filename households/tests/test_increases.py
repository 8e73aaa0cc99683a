"""Coming onto the list: who may be proposed as what, the pages, and what the decision makes of it."""

import datetime

import pytest

from households import changes
from households.models import Cause, Household, Movement, PlanEntry
from households.reviewing import Findings
from households.standing import standing_of
from households.turns import courses

DAY = datetime.date(2022, 9, 10)
SIGNED = datetime.date(2022, 9, 14)


@pytest.fixture
def illness(plan):
    return Cause.objects.order_by("order").first()


@pytest.fixture
def left(plan, a_household, officer, division):
    """A household that left poverty by a decision of 1/9."""
    household = a_household(head="Hồ Văn Thoát")
    on = datetime.date(2022, 9, 1)
    movement = changes.propose_exit(household, plan=plan, reason="supported", on=on, evidence="x", by=officer)
    changes.decide(changes.agree(movement, by=division), decision_no="1/QĐ", decision_on=on, by=division)
    return household


@pytest.fixture
def stranger_to_lists(plan, tu_ha, officer):
    from households.models import Hamlet

    hamlet = Hamlet.objects.named(tu_ha, "Tổ dân phố 1")
    return changes.add_household(hamlet, plan=plan, head="Lê Thị Mới", member_count=4, by=officer)


def propose(household, plan, by, kind="newly_poor", **facts):
    facts = {"on": DAY, "evidence": "Giấy đề nghị", **facts}
    return changes.propose_increase(household, plan=plan, kind=kind, by=by, **facts)


def decided(movement, division):
    return changes.decide(changes.agree(movement, by=division), decision_no="2/QĐ", decision_on=SIGNED, by=division)


def is_listed(household) -> bool:
    return any(one.household == household.pk and one.is_listed(SIGNED) for one in courses())


# --- Verbs --------------------------------------------------------------------------------------------


def test_newly_poor_is_proposed_decided_and_has_its_place_beside_the_plan(plan, stranger_to_lists, officer, division):
    movement = propose(stranger_to_lists, plan, officer)
    assert (movement.stage, movement.review.final) == ("proposed", "poor")
    assert not PlanEntry.objects.filter(household=stranger_to_lists).exists()
    movement = decided(movement, division)
    entry = PlanEntry.objects.get(household=stranger_to_lists)
    assert (entry.listed_on, entry.by_movement) == (SIGNED, movement)
    assert is_listed(stranger_to_lists)
    assert stranger_to_lists not in Household.objects.of_the_plan(plan)
    assert stranger_to_lists in Household.objects.remaining(plan)


def test_undone_it_is_on_no_list_again(plan, stranger_to_lists, officer, division):
    movement = decided(propose(stranger_to_lists, plan, officer), division)
    changes.undo(movement, reason="Nhầm hộ", by=division)
    assert not PlanEntry.objects.filter(household=stranger_to_lists).exists()
    assert not is_listed(stranger_to_lists)


def test_it_is_not_undone_under_the_hands_of_whoever_looked_since(plan, stranger_to_lists, officer, division):
    from povertyplan import clock

    movement = decided(propose(stranger_to_lists, plan, officer), division)
    with clock.assume(clock.now() + datetime.timedelta(minutes=5)):
        changes.see(stranger_to_lists, plan=plan, progress="under_way", on=SIGNED, by=officer)
    with pytest.raises(changes.Refused, match="đã được xem xét"):
        changes.undo(movement, reason="Nhầm hộ", by=division)


def test_a_relapse_needs_its_cause_and_brings_the_household_back(plan, left, illness, officer, division):
    with pytest.raises(changes.Refused, match="nguyên nhân tái nghèo"):
        propose(left, plan, officer, "relapse")
    movement = decided(propose(left, plan, officer, "relapse", cause=illness), division)
    assert movement.cause == illness
    assert left in Household.objects.remaining(plan)
    assert PlanEntry.objects.get(household=left).by_movement is None  # its place is the plan's own
    left = Household.objects.with_place(plan).get(pk=left.pk)
    assert standing_of(left, plan).text == "Tái nghèo"


@pytest.mark.parametrize("kind", ["newly_poor", "from_near_poor"])
def test_whoever_left_poverty_falls_back_and_is_nothing_else(plan, left, officer, kind):
    with pytest.raises(changes.Refused, match="«Tái nghèo»"):
        propose(left, plan, officer, kind)


def test_whoever_is_on_the_list_does_not_come_onto_it(plan, a_household, officer):
    with pytest.raises(changes.Refused, match="đang trong danh sách"):
        propose(a_household(), plan, officer)


def test_a_review_before_the_exit_proves_no_relapse(plan, left, illness, officer):
    with pytest.raises(changes.Refused, match="01/09/2022"):
        propose(left, plan, officer, "relapse", cause=illness, on=datetime.date(2022, 8, 20))


def test_numbers_that_call_it_not_poor_need_a_reason(plan, stranger_to_lists, officer):
    rich = Findings(deprivations=[], income=5_000_000)
    with pytest.raises(changes.Refused, match="khác với đề nghị"):
        propose(stranger_to_lists, plan, officer, findings=rich)


def test_a_returned_one_is_mended_and_sent_again(plan, stranger_to_lists, officer, division):
    movement = changes.return_proposal(propose(stranger_to_lists, plan, officer), reason="Thiếu", by=division)
    again = changes.propose_increase_again(movement, kind="from_near_poor", on=DAY, evidence="Đủ", by=officer)
    assert (again.stage, again.kind, again.evidence) == ("proposed", "from_near_poor", "Đủ")


# --- Pages --------------------------------------------------------------------------------------------


def household_data(**facts) -> dict:
    from households.models import Hamlet

    hamlet = Hamlet.objects.first()
    return {"head": "Phan Văn Phát Sinh", "hamlet": hamlet.pk, "member_count": "4", "birth_year": "1980"} | facts


def test_a_new_household_goes_straight_on_to_its_proposal(client_of, officer, plan, a_household, illness):
    a_household()  # brings its hamlet
    client = client_of(officer)
    answer = client.post("/households/new/", household_data(causes=[illness.pk]))
    household = Household.objects.get(head="Phan Văn Phát Sinh")
    assert answer["Location"] == f"/households/{household.code}/increase/"
    assert list(household.causes.all()) == [illness]
    page = client.get(answer["Location"]).text
    assert "Đề nghị đưa hộ Phan Văn Phát Sinh vào danh sách hộ nghèo" in page
    assert "Phát sinh nghèo" in page and "Từ hộ cận nghèo" in page and "Tái nghèo" not in page
    filled = {"kind": "newly_poor", "on": "10/9/2022", "evidence": "Biên bản họp tổ"}
    checked = client.post(answer["Location"], filled)
    assert "Kiểm tra trước khi gửi" in checked.text and "vào danh sách khi có số" in checked.text
    sent = client.post(answer["Location"], filled | {"send": "1"})
    movement = Movement.objects.get(household=household)
    assert sent["Location"] == f"/exits/{movement.pk}/"
    assert (movement.kind, movement.people) == ("newly_poor", 4)


def test_a_household_of_the_same_name_in_the_hamlet_is_asked_about(client_of, officer, left):
    data = household_data(head="Hồ Văn Thoát", hamlet=left.hamlet_id)
    page = client_of(officer).post("/households/new/", data)
    assert left.code in page.text
    assert client_of(officer).post("/households/new/", data | {"confirmed": "on"}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"head": " "}, "head"), ({"member_count": "0"}, "member_count"), ({"hamlet": "x"}, "hamlet"),
     ({"id_no": "123"}, "id_no"), ({"birth_year": "1800"}, "birth_year")],
)  # fmt: skip
def test_a_wrong_household_is_not_written_down(client_of, officer, a_household, wrong, field):
    a_household()
    page = client_of(officer).post("/households/new/", household_data(**wrong))
    assert field in page.context["form"].errors
    assert Household.objects.count() == 1


def test_the_case_page_offers_a_relapse_to_the_commune_alone(client_of, officer, division, left):
    link = f"/households/{left.code}/increase/?kind=relapse"
    assert link in client_of(officer).get(f"/households/{left.code}/").text
    assert link not in client_of(division).get(f"/households/{left.code}/").text


def test_a_relapse_on_its_page_with_its_cause(client_of, officer, left, illness):
    url = f"/households/{left.code}/increase/?kind=relapse"
    client = client_of(officer)
    filled = {"kind": "relapse", "on": "10/9/2022", "evidence": "Biên bản"}
    assert "cause" in client.post(url, filled).context["form"].errors
    page = client.post(url, filled | {"cause": illness.pk, "send": "1"}, follow=True).text
    assert "Nguyên nhân tái nghèo" in page and illness.name in page
    again = client.get(url)
    assert again["Location"].startswith("/exits/")


def test_a_listed_household_is_sent_back_to_its_page(client_of, officer, a_household):
    household = a_household()
    answer = client_of(officer).get(f"/households/{household.code}/increase/", follow=True)
    assert "đang trong danh sách hộ nghèo" in answer.text


def test_the_division_answers_it_like_any_other(client_of, division, officer, plan, stranger_to_lists):
    movement = propose(stranger_to_lists, plan, officer)
    client = client_of(division)
    page = client.get("/exits/?kind=newly_poor")
    assert [one.pk for one in page.context["page"]] == [movement.pk]
    assert "Đề nghị đưa vào danh sách hộ nghèo" in client.get(f"/exits/{movement.pk}/").text
    client.post(f"/exits/{movement.pk}/return/", {"reason": "Thiếu biên bản"})
    page = client_of(officer).get(f"/exits/{movement.pk}/edit/").text
    assert "Thiếu biên bản" in page and "Giấy đề nghị" in page
    again = {"kind": "newly_poor", "on": "10/9/2022", "evidence": "Đủ biên bản", "send": "1"}
    client_of(officer).post(f"/exits/{movement.pk}/edit/", again)
    client.post(f"/exits/{movement.pk}/agree/")
    assert "Lê Thị Mới" in client.get("/exits/decide/").text


def test_strangers_and_others_propose_nothing(client_of, stranger, division, housing, left):
    assert client_of(stranger).get(f"/households/{left.code}/increase/").status_code == 404
    for other in (division, housing):
        assert client_of(other).get("/households/new/").status_code == 403


def test_a_visit_that_finds_poverty_leads_to_the_relapse(client_of, officer, left):
    exit = left.movements.get()
    sent = {"finding": "poor", "on": "12/9/2022", "note": "Mất mùa, không còn thu nhập"}
    answer = client_of(officer).post(f"/watch/{exit.pk}/", sent)
    assert answer["Location"] == f"/households/{left.code}/increase/?kind=relapse"


def test_pages_count_the_same_proposals_as_the_list(client_of, division, officer, plan, stranger_to_lists):
    propose(stranger_to_lists, plan, officer)
    assert "Duyệt 1 đề nghị ra, vào danh sách" in client_of(division).get("/dashboard/").text
    assert client_of(division).get("/exits/?stage=proposed").context["page"].paginator.count == 1
