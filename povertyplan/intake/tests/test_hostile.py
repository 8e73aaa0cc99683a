"""Files that are damaged, disguised or made to harm: each gets its own sentence, quickly and in little memory."""

import io
import random
import re
import time
import tracemalloc
import zipfile

import pytest

from povertyplan.intake.guards import UPLOAD_LIMIT
from povertyplan.intake.listing import Unreadable

from .cast import DATA, read
from .making import known, ods, plain, xlsx

GOOD = (DATA / "danh-sach-177-ho-ngheo-2022.xlsx").read_bytes()
OLD = (DATA / "phuong-huong-xuan-tcvn3.xls").read_bytes()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def repacked(change=lambda name, part: part, **added):
    """The good list with its parts changed, and parts added."""
    source, file = zipfile.ZipFile(io.BytesIO(GOOD)), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, change(name, source.read(name)))
        for name, part in added.items():
            archive.writestr(name, part)
    return file.getvalue()


def with_rows(rows: bytes, **added) -> bytes:
    end = b"</sheetData>"
    return repacked(lambda name, part: part.replace(end, rows + end) if name == SHEET else part, **added)


def before(text: bytes, where: str) -> bytes:
    return repacked(lambda name, part: text + re.sub(rb"^<\?xml[^>]*>", b"", part) if name == where else part)


def packed(**parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def lying() -> bytes:
    """A sheet that unpacks to 70 MB and declares 2,000 bytes."""
    data = bytearray(with_rows(b" " * (70 * 2**20)))
    size = zipfile.ZipFile(io.BytesIO(data)).getinfo(SHEET).file_size.to_bytes(4, "little")
    return bytes(data.replace(size, (2_000).to_bytes(4, "little")))


def repeated(rows: int, columns: int) -> bytes:
    """A list as .ods, followed by one filled cell that repeats."""
    cell = f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string"><text:p>x</text:p>'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-cell></table:table-row>'
    return ods(("DS", plain(known()[:3])), after=row)


LONG_TEXT = b"<sst><si><t>" + b"x" * 2_000_000 + b"</t></si></sst>"
USES = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(300, 3000))

# what is sent (or what makes it, if it is large), what the sentence speaks of
REFUSED = {
    "empty": (b"", "rỗng"),
    "only zeros": (bytes(5_000), "rỗng"),
    "cut in half": (GOOD[: len(GOOD) // 2], "cắt"),
    "last bytes missing": (GOOD[:-30], "cắt"),
    "a part overwritten": (GOOD[:3_000] + b"\x55" * 200 + GOOD[3_200:], "hỏng"),
    "old workbook cut": (OLD[: len(OLD) // 2], "bị hỏng"),
    "old workbook of zeros": (OLE + bytes(5_000), "bị hỏng"),
    "password": (OLE + bytes(4_000) + "EncryptedPackage".encode("utf-16-le") + bytes(500), "mật khẩu"),
    "web page": (b"<html><body><table><tr><td>STT</td></tr></table></body></html>", "trang web"),
    "web page with mark": ("\ufeff<!DOCTYPE html><html></html>".encode(), "trang web"),
    "XML of Excel 2003": (b'<?xml version="1.0"?><Workbook></Workbook>', "XML"),
    "PDF": (b"%PDF-1.7 abc", "PDF"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "ảnh"),
    "Word": (packed(**{"word/document.xml": "<a/>"}), "Word"),
    "binary workbook": (packed(**{"xl/workbook.bin": "x"}), "xlsb"),
    "noise": (random.Random(1).randbytes(50_000), "không phải là danh sách"),
    "text without a list": ("Kính gửi anh chị,\nGửi danh sách sau.".encode(), "Không tìm thấy danh sách"),
    "too large": (lambda: b"PK\x03\x04" + bytes(UPLOAD_LIMIT), "vượt mức"),
    "bomb of blanks": (lambda: with_rows(b" " * (80 * 2**20)), "lớn bất thường"),
    "bomb that lies about its size": (lying, "hỏng"),
    "many entries": (repacked(**{f"x/{n}": "" for n in range(300)}), "thành phần"),
    "far cell": (with_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "quá xa"),
    "far cell in odd quotes": (with_rows(b"<row r='9'><c  r='XFD1048576'><v>1</v></c></row>"), "quá xa"),
    "far cell in a small row": (with_rows(b'<row r="9"><c r="ZZ999999"><v>1</v></c></row>'), "quá xa"),
    "wide row above many": (
        with_rows(b"<row>" + b"<c><v>1</v></c>" * 9_000 + b"</row>" + b"<row><c><v>1</v></c></row>" * 9_000), "quá xa"),
    "long text shared by many cells": (with_rows(USES, **{"xl/sharedStrings.xml": LONG_TEXT}), "đoạn chữ rất dài"),
    "entities in the sheet": (before(ENTITIES, SHEET), "không an toàn"),
    "entities in the workbook": (before(ENTITIES, "xl/workbook.xml"), "không an toàn"),
    "entities from outside": (before(OUTSIDE, "xl/workbook.xml"), "không an toàn"),
    "ods with a filled row a million times": (repeated(rows=1_048_000, columns=9), "quá xa"),
    "ods with a filled cell a billion times": (repeated(rows=1, columns=999_999_999), "quá xa"),
    "unclosed quotation mark": (b'TT;Ten\n1;"' + b"a;b\n" * 50_000, "ngoặc kép"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_refused_with_its_own_sentence(data, sentence):
    data = data() if callable(data) else data
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(Unreadable, match=re.escape(sentence)):
        read(data, "danh-sach.xls")
    spent, (_, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spent < 5
    assert peak < 64 * 2**20


def prefixed(part: bytes) -> bytes:
    return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part).replace(b"xmlns=", b"xmlns:x=")


READ = {
    "a blank row formatted to the end of the sheet": with_rows(
        b"".join(b'<row r="%d" s="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(300, 200_000))
    ),
    "rows without cells to the end of the sheet": with_rows(
        b"".join(b'<row r="%d" s="1"/>' % n for n in range(300, 400_000))
    ),
    "macros": repacked(**{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macro"}),
    "prefixed tags": repacked(lambda name, part: prefixed(part) if name == SHEET else part),
}


@pytest.mark.parametrize("data", READ.values(), ids=READ.keys())
def test_read_all_the_same(data):
    assert len(read(data).rows) == 177


def test_hostile_texts_stay_texts():
    name = '=HYPERLINK("http://x") <script>\x00'.replace("\x00", "")
    rows = [["TT", "Họ và tên", "Năm sinh", "Số khẩu"], [1, name, 1950, 2], [2, "A" * 32_000, 1950, 2]]
    found = read(xlsx(("Tứ Hạ", rows), change=lambda book: setattr(book.active["B2"], "data_type", "s")))
    assert found.rows[0].head == name


LONG = [
    "a" * 5_000,
    "a " * 2_500,
    "." * 5_000,
    "1 - " * 1_200,
    "chết " * 1_000,
    "ho tro " * 700,
    "(" * 5_000,
    "ợ" * 5_000,
]


@pytest.mark.parametrize("cell", LONG)
def test_long_texts_take_no_long_time_in_any_column(cell):
    header, first, *_ = plain(known()[:1])
    rows = [header, *([first[0], *first[1:column], cell, *first[column + 1 :]] for column in range(1, 12))]
    began = time.perf_counter()
    read(xlsx(("Tứ Hạ", rows)))
    assert time.perf_counter() - began < 5
