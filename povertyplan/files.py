"""Which files people may attach, judged by their name, size and first bytes, and under which name they are kept."""

import hashlib
from pathlib import PurePath
from uuid import uuid4

from django.core.files import File

from povertyplan.vietnamese import tidy

MAX_BYTES = 5 * 1024 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FIRST_BYTES = {
    ".pdf": b"%PDF-",
    ".doc": OLE,
    ".xls": OLE,
    ".docx": ZIP,
    ".xlsx": ZIP,
    ".odt": ZIP,
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".png": b"\x89PNG\r\n\x1a\n",
}
KINDS = "pdf, doc, docx, xls, xlsx, odt, jpg, png"


def ending(name: str) -> str:
    return PurePath(name).suffix.lower()


def problem_with(file, most: int = MAX_BYTES) -> str | None:
    """Why `file` of at most `most` bytes cannot be taken, in Vietnamese, or None. A name that lies is refused."""
    expected = FIRST_BYTES.get(ending(file.name or ""))
    if expected is None:
        return f"Chỉ nhận tệp {KINDS}."
    if not file.size:
        return "Tệp rỗng, hãy chọn lại tệp."
    if file.size > most:
        return f"Tệp lớn hơn {most // 1024**2} MB. Hãy nén hoặc quét lại với độ phân giải thấp hơn."
    file.seek(0)
    start = file.read(len(expected))
    file.seek(0)
    if start != expected:
        return f"Nội dung tệp không đúng với đuôi «{ending(file.name)}». Hãy mở tệp và lưu lại cho đúng loại."
    return None


def kept(file: File) -> dict:
    """What to write down of a file that is no problem: `file`, `file_name` (its own), `digest` (SHA-256).

    It is stored under a name that nobody can guess and that says nothing; its own name is only shown.
    """
    name = tidy(PurePath((file.name or "").replace("\\", "/")).name)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return {"file": File(file, name=f"{uuid4().hex}{ending(name)}"), "file_name": name[-200:], "digest": digest}
