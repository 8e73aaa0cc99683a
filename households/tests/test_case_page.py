"""/households/<code>/: everything about one household, as far as the reader may know it."""

import datetime

import pytest

from households import changes
from households.models import Member
from povertyplan.accounts.models import AccessLog

DAY = datetime.date(2022, 9, 10)


@pytest.fixture
def household(a_household):
    household = a_household(
        head="Hồ Văn Áng", needs=["house_repair", "credit"], id_no="046070001234", address="Xóm Bến"
    )
    Member.objects.create(household=household, name="Lê Thị Bưởi", relation="Vợ", sex="F", id_no="046172005678")
    return household


@pytest.fixture
def url(household):
    return f"/households/{household.code}/"


def test_the_page_shows_head_people_needs_and_diary(client_of, officer, url):
    page = client_of(officer).get(url).text
    for part in ("Hồ Văn Áng", "Xóm Bến", "Lê Thị Bưởi", "Sửa chữa nhà ở", "Vay vốn", "Phòng QLĐT", "<time"):
        assert part in page


def test_id_numbers_are_masked(client_of, officer, url):
    page = client_of(officer).get(url).text
    assert "•••• •••• 1234" in page
    assert "•••• •••• 5678" in page
    assert "046070001234" not in page
    assert "046172005678" not in page


def test_a_stranger_finds_nothing(client_of, stranger, bank, administrator, url, a_household):
    assert client_of(stranger).get(url).status_code == 404
    assert client_of(administrator).get(url).status_code == 403
    assert client_of(bank).get(f"/households/{a_household(head='Khác').code}/").status_code == 404
    assert client_of(bank).get("/households/00000-0000/").status_code == 404


def test_showing_the_number_is_a_post_that_is_logged(client_of, officer, household, url):
    client = client_of(officer)
    assert client.get(f"{url}reveal-id/").status_code == 405
    page = client.post(f"{url}reveal-id/")
    assert "046070001234" in page.text
    row = AccessLog.objects.get(action=AccessLog.Action.REVEAL_ID)
    assert row.by == officer
    assert household.code in row.subject
    assert "046070001234" not in row.subject + row.detail
    assert "046070001234" not in client.get(url).text


def test_only_those_who_may_see_the_number(client_of, stranger, leader, housing, url):
    assert client_of(stranger).post(f"{url}reveal-id/").status_code == 404
    assert client_of(leader).post(f"{url}reveal-id/").status_code == 403
    assert client_of(housing).post(f"{url}reveal-id/").status_code == 403
    assert not AccessLog.objects.filter(action=AccessLog.Action.REVEAL_ID).exists()


def test_the_commune_gets_its_buttons(client_of, officer, url):
    page = client_of(officer).get(url).text
    for end in ("update/", "edit/", "exit/", "officer/", "note/", "members/add/", "needs/add/", "reveal-id/"):
        assert f'"{url}{end}"' in page


@pytest.mark.parametrize("who", ["leader", "housing"])
def test_readers_get_no_buttons(client_of, request, url, who):
    page = client_of(request.getfixturevalue(who)).get(url).text
    for end in ("update/", "edit/", "exit/", "officer/", "note/", "members/add/", "needs/add/", "reveal-id/"):
        assert f'"{url}{end}"' not in page


def test_a_body_sees_which_needs_are_its_own_and_links_to_no_other(client_of, housing, household, url):
    page = client_of(housing).get(url).text
    own = household.needs.get(type__code="house_repair")
    other = household.needs.get(type__code="credit")
    assert page.count("việc của đơn vị bạn") == 1
    assert f"/needs/{own.pk}/" in page
    assert f"/needs/{other.pk}/" not in page


def test_a_body_is_not_told_how_an_exit_is_argued(client_of, plan, officer, housing, household, url):
    changes.propose_exit(household, plan=plan, reason="self_reliant", on=DAY, evidence="Biên bản kín", by=officer)
    assert "Biên bản kín" in client_of(officer).get(url).text
    assert "Biên bản kín" not in client_of(housing).get(url).text


def test_an_open_proposal_takes_the_place_of_the_button(client_of, plan, officer, household, url):
    movement = changes.propose_exit(household, plan=plan, reason="moved", on=DAY, evidence="Đơn xin chuyển", by=officer)
    page = client_of(officer).get(url).text
    assert f"/exits/{movement.pk}/" in page
    assert "Giảm khác" in page
    assert f'"{url}exit/"' not in page


def test_a_household_that_left_shows_its_decision_and_is_not_updated(
    client_of, plan, officer, division, household, url
):
    movement = changes.propose_exit(household, plan=plan, reason="merit", on=DAY, evidence="Biên bản", by=officer)
    changes.decide(changes.agree(movement, by=division), decision_no="45/QĐ-UBND", decision_on=DAY, by=division)
    page = client_of(officer).get(url).text
    assert "Đã thoát nghèo" in page
    assert "45/QĐ-UBND" in page
    assert f'"{url}update/"' not in page


def test_an_overdue_need_is_marked(client_of, officer, household, url):
    household.needs.update(due_on=datetime.date(2022, 10, 1))
    assert "Quá hạn" not in client_of(officer).get(url).text
    household.needs.filter(type__code="credit").update(due_on=DAY)
    assert client_of(officer).get(url).text.count("Quá hạn") == 1


def test_it_leads_to_the_next_household_by_name(client_of, officer, household, a_household, url):
    following = a_household(head="Lê Văn Bưởi")
    assert f'href="/households/{following.code}/"' in client_of(officer).get(url).text


def test_few_queries_however_long_the_diary(client_of, officer, household, url, django_assert_max_num_queries):
    client = client_of(officer)
    changes.write_note(household, text="Dòng đầu", by=officer)
    with django_assert_max_num_queries(26) as few:
        client.get(url)
    for number in range(30):
        changes.write_note(household, text=f"Dòng {number}", by=officer)
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_what_people_typed_is_text_and_never_markup(client_of, officer, a_household):
    household = a_household(head='<img src=x onerror="alert(1)">', address="<script>alert(2)</script>")
    changes.write_note(household, text="<b>đậm</b>", by=officer)
    page = client_of(officer).get(f"/households/{household.code}/").text
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "<b>đậm" not in page
