"""/exits/: the list by stages, the review of one proposal after the other, agreeing to several."""

import datetime
import re

import pytest

from households import changes
from households.models import Movement
from povertyplan import clock

DAY = datetime.date(2022, 9, 10)


@pytest.fixture
def proposals(plan, a_household, tu_ha, binh_tien, officer, stranger, division):
    """Two proposed in Tứ Hạ and one in Bình Tiến, one each returned, agreed, decided, withdrawn in Tứ Hạ."""

    def propose(head, reason="self_reliant", commune=tu_ha, by=officer):
        household = a_household(commune, head)
        return changes.propose_exit(household, plan=plan, reason=reason, on=DAY, evidence=f"Biên bản của {head}", by=by)

    made = {
        "first": propose("Hồ Văn Một"),
        "second": propose("Lê Thị Hai", "deceased"),
        "far": propose("Hồ Thị Ba", "moved", binh_tien, stranger),
        "returned": changes.return_proposal(propose("Trần Văn Bốn"), reason="Thiếu chữ ký", by=division),
        "agreed": changes.agree(propose("Phan Thị Năm"), by=division),
        "withdrawn": changes.withdraw_proposal(propose("Đỗ Văn Bảy"), by=officer),
    }
    agreed = changes.agree(propose("Cao Thị Sáu", "merit"), by=division)
    made["decided"] = changes.decide(agreed, decision_no="9/QĐ", decision_on=DAY, by=division)
    return made


def heads(page) -> list[str]:
    return [movement.household.head for movement in page.context["page"]]


def test_all_stand_in_the_order_in_which_they_are_worked_through(client_of, division, proposals):
    page = client_of(division).get("/exits/")
    assert heads(page)[:4] == ["Hồ Văn Một", "Lê Thị Hai", "Hồ Thị Ba", "Trần Văn Bốn"]
    assert re.search(r'data-count="(\d+)"', page.text).group(1) == "7"


def test_the_tabs_count_every_stage(client_of, division, officer, proposals):
    tabs = {tab["stage"]: tab["count"] for tab in client_of(division).get("/exits/").context["tabs"]}
    assert tabs == {"proposed": 3, "returned": 1, "agreed": 1, "decided": 1, "withdrawn": 1, "undone": 0, "": 7}
    tabs = {tab["stage"]: tab["count"] for tab in client_of(officer).get("/exits/?stage=agreed").context["tabs"]}
    assert tabs[""] == 6


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"stage": "proposed"}, ["Hồ Văn Một", "Lê Thị Hai", "Hồ Thị Ba"]),
        ({"stage": "proposed", "kind": "other_decrease"}, ["Lê Thị Hai", "Hồ Thị Ba"]),
        ({"kind": "exit", "stage": "decided"}, ["Cao Thị Sáu"]),
        ({"reason": "moved"}, ["Hồ Thị Ba"]),
        ({"commune": "20035"}, ["Hồ Thị Ba"]),
        ({"stage": "decided", "commune": "20035"}, []),
    ],
)
def test_every_condition_finds_its_proposals(client_of, division, proposals, query, found):
    assert heads(client_of(division).get("/exits/", query)) == found


@pytest.mark.parametrize("query", ["stage=x", "kind=relapse", "commune=%00", "page=x", "reason=1"])
def test_garbage_in_the_address_is_no_error(client_of, division, proposals, query):
    assert client_of(division).get(f"/exits/?{query}").status_code == 200


def test_a_commune_sees_its_own_with_the_reason_of_a_return(client_of, officer, stranger, proposals):
    page = client_of(officer).get("/exits/")
    assert "Hồ Thị Ba" not in page.text
    assert "Thiếu chữ ký" in page.text
    assert "Đồng ý các đề nghị" not in page.text
    assert heads(client_of(stranger).get("/exits/")) == ["Hồ Thị Ba"]


def test_bodies_and_the_administrator_see_no_proposals(client_of, housing, administrator, proposals):
    for user in (housing, administrator):
        assert client_of(user).get("/exits/").status_code == 403
        assert client_of(user).get(f"/exits/{proposals['first'].pk}/").status_code == 403


def test_exits_and_other_decreases_are_marked_apart(client_of, division, proposals):
    page = client_of(division).get("/exits/", {"stage": "proposed"}).text
    assert page.count('<span class="tag ok">Thoát nghèo</span>') == 1
    assert page.count('<span class="tag plain">Giảm khác</span>') == 2


def test_without_any_it_says_what_to_do(client_of, division, plan):
    assert "Chưa có đề nghị nào" in client_of(division).get("/exits/").text


def test_one_proposal_on_a_page_with_what_speaks_for_it(client_of, division, proposals):
    page = client_of(division).get(f"/exits/{proposals['first'].pk}/").text
    for part in ("Hồ Văn Một", "Biên bản của Hồ Văn Một", "Đồng ý", "Trả lại", "Đề nghị 1/3 đang chờ xét duyệt"):
        assert part in page


def test_agreeing_opens_the_next_one_and_at_last_the_list(client_of, division, proposals):
    client = client_of(division)
    order = [proposals[name] for name in ("first", "second", "far")]
    for movement, following in zip(order, [*order[1:], None], strict=True):
        answer = client.post(f"/exits/{movement.pk}/agree/")
        assert answer["Location"] == (f"/exits/{following.pk}/" if following else "/exits/")
        movement.refresh_from_db()
        assert (movement.stage, movement.agreed_by) == ("agreed", division)


def test_returning_needs_words_and_opens_the_next_one(client_of, division, proposals):
    client, movement = client_of(division), proposals["first"]
    page = client.post(f"/exits/{movement.pk}/return/", {"reason": " "})
    assert page.status_code == 200
    assert "reason" in page.context["form"].errors
    answer = client.post(f"/exits/{movement.pk}/return/", {"reason": "Thiếu biên bản"})
    assert answer["Location"] == f"/exits/{proposals['second'].pk}/"
    movement.refresh_from_db()
    assert (movement.stage, movement.return_reason) == ("returned", "Thiếu biên bản")


@pytest.mark.parametrize("end", ["agree/", "return/"])
def test_answers_are_given_by_the_division_and_by_post(client_of, division, officer, leader, stranger, proposals, end):
    url = f"/exits/{proposals['first'].pk}/{end}"
    assert client_of(division).get(url).status_code == 405
    for other in (officer, leader, stranger):
        assert client_of(other).post(url, {"reason": "Thiếu"}).status_code == 403
    assert client_of(division).post("/exits/999999/" + end, {"reason": "x"}).status_code == 404
    assert Movement.objects.get(pk=proposals["first"].pk).stage == "proposed"


@pytest.mark.parametrize("name", ["returned", "agreed", "decided", "withdrawn"])
def test_an_answer_that_comes_too_late_is_refused_in_words(client_of, division, proposals, name):
    page = client_of(division).post(f"/exits/{proposals[name].pk}/agree/", follow=True)
    assert "đang ở bước" in page.text
    assert Movement.objects.get(pk=proposals[name].pk).stage == name


def test_a_stranger_finds_no_proposal_of_others(client_of, stranger, proposals):
    assert client_of(stranger).get(f"/exits/{proposals['first'].pk}/").status_code == 404


def ticked_on(page) -> list[str]:
    return re.findall(r'name="movement" value="([\d.]+)"[^>]* checked', page.text)


def test_several_are_agreed_to_at_once(client_of, division, proposals):
    """The tab (1), "Chọn cả trang" (2), "Đồng ý các đề nghị đã chọn" (3), the same once more (4)."""
    client = client_of(division)
    marked = ticked_on(client.get("/exits/", {"stage": "proposed", "all": "1"}))
    assert len(marked) == 3
    page = client.post("/exits/agree/", {"movement": marked})
    assert "Sắp đồng ý 3 trong 3 đề nghị" in page.text
    assert Movement.objects.agreed().count() == 1
    answer = client.post("/exits/agree/", {"confirmed": "1", "movement": ticked_on(page)}, follow=True)
    assert "Đã đồng ý 3 đề nghị" in answer.text
    assert Movement.objects.agreed().count() == 4


def test_all_that_match_the_conditions_are_chosen_without_ticking(client_of, division, proposals):
    page = client_of(division).post("/exits/agree/?commune=19996&stage=proposed", {"scope": "all"})
    assert len(ticked_on(page)) == 2
    assert "Hồ Thị Ba" not in page.text


def test_what_was_sent_anew_after_the_confirming_page_is_not_agreed_to(client_of, officer, division, proposals):
    client, movement = client_of(division), proposals["first"]
    seen = ticked_on(client.post("/exits/agree/", {"movement": [movement.pk]}))
    changes.return_proposal(movement, reason="Thiếu", by=division)
    with clock.assume(clock.now() + datetime.timedelta(minutes=1)):
        changes.propose_again(movement, reason="merit", on=DAY, evidence="Khác", by=officer)
    answer = client.post("/exits/agree/", {"confirmed": "1", "movement": seen}, follow=True)
    assert "đã được gửi lại sau khi bạn mở trang" in answer.text
    assert Movement.objects.agreed().count() == 1


@pytest.mark.parametrize("movement", [["x"], ["9" * 30], ["0"], ["1.2.3"], [".", "5."], ["²"]])
@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
def test_choosing_none_or_nonsense_changes_nothing(client_of, division, proposals, movement, confirmed):
    client = client_of(division)
    assert "Hãy chọn ít nhất một đề nghị" in client.post("/exits/agree/", confirmed, follow=True).text
    client.post("/exits/agree/", confirmed | {"movement": movement})
    assert Movement.objects.agreed().count() == 1


def test_only_the_division_agrees_to_several(client_of, officer, leader, division, proposals):
    for other in (officer, leader):
        assert client_of(other).post("/exits/agree/", {"movement": proposals["first"].pk}).status_code == 403
    assert client_of(division).get("/exits/agree/").status_code == 405
    assert Movement.objects.agreed().count() == 1
