"""The Excel file of needs: exactly what is filtered, masked, logged."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from povertyplan.accounts.models import AccessLog
from tasks import steps

URL = "/needs/export/"


@pytest.fixture
def sheet_of(client_of):
    def opened(user, **query):
        response = client_of(user).get(URL, query)
        assert response.status_code == 200, response.status_code
        return load_workbook(io.BytesIO(response.content)).active

    return opened


def rows_of(sheet) -> list[dict]:
    headings = [cell.value for cell in sheet[6]]
    return [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=7, values_only=True)]


@pytest.fixture
def needs(a_household, binh_tien):
    a_household(head="=HYPERLINK(1)", needs=["house_repair", "credit"], id_no="046070001234")
    a_household(binh_tien, "Hồ Văn Cường", hamlet="Thôn 3", needs=["house_repair"])


def test_it_holds_what_the_list_shows_under_the_same_conditions(sheet_of, division, needs):
    assert len(rows_of(sheet_of(division))) == 3
    [row] = rows_of(sheet_of(division, commune="20035"))
    assert (row["Chủ hộ"], row["Thôn, tổ dân phố"], row["Nhu cầu"]) == ("Hồ Văn Cường", "Thôn 3", "Sửa chữa nhà ở")
    assert row["Cơ quan chủ trì"] == "Phòng Quản lý đô thị"
    assert row["Hạn hoàn thành"] == datetime.datetime(2022, 10, 30)
    sheet = sheet_of(division, commune="20035")
    assert sheet["A2"].value == "1 nhu cầu của 1 hộ"
    assert "Xã, phường: Bình Tiến" in sheet["A3"].value


def test_in_the_order_of_the_list(sheet_of, division, needs):
    assert [row["Nhu cầu"] for row in rows_of(sheet_of(division))][:1] == ["Vay vốn sản xuất"]


def test_numbers_are_masked_and_names_are_no_formulas(sheet_of, officer, needs):
    sheet = sheet_of(officer)
    assert {row["Số CCCD/CMND (4 số cuối)"] for row in rows_of(sheet)} == {"•••• •••• 1234"}
    assert sheet["B7"].data_type == "s"
    assert "046070001234" not in str(rows_of(sheet))


def test_money_is_a_number_with_loans_apart(sheet_of, division, needs, a_household):
    need = a_household(head="Một", needs=["livestock"]).needs.get()
    for kind, source, amount in (("grant", "local", 15_000_000), ("loan", "credit", 50_000_000)):
        steps.record_measure(need, by=division, on="2022-09-01", what="Cấp bò", kind=kind, source=source, amount=amount)
    [row] = rows_of(sheet_of(division, type="livestock"))
    assert (row["Đã hỗ trợ (đồng)"], row["Đã cho vay (đồng)"]) == (15_000_000, 50_000_000)


def test_nobody_takes_out_more_than_they_see(sheet_of, stranger, bank, needs):
    assert [row["Chủ hộ"] for row in rows_of(sheet_of(stranger))] == ["Hồ Văn Cường"]
    assert [row["Nhu cầu"] for row in rows_of(sheet_of(bank))] == ["Vay vốn sản xuất"]


def test_it_is_logged(sheet_of, division, needs):
    sheet_of(division, state="open")
    entry = AccessLog.objects.get(action="export")
    assert (entry.by, entry.subject) == (division, "Nhu cầu hỗ trợ")
    assert entry.detail == "3 nhu cầu của 2 hộ; điều kiện: Trạng thái: Chưa hoàn thành"


def test_who_may_not(client_of, leader, administrator, needs):
    assert client_of(leader).get(URL).status_code == 403
    assert client_of(administrator).get(URL).status_code == 403
    assert not AccessLog.objects.exists()


def test_garbage_is_no_error(sheet_of, division, needs):
    assert len(rows_of(sheet_of(division, state="nonsense"))) == 3


@pytest.mark.parametrize("size", [2, 40])
def test_queries_do_not_grow(client_of, division, a_household, django_assert_max_num_queries, size):
    for _ in range(size):
        a_household(needs=["house_repair"])
    client = client_of(division)
    with django_assert_max_num_queries(14):
        client.get(URL)
