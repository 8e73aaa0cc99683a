import pytest

from povertyplan.accounts.models import AccessLog, Installation, User
from povertyplan.accounts.passwords import DEMO_PASSWORD
from povertyplan.accounts.roles import Role

PASSWORD = "mưa-chiều-bến-đò-xưa"


@pytest.fixture
def person(tu_ha):
    return User.objects.create_user("le.thi.thu", PASSWORD, full_name="Lê Thị Thử", role=Role.COMMUNE, unit=tu_ha)


def sign_in(client, username, password):
    return client.post("/accounts/login/", {"username": username, "password": password})


def test_the_right_password_opens_the_first_screen_and_is_logged(client, person):
    answer = sign_in(client, person.username, PASSWORD)
    assert (answer.status_code, answer.url) == (302, "/")
    assert AccessLog.objects.get().action == AccessLog.Action.SIGN_IN


def test_a_wrong_password_is_answered_politely_and_is_logged(client, person):
    answer = sign_in(client, person.username, "sai")
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer.text
    assert AccessLog.objects.get().action == AccessLog.Action.SIGN_IN_FAILED


def test_an_unknown_name_gets_the_same_answer(client, db):
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in sign_in(client, "ai.do", "sai").text


def test_after_ten_wrong_passwords_even_the_right_one_waits(client, person):
    for _ in range(10):
        sign_in(client, person.username, "sai")
    assert "Hãy chờ 15 phút" in sign_in(client, person.username, PASSWORD).text


def test_somebody_who_left_does_not_come_in(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert sign_in(client, person.username, PASSWORD).status_code == 200


def test_signing_out_is_a_post_and_is_logged(client_of, officer):
    client = client_of(officer)
    assert client.get("/accounts/logout/").status_code == 405
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302
    assert AccessLog.objects.get().action == AccessLog.Action.SIGN_OUT


class TestTheDemosPassword:
    @pytest.fixture
    def demo_person(self, tu_ha):
        return User.objects.create_user(
            "tuha", DEMO_PASSWORD, full_name="Lê Thị Hạnh", role=Role.COMMUNE, unit=tu_ha, is_demo=True
        )

    def test_opens_the_demo(self, client, demo_person):
        Installation.objects.create(is_demo=True)
        assert sign_in(client, "tuha", DEMO_PASSWORD).status_code == 302

    def test_opens_nothing_outside_the_demo(self, client, demo_person):
        assert sign_in(client, "tuha", DEMO_PASSWORD).status_code == 200

    def test_is_refused_for_anybody_elses_account_too(self, client, tu_ha):
        User.objects.create_user("that", DEMO_PASSWORD, full_name="Người Thật", role=Role.COMMUNE, unit=tu_ha)
        assert sign_in(client, "that", DEMO_PASSWORD).status_code == 200

    def test_cannot_be_chosen(self, client_of, person):
        client = client_of(person)
        fields = {"old_password": PASSWORD, "new_password1": DEMO_PASSWORD, "new_password2": DEMO_PASSWORD}
        assert "mật khẩu của bản chạy thử" in client.post("/account/", fields).text

    def test_is_shown_on_the_sign_in_page_of_the_demo_only(self, client, demo_person):
        assert DEMO_PASSWORD not in client.get("/accounts/login/").text
        Installation.objects.create(is_demo=True)
        assert DEMO_PASSWORD in client.get("/accounts/login/").text


@pytest.mark.parametrize("password", ["ngắn", "huongtra2022!!", "Bình Tiến 123456", "password1234", "le.thi.thu.1"])
def test_passwords_that_anybody_would_try_are_refused(client_of, person, password):
    fields = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    answer = client_of(person).post("/account/", fields)
    assert answer.status_code == 200
    assert "Có lỗi cần sửa" in answer.text


def test_a_new_password_ends_other_sessions_but_not_this_one(client, client_of, person):
    elsewhere, here = client_of(person), client_of(person)
    new = "ghe-nốc-trên-sông-hương"
    here.post("/account/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
