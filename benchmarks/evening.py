"""The evening before the deadline: all units hand in at one moment, against one after the other.

    DATABASE_URL=postgres://… python benchmarks/evening.py [--runs 3]

Each run on databases of its own beside the one of DATABASE_URL (without it, SQLite in a folder that is thrown
away), with the imported demo. Twenty-two plans, each sent from two windows: forty-four requests, of which each
makes the Word file anew and half keep it. The median of the runs.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
NAME = "povertyplan_evening"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    together = [evening() for _ in range(runs)]
    apart = [evening("--one-by-one") for _ in range(runs)]
    for told in (*together, *apart):
        assert (told["versions"], told["units"], told["documents"]) == (22, 22, 22), told
    at_once, one_by_one = (median(told["seconds"] for told in way) for way in (together, apart))
    print(f"at once {at_once:.1f} s, one after the other {one_by_one:.1f} s, {at_once / one_by_one:.2f} ×")


def evening(*options: str) -> dict:
    """What `reports.tests.evening` says of one run."""
    with TemporaryDirectory() as folder:
        own = {**os.environ, "DATABASE_URL": database(folder), "DATA_DIR": folder,
               "DJANGO_SETTINGS_MODULE": "povertyplan.settings"}  # fmt: skip
        run(own, "manage.py", "demo", "--no-serve", "--as-imported")
        return json.loads(run(own, "-m", "reports.tests.evening", *options).splitlines()[-1])


def run(own: dict, *command: str) -> str:
    done = subprocess.run([sys.executable, *command], env=own, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return done.stdout


def database(folder: str) -> str:
    """The address of an empty one."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{folder}/evening.sqlite3"
    import psycopg2

    admin = psycopg2.connect(url)
    admin.autocommit = True
    admin.cursor().execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
    admin.cursor().execute(f'CREATE DATABASE "{NAME}"')
    admin.close()
    return urlsplit(url)._replace(path=f"/{NAME}").geturl()


if __name__ == "__main__":
    main()
