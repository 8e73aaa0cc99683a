"""Two people have one household open at once: the second sees both versions and chooses, nothing is lost."""

import pytest

from households.models import Cause, Household, Member
from households.tests.browser import filled_in
from tasks import steps


@pytest.fixture
def household(a_household):
    return a_household(head="Hồ Văn Áng", address="Xóm Bến", ethnicity="Kinh", hamlet="Tổ dân phố 1")


@pytest.fixture
def url(household):
    return f"/households/{household.code}/edit/"


@pytest.fixture
def met(client_of, officer, division, url):
    """met({…}, {…}): what the first saved and the second typed; the second's client and the page of the conflict."""

    def meet(first: dict, second: dict):
        slow, quick = client_of(division), client_of(officer)
        opened = slow.get(url)
        assert quick.post(url, filled_in(quick.get(url), **first)).status_code == 302
        return slow, slow.post(url, filled_in(opened, **second))

    return meet


def test_the_page_shows_what_was_opened_what_was_saved_by_whom_and_what_was_typed(met, officer):
    _, again = met({"address": "Xóm Chợ"}, {"address": "Xóm Mới"})
    [clash] = again.context["form"].clashes
    assert (clash.opened, clash.saved, clash.typed) == ("Xóm Bến", "Xóm Chợ", "Xóm Mới")
    assert f"Của {officer.full_name}: <b>Xóm Chợ</b>" in again.text
    assert "Của bạn: <b>Xóm Mới</b>" in again.text
    assert "Lúc bạn mở trang: Xóm Bến" in again.text
    assert "Có lỗi cần sửa" not in again.text
    assert '<time datetime="2022-09-16' in again.text


@pytest.mark.parametrize(("kept", "address"), [("theirs", "Xóm Chợ"), ("mine", "Xóm Mới")])
def test_what_is_chosen_is_kept(met, url, kept, address):
    client, again = met({"address": "Xóm Chợ"}, {"address": "Xóm Mới", "member_count": "5"})
    assert client.post(url, filled_in(again, **{"keep-address": kept})).status_code == 302
    now = Household.objects.get()
    assert (now.address, now.member_count) == (address, 5)


def test_what_is_kept_can_be_typed_on(met, url):
    client, again = met({"note": "Nhà ở cuối xóm"}, {"note": "Đi làm xa"})
    client.post(url, filled_in(again, **{"keep-note": "mine", "note": "Nhà ở cuối xóm. Đi làm xa."}))
    assert Household.objects.get().note == "Nhà ở cuối xóm. Đi làm xa."


@pytest.mark.parametrize("choice", [{}, {"keep-address": "x"}])
def test_nothing_is_saved_before_something_is_chosen(met, url, choice):
    client, again = met({"address": "Xóm Chợ"}, {"address": "Xóm Mới"})
    once_more = client.post(url, filled_in(again, **choice))
    assert once_more.status_code == 409
    assert "Hãy chọn nội dung nào được giữ." in once_more.text
    assert "Xóm Chợ" in once_more.text
    assert once_more.context["form"]["address"].value() == "Xóm Mới"
    assert Household.objects.get().address == "Xóm Chợ"
    client.post(url, filled_in(once_more, **{"keep-address": "mine"}))
    assert Household.objects.get().address == "Xóm Mới"


def test_a_mistake_elsewhere_keeps_the_choice_and_both_versions(met, url):
    client, again = met({"address": "Xóm Chợ"}, {"address": "Xóm Mới"})
    page = client.post(url, filled_in(again, **{"keep-address": "theirs", "birth_year": "1800"}))
    [clash] = page.context["form"].clashes
    assert (clash.kept, clash.saved, clash.typed) == ("theirs", "Xóm Chợ", "Xóm Mới")
    assert page.context["form"]["address"].value() == "Xóm Mới"
    assert 'value="theirs" checked' in page.text
    client.post(url, filled_in(page, **{"keep-address": "theirs", "birth_year": "1970"}))
    assert Household.objects.get().address == "Xóm Chợ"


def test_the_same_typed_by_both_is_no_question(met, url):
    client, again = met({"address": "Xóm Chợ"}, {"address": "Xóm Chợ", "member_count": "5"})
    assert again.status_code == 409
    assert again.context["form"].clashes == []
    client.post(url, filled_in(again))
    now = Household.objects.get()
    assert (now.address, now.member_count) == ("Xóm Chợ", 5)


def test_ticks_and_dates_are_told_in_words(met, url):
    first, second = (
        list(Cause.objects.filter(code=code).values_list("pk", flat=True)) for code in ("illness", "no_land")
    )
    client, again = met({"causes": first, "birth_on": "2/9/1970"}, {"causes": second, "birth_on": "3/9/1970"})
    causes, day = sorted(again.context["form"].clashes, key=lambda clash: clash.name == "birth_on")
    names = dict(Cause.objects.values_list("code", "name"))
    assert (causes.opened, causes.saved, causes.typed) == ("trống", names["illness"], names["no_land"])
    assert (day.opened, day.saved, day.typed) == ("trống", "02/09/1970", "03/09/1970")
    client.post(url, filled_in(again, **{"keep-causes": "theirs", "keep-birth_on": "mine"}))
    now = Household.objects.get()
    assert [cause.code for cause in now.causes.all()] == ["illness"]
    assert str(now.birth_on) == "1970-09-03"


def test_a_third_who_saves_meanwhile_is_shown_too(met, client_of, officer, url):
    client, again = met({"address": "Xóm Chợ"}, {"address": "Xóm Mới"})
    third = client_of(officer)
    third.post(url, filled_in(third.get(url), address="Xóm Đình", ethnicity="Tà Ôi"))
    page = client.post(url, filled_in(again, **{"keep-address": "mine"}))
    assert page.status_code == 409
    [clash] = page.context["form"].clashes
    assert (clash.opened, clash.saved, clash.typed) == ("Xóm Chợ", "Xóm Đình", "Xóm Mới")
    assert len(page.context["form"].conflict.lines) == 2  # what was saved since the page was opened at first
    client.post(url, filled_in(page, **{"keep-address": "mine"}))
    assert (Household.objects.get().address, Household.objects.get().ethnicity) == ("Xóm Mới", "Tà Ôi")


def test_a_saving_that_changes_nothing_disturbs_nobody(met, url):
    _, answer = met({}, {"address": "Xóm Mới"})
    assert answer.status_code == 302


@pytest.mark.parametrize("since", ["x", "-1", "0", "9" * 30, "99999"])
def test_a_forged_conflict_shows_no_more_than_the_household_itself(client_of, officer, url, since):
    client = client_of(officer)
    data = {"since": since, "clash": ["address", "code", "id_no"], "opened-address": "x"}
    answer = client.post(url, filled_in(client.get(url), **data))
    assert answer.status_code in {200, 409}
    assert Household.objects.get().version == 1


def test_the_officer_in_charge_is_not_overwritten_unseen(client_of, officer, division, a_user, tu_ha, household):
    colleague, url = a_user("commune", tu_ha, "Hà Thị Đồng"), f"/households/{household.code}/officer/"
    slow, quick = client_of(division), client_of(officer)
    opened = slow.get(url)
    quick.post(url, filled_in(quick.get(url), officer=officer.pk))
    again = slow.post(url, filled_in(opened, officer=colleague.pk))
    assert again.status_code == 409
    [clash] = again.context["form"].clashes
    assert (clash.opened, clash.saved, clash.typed) == ("trống", str(officer), str(colleague))
    slow.post(url, filled_in(again, **{"keep-officer": "mine"}))
    assert Household.objects.get().officer == colleague


def test_a_member_taken_out_meanwhile_can_be_added_again_with_what_was_typed(client_of, officer, division, household):
    member = Member.objects.create(household=household, name="Lê Thị Bưởi", relation="Vợ", sex="F", order=1)
    url = f"/households/{household.code}/members/{member.pk}/"
    slow, quick = client_of(division), client_of(officer)
    opened = slow.get(url)
    quick.post(f"{url}remove/")
    again = slow.post(url, filled_in(opened, birth_year="1972"))
    assert again.status_code == 409
    assert f'action="/households/{household.code}/members/add/"' in again.text
    slow.post(f"/households/{household.code}/members/add/", filled_in(again))
    now = household.members.get()
    assert (now.name, now.relation, now.birth_year) == ("Lê Thị Bưởi", "Vợ", 1972)


def test_a_need_tells_what_was_done_since_a_version(a_household, division, housing):
    need = a_household(needs=["house_repair"]).needs.get()
    steps.take_up([need], by=housing)
    need.refresh_from_db()
    seen = need.version
    steps.add_note(need, text="Đã gọi điện", by=housing)
    steps.assign(need, by=housing, officer=None, due_on=None)
    need.refresh_from_db()
    [line] = need.saved_since(seen)
    assert (line.by, line.note) == (housing, "Chưa phân công cán bộ, chưa đặt hạn")
    assert line.text
