"""The evening before the deadline: every unit hands in its plan at the same moment, each of them twice.

    DATABASE_URL=… DATA_DIR=… python -m reports.tests.evening [--one-by-one]

For a database of its own, with the demo in it as imported. Prints one line of JSON: what was answered, what is
kept, and how long it took. Real threads, each with its own connection; a test and a benchmark run it.
"""

import argparse
import json
import re
import sys
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Sender:
    """One person with the preview of their unit's plan open in two windows."""

    path: str
    clients: list
    form: dict
    answers: list[int] = field(default_factory=list)

    def send(self, client) -> None:
        from django.db import connections

        self.answers.append(client.post(self.path, self.form).status_code)
        connections.close_all()


def prepared(plan) -> list[Sender]:
    """Everybody has written their number and looks at the preview."""
    from povertyplan.accounts.models import User
    from reports.models import Obligation

    senders = []
    for owed in Obligation.objects.filter(plan=plan, kind="plan").select_related("unit"):
        person = User.objects.filter(unit=owed.unit).order_by("pk").first()
        clients = [signed_in(person), signed_in(person)]
        write, preview = f"/submissions/{owed.pk}/write/", f"/submissions/{owed.pk}/preview/"
        page = clients[0].get(write).content.decode()
        answer = clients[0].post(write, hidden(page) | {"document_no": "45", "next": "preview"})
        assert answer.status_code == 302, owed
        senders.append(Sender(preview, clients, hidden(clients[0].get(preview).content.decode())))
    return senders


def signed_in(person):
    from django.test import Client

    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    client.force_login(person)
    return client


def hidden(page: str) -> dict:
    """The form of a page as it is, without its token."""
    fields = dict(re.findall(r'<input type="(?:hidden|text)" name="([\w-]+)"(?: value="([^"]*)")?', page))
    areas = dict(re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL))
    return {name: value for name, value in (fields | areas).items() if name != "csrfmiddlewaretoken"}


def at_once(senders: list[Sender]) -> float:
    """Both windows of everybody send at one moment; returns the seconds until the last answer."""
    start = threading.Barrier(2 * len(senders) + 1)

    def wait_and_send(sender, client):
        start.wait()
        sender.send(client)

    threads = [threading.Thread(target=wait_and_send, args=(one, client)) for one in senders for client in one.clients]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def one_by_one(senders: list[Sender]) -> float:
    began = time.perf_counter()
    for sender in senders:
        for client in sender.clients:
            sender.send(client)
    return time.perf_counter() - began


def kept(plan) -> dict:
    """What the database and the files hold afterwards."""
    from reports.models import Submission

    versions = list(Submission.objects.filter(obligation__plan=plan, obligation__kind="plan"))
    return {
        "versions": len(versions),
        "units": len({one.obligation_id for one in versions}),
        "figures": [one.frozenfigures.count() for one in versions],
        "texts": [one.frozentexts.count() for one in versions],
        "documents": sum(digest_of(one) == one.document_digest for one in versions),
    }


def digest_of(version) -> str:
    import hashlib

    with version.document.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--one-by-one", action="store_true")
    options = parser.parse_args()
    import django

    django.setup()
    from households.models import Plan

    plan = Plan.objects.get(year=2022)
    senders = prepared(plan)
    seconds = (one_by_one if options.one_by_one else at_once)(senders)
    answers = [code for sender in senders for code in sender.answers]
    sys.stdout.write(json.dumps({"senders": len(senders), "answers": answers, "seconds": seconds, **kept(plan)}) + "\n")


if __name__ == "__main__":
    main()
