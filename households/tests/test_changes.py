"""The verbs: each does its work once, leaves a line in the diary, and is refused at every wrong stage."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from households import changes
from households.models import Household, Movement
from households.models.movement import Stage
from povertyplan import clock

DAY = datetime.date(2022, 9, 10)
MOMENT = datetime.datetime(2022, 9, 10, 8, tzinfo=datetime.UTC)


@pytest.fixture
def household(a_household):
    return a_household(head="Hồ Văn Áng", member_count=1)


@pytest.fixture
def movement_at(plan, household, officer, division):
    """movement_at("agreed"): the household's proposal, brought to that stage by the verbs."""

    def make(stage):
        movement = changes.propose_exit(
            household, plan=plan, reason="self_reliant", on=DAY, evidence="Biên bản", by=officer
        )
        if stage == Stage.RETURNED:
            return changes.return_proposal(movement, reason="Thiếu chữ ký", by=division)
        if stage == Stage.WITHDRAWN:
            return changes.withdraw_proposal(movement, by=officer)
        if stage in {Stage.AGREED, Stage.DECIDED, Stage.UNDONE}:
            movement = changes.agree(movement, by=division)
        if stage in {Stage.DECIDED, Stage.UNDONE}:
            movement = changes.decide(movement, decision_no="9/QĐ-UBND", decision_on=DAY, by=division)
        if stage == Stage.UNDONE:
            movement = changes.undo(movement, reason="Ghi nhầm hộ cùng tên", by=division)
        return movement

    return make


VERBS = {
    "propose_again": lambda m, commune, division: changes.propose_again(
        m, reason="merit", on=DAY, evidence="Đã bổ sung", by=commune
    ),
    "withdraw_proposal": lambda m, commune, division: changes.withdraw_proposal(m, by=commune),
    "agree": lambda m, commune, division: changes.agree(m, by=division),
    "return_proposal": lambda m, commune, division: changes.return_proposal(m, reason="Thiếu", by=division),
    "decide": lambda m, commune, division: changes.decide(m, decision_no="9/QĐ", decision_on=DAY, by=division),
    "undo": lambda m, commune, division: changes.undo(m, reason="Ghi nhầm hộ cùng tên", by=division),
}
STARTS = {
    "propose_again": {Stage.RETURNED},
    "withdraw_proposal": {Stage.PROPOSED, Stage.RETURNED},
    "agree": {Stage.PROPOSED},
    "return_proposal": {Stage.PROPOSED},
    "decide": {Stage.AGREED},
    "undo": {Stage.DECIDED},
}
ENDS = {
    "propose_again": Stage.PROPOSED,
    "withdraw_proposal": Stage.WITHDRAWN,
    "agree": Stage.AGREED,
    "return_proposal": Stage.RETURNED,
    "decide": Stage.DECIDED,
    "undo": Stage.UNDONE,
}


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("verb", list(VERBS))
def test_a_verb_works_at_its_stages_and_is_refused_at_all_others(verb, stage, movement_at, officer, division):
    movement = movement_at(stage)
    lines = movement.household.diary.count()
    if stage in STARTS[verb]:
        VERBS[verb](movement, officer, division)
        assert Movement.objects.get().stage == ENDS[verb]
        assert movement.household.diary.count() == lines + 1
        return
    with pytest.raises(changes.Refused, match="đang ở bước"):
        VERBS[verb](movement, officer, division)
    assert Movement.objects.get().stage == stage
    assert movement.household.diary.count() == lines


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.RETURNED, Stage.AGREED, Stage.DECIDED])
def test_there_is_one_proposal_at_a_time(stage, plan, household, officer, movement_at):
    movement_at(stage)
    with pytest.raises(changes.Refused):
        changes.propose_exit(household, plan=plan, reason="moved", on=DAY, evidence="x", by=officer)


def test_after_a_withdrawal_it_can_be_proposed_anew(plan, household, officer, movement_at):
    movement_at(Stage.WITHDRAWN)
    changes.propose_exit(household, plan=plan, reason="moved", on=DAY, evidence="x", by=officer)
    assert household.movements.open().get().kind == Movement.Kind.OTHER_DECREASE


def test_a_death_is_another_decrease_and_never_an_exit(plan, household, officer):
    movement = changes.propose_exit(
        household, plan=plan, reason="deceased", on=DAY, evidence="Giấy chứng tử", by=officer
    )
    assert movement.kind == Movement.Kind.OTHER_DECREASE


def test_whoever_proposed_does_not_agree(movement_at, officer):
    with pytest.raises(changes.Refused, match="tự đồng ý"):
        changes.agree(movement_at(Stage.PROPOSED), by=officer)


def test_the_database_too_keeps_proposer_and_agreer_apart(movement_at, officer):
    movement = movement_at(Stage.PROPOSED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.filter(pk=movement.pk).update(agreed_by=officer, agreed_at=clock.now())


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "exit", "reason": "deceased"},
        {"kind": "other_decrease", "reason": "merit"},
        {"stage": "decided"},
        {"agreed_at": MOMENT},
        {"returned_at": MOMENT},
    ],
)
def test_the_database_refuses_what_must_not_be(wrong, movement_at):
    movement = movement_at(Stage.PROPOSED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.filter(pk=movement.pk).update(**wrong)


def test_the_database_holds_one_open_proposal_per_household(movement_at, officer):
    movement = movement_at(Stage.PROPOSED)
    movement.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        movement.save(force_insert=True)


@pytest.mark.parametrize(
    ("number", "day", "words"),
    [
        (" ", DAY, "số, ký hiệu"),
        ("9/QĐ", datetime.date(2022, 9, 17), "sau hôm nay"),
        ("9/QĐ", datetime.date(2022, 9, 9), "không thể có trước"),
    ],
)
def test_a_decision_needs_a_number_and_a_possible_day(number, day, words, movement_at, division):
    with pytest.raises(changes.Refused, match=words):
        changes.decide(movement_at(Stage.AGREED), decision_no=number, decision_on=day, by=division)


def test_from_the_decision_on_the_household_is_off_the_list(plan, movement_at):
    movement_at(Stage.AGREED)
    assert Household.objects.remaining(plan).count() == 1
    changes.decide(Movement.objects.get(), decision_no="9/QĐ", decision_on=DAY, by=Movement.objects.get().agreed_by)
    assert not Household.objects.remaining(plan).exists()
    assert Household.objects.remaining(plan, DAY - datetime.timedelta(days=1)).exists()


def test_a_decision_from_before_the_plan_leaves_the_plans_own_figures_alone(plan, household, officer, division):
    before = plan.issued_on - datetime.timedelta(days=10)
    movement = changes.propose_exit(
        household, plan=plan, reason="deceased", on=before, evidence="Giấy chứng tử", by=officer
    )
    changes.agree(movement, by=division)
    movement = changes.decide(movement, decision_no="9/QĐ-UBND", decision_on=before, by=division)
    assert (movement.decision.signed_on, movement.counted_on) == (before, plan.issued_on + datetime.timedelta(days=1))
    assert not Household.objects.left(plan, plan.issued_on).exists()
    assert Household.objects.left(plan).get() == household


def test_returning_needs_a_reason(movement_at, division):
    with pytest.raises(changes.Refused, match="lý do"):
        changes.return_proposal(movement_at(Stage.PROPOSED), reason="  ", by=division)


def test_agreeing_to_several_passes_over_those_that_cannot_be(plan, a_household, officer, division):
    movements = [
        changes.propose_exit(
            a_household(head=f"Hộ {number}"), plan=plan, reason="merit", on=DAY, evidence="x", by=officer
        )
        for number in range(3)
    ]
    changes.withdraw_proposal(movements[1], by=officer)
    agreed, refused = changes.agree_to_all(movements, by=division)
    assert (len(agreed), len(refused)) == (2, 1)


def test_a_look_is_written_down_with_its_note(plan, household, officer):
    entry = changes.see(household, plan=plan, progress="stuck", on=DAY, by=officer, note="Thiếu đất")
    line = household.diary.first()
    assert (entry.progress, entry.seen_on, entry.seen_by) == ("stuck", DAY, officer)
    assert (line.text, line.note) == ("Xem xét ngày 10/09/2022: vướng mắc, cần báo cáo", "Thiếu đất")


def test_the_same_look_sent_twice_is_written_down_once(plan, household, officer):
    for note in ("Mái còn dột", "Mái còn dột", "Mái đã lợp"):
        changes.see(household, plan=plan, progress="under_way", on=DAY, by=officer, note=note)
    assert list(household.diary.filter(kind="progress").values_list("note", flat=True)) == ["Mái đã lợp", "Mái còn dột"]


def test_the_same_note_sent_twice_is_written_down_once(household, officer, division):
    first = changes.write_note(household, text="Đã đến thăm hộ", by=officer)
    assert changes.write_note(household, text="Đã đến thăm hộ", by=officer) == first
    changes.write_note(household, text="Đã đến thăm hộ", by=division)
    with clock.assume(clock.today() + datetime.timedelta(days=1)):
        changes.write_note(household, text="Đã đến thăm hộ", by=division)
    assert household.diary.filter(kind="note").count() == 3


def test_being_stuck_needs_words(plan, household, officer):
    with pytest.raises(changes.Refused, match="vướng mắc"):
        changes.see(household, plan=plan, progress="stuck", on=DAY, by=officer)


def test_a_look_is_not_put_before_a_later_one_nor_into_the_future(plan, household, officer):
    changes.see(household, plan=plan, progress="done", on=DAY, by=officer)
    for day in (DAY - datetime.timedelta(days=1), clock.today() + datetime.timedelta(days=1)):
        with pytest.raises(changes.Refused):
            changes.see(household, plan=plan, progress="done", on=day, by=officer)


def test_nobody_looks_at_a_household_that_has_left(plan, household, officer, movement_at):
    movement_at(Stage.DECIDED)
    with pytest.raises(changes.Refused, match="đã ra khỏi danh sách"):
        changes.see(household, plan=plan, progress="done", on=clock.today(), by=officer)


def test_giving_the_household_to_an_officer_is_said_once(household, officer):
    changes.assign_officer(household, officer=officer, by=officer)
    changes.assign_officer(household, officer=officer, by=officer)
    assert household.diary.count() == 1
    changes.assign_officer(household, officer=None, by=officer)
    assert household.diary.first().text == "Thôi phân công cán bộ phụ trách"


def test_two_who_opened_the_same_page_cannot_both_save_blindly(household, officer, division):
    changes.edit(household, version=1, facts={"address": "Xóm Bến"}, by=officer)
    with pytest.raises(changes.Stale):
        changes.edit(household, version=1, facts={"address": "Xóm Chợ"}, by=division)
    assert Household.objects.get().address == "Xóm Bến"
