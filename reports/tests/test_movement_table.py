"""The movement table closes, in households and in people, for any period; and its cells say who."""

import datetime
import random

import pytest

from households.models import Decision, Movement, PersonEvent
from povertyplan import clock
from povertyplan.accounts.models import Unit
from reports.movement_table import Column, movement_table

YEAR = datetime.date(2022, 1, 1), datetime.date(2022, 12, 31)
C = Column


def day(month, number=10):
    return datetime.date(2022, month, number)


@pytest.fixture
def communes(plan):
    return list(Unit.objects.communes().on(plan.issued_on))


@pytest.fixture
def turned(plan, division):
    """turned(household, "exit", day(8), outcome="near_poor"): a decided movement that counts from that day."""

    def make(household, kind, on, *, reason="", **facts):
        reasons = {"exit": "self_reliant", "other_decrease": "deceased", "other_increase": "moved_in"}
        return Movement.objects.create(
            household=household, plan=plan, kind=kind, reason=reason or reasons.get(kind, ""), stage="decided",
            happened_on=on, counted_on=on, decided_at=clock.now(), decided_by=division,
            decision=Decision.objects.numbered(household.commune, "1/QĐ-UBND", on), **facts,
        )  # fmt: skip

    return make


@pytest.fixture
def happened():
    """happened(household, "born", day(8), people=2)"""

    def make(household, kind, on, people=1):
        event = PersonEvent(household=household, kind=kind, on=on, counted_on=on, people=people, at=clock.now())
        household.member_count += event.change
        household.save()
        event.save()
        return event

    return make


def counts(row, unit="households"):
    return {column: getattr(row[column], unit) for column in Column if getattr(row[column], unit)}


def closes(table):
    for row in (*table.rows, table.total):
        assert row.rest("households") == 0
        assert row.rest("people") == 0
    for column in Column:
        for unit in ("households", "people"):
            assert sum(getattr(row[column], unit) for row in table.rows) == getattr(table.total[column], unit)


def test_everybody_on_a_list_was_poor_at_the_beginning(a_household, communes):
    a_household(member_count=4), a_household(member_count=3)
    table = movement_table(*YEAR, communes=communes)
    assert counts(table.total) == {C.OPENING: 2, C.CLOSING: 2}
    assert counts(table.total, "people") == {C.OPENING: 7, C.CLOSING: 7}


def test_each_kind_of_turn_has_its_column(a_household, turned, communes):
    for kind, facts in (
        ("exit", {"outcome": "near_poor"}),
        ("exit", {"outcome": "above_near_poor"}),
        ("exit", {}),
        ("other_decrease", {}),
        ("from_near_poor", {}),
        ("relapse", {}),
        ("newly_poor", {}),
        ("other_increase", {}),
    ):
        turned(a_household(member_count=2), kind, day(8), **facts)
    table = movement_table(*YEAR, communes=communes)
    assert counts(table.total) == {
        C.OPENING: 4, C.TO_NEAR_POOR: 1, C.ABOVE_NEAR_POOR: 1, C.EXIT_UNKNOWN: 1, C.OTHER_DECREASE: 1,
        C.FROM_NEAR_POOR: 1, C.RELAPSE: 1, C.NEWLY_POOR: 1, C.OTHER_INCREASE: 1, C.CLOSING: 4,
    }  # fmt: skip
    closes(table)


def test_a_household_that_only_somebody_proposed_is_not_on_the_list(a_household, plan, officer, communes):
    household = a_household()
    household.entries.all().delete()
    Movement.objects.create(
        household=household, plan=plan, kind="newly_poor", stage="proposed", happened_on=day(8),
        proposed_at=clock.now(), proposed_by=officer,
    )  # fmt: skip
    assert counts(movement_table(*YEAR, communes=communes).total) == {}


def test_leaving_and_falling_back_in_one_year_are_two_turns(a_household, turned, communes):
    household = a_household(member_count=5)
    turned(household, "exit", day(3), outcome="near_poor")
    turned(household, "relapse", day(9))
    table = movement_table(*YEAR, communes=communes)
    assert counts(table.total) == {C.OPENING: 1, C.TO_NEAR_POOR: 1, C.RELAPSE: 1, C.CLOSING: 1}
    assert counts(movement_table(day(4), day(8), communes=communes).total) == {}


def test_births_and_deaths_in_households_that_stay_are_people_without_households(a_household, happened, communes):
    household = a_household(member_count=3)
    happened(household, "born", day(5))
    happened(household, "died", day(6), people=2)
    table = movement_table(*YEAR, communes=communes)
    assert counts(table.total) == {C.OPENING: 1, C.CLOSING: 1}
    assert counts(table.total, "people") == {C.OPENING: 3, C.OTHER_INCREASE: 1, C.OTHER_DECREASE: 2, C.CLOSING: 2}
    closes(table)


def test_who_dies_on_the_day_on_which_the_household_leaves_leaves_with_it(a_household, turned, happened, communes):
    household = a_household(member_count=1)
    turned(household, "other_decrease", day(8))
    happened(household, "died", day(8))
    table = movement_table(*YEAR, communes=communes)
    assert counts(table.total, "people") == {C.OPENING: 1, C.OTHER_DECREASE: 1}
    closes(table)


def test_what_the_review_rejects_is_an_exit_at_first_and_none_officially(a_household, turned, tu_ha, communes):
    annual = Decision.objects.numbered(tu_ha, "99/QĐ-UBND", day(12))
    facts = {"outcome": "near_poor", "official_decision": annual}
    turned(a_household(member_count=1), "exit", day(8), official="rejected", ended_on=day(12), **facts)
    turned(
        a_household(member_count=1), "exit", day(8), official="confirmed", official_outcome="above_near_poor", **facts
    )
    preliminary, official = (movement_table(*YEAR, communes=communes, official=which) for which in (False, True))
    assert counts(preliminary.total) == {C.OPENING: 2, C.TO_NEAR_POOR: 2, C.OTHER_INCREASE: 1, C.CLOSING: 1}
    assert counts(official.total) == {C.OPENING: 2, C.ABOVE_NEAR_POOR: 1, C.CLOSING: 1}
    closes(preliminary)


def test_what_was_undone_is_in_no_column(a_household, turned, division, communes):
    from households import changes

    changes.undo(turned(a_household(), "exit", day(8)), reason="Ghi nhầm", by=division)
    assert counts(movement_table(*YEAR, communes=communes).total) == {C.OPENING: 1, C.CLOSING: 1}


def test_households_of_which_nobody_counted_the_people_are_said(a_household, communes):
    a_household(member_count=None), a_household(member_count=2)
    table = movement_table(*YEAR, communes=communes)
    assert (table.uncounted, table.total[C.CLOSING].households, table.total[C.CLOSING].people) == (1, 2, 2)


def test_the_rare_column_is_shown_only_where_it_is_needed(a_household, turned, communes):
    household = a_household()
    assert C.EXIT_UNKNOWN not in movement_table(*YEAR, communes=communes).columns
    turned(household, "exit", day(8))
    assert C.EXIT_UNKNOWN in movement_table(*YEAR, communes=communes).columns


def test_a_period_that_ends_before_it_begins_is_none(communes):
    with pytest.raises(ValueError, match="before it begins"):
        movement_table(day(8), day(7), communes=communes)


KINDS = ["exit", "other_decrease", "from_near_poor", "relapse", "newly_poor", "other_increase"]
EVENTS = ["born", "joined", "died", "left", "headed"]


@pytest.mark.parametrize("seed", range(25))
def test_it_closes_whatever_happened(seed, a_household, turned, happened, tu_ha, binh_tien, communes):
    """Also on days on which everything happens at once, and the next period begins where the last one ended."""
    chance = random.Random(seed)
    days = [day(month, number) for month in (7, 8) for number in (1, 2, 3)]
    for _ in range(6):
        household = a_household(chance.choice([tu_ha, binh_tien]), member_count=chance.choice([20, 30, 90, None]))
        for _ in range(chance.randrange(5)):
            turned(household, chance.choice(KINDS), chance.choice(days), outcome="")
        for _ in range(chance.randrange(5)):
            if household.member_count is not None:
                happened(household, chance.choice(EVENTS), chance.choice(days), chance.choice([1, 2]))
    cut = chance.choice(days)
    before = movement_table(day(6), cut, communes=communes)
    after = movement_table(cut + datetime.timedelta(days=1), day(9), communes=communes)
    whole = movement_table(day(6), day(9), communes=communes)
    for table in (before, after, whole):
        closes(table)
    for unit in ("households", "people"):
        assert getattr(before.total[C.CLOSING], unit) == getattr(after.total[C.OPENING], unit)
        assert getattr(whole.total[C.CLOSING], unit) == getattr(after.total[C.CLOSING], unit)


def test_the_number_of_queries_does_not_grow_with_the_households(
    a_household, turned, happened, communes, django_assert_max_num_queries
):
    for _ in range(5):
        household = a_household(member_count=4)
        turned(household, "exit", day(8), outcome="near_poor")
        happened(household, "born", day(7))
    with django_assert_max_num_queries(6):
        movement_table(*YEAR, communes=communes)
