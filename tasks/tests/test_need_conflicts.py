"""Two people work on one need at once: the second sees what the first did, chooses, and nothing typed is lost."""

import re

import pytest

from households.models import Indicator
from households.tests.browser import filled_in
from tasks import steps
from tasks.models import IndicatorLead, Need

BULK = "/needs/bulk/"
REASON = "Nhà nằm trong vùng sạt lở, không sửa được."


@pytest.fixture
def need(a_household):
    return a_household(head="Trần Thị Ánh", needs=["house_repair"]).needs.get()


@pytest.fixture
def colleague(a_user, unit):
    return a_user("agency", unit("QLDT"), "Ngô Thị Đồng Nghiệp")


def asked_for(client, act, *needs):
    return client.post(BULK, {"act": act, "need": [need.pk for need in needs], "back": "/needs/"})


# --- The officer and the day ----------------------------------------------------------------------------


def test_the_second_sees_both_days_and_chooses(client_of, housing, colleague, need):
    slow, quick, url = client_of(housing), client_of(colleague), f"/needs/{need.pk}/assign/"
    opened = slow.get(url)
    quick.post(url, filled_in(quick.get(url), officer=colleague.pk, due_on="20/9/2022"))
    again = slow.post(url, filled_in(opened, due_on="25/9/2022"))
    assert again.status_code == 409
    [clash] = again.context["form"].clashes
    assert (clash.opened, clash.saved, clash.typed) == ("30/10/2022", "20/09/2022", "25/09/2022")
    assert "Của Ngô Thị Đồng Nghiệp: <b>20/09/2022</b>" in again.text
    slow.post(url, filled_in(again, **{"keep-due_on": "mine"}))
    need.refresh_from_db()
    assert (str(need.due_on), need.officer) == ("2022-09-25", colleague)  # what only the first changed is kept


def test_it_tells_also_that_the_need_was_moved_meanwhile(client_of, housing, colleague, need):
    client, url = client_of(housing), f"/needs/{need.pk}/assign/"
    opened = client.get(url)
    steps.take_up([need], by=colleague)
    again = client.post(url, filled_in(opened, due_on="25/9/2022"))
    assert again.status_code == 409
    assert "tiếp nhận" in again.text
    assert client.post(url, filled_in(again)).status_code == 302
    assert str(Need.objects.get().due_on) == "2022-09-25"


def test_two_indicators(client_of, a_user, unit, division, a_household):
    need = a_household(needs=["basic_service"]).needs.get()
    second = a_user("division", unit("LDTBXH"), "Lê Thị Phó")
    slow, quick, url = client_of(division), client_of(second), f"/needs/{need.pk}/indicator/"
    first, other = (Indicator.objects.get(code=code) for code in ("latrine", "telecom_service"))
    opened = slow.get(url)
    quick.post(url, filled_in(quick.get(url), indicator=first.pk))
    again = slow.post(url, filled_in(opened, indicator=other.pk))
    assert again.status_code == 409
    assert Need.objects.get().indicator == first
    slow.post(url, filled_in(again, **{"keep-indicator": "theirs"}))
    assert Need.objects.get().indicator == first


# --- What moves a need ----------------------------------------------------------------------------------


def test_a_reason_is_kept_and_sent_again_with_what_the_other_did_in_sight(client_of, housing, colleague, need):
    client = client_of(housing)
    asked = asked_for(client, "refuse", need)
    steps.assign(need, by=colleague, officer=colleague, due_on=None)
    again = client.post(BULK, filled_in(asked, reason=REASON))
    assert again.status_code == 409
    assert "Ngô Thị Đồng Nghiệp, chưa đặt hạn" in again.text
    assert REASON in again.text
    assert Need.objects.get().state == "routed"
    assert client.post(BULK, filled_in(again)).status_code == 302
    assert Need.objects.get().state == "refused"


def test_of_several_each_that_changed_is_asked_about(client_of, housing, colleague, need, a_household):
    other = a_household(needs=["house_repair"]).needs.get()
    client = client_of(housing)
    asked = asked_for(client, "take_up", need, other)
    steps.assign(need, by=colleague, officer=colleague, due_on=None)
    again = client.post(BULK, filled_in(asked, due_on="25/9/2022"))
    assert again.status_code == 409
    mark = re.search(r'name="again" value="([^"]+)"', again.text)[1]
    assert "Tiếp nhận các nhu cầu đã chọn" in again.text
    client.post(BULK, filled_in(again, again=mark))
    assert set(Need.objects.values_list("state", "due_on__day")) == {("taken_up", 25)}


def test_what_can_no_longer_be_done_leaves_the_typed_words_as_a_note(client_of, housing, colleague, officer, need):
    steps.take_up([need], by=colleague)
    client = client_of(housing)
    asked = asked_for(client, "refuse", need)
    steps.deliver(need, by=colleague)
    stopped = client.post(BULK, filled_in(asked, reason=REASON))
    assert stopped.status_code == 409
    assert "Báo đã hỗ trợ" in stopped.text
    assert f'action="/needs/{need.pk}/note/"' in stopped.text
    client.post(f"/needs/{need.pk}/note/", filled_in(stopped))
    assert need.steps.get(verb="note").note == REASON
    assert Need.objects.get().state == "delivered"


def test_the_commune_confirms_while_a_colleague_disputes(client_of, housing, officer, a_user, tu_ha, need):
    second = a_user("commune", tu_ha, "Hà Thị Đồng")
    steps.take_up([need], by=housing)
    steps.deliver(need, by=housing)
    slow, quick = client_of(officer), client_of(second)
    asked = asked_for(slow, "dispute", need)
    quick.post(BULK, filled_in(asked_for(quick, "confirm", need)))
    stopped = slow.post(BULK, filled_in(asked, reason="Nền nhà chưa láng xong."))
    assert stopped.status_code == 409
    assert "Nền nhà chưa láng xong." in stopped.text
    assert Need.objects.get().state == "confirmed"


def test_words_about_a_need_that_went_out_of_sight_are_shown_once_more(client_of, housing, division, unit, need):
    client = client_of(housing)
    asked = asked_for(client, "refuse", need)
    steps.route([need], to=unit("TNMT"), by=division)
    stopped = client.post(BULK, filled_in(asked, reason=REASON))
    assert stopped.status_code == 409
    assert REASON in stopped.text
    assert "Trần Thị Ánh" not in stopped.text


def test_two_divisions_officers_route_one_need(client_of, a_user, unit, division, need):
    second = a_user("division", unit("LDTBXH"), "Lê Thị Phó")
    client = client_of(division)
    asked = asked_for(client, "route_to", need)
    steps.route([need], to=unit("TNMT"), by=second)
    again = client.post(BULK, filled_in(asked, lead=unit("MTTQ").pk, note="Quỹ Vì người nghèo làm."))
    assert again.status_code == 409
    assert "Phòng TN&amp;MT" in again.text
    client.post(BULK, filled_in(again))
    assert Need.objects.get().lead == unit("MTTQ")


def test_naming_an_indicator_of_several_and_one_was_named_meanwhile(client_of, a_user, unit, division, a_household):
    needs = [a_household(needs=["basic_service"]).needs.get() for _ in range(2)]
    second = a_user("division", unit("LDTBXH"), "Lê Thị Phó")
    client = client_of(division)
    asked = asked_for(client, "indicator", *needs)
    steps.name_indicator(needs[:1], indicator=Indicator.objects.get(code="latrine"), by=second)
    chosen = IndicatorLead.objects.get(indicator__code="telecom_service").pk
    again = client.post(BULK, filled_in(asked, indicator=chosen))
    assert again.status_code == 409
    client.post(BULK, filled_in(again))  # the changed one is not marked: it stays as the other named it
    codes = Need.objects.order_by("pk").values_list("indicator__code", flat=True)
    assert list(codes) == ["latrine", "telecom_service"]
