"""Filters under a name: kept for oneself or the unit, found above their list, changed by their owner only."""

import pytest

from households.tests.browser import filled_in
from tasks.filters import NeedFilter
from tasks.models import SavedFilter
from tasks.saved import shelf


@pytest.fixture
def colleague(a_user, tu_ha):
    return a_user("commune", tu_ha, "Hà Thị Đồng")


@pytest.fixture
def kept(officer):
    """kept("Sửa nhà", is_shared=True): a filter of the officer of Tứ Hạ."""

    def keep(name="Sửa nhà", list="needs", query="type=house_repair", **facts):
        return SavedFilter.objects.create(owner=officer, unit=officer.unit, list=list, name=name, query=query, **facts)

    return keep


@pytest.mark.parametrize(
    ("path", "query"),
    [("/needs/", "q=&state=overdue&type=house_repair&page=2"), ("/households/", "standing=remaining&q=bui")],
)
def test_the_present_filter_is_kept_and_leads_back_to_the_same_rows(client_of, officer, path, query):
    client = client_of(officer)
    page = client.get(f"{path}?{query}")
    address = page.context["shelf"].save_url
    assert f'href="{address.replace("&", "&amp;")}"' in page.text
    asked = client.get(address)
    saved = client.post(address, filled_in(asked, name="Việc tuần này"), follow=True)
    assert "Đã lưu bộ lọc «Việc tuần này»." in saved.text
    assert saved.context["filter"].summary() == page.context["filter"].summary()
    assert saved.context["shelf"].save_url == ""  # it is kept already
    assert 'aria-current="true">Việc tuần này' in saved.text


def test_nothing_chosen_is_nothing_to_keep(client_of, officer):
    client = client_of(officer)
    assert "Lưu bộ lọc này" not in client.get("/needs/?q=&type=").text
    for query in ("", "list=needs", "list=needs&type=nope", "list=nothing&type=credit", "list=needs&x=1"):
        assert client.post(f"/saved-filters/add/?{query}", {"name": "Thử"}).status_code == 404
    assert not SavedFilter.objects.exists()


def test_what_was_not_understood_is_not_kept(client_of, officer):
    client = client_of(officer)
    client.post("/saved-filters/add/?list=needs&type=credit&state=nope&commune=20035", {"name": "Vay vốn"})
    assert SavedFilter.objects.get().query == "type=credit"


def test_who_sees_what(client_of, officer, colleague, stranger, division, leader, kept):
    kept("Riêng tôi")
    kept("Cả xã", is_shared=True)
    own, others = client_of(officer).get("/needs/").text, client_of(colleague).get("/needs/").text
    assert "Riêng tôi" in own and "Cả xã" in own
    assert "Riêng tôi" not in others and "Cả xã" in others
    for person in (stranger, division, leader):
        assert "Cả xã" not in client_of(person).get("/needs/").text
        assert "Cả xã" not in client_of(person).get("/saved-filters/").text
    assert "Cả xã" not in client_of(officer).get("/households/").text  # it is a filter of needs


def test_the_owner_renames_shares_and_deletes(client_of, officer, kept):
    one, client = kept(), client_of(officer)
    url = f"/saved-filters/{one.pk}/"
    client.post(url, filled_in(client.get(url), name="Nhà ở", is_shared="on"))
    one.refresh_from_db()
    assert (one.name, one.is_shared, one.query) == ("Nhà ở", True, "type=house_repair")
    assert "Đã xóa bộ lọc «Nhà ở»." in client.post(f"{url}delete/", follow=True).text
    assert not SavedFilter.objects.exists()


def test_a_colleague_uses_it_and_changes_nothing(client_of, colleague, kept):
    one, client = kept(is_shared=True), client_of(colleague)
    assert f'/saved-filters/{one.pk}/"' not in client.get("/saved-filters/").text
    assert client.get(f"/saved-filters/{one.pk}/").status_code == 404
    assert client.post(f"/saved-filters/{one.pk}/delete/").status_code == 404
    assert SavedFilter.objects.filter(name="Sửa nhà").exists()


@pytest.mark.parametrize("how", ["stops", "moves"])
def test_what_an_owner_left_behind_is_the_units(client_of, officer, colleague, binh_tien, kept, how):
    one = kept(is_shared=True)
    if how == "stops":
        officer.is_active = False
    else:
        officer.unit = binh_tien
    officer.save()
    assert client_of(colleague).post(f"/saved-filters/{one.pk}/delete/").status_code == 302


def test_one_name_once_in_a_list(client_of, officer, kept):
    kept()
    client = client_of(officer)
    again = client.post("/saved-filters/add/?list=needs&type=credit", {"name": " Sửa nhà "})
    assert "Bạn đã có bộ lọc mang tên này ở danh sách này." in again.text
    assert client.post("/saved-filters/add/?list=households&standing=left", {"name": "Sửa nhà"}).status_code == 302
    other = SavedFilter.objects.get(list="households")
    assert client.post(f"/saved-filters/{other.pk}/", {"name": "Sửa nhà"}).status_code == 302


def test_whoever_has_no_unit_keeps_for_themselves(client_of, leader):
    client = client_of(leader)
    assert "Dùng chung" not in client.get("/saved-filters/add/?list=needs&state=overdue").text
    client.post("/saved-filters/add/?list=needs&state=overdue", {"name": "Quá hạn", "is_shared": "on"})
    assert SavedFilter.objects.get().is_shared is False
    assert "Quá hạn" in client.get("/needs/").text


def test_me_in_a_shared_filter_is_whoever_uses_it(client_of, officer, colleague, kept, a_household):
    a_household(head="Hộ Của Đồng", needs=["credit"], officer=colleague)
    one = kept("Của tôi", query="officer=me", is_shared=True)
    assert "Hộ Của Đồng" in client_of(colleague).get(one.url).text
    assert "Hộ Của Đồng" not in client_of(officer).get(one.url).text


def test_the_shelf_costs_one_query(officer, plan, kept, django_assert_num_queries):
    for number in range(5):
        kept(f"Số {number}")
    found = NeedFilter({}, user=officer, plan=plan)
    found.chips()
    with django_assert_num_queries(1):
        assert len(shelf("needs", found, user=officer).filters) == 5
