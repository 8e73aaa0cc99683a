"""Twenty-two units hand in at one moment, each of them twice: nothing is lost and nothing is there double."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings


@pytest.fixture
def surroundings(tmp_path):
    """The environment of a database of its own, which many connections can use at once; with the imported demo."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield _filled({"DATABASE_URL": f"sqlite:///{tmp_path}/evening.sqlite3", "DATA_DIR": str(tmp_path)})
        return
    import psycopg2

    name = f"{urlsplit(url).path.lstrip('/')}_evening_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    admin = psycopg2.connect(url)
    admin.autocommit = True
    admin.cursor().execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    admin.cursor().execute(f'CREATE DATABASE "{name}"')
    yield _filled({"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl(), "DATA_DIR": str(tmp_path)})
    admin.cursor().execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    admin.close()


def _filled(own: dict) -> dict:
    own = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "povertyplan.settings"}
    _run(own, "manage.py", "demo", "--no-serve", "--as-imported")
    return own


def _run(own: dict, *command: str) -> str:
    command = [sys.executable, *command]
    done = subprocess.run(command, env=own, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_the_deadline_evening(surroundings):
    told = json.loads(_run(surroundings, "-m", "reports.tests.evening").splitlines()[-1])
    assert told["senders"] == 22
    assert set(told["answers"]) == {302}, "each window is told what became of it"
    assert len(told["answers"]) == 44
    assert (told["versions"], told["units"], told["documents"]) == (22, 22, 22)
    assert min(told["figures"]) > 0 and min(told["texts"]) > 5, "every version has its figures and texts"
    assert told["seconds"] < 60
