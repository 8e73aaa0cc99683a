"""A form sent twice acts once: double click, second try, back button, twenty at once, and a killed server."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from households import changes
from households.tests.browser import filled_in
from povertyplan.accounts.models import SentForm
from povertyplan.tests.processes import Database
from tasks import steps
from tasks.models import Measure

HELP = {"what": "Lợp lại mái", "kind": "in_kind", "on": "15/9/2022"}


@pytest.fixture
def need(a_household, housing):
    need = a_household(needs=["house_repair"]).needs.get()
    steps.take_up([need], by=housing)
    return need


@pytest.fixture
def url(need):
    return f"/needs/{need.pk}/measures/add/"


def test_the_second_sending_gets_the_first_ones_answer_and_message(client_of, housing, url):
    client = client_of(housing)
    form = filled_in(client.get(url), **HELP)
    first, second = client.post(url, form), client.post(url, form)
    assert Measure.objects.count() == 1
    assert (first.status_code, first.url) == (second.status_code, second.url)
    page = client.get(second.url)
    assert page.text.count("Đã ghi khoản hỗ trợ «Lợp lại mái».") == 1


def test_a_browser_that_saw_only_the_second_answer_has_the_message_too(client_of, housing, url):
    client, again = client_of(housing), client_of(housing)
    form = filled_in(client.get(url), **HELP)
    client.post(url, form)
    assert "Đã ghi khoản hỗ trợ «Lợp lại mái»." in again.post(url, form, follow=True).text


def test_coming_back_and_changing_a_word_is_another_form(client_of, housing, url):
    client = client_of(housing)
    page = client.get(url)
    client.post(url, filled_in(page, **HELP))
    client.post(url, filled_in(page, **HELP | {"what": "Xây bếp"}))
    assert sorted(Measure.objects.values_list("what", flat=True)) == ["Lợp lại mái", "Xây bếp"]


def test_the_same_on_a_page_opened_anew_is_another_form(client_of, officer, need):
    """What the verb says of the very same fact is its own affair."""
    client, url = client_of(officer), f"/needs/{need.pk}/measures/add/"
    client.post(url, filled_in(client.get(url), **HELP))
    assert "Khoản hỗ trợ giống hệt" in client.post(url, filled_in(client.get(url), **HELP)).text


def test_an_invalid_form_can_be_sent_again(client_of, housing, url):
    client = client_of(housing)
    wrong = filled_in(client.get(url), **HELP | {"on": "31/2/2022"})
    for _ in range(2):
        assert "Không có ngày này" in client.post(url, wrong).text
    assert not SentForm.objects.exists()


def test_what_was_refused_is_asked_anew(client_of, division, officer, plan, a_household):
    movement = changes.propose_exit(
        a_household(), plan=plan, reason="supported", on=plan.issued_on, evidence="Biên bản", by=officer
    )
    client = client_of(division)
    form = filled_in(client.get(f"/exits/{movement.pk}/"))
    movement.stage = "withdrawn"
    movement.save()
    client.post(f"/exits/{movement.pk}/agree/", form)
    movement.stage = "proposed"
    movement.save()
    client.post(f"/exits/{movement.pk}/agree/", form)
    movement.refresh_from_db()
    assert movement.stage == "agreed"


def test_a_crash_leaves_nothing_behind_and_gives_the_key_back(client_of, housing, url, monkeypatch):
    client = client_of(housing)
    client.raise_request_exception = False
    form = filled_in(client.get(url), **HELP)

    def crash(*args, **kwargs):
        record(*args, **kwargs)
        raise RuntimeError

    record = steps.record_measure
    with monkeypatch.context() as broken:
        broken.setattr(steps, "record_measure", crash)
        assert client.post(url, form).status_code == 500
    assert not Measure.objects.exists()
    assert client.post(url, form).status_code == 302
    assert Measure.objects.count() == 1


def test_a_key_is_good_for_its_own_person_only(client_of, housing, officer, need, url):
    form = filled_in(client_of(housing).get(url), **HELP)
    client_of(housing).post(url, form)
    assert "Khoản hỗ trợ giống hệt" not in client_of(officer).post(url, form, follow=True).text
    assert {measure.recorded_by for measure in Measure.objects.all()} == {housing, officer}


def test_the_same_words_with_another_file_are_another_form(client_of, officer, plan):
    owed = plan.obligations.get(unit=officer.unit, kind="plan")
    client, url = client_of(officer), f"/submissions/{owed.pk}/"
    form = filled_in(client.get(url), document_no="05/KH-UBND", document_on="1/9/2022", text="Kế hoạch")

    def sent(content: bytes):
        return client.post(url, form | {"file": SimpleUploadedFile("ke-hoach.pdf", content)})

    assert sent(b"%PDF-1.4 mot").status_code == sent(b"%PDF-1.4 mot").status_code == 302
    assert owed.submissions.get().file.read() == b"%PDF-1.4 mot"
    assert "đang chờ kiểm tra" in sent(b"%PDF-1.4 hai").text


def test_old_keys_are_swept(client_of, housing, url):
    long_ago = timezone.now() - timedelta(days=2)
    SentForm.objects.create(user=housing, digest="a" * 64, at=long_ago)
    client = client_of(housing)
    client.post(url, filled_in(client.get(url), **HELP))
    assert not SentForm.objects.filter(digest="a" * 64).exists()


def test_two_forms_of_one_page_have_two_keys(client_of, housing, need):
    keys = re.findall(r'name="form_key" value="([^"]+)"', client_of(housing).get(f"/needs/{need.pk}/").text)
    assert len(keys) == len(set(keys)) > 1


def test_every_form_that_changes_something_has_a_key():
    """The tag is the only way to get Django's token, and brings the key along."""
    written = {path: path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")}
    without = []
    for path, text in written.items():
        forms = re.findall(r"<form [^>]*method=\"post\".*?</form>", text, re.DOTALL)
        without += [(path.name, form[:80]) for form in forms if "{% csrf_token %}" not in form]
    assert without == []
    assert [path.name for path, text in written.items() if "csrfmiddlewaretoken" in text] == []


# --- Between processes ----------------------------------------------------------------------------------

PREPARE = """
import datetime, django
django.setup()
from households.models import Hamlet, Household, Plan, PlanEntry
from povertyplan.accounts.models import Unit, User
from tasks import steps
from tasks.models import NeedType
day = datetime.date(2022, 9, 16)
plan = Plan.objects.get(year=2022)
body, commune = (Unit.objects.on(day).get(code=code) for code in ("QLDT", "19996"))
person = User.objects.create_user("thu", None, full_name="Trần Văn Thử", role="agency", unit=body)
household = Household.objects.create(
    code="19996-0901", commune=commune, hamlet=Hamlet.objects.named(commune, "Tổ 1"), head="Hồ Văn Áng")
PlanEntry.objects.create(plan=plan, household=household, listed_on=plan.issued_on)
need = steps.add(household, plan=plan, type=NeedType.objects.get(code="house_repair"), by=None)
steps.take_up([need], by=person)
print(need.pk)
"""

SEND = """
import json, sys, threading, time, django
django.setup()
from django.db import connections
from django.test import Client
from povertyplan.accounts.models import User
from tasks import steps
number, slow, form = int(sys.argv[1]), float(sys.argv[2]), json.loads(sys.argv[3])
record, answers, ready = steps.record_measure, [], threading.Barrier(number)

def recorded(*args, **kwargs):
    made = record(*args, **kwargs)
    print("recorded", flush=True)
    time.sleep(slow)
    return made

def send():
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="thu"))
    ready.wait()
    try:
        answer = client.post(form["url"], form)
        answers.append([answer.status_code, answer.headers.get("Location", ""), "messages" in answer.cookies])
    except Exception as error:
        answers.append([0, repr(error), False])
    connections.close_all()

steps.record_measure = recorded
threads = [threading.Thread(target=send) for _ in range(number)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps(answers))
"""


@pytest.fixture
def served(tmp_path, monkeypatch):
    """A database of its own with one need, and what a browser would send to record help for it."""
    monkeypatch.setenv("ASSUMED_TODAY", "2022-09-16")
    database = Database(tmp_path).set_up()
    database.url_now = database.fresh()
    told, _ = database.manage(database.url_now, "-c", PREPARE).communicate(timeout=60)
    database.form = {"url": f"/needs/{int(told)}/measures/add/", "year_of_form": "2022", **HELP}
    yield database
    database.close()


def sending(database, number: int, key: str, slow: float = 0.0):
    form = json.dumps(database.form | {"form_key": key})
    return database.manage(database.url_now, "-c", SEND, str(number), str(slow), form)


def measures(database) -> int:
    connection = database.connect()
    cursor = connection.cursor()
    cursor.execute("SELECT count(*) FROM tasks_measure")
    [(count,)] = cursor.fetchall()
    connection.close()
    return count


def test_twenty_at_once_act_once_and_a_killed_server_holds_nobody_up(served):
    """In one test, for the database takes longer to make than the test."""
    told, _ = sending(served, 20, "hai-muoi", slow=0.3).communicate(timeout=120)
    answers = json.loads(told.splitlines()[-1])
    assert told.count("recorded") == 1, told
    assert measures(served) == 1
    assert len(answers) == 20
    assert {tuple(answer) for answer in answers} == {(302, served.form["url"].removesuffix("measures/add/"), True)}

    served.form["what"] = "Xây bếp"
    process = sending(served, 1, "mot-lan", slow=60)
    assert process.stdout.readline().strip() == "recorded"
    process.kill()
    process.communicate()
    assert measures(served) == 1
    told, _ = sending(served, 1, "mot-lan").communicate(timeout=60)
    assert json.loads(told.splitlines()[-1])[0][0] == 302, told
    assert measures(served) == 2
