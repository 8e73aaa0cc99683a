"""Editing a household: only what was changed is written, and two who edit at once lose nothing."""

import pytest

from households import changes
from households.models import Cause, Household
from households.person_forms import HouseholdForm, PersonForm
from households.tests.browser import filled_in


@pytest.fixture
def household(a_household):
    household = a_household(head="Hồ Văn Áng", id_no="046070001234", address="Xóm Bến", hamlet="Tổ dân phố 1")
    household.causes.set(Cause.objects.filter(code="no_land"))
    return household


@pytest.fixture
def url(household):
    return f"/households/{household.code}/edit/"


def test_what_changed_is_saved_and_said_in_the_diary(client_of, officer, household, url):
    client = client_of(officer)
    answer = client.post(url, filled_in(client.get(url), address="Xóm Chợ", birth_on="2/9/1970", has_merit="on"))
    assert answer["Location"] == f"/households/{household.code}/"
    now, line = Household.objects.get(), household.diary.first()
    assert (now.address, str(now.birth_on), now.has_merit, now.version) == ("Xóm Chợ", "1970-09-02", True, 2)
    assert "Địa chỉ cụ thể: Xóm Bến → Xóm Chợ" in line.note
    assert "Ngày sinh: trống → 02/09/1970" in line.note
    assert "Có thành viên là người có công: không → có" in line.note
    assert line.by == officer
    assert "Số khẩu" not in line.note


def test_causes_are_said_by_their_names(client_of, officer, household, url):
    client = client_of(officer)
    causes = list(Cause.objects.filter(code__in=["no_capital", "illness"]).values_list("pk", flat=True))
    client.post(url, filled_in(client.get(url), causes=causes))
    assert set(Household.objects.get().causes.values_list("code", flat=True)) == {"no_capital", "illness"}
    assert "→ Thiếu vốn" in household.diary.first().note


def test_a_number_given_to_two_households_at_once_goes_to_the_first(
    client_of, officer, a_household, household, url, monkeypatch
):
    a_household(head="Lê Thị Hai", id_no="046170123456")
    monkeypatch.setattr(HouseholdForm, "clean_new_id_no", PersonForm.clean_new_id_no)  # asked before the other saved
    client = client_of(officer)
    answer = client.post(url, filled_in(client.get(url), new_id_no="046170123456", confirmed="on"))
    assert answer.status_code == 200
    assert "đã thuộc một hộ khác" in answer.text
    assert Household.objects.get(pk=household.pk).id_no == "046070001234"


@pytest.mark.parametrize("name", ["causes", "deprivations", "initial-causes"])
@pytest.mark.parametrize("key", ["9223372036854775808", "9" * 5000, "x"])
def test_a_tick_that_no_table_has_is_answered_calmly(client_of, officer, household, url, name, key):
    client = client_of(officer)
    assert client.post(url, filled_in(client.get(url), **{name: [key]})).status_code in {200, 302}
    assert set(household.causes.values_list("code", flat=True)) <= {"no_land"}


def test_nothing_changed_is_nothing_written(client_of, officer, household, url):
    client = client_of(officer)
    answer = client.post(url, filled_in(client.get(url)), follow=True)
    assert "Không có gì thay đổi." in answer.text
    assert not household.diary.exists()


def test_the_number_is_never_sent_to_the_browser_and_stays_when_left_empty(client_of, officer, url):
    client = client_of(officer)
    page = client.get(url)
    assert "046070001234" not in page.text
    assert "Đang ghi •••• •••• 1234" in page.text
    client.post(url, filled_in(page, address="Xóm Chợ"))
    assert Household.objects.get().id_no == "046070001234"


def test_a_first_cause_survives_a_mistake_elsewhere(client_of, officer, household, url):
    household.causes.clear()
    client = client_of(officer)
    causes = list(Cause.objects.filter(code="illness").values_list("pk", flat=True))
    page = client.post(url, filled_in(client.get(url), causes=causes, birth_year="1850"))
    assert client.post(url, filled_in(page, birth_year="1970")).status_code == 302
    assert [cause.code for cause in household.causes.all()] == ["illness"]


def test_a_new_number_is_written_masked_into_the_diary(client_of, officer, household, url):
    client = client_of(officer)
    client.post(url, filled_in(client.get(url), new_id_no="046 070 009 999"))
    assert Household.objects.get().id_no == "046070009999"
    assert "•••• •••• 1234 → •••• •••• 9999" in household.diary.first().note


def test_a_number_can_be_taken_away(client_of, officer, url):
    client = client_of(officer)
    client.post(url, filled_in(client.get(url), drop_id_no="on"))
    assert Household.objects.get().id_no is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"new_id_no": "12345"}, "new_id_no"),
        ({"new_id_no": "04607000123x"}, "new_id_no"),
        ({"birth_on": "17/9/2022"}, "birth_on"),
        ({"birth_on": "30/2/1970"}, "birth_on"),
        ({"birth_on": "2/9/1971"}, "birth_year"),
        ({"birth_year": "1850"}, "birth_year"),
        ({"birth_year": "2023"}, "birth_year"),
        ({"head": ""}, "head"),
        ({"member_count": "0"}, "member_count"),
        ({"hamlet": "999999"}, "hamlet"),
        ({"sex": "X"}, "sex"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client_of, officer, household, url, typed, field):
    client = client_of(officer)
    page = client.post(url, filled_in(client.get(url), **typed))
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert Household.objects.get().version == 1


def test_a_number_of_another_household_is_refused(client_of, officer, a_household, url):
    a_household(head="Khác", id_no="046070005555")
    client = client_of(officer)
    page = client.post(url, filled_in(client.get(url), new_id_no="046070005555"))
    assert "đã thuộc một hộ khác" in page.text


def test_a_hamlet_of_another_commune_is_not_offered(client_of, officer, binh_tien, a_household, url):
    far = a_household(binh_tien, hamlet="Thôn 9").hamlet
    client = client_of(officer)
    page = client.post(url, filled_in(client.get(url), hamlet=far.pk))
    assert "hamlet" in page.context["form"].errors


def test_a_number_that_disagrees_is_asked_about_once_and_can_be_confirmed(client_of, officer, url):
    client = client_of(officer)
    data = filled_in(client.get(url), new_id_no="046171001234")
    page = client.post(url, data)
    assert "nữ, sinh năm 1971" in page.text
    assert 'type="checkbox" name="confirmed"' in page.text
    assert client.post(url, {**data, "confirmed": "on"}).status_code == 302
    assert Household.objects.get().id_no == "046171001234"


def test_an_old_oddity_does_not_stand_in_the_way_of_other_changes(client_of, officer, household, url):
    Household.objects.update(sex="F")
    client = client_of(officer)
    assert client.post(url, filled_in(client.get(url), address="Xóm Chợ")).status_code == 302


def test_the_second_of_two_sees_what_the_first_saved_and_loses_nothing(client_of, officer, division, household, url):
    first, second = client_of(officer), client_of(division)
    page = second.get(url)
    first.post(url, filled_in(first.get(url), address="Xóm Chợ", ethnicity="Kinh"))
    again = second.post(url, filled_in(page, member_count="5", ethnicity="Tà Ôi"))
    assert again.status_code == 409
    assert "Người khác vừa sửa nội dung này" in again.text
    assert "Xóm Bến → Xóm Chợ" in again.text
    assert officer.full_name in again.text
    form = again.context["form"]
    assert (form["address"].value(), form["member_count"].value(), form["ethnicity"].value()) == (
        "Xóm Chợ",
        "5",
        "Tà Ôi",
    )
    assert Household.objects.get().member_count == 3
    second.post(url, filled_in(again, **{"keep-ethnicity": "mine"}))
    now = Household.objects.get()
    assert (now.address, now.member_count, now.ethnicity) == ("Xóm Chợ", 5, "Tà Ôi")
    assert "Dân tộc: Kinh → Tà Ôi" in household.diary.first().note


def test_ticked_boxes_of_the_first_survive_the_second(client_of, officer, division, url):
    first, second = client_of(officer), client_of(division)
    page = second.get(url)
    causes = list(Cause.objects.filter(code="illness").values_list("pk", flat=True))
    first.post(url, filled_in(first.get(url), causes=causes, lacks_labour="on"))
    again = second.post(url, filled_in(page, address="Xóm Mới"))
    assert again.context["form"]["lacks_labour"].value() is True
    second.post(url, filled_in(again))
    now = Household.objects.get()
    assert (now.address, now.lacks_labour) == ("Xóm Mới", True)
    assert [cause.code for cause in now.causes.all()] == ["illness"]


@pytest.mark.parametrize("end", ["edit/", "officer/", "note/", "members/add/"])
def test_only_the_own_commune_and_the_division_edit(
    client_of, officer, division, stranger, leader, housing, household, end
):
    url = f"/households/{household.code}/{end}"
    assert client_of(officer).get(url).status_code == 200
    assert client_of(division).get(url).status_code == 200
    assert client_of(stranger).get(url).status_code == 404
    assert client_of(stranger).post(url, {}).status_code == 404
    assert client_of(leader).post(url, {}).status_code == 403
    assert client_of(housing).post(url, {}).status_code == 403


def test_an_officer_of_the_commune_takes_charge(client_of, officer, stranger, household):
    client, url = client_of(officer), f"/households/{household.code}/officer/"
    client.post(url, filled_in(client.get(url), officer=officer.pk))
    assert Household.objects.get().officer == officer
    page = client.post(url, filled_in(client.get(url), officer=stranger.pk))
    assert "officer" in page.context["form"].errors
    client.post(url, filled_in(page, officer=""))
    assert Household.objects.get().officer is None


def test_a_note_goes_into_the_diary(client_of, officer, household):
    client, url = client_of(officer), f"/households/{household.code}/note/"
    assert client.post(url, {"text": ""}).status_code == 200
    client.post(url, {"text": "Đã gặp chủ hộ"})
    line = household.diary.get()
    assert (line.kind, line.note, line.by) == ("note", "Đã gặp chủ hộ", officer)


def test_editing_through_a_verb_leaves_other_fields_alone(household, officer):
    changes.edit(household, version=1, facts={"head": "Hồ Văn  Ánh"}, by=officer)
    now = Household.objects.get()
    assert (now.head, now.address) == ("Hồ Văn Ánh", "Xóm Bến")
    assert Household.objects.search("anh").exists()
