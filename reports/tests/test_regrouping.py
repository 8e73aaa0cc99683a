"""Households split and move within the town; what was decided by mistake is put back: people, needs, the list.

Here, on the floor that counts, because every test also asks the movement table and the figures.
"""

from datetime import date, timedelta

import pytest

from households import changes
from households.changes import Refused
from households.models import Decision, Hamlet, Household, HouseholdNumber, Member, PersonEvent, PlanEntry
from households.posting import posted
from povertyplan import clock
from povertyplan.accounts.models import Unit
from reports.figures import as_json, figures
from reports.movement_table import Column as C
from reports.movement_table import movement_table
from reports.targets import targets
from tasks import departures, regrouping, steps

START, TODAY = date(2022, 8, 1), date(2022, 9, 16)
SPLIT = date(2022, 9, 5)
PAPER = {"on": date(2022, 9, 3), "decision_no": "61/QĐ-UBND", "decision_on": SPLIT}


@pytest.fixture
def family(a_household):
    """Nguyễn Văn Thử with four named people and one more, with two needs."""
    household = a_household(member_count=6, needs=["house_repair", "credit"], id_no="046070000001")
    for name, relation, number in [
        ("Trần Thị Vợ", "Vợ", "046070000002"),
        ("Nguyễn Văn Con", "Con", "046095000003"),
        ("Lê Thị Dâu", "Con dâu", None),
        ("Nguyễn Thị Cháu", "Cháu", None),
    ]:
        changes.facts.new_member(household, name=name, relation=relation, id_no=number)
    return household


@pytest.fixture
def split(family, plan, officer):
    """split(): the son leaves with his wife and one need."""

    def make(**other):
        asked = {
            "head": family.members.get(name="Nguyễn Văn Con"),
            "members": family.members.filter(name="Lê Thị Dâu"),
            "needs": family.needs.filter(type__code="credit"),
            "by": officer,
        }
        return regrouping.split_off(family, plan=plan, **PAPER, **asked | other)

    return make


@pytest.fixture
def moved(family, plan, division, binh_tien):
    def make(**other):
        asked = {"to": Hamlet.objects.named(binh_tien, "Thôn 3"), "by": division}
        return regrouping.relocate(family, plan=plan, **PAPER | asked | other)

    return make


def table(plan, first=START, last=TODAY):
    found = movement_table(first, last, communes=list(Unit.objects.communes().on(plan.issued_on)))
    for row in (*found.rows, found.total):
        assert row.rest("households") == 0
        assert row.rest("people") == 0
    return found


def counts(row, unit="households"):
    return {column: getattr(row[column], unit) for column in C if getattr(row[column], unit)}


def row_of(found, code):
    return next(row for row in found.rows if row.commune.code == code)


def numbers(plan, on=TODAY):
    found = as_json(figures(plan, on))
    return {key: found[key] for key in ("listed", "left", "remaining", "needs")}


# --- Splitting ------------------------------------------------------------------------------------------------


def test_a_split_makes_a_household_and_tells_both_where_the_other_is(family, split):
    movement = split()
    new, old = movement.household, Household.objects.get(pk=family.pk)
    assert (movement.kind, movement.reason, movement.other_household) == ("other_increase", "split_off", old)
    assert (new.head, new.id_no, new.member_count, old.member_count) == ("Nguyễn Văn Con", "046095000003", 2, 4)
    assert [member.name for member in new.members.present()] == ["Lê Thị Dâu"]
    assert [member.name for member in old.members.present()] == ["Trần Thị Vợ", "Nguyễn Thị Cháu"]
    assert new.code != old.code
    assert "Tách hộ: Nguyễn Văn Con và 1 người" in old.diary.filter(kind="exit").first().text
    assert old.code in new.diary.filter(kind="exit").first().text


def test_the_chosen_needs_go_along_as_far_as_they_had_come(family, split, bank):
    [credit] = steps.take_up(family.needs.filter(type__code="credit"), by=bank)
    new = split().household
    [need] = new.needs.all()
    credit.refresh_from_db()
    assert (need.type.code, need.state, need.lead, need.officer) == ("credit", "taken_up", bank.unit, bank)
    assert (credit.state, need.handed_from) == ("withdrawn", credit)
    assert [one.type.code for one in family.needs.counted()] == ["house_repair"]


def test_the_table_counts_the_new_household_by_hand(plan, split):
    split()
    found = table(plan)
    assert counts(found.total) == {C.OPENING: 1, C.OTHER_INCREASE: 1, C.CLOSING: 2}
    assert counts(found.total, "people") == {C.OPENING: 6, C.OTHER_DECREASE: 2, C.OTHER_INCREASE: 2, C.CLOSING: 6}
    before = table(plan, START, SPLIT - timedelta(days=1))
    assert counts(before.total) == {C.OPENING: 1, C.CLOSING: 1}
    assert counts(before.total, "people") == {C.OPENING: 6, C.CLOSING: 6}


def test_the_plans_figures_know_of_no_split(plan, split):
    before = numbers(plan)
    movement = split()
    after = numbers(plan)
    for key in ("listed", "left", "remaining"):
        assert after[key] == before[key]
    assert after["needs"]["total"] == before["needs"]["total"] == 2
    assert after["needs"]["households"] == 2
    assert Household.objects.remaining(plan).count() == 2, "somebody has to look after both"
    assert [one.pk for one in Household.objects.beside_the_plan(plan)] == [movement.household_id]


def test_somebody_whom_nobody_has_named_may_be_the_new_head_and_take_unnamed_people_along(family, split):
    new = split(head=None, head_name="Nguyễn Văn Út", members=[], needs=[]).household
    family.refresh_from_db()
    assert (new.head, new.member_count, family.member_count) == ("Nguyễn Văn Út", 1, 5)
    with pytest.raises(Refused, match="0 người chưa ghi tên"):
        split(members=[], needs=[], unnamed=1)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"decision_no": " "}, "số, ký hiệu"),
        ({"decision_on": date(2022, 9, 17)}, "không được sau hôm nay"),
        ({"decision_on": date(2022, 9, 2)}, "không thể có trước ngày 03/09/2022"),
        ({"head": None}, "Hãy chọn hoặc ghi tên chủ hộ mới"),
        ({"unnamed": 5}, "nhiều nhất 5 người"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(family, plan, split, other, words):
    with pytest.raises(Refused, match=words):
        regrouping.split_off(
            family, plan=plan, **PAPER | {"by": None, "head": family.members.first(), "members": [], **other}
        )
    assert Household.objects.count() == 1
    assert not PersonEvent.objects.exists()


def test_a_household_with_an_open_proposal_is_not_split(family, plan, officer, split):
    changes.propose_exit(family, plan=plan, reason="moved", on=TODAY, evidence="Giấy", by=officer)
    with pytest.raises(Refused, match="đang xử lý"):
        split()


def test_undoing_a_split_puts_everything_back_and_leaves_a_trace(family, plan, split, officer):
    before, table_before = numbers(plan), counts(table(plan).total, "people")
    movement = split()
    undone = departures.undo(movement, reason="Ghi nhầm hộ cùng tên.", by=officer)
    old, new = Household.objects.get(pk=family.pk), Household.objects.get(pk=movement.household_id)
    assert numbers(plan) == before
    assert counts(table(plan).total, "people") == table_before == {C.OPENING: 6, C.CLOSING: 6}
    assert old.member_count == 6
    assert [member.name for member in old.members.present()] == [
        "Trần Thị Vợ", "Nguyễn Văn Con", "Lê Thị Dâu", "Nguyễn Thị Cháu",
    ]  # fmt: skip
    assert old.members.get(name="Nguyễn Văn Con").id_no == "046095000003"
    assert (new.member_count, new.id_no, new.members.present().count()) == (0, None, 0)
    assert not PlanEntry.objects.filter(household=new).exists()
    assert (undone.stage, undone.undo_reason, undone.undone_by) == ("undone", "Ghi nhầm hộ cùng tên.", officer)
    assert {event.undo_reason for event in PersonEvent.objects.all()} == {"Ghi nhầm hộ cùng tên."}
    assert "Hủy vì ghi nhầm" in old.diary.filter(kind="exit").first().text
    assert sorted(need.type.code for need in old.needs.counted()) == ["credit", "house_repair"]
    split()  # and it can be written down once more, for the right people


def test_a_split_after_which_somebody_worked_is_not_undone(family, plan, split, officer, bank):
    movement = split()
    new = movement.household
    with clock.assume(clock.now() + timedelta(minutes=5)):
        steps.take_up(new.needs.all(), by=bank)
        with pytest.raises(Refused, match="đã được xử lý tiếp"):
            departures.undo(movement, reason="Ghi nhầm.", by=officer)
    assert new.needs.get().state == "taken_up"


def test_a_split_after_which_somebody_was_born_or_looked_at_is_not_undone(family, plan, split, officer):
    movement = split(needs=[])
    new = movement.household
    with clock.assume(clock.now() + timedelta(minutes=5)):
        child = changes.arrive(new, kind="born", facts={"name": "Nguyễn An"}, on=TODAY, by=officer)
        with pytest.raises(Refused, match="Nguyễn An"):
            departures.undo(movement, reason="Ghi nhầm.", by=officer)
        changes.take_back(child, reason="Nhầm hộ", by=officer)
        changes.see(new, plan=plan, progress="done", on=TODAY, by=officer)
        with pytest.raises(Refused, match="đã được xem xét"):
            departures.undo(movement, reason="Ghi nhầm.", by=officer)


# --- Moving within the town -----------------------------------------------------------------------------------


def test_a_move_is_a_decrease_there_and_an_increase_here(plan, moved, family):
    moved()
    family.refresh_from_db()
    found = table(plan)
    assert counts(row_of(found, "19996")) == {C.OPENING: 1, C.OTHER_DECREASE: 1}
    assert counts(row_of(found, "20035")) == {C.OTHER_INCREASE: 1, C.CLOSING: 1}
    assert counts(row_of(found, "20035"), "people") == {C.OTHER_INCREASE: 6, C.CLOSING: 6}
    assert (family.commune.code, family.hamlet.name, family.officer) == ("20035", "Thôn 3", None)
    assert {need.commune.code for need in family.needs.all()} == {"20035"}
    earlier = table(plan, START, SPLIT - timedelta(days=1))
    assert counts(row_of(earlier, "19996")) == {C.OPENING: 1, C.CLOSING: 1}


def test_a_move_changes_the_plans_figures_by_commune_only_and_only_from_its_day(plan, moved):
    before, old_day = numbers(plan), as_json(figures(plan, START))
    moved()
    assert numbers(plan) == before
    assert as_json(figures(plan, START)) == old_day
    communes = {row["code"]: row for row in as_json(figures(plan, TODAY))["communes"]}
    assert (communes["19996"]["listed"], communes["19996"]["left"], communes["19996"]["needs"]) == (0, 0, 0)
    assert (communes["20035"]["listed"], communes["20035"]["left"], communes["20035"]["needs"]) == (1, 0, 2)


def test_the_whole_history_goes_along_to_the_new_officer(family, moved, officer, stranger):
    changes.write_note(family, text="Nhà dột.", by=officer)
    moved()
    assert Household.objects.visible_to(stranger).get() == family
    assert not Household.objects.visible_to(officer).exists()
    assert family.diary.filter(note="Nhà dột.").exists()


def test_undoing_a_move_brings_the_household_home(family, plan, moved, division, officer):
    changes.assign_officer(family, officer=officer, by=officer)
    before = as_json(figures(plan, TODAY))
    relocation = moved()
    departures.undo(relocation.arrival, reason="Chuyển nhầm hộ.", by=division)
    family.refresh_from_db()
    assert as_json(figures(plan, TODAY)) == before
    assert (family.commune.code, family.hamlet.name, family.officer) == ("19996", "Tổ dân phố 1", officer)
    assert {one.stage for one in family.movements.all()} == {"undone"}
    assert counts(row_of(table(plan), "19996")) == {C.OPENING: 1, C.CLOSING: 1}
    with pytest.raises(Refused):
        departures.undo(relocation.departure, reason="Lần nữa.", by=division)


def test_a_move_after_which_the_new_commune_worked_stays(family, plan, moved, division, stranger):
    relocation = moved()
    with clock.assume(clock.now() + timedelta(minutes=5)):
        changes.see(family, plan=plan, progress="done", on=TODAY, by=stranger)
        with pytest.raises(Refused, match="đã được xem xét"):
            departures.undo(relocation.departure, reason="Nhầm.", by=division)


def test_a_move_within_the_commune_is_none(family, plan, moved, tu_ha):
    with pytest.raises(Refused, match="Sửa thông tin"):
        moved(to=Hamlet.objects.named(tu_ha, "Tổ dân phố 2"))


def test_who_moved_twice_was_in_three_communes(family, plan, moved, unit):
    moved(on=date(2022, 8, 20), decision_on=date(2022, 8, 20))
    third = Hamlet.objects.named(unit("20041"), "Thôn 1")
    moved(to=third, on=date(2022, 9, 10), decision_on=date(2022, 9, 10))
    found = table(plan)
    assert counts(row_of(found, "19996")) == {C.OPENING: 1, C.OTHER_DECREASE: 1}
    assert counts(row_of(found, "20035")) == {C.OTHER_INCREASE: 1, C.OTHER_DECREASE: 1}
    assert counts(row_of(found, "20041")) == {C.OTHER_INCREASE: 1, C.CLOSING: 1}
    communes = {row["code"]: row["listed"] for row in as_json(figures(plan, date(2022, 8, 31)))["communes"]}
    assert (communes["19996"], communes["20035"], communes["20041"]) == (0, 1, 0)


def test_codes_are_not_given_twice_when_their_household_moved_away(family, plan, moved, split, tu_ha):
    Household.objects.filter(pk=family.pk).update(code="19996-5000")
    family.refresh_from_db()
    moved()
    assert HouseholdNumber.objects.take_one(tu_ha) == "19996-5001"


# --- Deaths and moves out of the town ---------------------------------------------------------------------------


def test_undoing_a_death_brings_the_needs_back(a_household, plan, officer, division):
    household = a_household(member_count=1, needs=["credit"])
    movement = changes.propose_exit(household, plan=plan, reason="deceased", on=TODAY, evidence="Khai tử", by=officer)
    [movement] = departures.decide(
        [changes.agree(movement, by=division)], decision_no="5/QĐ-UBND", decision_on=TODAY, by=division
    )
    assert household.needs.get().state == "withdrawn"
    assert numbers(plan)["left"]["other_decrease"] == 1
    departures.undo(movement, reason="Ghi nhầm hộ cùng tên.", by=division)
    assert household.needs.get().state == "routed"
    assert numbers(plan)["left"]["total"] == 0
    assert Member.objects.count() == 0


def test_a_corrected_decision_moves_the_people_too(family, plan, split, division):
    movement = split()
    changes.correct_decision(
        movement.decision, number="61/QĐ-UBND", signed_on=date(2022, 9, 8), signer="", signer_title="",
        reason="Gõ nhầm ngày.", by=division,
    )  # fmt: skip
    found = table(plan, START, date(2022, 9, 7))
    assert counts(found.total) == {C.OPENING: 1, C.CLOSING: 1}
    assert counts(table(plan, date(2022, 9, 8)).total) == {C.OPENING: 1, C.OTHER_INCREASE: 1, C.CLOSING: 2}
    assert movement.household.members.get().came_on == date(2022, 9, 8)


# --- Joining another household -----------------------------------------------------------------------------------


@pytest.fixture
def join(family, a_household, plan, officer, division):
    """join(): the family moves in with Trần Văn Bác, who has a household of two, by decision of 5/9."""

    def make():
        uncle = Household.objects.filter(head="Trần Văn Bác").first() or a_household(
            head="Trần Văn Bác", member_count=2, needs=["credit"]
        )
        movement = changes.propose_exit(
            family, plan=plan, reason="merged", on=date(2022, 9, 3), evidence="Xác nhận cư trú", by=officer,
            other_household=uncle,
        )  # fmt: skip
        agreed = changes.agree(movement, by=division)
        return departures.decide([agreed], decision_no="62/QĐ-UBND", decision_on=SPLIT, by=division)[0]

    return make


def test_who_joins_another_household_goes_over_with_everybody_and_what_they_need(family, plan, join):
    movement = join()
    family.refresh_from_db()
    uncle = movement.other_household
    uncle.refresh_from_db()
    assert (family.member_count, uncle.member_count) == (0, 8)
    assert uncle.members.first().name == "Nguyễn Văn Thử"
    assert sorted(need.type.code for need in uncle.needs.counted()) == ["credit", "house_repair"]
    assert not family.needs.counted().exists()
    found = table(plan)
    assert counts(found.total) == {C.OPENING: 2, C.OTHER_DECREASE: 1, C.CLOSING: 1}
    assert counts(found.total, "people") == {C.OPENING: 8, C.OTHER_DECREASE: 6, C.OTHER_INCREASE: 6, C.CLOSING: 8}
    assert numbers(plan)["left"] == {"total": 1, "exited": 0, "other_decrease": 1, "by_reason": {"merged": 1}}


def test_undoing_a_joining_parts_them_again(family, plan, join, division):
    movement = join()
    departures.undo(movement, reason="Ghi nhầm hộ.", by=division)
    family.refresh_from_db()
    uncle = Household.objects.get(head="Trần Văn Bác")
    assert (family.member_count, uncle.member_count) == (6, 2)
    assert not uncle.members.present().exists()
    assert family.members.present().count() == 4
    assert sorted(need.type.code for need in family.needs.counted()) == ["credit", "house_repair"]
    assert {need.state for need in family.needs.all()} == {"routed"}
    assert [need.type.code for need in uncle.needs.counted()] == ["credit"]
    assert counts(table(plan).total, "people") == {C.OPENING: 8, C.CLOSING: 8}
    join()


def test_a_joining_after_which_somebody_came_stays(family, join, officer, division):
    movement = join()
    changes.arrive(movement.other_household, kind="born", facts={"name": "Trần An"}, on=TODAY, by=officer)
    with pytest.raises(Refused, match="Trần An"):
        departures.undo(movement, reason="Ghi nhầm hộ.", by=division)


def test_nobody_joins_a_household_that_is_not_on_the_list(family, a_household, leave, plan, officer):
    gone = a_household(head="Hồ Văn Đi")
    leave(gone, "supported", date(2022, 9, 1))
    with pytest.raises(Refused, match="Hồ Văn Đi không còn"):
        changes.propose_exit(
            family, plan=plan, reason="merged", on=TODAY, evidence="Giấy", by=officer, other_household=gone
        )


def test_the_old_communes_table_names_whom_it_lost_and_leads_to_no_closed_door(family, moved, officer, client_of):
    moved()
    text = client_of(officer).get("/movements/rows/?cell=other_decrease&first=1/8/2022&last=16/9/2022").text
    assert "Nguyễn Văn Thử" in text
    assert f"/households/{family.code}/" not in text


def test_a_loan_given_before_the_split_still_reaches_the_target(family, plan, split, bank):
    [credit] = steps.take_up(family.needs.filter(type__code="credit"), by=bank)
    steps.record_measure(
        credit, by=bank, on=date(2022, 9, 2), kind="loan", source="credit", what="Vay nuôi bò", amount=50_000_000
    )
    before = [(line.numerator, line.denominator) for line in targets(plan, TODAY)]
    split()
    assert [(line.numerator, line.denominator) for line in targets(plan, TODAY)] == before
    assert before[1] == (1, 1)


def test_whoever_moved_here_is_one_household_of_the_decision_and_posted_as_poor(moved):
    decision = moved().arrival.decision
    assert Decision.objects.with_counts().get(pk=decision.pk).decided == 1
    assert [(line.head, line.result) for line in posted(decision)] == [("Nguyễn Văn Thử", "Hộ nghèo")]


def test_withdrawing_the_decision_of_a_move_brings_the_household_home_once(family, moved, division):
    decision = moved().arrival.decision
    departures.withdraw(decision, reason="Ghi nhầm số.", by=division)
    family.refresh_from_db()
    decision.refresh_from_db()
    assert family.commune.code == "19996"
    assert decision.is_withdrawn
