"""Lists to import in tests: the samples, and small ones in the official layout."""

import io
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

DATA = Path(__file__).parent / "data"
FULL = Path(settings.BASE_DIR) / "fixtures" / "danh-sach-177-ho-ngheo-2022.xlsx"
NEWER, BROKEN = DATA / "danh-sach-cap-nhat.xlsx", DATA / "co-loi.xlsx"
HEAD = ["STT", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "Số CCCD/CMND", "Dân tộc", "Số khẩu", "Nhu cầu hỗ trợ"]


def a_list(commune: str, heads: list, *, hamlet: str = "Thôn 1") -> bytes:
    """A small list. Each of `heads` is a name, or (name, year, sex, number, members, needs)."""
    book = Workbook()
    sheet = book.active
    sheet.append(["DANH SÁCH HỘ NGHÈO NĂM 2022"])
    sheet.append(HEAD)
    sheet.append(["I", commune])
    sheet.append(["", hamlet])
    for number, head in enumerate(heads, start=1):
        name, year, sex, id_no, members, needs = (
            head if isinstance(head, tuple) else (head, 1960 + number, "Nam", "", 3, "Sửa chữa nhà ở")
        )
        sheet.append([number, name, year, sex, id_no, "Kinh", members, needs])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(client, source, **fields):
    """Posts a sample file, or the bytes of a list, to the import page."""
    name, data = (source.name, source.read_bytes()) if isinstance(source, Path) else ("danh-sach.xlsx", source)
    return client.post(reverse("imports"), {"file": SimpleUploadedFile(name, data), **fields})
