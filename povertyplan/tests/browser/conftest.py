"""README's own command serves the demo; Chromium walks it. No test here touches the database itself."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from povertyplan.accounts.passwords import DEMO_PASSWORD
from povertyplan.tests.browser.walking import Walker

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def database_of_its_own():
    """The environment of a server with an empty database: a SQLite file, or a new PostgreSQL database.

    Each worker of a run on many cores has its own, and so a demo of its own.
    """
    if not (url := os.environ.get("DATABASE_URL")):
        yield {}
        return
    import psycopg2

    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"{urlsplit(url).path.lstrip('/')}_browser_{worker}"
    admin = psycopg2.connect(url)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
    with admin.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    admin.close()


@pytest.fixture(scope="session")
def environment(database_of_its_own, tmp_path_factory):
    """What the served demo finds in its environment; a command that is run in it works on the same database."""
    return {**os.environ, **database_of_its_own, "DATA_DIR": str(tmp_path_factory.mktemp("demo"))}


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/health/", timeout=5).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="session")
def address(environment):
    """The address of a demo that `python manage.py demo` serves."""
    port, path = free_port(), Path(environment["DATA_DIR"]) / "server.log"
    command = [sys.executable, "manage.py", "demo", "--port", str(port)]
    with path.open("wb") as log:
        server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    while not answers(address):
        if server.poll() is not None:
            pytest.fail(f"the demo does not start: {path.read_text()[-800:]}", pytrace=False)
        time.sleep(0.5)
    yield address
    server.terminate()
    server.wait(20)


@pytest.fixture
def figures(environment, address):
    """figures(): what `python manage.py figures --json` says of the served database now."""

    def ask() -> dict:
        command = [sys.executable, "manage.py", "figures", "--json"]
        told = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, check=True)
        return json.loads(told.stdout)

    return ask


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in():
    """The cookies of those who have signed in, so that each does it once."""
    return {}


@pytest.fixture
def walk(chromium, address, signed_in):
    """walk("tuha"): a person who has signed in, on their first screen; walk("tuha", width=360) on a phone."""
    contexts = []

    def enter(username: str, *, width: int = 1280, scripts: bool = True) -> Walker:
        size = {"width": width, "height": 800}
        context = chromium.new_context(
            viewport=size, locale="vi-VN", java_script_enabled=scripts, storage_state=signed_in.get(username)
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        walker = Walker(context.new_page(), address)
        if username in signed_in:
            return walker.go("/")
        walker.sign_in(username, DEMO_PASSWORD)
        signed_in[username] = context.storage_state()
        return walker

    yield enter
    for context in contexts:
        context.close()
