"""The household's card: six blocks on one page, for one household or for all that a list shows."""

from datetime import date
from decimal import Decimal

import pytest

from households import changes
from households.models import Cause, Household, Indicator, Member
from povertyplan.accounts.models import AccessLog
from tasks import steps
from tasks.cards import cards
from tasks.models import NeedType

DAY = date(2022, 9, 10)


@pytest.fixture
def household(a_household, officer, housing, bank, plan):
    household = a_household(
        head="Hồ Văn Áng", needs=["house_repair", "credit"], id_no="046070001234", member_count=3, insurance="yes",
        has_merit=True, officer=officer,
    )  # fmt: skip
    Member.objects.create(household=household, name="Lê Thị Bưởi", relation="Vợ", id_no="046172005678")
    household.causes.set(Cause.objects.filter(code="illness"))
    household.deprivations.set(Indicator.objects.filter(code="latrine"))
    repair, credit = household.needs.order_by("type__order")
    [repair] = steps.take_up([repair], by=housing)
    [credit] = steps.take_up([credit], by=bank)
    facts = {"on": DAY, "what": "Lợp lại mái", "kind": "grant", "source": "local", "amount": Decimal(15_000_000)}
    steps.record_measure(repair, by=housing, **facts)
    loan = {"on": DAY, "what": "Vay nuôi bò", "kind": "loan", "source": "credit", "amount": Decimal(50_000_000)}
    steps.record_measure(credit, by=bank, **loan)
    changes.see(household, plan=plan, progress="under_way", on=DAY, by=officer)
    return household


def card_of(household, plan):
    [card] = cards(Household.objects.filter(pk=household.pk), plan)
    return card


def test_a_card_tells_the_six_blocks(household, plan, officer):
    card = card_of(household, plan)
    assert (card.code, card.head, card.member_count, card.officer) == (
        household.code, "Hồ Văn Áng", 3, officer.full_name,
    )  # fmt: skip
    assert [(one.name, one.relation, one.insurance) for one in card.people] == [
        ("Hồ Văn Áng", "Chủ hộ", "Có"), ("Lê Thị Bưởi", "Vợ", ""),
    ]  # fmt: skip
    assert card.groups == "có thành viên là người có công"
    assert [need.name for need in card.needs] == ["Sửa chữa nhà ở", "Vay vốn sản xuất"]
    assert card.needs[0].lead == "Phòng QLĐT"
    assert card.seen == "10/09/2022: đang thực hiện"
    assert (card.standing, card.left) == ("Đang thực hiện", "")
    assert "Nhà tiêu hợp vệ sinh" in card.deprivations


def test_loans_are_not_added_to_grants(household, plan):
    card = card_of(household, plan)
    assert (card.grants, card.loans, len(card.gifts)) == (Decimal(15_000_000), Decimal(50_000_000), 2)


def test_who_has_gone_is_on_no_card(household, plan, officer):
    changes.depart(household, member=household.members.get(), kind="died", on=DAY, by=officer)
    assert [one.name for one in card_of(household, plan).people] == ["Hồ Văn Áng"]


def test_a_household_that_left_says_why_and_since_when(household, plan, officer, division):
    movement = changes.propose_exit(household, plan=plan, reason="moved", on=DAY, evidence="Giấy", by=officer)
    changes.decide(changes.agree(movement, by=division), decision_no="1/QĐ", decision_on=DAY, by=division)
    assert card_of(household, plan).left == "Chuyển đi nơi khác; tính từ ngày 10/09/2022"


def test_what_does_not_fit_is_told(household, plan):
    for number in range(12):
        Member.objects.create(household=household, name=f"Người {number}")
    card = card_of(household, plan)
    assert (len(card.shown_people), card.is_dense) == (8, True)
    assert card.left_out == "6 người"


@pytest.mark.parametrize("many", [2, 9])
def test_many_cards_take_as_many_questions_as_two(a_household, plan, many, django_assert_max_num_queries):
    for _ in range(many):
        a_household(needs=["house_repair"])
    with django_assert_max_num_queries(12):
        assert len(cards(Household.objects.all(), plan)) == many


# --- Pages ------------------------------------------------------------------------------------------------


def test_the_page_shows_the_card_with_masked_numbers_and_is_written_down(client_of, officer, household):
    page = client_of(officer).get(f"/households/{household.code}/card/").text
    for words in ("Phiếu hộ nghèo năm 2022", "Lợp lại mái", "15.000.000", "Cho vay (không cộng vào hỗ trợ)"):
        assert words in page
    assert "•••• •••• 1234" in page
    assert "046070001234" not in page and "046172005678" not in page
    row = AccessLog.objects.filter(action=AccessLog.Action.DOCUMENT).get()
    assert (row.by, row.subject) == (officer, f"Phiếu hộ {household.code}")


def test_a_card_is_for_those_who_see_the_household(client_of, stranger, bank, leader, administrator, household, plan):
    url = f"/households/{household.code}/card/"
    assert client_of(stranger).get(url).status_code == 404
    assert client_of(bank).get(url).status_code == 200
    assert client_of(leader).get(url).status_code == 200
    assert client_of(administrator).get(url).status_code == 403


def test_the_cards_of_a_list_are_those_of_its_conditions(client_of, officer, stranger, household, a_household):
    a_household(head="Trần Thị Khác")
    client = client_of(officer)
    page = client.get("/households/cards/?q=ang").text
    assert 'data-count="1"' in page
    assert "Hồ Văn Áng" in page and "Trần Thị Khác" not in page
    assert 'data-count="2"' in client.get("/households/cards/").text
    assert 'data-count="0"' in client_of(stranger).get("/households/cards/").text
    row = AccessLog.objects.filter(action=AccessLog.Action.DOCUMENT, by=officer).earliest("pk")
    assert row.detail == "1 hộ; điều kiện: Tìm: ang"


def test_too_many_at_once_are_asked_to_be_fewer(client_of, officer, household, monkeypatch):
    monkeypatch.setattr("tasks.views.cards.MOST", 0)
    answer = client_of(officer).get("/households/cards/?q=ang", follow=True)
    assert answer.redirect_chain[-1][0] == "/households/?q=ang"
    assert "Hãy lọc bớt rồi in lại." in answer.text
    assert not AccessLog.objects.filter(action=AccessLog.Action.DOCUMENT).exists()


def test_the_leader_prints_no_lists(client_of, leader):
    assert client_of(leader).get("/households/cards/").status_code == 403


def test_the_blank_card_asks_for_everything(client_of, officer):
    page = client_of(officer).get("/households/card/blank/").text
    for asked in (*Cause.objects.all(), *Indicator.objects.all(), *NeedType.objects.whole()):
        assert asked.name in page
    for words in ("Thẻ BHYT", "Muốn học nghề", "Vướng mắc, cần báo cáo", "Khuyết tật"):
        assert words in page


def test_list_and_case_page_lead_to_the_cards(client_of, officer, household):
    client = client_of(officer)
    assert "/households/cards/?q=ang" in client.get("/households/?q=ang").text
    assert "/households/card/blank/" in client.get("/households/").text
    assert f"/households/{household.code}/card/" in client.get(f"/households/{household.code}/").text
