"""The people of a household beside its head."""

import pytest

from households.models import Household, Member
from households.tests.browser import filled_in


@pytest.fixture
def household(a_household):
    return a_household(head="Hồ Văn Áng")


@pytest.fixture
def member(household):
    return Member.objects.create(household=household, name="Lê Thị Bưởi", relation="Vợ", sex="F", order=1)


@pytest.fixture
def url(household):
    return f"/households/{household.code}/members/"


def test_a_member_is_added_at_the_end(client_of, officer, household, member, url):
    client = client_of(officer)
    page = client.get(f"{url}add/")
    client.post(
        f"{url}add/", filled_in(page, name="Hồ Thị Con", relation="Con", birth_year="2001", new_id_no="046301001111")
    )
    added = household.members.last()
    assert (added.name, added.birth_year, added.id_no, added.order) == ("Hồ Thị Con", 2001, "046301001111", 2)
    assert household.diary.first().text == "Thêm thành viên Hồ Thị Con (con)"


def test_a_member_is_changed_and_the_diary_says_what(client_of, officer, household, member, url):
    client = client_of(officer)
    client.post(f"{url}{member.pk}/", filled_in(client.get(f"{url}{member.pk}/"), birth_on="1/2/1972"))
    member.refresh_from_db()
    assert (str(member.birth_on), member.birth_year) == ("1972-02-01", 1972)
    assert "Ngày sinh: trống → 01/02/1972" in household.diary.first().note
    assert "Lê Thị Bưởi" in household.diary.first().text


def test_a_member_is_removed_after_a_question(client_of, officer, household, member, url):
    client = client_of(officer)
    assert "Lê Thị Bưởi" in client.get(f"{url}{member.pk}/remove/").text
    assert household.members.exists()
    client.post(f"{url}{member.pk}/remove/")
    assert not household.members.exists()
    assert household.diary.first().text == "Bỏ thành viên Lê Thị Bưởi"


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name": ""}, "name"), ({"new_id_no": "1"}, "new_id_no"), ({"birth_on": "1/1/2030"}, "birth_on")],
)
def test_what_cannot_be_is_said(client_of, officer, household, url, typed, field):
    client = client_of(officer)
    page = client.post(f"{url}add/", filled_in(client.get(f"{url}add/"), **{"name": "Hồ Thị Con", **typed}))
    assert field in page.context["form"].errors
    assert not household.members.exists()


def test_a_household_that_others_saved_first_is_shown_again(client_of, officer, household, member, url):
    client = client_of(officer)
    opened = client.get(f"{url}{member.pk}/")
    client.post(f"{url}add/", filled_in(client.get(f"{url}add/"), name="Hồ Thị Con"))
    again = client.post(f"{url}{member.pk}/", filled_in(opened, relation="Mẹ"))
    assert again.status_code == 409
    assert "Thêm thành viên Hồ Thị Con" in again.text
    assert client.post(f"{url}{member.pk}/", filled_in(again)).status_code == 302
    member.refresh_from_db()
    assert member.relation == "Mẹ"


def test_the_members_of_others_are_not_there(client_of, officer, stranger, leader, household, member, url, a_household):
    other = a_household(head="Khác")
    assert client_of(officer).get(f"/households/{other.code}/members/{member.pk}/").status_code == 404
    for end in ("", "remove/"):
        assert client_of(stranger).post(f"{url}{member.pk}/{end}").status_code == 404
        assert client_of(leader).post(f"{url}{member.pk}/{end}").status_code == 403
    assert Household.objects.get(pk=household.pk).members.count() == 1
