"""The town's page: every figure is the JSON's, and every link opens exactly its rows."""

import gzip
import io
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import User
from reports.figures import as_json, figures
from reports.links import value_of
from reports.tests.reading import count_of, marks

TODAY = date(2022, 9, 16)


def check_figures(client, plan) -> set[str]:
    """Compares every figure of the page with the JSON and with the list behind it; returns their keys."""
    json, seen = as_json(figures(plan, clock.today())), set()
    for mark in marks(client.get(reverse("dashboard"))):
        if mark.kind == "data-figure":
            assert mark.number == value_of(json, mark.key), mark
        else:
            assert mark.number == int(mark.key), mark
        if mark.link and mark.link not in seen:
            assert count_of(client.get(mark.link)) == mark.number, mark
            seen.add(mark.link)
    return {mark.key for mark in marks(client.get(reverse("dashboard"))) if mark.kind == "data-figure"}


def test_every_figure_is_the_jsons_and_every_link_opens_its_rows(a_town, division, client_of):
    keys = check_figures(client_of(division), a_town)
    assert {
        "listed", "remaining", "left.total", "left.exited", "left.other_decrease", "left.by_reason.deceased",
        "needs.total", "needs.households", "needs.by_type.house_repair.needs",
        "needs.by_type.house_repair.households", "needs.by_state.routed", "communes.19996.left",
        "communes.19996.listed", "communes.19996.remaining", "communes.19996.needs", "agencies.QLDT.overdue",
        "agencies.QLDT.open", "agencies.QLDT.done", "agencies.QLDT.needs", "obligations.plan.late",
        "obligations.report.missing", "reconciliation.remaining.found", "reconciliation.remaining.stated",
    } <= keys  # fmt: skip


def test_the_leader_opens_the_same_rows(a_town, leader, client_of):
    check_figures(client_of(leader), a_town)


def test_the_whole_demo_agrees_with_its_lists(db, settings, client_of):
    settings.ASSUMED_TODAY = ""  # the demo carries its own day
    call_command("demo", no_serve=True, stdout=io.StringIO())
    keys = check_figures(client_of(User.objects.get(username="ldtbxh")), Plan.objects.get(year=2022))
    assert len(keys) > 100


def test_the_title_is_the_verdict(a_town, division, client_of):
    page = client_of(division).get("/dashboard/").text
    assert "<h1>Toàn thị xã: 2/177 hộ đã giảm – chậm" in page
    assert "hộ mỗi tuần" in page


def test_an_empty_town_says_what_to_do(plan, division, leader, client_of):
    page = client_of(division).get("/dashboard/").text
    assert "<h1>Toàn thị xã: chưa có danh sách hộ</h1>" in page
    assert "Nhập danh sách từ Excel" in page
    assert "Nhập danh sách từ Excel" not in client_of(leader).get("/dashboard/").text


def test_cards_count_what_waits(a_town, division, client_of):
    page = client_of(division).get("/dashboard/")
    cards = {line.text: line.count for line in page.context["cards"]}
    assert cards == {
        "đề nghị chờ xét duyệt": 1,
        "đề nghị đã đồng ý, chờ quyết định": 0,
        "nhu cầu chờ phân công": 1,
        "nhu cầu quá hạn tiếp nhận": 3,
        "nhu cầu quá hạn": 1,
        "vướng mắc chờ trả lời": 1,
        "hộ quá 30 ngày chưa cập nhật": 4,
        "văn bản chờ kiểm tra": 0,
        "đơn vị chưa nộp kế hoạch triển khai": 22,
        "hộ đã thoát nghèo đến kỳ thăm": 0,
        "hộ có dấu hiệu tái nghèo": 0,
    }


def test_the_divisions_work_of_today_is_listed_and_the_leaders_is_not(a_town, division, leader, client_of):
    page = client_of(division).get("/dashboard/").text
    assert "Duyệt 1 đề nghị ra, vào danh sách" in page
    assert "Cũ nhất 4 ngày" in page
    assert "Nhắc 22 đơn vị nộp kế hoạch triển khai" in page
    assert "Trễ 37 ngày" in page
    assert "Việc cần xử lý hôm nay" not in client_of(leader).get("/dashboard/").text


def test_communes_stand_from_the_slowest_to_the_fastest(a_town, division, client_of):
    rows = client_of(division).get("/dashboard/").context["communes"]
    assert [row.commune.code for row in rows][:2] == ["20035", "19996"]
    assert [row.label.text for row in rows] == ["Chậm", "Đúng nhịp"] + [""] * 7


def test_cells_of_needs_name_their_unit_and_are_never_added_to_households(a_town, division, client_of):
    page = client_of(division).get("/dashboard/").text
    assert "Cộng (nhu cầu)" in page
    assert 'aria-label="1 nhu cầu Vay vốn tại Tứ Hạ"' in page
    assert "8 nhu cầu của 6 hộ" in " ".join(page.split()) or 'data-figure="needs.households"' in page


def test_deaths_are_named_apart_from_exits(a_town, division, client_of):
    page = client_of(division).get("/dashboard/").text
    assert "Giảm khác, không phải thoát nghèo" in page


def test_differences_to_the_plan_are_marked(a_town, division, client_of):
    page = client_of(division).get("/dashboard/").text
    assert 'class="differs"' in page
    assert "−" not in page


def test_the_dashboard_has_no_inline_style_or_script(a_town, division, client_of):
    page = client_of(division).get("/dashboard/").text
    assert " style=" not in page
    assert "<script>" not in page
    assert " onclick" not in page


def test_the_first_page_is_small(a_town, division, client_of):
    assert len(gzip.compress(client_of(division).get("/dashboard/").content)) < 12_000


def test_the_number_of_queries_does_not_grow(a_town, a_household, division, client_of, django_assert_max_num_queries):
    client = client_of(division)
    client.get("/dashboard/")
    with django_assert_max_num_queries(32) as few:
        client.get("/dashboard/")
    for number in range(15):
        a_household(head=f"Lê Văn {number}", needs=["house_repair", "health_education"])
    with django_assert_max_num_queries(len(few)):
        client.get("/dashboard/")


@pytest.mark.parametrize("query", ["print=1", "print=", "year=abc&on=x"])
def test_addresses_with_anything_behind_them_answer(a_town, division, client_of, query):
    assert client_of(division).get(f"/dashboard/?{query}").status_code == 200


def test_one_page_for_print_is_the_same_page(a_town, leader, client_of):
    client = client_of(leader)
    assert 'class="dash one-page"' in client.get("/dashboard/?print=1").text
    assert {mark.key for mark in marks(client.get("/dashboard/?print=1"))} == {
        mark.key for mark in marks(client.get("/dashboard/"))
    }


def test_communes_and_bodies_and_the_administrator_have_no_dashboard(
    a_town, officer, housing, administrator, client_of
):
    for person in (officer, housing, administrator):
        assert client_of(person).get("/dashboard/").status_code == 403
        assert client_of(person).get("/dashboard/rows/needing/").status_code == 403


# --- Rows of figures of another day ---------------------------------------------------------------------


def test_the_rows_of_a_stated_figure_are_listed(a_town, division, client_of):
    client = client_of(division)
    for key, count in [("target", 7), ("remaining", 7), ("house_repair", 3), ("health_education", 1), ("sum_needs", 8)]:
        assert count_of(client.get(f"/dashboard/rows/{key}/")) == count, key
    assert "Lê Văn Ba" in client.get("/dashboard/rows/health_education/").text


def test_households_with_needs_can_be_asked_of_one_commune(a_town, division, client_of):
    client = client_of(division)
    assert count_of(client.get("/dashboard/rows/needing/")) == 6
    assert count_of(client.get("/dashboard/rows/needing/?commune=19996")) == 3
    assert count_of(client.get("/dashboard/rows/needing/?commune=%27&page=x")) == 6


def test_an_unknown_figure_is_not_found(a_town, division, client_of):
    assert client_of(division).get("/dashboard/rows/nope/").status_code == 404
