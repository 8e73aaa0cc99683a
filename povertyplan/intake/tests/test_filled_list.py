"""The list that goes out to be filled in and comes back: nothing changes on the way."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from households.models import Household
from povertyplan.accounts.models import AccessLog
from povertyplan.intake import filling, importing
from povertyplan.intake.tests.lists import FULL, upload
from tasks import steps
from tasks.models import NeedType

pytestmark = pytest.mark.django_db


def preview_of(content, plan):
    return importing.preview(importing.read_for(plan, content, "danh-sach.xlsx"), plan=plan)


@pytest.mark.parametrize("numbers", [True, False])
def test_what_goes_out_comes_back_unchanged(imported, plan, numbers):
    found = preview_of(filling.filled_list(plan, None, numbers=numbers), plan)
    assert found.counts() == {"read": 177, "new": 0, "changed": 0, "unchanged": 177, "missing": 0, "blocked": 0}
    assert not found.problems


def test_every_kind_of_need_survives_the_way(plan, a_household):
    a_household(head="Đủ Loại", needs=[need_type.code for need_type in NeedType.objects.all()])
    found = preview_of(filling.filled_list(plan, None, numbers=True), plan)
    assert len(found.unchanged) == 1


def test_split_needs_survive_too(imported, plan, division):
    household = Household.objects.filter(needs__type__code="health_education").first()
    need = household.needs.get(type__code="health_education")
    steps.split([need], into=NeedType.objects.filter(code__in=["health", "education"]), by=division)
    assert len(preview_of(filling.filled_list(plan, None, numbers=True), plan).unchanged) == 177


def test_a_cell_that_was_filled_in_is_the_only_change(imported, plan):
    book = load_workbook(io.BytesIO(filling.filled_list(plan, None, numbers=False)))
    sheet = book["Danh sách"]
    title = {cell.value: cell.column for cell in sheet[filling.HEAD]}
    sheet.cell(filling.HEAD + 2, title["Số khẩu"]).value = 9
    file = io.BytesIO()
    book.save(file)
    found = preview_of(file.getvalue(), plan)
    (verdict,) = found.changed
    assert [(change.field, change.after) for change in verdict.changes] == [("members", 9)]


def test_numbers_are_text_and_marks_have_a_drop_down(imported, plan):
    sheet = load_workbook(io.BytesIO(filling.filled_list(plan, None, numbers=True)))["Danh sách"]
    title = {cell.value: cell.column for cell in sheet[filling.HEAD]}
    cell = sheet.cell(filling.HEAD + 3, title["Số CCCD/CMND"])
    assert (cell.value, cell.data_type, cell.number_format) == ("046051022002", "s", "@")
    assert len(sheet.data_validations.dataValidation) == 3 + NeedType.objects.count()


def test_text_never_becomes_a_formula(plan, a_household):
    a_household(head="=1+1", note="@SUM(A1)")
    sheet = load_workbook(io.BytesIO(filling.filled_list(plan, None, numbers=True)))["Danh sách"]
    texts = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}
    assert texts["=1+1"] == texts["@SUM(A1)"] == "s"


def test_a_commune_gets_its_own_list_and_the_download_is_written_down(client_of, officer, imported):
    answer = client_of(officer).get(reverse("import_filled"), {"commune": "20035"})
    sheet = load_workbook(io.BytesIO(answer.content))["Danh sách"]
    codes = [row[1].value for row in sheet.iter_rows(min_row=filling.HEAD + 2) if row[1].value]
    assert len(codes) == 12
    assert all(code.startswith("19996-") for code in codes)
    assert AccessLog.objects.get(action="export").by == officer


def test_the_division_chooses(client_of, division, imported):
    client = client_of(division)
    assert client.get(reverse("import_filled"), {"commune": "20035"}).status_code == 200
    assert client.get(reverse("import_filled")).status_code == 200
    assert client.get(reverse("import_filled"), {"commune": "rubbish"}).status_code == 404
    assert client.post(reverse("import_filled")).status_code == 405


def test_others_do_not_get_it(client_of, housing, leader, administrator):
    for user in (housing, leader, administrator):
        assert client_of(user).get(reverse("import_filled")).status_code == 403


def test_the_own_list_comes_back_through_the_page(client_of, officer, imported):
    content = client_of(officer).get(reverse("import_filled")).content
    page = client_of(officer).get(upload(client_of(officer), content).url)
    assert "không đổi 12 hộ" in page.text
    assert FULL.name not in page.text


def filled_with_nine_people(plan):
    """The list as it went out, with another number of people in the first row."""
    book = load_workbook(io.BytesIO(filling.filled_list(plan, None, numbers=False)))
    sheet = book["Danh sách"]
    title = {cell.value: cell.column for cell in sheet[filling.HEAD]}
    sheet.cell(filling.HEAD + 2, title["Số khẩu"]).value = 9
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_what_was_edited_here_since_the_list_went_out_is_kept(client_of, division, imported, plan):
    content = filled_with_nine_people(plan)
    Household.objects.filter(code="19996-0001").update(member_count=7, version=2)
    client = client_of(division)
    page = client.get(upload(client, content).url)
    assert "không đổi 177 hộ" in page.text
    assert "đã được sửa trong phần mềm sau khi xuất tệp" in page.text


def test_a_person_may_follow_the_file_all_the_same(client_of, division, imported, plan):
    content = filled_with_nine_people(plan)
    Household.objects.filter(code="19996-0001").update(member_count=7, version=2)
    client = client_of(division)
    address = upload(client, content).url
    page = client.get(address, {"conflicts": "file"})
    assert "sửa 1 hộ" in page.text
    form = {"digest": page.context["form"].initial["digest"], "follow_file": "True"}
    client.post(f"{address}apply/", form)
    assert Household.objects.get(code="19996-0001").member_count == 9
