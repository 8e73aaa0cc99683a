"""Who has left poverty is visited after 6, 12, 24 and 36 months, and signs of danger are answered."""

import datetime

import pytest

from households import watching
from households.changes import Refused
from households.models import Decision, Movement
from povertyplan import clock

LEFT_ON = datetime.date(2022, 3, 1)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def moved(plan, division):
    def make(household, kind="exit", on=LEFT_ON):
        return Movement.objects.create(
            household=household, plan=plan, kind=kind, stage="decided", happened_on=on, counted_on=on,
            reason={"exit": "supported", "other_decrease": "deceased"}.get(kind, ""), decided_at=clock.now(),
            decided_by=division, decision=Decision.objects.numbered(household.commune, "1/QĐ", on),
        )  # fmt: skip

    return make


@pytest.fixture
def exit(a_household, moved):
    return moved(a_household(head="Lê Văn Thoát"))


def due(on):
    return Movement.objects.due_for_follow_up(day(on)).exists()


def watched(on):
    return Movement.objects.watched(day(on)).exists()


@pytest.mark.parametrize(
    ("on", "is_watched", "is_due"),
    [
        ("2022-02-28", False, False), ("2022-03-01", True, False), ("2022-08-31", True, False),
        ("2022-09-01", True, True), ("2025-02-28", True, True), ("2025-03-01", True, True),
        ("2025-05-31", True, True), ("2025-06-01", False, False),
    ],
)  # fmt: skip
def test_the_watch_lasts_36_months_and_a_little_for_the_last_visit(exit, on, is_watched, is_due):
    assert (watched(on), due(on)) == (is_watched, is_due)


def test_a_visit_answers_its_milestone_and_the_next_one_comes(exit, officer):
    with clock.assume(day("2022-09-05")):
        assert watching.follow_up(exit, on=day("2022-09-05"), finding="stable", by=officer).months == 6
    assert not due("2022-09-06") and not due("2023-02-28") and due("2023-03-01")
    watch = watching.watch_of(exit.household, day("2022-10-01"))
    assert (watch.due_on, watch.is_due) == (day("2023-03-01"), False)


def test_who_comes_a_little_early_comes_for_the_milestone(exit, officer):
    with clock.assume(day("2022-08-10")):
        assert watching.follow_up(exit, on=day("2022-08-10"), finding="stable", by=officer).months == 6
    with clock.assume(day("2022-08-11")):
        assert watching.follow_up(exit, on=day("2022-08-11"), finding="stable", by=officer).months is None


def test_a_milestone_that_was_missed_is_not_asked_for_once_the_next_has_come(exit, officer):
    with clock.assume(day("2023-03-10")):
        assert watching.watch_of(exit.household).due_on == day("2023-03-01")
        assert watching.follow_up(exit, on=day("2023-03-10"), finding="stable", by=officer).months == 12
    assert not due("2023-03-11")


def test_who_was_not_met_is_still_due(exit, officer):
    with clock.assume(day("2022-09-05")):
        watching.follow_up(exit, on=day("2022-09-05"), finding="absent", note="Đi làm ăn xa", by=officer)
    assert due("2022-09-06")


def test_the_last_visit_ends_the_watch(exit, officer):
    with clock.assume(day("2025-03-02")):
        watching.follow_up(exit, on=day("2025-03-02"), finding="stable", by=officer)
    assert not watched("2025-03-03")


@pytest.mark.parametrize("kind", ["relapse", "other_decrease"])
def test_who_fell_back_or_is_gone_is_watched_no_more(exit, moved, kind):
    moved(exit.household, kind, day("2022-08-01"))
    assert watched("2022-07-31") and not watched("2022-08-02")


def test_other_decreases_are_not_watched(a_household, moved):
    moved(a_household(), "other_decrease")
    assert not watched("2022-09-01")


@pytest.mark.parametrize(
    ("on", "finding", "why"),
    [
        ("2022-09-17", "stable", "hôm nay hoặc trước đó"),
        ("2022-02-01", "stable", "thoát nghèo từ ngày 01/03/2022"),
        ("2022-09-10", "at_risk", "thấy gì ở hộ"),
        ("2022-09-10", "absent", "thấy gì ở hộ"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(exit, officer, on, finding, why):
    with pytest.raises(Refused, match=why):
        watching.follow_up(exit, on=day(on), finding=finding, by=officer)
    assert not exit.follow_ups.exists()


def test_a_sign_of_danger_stays_until_it_is_answered(exit, officer):
    flag = watching.raise_flag(exit.household, kind="illness", on=day("2022-09-10"), by=officer, note="Nằm viện")
    assert Movement.objects.watched().flagged().get() == exit
    with pytest.raises(Refused, match="từ ngày 10/09/2022"):
        watching.raise_flag(exit.household, kind="illness", on=day("2022-09-12"), by=officer)
    with pytest.raises(Refused, match="đã xử lý thế nào"):
        watching.close_flag(flag, on=day("2022-09-15"), answer=" ", by=officer)
    with pytest.raises(Refused, match="từ 10/09/2022 đến hôm nay"):
        watching.close_flag(flag, on=day("2022-09-09"), answer="Đã ra viện", by=officer)
    watching.close_flag(flag, on=day("2022-09-15"), answer="Đã ra viện", by=officer)
    assert not Movement.objects.watched().flagged().exists()
    assert [line.kind for line in exit.household.diary.all()] == ["exit", "exit"]


def test_the_last_visit_says_who_is_at_risk(exit, officer):
    for on, finding in (("2022-08-20", "at_risk"), ("2022-09-10", "stable")):
        watching.follow_up(exit, on=day(on), finding=finding, note="Đã gặp hộ", by=officer)
        assert Movement.objects.watched().at_risk().exists() == (finding == "at_risk")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2022-03-01", 6, "2022-09-01"), ("2022-08-31", 6, "2023-02-28"), ("2024-02-29", 12, "2025-02-28"),
     ("2022-01-15", -2, "2021-11-15")],
)  # fmt: skip
def test_months_end_where_a_calendar_says(start, months, end):
    assert clock.months_after(day(start), months) == day(end)


def test_before_and_after_agree_on_every_day_of_some_years():
    for ordinal in range(day("2022-01-01").toordinal(), day("2025-01-01").toordinal()):
        today = datetime.date.fromordinal(ordinal)
        for months in (6, 12, 24, 36):
            last = clock.months_before(today, months)
            assert clock.months_after(last, months) <= today
            assert clock.months_after(last + datetime.timedelta(days=1), months) > today
