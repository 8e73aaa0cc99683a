"""Photographs and papers of help: made small, without place and time, seen by whoever sees the need."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from households.changes import Refused
from povertyplan import photos
from povertyplan.accounts.models import AccessLog
from povertyplan.tests.pictures import GPS, a_photo
from tasks import measure_files, measures, steps
from tasks.models import MeasureFile

PDF = b"%PDF-1.4 bien nhan"


@pytest.fixture
def measure(a_household, housing):
    need = a_household(needs=["house_repair"]).needs.get()
    return steps.record_measure(need, by=housing, on="2022-09-01", what="Lợp lại mái", kind="grant")


@pytest.fixture
def send(client_of, measure):
    def sent(by, *files, shows="after"):
        return client_of(by).post(f"/measures/{measure.pk}/files/add/", {"shows": shows, "files": list(files)})

    return sent


def opened(field) -> Image.Image:
    return Image.open(io.BytesIO(field.open("rb").read()))


def test_a_photo_is_kept_small_upright_and_without_its_place(send, housing, measure):
    sent = a_photo(size=(3000, 2000), turned=True)
    assert Image.open(io.BytesIO(sent.read())).getexif().get_ifd(GPS)  # as it was sent
    sent.seek(0)
    assert send(housing, sent).status_code == 302
    file = MeasureFile.objects.get()
    kept, small = opened(file.file), opened(file.small)
    assert kept.size == (1067, 1600) and max(small.size) == 320
    for picture in (kept, small):
        assert not dict(picture.getexif())
        assert "exif" not in picture.info
    assert b"Dien thoai" not in file.file.open("rb").read()
    assert (file.file_name, file.shows, file.added_by) == ("nha.jpg", "after", housing)
    assert measure.need.household.diary.filter(text__contains="thêm tệp (sau khi hỗ trợ) cho «Lợp lại mái»").exists()


def test_a_png_with_nothing_behind_it_becomes_a_photo_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    made = Image.open(io.BytesIO(photos.made_small(out).picture))
    assert made.format == "JPEG" and made.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("file", "error"),
    [
        (ContentFile(b"\xff\xd8\xff" + b"rubbish" * 9, name="hong.jpg"), "Không đọc được ảnh này"),
        (ContentFile(b"MZ", name="la.exe"), "Chỉ nhận tệp"),
        (ContentFile(PDF, name="gia.jpg"), "Nội dung tệp không đúng với đuôi"),
        (ContentFile(b"%PDF-" + b"0" * (5 * 1024 * 1024), name="to.pdf"), "Tệp lớn hơn 5 MB"),
        (ContentFile(b"\xff\xd8\xff" + b"0" * (15 * 1024 * 1024), name="to.jpg"), "Tệp lớn hơn 15 MB"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_kept(send, housing, file, error):
    answer = send(housing, a_photo("tot.jpg"), file)
    assert answer.status_code == 200 and error in answer.text and file.name in answer.text
    assert not MeasureFile.objects.exists()


def test_a_picture_of_too_many_points_is_refused(monkeypatch):
    monkeypatch.setattr(photos, "MOST_PIXELS", 1000)
    with pytest.raises(photos.NoPicture, match="Ảnh quá lớn"):
        photos.made_small(a_photo())


def test_no_file_is_told(send, housing):
    assert "Hãy chọn ít nhất một tệp" in send(housing).text


def test_the_same_photo_is_kept_once_and_twelve_are_enough(measure, housing):
    measure_files.attach(measure, files=[a_photo(), a_photo("lai.jpg")], shows="before", by=housing)
    assert measure.files.count() == 1
    many = [ContentFile(PDF + bytes([number + 48]), name=f"{number}.pdf") for number in range(12)]
    with pytest.raises(Refused, match="nhiều nhất 12 tệp, nay đã có 1"):
        measure_files.attach(measure, files=many, shows="paper", by=housing)


@pytest.fixture
def photo(measure, housing):
    return measure_files.attach(measure, files=[a_photo()], shows="after", by=housing)[0]


@pytest.fixture
def paper(measure, housing):
    return measure_files.attach(measure, files=[ContentFile(PDF, name="bien-nhan.pdf")], shows="paper", by=housing)[0]


def test_who_sees_the_need_sees_the_files_and_each_opening_is_logged(
    photo, paper, measure, officer, division, leader, stranger, bank, administrator, client_of
):
    for person, status in ((officer, 200), (division, 200), (leader, 200), (stranger, 404), (bank, 404)):
        for address in (f"files/{photo.pk}/", f"files/{photo.pk}/small/", f"files/{paper.pk}/"):
            assert client_of(person).get(f"/measures/{measure.pk}/{address}").status_code == status, (person, address)
    assert client_of(administrator).get(f"/measures/{measure.pk}/files/{photo.pk}/").status_code == 403
    opened = AccessLog.objects.filter(action="open_file")
    assert opened.count() == 6  # small pictures are part of a page
    assert opened.filter(by=leader, detail="nha.jpg", subject__contains=measure.need.household.code).exists()


def test_a_photo_is_shown_and_a_paper_is_downloaded(photo, paper, measure, housing, client_of):
    client = client_of(housing)
    shown = client.get(f"/measures/{measure.pk}/files/{photo.pk}/")
    assert (shown["Content-Type"], shown["Content-Disposition"]) == ("image/jpeg", 'inline; filename="nha.jpg"')
    assert client.get(f"/measures/{measure.pk}/files/{paper.pk}/")["Content-Disposition"].startswith("attachment")
    assert client.get(f"/measures/{measure.pk}/files/{paper.pk}/small/").status_code == 404


def test_photos_stand_on_the_pages_of_help_need_and_household(photo, measure, officer, housing, bank, client_of):
    address = f"/measures/{measure.pk}/files/{photo.pk}/small/"
    household = measure.need.household
    for page in (f"/measures/{measure.pk}/", f"/needs/{measure.need_id}/", f"/households/{household.code}/"):
        assert address in client_of(officer).get(page).text, page
    assert address in client_of(housing).get(f"/needs/{measure.need_id}/").text


def test_who_added_it_takes_it_away_and_the_diary_keeps_its_name(
    photo, measure, officer, housing, client_of, django_capture_on_commit_callbacks
):
    url, stored = f"/measures/{measure.pk}/files/{photo.pk}/remove/", photo.file.storage
    client_of(officer).post(url)
    assert MeasureFile.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client_of(housing).post(url)
    assert not MeasureFile.objects.exists()
    assert not stored.exists(photo.file.name) and not stored.exists(photo.small.name)
    assert measure.need.household.diary.filter(text__contains="bỏ tệp «nha.jpg»").exists()


def test_nothing_is_added_to_what_was_cancelled(measure, housing):
    measures.cancel(measure, reason="Ghi nhầm sang hộ khác", by=housing)
    with pytest.raises(Refused, match="đã hủy"):
        measure_files.attach(measure, files=[a_photo()], shows="after", by=housing)


def test_a_file_of_another_measure_is_not_there(photo, measure, housing, client_of):
    assert client_of(housing).get(f"/measures/{measure.pk + 1}/files/{photo.pk}/").status_code == 404
