"""What is looked at before a packed file is handed to a parser: its size unpacked, and how far its cells reach.

A parser makes room for every cell between the first and the last one, so a single cell at XFD1048576 asks
for more memory than any machine has. The check reads the packed sheets once, in pieces, and keeps nothing.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from .workbook import Unreadable, column_number

UPLOAD_LIMIT = 20 * 2**20
ENTRY_LIMIT = 200
# A list of 200,000 households in the official layout unpacks to 105 MB, with every blank cell formatted to
# about 180 MB. Whatever unpacks to more than 60 MB must also be large when packed: real lists shrink
# 9 to 25 times, bombs a thousand times.
UNPACKED_LIMIT = 256 * 2**20
UNPACKED_FREE = 60 * 2**20
SHRINK_LIMIT = 40
# 200,000 rows of 40 columns; the parser needs up to 32 bytes for each, filled or not.
AREA_LIMIT = 8_000_000
# Excel itself allows 32,767 characters in a cell.
TEXT_LIMIT = 32_767

_PIECE = 2**20
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*)>')
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_HIDDEN_ROW = re.compile(rb'<row [^>]*?\br="([0-9]+)"[^>]*?\bhidden="(?:1|true)"')
_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(<v>[^<]+</v>|<v[^>]*/>|<v></v>)?</c>')


@dataclass(slots=True)
class Extent:
    """How far the filled cells of a sheet reach, and what else was seen on the way."""

    rows: int = 0
    columns: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    unfilled: list[str] = field(default_factory=list)


def open_zip(data) -> zipfile.ZipFile:
    """The archive, if its declared sizes are sane. Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(data)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(
            "Tệp bị hỏng hoặc chưa tải lên hết (phần cuối của tệp bị cắt). "
            "Xin mở lại tệp gốc bằng Excel, lưu lại rồi gửi lại."
        ) from error
    entries = archive.infolist()
    if len(entries) > ENTRY_LIMIT:
        raise Unreadable(
            f"Tệp chứa {len(entries)} thành phần bên trong, nhiều hơn mức cho phép ({ENTRY_LIMIT}). "
            "Xin chép danh sách sang một tệp Excel mới rồi gửi lại."
        )
    _check_unpacked(sum(e.file_size for e in entries), sum(e.compress_size for e in entries))
    if any(e.flag_bits & 1 for e in entries):
        raise Unreadable("Tệp nén có mật khẩu. Xin bỏ mật khẩu rồi gửi lại.")
    return archive


def _check_unpacked(unpacked: int, packed: int) -> None:
    if unpacked > UNPACKED_LIMIT or unpacked > max(UNPACKED_FREE, packed * SHRINK_LIMIT):
        raise Unreadable(
            f"Tệp khi mở ra lớn bất thường ({unpacked // 2**20} MB), có thể làm treo máy nên không được đọc. "
            "Xin xoá các trang và dòng trống thừa, hoặc chép danh sách sang một tệp mới rồi gửi lại."
        )


def pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part of the archive in pieces that end at a tag's end. Raises Unreadable if it is damaged.

    Reading to the end lets zipfile compare the true size and checksum with the declared ones, so a
    part that declares less than it unpacks to is found here.
    """
    rest = b""
    try:
        with archive.open(name) as part:
            while piece := part.read(_PIECE):
                _refuse_entities(rest[-16:] + piece)
                rest += piece
                # A cell is kept whole, so that a formula and its value are seen together.
                cut = max(rest.rfind(b"</c>") + 4, rest.rfind(b"/>") + 2, rest.rfind(b"</row>") + 6)
                if cut < 6:
                    if len(rest) > 8 * _PIECE:
                        raise Unreadable("Tệp có cấu trúc bất thường nên không được đọc. Xin lưu lại bằng Excel.")
                    continue
                yield rest[:cut]
                rest = rest[cut:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, KeyError) as error:
        raise Unreadable(
            "Tệp bị hỏng: một phần bên trong không đọc được. Xin mở tệp bằng Excel, lưu lại rồi gửi lại."
        ) from error
    yield rest


def _refuse_entities(piece: bytes) -> None:
    # Office never writes a document type; entities that multiply or fetch need one.
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
        raise Unreadable(
            "Tệp chứa khai báo XML không an toàn nên không được đọc. "
            "Xin mở tệp bằng Excel, lưu lại thành .xlsx rồi gửi lại."
        )


def check_part(archive: zipfile.ZipFile, name: str) -> None:
    """Reads a part to its end, only to know that it is whole and harmless."""
    for _ in pieces(archive, name):
        pass


def sheet_extent(archive: zipfile.ZipFile, part: str, sheet: str) -> Extent:
    """How far the filled cells of a sheet of an .xlsx reach. Raises Unreadable if that is absurd."""
    extent = Extent()
    for piece in pieces(archive, part):
        cells = _CELL.findall(piece)
        if len(cells) != len(_ANY_CELL.findall(piece)):
            extent = _exact_extent(archive, part)
            break
        filled = [(column, row) for column, row, rest in cells if not rest.endswith(b"/")]
        if filled:
            extent.rows = max(extent.rows, max(int(row) for _, row in filled))
            widest = max({column for column, _ in filled}, key=lambda name: (len(name), name))
            extent.columns = max(extent.columns, column_number(widest.decode()) + 1)
        _note_details(piece, extent)
    check_area(extent.rows, extent.columns, sheet)
    return extent


def _note_details(piece: bytes, extent: Extent) -> None:
    if b'hidden="' in piece:
        extent.hidden_rows.update(map(int, _HIDDEN_ROW.findall(piece)))
    if b"<f" in piece and len(extent.unfilled) < 10_000:
        for address, value in _FORMULA.findall(piece):
            if not value.startswith(b"<v>") or value == b"<v></v>":
                extent.unfilled.append(address.decode())


def check_area(rows: int, columns: int, sheet: str) -> None:
    """Raises Unreadable if a sheet reaches farther than any list does."""
    if rows * columns > AREA_LIMIT:
        raise Unreadable(
            f"Trang “{sheet}” có ô ở quá xa (dòng {rows:,}, cột thứ {columns:,}), thường do một ô bị gõ nhầm "
            "ở cuối bảng tính. Xin xoá các dòng và cột thừa phía sau danh sách rồi gửi lại."
        )


def _exact_extent(archive: zipfile.ZipFile, part: str) -> Extent:
    """The same by a full XML parser, for files whose cells are written in an unusual form."""
    extent, at = Extent(), [0, 0]

    def start(name, attributes):
        tag = name.rpartition(":")[2]
        if tag == "row":
            at[0], at[1] = int(attributes.get("r") or at[0] + 1), 0
        elif tag == "c":
            found = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7})", attributes.get("r", ""))
            at[1] = column_number(found[1]) + 1 if found else at[1] + 1
            extent.rows = max(extent.rows, int(found[2]) if found else at[0])
            extent.columns = max(extent.columns, at[1])

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        for piece in pieces(archive, part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise Unreadable("Tệp bị hỏng: bảng tính không đúng định dạng. Xin lưu lại bằng Excel.") from error
    return extent
