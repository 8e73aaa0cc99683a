"""Rows with problems are mended in the browser: cells typed anew, read by the same reader, taken back."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from households.models import Household
from povertyplan.intake.models import Correction, ImportBatch
from povertyplan.intake.records import ReadingChoices
from povertyplan.intake.tests.cast import DATA, read
from povertyplan.intake.tests.lists import BROKEN, FULL, a_list, upload
from povertyplan.intake.tests.making import legacy_rows, xlsx

pytestmark = pytest.mark.django_db

SEVEN = {
    "B12": "Trần Văn Mười Hai",
    "G13": "Phường Tứ Hạ",
    "E14": "046075022004",
    "C15": "1949",
    "E16": "046076022006",
    "E17": "046081022007",
    "I18": "3",
}


def opened(client, source=BROKEN) -> ImportBatch:
    upload(client, source)
    return ImportBatch.objects.latest("pk")


def mend(client, batch, cells, **query):
    """Types the cells (address → value) of the first sheet and gives the next preview."""
    values = {f"value-0-{cell}": value for cell, value in cells.items()}
    return client.post(reverse("import_mend", args=[batch.pk], query=query), values, follow=True)


def test_seven_typed_values_make_the_whole_list_writable(client_of, division):
    client = client_of(division)
    batch = opened(client)
    page = mend(client, batch, SEVEN)
    assert "Đã đọc lại danh sách với 7 ô vừa sửa." in page.text
    assert page.context["found"].counts()["blocked"] == 0
    batch.refresh_from_db()
    assert (batch.new_count, batch.blocked_count) == (8, 0)
    digest = page.context["form"].initial["digest"]
    client.post(reverse("import_apply", args=[batch.pk]), {"digest": digest})
    assert Household.objects.count() == 8
    mended = Household.objects.get(head="Trần Văn Mười Hai")
    assert (mended.birth_year, mended.member_count, mended.id_no) == (1951, 3, "046051022002")
    assert Household.objects.get(head="Trần Thanh Ưng").birth_year == 1949


def test_every_cell_in_question_has_one_field_that_says_nothing_of_the_file(client_of, division):
    client = client_of(division)
    page = client.get(reverse("import", args=[opened(client).pk])).text
    for cell in SEVEN:
        assert page.count(f'name="value-0-{cell}"') == 1
    assert "046155022999" not in page
    assert "•••••••••999" in page
    assert "1951, Tổ dân phố 1" in page  # whose row it is, where the name is missing


def test_a_typed_value_is_read_by_the_same_reader_and_may_be_wrong_again(client_of, division):
    client = client_of(division)
    batch = opened(client)
    page = mend(client, batch, {"C15": "năm Mão", "I18": "khoảng ba"})
    assert "năm Mão" in page.text
    assert page.context["found"].counts()["blocked"] == 7
    page = mend(client, batch, {"C15": "15/03/1949"})
    assert page.context["found"].counts()["blocked"] == 6
    told = Correction.objects.get(cell="C15")
    assert (told.before, told.value, told.by) == ("năm Tý", "15/03/1949", division)


def test_a_cell_can_be_emptied(client_of, division):
    client = client_of(division)
    batch = opened(client)
    page = client.post(reverse("import_mend", args=[batch.pk]), {"clear-0-E14": "on"}, follow=True)
    assert page.context["found"].counts()["blocked"] == 6
    assert "<ins>trống</ins>" in page.text


def test_typed_numbers_are_masked_wherever_they_are_shown(client_of, division):
    client = client_of(division)
    batch = opened(client)
    page = mend(client, batch, SEVEN)
    result = client.post(
        reverse("import_apply", args=[batch.pk]), {"digest": page.context["form"].initial["digest"]}, follow=True
    )
    for text in (page.text, result.text):
        assert "046076022006" not in text
        assert "<del>•••••••••999</del>" in text
        assert "<ins>•••••••••006</ins>" in text
    assert "Ô đã sửa tay khi xem trước" in result.text
    assert division.full_name in result.text
    assert "sửa tay 7 ô" in client.get(reverse("imports")).text


def test_corrections_are_taken_back_one_by_one_or_all(client_of, division):
    client = client_of(division)
    batch = opened(client)
    mend(client, batch, SEVEN)
    address = reverse("import_unmend", args=[batch.pk])
    one = Correction.objects.get(cell="C15")
    page = client.post(address, {"correction": one.pk}, follow=True)
    assert page.context["found"].counts()["blocked"] == 1
    assert "năm Tý" in page.text
    page = client.post(address, {"correction": "all"}, follow=True)
    assert page.context["found"].counts()["blocked"] == 7
    assert not Correction.objects.exists()


@pytest.mark.parametrize("said", ["", "nothing", "99999999", "9" * 40, "²"])
def test_taking_back_what_is_not_there_is_answered(client_of, division, said):
    client = client_of(division)
    batch = opened(client)
    mend(client, batch, {"C15": "1949"})
    page = client.post(reverse("import_unmend", args=[batch.pk]), {"correction": said}, follow=True)
    assert "Không còn gì để bỏ." in page.text
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        ({}, "Chưa gõ giá trị nào"),
        ({"value-0-C15": "  "}, "Chưa gõ giá trị nào"),
        ({"value-0-A1": "not in question"}, "Chưa gõ giá trị nào"),
        ({"value-7-C15": "no such sheet"}, "Chưa gõ giá trị nào"),
        ({"value-0-C99999999": "x", "value--": "x", "clear-0-": "on"}, "Chưa gõ giá trị nào"),
        ({"value-0-C15": "1" * 501}, "dài hơn 500 ký tự"),
        ({"value-0-C15": "19\x0049"}, "có ký tự lạ"),
    ],
)
def test_bad_input_is_answered_and_changes_nothing(client_of, division, sent, answer):
    client = client_of(division)
    page = client.post(reverse("import_mend", args=[opened(client).pk]), sent, follow=True)
    assert page.status_code == 200
    assert answer in page.text
    assert not Correction.objects.exists()


def test_the_person_comes_back_to_where_they_were(client_of, division):
    client = client_of(division)
    batch = opened(client)
    query = {"show": "problems", "page": "1"}
    address = reverse("import_mend", args=[batch.pk], query=query)
    answer = client.post(address, {"value-0-C15": "1949"})
    assert answer.url == f"{reverse('import', args=[batch.pk])}?show=problems&page=1#problems"


def test_a_list_that_was_written_or_cancelled_is_not_mended(client_of, division):
    client = client_of(division)
    batch = opened(client)
    mend(client, batch, {"C15": "1949"})
    one = Correction.objects.get()
    client.post(reverse("import_cancel", args=[batch.pk]))
    assert "Chỉ sửa, trả lời được khi tệp đang chờ xác nhận." in mend(client, batch, {"I18": "3"}).text
    client.post(reverse("import_unmend", args=[batch.pk]), {"correction": one.pk})
    assert not Correction.objects.exists()  # gone with the file that nobody wanted


def test_a_list_that_was_stopped_is_mended_on(client_of, officer, division, stranger, housing):
    client = client_of(division)
    batch = opened(client)
    page = mend(client, batch, {"C15": "1949"})
    form = {"digest": page.context["form"].initial["digest"], "rows": "stop"}
    result = client.post(reverse("import_apply", args=[batch.pk]), form, follow=True)
    assert "Sửa tiếp trên trang" in result.text
    address = reverse("import_reopen", args=[batch.pk])
    assert client.get(address).status_code == 405
    assert client_of(stranger).post(address).status_code == 404
    assert client_of(housing).post(address).status_code == 403
    page = client.post(address, follow=True)
    assert page.context["found"].counts()["blocked"] == 6
    assert "Lần nhập này không mở lại được." in client.post(address, follow=True).text


def test_a_big_list_is_mended_in_the_file(client_of, division, monkeypatch):
    monkeypatch.setattr("povertyplan.intake.queueing.MANY_ROWS", 1)
    monkeypatch.setattr("povertyplan.intake.queueing.see_to_it", lambda: None)
    client = client_of(division)
    batch = opened(client)
    ImportBatch.objects.update(state="preview")  # as when the worker has read it
    assert "Danh sách lớn" in mend(client, batch, {"C15": "1949"}).text
    assert not Correction.objects.exists()


def test_a_correction_made_meanwhile_asks_for_another_look(client_of, division):
    client = client_of(division)
    batch = opened(client)
    page = mend(client, batch, SEVEN)
    digest = page.context["form"].initial["digest"]
    Correction.objects.filter(cell="C15").update(value="1948")
    answer = client.post(reverse("import_apply", args=[batch.pk]), {"digest": digest}, follow=True)
    assert "Dữ liệu đã thay đổi sau khi bạn xem" in answer.text
    assert not Household.objects.exists()


def test_the_marked_workbook_has_what_was_typed(client_of, division):
    client = client_of(division)
    batch = opened(client)
    mend(client, batch, {"E14": "046075022004", "C15": "=1+1"})
    book = load_workbook(io.BytesIO(client.get(reverse("import_errors", args=[batch.pk])).content))
    cells = book["Danh sách"]
    assert (cells["E14"].value, cells["E14"].data_type) == ("046075022004", "s")
    assert cells["C15"].data_type == "s"
    assert "trong tệp gốc: năm Tý" in cells["C15"].comment.text


def test_mending_needs_a_post_and_the_right_and_the_own_office(client_of, division, officer, stranger, housing):
    upload(client_of(officer), FULL)
    batch = ImportBatch.objects.get()
    for name in ("import_mend", "import_unmend"):
        address = reverse(name, args=[batch.pk])
        assert client_of(officer).get(address).status_code == 405
        assert client_of(stranger).post(address, {"value-0-B12": "x"}).status_code == 404
        assert client_of(housing).post(address).status_code == 403


def test_a_band_that_names_no_commune_is_mended_once_for_all_its_rows(client_of, division):
    client = client_of(division)
    batch = opened(client, a_list("XÃ KHÔNG CÓ", ["Hồ Văn Một", "Hồ Văn Hai"]))
    page = client.get(reverse("import", args=[batch.pk])).text
    assert page.count('name="value-0-B3"') == 1
    page = mend(client, batch, {"B3": "Xã Bình Tiến"})
    assert page.context["found"].counts()["new"] == 2


def test_what_is_typed_is_unicode_even_in_a_sheet_of_an_old_encoding():
    header = ["STT", "Họ và tên chủ hộ", "Năm sinh", "Thôn", "Số khẩu", "Ghi chú"]
    rows = [[n, "Nguyễn Thị Mưởi", 1950 + n, "Thôn 1", 3, "Ốm đau nhiều năm"] for n in range(1, 9)]
    file = xlsx(("Xã Bình Tiến", [header, *legacy_rows(rows, "tcvn3")]))
    choices = ReadingChoices(cells={("Xã Bình Tiến", "B2"): "Lê Văn Tú"})
    heads = [row.head for row in read(file, choices=choices).rows]
    assert heads[:2] == ["Lê Văn Tú", "Nguyễn Thị Mưởi"]


def test_a_typed_value_takes_the_place_of_a_formula_without_one():
    data = (DATA / "co-loi.xlsx").read_bytes()
    book = load_workbook(io.BytesIO(data))
    book.active["C11"] = "=1900+50"
    file = io.BytesIO()
    book.save(file)
    cells = {(book.active.title, "C11"): "1950"}
    plain = read(file.getvalue())
    assert [(one.cell, one.kind) for one in plain.problems if one.row == 11] == [("C11", "formula")]
    mended = read(file.getvalue(), choices=ReadingChoices(cells=cells))
    assert mended.rows[0].birth_year == 1950
    assert not [one for one in mended.problems if one.row == 11]
