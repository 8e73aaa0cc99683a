"""Preliminary and official side by side: the annual review confirms, says otherwise, or does not accept."""

import datetime

import pytest

from households import changes
from households.models import Decision, Household, Movement, PlanEntry
from households.turns import courses
from reports.movement_table import Column, movement_table
from tasks import departures, steps
from tasks.models import NeedType

DAY = datetime.date(2022, 9, 1)
ANNUAL = datetime.date(2022, 9, 15)


@pytest.fixture
def left(plan, a_household, officer, division):
    """left("Hồ Văn Một", "near_poor"): a household that left poverty by a decision of 1/9."""

    def make(head, outcome="near_poor", reason="supported"):
        household = a_household(head=head, member_count=1)
        movement = changes.propose_exit(
            household, plan=plan, reason=reason, on=DAY, evidence="x", outcome=outcome, by=officer
        )
        return changes.decide(changes.agree(movement, by=division), decision_no="1/QĐ", decision_on=DAY, by=division)

    return make


@pytest.fixture
def annual(tu_ha, division):
    return changes.open_decision(tu_ha, number="900/QĐ", signed_on=ANNUAL, kind="annual", by=division)


def columns(plan, tu_ha, official) -> dict[str, int]:
    table = movement_table(datetime.date(2022, 8, 1), ANNUAL, communes=[tu_ha], official=official)
    assert table.total.rest("households") == 0
    return {column.value: table.total[column].households for column in Column if table.total[column].households}


def test_all_three_answers_are_kept_beside_what_was_said(plan, tu_ha, left, annual, division):
    same, other, not_accepted = left("Hồ Một"), left("Hồ Hai"), left("Hồ Ba")
    changes.conclude(
        [(same, "near_poor"), (other, "above_near_poor"), (not_accepted, "rejected")], decision=annual, by=division
    )
    told = {
        one.household.head: (one.preliminary_text, one.official_text, one.differs) for one in Movement.objects.all()
    }
    near, above = "Thoát nghèo, trở thành hộ cận nghèo", "Thoát nghèo, vượt chuẩn cận nghèo"
    assert told == {
        "Hồ Một": (near, near, False),
        "Hồ Hai": (near, above, True),
        "Hồ Ba": (near, "Không công nhận: vẫn là hộ nghèo", True),
    }
    assert set(Movement.objects.differing()) == {other, not_accepted}
    assert list(Household.objects.remaining(plan)) == [not_accepted.household]
    preliminary, official = columns(plan, tu_ha, False), columns(plan, tu_ha, True)
    assert preliminary == {"opening": 3, "to_near_poor": 3, "other_increase": 1, "closing": 1}
    assert official == {"opening": 3, "to_near_poor": 1, "above_near_poor": 1, "closing": 1}


def test_a_rejected_increase_is_off_the_list_from_that_day(plan, tu_ha, annual, officer, division):
    from households.models import Hamlet

    hamlet = Hamlet.objects.named(tu_ha, "Tổ dân phố 1")
    household = changes.add_household(hamlet, plan=plan, head="Lê Thị Mới", member_count=2, by=officer)
    movement = changes.propose_increase(household, plan=plan, kind="newly_poor", on=DAY, evidence="x", by=officer)
    movement = changes.decide(changes.agree(movement, by=division), decision_no="2", decision_on=DAY, by=division)
    need = steps.add(household, plan=plan, type=NeedType.objects.get(code="credit"), by=officer)
    departures.conclude([(movement, "rejected")], decision=annual, by=division)
    assert not PlanEntry.objects.filter(household=household).exists()
    assert not household.needs.open().exists(), "who was never poor waits for nobody"
    [course] = [one for one in courses() if one.household == household.pk]
    assert (course.is_listed(DAY), course.is_listed(ANNUAL)) == (True, False)
    assert columns(plan, tu_ha, False) == {"newly_poor": 1, "other_decrease": 1}
    assert columns(plan, tu_ha, True) == {}
    departures.withdraw(annual, reason="Nhầm", by=division)
    assert PlanEntry.objects.filter(household=household).exists()
    assert household.needs.open().get() == need


def test_deaths_and_what_has_been_overtaken_wait_for_no_review(plan, left, a_household, division):
    left("Lê Thị Chết", "", "deceased")
    gone = left("Hồ Một")
    Movement.objects.create(
        household=gone.household, plan=plan, kind="relapse", stage="decided", happened_on=DAY, counted_on=ANNUAL,
        decision=gone.decision, decided_at=gone.decided_at, decided_by=division,
    )  # fmt: skip
    waiting = left("Hồ Hai")
    assert [(one.household.head, one.kind) for one in changes.to_conclude(plan)] == [
        ("Hồ Hai", "exit"), ("Hồ Một", "relapse"),
    ]  # fmt: skip
    assert waiting in changes.to_conclude(plan)


def test_withdrawn_everything_is_preliminary_again(plan, left, annual, division):
    movement = left("Hồ Ba")
    changes.conclude([(movement, "rejected")], decision=annual, by=division)
    departures.withdraw(annual, reason="Ghi nhầm năm", by=division)
    movement.refresh_from_db()
    assert (movement.official, movement.ended_on, movement.stage) == ("", None, "decided")
    assert not Household.objects.remaining(plan).exists()
    assert movement.household.diary.first().note == "Ghi nhầm năm"


@pytest.mark.parametrize("answer", ["confirmed", "rejected", "near_poor"])
def test_nothing_is_concluded_twice_or_by_another_paper(left, annual, tu_ha, division, answer):
    movement = left("Hồ Một")
    usual = changes.open_decision(tu_ha, number="5/QĐ", signed_on=ANNUAL, by=division)
    with pytest.raises(changes.Refused, match="không phải là quyết định rà soát định kỳ"):
        changes.conclude([(movement, answer)], decision=usual, by=division)
    changes.conclude([(movement, answer)], decision=annual, by=division)
    with pytest.raises(changes.Refused, match="đã thay đổi sau khi bạn mở trang"):
        changes.conclude([(movement, answer)], decision=annual, by=division)


def test_a_review_before_the_result_is_refused(left, tu_ha, division):
    early = changes.open_decision(
        tu_ha, number="1/RS", signed_on=datetime.date(2022, 8, 20), kind="annual", by=division
    )
    with pytest.raises(changes.Refused, match="không thể có trước ngày 01/09/2022"):
        changes.conclude([(left("Hồ Một"), "confirmed")], decision=early, by=division)


# --- The page -----------------------------------------------------------------------------------------


def paper(**answers) -> dict:
    return {"decision_no": "900/QĐ-UBND", "decision_on": "15/9/2022", **answers}


def test_the_page_offers_what_was_said_and_counts_the_differences(client_of, division, officer, left):
    same, other, later = left("Hồ Một"), left("Hồ Hai"), left("Hồ Ba", "above_near_poor")
    client = client_of(division)
    form = client.get("/decisions/annual/").context["form"]
    assert {one.household.head: field.value() for one, field in form.rows()} == {
        "Hồ Một": "near_poor", "Hồ Hai": "near_poor", "Hồ Ba": "above_near_poor",
    }  # fmt: skip
    sent = paper(**{f"of_{same.pk}": "near_poor", f"of_{other.pk}": "rejected", f"of_{later.pk}": ""})
    page = client.post("/decisions/annual/", sent, follow=True).text
    assert "Đã ghi kết quả chính thức cho 2 hộ; 1 hộ khác kết quả sơ bộ." in page
    assert "2</span> hộ, trong đó 1 hộ khác kết quả sơ bộ" in page
    assert page.count("Khác sơ bộ") == 1
    decision = Decision.objects.get(kind="annual")
    assert set(decision.officially.all()) == {same, other}
    found = [one.pk for one in client.get("/exits/?official=differs").context["page"]]
    assert found == [other.pk]
    assert client.get("/exits/?official=none").context["page"].paginator.count == 1
    case = client_of(officer).get(f"/households/{same.household.code}/").text
    assert "Kết quả sơ bộ" in case and "quyết định rà soát cuối năm" in case


def test_nothing_chosen_or_nonsense_concludes_nothing(client_of, division, left):
    movement = left("Hồ Một")
    client = client_of(division)
    assert "ít nhất một hộ" in client.post("/decisions/annual/", paper(**{f"of_{movement.pk}": ""})).text
    assert client.post("/decisions/annual/", paper(**{f"of_{movement.pk}": "x"})).status_code == 200
    assert not Movement.objects.exclude(official="").exists()


def test_with_nothing_to_conclude_it_says_so(client_of, division, plan):
    assert "Không có kết quả sơ bộ nào" in client_of(division).get("/decisions/annual/?commune=%00").text
    assert client_of(division).post("/decisions/annual/", paper()).status_code == 200


def test_only_the_division_concludes(client_of, officer, leader, left):
    left("Hồ Một")
    for other in (officer, leader):
        assert client_of(other).get("/decisions/annual/").status_code == 403
