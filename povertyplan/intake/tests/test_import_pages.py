"""The pages of an import: upload, preview, writing, cancelling, undoing, the files."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from households.models import Household
from povertyplan.accounts.models import AccessLog
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.tests.lists import BROKEN, FULL, NEWER, a_list, upload

pytestmark = pytest.mark.django_db


def test_an_upload_is_kept_and_previewed_without_writing(client_of, division):
    client = client_of(division)
    answer = upload(client, FULL)
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("import", args=[batch.pk])
    page = client.get(answer.url).text
    assert "sẽ thêm 177 hộ" in page
    assert "Bùi Ngọc Thùy" in page
    assert not Household.objects.exists()
    assert "danh-sach" not in batch.file.name


def test_agreeing_to_the_preview_writes_it(client_of, division):
    client = client_of(division)
    page = client.get(upload(client, FULL).url)
    digest = page.context["form"].initial["digest"]
    batch = ImportBatch.objects.get()
    answer = client.post(reverse("import_apply", args=[batch.pk]), {"digest": digest}, follow=True)
    batch.refresh_from_db()
    assert (batch.state, batch.applied_by, batch.new_count) == ("applied", division, 177)
    assert Household.objects.count() == 177
    assert "Đã ghi: thêm 177 hộ" in answer.text
    assert reverse("household", args=["19996-0001"]) in answer.text
    assert AccessLog.objects.filter(action="import", by=division).exists()


def test_the_same_file_again_is_recognised_and_has_nothing_to_write(client_of, division, imported):
    page = client_of(division).get(upload(client_of(division), FULL).url).text
    assert "Chính tệp này đã được" in page
    assert "không đổi 177 hộ" in page
    assert "Không có gì phải ghi" in page


def test_changes_are_shown_field_by_field(client_of, division, imported):
    page = client_of(division).get(upload(client_of(division), NEWER).url).text
    assert "sẽ thêm 1 hộ, sửa 3 hộ, không đổi 172 hộ; 2 hộ vắng trong tệp" in page
    assert "Số khẩu: <del>4</del> → <ins>5</ins>" in page
    assert "Lê Thị Mới" in page
    assert "Hồ Thị Lựu" in page


def test_a_preview_that_is_out_of_date_is_shown_again_and_nothing_is_written(client_of, division, imported):
    client = client_of(division)
    page = client.get(upload(client, NEWER).url)
    Household.objects.filter(id_no="046076022006").update(member_count=5)
    batch = ImportBatch.objects.latest("pk")
    form = {"digest": page.context["form"].initial["digest"], "missing": "keep"}
    answer = client.post(reverse("import_apply", args=[batch.pk]), form, follow=True)
    assert "Dữ liệu đã thay đổi sau khi bạn xem" in answer.text
    assert "sửa 2 hộ" in answer.text
    assert Household.objects.count() == 177


def test_rows_in_question_stop_the_import_unless_the_good_rows_are_asked_for(client_of, division):
    client = client_of(division)
    page = client.get(upload(client, BROKEN).url)
    assert "7 dòng lỗi" in page.text
    assert "E14" in page.text
    digest = page.context["form"].initial["digest"]
    first = ImportBatch.objects.get()
    client.post(reverse("import_apply", args=[first.pk]), {"digest": digest, "rows": "stop"})
    first.refresh_from_db()
    assert (first.state, first.blocked_count) == ("blocked", 7)
    assert not Household.objects.exists()
    digest = client.get(upload(client, BROKEN).url).context["form"].initial["digest"]
    second = ImportBatch.objects.latest("pk")
    client.post(reverse("import_apply", args=[second.pk]), {"digest": digest, "rows": "good"})
    assert Household.objects.count() == 1


def test_missing_households_are_marked_only_when_asked(client_of, division, imported, plan):
    client = client_of(division)
    page = client.get(upload(client, NEWER).url)
    batch = ImportBatch.objects.latest("pk")
    form = {"digest": page.context["form"].initial["digest"], "missing": "review"}
    client.post(reverse("import_apply", args=[batch.pk]), form)
    marked = set(Household.objects.filter(entries__to_review=True).values_list("head", flat=True))
    assert marked == {"Hồ Thị Lựu", "Trương Thanh Hưởng"}


def test_cancelling_keeps_neither_rows_nor_the_file(client_of, division, settings):
    client = client_of(division)
    upload(client, FULL)
    batch = ImportBatch.objects.get()
    path = Path(batch.file.path)
    assert path.exists()
    client.post(reverse("import_cancel", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == "cancelled"
    assert not path.exists()
    assert client.get(reverse("import", args=[batch.pk])).status_code == 200
    assert "không còn được giữ" in client.get(reverse("import_file", args=[batch.pk]), follow=True).text


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("trang.xls", b"<html><body>danh sach</body></html>", "trang web"),
        ("rong.xlsx", b"", "Tệp rỗng"),
        ("ghi-chu.csv", "ngày;việc\n1/8;họp\n".encode(), "Không tìm thấy danh sách hộ"),
        ("cut.xlsx", b"PK\x03\x04" + b"x" * 90, "Tệp bị hỏng"),
    ],
)
def test_what_is_no_list_is_answered_on_the_form_and_not_kept(client_of, division, name, content, sentence):
    answer = client_of(division).post(reverse("imports"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    assert sentence in answer.text
    assert not ImportBatch.objects.exists()


def test_a_file_over_the_limit_is_refused(client_of, division, monkeypatch):
    monkeypatch.setattr("povertyplan.intake.forms.UPLOAD_LIMIT", 1000)
    answer = upload(client_of(division), FULL)
    assert "Tệp lớn hơn" in answer.text
    assert not ImportBatch.objects.exists()


def test_no_file_at_all_is_said(client_of, division):
    assert "Hãy chọn tệp danh sách." in client_of(division).post(reverse("imports"), {}).text


def test_a_commune_officer_brings_in_the_own_commune_only(client_of, officer):
    client = client_of(officer)
    answer = client.get(upload(client, FULL).url)
    assert "sẽ thêm 12 hộ" in answer.text
    assert "165 dòng lỗi" in answer.text
    assert "tài khoản của bạn chỉ nhập được Phường Tứ Hạ" in answer.text


def test_a_commune_sees_nothing_of_what_others_hold(client_of, stranger, imported):
    client = client_of(stranger)
    answer = client.get(upload(client, NEWER).url)
    assert "không đổi 29 hộ" in answer.text
    assert answer.context["found"].missing == []
    assert "19996-0001" not in answer.text


def test_another_offices_import_is_not_found(client_of, officer, stranger, division):
    upload(client_of(officer), FULL)
    upload(client_of(division), FULL)
    for batch in ImportBatch.objects.all():
        for name in ("import", "import_file", "import_errors", "import_undo"):
            assert client_of(stranger).get(reverse(name, args=[batch.pk])).status_code == 404
        for name in ("import_apply", "import_cancel", "import_undo"):
            assert client_of(stranger).post(reverse(name, args=[batch.pk])).status_code == 404
    assert "danh-sach" not in client_of(stranger).get(reverse("imports")).text


def test_agencies_leaders_and_administrators_may_not_import(client_of, housing, leader, administrator):
    for user in (housing, leader, administrator):
        assert client_of(user).get(reverse("imports")).status_code == 403
        assert upload(client_of(user), FULL).status_code == 403


def test_changes_need_a_post(client_of, division):
    client = client_of(division)
    upload(client, FULL)
    pk = ImportBatch.objects.get().pk
    for name in ("import_apply", "import_cancel"):
        assert client.get(reverse(name, args=[pk])).status_code == 405
    assert client.delete(reverse("imports")).status_code == 405


def test_an_import_is_written_once(client_of, division):
    client = client_of(division)
    digest = client.get(upload(client, FULL).url).context["form"].initial["digest"]
    pk = ImportBatch.objects.get().pk
    for _ in range(2):
        answer = client.post(reverse("import_apply", args=[pk]), {"digest": digest}, follow=True)
    assert "đã được ghi hoặc đã hủy" in answer.text
    assert Household.objects.count() == 177


def test_an_apply_without_a_digest_writes_nothing(client_of, division):
    client = client_of(division)
    upload(client, FULL)
    client.post(reverse("import_apply", args=[ImportBatch.objects.get().pk]), {"rows": "anything"})
    assert not Household.objects.exists()


def test_undoing_asks_first_and_then_takes_the_households_out(client_of, division, imported):
    client = client_of(division)
    address = reverse("import_undo", args=[imported.pk])
    assert "Hoàn tác lần nhập" in client.get(address).text
    assert Household.objects.count() == 177
    answer = client.post(address, follow=True)
    assert "bỏ ra 177 hộ" in answer.text
    assert not Household.objects.exists()
    assert "Chỉ hoàn tác được" in client.post(address, follow=True).text
    assert "Đã hoàn tác lần nhập này" in client.get(reverse("import", args=[imported.pk])).text


def test_the_original_is_handed_out_and_the_opening_written_down(client_of, division, imported):
    answer = client_of(division).get(reverse("import_file", args=[imported.pk]))
    assert b"".join(answer.streaming_content) == FULL.read_bytes()
    assert "attachment" in answer.headers["Content-Disposition"]
    assert AccessLog.objects.filter(action="open_file", by=division).exists()


def test_the_history_names_file_person_counts_and_state(client_of, division, imported):
    page = client_of(division).get(reverse("imports")).text
    assert FULL.name in page
    assert "lệnh import_list" in page
    assert "177" in page
    assert "Đã ghi" in page


@pytest.mark.parametrize("query", ["?show=rubbish", "?show=new&page=zzz", "?show=changed&page=99", "?page=-1"])
def test_odd_addresses_are_no_errors(client_of, division, query):
    client = client_of(division)
    assert client.get(upload(client, FULL).url + query).status_code == 200
    assert client.get(reverse("imports") + query).status_code == 200


def test_new_households_are_shown_fifty_at_a_time(client_of, division):
    client = client_of(division)
    page = client.get(upload(client, FULL).url + "?show=new&page=4")
    assert len(page.context["parts"][0].rows) == 27


def test_a_commune_without_a_list_row_of_its_own_writes_nothing(client_of, officer, tu_ha):
    answer = client_of(officer).get(upload(client_of(officer), a_list("XÃ BÌNH TIẾN", ["Hồ Văn Lạ"])).url)
    assert answer.context["found"].counts()["blocked"] == 1
    assert answer.context["found"].new == []
