"""An import is taken back, except what somebody has worked on since."""

import pytest

from households import changes
from households.changes import Refused
from households.models import Household, Movement, PlanEntry
from povertyplan.intake.importing import import_file
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.tests.lists import FULL, NEWER, a_list
from povertyplan.intake.undoing import undo
from tasks import steps
from tasks.models import Need

pytestmark = pytest.mark.django_db


def snapshot():
    households = Household.objects.order_by("code").values_list(
        "code", "head", "hamlet__name", "sex", "birth_year", "id_no", "old_id_no", "member_count", "note"
    )
    needs = Need.objects.order_by("pk").values_list("household__code", "type__code", "state", "lead")
    entries = PlanEntry.objects.order_by("household__code").values_list("household__code", "to_review")
    exits = Movement.objects.order_by("pk").values_list("household__code", "reason", "counted_on", "kind")
    causes = Household.causes.through.objects.order_by("household__code", "cause__code")
    return [list(rows) for rows in (households, needs, entries, exits)] + [
        list(causes.values_list("household__code", "cause__code"))
    ]


def bring(plan, heads, **options):
    return import_file(a_list("PHƯỜNG TỨ HẠ", heads), filename="ds.xlsx", plan=plan, by=None, **options)


ROW = ("Lê Văn Một", 1950, "Nam", "046050000001", 3, "Sửa chữa nhà ở")


def test_undoing_a_first_list_takes_everything_out(imported):
    undone = undo(imported, by=None)
    assert (undone.restored, undone.removed, undone.kept) == (0, 177, [])
    assert not Household.objects.exists()
    imported.refresh_from_db()
    assert imported.state == "undone"


def test_undoing_a_newer_list_gives_back_what_was(imported, plan, division):
    before = snapshot()
    newer = import_file(NEWER.read_bytes(), filename=NEWER.name, plan=plan, by=division, review_missing=True)
    assert snapshot() != before
    undone = undo(newer, by=division)
    assert (undone.restored, undone.removed, undone.kept) == (5, 1, [])
    assert snapshot() == before


def test_needs_come_back_and_go(plan):
    bring(plan, [ROW])
    before = snapshot()
    undo(bring(plan, [(*ROW[:5], "Vay vốn; Việc làm")]), by=None)
    assert [rows for rows in snapshot() if rows] == [rows for rows in before if rows]


def test_an_undo_is_a_line_of_the_history_and_happens_once(imported, division):
    undone = undo(imported, by=division)
    assert undone.batch.undo_of == imported
    assert undone.batch.by == division
    for batch in (imported, undone.batch):
        with pytest.raises(Refused):
            undo(batch, by=division)


def test_a_household_that_was_worked_on_stays(imported, plan, housing, officer):
    household = Household.objects.filter(needs__type__code="house_repair").first()
    steps.take_up(household.needs.filter(lead=housing.unit), by=housing)
    seen = Household.objects.get(code="19996-0001")
    changes.see(seen, plan=plan, progress="under_way", on=plan.issued_on, by=officer)
    undone = undo(imported, by=None)
    assert {code for code, _, _ in undone.kept} == {household.code, seen.code}
    assert Household.objects.count() == len({household.code, seen.code})
    assert all(why for _, _, why in undone.kept)


def test_a_value_that_was_edited_since_stays(plan):
    bring(plan, [ROW])
    second = bring(plan, [(*ROW[:4], 5, "Sửa chữa nhà ở")])
    Household.objects.update(member_count=6)
    undone = undo(second, by=None)
    assert undone.restored == 0
    assert undone.kept[0][0] == "19996-0001"
    assert Household.objects.get().member_count == 6


def test_a_need_that_was_taken_up_since_stays(plan, bank):
    bring(plan, [ROW])
    second = bring(plan, [(*ROW[:5], "Sửa chữa nhà ở; Vay vốn")])
    steps.take_up(Need.objects.filter(type__code="credit"), by=bank)
    assert undo(second, by=None).kept == [("19996-0001", "Lê Văn Một", "nhu cầu của hộ đã được xử lý sau khi nhập")]
    assert Need.objects.counted().count() == 2


def test_imports_are_undone_one_after_the_other(plan):
    first = bring(plan, [ROW])
    second = bring(plan, [(*ROW[:4], 5, "Vay vốn")])
    assert undo(second, by=None).restored == 1
    assert undo(first, by=None).removed == 1
    assert not Household.objects.exists()


def test_after_an_undo_the_file_can_come_in_again(imported, plan):
    undo(imported, by=None)
    assert import_file(FULL.read_bytes(), filename=FULL.name, plan=plan, by=None).new_count == 177
    assert ImportBatch.objects.count() == 3


WITH_WIFE = """STT;Họ và tên;Năm sinh;Giới tính;Quan hệ với chủ hộ;Thôn/TDP;Số khẩu
1;Lê Văn Một;1950;Nam;Chủ hộ;Tổ dân phố 1;3
;Lê Thị Hai;1955;Nữ;Vợ;;
""".encode()


@pytest.mark.parametrize("touched", ["card", "death", None])
def test_people_of_whom_somebody_wrote_something_down_stay(plan, tu_ha, officer, a_household, touched):
    household = a_household(head="Lê Văn Một", birth_year=1950)
    batch = import_file(WITH_WIFE, filename="ds.csv", plan=plan, by=officer, commune=tu_ha)
    wife = household.members.get()
    if touched == "card":
        wife.insurance = "yes"
        wife.save()
    elif touched == "death":
        changes.depart(household, member=wife, kind="died", on=plan.issued_on, by=officer)
    undone = undo(batch, by=officer)
    assert household.members.exists() == bool(touched)
    assert [why for _, _, why in undone.kept] == (["thành viên của hộ đã được sửa sau khi nhập"] if touched else [])
