"""The first screen answers the question of whoever signs in."""

from datetime import date

import pytest

from povertyplan import clock
from reports.submitting import submit
from reports.tests.reading import count_of
from tasks import steps


def test_each_role_comes_to_its_own_screen(plan, division, leader, administrator, client_of):
    for person, path in ((division, "/dashboard/"), (leader, "/dashboard/"), (administrator, "/accounts/")):
        answer = client_of(person).get("/")
        assert (answer.status_code, answer.url) == (302, path)


def test_signed_out_people_sign_in_first(client):
    assert client.get("/").url.startswith("/accounts/login/")


# --- The commune ----------------------------------------------------------------------------------------


def test_a_commune_reads_where_it_stands(a_town, officer, client_of):
    page = client_of(officer).get("/").text
    assert "<h1>Phường Tứ Hạ: 1/3 hộ đã giảm</h1>" in page
    assert "so với nhịp cần đạt của thị xã" in page
    assert "Còn 75 ngày đến 30/11/2022" in page


def tasks_of(answer) -> dict[str, str]:
    return {line.text: line.url for line in answer.context["tasks"]}


def test_a_commune_reads_what_it_has_to_do_and_each_line_opens_its_rows(a_town, officer, client_of):
    client = client_of(officer)
    tasks = client.get("/").context["tasks"]
    assert [line.text for line in tasks] == [
        "Cập nhật 2 hộ quá 30 ngày",
        "Xác nhận 1 nhu cầu cơ quan báo đã hỗ trợ",
    ]
    for line in tasks:
        assert count_of(client.get(line.url)) == line.count, line


def test_a_proposal_is_seen_by_its_commune_alone(a_town, officer, stranger, client_of):
    assert "1 đề nghị đang chờ xét duyệt" in tasks_of(client_of(stranger).get("/"))
    assert "1 đề nghị đang chờ xét duyệt" not in tasks_of(client_of(officer).get("/"))


def test_due_households_come_the_longest_unseen_first_and_open_their_form(a_household, officer, plan, client_of):
    from households import changes

    late = a_household(head="Lâu Nhất", listed_on=date(2022, 7, 1))
    seen = a_household(head="Mới Xem")
    due = a_household(head="Đến Kỳ")
    changes.see(seen, plan=plan, progress="under_way", on=date(2022, 9, 15), by=officer)
    answer = client_of(officer).get("/")
    assert [(household.head, days) for household, days in answer.context["due"]] == [("Lâu Nhất", 77), ("Đến Kỳ", 46)]
    assert f"/households/{late.code}/update/" in answer.text
    assert f"/households/{due.code}/update/" in answer.text
    assert seen.head not in answer.text


def test_ten_due_households_are_shown_and_a_link_to_all(a_household, officer, client_of):
    for number in range(12):
        a_household(head=f"Nguyễn Văn {number}")
    answer = client_of(officer).get("/")
    assert len(answer.context["due"]) == 10
    assert "Xem tất cả 12 hộ cần cập nhật" in answer.text
    assert "/households/?standing=due" in answer.text


def test_a_commune_without_a_list_is_told_how_to_get_one(plan, officer, client_of):
    page = client_of(officer).get("/").text
    assert "chưa có danh sách hộ nghèo" in page
    assert "Nhập danh sách từ Excel" in page


def test_when_nothing_is_due_the_screen_says_so(a_household, officer, plan, client_of):
    from households import changes

    changes.see(a_household(), plan=plan, progress="under_way", on=date(2022, 9, 15), by=officer)
    page = client_of(officer).get("/").text
    assert "Không còn hộ nào quá 30 ngày" in page
    assert "Không có việc nào đang chờ" in page


def test_own_papers_stand_with_their_state(plan, officer, client_of):
    with clock.assume(date(2022, 8, 5)):
        owed = plan.obligations.get(unit=officer.unit, kind="plan")
        submit(owed, document_no="1/KH", document_on=date(2022, 8, 4), text="Tóm tắt", by=officer)
    page = client_of(officer).get("/").text
    assert "Nộp kế hoạch triển khai trước ngày 10/8/2022" in page
    assert "Đã nộp 05/08, chờ kiểm tra" in page
    assert "Chưa nộp, còn 75 ngày" in page
    assert f"/submissions/{owed.pk}/" in page


# --- A body ---------------------------------------------------------------------------------------------


def test_a_body_reads_what_waits_for_it_and_each_line_opens_its_rows(a_town, housing, client_of):
    client = client_of(housing)
    answer = client.get("/")
    assert [line.text for line in answer.context["tasks"]] == [
        "Xử lý 1 nhu cầu quá hạn",
        "Thực hiện 2 nhu cầu đã tiếp nhận",
    ]
    for line in answer.context["tasks"]:
        assert count_of(client.get(line.url)) == line.count, line
    assert "không có nhu cầu nào chờ tiếp nhận" in answer.text


def test_new_needs_stand_first_with_the_way_to_take_them_up(a_household, housing, client_of):
    for number in range(3):
        a_household(head=f"Nguyễn Văn {number}", needs=["house_repair"])
    client = client_of(housing)
    answer = client.get("/")
    assert "<h1>Phòng Quản lý đô thị: 3 nhu cầu chờ tiếp nhận</h1>" in answer.text
    take_up = answer.context["take_up"]
    assert "state=routed" in take_up.url
    assert "lead=QLDT" in take_up.url
    assert count_of(client.get(take_up.url)) == 3


def test_a_need_that_the_commune_did_not_find_done_is_shown(a_town, bank, officer, client_of):
    from tasks.models import Need

    need = Need.objects.get(type__code="credit")
    steps.dispute(need, by=officer, reason="Hộ chưa nhận được vốn vay")
    steps.add_note(need, text="Đã hẹn hộ đến giao dịch tuần sau", by=bank)  # a note does not hide it
    page = client_of(bank).get("/").text
    assert "Xã, phường chưa xác nhận" in page
    assert f"/needs/{need.pk}/" in page
    steps.deliver(need, by=bank)
    assert "Xã, phường chưa xác nhận" not in client_of(bank).get("/").text


def test_a_body_that_leads_nothing_is_told_so(plan, unit, a_user, client_of):
    page = client_of(a_user("agency", unit("NOI_VU"))).get("/").text
    assert "Chưa có nhu cầu nào được giao cho Phòng Nội vụ chủ trì" in page


def test_the_front_is_asked_and_not_told(plan, unit, a_user, client_of):
    page = client_of(a_user("agency", unit("MTTQ"))).get("/").text
    assert "Đề nghị gửi kế hoạch triển khai trước ngày 10/8/2022" in page
    assert "Nộp kế hoạch" not in page


@pytest.mark.parametrize("who", ["officer", "housing"])
def test_the_first_screen_takes_few_queries(
    a_town, a_household, client_of, django_assert_max_num_queries, who, request
):
    client = client_of(request.getfixturevalue(who))
    with django_assert_max_num_queries(26) as few:
        client.get("/")
    for number in range(15):
        a_household(head=f"Lê Văn {number}", needs=["house_repair"])
    with django_assert_max_num_queries(len(few)):
        client.get("/")
