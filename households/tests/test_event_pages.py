"""/households/<code>/events/: births, deaths and the like, written down on pages and taken back there."""

import pytest

from households.models import Household, Member, PersonEvent
from households.tests.browser import filled_in


@pytest.fixture
def household(a_household):
    return a_household(head="Hồ Văn Áng", member_count=4, birth_year=1970)


@pytest.fixture
def wife(household):
    return Member.objects.create(household=household, name="Lê Thị Bưởi", relation="Vợ", sex="F", birth_year=1972)


@pytest.fixture
def url(household):
    return f"/households/{household.code}/events/"


def test_a_birth(client_of, officer, household, url):
    client = client_of(officer)
    typed = {"name": "Hồ Thị Bé", "relation": "Cháu", "sex": "F", "on": "10/9/2022", "note": "Khai sinh số 12"}
    answer = client.post(f"{url}born/", filled_in(client.get(f"{url}born/"), **typed))
    assert answer["Location"] == f"/households/{household.code}/#people"
    child = household.members.get()
    assert (str(child.birth_on), child.birth_year, str(child.came_on)) == ("2022-09-10", 2022, "2022-09-10")
    assert Household.objects.get().member_count == 5
    assert "Hồ Thị Bé" in client.get(f"/households/{household.code}/").text


def test_somebody_joins(client_of, officer, household, url):
    client = client_of(officer)
    typed = {"name": "Trần Thị Dâu", "relation": "Con dâu", "sex": "F", "birth_year": "1998", "on": "1/9/2022"}
    client.post(f"{url}joined/", filled_in(client.get(f"{url}joined/"), **typed))
    assert household.members.get().birth_year == 1998


def test_a_death_of_a_member_and_its_undoing(client_of, officer, household, wife, url):
    client = client_of(officer)
    client.post(f"{url}died/", filled_in(client.get(f"{url}died/"), who=str(wife.pk), on="10/9/2022"))
    page = client.get(f"/households/{household.code}/").text
    assert "Lê Thị Bưởi (vợ): đã chết ngày 10/09/2022" in page
    event = PersonEvent.objects.get()
    undo = f"{url}{event.pk}/undo/"
    assert "chết, Lê Thị Bưởi (vợ), ngày 10/09/2022" in client.get(undo).text
    assert client.post(undo, {"reason": ""}).status_code == 200
    client.post(undo, {"reason": "Ghi nhầm người cùng tên"})
    assert Household.objects.get().member_count == 4
    assert "Đã hủy: Ghi nhầm người cùng tên" in client.get(f"/households/{household.code}/").text


def test_a_death_of_the_head_asks_for_another(client_of, officer, household, wife, url):
    client = client_of(officer)
    page = client.get(f"{url}died/")
    refused = client.post(f"{url}died/", filled_in(page, who="head", on="10/9/2022"))
    assert "heir" in refused.context["form"].errors
    answer = client.post(f"{url}died/", filled_in(page, who="head", on="10/9/2022", heir=str(wife.pk)), follow=True)
    assert Household.objects.get().head == "Lê Thị Bưởi"
    assert "Hãy kiểm tra lại quan hệ của từng người." in answer.text
    assert answer.redirect_chain[-1][0] == f"/households/{household.code}/people/"


def test_somebody_unknown_moves_away(client_of, officer, household, url):
    client = client_of(officer)
    page = client.get(f"{url}left/")
    assert "name" in client.post(f"{url}left/", filled_in(page, who="other", on="1/9/2022")).context["form"].errors
    client.post(f"{url}left/", filled_in(page, who="other", name="Hồ Thị Lan", on="1/9/2022"))
    assert household.members.gone().get().name == "Hồ Thị Lan"


def test_going_over_to_another_household_of_the_commune(
    client_of, officer, household, wife, a_household, binh_tien, url
):
    other, far = a_household(head="Trần Thị Dâu"), a_household(binh_tien, head="Hồ Văn Xa")
    client = client_of(officer)
    page = client.get(f"{url}went/")
    for code in (far.code, household.code, "x"):
        refused = client.post(f"{url}went/", filled_in(page, who=str(wife.pk), on="1/9/2022", to=code))
        assert "to" in refused.context["form"].errors
        assert far.head not in refused.text
    client.post(f"{url}went/", filled_in(page, who=str(wife.pk), on="1/9/2022", to=other.code, relation="Em"))
    assert other.members.get().described == "Lê Thị Bưởi (em)"
    assert f"(hộ {household.head})" in client.get(f"/households/{other.code}/").text


def test_another_head(client_of, officer, household, wife, url):
    client = client_of(officer)
    page = client.get(f"{url}headed/")
    client.post(f"{url}headed/", filled_in(page, heir=str(wife.pk), relation="Chồng", on="1/9/2022"))
    assert household.members.present().get().described == "Hồ Văn Áng (chồng)"


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("born", {"on": "17/9/2022"}, "on"),
        ("born", {"name": ""}, "name"),
        ("died", {"who": ""}, "who"),
        ("died", {"who": "999999"}, "who"),
        ("died", {"on": ""}, "on"),
        ("headed", {"relation": ""}, "relation"),
        ("headed", {"heir": "999999"}, "heir"),
    ],
)
def test_what_cannot_be_is_said(client_of, officer, household, wife, url, kind, typed, field):
    client = client_of(officer)
    right = {"who": str(wife.pk), "on": "1/9/2022", "name": "Bé", "relation": "Con", "heir": str(wife.pk)}
    page = client.post(f"{url}{kind}/", filled_in(client.get(f"{url}{kind}/"), **{**right, **typed}))
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert not PersonEvent.objects.exists()


def test_a_refusal_of_the_verb_is_shown_on_the_form(client_of, officer, a_household):
    alone = a_household(member_count=1)
    client, url = client_of(officer), f"/households/{alone.code}/events/left/"
    page = client.post(url, filled_in(client.get(url), who="other", name="Ai Đó", on="1/9/2022"))
    assert "sau việc này không còn ai" in page.text


def test_other_kinds_are_not_there(client_of, officer, url):
    for kind in ("came", "x"):
        assert client_of(officer).get(f"{url}{kind}/").status_code == 404


def test_events_are_for_the_own_commune_and_the_division(
    client_of, officer, division, stranger, leader, housing, household, wife, url, a_household
):
    client_of(officer).post(f"{url}died/", {"who": str(wife.pk), "on": "10/9/2022"})
    event = PersonEvent.objects.get()
    for path in (f"{url}died/", f"{url}{event.pk}/undo/"):
        assert client_of(division).get(path).status_code == 200
        assert client_of(stranger).post(path, {"reason": "Nhầm"}).status_code == 404
        assert client_of(leader).post(path, {"reason": "Nhầm"}).status_code == 403
        assert client_of(housing).post(path, {"reason": "Nhầm"}).status_code == 403
    other = a_household()
    assert client_of(officer).get(f"/households/{other.code}/events/{event.pk}/undo/").status_code == 404
    assert PersonEvent.objects.get().undone_at is None
