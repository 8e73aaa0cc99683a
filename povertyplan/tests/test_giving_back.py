"""A session that ended while somebody typed gives the form back to that person, and to nobody else."""

import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from households.models import Diary, Household
from households.tests.browser import filled_in
from povertyplan.accounts.models import AccessLog, KeptForm
from povertyplan.accounts.roles import Role

PASSWORD = "mưa-chiều-bến-đò-xưa"
WORDS = "Nhà dột nặng sau bão, cần che tạm <ngay>."


@pytest.fixture
def people(officer, division, stranger):
    for person in (officer, division, stranger):
        person.set_password(PASSWORD)
        person.save()


@pytest.fixture
def household(a_household):
    return a_household(head="Hồ Văn Áng", address="Xóm Bến")


@pytest.fixture
def browser(people, officer):
    """Of the officer, with the first page already seen: the browser knows whose it is."""
    client = Client()
    sign_in(client, officer)
    client.get("/")
    return client


def sign_in(client, person, **more):
    return client.post("/accounts/login/", {"username": person.username, "password": PASSWORD, **more})


def end_session(client) -> None:
    client.session.flush()


def sent_after_the_end(client, url: str, page=None, **typed):
    """The answer to a form that was opened in time and sent too late."""
    form = filled_in(page or client.get(url), **typed)
    end_session(client)
    return client.post(url, form)


def come_back(client, person, answer):
    """The page after signing in from where `answer` leads."""
    login, _, following = answer.url.partition("?next=")
    assert login == "/accounts/login/"
    assert "Nội dung bạn vừa nhập được giữ 30 phút" in client.get(answer.url).text
    return client.get(sign_in(client, person, next=following).url, follow=True)


def test_the_page_comes_back_filled_in_and_nothing_is_sent_by_itself(browser, officer, household):
    url = f"/households/{household.code}/edit/"
    page = come_back(browser, officer, sent_after_the_end(browser, url, address="Xóm Chợ", note=WORDS))
    assert page.request["PATH_INFO"] == url
    assert "Nội dung đã được điền lại, chưa gửi gì." in page.text
    form = page.context["form"]
    assert (form["address"].value(), form["note"].value()) == ("Xóm Chợ", WORDS)
    assert Household.objects.get().address == "Xóm Bến"
    assert not Diary.objects.exists()

    browser.post(f"{url}?{page.request['QUERY_STRING']}", filled_in(page))
    now = Household.objects.get()
    assert (now.address, now.note) == ("Xóm Chợ", WORDS)
    assert not KeptForm.objects.exists()


def test_what_others_saved_meanwhile_is_met_as_ever(browser, client_of, officer, division, household):
    url = f"/households/{household.code}/edit/"
    answer = sent_after_the_end(browser, url, address="Xóm Chợ")
    other = client_of(division)
    other.post(url, filled_in(other.get(url), address="Xóm Đình"))
    page = come_back(browser, officer, answer)
    again = browser.post(f"{url}?{page.request['QUERY_STRING']}", filled_in(page))
    assert again.status_code == 409
    assert [(clash.saved, clash.typed) for clash in again.context["form"].clashes] == [("Xóm Đình", "Xóm Chợ")]


def test_a_form_of_a_page_that_only_takes_forms_is_shown_in_words_with_a_button(
    browser, people, division, plan, officer, household
):
    from households import changes

    movement = changes.propose_exit(
        household, plan=plan, reason="supported", on=plan.issued_on, evidence="Biên bản", by=officer
    )
    client = Client()
    sign_in(client, division)
    page = client.get(f"/exits/{movement.pk}/")
    answer = sent_after_the_end(client, f"/exits/{movement.pk}/return/", page, reason=WORDS)
    page = come_back(client, division, answer)
    assert "Nhà dột nặng sau bão, cần che tạm &lt;ngay&gt;." in page.text
    assert "Gửi nội dung này" in page.text
    movement.refresh_from_db()
    assert movement.stage == "proposed"
    client.post(f"/exits/{movement.pk}/return/?{page.request['QUERY_STRING']}", filled_in(page))
    movement.refresh_from_db()
    assert (movement.stage, movement.return_reason) == ("returned", WORDS)


def test_files_have_to_be_chosen_again_and_that_is_said(browser, officer, plan):
    owed = plan.obligations.get(unit=officer.unit, kind="plan")
    file = SimpleUploadedFile("kế hoạch.pdf", b"%PDF-1.4")
    url = f"/submissions/{owed.pk}/"
    page = come_back(browser, officer, sent_after_the_end(browser, url, document_no="05/KH", text=WORDS, file=file))
    assert "Tệp đính kèm không giữ lại được, hãy chọn lại: «kế hoạch.pdf»." in page.text
    assert page.context["form"]["text"].value() == WORDS


def test_nobody_else_who_signs_in_there_sees_it(browser, officer, stranger, household):
    answer = sent_after_the_end(browser, f"/households/{household.code}/edit/", note=WORDS)
    page = come_back(browser, stranger, answer)
    assert page.request["PATH_INFO"] == "/"
    assert "Không còn giữ nội dung nào cho tài khoản này." in page.text
    assert "dột" not in page.text
    token = answer.url.rstrip("/").rpartition("/")[2]
    assert browser.get(f"/households/?kept={token}").status_code == 200
    assert KeptForm.objects.get().user == officer


def test_it_lies_sealed_in_the_database_and_for_half_an_hour(browser, officer, household, monkeypatch):
    answer = sent_after_the_end(browser, f"/households/{household.code}/edit/", note=WORDS)
    row = KeptForm.objects.get()
    assert b"bao" not in bytes(row.sealed) and "dột".encode() not in bytes(row.sealed)
    later = time.time() + 31 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert "Không còn giữ nội dung nào" in come_back(browser, officer, answer).text


def test_old_ones_are_swept_when_another_is_kept(browser, officer, household):
    KeptForm.objects.create(user=officer, token="a", at=timezone.now() - timedelta(hours=1), sealed=b"")
    sent_after_the_end(browser, f"/households/{household.code}/edit/", note=WORDS)
    assert not KeptForm.objects.filter(token="a").exists()


def test_one_person_fills_no_cupboard(browser, officer, household):
    url = f"/households/{household.code}/edit/"
    form = filled_in(browser.get(url), note=WORDS)
    end_session(browser)
    for number in range(15):
        browser.post(url, {**form, "address": f"Xóm {number}"})
    assert KeptForm.objects.count() == 10
    browser.post(url, {**form, "note": "a" * 600_000})
    assert KeptForm.objects.count() == 10


@pytest.mark.parametrize("cookie", [None, "1", "1:abc:def", ""])
def test_a_browser_that_nobody_knows_keeps_nothing(people, officer, household, cookie):
    client = Client()
    if cookie is not None:
        client.cookies["last_user"] = cookie
    answer = client.post(f"/households/{household.code}/edit/", {"note": WORDS})
    assert answer.url == f"/accounts/login/?next=/households/{household.code}/edit/"
    assert not KeptForm.objects.exists()


def test_who_signs_out_leaves_no_trace_for_the_next(browser, household):
    browser.post("/accounts/logout/")
    browser.post(f"/households/{household.code}/edit/", {"note": WORDS})
    assert not KeptForm.objects.exists()


def test_passwords_are_never_kept(browser):
    end_session(browser)
    browser.post("/account/", {"old_password": "một hai", "new_password1": "ba bốn", "new_password2": "ba bốn"})
    assert not KeptForm.objects.exists()


def test_a_page_that_is_not_this_persons_any_more_still_shows_the_words(browser, officer, household, binh_tien):
    answer = sent_after_the_end(browser, f"/households/{household.code}/edit/", note=WORDS)
    Household.objects.update(commune=binh_tien)
    page = come_back(browser, officer, answer)
    assert "không còn mở được với tài khoản của bạn" in page.text
    assert "Nhà dột nặng" in page.text
    assert "Gửi nội dung này" not in page.text


def test_showing_it_writes_nothing_whatever_the_view_does(browser, officer, household, monkeypatch):
    from households.views import editing

    answer = sent_after_the_end(browser, f"/households/{household.code}/note/", text=WORDS)
    real = editing.one_form

    def careless(request, household, *args, **kwargs):
        Household.objects.filter(pk=household.pk).update(head="Hỏng")
        return real(request, household, *args, **kwargs)

    monkeypatch.setattr(editing, "one_form", careless)
    assert come_back(browser, officer, answer).context["form"]["text"].value() == WORDS
    assert Household.objects.get().head == "Hồ Văn Áng"


def test_a_view_that_asks_for_nothing_typed_is_not_taken_for_the_form(browser, officer, household):
    """Ticks of a list are shown in words, for the list itself would open without them."""
    end_session(browser)
    answer = browser.post("/households/", {"movement": ["1", "2"], "note": "Gọi lại sau"})
    page = come_back(browser, officer, answer)
    assert "Gọi lại sau" in page.text
    assert "Nội dung bạn đã nhập" in page.text


# --- Another window --------------------------------------------------------------------------------------


def test_a_form_that_was_opened_before_signing_in_anew_elsewhere_is_given_back_too(people, officer, household):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    url = f"/households/{household.code}/edit/"
    old = filled_in(client.get(url), note=WORDS) | {"csrfmiddlewaretoken": "a" * 64}
    answer = client.post(url, old, headers={"Origin": "http://testserver"})
    page = client.get(answer.url, follow=True)
    assert page.context["form"]["note"].value() == WORDS
    assert Household.objects.get().note == ""


@pytest.mark.parametrize("origin", ["https://xau.example", "null", ""])
def test_what_another_site_sends_is_not(people, officer, household, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    headers = {"Origin": origin} if origin else {}
    answer = client.post(f"/households/{household.code}/edit/", {"note": WORDS}, headers=headers)
    assert answer.status_code == 403
    assert "Trang này đã mở quá lâu" in answer.text
    assert not KeptForm.objects.exists()


# --- How long a session lasts ----------------------------------------------------------------------------


@pytest.fixture
def after(monkeypatch):
    """after(minutes=61): the server's clock from now on."""

    begin = time.time()

    def move(**delta):
        later = begin + timedelta(**delta).total_seconds()
        monkeypatch.setattr("povertyplan.middleware.time.time", lambda: later)

    return move


def test_an_hour_of_nothing_ends_a_session(browser, after):
    after(minutes=61)
    assert browser.get("/").url == "/accounts/login/?next=/"
    assert not browser.session.items()


def test_work_keeps_it_but_not_beyond_a_day(browser, after):
    for minutes in range(50, 12 * 60, 50):
        after(minutes=minutes)
        assert browser.get("/").status_code == 200
    after(hours=12, minutes=1)
    assert browser.get("/").status_code == 302


def test_the_old_cookie_opens_nothing_afterwards(browser, after):
    cookie = browser.cookies["sessionid"].value
    after(minutes=61)
    browser.get("/")
    after(minutes=0)
    again = Client()
    again.cookies["sessionid"] = cookie
    assert again.get("/").status_code == 302


def test_a_form_sent_after_an_idle_hour_is_given_back(browser, officer, household, after):
    url = f"/households/{household.code}/edit/"
    form = filled_in(browser.get(url), note=WORDS)
    after(minutes=61)
    answer = browser.post(url, form)
    page = come_back(browser, officer, answer)
    assert page.context["form"]["note"].value() == WORDS
    assert AccessLog.objects.filter(action=AccessLog.Action.SIGN_IN, by=officer).count() == 2
    assert officer.role == Role.COMMUNE
