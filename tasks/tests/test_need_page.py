"""A need's own page: what it shows, and to whom it offers what."""

import re

import pytest

from households.models import Indicator
from households.tests.browser import filled_in
from tasks import steps
from tasks.models import Need, NeedType


@pytest.fixture
def need(a_household):
    return a_household(head="Trần Thị Ánh", needs=["house_repair"], id_no="046070001234").needs.get()


@pytest.fixture
def page_of(client_of):
    return lambda user, need: client_of(user).get(f"/needs/{need.pk}/")


def acts_on(response) -> set[str]:
    return set(re.findall(r'name="act" value="(\w+)"', response.text))


def test_it_shows_what_the_need_is(page_of, division, need):
    text = page_of(division, need).text
    for words in (
        "Sửa chữa nhà ở: hộ Trần Thị Ánh",
        f'href="/households/{need.household.code}/"',
        "III.2.10",
        "Phòng Quản lý đô thị",
        "Ủy ban Mặt trận Tổ quốc",
        "Chờ tiếp nhận",
        "Chưa ghi khoản hỗ trợ nào",
        "Ghi nhận nhu cầu",
    ):
        assert words in text
    assert "046070001234" not in text


@pytest.mark.parametrize(
    ("who", "state", "acts"),
    [
        ("housing", "routed", {"take_up", "refuse"}),
        ("housing", "taken_up", {"deliver", "refuse"}),
        ("housing", "delivered", set()),
        ("officer", "routed", set()),
        ("officer", "delivered", {"confirm", "dispute"}),
        ("officer", "confirmed", set()),
        ("division", "routed", {"route_to", "withdraw"}),
        ("division", "taken_up", {"withdraw"}),
        ("division", "confirmed", set()),
        ("leader", "routed", set()),
        ("leader", "delivered", set()),
    ],
)
def test_only_what_this_person_may_do_now_is_offered(page_of, request, need, who, state, acts):
    Need.objects.update(state=state)
    assert acts_on(page_of(request.getfixturevalue(who), need)) == acts


def test_the_queue_offers_routing_or_splitting(page_of, division, a_household):
    household = a_household(needs=["resettlement", "health_education"])
    offered = {one.type.code: acts_on(page_of(division, one)) for one in household.needs.all()}
    assert offered["resettlement"] == {"route", "route_to", "withdraw"}
    assert offered["health_education"] == {"split", "withdraw"}


def test_strangers_do_not_find_it(page_of, stranger, bank, need):
    assert page_of(stranger, need).status_code == 404
    assert page_of(bank, need).status_code == 404


def test_the_administrator_may_not(page_of, administrator, need):
    assert page_of(administrator, need).status_code == 403


def test_overdue_is_said_in_days(page_of, division, need):
    Need.objects.update(due_on="2022-09-13")
    assert "Quá hạn 3 ngày" in page_of(division, need).text


def test_the_history_is_newest_first_with_reasons(page_of, division, housing, need):
    steps.refuse([need], by=housing, reason="Nhà trong vùng sạt lở.")
    text = page_of(division, need).text
    assert "Nhà trong vùng sạt lở." in text
    assert text.index("Trả lại để phân công lại") < text.index("Ghi nhận nhu cầu")
    assert "Trần Văn Quản Lý (Phòng QLĐT)" in text


def test_a_split_need_and_its_parts_point_to_each_other(page_of, division, a_household):
    whole = a_household(needs=["health_education"]).needs.get()
    parts = steps.split([whole], into=NeedType.objects.filter(code__in=["health", "education"]), by=division)
    text = page_of(division, whole).text
    assert all(f'href="/needs/{part.pk}/"' in text for part in parts)
    assert f'href="/needs/{whole.pk}/"' in page_of(division, parts[0]).text
    assert acts_on(page_of(division, whole)) == set()


def test_grants_by_source_and_loans_apart(page_of, division, need):
    for source, amount in (("central", 10_000_000), ("local", 5_000_000), ("mobilised", 2_500_000)):
        steps.record_measure(
            need, by=division, on="2022-09-01", what="Sửa nhà", kind="grant", source=source, amount=amount
        )
    steps.record_measure(
        need, by=division, on="2022-09-02", what="Vay sửa nhà", kind="loan", source="credit", amount=40_000_000
    )
    text = re.sub(r"<[^>]+>", "", page_of(division, need).text)
    assert re.search(r"Hỗ trợ không hoàn lại\s*17\.500\.000 đồng", text)
    assert "Ngân sách Trung ương: 10.000.000 đồng" in text
    assert re.search(r"Vốn vay, tính riêng\s*40\.000\.000 đồng", text)
    assert "57.500.000" not in text


def test_queries_are_bounded(client_of, division, need, django_assert_max_num_queries):
    for day in range(1, 10):
        steps.record_measure(need, by=division, on=f"2022-09-0{day}", what="Đi thăm", kind="service")
    client = client_of(division)
    with django_assert_max_num_queries(20):
        client.get(f"/needs/{need.pk}/")


# --- Due date and officer -------------------------------------------------------------------------------


def test_the_lead_body_sets_the_date_and_the_officer(client_of, housing, need):
    answer = {"officer": housing.pk, "due_on": "31.10.2022", "version": need.version}
    assert client_of(housing).post(f"/needs/{need.pk}/assign/", answer).url == f"/needs/{need.pk}/"
    need.refresh_from_db()
    assert (need.officer, need.due_on.isoformat(), need.state) == (housing, "2022-10-31", "routed")
    assert need.steps.get(verb="assign").note == "Trần Văn Quản Lý, hạn 31/10/2022"


@pytest.mark.parametrize("due_on", ["1/9/2022", "không", "32/9/2022"])
def test_a_date_that_cannot_be_is_told(client_of, housing, need, due_on):
    before = need.due_on
    response = client_of(housing).post(f"/needs/{need.pk}/assign/", {"due_on": due_on, "version": need.version})
    assert "Có lỗi cần sửa" in response.text
    need.refresh_from_db()
    assert need.due_on == before


def test_an_officer_can_be_named_while_a_passed_date_stays(client_of, housing, need):
    Need.objects.update(due_on="2022-09-01")
    client, url = client_of(housing), f"/needs/{need.pk}/assign/"
    response = client.post(url, filled_in(client.get(url), officer=housing.pk))
    assert response.status_code == 302


def test_only_the_lead_body_assigns(client_of, a_user, unit, officer, division, bank, leader, need):
    url = f"/needs/{need.pk}/assign/"
    assert client_of(a_user("agency", unit("MTTQ"))).post(url).status_code == 403  # coordinates
    assert client_of(division).post(url).status_code == 403
    assert client_of(officer).post(url).status_code == 403
    assert client_of(leader).get(url).status_code == 403
    assert client_of(bank).get(url).status_code == 404


def test_nothing_is_assigned_when_the_work_is_over(client_of, housing, need):
    Need.objects.update(state="delivered")
    response = client_of(housing).post(f"/needs/{need.pk}/assign/", {"due_on": "31/10/2022", "version": need.version})
    assert "đang ở trạng thái «Đã hỗ trợ, chờ xã xác nhận»" in response.text
    assert 'value="31/10/2022"' in response.text


# --- The indicator behind "dịch vụ xã hội cơ bản" -------------------------------------------------------


def test_naming_the_indicator_suggests_another_lead(client_of, division, a_household):
    need = a_household(needs=["basic_service"]).needs.get()
    client = client_of(division)
    indicator = Indicator.objects.get(code="telecom_service")
    client.post(f"/needs/{need.pk}/indicator/", {"indicator": indicator.pk, "version": need.version})
    text = client.get(f"/needs/{need.pk}/").text
    assert "gợi ý: Phòng Văn hóa và Thông tin" in text
    assert 'value="route"' in text
    assert need.household.diary.filter(text__contains="sử dụng dịch vụ viễn thông").exists()


def test_a_need_of_another_type_has_no_indicator_to_choose(client_of, division, need):
    indicator = Indicator.objects.get(code="latrine")
    response = client_of(division).post(
        f"/needs/{need.pk}/indicator/", {"indicator": indicator.pk, "version": need.version}
    )
    assert "Có lỗi cần sửa" in response.text


@pytest.mark.parametrize("who", ["housing", "officer", "leader"])
def test_only_the_division_names_it(client_of, request, need, who):
    assert client_of(request.getfixturevalue(who)).get(f"/needs/{need.pk}/indicator/").status_code == 403


# --- Notes ----------------------------------------------------------------------------------------------


def test_a_coordinating_body_and_the_commune_add_notes(client_of, a_user, unit, officer, need):
    url = f"/needs/{need.pk}/note/"
    client_of(a_user("agency", unit("MTTQ"))).post(url, {"text": "Quỹ góp 20 triệu."})
    client_of(officer).post(url, {"text": "Chủ hộ đồng ý."})
    assert list(need.steps.filter(verb="note").values_list("note", flat=True)) == [
        "Chủ hộ đồng ý.",
        "Quỹ góp 20 triệu.",
    ]
    assert need.household.diary.filter(note="Quỹ góp 20 triệu.").exists()
    need.refresh_from_db()
    assert need.state == "routed"


def test_a_note_sent_twice_is_kept_once(client_of, officer, need):
    client, url = client_of(officer), f"/needs/{need.pk}/note/"
    client.post(url, {"text": "Chủ hộ đồng ý."})
    assert "đã được ghi" in client.post(url, {"text": "Chủ hộ đồng ý."}).text
    assert need.steps.filter(verb="note").count() == 1


def test_an_empty_note_a_stranger_and_a_reader(client_of, officer, stranger, leader, need):
    url = f"/needs/{need.pk}/note/"
    assert "Có lỗi cần sửa" in client_of(officer).post(url, {"text": "  "}).text
    assert client_of(stranger).post(url, {"text": "Xin chào"}).status_code == 404
    assert client_of(leader).post(url, {"text": "Xin chào"}).status_code == 403


def test_the_body_that_works_on_it_finds_the_measure_form_on_the_page(page_of, housing, officer, need):
    form = f'action="/needs/{need.pk}/measures/add/"'
    assert form not in page_of(housing, need).text
    steps.take_up([need], by=housing)
    assert form in page_of(housing, need).text
    assert form not in page_of(officer, need).text
    assert f'href="/needs/{need.pk}/measures/add/"' in page_of(officer, need).text
