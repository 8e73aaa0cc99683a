"""What happens to people: each event moves the count and the rows, and taking it back gives everything back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from households import changes
from households.changes import Refused
from households.headcount import headcounts, headcounts_at
from households.models import Household, Member, PersonEvent

DAY, NEXT = date(2022, 9, 10), date(2022, 9, 12)


@pytest.fixture
def household(a_household):
    return a_household(head="Hồ Văn Áng", member_count=4, id_no="046070001234", birth_year=1970)


@pytest.fixture
def wife(household):
    return Member.objects.create(
        household=household, name="Lê Thị Bưởi", relation="Vợ", sex="F", birth_year=1972, id_no="046172005678"
    )


@pytest.fixture
def son(household):
    return Member.objects.create(household=household, name="Hồ Văn Con", relation="Con", sex="M", order=1)


def now(row):
    return type(row).objects.get(pk=row.pk)


def people_on(household, day):
    return headcounts([household.pk], day)[household.pk]


def everything(household) -> tuple:
    """The household and its people as they stand, without what tells of the past."""
    mine = Household.objects.filter(pk=household.pk).values().get()
    people = household.members.present().order_by("name").values("name", "relation", "sex", "birth_year", "id_no")
    return {name: value for name, value in mine.items() if name != "version"}, list(people)


def test_a_birth_adds_a_person_and_counts_them(household, officer):
    event = changes.arrive(
        household, kind="born", facts={"name": "Hồ Thị Bé", "relation": "Cháu", "birth_on": DAY}, on=DAY, by=officer
    )
    assert (now(household).member_count, now(household).version) == (5, 2)
    assert (event.member.came_on, event.member.name, event.by) == (DAY, "Hồ Thị Bé", officer)
    line = household.diary.first()
    assert line.text == "Biến động nhân khẩu: sinh ra, Hồ Thị Bé (cháu), ngày 10/09/2022"


def test_a_death_takes_one_off_and_keeps_the_row(household, wife, officer):
    changes.depart(household, member=wife, kind="died", on=DAY, by=officer, note="Trích lục khai tử số 12")
    assert now(household).member_count == 3
    assert (now(wife).left_on, now(wife).left_as) == (DAY, "died")
    assert list(household.members.present()) == []
    assert list(household.members.gone()) == [wife]
    assert household.diary.first().note == "Trích lục khai tử số 12"


def test_a_death_entered_by_mistake_gives_everything_back_and_leaves_its_trace(household, wife, officer, division):
    before = everything(household)
    event = changes.depart(household, member=wife, kind="died", on=DAY, by=officer)
    changes.take_back(event, reason="Ghi nhầm người cùng tên", by=division)
    assert everything(household) == before
    undone = now(event)
    assert (undone.undone_by, undone.undo_reason) == (division, "Ghi nhầm người cùng tên")
    assert "Hủy vì ghi nhầm: chết, Lê Thị Bưởi (vợ), ngày 10/09/2022" in household.diary.first().text
    assert people_on(now(household), date(2022, 9, 1)) == people_on(now(household), NEXT) == 4


def test_the_head_dies_and_another_member_takes_the_place(household, wife, son, officer):
    household.old_id_no = "191234567"
    household.save()
    changes.depart(household, kind="died", on=DAY, heir=wife, by=officer)
    fresh = now(household)
    assert (fresh.head, fresh.sex, fresh.birth_year, fresh.id_no) == ("Lê Thị Bưởi", "F", 1972, "046172005678")
    assert (fresh.member_count, fresh.old_id_no) == (3, None)
    assert Household.objects.search("buoi").get() == fresh
    dead = household.members.gone().get()
    assert (dead.name, dead.id_no, dead.old_id_no, dead.left_as) == (
        "Hồ Văn Áng", "046070001234", "191234567", "died",
    )  # fmt: skip
    assert [one.name for one in household.members.present()] == ["Hồ Văn Con"]
    assert "chủ hộ mới là Lê Thị Bưởi" in household.diary.first().text


def test_a_heads_death_entered_by_mistake_makes_them_head_again(household, wife, son, officer):
    before = everything(household)
    event = changes.depart(household, kind="died", on=DAY, heir=wife, by=officer)
    changes.take_back(event, reason="Ghi nhầm hộ", by=officer)
    assert everything(household) == before
    assert now(event).of_head


def test_a_head_does_not_go_without_another(household, officer):
    with pytest.raises(Refused, match="Hãy chọn hoặc ghi tên chủ hộ mới"):
        changes.depart(household, kind="died", on=DAY, by=officer)
    assert now(household).version == 1


def test_people_whom_nobody_had_written_down_can_be_named(household, officer):
    changes.depart(household, kind="left", name="Hồ  Thị Lan", on=DAY, by=officer)
    assert household.members.gone().get().name == "Hồ Thị Lan"
    changes.depart(household, kind="died", heir_name="Hồ Văn Tý", on=DAY, by=officer)
    assert (now(household).head, now(household).member_count) == ("Hồ Văn Tý", 2)


def test_the_last_person_leaves_through_a_proposal_only(a_household, officer):
    alone = a_household(member_count=1)
    with pytest.raises(Refused, match="Đề nghị đưa ra khỏi danh sách"):
        changes.depart(alone, kind="died", name="Ai Đó", on=DAY, by=officer)
    assert not Member.objects.exists()


def test_nobody_dies_twice(household, wife, officer):
    changes.depart(household, member=wife, kind="died", on=DAY, by=officer)
    with pytest.raises(Refused, match="đã ghi rồi"):
        changes.depart(household, member=wife, kind="left", on=DAY, by=officer)
    assert now(household).member_count == 3
    with pytest.raises(Refused, match="đã được ghi trong hộ"):
        changes.depart(household, name="lê thị bưởi", kind="died", on=DAY, by=officer)


def test_a_birth_sent_twice_counts_once(household, officer):
    facts = {"name": "Hồ Thị Bé", "birth_on": DAY}
    changes.arrive(household, kind="born", facts=facts, on=DAY, by=officer)
    with pytest.raises(Refused, match="đã được ghi vào hộ"):
        changes.arrive(household, kind="born", facts=facts, on=DAY, by=officer)
    assert now(household).member_count == 5


@pytest.mark.parametrize("on", [date(2022, 9, 17), date(1971, 1, 1)])
def test_days_that_cannot_be_are_refused(household, son, officer, on):
    Member.objects.filter(pk=son.pk).update(birth_on=date(1995, 1, 1))
    with pytest.raises(Refused):
        changes.depart(household, member=now(son), kind="left", on=on, by=officer)


def test_going_over_to_another_household_counts_in_both(household, son, a_household, officer):
    other = a_household(head="Trần Thị Dâu", member_count=2)
    Member.objects.filter(pk=son.pk).update(insurance="yes", ethnicity="Tà Ôi")
    event = changes.depart(household, member=son, kind="went", to=other, relation="Con rể", on=DAY, by=officer)
    assert (now(household).member_count, now(other).member_count) == (3, 3)
    there = other.members.get()
    assert (there.name, there.relation, there.insurance, there.ethnicity, there.came_on) == (
        "Hồ Văn Con", "Con rể", "yes", "Tà Ôi", DAY,
    )  # fmt: skip
    Member.objects.filter(pk=there.pk).update(insurance_no="HN2464620123456")
    changes.take_back(now(event).twin, reason="Ghi nhầm hộ", by=officer)
    assert (now(household).member_count, now(other).member_count) == (4, 2)
    assert not other.members.present().exists()
    assert now(son).left_on is None
    assert now(son).insurance_no == "HN2464620123456"  # what was learnt meanwhile is not lost
    assert PersonEvent.objects.filter(undone_at=None).count() == 0


def test_what_came_later_is_taken_back_first(household, officer):
    born = changes.arrive(household, kind="born", facts={"name": "Hồ Thị Bé"}, on=DAY, by=officer)
    died = changes.depart(household, member=born.member, kind="died", on=NEXT, by=officer)
    with pytest.raises(Refused, match="Hãy hủy việc đó trước"):
        changes.take_back(born, reason="Nhầm", by=officer)
    changes.take_back(died, reason="Nhầm", by=officer)
    changes.take_back(born, reason="Nhầm", by=officer)
    assert now(household).member_count == 4
    assert not household.members.present().exists()
    assert not household.members.gone().exists()
    with pytest.raises(Refused, match="đã được hủy"):
        changes.take_back(born, reason="Nhầm", by=officer)


def test_who_came_and_is_head_now_cannot_be_taken_back_past_that(household, officer):
    came = changes.arrive(household, kind="joined", facts={"name": "Lê Thị Mới"}, on=DAY, by=officer)
    headed = changes.change_head(household, heir=came.member, relation="Chồng", on=NEXT, by=officer)
    assert (now(household).head, household.members.present().get().relation) == ("Lê Thị Mới", "Chồng")
    with pytest.raises(Refused, match="đổi chủ hộ"):
        changes.take_back(now(came), reason="Nhầm", by=officer)
    changes.take_back(headed, reason="Nhầm", by=officer)
    changes.take_back(now(came), reason="Nhầm", by=officer)
    assert (now(household).head, now(household).member_count) == ("Hồ Văn Áng", 4)


def test_two_changes_of_head_are_taken_back_in_turn(household, wife, officer):
    first = changes.change_head(household, heir=wife, relation="Chồng", on=DAY, by=officer)
    back = household.members.present().get()
    second = changes.change_head(household, heir=back, relation="Vợ", on=NEXT, by=officer)
    with pytest.raises(Refused, match="đổi chủ hộ"):
        changes.take_back(now(first), reason="Nhầm", by=officer)
    changes.take_back(second, reason="Nhầm", by=officer)
    changes.take_back(now(first), reason="Nhầm", by=officer)
    assert now(household).head == "Hồ Văn Áng"
    assert [one.described for one in household.members.present()] == ["Lê Thị Bưởi (vợ)"]


def test_a_new_head_whose_number_is_another_households_is_refused(household, wife, a_household, officer):
    a_household(id_no=wife.id_no)
    with pytest.raises(Refused, match="đang thuộc một hộ khác"):
        changes.depart(household, kind="died", heir=wife, on=DAY, by=officer)
    assert now(household).head == "Hồ Văn Áng"


def test_taking_back_needs_a_reason(household, son, officer):
    event = changes.depart(household, member=son, kind="left", on=DAY, by=officer)
    with pytest.raises(Refused, match="Hãy ghi lý do"):
        changes.take_back(event, reason="  ", by=officer)


def test_a_member_with_a_history_is_not_struck_off(household, son, officer):
    changes.depart(household, member=son, kind="left", on=DAY, by=officer)
    with pytest.raises(Refused, match="biến động"):
        changes.remove_member(son, by=officer)
    assert Member.objects.filter(pk=son.pk).exists()


def test_households_without_a_count_have_events_all_the_same(a_household, officer):
    uncounted = a_household(member_count=None)
    changes.arrive(uncounted, kind="joined", facts={"name": "Lê Thị Mới"}, on=DAY, by=officer)
    assert now(uncounted).member_count is None
    assert people_on(now(uncounted), DAY) is None


# --- Headcounts of past days ------------------------------------------------------------------------------


def test_the_headcount_of_any_day_follows_from_the_events(household, wife, son, a_household, officer):
    other = a_household(member_count=2)
    changes.arrive(household, kind="born", facts={"name": "Hồ Thị Bé"}, on=date(2022, 8, 5), by=officer)
    changes.depart(household, member=wife, kind="died", on=DAY, by=officer)
    changes.depart(household, member=son, kind="went", to=other, on=NEXT, by=officer)
    days = [date(2022, 8, 4), date(2022, 8, 5), date(2022, 9, 9), DAY, date(2022, 9, 11), NEXT]
    counts = headcounts_at((one.pk, day) for one in (household, other) for day in days)
    assert [counts[household.pk, day] for day in days] == [4, 5, 5, 4, 4, 3]
    assert [counts[other.pk, day] for day in days] == [2, 2, 2, 2, 2, 3]


def test_a_correction_of_the_count_holds_for_every_day(household, son, officer):
    changes.depart(household, member=son, kind="left", on=DAY, by=officer)
    fresh = now(household)
    changes.edit(fresh, version=fresh.version, facts={"member_count": 5}, by=officer)
    assert people_on(now(household), date(2022, 9, 9)) == 6


def test_members_of_a_past_day_are_those_who_were_there(household, wife, officer):
    born = changes.arrive(household, kind="born", facts={"name": "Hồ Thị Bé"}, on=NEXT, by=officer)
    changes.depart(household, member=wife, kind="died", on=DAY, by=officer)
    assert list(household.members.present(date(2022, 9, 9))) == [wife]
    assert list(household.members.present(DAY)) == []
    assert list(household.members.present(NEXT)) == [born.member]


@pytest.mark.parametrize("count", [10, 200])
def test_many_households_take_two_questions(household, django_assert_num_queries, count):
    with django_assert_num_queries(2):
        headcounts_at((household.pk, date(2022, 8, 1 + day % 30)) for day in range(count))


# --- What the database holds ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "went"},
        {"kind": "died", "people": 0},
        {"kind": "died", "counted_on": None},
        {"kind": "died", "of_head": True, "people": 2},
        {"kind": "died", "undo_reason": "Nhầm"},
    ],
)
def test_impossible_events_are_refused_by_the_database(household, officer, wrong):
    facts = {"on": DAY, "counted_on": DAY, "at": "2022-09-10T09:00+07:00", "by": officer, **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonEvent.objects.create(household=household, **facts)
