"""What every page and form stands on: days, numbers, composed text, headers, errors."""

import datetime
import unicodedata

import pytest
from django import forms
from django.db import OperationalError, connection
from django.template import Context, Template
from django.test import Client

from households.models import Household
from povertyplan import clock
from povertyplan.accounts.models import Unit


@pytest.mark.parametrize("typed", ["10/8/2022", "10/08/2022", "10-08-2022", "10.8.2022", "10/8/22", "2022-08-10"])
def test_the_tenth_of_august_is_read_as_vietnamese_write_it(typed):
    assert forms.DateField().clean(typed) == datetime.date(2022, 8, 10)


@pytest.mark.parametrize("typed", ["31/2/2022", "8/27/2022", "hôm nay", "10/8"])
def test_a_day_that_is_none_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ day }}", "10/08/2022"),
        ("{{ half }}", "1.234,5"),
        ("{{ many|money }}", "1.500.000 đồng"),
        ("{{ nothing|money }}", "–"),
        ("{{ a_year|year }}", "2022"),
    ],
)
def test_days_and_numbers_are_shown_as_vietnamese_write_them(template, shown):
    values = {"day": datetime.date(2022, 8, 10), "half": 1234.5, "many": 1500000, "nothing": None, "a_year": 2022}
    assert Template(template).render(Context(values)) == shown


def test_a_number_typed_with_thousands_dots_is_understood():
    assert forms.DecimalField(localize=True).clean("1.234,5") == forms.DecimalField().clean("1234.5")


def test_decomposed_typing_reaches_the_database_composed(officer, client_of, a_household):
    household = a_household()
    note = unicodedata.normalize("NFD", "Nhà đã lợp xong, còn nền.")
    client_of(officer).post(f"/households/{household.code}/note/", {"text": note})
    assert household.diary.first().note == "Nhà đã lợp xong, còn nền."


def test_the_assumed_day_is_the_day_everywhere():
    assert clock.today() == datetime.date(2022, 9, 16)
    with clock.assume(datetime.date(2022, 8, 1)):
        assert clock.today() == datetime.date(2022, 8, 1)
    assert clock.today() == datetime.date(2022, 9, 16)


def test_without_an_assumed_day_it_is_the_servers(settings, db):
    settings.ASSUMED_TODAY = ""
    assert clock.today() == datetime.datetime.now(tz=datetime.timezone(datetime.timedelta(hours=7))).date()


def test_a_request_asks_for_the_day_once(settings, db, django_assert_num_queries):
    settings.ASSUMED_TODAY = ""
    with clock.one_moment(), django_assert_num_queries(1):
        assert clock.now() == clock.now()
        assert clock.today() == clock.now().date()


def test_the_footer_names_the_assumed_day(client, plan):
    from povertyplan.accounts.models import Installation

    Installation.objects.create(is_demo=True, assumed_today=datetime.date(2022, 9, 16))
    assert "Ngày giả định: 16/09/2022" in client.get("/accounts/login/").text


def test_strangers_are_sent_to_the_sign_in_page(client, db):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def gone(*_):
    raise OperationalError("no such table")


def test_health_says_so_when_the_database_is_gone(client, db):
    with connection.execute_wrapper(lambda execute, sql, *rest: gone() if " FROM " in sql else execute(sql, *rest)):
        answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (503, b"unavailable")


def test_the_error_page_needs_no_database(client, db):
    client.raise_request_exception = False
    with connection.execute_wrapper(gone):
        answer = client.get("/accounts/login/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "Phần mềm đang bận" in answer.text


def test_health_says_ok_to_strangers_and_nothing_else(client, db):
    answer = client.get("/health/")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_every_answer_forbids_foreign_scripts_and_caches(officer, client_of):
    headers = client_of(officer).get("/households/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_a_page_that_is_not_there_is_answered_in_vietnamese(officer, client_of):
    answer = client_of(officer).get("/khong-co/")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.text


def test_forms_without_their_token_change_nothing(officer, a_household):
    household = a_household()
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    answer = client.post(f"/households/{household.code}/note/", {"text": "Không được ghi."})
    assert answer.status_code == 403
    assert Household.objects.get(pk=household.pk).diary.count() == household.diary.count() == 0


def test_a_choice_not_made_yet_is_said_in_vietnamese(db):
    class Choosing(forms.Form):
        unit = forms.ModelChoiceField(Unit.objects.none())

    shown = str(Choosing()["unit"])
    assert "Chưa chọn" in shown and "---" not in shown
