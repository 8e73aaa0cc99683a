"""The demo: the plan's own numbers to the digit on 1/8, and six weeks of work by 16/9."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.test import override_settings

from households.models import Diary, Household, Movement
from povertyplan.accounts.models import User
from povertyplan.tests.cast import QUICK
from reports.figures import as_json, figures
from reports.models import Submission
from tasks.models import Guidance, Measure, MeasureFile, Need, Question, SavedFilter
from tasks.states import State


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, played once for this file and rolled back behind it."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files, PASSWORD_HASHERS=QUICK), transaction.atomic():
        call_command("demo", "--no-serve", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(played, plan):
    return plan


def test_the_plans_own_figures_hold_on_its_day_whatever_was_played_since(demo):
    then = as_json(figures(demo, datetime.date(2022, 8, 1)))
    assert (then["listed"], then["left"]["total"], then["remaining"]) == (177, 26, 151)
    assert then["left"]["by_reason"] == {"merit": 2, "self_reliant": 16, "deceased": 6, "criteria_review": 2}
    assert (then["left"]["exited"], then["left"]["other_decrease"]) == (20, 6)
    assert (then["needs"]["total"], then["needs"]["households"]) == (153, 151)
    by_type = {key: value["needs"] for key, value in then["needs"]["by_type"].items() if value["needs"]}
    assert by_type == {
        "house_repair": 66, "resettlement": 2, "livestock": 11, "credit": 6,
        "employment": 11, "health_education": 31, "production_land": 14, "basic_service": 12,
    }  # fmt: skip
    assert all(row["stated"] == row["found"] for row in then["reconciliation"])
    assert len(then["reconciliation"]) == 15


def test_by_the_demos_day_there_is_work_of_every_kind(demo):
    now = as_json(figures(demo, datetime.date(2022, 9, 16)))
    assert now["left"]["total"] == 26 + 42
    assert set(Need.objects.values_list("state", flat=True)) == set(State)
    assert set(Movement.objects.values_list("stage", flat=True)) == set(Movement.Stage.values)
    assert set(Measure.objects.values_list("source", flat=True)) >= set(Measure.Source.values)
    assert set(Measure.objects.values_list("kind", flat=True)) == set(Measure.Kind.values)
    assert MeasureFile.objects.exclude(small="").count() == 4
    assert {"planned", "given"} <= set(Measure.objects.values_list("stage", flat=True))
    assert set(Need.objects.values_list("planned_quarter", flat=True)) == {None, 3, 4}
    assert set(Submission.objects.values_list("state", flat=True)) == set(Submission.State.values)
    owed = now["obligations"]["plan"]
    assert all(owed[key] > 0 for key in ("on_time", "on_the_day", "late", "missing"))
    assert owed["expected"] == 22
    assert Need.objects.overdue().exists()
    assert Household.objects.due_for_update(demo).exists()
    assert set(Question.objects.values_list("state", flat=True)) == set(Question.State)
    assert Question.objects.passed_on().exists()
    assert Guidance.objects.in_force().exists()
    assert Need.objects.disputed().exists()
    assert set(SavedFilter.objects.values_list("is_shared", flat=True)) == {True, False}


def test_everything_was_done_by_the_person_it_belongs_to(demo):
    proposed = Movement.objects.filter(from_list=False).exclude(proposed_by=None)  # who splits or moves is not
    for movement in proposed.select_related("proposed_by", "household"):
        assert movement.proposed_by.unit_id == movement.household.commune_id
    for measure in Measure.objects.select_related("need", "recorded_by"):
        helpers = {measure.need.lead_id, *measure.need.coordinators.values_list("pk", flat=True)}
        assert measure.recorded_by.unit_id in helpers
    assert Measure.objects.exclude(unit=F("need__lead")).filter(need__coordinators=F("unit")).exists()
    assert not Diary.objects.filter(at__date__gt=datetime.date(2022, 9, 16)).exists()


def test_running_it_again_harms_nothing(demo):
    out = io.StringIO()
    before = [Household.objects.count(), User.objects.count(), Diary.objects.count(), Submission.objects.count()]
    call_command("demo", "--no-serve", stdout=out)
    assert before == [
        Household.objects.count(), User.objects.count(), Diary.objects.count(), Submission.objects.count(),
    ]  # fmt: skip
    assert "http://127.0.0.1:8000/" in out.getvalue()


def test_each_role_has_an_account(demo):
    roles = list(User.objects.filter(is_demo=True).values_list("role", flat=True))
    assert roles.count("commune") >= 2
    assert roles.count("agency") >= 2
    assert {"division", "leader", "administrator"} <= set(roles)


def test_a_household_has_split_and_another_has_moved_within_the_town(demo):
    split = Movement.objects.decided().get(reason="split_off")
    moved = Movement.objects.decided().get(reason="moved_in")
    now = as_json(figures(demo, datetime.date(2022, 9, 16)))
    assert now["listed"] == 177
    assert Household.objects.beside_the_plan(demo).get() == split.household
    assert split.household.member_count >= 1 and split.other_household.member_count >= 1
    assert moved.relocation_to.from_hamlet.commune != moved.household.commune
