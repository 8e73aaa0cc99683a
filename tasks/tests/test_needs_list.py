"""The list of needs: who sees what, what a filter finds, what the page offers."""

import re

import pytest
from django.urls import reverse

from tasks import steps
from tasks.models import Need, NeedType

URL = "/needs/"


def counted(response) -> tuple[int, int]:
    found = re.search(r'data-count="(\d+)" data-households="(\d+)"', response.text)
    return int(found[1]), int(found[2])


@pytest.fixture
def list_of(client_of):
    return lambda user, **query: client_of(user).get(URL, query)


@pytest.fixture
def some_needs(a_household, binh_tien):
    a_household(head="Trần Thị Ánh", needs=["house_repair", "credit"])
    a_household(head="Lê Văn Bình", needs=["house_repair"])
    a_household(binh_tien, "Hồ Văn Cường", hamlet="Thôn 3", needs=["house_repair", "health_education"])


def test_needs_and_households_are_two_numbers(list_of, division, some_needs):
    response = list_of(division)
    assert counted(response) == (5, 3)
    assert "5 nhu cầu của 3 hộ" in response.text


@pytest.mark.parametrize(
    ("query", "needs"),
    [
        ({"q": "binh"}, 1),
        ({"q": "thon 3"}, 2),
        ({"commune": "20035"}, 2),
        ({"type": "credit"}, 1),
        ({"group": "housing"}, 3),
        ({"lead": "QLDT"}, 3),
        ({"lead": "QLDT", "commune": "20035"}, 1),
        ({"state": "routed"}, 4),
        ({"state": "queue"}, 1),
        ({"state": "open"}, 5),
        ({"state": "counted"}, 5),
        ({"state": "overdue"}, 1),
        ({"state": "due_soon"}, 0),
        ({"state": "confirmed"}, 0),
        ({"state": "listed"}, 5),
        ({"officer": "me"}, 0),
    ],
)
def test_every_condition_finds_its_needs(list_of, division, some_needs, query, needs):
    assert counted(list_of(division, **query))[0] == needs


def test_a_split_need_is_counted_by_its_parts_and_found_as_listed(list_of, division, some_needs):
    unsplit = Need.objects.get(type__code="health_education")
    steps.split([unsplit], into=NeedType.objects.filter(code__in=["health", "education"]), by=division)
    assert counted(list_of(division)) == (6, 3)
    assert counted(list_of(division, state="listed", type="health_education"))[0] == 1
    assert counted(list_of(division, state="split"))[0] == 1


def test_the_officer_in_charge_finds_what_is_theirs(list_of, housing, some_needs):
    steps.take_up(Need.objects.led_by(housing.unit)[:2], by=housing)
    assert counted(list_of(housing, officer="me"))[0] == 2
    assert counted(list_of(housing, officer=str(housing.pk)))[0] == 2


@pytest.mark.parametrize(
    "query",
    [
        {"commune": "99999"},
        {"type": "'; drop"},
        {"lead": "\x00"},
        {"state": "nonsense"},
        {"officer": "9" * 40},
        {"page": "abc"},
        {"page": "999999999999999999999"},
        {"q": "9" * 5000},
        {"unknown": "1"},
    ],
)
def test_what_cannot_be_understood_is_no_error(list_of, division, some_needs, query):
    assert list_of(division, **query).status_code == 200


def test_a_condition_that_is_not_understood_is_said(list_of, division, some_needs):
    assert "Không hiểu điều kiện lọc: Trạng thái" in list_of(division, state="nonsense").text


def test_a_commune_sees_only_its_own(list_of, stranger, some_needs):
    response = list_of(stranger)
    assert counted(response) == (2, 1)
    assert "Trần Thị Ánh" not in response.text


def test_a_commune_cannot_ask_for_another_one(list_of, stranger, some_needs):
    assert counted(list_of(stranger, commune="19996")) == (2, 1)


def test_a_body_sees_what_it_leads_or_coordinates(list_of, bank, a_user, unit, some_needs):
    assert counted(list_of(bank)) == (1, 1)
    front = a_user("agency", unit("MTTQ"))
    assert counted(list_of(front)) == (3, 3)  # coordinates the three repairs
    assert counted(list_of(front, lead="MTTQ")) == (0, 0)


def test_the_leader_reads_and_is_offered_nothing(list_of, leader, some_needs):
    response = list_of(leader)
    assert counted(response) == (5, 3)
    assert 'name="act"' not in response.text
    assert "Xuất Excel" not in response.text


def test_the_administrator_may_not(list_of, administrator, some_needs):
    assert list_of(administrator).status_code == 403


def test_overdue_comes_first_then_by_due_date(list_of, housing, a_household):
    for head, due in (("Muộn", "30/11/2022"), ("Quá hạn", None), ("Sớm", "1/10/2022")):
        a_household(head=f"Nguyễn Văn {head}", needs=["house_repair"])
        if due:
            need = Need.objects.get(household__head=f"Nguyễn Văn {head}")
            day, month, year = due.split("/")
            Need.objects.filter(pk=need.pk).update(due_on=f"{year}-{int(month):02}-{int(day):02}")
    Need.objects.filter(household__head="Nguyễn Văn Quá hạn").update(due_on="2022-09-01")
    text = list_of(housing).text
    assert text.index("Văn Quá hạn") < text.index("Văn Sớm") < text.index("Văn Muộn")
    assert "Quá hạn 01/09/2022" in text


def test_the_day_itself_is_not_overdue(list_of, housing, a_household):
    a_household(needs=["house_repair"])
    Need.objects.update(due_on="2022-09-16")
    assert counted(list_of(housing, state="overdue"))[0] == 0
    assert counted(list_of(housing, state="due_soon"))[0] == 1


def test_the_queue_shows_a_suggestion_but_none_where_a_person_must_decide(list_of, division, a_household):
    a_household(head="Một", needs=["resettlement"])
    a_household(head="Hai", needs=["health_education"])
    text = list_of(division, state="queue").text
    assert "Gợi ý:</span> Phòng QLĐT" in text
    assert "Phải tách trước" in text


def test_the_queue_shows_who_refused_and_why(list_of, division, housing, a_household):
    need = a_household(needs=["house_repair"]).needs.get()
    steps.refuse([need], by=housing, reason="Nhà nằm trong vùng sạt lở.")
    text = list_of(division, state="queue").text
    assert "Phòng QLĐT: Nhà nằm trong vùng sạt lở." in text
    assert "Chưa có gợi ý" in text


def test_applied_conditions_are_chips_that_can_be_taken_off(list_of, division, some_needs):
    text = list_of(division, commune="20035", state="open").text
    assert 'href="?state=open"' in text
    assert 'href="?commune=20035"' in text


def test_fifty_a_page(list_of, division, a_household):
    for _ in range(51):
        a_household(needs=["credit"])
    assert list_of(division).text.count('name="need"') == 50
    assert list_of(division, page=2).text.count('name="need"') == 1
    assert "Cả trang này (50 nhu cầu)" in list_of(division).text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"state": "queue"}, "Không còn nhu cầu nào chờ phân công"),
        ({"state": "overdue"}, "Không có nhu cầu nào quá hạn"),
        ({"type": "credit"}, "Không có nhu cầu nào khớp"),
        ({}, "Chưa có nhu cầu nào"),
    ],
)
def test_an_empty_list_says_what_is_empty(list_of, division, query, words):
    assert words in list_of(division, **query).text


@pytest.mark.parametrize("size", [2, 40])
def test_queries_do_not_grow_with_the_list(client_of, division, a_household, django_assert_max_num_queries, size):
    for _ in range(size):
        a_household(needs=["house_repair", "health_education"])
    client = client_of(division)
    with django_assert_max_num_queries(17):
        client.get(URL)


def test_signed_out_people_are_sent_to_sign_in(client):
    assert client.get(URL).url == f"{reverse('login')}?next=/needs/"


@pytest.mark.parametrize(
    ("who", "state", "button"),
    [
        ("division", "queue", 'value="route">Giao theo gợi ý: tất cả 1 nhu cầu'),
        ("housing", "routed", 'value="take_up">Tiếp nhận: tất cả 3 nhu cầu'),
        ("bank", "routed", 'value="take_up">Tiếp nhận: tất cả 1 nhu cầu'),
    ],
)
def test_one_button_does_what_a_view_is_opened_for(list_of, request, some_needs, who, state, button):
    assert button in list_of(request.getfixturevalue(who), state=state).text
