"""/households/: what is filtered is what is shown, counted and taken out as Excel."""

import datetime
import io
import re

import pytest
from openpyxl import load_workbook

from households import changes
from povertyplan.accounts.models import AccessLog

DAY = datetime.date(2022, 9, 10)
URL = "/households/"


def heads(response) -> list[str]:
    return [household.head for household in response.context["page"]]


def count(response) -> int:
    return int(re.search(r'data-count="(\d+)"', response.text).group(1))


@pytest.fixture
def town(plan, a_household, tu_ha, binh_tien, officer, division):
    """Three of Tứ Hạ and one of Bình Tiến; one of them has left."""
    households = {
        "roof": a_household(tu_ha, "Hồ Văn Ân", needs=["house_repair"], id_no="046070001234"),
        "loan": a_household(tu_ha, "Lê Thị An", needs=["credit", "livestock"], hamlet="Tổ dân phố 2"),
        "left": a_household(tu_ha, "Trần Văn Bưởi"),
        "far": a_household(binh_tien, "Hồ Thị Cúc", needs=["house_repair"], hamlet="Thôn 1"),
    }
    movement = changes.propose_exit(
        households["left"], plan=plan, reason="self_reliant", on=DAY, evidence="Biên bản", by=officer
    )
    changes.decide(changes.agree(movement, by=division), decision_no="9/QĐ", decision_on=DAY, by=division)
    return households


def test_the_division_sees_all_in_the_order_of_given_names(town, client_of, division):
    page = client_of(division).get(URL)
    assert heads(page) == ["Lê Thị An", "Hồ Văn Ân", "Trần Văn Bưởi", "Hồ Thị Cúc"]
    assert count(page) == 4
    assert "Bình Tiến" in page.text


def test_a_commune_sees_its_own_and_no_filter_of_communes(town, client_of, officer, stranger):
    page = client_of(officer).get(URL)
    assert heads(page) == ["Lê Thị An", "Hồ Văn Ân", "Trần Văn Bưởi"]
    assert 'name="commune"' not in page.text
    assert 'name="hamlet"' in page.text
    assert heads(client_of(stranger).get(URL)) == ["Hồ Thị Cúc"]


def test_a_commune_cannot_ask_for_another(town, client_of, officer, binh_tien):
    page = client_of(officer).get(URL, {"commune": binh_tien.code})
    assert "Hồ Thị Cúc" not in page.text
    page = client_of(officer).get(URL, {"hamlet": town["far"].hamlet_id})
    assert "Hồ Thị Cúc" not in page.text


def test_a_body_sees_the_households_whose_needs_it_leads(town, client_of, bank):
    assert heads(client_of(bank).get(URL)) == ["Lê Thị An"]


def test_the_leader_sees_all_and_takes_nothing_out(town, client_of, leader):
    page = client_of(leader).get(URL)
    assert count(page) == 4
    assert "Xuất Excel" not in page.text


def test_the_administrator_sees_no_household(town, client_of, administrator):
    assert client_of(administrator).get(URL).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ho"}, ["Hồ Văn Ân", "Hồ Thị Cúc"]),
        ({"q": "an"}, ["Lê Thị An", "Hồ Văn Ân"]),
        ({"q": "ân"}, ["Hồ Văn Ân", "Lê Thị An"]),
        ({"q": "1234"}, ["Hồ Văn Ân"]),
        ({"commune": "20035"}, ["Hồ Thị Cúc"]),
        ({"need": "house_repair"}, ["Hồ Văn Ân", "Hồ Thị Cúc"]),
        ({"need": "house_repair", "commune": "19996"}, ["Hồ Văn Ân"]),
        ({"lead": "NHCSXH"}, ["Lê Thị An"]),
        ({"need": "livestock", "lead": "NHCSXH"}, []),
        ({"standing": "left"}, ["Trần Văn Bưởi"]),
        ({"standing": "exited", "reason": "self_reliant"}, ["Trần Văn Bưởi"]),
        ({"standing": "other_decrease"}, []),
        ({"reason": "deceased"}, []),
        ({"standing": "due"}, ["Lê Thị An", "Hồ Văn Ân", "Hồ Thị Cúc"]),
    ],
)
def test_every_condition_finds_its_households(town, client_of, division, query, found):
    page = client_of(division).get(URL, query)
    assert heads(page) == found
    assert count(page) == len(found)


def test_households_with_an_overdue_need_are_found_together_with_its_lead(town, client_of, division):
    for household in town.values():
        household.needs.update(due_on=datetime.date(2022, 10, 1))
    town["loan"].needs.filter(type__code="livestock").update(due_on=DAY)
    client = client_of(division)
    assert heads(client.get(URL, {"overdue": "1"})) == ["Lê Thị An"]
    assert heads(client.get(URL, {"overdue": "1", "lead": "NHCSXH"})) == []


def test_a_household_of_two_needs_is_one_row(town, client_of, division):
    assert count(client_of(division).get(URL, {"standing": "remaining"})) == 3


def test_hamlets_are_offered_once_a_commune_is_chosen(town, client_of, division):
    client = client_of(division)
    assert 'name="hamlet"' not in client.get(URL).text
    page = client.get(URL, {"commune": "19996", "hamlet": town["loan"].hamlet_id})
    assert heads(page) == ["Lê Thị An"]
    assert "Thôn 1<" not in page.text
    assert heads(client.get(URL, {"hamlet": town["far"].hamlet_id})) == ["Hồ Thị Cúc"]


def test_mine_are_those_i_look_after(town, client_of, officer, division):
    changes.assign_officer(town["roof"], officer=officer, by=division)
    assert heads(client_of(officer).get(URL, {"officer": "me"})) == ["Hồ Văn Ân"]


def test_applied_conditions_are_chips_that_take_themselves_off(town, client_of, division):
    page = client_of(division).get(URL, {"need": "house_repair", "commune": "20035"})
    chips = {chip.label: chip for chip in page.context["filter"].chips()}
    assert chips["Nhu cầu"].value == "Sửa chữa nhà ở"
    assert chips["Nhu cầu"].url == "?commune=20035"


@pytest.mark.parametrize(
    "query",
    [
        "standing=nonsense",
        "commune=99999&hamlet=abc&need=x&lead=y&overdue=maybe&officer=you&reason=z",
        "hamlet=99999999999999999999999",
        "page=abc",
        "page=99999",
        "q=%00",
        "commune=%00&commune=1",
        "nobody=knows",
        "q=" + "a" * 5000,
    ],
)
def test_garbage_in_the_address_is_no_error(town, client_of, division, query):
    assert client_of(division).get(f"{URL}?{query}").status_code == 200


def test_a_condition_that_is_not_understood_is_said(town, client_of, division):
    page = client_of(division).get(URL, {"standing": "nonsense"})
    assert "Không hiểu điều kiện lọc: Trạng thái" in page.text
    assert count(page) == 4


def test_nothing_found_says_so_and_leads_back(town, client_of, division):
    page = client_of(division).get(URL, {"q": "khongco"})
    assert "Không có hộ nào khớp" in page.text
    assert count(page) == 0


def test_without_a_list_those_who_may_are_sent_to_the_import(plan, client_of, division, leader):
    assert "Nhập danh sách từ Excel" in client_of(division).get(URL).text
    assert "Nhập danh sách từ Excel" not in client_of(leader).get(URL).text


def test_fifty_rows_a_page_and_few_queries(a_household, client_of, division, django_assert_max_num_queries):
    for number in range(53):
        a_household(head=f"Nguyễn Văn A{number:02d}", needs=["house_repair"])
    client = client_of(division)
    with django_assert_max_num_queries(14):
        page = client.get(URL)
    assert len(heads(page)) == 50
    assert count(page) == 53
    assert len(heads(client.get(URL, {"page": 2}))) == 3


def test_id_numbers_are_on_no_list(town, client_of, division):
    assert "046070001234" not in client_of(division).get(URL).text


# --- Excel --------------------------------------------------------------------------------------------------


def sheet(response):
    return load_workbook(io.BytesIO(response.content)).active


def table(response) -> list[dict]:
    rows = [[cell.value for cell in row] for row in sheet(response).iter_rows()]
    top = next(place for place, row in enumerate(rows) if row[0] == "Mã hộ")
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :]]


@pytest.mark.parametrize("query", [{}, {"q": "ho"}, {"need": "credit"}, {"standing": "left"}, {"q": "khongco"}])
def test_the_excel_file_has_just_the_rows_of_the_page(town, client_of, division, query):
    client = client_of(division)
    exported = [row["Họ và tên chủ hộ"] for row in table(client.get("/households/export/", query))]
    assert exported == heads(client.get(URL, query))


def test_the_excel_file_says_what_who_when_and_which_conditions(town, client_of, division):
    page = sheet(client_of(division).get("/households/export/", {"standing": "left"}))
    head = "\n".join(str(page.cell(row, 1).value) for row in range(1, 5))
    for part in (
        "Danh sách hộ nghèo năm 2022",
        "1 hộ",
        "Trạng thái: Đã ra khỏi danh sách",
        division.full_name,
        "16/09/2022",
    ):
        assert part in head


def test_numbers_are_numbers_days_are_days_and_ids_are_masked(town, client_of, division):
    response = client_of(division).get("/households/export/")
    rows = {row["Họ và tên chủ hộ"]: row for row in table(response)}
    assert rows["Hồ Văn Ân"]["Số khẩu"] == 3
    assert rows["Hồ Văn Ân"]["Năm sinh"] == 1970
    assert rows["Hồ Văn Ân"]["Số CCCD/CMND (4 số cuối)"] == "•••• •••• 1234"
    assert rows["Hồ Văn Ân"]["Nhu cầu"] == "Sửa chữa nhà ở (chờ tiếp nhận)"
    assert rows["Trần Văn Bưởi"]["Trạng thái"] == "Đã thoát nghèo"
    assert rows["Trần Văn Bưởi"]["Ra khỏi danh sách từ ngày"] == datetime.datetime(2022, 9, 10)
    assert "046070001234" not in str(table(response))


@pytest.mark.parametrize("begin", "=+-@")
def test_no_name_becomes_a_formula(a_household, client_of, division, begin):
    name = f"{begin}HYPERLINK(1)"
    a_household(head=name, address=f"{begin}1+1")
    cells = [cell for row in sheet(client_of(division).get("/households/export/")).iter_rows() for cell in row]
    assert name in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_taking_out_is_logged_with_the_count(town, client_of, officer):
    client_of(officer).get("/households/export/", {"q": "ho"})
    row = AccessLog.objects.get(action=AccessLog.Action.EXPORT)
    assert row.by == officer
    assert "1 hộ" in row.detail
    assert "Tìm: ho" in row.detail


def test_only_those_who_may_take_out(town, client_of, leader, administrator, stranger):
    assert client_of(leader).get("/households/export/").status_code == 403
    assert client_of(administrator).get("/households/export/").status_code == 403
    assert [row["Họ và tên chủ hộ"] for row in table(client_of(stranger).get("/households/export/"))] == ["Hồ Thị Cúc"]
