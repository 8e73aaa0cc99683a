"""/movements/: the table, its period, and the households behind each number."""

import re
from datetime import date

import pytest

from households.models import Decision, Movement
from povertyplan import clock


@pytest.fixture
def exited(plan, a_household, tu_ha, division):
    household = a_household(head="Lê Văn Thoát", member_count=4)
    a_household(head="Lê Văn Còn", member_count=2)
    Movement.objects.create(
        household=household, plan=plan, kind="exit", reason="supported", outcome="near_poor", stage="decided",
        happened_on=date(2022, 8, 10), counted_on=date(2022, 8, 10), decided_at=clock.now(), decided_by=division,
        decision=Decision.objects.numbered(tu_ha, "12/QĐ-UBND", date(2022, 8, 10)),
    )  # fmt: skip
    return household


def numbers(page) -> list[int]:
    return [int(n) for n in re.findall(r'data-count="(\d+)"', page.text)]


def test_every_number_opens_exactly_its_rows(exited, division, client_of):
    client = client_of(division)
    page = client.get("/movements/")
    links = re.findall(r'href="(/movements/rows/\?[^"]+)" data-count="(\d+)"', page.text)
    assert len(links) >= 12
    for link, count in links:
        answer = client.get(link.replace("&amp;", "&"))
        assert re.search(r'<b data-count="(\d+)"', answer.text)[1] == count, link


def test_the_rows_say_who_when_and_by_which_decision(exited, division, client_of):
    page = client_of(division).get("/movements/rows/?cell=to_near_poor&unit=people")
    assert "Lê Văn Thoát" in page.text and "Lê Văn Còn" not in page.text
    assert "10/08/2022" in page.text and "12/QĐ-UBND" in page.text
    assert numbers(page) == [4]


def test_a_commune_sees_its_own_row_only(exited, officer, stranger, client_of):
    own = client_of(officer).get("/movements/")
    assert "Tứ Hạ" in own.text and "Bình Tiến" not in own.text and "Toàn thị xã" not in own.text
    foreign = client_of(stranger).get("/movements/rows/?cell=opening&commune=19996")
    assert "Lê Văn" not in foreign.text
    assert numbers(foreign) == [0]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("first=1/9/2022&last=1/8/2022", "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi."),
        ("first=31/2/2022", "Hãy ghi ngày/tháng/năm"),
        ("mode=x", "Hãy chọn hợp lệ"),
    ],
)
def test_a_period_that_is_none_is_said(exited, division, client_of, query, words):
    for path in ("/movements/", "/movements/rows/"):
        answer = client_of(division).get(f"{path}?{query}")
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert numbers(answer) == [0]


def test_the_period_can_be_any(exited, division, client_of):
    page = client_of(division).get("/movements/?first=1/9/2022&last=16/9/2022")
    assert "từ 01/09/2022 đến hết 16/09/2022" in page.text
    assert "cell=to_near_poor" not in page.text  # nobody left in September


def test_bodies_do_not_see_who_left(exited, housing, client_of):
    assert client_of(housing).get("/movements/").status_code == 403
