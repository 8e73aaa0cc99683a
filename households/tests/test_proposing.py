"""/households/<code>/exit/: reason, day, evidence; the answers are checked before they are sent."""

import datetime

import pytest

from households import changes
from households.models import Movement

ANSWERS = {"reason": "self_reliant", "on": "10/9/2022", "evidence": "BB 10/9", "outcome": "near_poor"}


@pytest.fixture
def household(a_household):
    return a_household(head="Hồ Văn Áng", member_count=4)


@pytest.fixture
def url(household):
    return f"/households/{household.code}/exit/"


@pytest.fixture
def returned(plan, household, officer, division):
    movement = changes.propose_exit(
        household, plan=plan, reason="merit", on=datetime.date(2022, 9, 1), evidence="Biên bản cũ", by=officer
    )
    return changes.return_proposal(movement, reason="Thiếu chữ ký trưởng thôn", by=division)


def test_the_form_then_the_check_then_the_sending(client_of, officer, url):
    """Button (1), radio (2), "Tiếp tục" (3), "Gửi đề nghị" (4), and a few keys for the evidence."""
    client = client_of(officer)
    assert client.get(url).context["form"]["on"].value() == datetime.date(2022, 9, 16)
    check = client.post(url, ANSWERS)
    assert "Kiểm tra trước khi gửi" in check.text
    assert "Tự vươn lên thoát nghèo" in check.text
    assert "10/09/2022" in check.text
    assert not Movement.objects.exists()
    sent = client.post(url, {**ANSWERS, "send": "1"})
    movement = Movement.objects.get()
    assert sent["Location"] == f"/exits/{movement.pk}/"
    assert (movement.kind, movement.stage, movement.proposed_by) == ("exit", "proposed", officer)
    assert (movement.happened_on, movement.outcome) == (datetime.date(2022, 9, 10), "near_poor")


def test_from_the_check_one_can_go_back_with_everything_kept(client_of, officer, url):
    page = client_of(officer).post(url, {**ANSWERS, "mend": "1"})
    assert page.context["form"]["evidence"].value() == "BB 10/9"
    assert not Movement.objects.exists()


def test_exits_and_other_decreases_stand_apart(client_of, officer, url):
    groups = client_of(officer).get(url).context["form"].reason_groups()
    assert [heading for heading, _ in groups] == ["Thoát nghèo", "Giảm khác (không tính là thoát nghèo)"]
    assert {button.data["value"] for button in groups[1][1]} == {"deceased", "moved", "merged"}


def test_a_move_is_another_decrease_without_an_outcome(client_of, officer, url):
    client = client_of(officer)
    assert "Giảm khác" in client.post(url, {**ANSWERS, "reason": "moved"}).text
    client.post(url, {**ANSWERS, "reason": "moved", "send": "1"})
    movement = Movement.objects.get()
    assert (movement.kind, movement.outcome) == ("other_decrease", "")


def test_a_death_in_a_household_of_several_is_asked_about(client_of, officer, url):
    client, answers = client_of(officer), {**ANSWERS, "reason": "deceased", "send": "1"}
    page = client.post(url, answers)
    assert "Hộ có 4 khẩu" in page.text
    assert not Movement.objects.exists()
    client.post(url, {**answers, "confirmed": "on"})
    assert Movement.objects.get().reason == "deceased"


def test_a_death_in_a_household_of_one_is_not(client_of, officer, a_household):
    alone = a_household(head="Lê Thị Một", member_count=1)
    client_of(officer).post(f"/households/{alone.code}/exit/", {**ANSWERS, "reason": "deceased", "send": "1"})
    assert Movement.objects.get().household == alone


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "rich"}, "reason"),
        ({"on": "17/9/2022"}, "on"),
        ({"on": "x"}, "on"),
        ({"evidence": "  "}, "evidence"),
        ({"outcome": "rich"}, "outcome"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client_of, officer, url, wrong, field):
    page = client_of(officer).post(url, {**ANSWERS, "send": "1", **wrong})
    assert field in page.context["form"].errors
    assert not Movement.objects.exists()


def test_sending_twice_makes_one_proposal(client_of, officer, url):
    client = client_of(officer)
    client.post(url, {**ANSWERS, "send": "1"})
    again = client.post(url, {**ANSWERS, "send": "1"}, follow=True)
    assert "đã có một đề nghị đang xử lý" in again.text
    assert Movement.objects.count() == 1


def test_only_the_own_commune_proposes(client_of, stranger, division, leader, housing, url):
    assert client_of(stranger).post(url, {**ANSWERS, "send": "1"}).status_code == 404
    for other in (division, leader, housing):
        assert client_of(other).post(url, {**ANSWERS, "send": "1"}).status_code == 403
    assert not Movement.objects.exists()


def test_a_returned_proposal_is_shown_with_its_reason_mended_and_sent_again(client_of, officer, returned):
    client = client_of(officer)
    page = client.get(f"/exits/{returned.pk}/")
    assert "Thiếu chữ ký trưởng thôn" in page.text
    assert f"/exits/{returned.pk}/edit/" in page.text
    form = client.get(f"/exits/{returned.pk}/edit/").context["form"]
    assert (form["reason"].value(), form["evidence"].value()) == ("merit", "Biên bản cũ")
    client.post(f"/exits/{returned.pk}/edit/", {**ANSWERS, "send": "1"})
    returned.refresh_from_db()
    assert (returned.stage, returned.evidence, returned.reason) == ("proposed", "BB 10/9", "self_reliant")


def test_a_returned_proposal_is_withdrawn(client_of, officer, returned, household):
    client = client_of(officer)
    assert client.get(f"/exits/{returned.pk}/withdraw/").status_code == 405
    assert client.post(f"/exits/{returned.pk}/withdraw/")["Location"] == f"/households/{household.code}/"
    returned.refresh_from_db()
    assert returned.stage == "withdrawn"
    again = client.post(f"/exits/{returned.pk}/withdraw/", follow=True)
    assert "Đã rút đề nghị" in again.text


def test_others_neither_mend_nor_withdraw(client_of, stranger, division, leader, returned):
    for end in ("edit/", "withdraw/"):
        assert client_of(stranger).post(f"/exits/{returned.pk}/{end}", ANSWERS).status_code == 404
        assert client_of(division).post(f"/exits/{returned.pk}/{end}", ANSWERS).status_code == 403
        assert client_of(leader).post(f"/exits/{returned.pk}/{end}", ANSWERS).status_code == 403
    returned.refresh_from_db()
    assert returned.stage == "returned"


def test_where_a_proposal_is_open_it_is_shown_instead_of_a_form_that_could_not_be_sent(
    client_of, officer, returned, url, household
):
    assert client_of(officer).get(url).url == f"/exits/{returned.pk}/"
    assert url not in client_of(officer).get(f"/households/{household.code}/update/").text
