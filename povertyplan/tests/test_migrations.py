"""The suite makes its tables from the models; here the migrations are walked, as an office that upgrades does."""

import json

import pytest
from django.core.management import call_command

from povertyplan.tests.processes import Database

# What the first release said of the demo town at 16/9/2022; an upgrade must change none of it.
SAID = {"listed": 177, "remaining": 109, "needs": 152, "households": 148, "left": 68}


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    database = Database(tmp_path_factory.mktemp("upgraded"), purpose="upgraded")
    database.empty()
    yield database
    database.close()


def run(database, *command: str) -> str:
    process = database.manage(database.named("run"), *command)
    said, _ = process.communicate()
    assert process.returncode == 0, said
    return said


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_town_of_the_first_release_keeps_its_figures(database):
    run(database, "-m", "povertyplan.tests.first_release")
    run(database, "manage.py", "setup")
    found = json.loads(run(database, "manage.py", "figures", "--json"))
    assert {
        "listed": found["listed"], "remaining": found["remaining"], "needs": found["needs"]["total"],
        "households": found["needs"]["households"], "left": found["left"]["total"],
    } == SAID  # fmt: skip
    then = json.loads(run(database, "manage.py", "figures", "--as-of", "2022-08-01", "--json"))
    assert (then["listed"], then["left"]["total"], then["remaining"]) == (177, 26, 151)
    assert all(line["stated"] == line["found"] for line in then["reconciliation"])
    assert len(then["reconciliation"]) == 15
