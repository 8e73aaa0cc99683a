"""The suite makes its tables from the models; here the migrations are walked, as an office that upgrades does."""

import gzip
import json
from contextlib import closing
from decimal import Decimal

import pytest
from django.core.management import call_command

from povertyplan.tests.first_release import ROWS
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
    _help_of_the_first_release_is_given(database)


def _help_of_the_first_release_is_given(database):
    """Every row of help is there with all that it said; none was planned, none is cancelled."""
    written = [row for row in json.loads(gzip.decompress(ROWS.read_bytes())) if row["model"] == "tasks.measure"]
    columns = ("id", "need_id", "what", "kind", "source", "unit_id")
    with closing(database.connect()) as connection:
        cursor = connection.cursor()
        cursor.execute(f"SELECT {', '.join(columns)}, amount, stage, planned_amount, version FROM tasks_measure")
        found = {line[0]: line for line in cursor.fetchall()}
    assert written and len(found) == len(written)
    for row in written:
        said, (*facts, amount, stage, planned, version) = row["fields"], found[row["pk"]]
        assert facts == [row["pk"], said["need"], said["what"], said["kind"], said["source"], said["unit"]]
        assert (amount is None) == (said["amount"] is None)
        assert Decimal(str(amount or 0)) == Decimal(said["amount"] or 0)
        assert (stage, planned, version) == ("given", None, 1)
