"""Bytes become a workbook: the kind of file is told by its content, never by its name."""

import re
from pathlib import PurePath

from .guards import UPLOAD_LIMIT
from .reading_csv import read_csv
from .reading_ods import read_ods
from .reading_xls import read_xls
from .reading_xlsx import read_xlsx
from .workbook import Unreadable, Workbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = "EncryptedPackage".encode("utf-16-le")


def open_workbook(data: bytes, filename: str) -> Workbook:
    """The workbook in `data`. Raises Unreadable with a sentence for the person who sent it."""
    if len(data) > UPLOAD_LIMIT:
        raise Unreadable(
            f"Tệp lớn {len(data) / 2**20:.0f} MB, vượt mức cho phép {UPLOAD_LIMIT // 2**20} MB. "
            "Hãy xóa hình ảnh và các trang không cần, hoặc chia danh sách thành nhiều tệp."
        )
    if not data.strip(b"\0 \r\n\t"):
        raise Unreadable("Tệp rỗng, không có nội dung. Hãy kiểm tra lại tệp rồi gửi lại.")
    if data.startswith(_ZIP):
        return _packed(data)
    if data.startswith(_OLE):
        return _old_office(data)
    _refuse_strangers(data)
    return read_csv(data, PurePath(filename.replace("\\", "/")).stem or "CSV")


def _packed(data: bytes) -> Workbook:
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in data[:200]:
        return read_ods(data)
    if b"xl/workbook.bin" in data:
        raise Unreadable("Tệp dạng .xlsb chưa đọc được. Hãy mở bằng Excel, chọn Lưu thành .xlsx rồi gửi lại.")
    return read_xlsx(data)


def _old_office(data: bytes) -> Workbook:
    if _UTF16 in data:
        raise Unreadable(
            "Tệp được đặt mật khẩu nên không đọc được. Hãy mở bằng Excel, bỏ mật khẩu "
            "(Tệp → Thông tin → Bảo vệ sổ làm việc), lưu lại rồi gửi lại."
        )
    return read_xls(data)


def _refuse_strangers(data: bytes) -> None:
    """Raises Unreadable for what is neither a workbook nor a list of fields."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0").replace(b"\0", b"").lower()
    if re.match(rb"<(!doctype html|html|head|body|table|meta|style|div|\?xml|!--)", start):
        raise Unreadable(
            "Tệp là trang web hoặc văn bản XML được đổi tên thành bảng tính, không phải tệp Excel thật. "
            "Hãy mở tệp bằng Excel, chọn Lưu thành → Excel Workbook (.xlsx) rồi gửi lại."
        )
    names = {
        b"%pdf": "PDF",
        b"\x89png": "ảnh",
        b"\xff\xd8\xff": "ảnh",
        b"{\\rtf": "Word",
        b"rar!": "nén RAR",
        b"7z\xbc\xaf": "nén 7z",
        b"\x1f\x8b": "nén",
        b"gif8": "ảnh",
    }
    for magic, kind in names.items():
        if data[:8].lower().startswith(magic):
            raise Unreadable(
                f"Đây là tệp {kind}, không phải danh sách. Hãy gửi danh sách dạng .xlsx, .xls, .ods hoặc .csv."
            )
