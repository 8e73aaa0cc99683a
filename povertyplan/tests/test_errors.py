"""Error pages: in Vietnamese, self-contained, with a code that is in the log too."""

import logging
import re

import pytest

from povertyplan.codes import RequestCode

CODE = re.compile(r"Lỗi (\d+), mã ([A-Z2-9]{6}), lúc")


@pytest.mark.parametrize(("path", "status"), [("/khong-co/", 404), ("/accounts/", 403), ("/exits/agree/", 405)])
def test_every_error_page_names_its_code(client_of, officer, administrator, path, status):
    person = administrator if status == 405 else officer
    answer = client_of(person).get(path)
    assert answer.status_code == status
    assert CODE.search(answer.text)[1] == str(status)


def test_an_address_of_a_button_says_which_method_it_takes(client_of, division):
    answer = client_of(division).get("/exits/agree/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "địa chỉ của một nút bấm" in answer.text


def test_the_code_of_the_page_is_in_the_log(client_of, officer, caplog):
    caplog.handler.addFilter(RequestCode())
    with caplog.at_level(logging.WARNING, "django.request"):
        answer = client_of(officer).get("/accounts/")
    assert caplog.records[-1].code == f" [{CODE.search(answer.text)[2]}]"


def test_too_much_in_one_form_is_said_so(client_of, officer, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = client_of(officer).post("/account/", {f"ô {number}": "x" for number in range(9)})
    assert answer.status_code == 413
    assert "Gửi quá nhiều dữ liệu" in answer.text


def test_too_many_wrong_passwords_are_answered_as_such(client, db):
    for _ in range(11):
        answer = client.post("/accounts/login/", {"username": "ai.do", "password": "sai"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
