"""A database that other processes see, for tests of what happens between processes or when one is killed."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings


class Database:
    """A database beside that of the tests: once set up, to be had anew for each killing; or empty."""

    def __init__(self, folder, purpose: str = "killed"):
        self.folder, self.url = folder, os.environ.get("DATABASE_URL", "")
        self.on_postgresql = self.url.startswith("postgres")
        # Processes need a database that others see: not that of the other tests, and one for each worker of pytest.
        self.name = f"{urlsplit(self.url).path.lstrip('/')}_{purpose}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"

    def set_up(self) -> "Database":
        self.manage(self.named("setup"), "manage.py", "setup", "--verbosity", "0").communicate()
        return self

    def empty(self) -> str:
        """The address of a database without a table."""
        if self.on_postgresql:
            drop = f'DROP DATABASE IF EXISTS "{self.name}_run" WITH (FORCE)'
            self.administer(drop, f'CREATE DATABASE "{self.name}_run"')
        return self.named("run")

    def named(self, name: str) -> str:
        if not self.on_postgresql:
            return f"sqlite:///{self.folder}/{name}.sqlite3"
        if name == "setup":
            self.administer(f'DROP DATABASE IF EXISTS "{self.name}_setup"', f'CREATE DATABASE "{self.name}_setup"')
        return urlsplit(self.url)._replace(path=f"/{self.name}_{name}").geturl()

    def fresh(self) -> str:
        """The address of an untouched copy."""
        if self.on_postgresql:
            drop, copy = f'DROP DATABASE IF EXISTS "{self.name}_run" WITH (FORCE)', f'"{self.name}_setup"'
            self.administer(drop, f'CREATE DATABASE "{self.name}_run" TEMPLATE {copy}')
        else:
            for path in self.folder.glob("run.sqlite3*"):
                path.unlink()
            shutil.copy(self.folder / "setup.sqlite3", self.folder / "run.sqlite3")
        return self.named("run")

    def connect(self):
        if not self.on_postgresql:
            return sqlite3.connect(self.folder / "run.sqlite3")
        import psycopg2

        return psycopg2.connect(self.named("run"))

    def administer(self, *statements: str) -> None:
        import psycopg2

        with closing(psycopg2.connect(self.url)) as connection:
            connection.autocommit = True
            for statement in statements:
                connection.cursor().execute(statement)

    def manage(self, url: str, *command: str) -> subprocess.Popen:
        surroundings = os.environ | {
            "DATABASE_URL": url, "DATA_DIR": str(self.folder), "DJANGO_SETTINGS_MODULE": "povertyplan.settings",
        }  # fmt: skip
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "cwd": settings.BASE_DIR}
        return subprocess.Popen([sys.executable, *command], env=surroundings, **options)

    def close(self) -> None:
        if self.on_postgresql:
            self.administer(*(f'DROP DATABASE IF EXISTS "{self.name}_{one}" WITH (FORCE)' for one in ("run", "setup")))
