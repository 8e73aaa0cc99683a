"""What writing a list does: to households, needs, exits, diary; and what it leaves alone."""

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from households import changes as household_changes
from households.models import Diary, Hamlet, Household, HouseholdNumber, Movement, PlanEntry
from povertyplan import clock
from povertyplan.intake import applying, importing
from povertyplan.intake.importing import import_file
from povertyplan.intake.models import ImportBatch, ImportChange
from povertyplan.intake.tests.lists import BROKEN, DATA, FULL, NEWER, a_list
from povertyplan.intake.undoing import undo
from tasks import steps
from tasks.models import Need, NeedType, Step

pytestmark = pytest.mark.django_db

HEADS = [("Lê Văn Một", 1950, "Nam", "046050000001", 3, "Sửa chữa nhà ở"), ("Hồ Thị Hai", 1961, "Nữ", "", 2, "")]


def bring(plan, heads=HEADS, *, commune="PHƯỜNG TỨ HẠ", by=None, **options):
    return import_file(a_list(commune, heads), filename="ds.xlsx", plan=plan, by=by, **options)


def counts():
    models = (Household, PlanEntry, Need, Step, Movement, Diary, Hamlet, ImportChange)
    return [model.objects.count() for model in models]


def one():
    return Household.objects.get(head="Lê Văn Một")


def test_an_exit_that_a_later_list_tells_leaves_the_plans_own_figures_alone(plan):
    bring(plan)
    for day in ("15/07/2022", "10/07/2022"):  # the second mends the first
        titles = "Họ và tên chủ hộ;Năm sinh;Số CCCD;Xã, phường;Thôn;Ghi chú"
        told = f"Lê Văn Một;1950;046050000001;Phường Tứ Hạ;Thôn 1;Thoát nghèo ngày {day}: tự vươn lên"
        batch = import_file(f"{titles}\n{told}\n".encode(), filename="ds.csv", plan=plan, by=None)
        assert batch.state == "applied"
        assert not Household.objects.left(plan, plan.issued_on).exists()
        assert Household.objects.left(plan).get() == one()
    undo(batch, by=None)
    assert Movement.objects.get().happened_on == datetime.date(2022, 7, 15)
    assert not Household.objects.left(plan, plan.issued_on).exists()


def test_the_town_list_makes_177_households_with_needs_and_exits(imported, plan):
    assert (imported.state, imported.new_count) == ("applied", 177)
    assert Household.objects.in_plan(plan).count() == 177
    assert Need.objects.as_listed().count() == 153
    assert Movement.objects.filter(from_list=True, stage="decided").count() == 26
    assert Household.objects.remaining(plan).count() == 151


def test_the_same_file_again_writes_nothing(imported, plan):
    before, versions = counts(), list(Household.objects.order_by("pk").values_list("pk", "version"))
    again = import_file(FULL.read_bytes(), filename=FULL.name, plan=plan, by=None)
    assert (again.new_count, again.changed_count, again.unchanged_count, again.missing_count) == (0, 0, 177, 0)
    assert counts() == before
    assert list(Household.objects.order_by("pk").values_list("pk", "version")) == versions


@pytest.mark.parametrize("name", ["moi-xa-mot-sheet.xlsx", "xa-binh-tien.csv"])
def test_the_same_households_in_another_layout_are_unchanged(imported, plan, name):
    found = importing.preview(importing.read_for(plan, (DATA / name).read_bytes(), name), plan=plan)
    assert found.counts()["new"] == found.counts()["changed"] == found.counts()["blocked"] == 0


def test_a_newer_list_changes_what_differs(imported, plan):
    newer = import_file(NEWER.read_bytes(), filename=NEWER.name, plan=plan, by=None)
    found = newer.comparison
    assert [verdict.row.id_no for verdict in found.new] == ["046188022900"]
    assert {verdict.row.id_no for verdict in found.changed} == {"046076022006", "046190022041", "046049022101"}
    assert {missing.id_no for missing in found.missing} == {"046055022161", "046135022076"}
    assert Household.objects.get(id_no="046076022006").member_count == 5
    assert Household.objects.count() == 178
    assert not PlanEntry.objects.filter(to_review=True).exists()


def test_blocked_rows_let_nothing_in(plan):
    batch = import_file(BROKEN.read_bytes(), filename=BROKEN.name, plan=plan, by=None)
    assert (batch.state, batch.blocked_count) == ("blocked", 7)
    assert not Household.objects.exists()
    assert not Hamlet.objects.exists()


def test_good_rows_come_in_alone(plan):
    batch = import_file(BROKEN.read_bytes(), filename=BROKEN.name, plan=plan, by=None, good_rows=True)
    assert (batch.state, batch.new_count) == ("applied", 1)
    assert Household.objects.get().head == "Bùi Ngọc Thùy"


def test_a_failure_in_the_middle_leaves_nothing(plan, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("killed")

    monkeypatch.setattr(applying.Writing, "finish", fail)
    with pytest.raises(RuntimeError):
        bring(plan)
    assert counts() == [0] * 8
    assert not HouseholdNumber.objects.exists()
    assert ImportBatch.objects.get().state == "preview"


def test_an_import_takes_a_bounded_number_of_queries(plan):
    with CaptureQueriesContext(connection) as queries:
        import_file(FULL.read_bytes(), filename=FULL.name, plan=plan, by=None)
    assert len(queries) < 60
    with CaptureQueriesContext(connection) as queries:
        import_file(FULL.read_bytes(), filename=FULL.name, plan=plan, by=None)
    assert len(queries) < 40


def test_codes_run_within_the_commune_and_are_never_used_again(plan):
    first = bring(plan)
    assert list(Household.objects.order_by("code").values_list("code", flat=True)) == ["19996-0001", "19996-0002"]
    undo(first, by=None)
    bring(plan)
    assert list(Household.objects.order_by("code").values_list("code", flat=True)) == ["19996-0003", "19996-0004"]


def test_the_first_list_of_a_commune_counts_from_the_plans_day_a_later_one_from_today(plan):
    bring(plan)
    bring(plan, [*HEADS, ("Võ Thị Ba", 1970, "Nữ", "", 1, "Vay vốn")])
    listed = dict(PlanEntry.objects.values_list("household__head", "listed_on"))
    assert listed == {"Lê Văn Một": plan.issued_on, "Hồ Thị Hai": plan.issued_on, "Võ Thị Ba": clock.today()}
    assert Need.objects.get(type__code="credit").listed_on == clock.today()


def test_needs_are_routed_as_steps_add_routes_them(plan, a_household):
    codes = [need_type.code for need_type in NeedType.objects.all()]
    by_hand = a_household(head="Người Ghi Tay", needs=codes)
    bring(plan, [("Lê Văn Một", 1950, "Nam", "", 3, "Sửa chữa nhà ở; Vay vốn; Việc làm; Y tế, giáo dục")])
    for need in one().needs.all():
        other = by_hand.needs.get(type=need.type)
        assert (need.state, need.lead, need.commune) == (other.state, other.lead, other.commune)
        assert set(need.coordinators.all()) == set(other.coordinators.all())
        assert (need.due_on is None) == (other.due_on is None)
        step, like = need.steps.get(), other.steps.get()
        assert (step.verb, step.from_state, step.to_state, step.lead) == (like.verb, "", like.to_state, like.lead)
        assert step.on == need.listed_on
    assert one().needs.count() == 4


def test_one_line_in_the_diary_says_where_the_household_came_from(plan, division):
    bring(plan, by=division)
    line = one().diary.get()
    assert line.text == "Vào danh sách: nhập từ Excel, dòng 5, tệp «ds.xlsx»"
    assert line.by == division
    assert "Phòng Quản lý đô thị chủ trì" in line.note


def test_a_change_leaves_its_before_and_after(plan, division):
    bring(plan)
    bring(plan, [(*HEADS[0][:4], 5, "Sửa chữa nhà ở"), HEADS[1]], by=division)
    assert (one().member_count, one().version) == (5, 2)
    told = ImportChange.objects.get(kind="changed").fields.get()
    assert (told.field, told.before, told.after) == ("members", "3", "5")
    assert "số khẩu: 3 → 5" in one().diary.first().note


def test_an_empty_cell_erases_nothing(plan):
    bring(plan)
    Household.objects.filter(pk=one().pk).update(birth_on=datetime.date(1950, 3, 4), note="nhà xa")
    batch = bring(plan, [("Lê Văn Một", 1950, "Nam", "", "", "Sửa chữa nhà ở"), HEADS[1]])
    assert batch.unchanged_count == 2
    assert (one().id_no, one().member_count, one().note) == ("046050000001", 3, "nhà xa")


def test_capitals_and_tone_placement_are_no_change(plan):
    bring(plan, [("Trần Thị Hòa", 1950, "Nữ", "", 3, "")])
    assert bring(plan, [("TRẦN THỊ HOÀ", 1950, "Nữ", "", 3, "")]).unchanged_count == 1


def test_a_need_that_the_list_drops_ends_while_nobody_works_on_it(plan):
    bring(plan)
    bring(plan, [(*HEADS[0][:5], "Vay vốn"), HEADS[1]])
    states = dict(one().needs.values_list("type__code", "state"))
    assert states == {"house_repair": "withdrawn", "credit": "routed"}
    bring(plan)
    assert list(one().needs.counted().values_list("type__code", flat=True)) == ["house_repair"]


def test_a_need_that_is_being_worked_on_is_kept_and_said(plan, housing):
    bring(plan)
    steps.take_up(one().needs.all(), by=housing)
    found = bring(plan, [(*HEADS[0][:5], ""), HEADS[1]]).comparison
    assert one().needs.get().state == "taken_up"
    assert [verdict.held.head for verdict in found.kept] == ["Lê Văn Một"]


def test_a_need_that_somebody_ended_does_not_come_back(plan, division):
    bring(plan)
    steps.withdraw(one().needs.all(), by=division, reason="đã có nhà mới")
    batch = bring(plan)
    assert batch.unchanged_count == 2
    assert not one().needs.counted().exists()


def test_a_split_need_is_what_the_list_calls_it(plan, division):
    heads = [("Lê Văn Một", 1950, "Nam", "046050000001", 3, "Y tế, giáo dục")]
    bring(plan, heads)
    steps.split(one().needs.all(), into=NeedType.objects.filter(code__in=["health", "education"]), by=division)
    assert bring(plan, heads).unchanged_count == 1


def test_an_exit_that_was_decided_here_stays(plan, officer, division):
    bring(plan)
    on = datetime.date(2022, 9, 1)
    movement = household_changes.propose_exit(
        one(), plan=plan, reason="self_reliant", on=on, evidence="có việc", by=officer
    )
    household_changes.agree(movement, by=division)
    household_changes.decide(movement, decision_no="12/QĐ", decision_on=on, by=division)
    assert bring(plan).unchanged_count == 2
    assert one().movements.count() == 1


def test_an_edit_in_the_very_moment_is_not_overwritten(plan):
    bring(plan)
    batch = importing.keep(b"x", filename="ds.xlsx", plan=plan, by=None)
    read = importing.read_for(plan, a_list("PHƯỜNG TỨ HẠ", [(*HEADS[0][:4], 6, "Sửa chữa nhà ở")]), "ds.xlsx")
    found = importing.preview(read, plan=plan)
    Household.objects.filter(head="Lê Văn Một").update(version=7, note="sửa lúc đó")
    with pytest.raises(applying.Moved), transaction.atomic():
        applying.apply(found, batch=batch, by=None)
    importing.write(batch, read, by=None)  # compares once more
    assert (one().member_count, one().note, one().version) == (6, "sửa lúc đó", 8)


def test_hamlets_are_found_again_however_they_are_written(plan):
    import_file(a_list("PHƯỜNG TỨ HẠ", HEADS[:1], hamlet="TDP 05"), filename="a.xlsx", plan=plan, by=None)
    import_file(a_list("PHƯỜNG TỨ HẠ", HEADS[1:], hamlet="Tổ dân phố 5"), filename="b.xlsx", plan=plan, by=None)
    assert Hamlet.objects.count() == 1


def test_van_with_a_hook_and_van_with_a_breve_stay_two_wards(plan):
    bring(plan, HEADS[:1], commune="PHƯỜNG HƯƠNG VÂN")
    bring(plan, HEADS[1:], commune="PHƯỜNG HƯƠNG VĂN")
    assert dict(Household.objects.values_list("head", "commune__code")) == {
        "Lê Văn Một": "20008",
        "Hồ Thị Hai": "20011",
    }


def test_a_household_is_not_moved_to_the_other_van_by_a_slip(plan):
    bring(plan, HEADS[:1], commune="PHƯỜNG HƯƠNG VÂN")
    assert bring(plan, HEADS[:1], commune="PHƯỜNG HƯƠNG VĂN").state == "blocked"


@pytest.mark.parametrize(
    ("heads", "column"),
    [
        ([("A" * 101, 1950, "Nam", "", 3, "")], "head"),
        ([("Lê Văn Một", 1950, "Nam", "", 40_000, "")], "members"),
    ],
)
def test_what_the_database_cannot_hold_is_said_before(plan, heads, column):
    batch = bring(plan, heads)
    assert batch.state == "blocked"
    assert column in {one.column for one in batch.comparison.problems if one.blocks}


def test_odd_signs_come_through_as_they_are(plan):
    name = "Lê \\ Văn\tMột"
    bring(plan, [(name, 1950, "Nam", "", 3, "")])
    assert Household.objects.get().head == "Lê \\ Văn Một"


def test_a_list_of_a_command_can_be_taken_up_by_the_division(client_of, division, plan):
    """A command that was killed leaves its list waiting; somebody may look at it and go on."""
    batch = importing.keep(FULL.read_bytes(), filename=FULL.name, plan=plan, by=None)
    client = client_of(division)
    assert client.get(f"/imports/{batch.pk}/").status_code == 200
    assert client.get(f"/imports/{batch.pk}/reading/").status_code == 200


def test_the_database_counts_its_tables_when_a_list_has_come(plan, django_capture_on_commit_callbacks):
    """Otherwise PostgreSQL takes them for empty until it looks by itself, and pages take seconds."""
    with CaptureQueriesContext(connection) as asked, django_capture_on_commit_callbacks(execute=True):
        bring(plan)
    counted = [query["sql"] for query in asked if query["sql"].startswith("ANALYZE")]
    assert len(counted) == (connection.vendor == "postgresql")
    assert all('"households_movement"' in sql for sql in counted)
