"""Doing one thing with many needs: choose, see it once more, do it with all of them or with none."""

import re

import pytest

from households.models import Indicator
from povertyplan.accounts.models import Unit
from tasks import steps
from tasks.models import IndicatorLead, Need, NeedType

URL = "/needs/bulk/"
REASON = "Nhà nằm trong vùng sạt lở."


@pytest.fixture
def repairs(a_household):
    """Three needs of Tứ Hạ that wait for QLDT."""
    heads = ("Trần Thị Ánh", "Lê Văn Bình", "Hồ Văn Cường")
    return [a_household(head=head, needs=["house_repair"]).needs.get() for head in heads]


@pytest.fixture
def do(client_of):
    """do(user, "take_up", needs, due_on="30/9/2022"): chooses, then confirms what the page shows."""

    def done(user, act, needs, *, query="", **answers):
        client = client_of(user)
        asked = client.post(URL + query, {"act": act, "need": [need.pk for need in needs]})
        if asked.status_code != 200:
            return asked
        return client.post(URL, sent_back(asked) | answers, follow=True)

    return done


def sent_back(page) -> dict:
    """The hidden fields of the confirming page."""
    return dict(re.findall(r'<input type="hidden" name="(act|chosen|back)" value="([^"]*)">', page.text))


def state_of(needs) -> list[str]:
    return [Need.objects.get(pk=need.pk).state for need in needs]


# --- Each act works -------------------------------------------------------------------------------------


def test_taking_up_gives_the_needs_to_the_signed_in_person(do, housing, repairs):
    response = do(housing, "take_up", repairs)
    assert "Đã tiếp nhận: 3 nhu cầu của 3 hộ." in response.text
    assert state_of(repairs) == ["taken_up"] * 3
    need = Need.objects.get(pk=repairs[0].pk)
    assert (need.officer, need.due_on) == (housing, repairs[0].due_on)


def test_taking_up_with_another_officer_and_an_own_date(do, housing, a_user, unit, repairs):
    colleague = a_user("agency", unit("QLDT"), "Ngô Thị Đồng Nghiệp")
    do(housing, "take_up", repairs, officer=colleague.pk, due_on="30-9-2022")
    need = Need.objects.get(pk=repairs[0].pk)
    assert (need.officer, need.due_on.isoformat()) == (colleague, "2022-09-30")


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"due_on": "15/9/2022"}, "Hạn không được trước hôm nay"),
        ({"due_on": "31/9/2022"}, "Không có ngày này"),
        ({"officer": "0"}, "Cán bộ phụ trách:"),
    ],
)
def test_a_bad_answer_is_told_and_nothing_is_lost(do, housing, repairs, answers, error):
    response = do(housing, "take_up", repairs, **answers)
    assert re.search(error, response.text)
    assert "Có lỗi cần sửa" in response.text
    assert state_of(repairs) == ["routed"] * 3
    assert sent_back(response)["chosen"].count(".") == 3


def test_an_officer_of_another_body_cannot_be_chosen(do, housing, bank, repairs):
    assert "Có lỗi cần sửa" in do(housing, "take_up", repairs, officer=bank.pk).text
    assert state_of(repairs) == ["routed"] * 3


def test_sending_back_takes_a_reason(do, housing, repairs):
    assert "ít nhất 10 ký tự" in do(housing, "refuse", repairs[:1], reason="ngắn").text
    assert state_of(repairs[:1]) == ["routed"]
    assert "Đã trả lại" in do(housing, "refuse", repairs[:1], reason=REASON).text
    need = Need.objects.get(pk=repairs[0].pk)
    assert (need.state, need.lead) == ("refused", None)
    assert need.steps.get(verb="refuse").note == REASON


def test_routing_by_suggestion(do, division, a_household):
    needs = [a_household(needs=["resettlement"]).needs.get() for _ in range(3)]
    assert "Đã giao theo gợi ý: 3 nhu cầu của 3 hộ." in do(division, "route", needs).text
    assert set(Need.objects.values_list("lead__code", flat=True)) == {"QLDT"}


def test_routing_by_hand(do, division, repairs):
    front = Unit.objects.get(code="MTTQ")
    do(division, "route_to", repairs, lead=front.pk, note="Vận động quỹ.")
    assert set(Need.objects.values_list("lead__code", flat=True)) == {"MTTQ"}


def test_routing_by_hand_needs_a_body_and_no_commune(do, division, tu_ha, repairs):
    assert "Có lỗi cần sửa" in do(division, "route_to", repairs).text
    assert "Có lỗi cần sửa" in do(division, "route_to", repairs, lead=tu_ha.pk).text


@pytest.mark.parametrize(("into", "parts"), [("health", 1), ("education", 1), ("health,education", 2)])
def test_splitting(do, division, a_household, into, parts):
    needs = [a_household(needs=["health_education"]).needs.get() for _ in range(2)]
    response = do(division, "split", needs, into=into)
    assert "Đã tách: 2 nhu cầu của 2 hộ." in response.text
    assert Need.objects.counted().count() == 2 * parts


@pytest.mark.parametrize("into", ["", "credit", "=1"])
def test_splitting_into_something_else_is_refused(do, division, a_household, into):
    need = a_household(needs=["health_education"]).needs.get()
    do(division, "split", [need], into=into)
    assert state_of([need]) == ["unrouted"]


def test_reporting_asks_for_a_measure_first_but_goes_on_when_told(do, housing, repairs):
    steps.take_up(repairs, by=housing)
    assert "chưa ghi khoản hỗ trợ nào" in do(housing, "deliver", repairs).text
    assert state_of(repairs) == ["taken_up"] * 3
    do(housing, "deliver", repairs, anyway="on", note="Đã lợp lại mái.")
    assert state_of(repairs) == ["delivered"] * 3
    assert Need.objects.get(pk=repairs[0].pk).steps.get(verb="deliver").note == "Đã lợp lại mái."


def test_reporting_with_a_measure_asks_nothing_more(do, housing, repairs):
    [need] = steps.take_up(repairs[:1], by=housing)
    steps.record_measure(need, by=housing, on="2022-09-10", what="Lợp mái", kind="service")
    do(housing, "deliver", [need])
    assert state_of([need]) == ["delivered"]


def test_the_commune_confirms_many(do, housing, officer, repairs):
    for need in steps.take_up(repairs, by=housing):
        steps.deliver(need, by=housing)
    assert "Đã xác nhận hoàn thành: 3 nhu cầu của 3 hộ." in do(officer, "confirm", repairs).text
    assert state_of(repairs) == ["confirmed"] * 3


def test_the_commune_disputes_with_a_reason(do, housing, officer, repairs):
    [need] = steps.take_up(repairs[:1], by=housing)
    steps.deliver(need, by=housing)
    assert "ít nhất 10 ký tự" in do(officer, "dispute", [need], reason="chưa").text
    do(officer, "dispute", [need], reason="Mái chưa lợp xong.")
    assert state_of([need]) == ["taken_up"]


def test_the_division_withdraws_with_a_reason(do, division, repairs):
    assert "Có lỗi cần sửa" in do(division, "withdraw", repairs).text
    do(division, "withdraw", repairs, reason="Hộ đã tự sửa nhà.")
    assert state_of(repairs) == ["withdrawn"] * 3
    assert Need.objects.counted().count() == 0


def test_one_officer_and_one_date_for_many(do, housing, a_user, unit, repairs):
    colleague = a_user("agency", unit("QLDT"), "Ngô Thị Đồng Nghiệp")
    text = do(housing, "assign", repairs, officer=colleague.pk, due_on="30/11/2022").text
    assert "Đã giao cán bộ, đặt hạn: 3 nhu cầu của 3 hộ." in text
    for need in Need.objects.all():
        assert (need.officer, need.due_on.isoformat(), need.state, need.version) == (
            colleague, "2022-11-30", "routed", 2,
        )  # fmt: skip
        assert need.steps.get(verb="assign").note == "Ngô Thị Đồng Nghiệp, hạn 30/11/2022"
        assert need.household.diary.filter(text__contains="hạn 30/11/2022", by=housing).exists()


@pytest.mark.parametrize(
    ("answers", "officers", "days"),
    [
        ({"due_on": "30/11/2022"}, [True, False, False], {"2022-11-30"}),
        ({"officer": "me"}, [True, True, True], {"2022-10-01", "2022-10-30"}),
    ],
)
def test_only_what_was_filled_in_changes(do, housing, repairs, answers, officers, days):
    Need.objects.update(due_on="2022-10-30")
    Need.objects.filter(pk=repairs[0].pk).update(officer=housing, due_on="2022-10-01")
    if "officer" in answers:
        answers = {"officer": housing.pk}
    do(housing, "assign", repairs, **answers)
    needs = list(Need.objects.order_by("pk"))
    assert [need.officer == housing for need in needs] == officers
    assert {need.due_on.isoformat() for need in needs} == days


def test_what_is_so_already_leaves_no_step(do, housing, repairs):
    do(housing, "assign", repairs[:1], officer=housing.pk)
    do(housing, "assign", repairs, officer=housing.pk)
    assert [need.steps.filter(verb="assign").count() for need in repairs] == [1, 1, 1]
    assert Need.objects.get(pk=repairs[0].pk).version == 2


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({}, "Hãy chọn cán bộ, ghi hạn, hoặc cả hai"),
        ({"due_on": "15/9/2022"}, "Hạn không được trước hôm nay"),
        ({"officer": "0"}, "Cán bộ phụ trách:"),
    ],
)
def test_assigning_nothing_or_badly_is_told(do, housing, repairs, answers, error):
    assert error in do(housing, "assign", repairs, **answers).text
    assert not Need.objects.exclude(officer=None).exists()


def test_only_the_lead_body_assigns_many_and_only_while_it_works_on_them(
    client_of, housing, officer, division, a_user, unit, repairs
):
    for person in (officer, division, a_user("agency", unit("MTTQ"))):
        assert client_of(person).post(URL, {"act": "assign", "need": repairs[0].pk}).status_code == 403
    for need in steps.take_up(repairs, by=housing):
        steps.deliver(need, by=housing)
    asked = client_of(housing).post(URL, {"act": "assign", "need": [need.pk for need in repairs]})
    assert "Đang ở trạng thái «Đã hỗ trợ, chờ xã xác nhận»: 3 nhu cầu" in asked.text


@pytest.mark.parametrize("size", [2, 40])
def test_assigning_costs_the_same_number_of_queries(
    client_of, housing, a_household, django_assert_max_num_queries, size
):
    for _ in range(size):
        a_household(needs=["house_repair"])
    client = client_of(housing)
    asked = client.post(URL, {"act": "assign", "scope": "all"})
    with django_assert_max_num_queries(30):
        client.post(URL, sent_back(asked) | {"due_on": "30/11/2022"})
    assert Need.objects.filter(due_on="2022-11-30").count() == size


# --- The indicator behind many needs --------------------------------------------------------------------


@pytest.fixture
def services(a_household):
    return [a_household(head=head, needs=["basic_service"]).needs.get() for head in ("Hồ Thị Mộc", "Hồ Văn Liêm")]


def indicator(code) -> int:
    return IndicatorLead.objects.get(indicator__code=code).pk


def test_the_indicator_of_many_is_named_at_once(do, division, services):
    assert "2 nhu cầu của 2 hộ" in do(division, "indicator", services, indicator=indicator("telecom_service")).text
    for need in Need.objects.all():
        assert (need.indicator.code, need.lead.code, need.state) == ("telecom_service", "LDTBXH", "routed")
    assert Need.objects.led_otherwise().count() == 2


def test_naming_may_send_them_to_the_suggested_body_at_once(do, division, services):
    text = do(division, "indicator", services, indicator=indicator("telecom_service"), into="route").text
    assert "Đã giao 2 nhu cầu cho Phòng Văn hóa và Thông tin." in text
    assert set(Need.objects.values_list("lead__code", flat=True)) == {"VHTT"}


def test_where_the_tables_name_nobody_naming_moves_nothing(do, division, services):
    text = do(division, "indicator", services, indicator=indicator("latrine"), into="route").text
    assert "Đã xác định chỉ số thiếu hụt: 2 nhu cầu của 2 hộ." in text
    assert set(Need.objects.values_list("lead__code", flat=True)) == {"LDTBXH"}


def test_naming_asks_which_and_shows_what_the_household_lacks(client_of, do, division, services):
    services[0].household.deprivations.add(Indicator.objects.get(code="water_source"))
    asked = client_of(division).post(URL, {"act": "indicator", "need": [need.pk for need in services]})
    assert "Hộ đã ghi thiếu: nguồn nước sinh hoạt" in asked.text
    assert "→ Phòng VH&amp;TT" in asked.text
    assert "Chỉ số thiếu hụt:" in do(division, "indicator", services).text
    assert not Need.objects.exclude(indicator=None).exists()


def test_a_need_that_asks_for_none_is_left_out(client_of, division, housing, repairs, services):
    asked = client_of(division).post(URL, {"act": "indicator", "need": [repairs[0].pk, services[0].pk]})
    assert "Không hỏi chỉ số thiếu hụt: 1 nhu cầu" in asked.text
    assert client_of(housing).post(URL, {"act": "indicator", "need": repairs[0].pk}).status_code == 403


def test_the_queue_names_the_indicator_of_what_came_back(client_of, a_user, unit, division, services):
    body = a_user("division", unit("LDTBXH"))
    steps.refuse(services[:1], by=body, reason="Cần làm rõ thiếu dịch vụ nào.")
    client = client_of(division)
    queue = client.get("/needs/?state=queue").text
    assert f'href="/needs/{services[0].pk}/indicator/"' in queue
    assert 'value="indicator"' in queue
    assert 'value="indicator">Xác định chỉ số thiếu hụt: tất cả 2 nhu cầu' in client.get("/needs/?state=to_name").text
    assert 'value="indicator"' not in client.get("/needs/?type=credit").text


# --- Choosing -------------------------------------------------------------------------------------------


def test_all_that_match_the_filter(client_of, housing, a_household, repairs):
    for _ in range(60):
        a_household(needs=["house_repair"])
    client = client_of(housing)
    asked = client.post(URL + "?state=routed", {"all": "take_up", "back": "/needs/?state=routed"})
    assert "Tiếp nhận: 63 nhu cầu của 63 hộ" in asked.text
    assert "Và 13 nhu cầu khác" in asked.text
    done = client.post(URL, sent_back(asked))
    assert done.url == "/needs/?state=routed"
    assert Need.objects.under_way().count() == 63


def test_all_by_the_radio_button_respects_the_filter(client_of, housing, repairs):
    asked = client_of(housing).post(URL + "?q=binh", {"act": "take_up", "scope": "all"})
    assert "Tiếp nhận: 1 nhu cầu của 1 hộ" in asked.text


def test_this_page_only(client_of, housing, a_household):
    for _ in range(51):
        a_household(needs=["house_repair"])
    client = client_of(housing)
    assert "Tiếp nhận: 50 nhu cầu" in client.post(URL, {"act": "take_up", "scope": "page"}).text
    assert "Tiếp nhận: 1 nhu cầu" in client.post(URL + "?page=2", {"act": "take_up", "scope": "page"}).text


def test_marks_count_only_where_marks_are_meant(client_of, housing, repairs):
    marked = {"act": "take_up", "scope": "marked", "need": [repairs[0].pk]}
    assert "Tiếp nhận: 1 nhu cầu" in client_of(housing).post(URL, marked).text


def test_choosing_nothing_is_told(client_of, housing, repairs):
    response = client_of(housing).post(URL, {"act": "take_up", "scope": "marked"}, follow=True)
    assert "Hãy đánh dấu ít nhất một nhu cầu" in response.text


def test_the_whole_queue_by_its_own_address(client_of, division, a_household):
    a_household(needs=["resettlement", "health_education"])
    text = client_of(division).get("/needs/route/").text
    assert "Giao theo gợi ý: 1 nhu cầu của 1 hộ" in text
    assert "Phòng Quản lý đô thị: 1 nhu cầu" in text
    assert "Phải tách trước khi giao: 1 nhu cầu" in text


# --- Mixed and foreign ones -----------------------------------------------------------------------------


def test_what_cannot_be_done_is_shown_with_its_reason_and_left_out(client_of, housing, repairs):
    steps.take_up(repairs[:1], by=housing)
    asked = client_of(housing).post(URL, {"act": "take_up", "need": [need.pk for need in repairs]})
    assert "Tiếp nhận: 2 nhu cầu của 2 hộ" in asked.text
    assert "1 nhu cầu không được chọn" in asked.text
    assert "Đang ở trạng thái «Đang thực hiện»: 1 nhu cầu" in asked.text


def test_the_unsplit_are_left_out_of_routing_by_suggestion(client_of, division, a_household):
    a_household(needs=["resettlement", "health_education"])
    asked = client_of(division).post(URL + "?state=queue", {"all": "route"})
    assert "Giao theo gợi ý: 1 nhu cầu của 1 hộ" in asked.text
    assert "Phải tách trước khi giao: 1 nhu cầu" in asked.text


def test_foreign_ones_are_left_out_and_counted(client_of, housing, bank, a_household, repairs):
    foreign = a_household(head="Người Khác", needs=["credit"]).needs.get()
    asked = client_of(housing).post(URL, {"act": "take_up", "need": [repairs[0].pk, foreign.pk, 987654321]})
    assert "Tiếp nhận: 1 nhu cầu của 1 hộ" in asked.text
    assert "2 nhu cầu không có trong phạm vi của bạn" in asked.text
    assert "Người Khác" not in asked.text


def test_only_foreign_ones_are_not_found(client_of, bank, stranger, repairs):
    assert client_of(bank).post(URL, {"act": "take_up", "need": repairs[0].pk}).status_code == 404
    assert client_of(stranger).post(URL, {"act": "confirm", "need": repairs[0].pk}).status_code == 404


def test_a_coordinating_body_sees_it_and_may_not_move_it(client_of, a_user, unit, repairs):
    front = client_of(a_user("agency", unit("MTTQ")))
    assert front.get(f"/needs/{repairs[0].pk}/").status_code == 200
    for act in ("take_up", "refuse", "deliver"):
        assert front.post(URL, {"act": act, "need": repairs[0].pk}).status_code == 403


@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("officer", "take_up"),
        ("officer", "route"),
        ("officer", "withdraw"),
        ("housing", "route"),
        ("housing", "split"),
        ("housing", "confirm"),
        ("division", "confirm"),
        ("division", "take_up"),
        ("leader", "route"),
        ("administrator", "route"),
    ],
)
def test_who_may_not_gets_403(client_of, request, repairs, who, act):
    user = request.getfixturevalue(who)
    assert client_of(user).post(URL, {"act": act, "need": repairs[0].pk}).status_code == 403
    assert state_of(repairs) == ["routed"] * 3


def test_sending_back_a_page_of_foreign_needs_changes_nothing(client_of, bank, repairs):
    chosen = ",".join(f"{need.pk}.{need.version}" for need in repairs)
    client_of(bank).post(URL, {"act": "take_up", "chosen": chosen})
    assert state_of(repairs) == ["routed"] * 3


@pytest.mark.parametrize("chosen", ["", "x", "1", "1.1,2.2", "9" * 400, "1.1;2.2", "\x00"])
def test_a_broken_page_is_no_error(client_of, housing, repairs, chosen):
    assert client_of(housing).post(URL, {"act": "take_up", "chosen": chosen}).status_code in {200, 302, 409}
    assert state_of(repairs) == ["routed"] * 3


def test_the_wrong_method_and_an_unknown_act(client_of, housing, repairs):
    client = client_of(housing)
    assert client.get(URL).status_code == 405
    assert client.post(URL, {"act": "nonsense", "need": repairs[0].pk}).status_code == 404
    assert client.post(URL).status_code == 404


def test_nobody_is_sent_to_another_site(client_of, housing, repairs):
    client = client_of(housing)
    for back in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        asked = client.post(URL, {"act": "take_up", "need": repairs[0].pk, "back": back})
        assert sent_back(asked)["back"] == "/needs/"


# --- Two people, and one form sent twice ----------------------------------------------------------------


def test_a_form_sent_twice_acts_once(client_of, housing, repairs):
    client = client_of(housing)
    asked = client.post(URL, {"act": "take_up", "need": [need.pk for need in repairs]})
    client.post(URL, sent_back(asked))
    again = client.post(URL, sent_back(asked), follow=True)
    assert "đã được Trần Văn Quản Lý (Phòng QLĐT) tiếp nhận lúc" in again.text
    assert "Không ghi gì thêm." in again.text
    assert all(need.steps.filter(verb="take_up").count() == 1 for need in repairs)


def test_routing_sent_twice_acts_once(client_of, division, repairs):
    client = client_of(division)
    asked = client.post(URL, {"act": "route_to", "need": repairs[0].pk})
    answer = sent_back(asked) | {"lead": Unit.objects.get(code="MTTQ").pk}
    client.post(URL, answer)
    assert "phân công cơ quan chủ trì" in client.post(URL, answer, follow=True).text  # told, and asked about
    assert repairs[0].steps.filter(verb="route").count() == 1


def test_sending_back_twice_acts_once_though_the_need_is_out_of_sight(client_of, housing, repairs):
    client = client_of(housing)
    asked = client.post(URL, {"act": "refuse", "need": repairs[0].pk, "back": f"/needs/{repairs[0].pk}/"})
    answer = sent_back(asked) | {"reason": REASON}
    assert client.post(URL, answer).url == "/needs/"  # its own page is out of sight now
    answer["back"] = "/needs/"
    assert "không còn thuộc phạm vi của bạn" in client.post(URL, answer, follow=True).text


def test_what_somebody_did_meanwhile_is_told_and_the_rest_is_kept(client_of, housing, division, unit, repairs):
    client = client_of(housing)
    asked = client.post(URL, {"act": "take_up", "need": [need.pk for need in repairs]})
    steps.assign(repairs[0], by=housing, officer=housing, due_on=None)
    second = client.post(URL, sent_back(asked) | {"due_on": "30/9/2022"})
    assert second.status_code == 409
    assert "Trong lúc bạn xem, có nhu cầu đã thay đổi" in second.text
    assert "Trần Thị Ánh" in second.text
    assert 'value="30/9/2022"' in second.text
    assert state_of(repairs) == ["routed"] * 3
    client.post(URL, sent_back(second) | {"due_on": "30/9/2022"})
    assert state_of(repairs) == ["routed", "taken_up", "taken_up"]


def test_a_need_taken_away_meanwhile_stops_the_act(client_of, housing, division, unit, repairs):
    client = client_of(housing)
    asked = client.post(URL, {"act": "take_up", "need": [need.pk for need in repairs]})
    steps.route(repairs[:1], to=unit("TNMT"), by=division)
    second = client.post(URL, sent_back(asked))
    assert "1 nhu cầu không có trong phạm vi của bạn" in second.text
    assert state_of(repairs) == ["routed"] * 3


def test_a_verb_that_refuses_leaves_everything_as_it_was(do, division, a_household):
    double = a_household(needs=["health", "health_education"])
    single = a_household(needs=["health_education"]).needs.get()
    unsplit = double.needs.get(type__code="health_education")
    response = do(division, "split", [single, unsplit], into="health")
    assert "đã có nhu cầu «Hỗ trợ y tế»" in response.text
    assert state_of([single, unsplit]) == ["unrouted"] * 2
    assert NeedType.objects.get(code="health").needs.count() == 1


@pytest.mark.parametrize("size", [1, 31])
def test_queries_do_not_grow_with_the_choice(client_of, division, a_household, django_assert_max_num_queries, size):
    for _ in range(size):
        a_household(needs=["resettlement"])
    client = client_of(division)
    with django_assert_max_num_queries(18):
        asked = client.post(URL + "?state=queue", {"all": "route"})
    with django_assert_max_num_queries(36):
        client.post(URL, sent_back(asked))
    assert Need.objects.to_take_up().count() == size


def test_what_somebody_routed_by_hand_is_not_pulled_back_by_suggestion(client_of, division, unit, a_household):
    need = a_household(needs=["resettlement"]).needs.get()
    steps.route([need], to=unit("MTTQ"), by=division)
    asked = client_of(division).post(URL, {"act": "route", "need": need.pk})
    assert "Đã do Ủy ban Mặt trận Tổ quốc" in asked.text
    assert 'name="chosen"' not in asked.text
