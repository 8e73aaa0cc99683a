"""The years side by side: choosing one, closing, reopening, and what a closed one shows."""

from datetime import date

import pytest

from households import changes
from households.models import Plan, PlanEntry
from households.tests.browser import filled_in
from povertyplan.accounts.models import AccessLog
from tasks import steps
from tasks.models import NeedType

CLOSE, REOPEN = "/years/2022/close/", "/years/2022/reopen/"


@pytest.fixture
def two_years(a_household, closed, next_plan, in_2023, plan):
    """A household of 2022 with a late need; in 2023 it is not listed, another one is."""
    from povertyplan import clock

    Plan.objects.filter(pk=plan.pk).update(closed_on=None)
    plan.refresh_from_db()
    with clock.assume(date(2022, 9, 1)):
        old = a_household(head="Hồ Văn Cũ", needs=["house_repair"])
    Plan.objects.filter(pk=plan.pk).update(closed_on=date(2022, 12, 31))
    new = a_household(head="Hồ Văn Mới")
    PlanEntry.objects.filter(household=new).update(plan=next_plan, listed_on=next_plan.issued_on)
    steps.add(new, plan=next_plan, type=NeedType.objects.get(code="house_repair"), by=None)
    return old, new


def choose(client, year, **more):
    return client.post("/years/choose/", {"year": str(year), **more})


# --- Which year -----------------------------------------------------------------------------------------


def test_with_one_year_nobody_is_asked(client_of, officer):
    text = client_of(officer).get("/").text
    assert "/years/" not in text


def test_the_current_year_is_shown_until_another_is_chosen(client_of, officer, two_years):
    client = client_of(officer)
    page = client.get("/households/")
    assert "Giảm nghèo 2023" in page.text and 'href="/years/"' in page.text
    assert "Hồ Văn Mới" in page.text and "Hồ Văn Cũ" not in page.text
    assert 'class="year' not in page.text
    choose(client, 2022)
    page = client.get("/households/")
    assert "Hồ Văn Cũ" in page.text and "Hồ Văn Mới" not in page.text
    assert "Năm 2022 đã khóa sổ ngày 31/12/2022." in page.text
    assert "Về năm 2023" in page.text


def test_the_list_of_years_says_how_each_stands(client_of, officer, leader, administrator, two_years):
    rows = client_of(officer).get("/years/").context["rows"]
    assert [(r.plan.year, r.is_current, r.is_shown, r.listed, r.left) for r in rows] == [
        (2023, True, True, 1, 0),
        (2022, False, False, 1, 0),
    ]
    assert "Khóa sổ ngày 31/12/2022" in client_of(leader).get("/years/").text
    page = client_of(administrator).get("/years/")
    assert page.context["rows"][0].listed is None
    assert "/years/2022/reopen/" in page.text and "/years/2023/close/" in page.text
    assert "/years/2023/close/" not in client_of(leader).get("/years/").text


@pytest.mark.parametrize("back", ["https://xau.example/", "//xau.example/", "javascript:alert(1)", ""])
def test_choosing_leads_nowhere_else(client_of, officer, two_years, back):
    assert choose(client_of(officer), 2022, next=back).url == "/"


def test_choosing_leads_back_to_the_page(client_of, officer, two_years):
    assert choose(client_of(officer), 2022, next="/households/").url == "/households/"


@pytest.mark.parametrize("year", ["2019", "x", "", "9" * 30, "-1", "２０２２"])
def test_a_year_that_is_not_there_is_not_found(client_of, officer, plan, year):
    client = client_of(officer)
    assert choose(client, year).status_code == 404
    assert client.get("/years/choose/").status_code == 405


def test_a_household_of_another_year_opens_and_says_so(client_of, officer, two_years):
    old, _ = two_years
    client = client_of(officer)
    page = client.get(f"/households/{old.code}/")
    assert page.status_code == 200
    assert "Không có trong danh sách năm 2023" in page.text
    assert "Xem năm 2022" in page.text
    assert "Cập nhật tiến độ" not in page.text and "Thêm nhu cầu" not in page.text
    back = choose(client, 2022, next=f"/households/{old.code}/").url
    assert "Không có trong danh sách" not in client.get(back).text


def test_opening_something_of_another_year_turns_to_that_year(client_of, officer, two_years):
    old, _ = two_years
    client = client_of(officer)
    page = client.get(f"/needs/{old.needs.get().pk}/")
    assert "Năm 2022 đã khóa sổ" in page.text
    assert "Giảm nghèo 2022" in client.get("/households/").text


def test_a_form_of_another_window_keeps_its_year(client_of, officer, two_years, next_plan):
    _, new = two_years
    client = client_of(officer)
    url = f"/households/{new.code}/update/"
    form = filled_in(client.get(url), progress="under_way", on="1/3/2023")
    choose(client, 2022)
    assert client.post(url, form).status_code == 302
    assert PlanEntry.objects.get(household=new).progress == "under_way"


# --- A closed year --------------------------------------------------------------------------------------


def test_late_is_said_as_of_the_closing_day(client_of, officer, housing, two_years, plan):
    old, _ = two_years
    need = old.needs.get()
    need.due_on = date(2022, 12, 30)
    need.save()
    client = client_of(housing)
    choose(client, 2022)
    assert client.get("/needs/?state=overdue").context["totals"]["needs"] == 1
    assert client.get(f"/needs/{need.pk}/").context["days_late"] == 1
    need.due_on = date(2023, 1, 15)  # not late when the year was closed, however long ago that is
    need.save()
    assert client.get("/needs/?state=overdue").context["totals"]["needs"] == 0
    assert not client.get(f"/needs/{need.pk}/").context["overdue"]


def test_the_dashboard_speaks_of_the_closing_day(client_of, leader, two_years):
    client = client_of(leader)
    choose(client, 2022)
    figures = client.get("/dashboard/").context["figures"]
    assert (figures.year, figures.as_of, figures.listed) == (2022, date(2022, 12, 31), 1)


def test_first_screens_ask_nobody_to_work_on_it(client_of, officer, housing, division, two_years):
    for person, page in ((officer, "/"), (housing, "/"), (division, "/dashboard/")):
        client = client_of(person)
        choose(client, 2022)
        text = client.get(page).text
        assert "Việc cần làm" not in text and "Việc cần xử lý hôm nay" not in text
        assert "/update/" not in text and "/write/" not in text


def test_nobody_changes_anything_of_it(client_of, officer, housing, division, two_years):
    old, _ = two_years
    need = old.needs.get()
    for person, url in (
        (officer, f"/households/{old.code}/update/"),
        (officer, f"/households/{old.code}/exit/"),
        (housing, f"/needs/{need.pk}/measures/add/"),
        (division, f"/households/{old.code}/needs/add/"),
    ):
        client = client_of(person)
        choose(client, 2022)
        answer = client.post(url, {"year_of_form": "2022"})
        assert answer.status_code == 403, url
        assert "Kế hoạch năm 2022 đã khóa sổ" in answer.text


def test_what_is_known_of_a_household_can_still_be_mended(client_of, officer, two_years):
    old, _ = two_years
    client = client_of(officer)
    choose(client, 2022)
    url = f"/households/{old.code}/edit/"
    client.post(url, filled_in(client.get(url), address="Xóm Chợ"))
    old.refresh_from_db()
    assert old.address == "Xóm Chợ"


def test_a_verb_refuses_also_whoever_comes_by_another_way(two_years, housing):
    old, _ = two_years
    with pytest.raises(changes.Refused, match="đã khóa sổ"):
        steps.take_up([old.needs.get()], by=housing)


# --- Closing and reopening ------------------------------------------------------------------------------


def test_what_is_still_open_is_shown_and_has_to_be_seen(client_of, administrator, officer, plan, a_household):
    household = a_household(needs=["house_repair"])
    changes.propose_exit(household, plan=plan, reason="supported", on=plan.issued_on, evidence="x", by=officer)
    client = client_of(administrator)
    page = client.get(CLOSE)
    for line in ("1 đề nghị chưa có quyết định", "1 nhu cầu chưa hoàn thành", "44 văn bản các đơn vị chưa nộp"):
        assert f"<li>{line}</li>" in page.text
    page = client.post(CLOSE, filled_in(page))
    assert "Hãy đánh dấu vào đây nếu vẫn khóa sổ." in page.text
    assert Plan.objects.get().closed_on is None
    client.post(CLOSE, filled_in(page, confirmed="on"))
    assert Plan.objects.get().closed_on == date(2022, 9, 16)
    log = AccessLog.objects.filter(action="table").first()
    assert (log.subject, log.by) == ("Kế hoạch năm 2022", administrator)
    assert log.detail.startswith("Khóa sổ; còn: 1 đề nghị chưa có quyết định, ")


def test_closing_twice_closes_once(client_of, administrator, plan):
    client = client_of(administrator)
    client.post(CLOSE, filled_in(client.get(CLOSE), confirmed="on"))
    page = client.post(CLOSE, {"confirmed": "on"}, follow=True)
    assert "đã khóa sổ ngày 16/09/2022" in page.text
    assert AccessLog.objects.filter(action="table").count() == 1


def test_reopening_needs_a_reason(client_of, administrator, closed, in_2023):
    client = client_of(administrator)
    page = client.post(REOPEN, {"reason": "quên"})
    assert "reason" in page.context["form"].errors
    client.post(REOPEN, {"reason": "Bổ sung ba quyết định đến muộn của phường"})
    assert Plan.objects.get().closed_on is None
    assert "Mở lại: Bổ sung ba quyết định" in AccessLog.objects.filter(action="table").first().detail


def test_a_year_that_is_open_is_not_reopened(client_of, administrator, plan):
    page = client_of(administrator).post(REOPEN, {"reason": "Bổ sung quyết định đến muộn"}, follow=True)
    assert "đang mở" in page.text


@pytest.mark.parametrize("url", [CLOSE, REOPEN])
@pytest.mark.parametrize("role", ["officer", "division", "leader", "housing"])
def test_only_the_administrator_closes_and_reopens(client_of, request, plan, role, url):
    client = client_of(request.getfixturevalue(role))
    assert client.get(url).status_code == client.post(url, {"confirmed": "on"}).status_code == 403
    assert Plan.objects.get().closed_on is None


def test_a_year_that_is_not_there(client_of, administrator, plan):
    client = client_of(administrator)
    assert client.get("/years/2031/close/").status_code == 404
    assert client.post("/years/2031/reopen/", {"reason": "x" * 20}).status_code == 404
