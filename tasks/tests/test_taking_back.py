"""What was decided by mistake is taken back: one household or the whole paper, with a trace, and the needs with it."""

import datetime

import pytest

from households import changes
from households.models import Decision, Household, Movement
from tasks import departures, steps
from tasks.models import Need, NeedType

DAY = datetime.date(2022, 9, 10)


@pytest.fixture
def decided(plan, a_household, officer, housing, division):
    """An exit and a death under one decision; of the dead one need was taken up, one just sent."""
    movements = []
    for head, reason in (("Hồ Văn Một", "self_reliant"), ("Lê Thị Hai", "deceased")):
        household = a_household(head=head, needs=["house_repair", "credit"], member_count=1)
        steps.take_up(household.needs.filter(type__code="house_repair"), by=housing)
        movement = changes.propose_exit(household, plan=plan, reason=reason, on=DAY, evidence="Biên bản", by=officer)
        movements.append(changes.agree(movement, by=division))
    return departures.decide(movements, decision_no="245/QĐ-UBND", decision_on=DAY, by=division)


def states(head: str) -> dict[str, str]:
    return dict(Need.objects.filter(household__head=head).values_list("type__code", "state"))


def test_one_household_is_taken_back_with_a_reason(client_of, division, plan, decided):
    exit, _ = decided
    answer = client_of(division).post(f"/exits/{exit.pk}/undo/", {"reason": "Ghi nhầm hộ cùng tên"}, follow=True)
    assert "Ghi nhầm hộ cùng tên" in answer.text
    exit.refresh_from_db()
    assert (exit.stage, exit.undone_by) == ("undone", division)
    assert exit.household in Household.objects.remaining(plan)
    assert exit.household.diary.first().note == "Ghi nhầm hộ cùng tên"
    page = client_of(division).get(f"/decisions/{exit.decision_id}/").text
    assert "1 hộ đã hủy vì ghi nhầm" in page and "Ghi nhầm hộ cùng tên" in page


def test_needs_that_the_decision_closed_are_as_they_were(division, decided):
    assert set(states("Lê Thị Hai").values()) == {"withdrawn"}
    departures.undo(decided[1], reason="Bà vẫn còn sống", by=division)
    assert states("Lê Thị Hai") == {"house_repair": "taken_up", "credit": "routed"}
    need = Need.objects.get(household__head="Lê Thị Hai", type__code="credit")
    assert need.steps.first().done == "mở lại"


def test_a_need_closed_for_another_reason_stays_closed(plan, a_household, officer, division):
    household = a_household(needs=["credit"], member_count=1)
    steps.withdraw(household.needs.all(), by=division, reason="Hộ không vay")
    movement = changes.propose_exit(household, plan=plan, reason="deceased", on=DAY, evidence="x", by=officer)
    [movement] = departures.decide(
        [changes.agree(movement, by=division)], decision_no="1", decision_on=DAY, by=division
    )
    departures.undo(movement, reason="Nhầm", by=division)
    assert household.needs.get().state == "withdrawn"


def test_a_need_that_was_written_down_anew_is_not_there_twice(plan, division, decided):
    movement = decided[1]
    changes.undo(movement, reason="Nhầm", by=division)
    steps.add(movement.household, plan=plan, type=NeedType.objects.get(code="credit"), by=division)
    steps.reopen(movement.household.needs.all(), by=division, reason="Nhầm")
    assert Need.objects.counted().filter(household=movement.household, type__code="credit").count() == 1


def test_a_whole_decision_is_withdrawn_and_stays_on_record(client_of, division, officer, plan, decided):
    paper = Decision.objects.get()
    client_of(division).post(f"/decisions/{paper.pk}/withdraw/", {"reason": "Ghi nhầm xã"})
    paper.refresh_from_db()
    assert paper.is_withdrawn and paper.withdrawn_by == division
    assert set(Movement.objects.values_list("stage", flat=True)) == {"undone"}
    assert Household.objects.remaining(plan).count() == 2
    page = client_of(officer).get(f"/decisions/{paper.pk}/").text
    assert "Ghi nhầm xã" in page and "Hồ Văn Một" in page
    assert "Đã hủy" in client_of(officer).get("/decisions/?state=withdrawn").text


def test_the_number_of_a_withdrawn_decision_can_be_used_again(division, tu_ha, decided):
    paper = departures.withdraw(decided[0].decision, reason="Nhầm", by=division)
    again = changes.open_decision(tu_ha, number=paper.number, signed_on=paper.signed_on, by=division)
    assert again.pk != paper.pk
    with pytest.raises(changes.Refused, match="đã bị hủy"):
        departures.withdraw(paper, reason="Lần nữa", by=division)


def test_without_a_reason_nothing_is_taken_back(client_of, division, decided):
    for url in (f"/exits/{decided[0].pk}/undo/", f"/decisions/{decided[0].decision_id}/withdraw/"):
        page = client_of(division).post(url, {"reason": "  "})
        assert "reason" in page.context["form"].errors
    assert Movement.objects.decided().count() == 2


def test_only_the_division_takes_back(client_of, officer, leader, decided):
    for other in (officer, leader):
        for url in (f"/exits/{decided[0].pk}/undo/", f"/decisions/{decided[0].decision_id}/withdraw/"):
            assert client_of(other).post(url, {"reason": "Nhầm"}).status_code == 403


def test_all_or_nothing_where_one_household_has_changed_since(plan, division, decided):
    exit, _ = decided
    Movement.objects.create(
        household=exit.household, plan=plan, kind="relapse", stage="decided", happened_on=DAY,
        counted_on=datetime.date(2022, 9, 15), decision=exit.decision, decided_at=exit.decided_at, decided_by=division,
    )  # fmt: skip
    later = Movement.objects.get(kind="relapse")
    later.decision = Decision.objects.numbered(exit.decision.unit, "300/QĐ", datetime.date(2022, 9, 15))
    later.save()
    with pytest.raises(changes.Refused, match="Hãy hủy biến động đó trước"):
        departures.withdraw(exit.decision, reason="Nhầm", by=division)
    assert Movement.objects.filter(stage="undone").count() == 0


def test_a_household_does_not_come_off_the_list_with_needs_behind_it(plan, tu_ha, officer, division):
    from households.models import Hamlet

    hamlet = Hamlet.objects.named(tu_ha, "Tổ dân phố 1")
    household = changes.add_household(hamlet, plan=plan, head="Lê Thị Mới", member_count=2, by=officer)
    movement = changes.propose_increase(household, plan=plan, kind="newly_poor", on=DAY, evidence="x", by=officer)
    agreed = changes.agree(movement, by=division)
    [movement] = departures.decide([agreed], decision_no="1", decision_on=DAY, by=division)
    need = steps.add(household, plan=plan, type=NeedType.objects.get(code="credit"), by=officer)
    with pytest.raises(changes.Refused, match="hãy xử lý nhu cầu này trước"):
        departures.undo(movement, reason="Nhầm", by=division)
    steps.withdraw([need], by=division, reason="Ghi nhầm")
    departures.undo(movement, reason="Nhầm", by=division)
    assert not household.entries.exists()
