"""Big lists: read and written by a worker, with a page that shows how far it is and works without scripts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from households.models import Household
from povertyplan import working
from povertyplan.intake import importing, keeping, queueing
from povertyplan.intake.jobs import ImportJob, PreviewLine
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.tests.lists import BROKEN, FULL, NEWER, upload
from povertyplan.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_is_big(monkeypatch, settings, tmp_path):
    """The samples are small; the lock of these tests is not that of another run."""
    monkeypatch.setattr(queueing, "BIG_FILE", 100)
    settings.DATA_DIR = tmp_path


@pytest.fixture
def started(monkeypatch):
    """The commands that would have been started."""
    commands = []
    monkeypatch.setattr(working.subprocess, "Popen", lambda command, **options: commands.append(command))
    return commands


def reading(client, path=FULL) -> ImportBatch:
    upload(client, path)
    return ImportBatch.objects.latest("pk")


def read(client, path=FULL) -> ImportBatch:
    batch = reading(client, path)
    work()
    batch.refresh_from_db()
    return batch


def agree(client, batch, **said):
    digest = client.get(reverse("import", args=[batch.pk])).context["form"].initial["digest"]
    return client.post(reverse("import_apply", args=[batch.pk]), {"digest": digest, **said})


def test_an_upload_answers_at_once_and_shows_its_progress(client_of, division):
    client = client_of(division)
    batch = reading(client)
    assert batch.state == "reading"
    page = client.get(reverse("import", args=[batch.pk]))
    assert page.headers["Refresh"] == "2"
    assert "Đang chờ đến lượt" in page.text
    assert not Household.objects.exists()


def test_a_worker_is_started_where_none_is(client_of, division, started, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        reading(client_of(division))
    assert [command[-2:] for command in started] == [["work", "--once"]]


def test_no_second_worker_is_started(client_of, division, started):
    with working.alone() as mine:
        assert mine
        reading(client_of(division))
        queueing.see_to_it()
    assert not started


def test_what_was_read_is_shown_without_reading_again(client_of, division, monkeypatch):
    client = client_of(division)
    batch = read(client)
    monkeypatch.setattr(importing, "read_again", None)
    page = client.get(reverse("import", args=[batch.pk]))
    assert "sẽ thêm 177 hộ" in page.text
    assert "Bùi Ngọc Thùy" in page.text
    assert "Refresh" not in page.headers
    second = client.get(reverse("import", args=[batch.pk]), {"show": "new", "page": "2"}).text
    assert "Trang 2/4" in second


def test_a_part_keeps_its_first_lines_and_says_so(client_of, division, monkeypatch):
    monkeypatch.setattr(keeping, "LINES", 20)
    client = client_of(division)
    batch = read(client)
    assert PreviewLine.objects.filter(part="new").count() == 20
    assert "trang này giữ 20 dòng đầu" in client.get(reverse("import", args=[batch.pk])).text


def test_agreeing_lets_the_worker_write(client_of, division):
    client = client_of(division)
    batch = read(client)
    agree(client, batch)
    batch.refresh_from_db()
    assert batch.state == "writing"
    page = client.get(reverse("import", args=[batch.pk]))
    assert page.headers["Refresh"] == "2"
    work()
    batch.refresh_from_db()
    assert (batch.state, batch.applied_by, batch.new_count) == ("applied", division, 177)
    assert Household.objects.count() == 177
    assert not PreviewLine.objects.exists()
    assert "Đã ghi: thêm 177 hộ" in client.get(reverse("import", args=[batch.pk])).text


def test_agreeing_twice_writes_once(client_of, division):
    client = client_of(division)
    batch = read(client)
    agree(client, batch)
    again = client.post(reverse("import_apply", args=[batch.pk]), {"digest": batch.job.digest}, follow=True)
    assert "đã được ghi hoặc đã hủy" in again.text
    work()
    assert Household.objects.count() == 177


def test_changes_and_missing_households_are_shown(client_of, division, imported):
    client = client_of(division)
    batch = read(client, NEWER)
    page = client.get(reverse("import", args=[batch.pk])).text
    assert "sẽ thêm 1 hộ, sửa 3 hộ, không đổi 172 hộ; 2 hộ vắng trong tệp" in page
    assert "Số khẩu: 4 → 5" in page
    assert "Hồ Thị Lựu" in page
    agree(client, batch, missing="review")
    work()
    assert Household.objects.filter(entries__to_review=True).count() == 2


def test_a_preview_out_of_date_is_made_anew_and_nothing_is_written(client_of, division, imported):
    client = client_of(division)
    batch = read(client, NEWER)
    Household.objects.filter(id_no="046076022006").update(member_count=5)
    agree(client, batch, missing="keep")
    work()
    batch.refresh_from_db()
    assert batch.state == "preview"
    page = client.get(reverse("import", args=[batch.pk])).text
    assert "Dữ liệu đã thay đổi sau khi bạn xem" in page
    assert "sửa 2 hộ" in page


def test_rows_in_question_stop_the_writing_unless_the_good_rows_are_asked_for(client_of, division):
    client = client_of(division)
    batch = read(client, BROKEN)
    assert "E14" in client.get(reverse("import", args=[batch.pk])).text
    agree(client, batch, rows="stop")
    work()
    batch.refresh_from_db()
    assert (batch.state, Household.objects.count()) == ("blocked", 0)
    batch = read(client, BROKEN)
    agree(client, batch, rows="good")
    work()
    assert Household.objects.count() == 1


def test_what_is_no_list_is_said_and_not_kept(client_of, division):
    client = client_of(division)
    file = SimpleUploadedFile("anh.xlsx", b"%PDF-1.4" + b" trang" * 100)
    client.post(reverse("imports"), {"file": file})
    work()
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.file.name) == ("failed", "")
    page = client.get(reverse("import", args=[batch.pk]))
    assert "tệp PDF" in page.text
    assert "Refresh" not in page.headers


def test_a_worker_that_died_is_noticed_and_the_work_can_be_done_again(client_of, division, started):
    client = client_of(division)
    batch = read(client)
    agree(client, batch)
    ImportJob.objects.update(started_at=batch.at)  # begun, and nobody holds the lock
    page = client.get(reverse("import", args=[batch.pk])).text
    assert "Chương trình bị dừng giữa chừng" in page
    assert "Làm lại" in page
    client.post(reverse("import_again", args=[batch.pk]))
    work()
    batch.refresh_from_db()
    assert (batch.state, Household.objects.count()) == ("applied", 177)


def test_work_in_hand_is_left_alone(client_of, division):
    client = client_of(division)
    batch = reading(client)
    ImportJob.objects.update(started_at=batch.at)
    with working.alone():
        page = client.get(reverse("import", args=[batch.pk]))
    assert "Đang đọc tệp và so sánh" in page.text


def test_an_error_of_ours_is_told_and_the_next_list_goes_on(client_of, division, monkeypatch, caplog):
    client = client_of(division)
    first, second = reading(client), reading(client, NEWER)
    right = importing.preview_of

    def fails_once(batch, **options):
        if batch.pk == first.pk:
            raise RuntimeError("no disk")
        return right(batch, **options)

    monkeypatch.setattr(importing, "preview_of", fails_once)
    work()
    states = list(ImportBatch.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["failed", "preview"]
    assert second.pk != first.pk


def test_a_failed_list_can_be_given_up(client_of, division):
    client = client_of(division)
    batch = reading(client)
    ImportBatch.objects.update(state="failed")
    client.post(reverse("import_cancel", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, batch.file.name) == ("cancelled", "")


def test_a_list_of_many_rows_goes_to_the_worker_however_small_its_file(client_of, division, monkeypatch):
    monkeypatch.setattr(queueing, "BIG_FILE", 2**20)
    monkeypatch.setattr(queueing, "MANY_ROWS", 100)
    assert reading(client_of(division)).state == "reading"


def test_small_lists_are_answered_at_once(client_of, division, monkeypatch):
    monkeypatch.setattr(queueing, "BIG_FILE", 2**20)
    assert reading(client_of(division)).state == "preview"


def test_only_post_does_it_again(client_of, division):
    batch = reading(client_of(division))
    assert client_of(division).get(reverse("import_again", args=[batch.pk])).status_code == 405


def test_a_stranger_does_nothing_with_it(client_of, division, officer, leader):
    batch = reading(client_of(division))
    assert client_of(officer).post(reverse("import_again", args=[batch.pk])).status_code == 404
    assert client_of(leader).post(reverse("import_again", args=[batch.pk])).status_code == 403


def test_what_was_never_big_is_not_done_again(client_of, division, imported):
    answer = client_of(division).post(reverse("import_again", args=[imported.pk]), follow=True)
    assert "không cần làm lại" in answer.text
