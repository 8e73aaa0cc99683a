"""How a file was understood is shown, and a person may decide otherwise."""

import io

import pytest
from django.urls import reverse
from openpyxl import Workbook

from povertyplan.intake.models import HeaderMapping, ImportBatch
from povertyplan.intake.tests.lists import DATA, FULL, upload

pytestmark = pytest.mark.django_db
SHEETS = DATA / "moi-xa-mot-sheet.xlsx"


def page_of(client, source):
    upload(client, source)
    return reverse("import_reading", args=[ImportBatch.objects.latest("pk").pk])


def sent(form, **changes):
    """The form as a browser would send it, with some fields changed."""
    data = {}
    for field in form:
        value = field.value()
        if value not in (False, None):
            data[field.html_name] = "on" if value is True else value
    data.update(changes)
    return {name: value for name, value in data.items() if value is not None}


def two_names():
    """A list whose second column is called something that no table of headings knows."""
    book = Workbook()
    book.active.append(["STT", "Họ và tên chủ hộ", "Năm sinh", "Số khẩu", "Thôn", "Xã", "Ghi số"])
    book.active.append([1, "Lê Văn Một", 1950, 3, "Thôn 1", "Xã Bình Tiến", "046050000001"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_every_sheet_and_column_is_shown(client_of, division):
    client = client_of(division)
    page = client.get(page_of(client, SHEETS)).text
    assert "Phường Tứ Hạ" in page
    assert "Sheet10" in page
    assert "trang đang bị ẩn" in page
    assert "Họ và tên chủ hộ" in page


def test_a_sheet_can_be_left_out(client_of, division):
    client = client_of(division)
    address = page_of(client, SHEETS)
    form = client.get(address).context["form"]
    answer = client.post(address, sent(form, **{"use-0": None}), follow=True)
    assert "sẽ thêm 165 hộ" in answer.text
    assert ImportBatch.objects.get().new_count == 165


def test_leaving_everything_out_is_answered_and_not_kept(client_of, division):
    client = client_of(division)
    address = page_of(client, FULL)
    form = client.get(address).context["form"]
    answer = client.post(address, sent(form, **{"use-0": None}))
    assert "Không tìm thấy danh sách hộ" in answer.text
    assert ImportBatch.objects.get().sheet_choices.count() == 0


def test_a_column_that_a_person_names_is_remembered_for_the_unit(client_of, division, officer, bank):
    client = client_of(division)
    address = page_of(client, two_names())
    form = client.get(address).context["form"]
    assert "column-0-G" in form.fields
    page = client.post(address, sent(form, **{"column-0-G": "id_no"}), follow=True)
    assert page.context["found"].new[0].row.id_no == "046050000001"
    assert HeaderMapping.objects.get().unit == division.unit
    again = client.get(upload(client, two_names()).url)
    assert again.context["found"].new[0].row.id_no == "046050000001"


def test_the_same_answers_give_the_same_reading(client_of, division):
    client = client_of(division)
    address = page_of(client, FULL)
    answer = client.post(address, sent(client.get(address).context["form"]), follow=True)
    assert "sẽ thêm 177 hộ" in answer.text
    assert not HeaderMapping.objects.exists()


def test_unknown_answers_are_refused(client_of, division):
    client = client_of(division)
    address = page_of(client, FULL)
    answer = client.post(address, {"use-0": "on", "encoding-0": "klingon", "column-0-B": "drop table"})
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_written_list_is_not_read_otherwise(client_of, division, imported):
    address = reverse("import_reading", args=[imported.pk])
    assert client_of(division).get(address).url == reverse("import", args=[imported.pk])


def test_strangers_find_nothing(client_of, officer, stranger, housing):
    address = page_of(client_of(officer), FULL)
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(stranger).post(address).status_code == 404
    assert client_of(housing).get(address).status_code == 403
