"""What is looked at before a packed file is handed to a parser: its size unpacked, and how far its cells reach.

A parser makes room for every cell between the first and the last one, so a single cell at XFD1048576 asks
for more memory than any machine has. The check reads the packed sheets once, in pieces, and keeps nothing.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
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
# A filled cell takes twice as much again for its text. 200,000 rows of the official layout come to 8 million.
FILLED_LIMIT = 9_500_000
# Excel itself allows 32,767 characters in a cell.
TEXT_LIMIT = 32_767
# The parser copies a shared text for every cell that uses it; real lists stay below 30 MB.
SHARED_LIMIT = 128 * 2**20
MERGE_LIMIT = 300_000

_PIECE = 2**20
# The patterns stop at the next "<": a tag that never ends must not be looked through again and again.
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*)>')
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_HIDDEN_ROW = re.compile(rb'<row (?=[^<>]{0,300}\bhidden="(?:1|true)")[^<>]{0,300}?\br="([0-9]{1,7})"')
_SHARED_END = re.compile(rb"</(?:\w+:)?si>")
_SHARED_EMPTY = re.compile(rb"<(?:\w+:)?si(?:\s[^<>]*)?/>")
_SHARED_USE = re.compile(rb"""\bt=["']s["'][^<>]*>\s*<(?:\w+:)?v>\s*([0-9]{1,9})""")
_FORMULA = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^<>]*><f(?:[^<>]*/>|[^<>]*>[^<]*</f>)(<v>[^<]+</v>|<v[^<>]*/>|<v></v>)?</c>'
)


@dataclass(slots=True)
class Extent:
    """How far the filled cells of a sheet reach, and what else was seen on the way."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    merges: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    unfilled: list[str] = field(default_factory=list)


def open_zip(data) -> zipfile.ZipFile:
    """The archive, if its declared sizes are sane. Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(data)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(
            "Tệp bị hỏng hoặc chưa tải lên hết (phần cuối của tệp bị cắt). "
            "Hãy mở lại tệp gốc bằng Excel, lưu lại rồi gửi lại."
        ) from error
    entries = archive.infolist()
    if len(entries) > ENTRY_LIMIT:
        raise Unreadable(
            f"Tệp chứa {len(entries)} thành phần bên trong, nhiều hơn mức cho phép ({ENTRY_LIMIT}). "
            "Hãy chép danh sách sang một tệp Excel mới rồi gửi lại."
        )
    _check_unpacked(sum(e.file_size for e in entries), sum(e.compress_size for e in entries))
    if any(e.flag_bits & 1 for e in entries):
        raise Unreadable("Tệp nén có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.")
    return archive


def _check_unpacked(unpacked: int, packed: int) -> None:
    if unpacked > UNPACKED_LIMIT or unpacked > max(UNPACKED_FREE, packed * SHRINK_LIMIT):
        raise Unreadable(
            f"Tệp khi mở ra lớn bất thường ({unpacked // 2**20} MB), có thể làm treo máy nên không được đọc. "
            "Hãy xóa các trang và dòng trống thừa, hoặc chép danh sách sang một tệp mới rồi gửi lại."
        )


def raw_pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part of the archive in pieces of a megabyte. Raises Unreadable if it is damaged or harmful.

    Reading to the end lets zipfile compare the true size and checksum with the declared ones, so a
    part that declares less than it unpacks to is found here.
    """
    seam = b""
    try:
        with archive.open(name) as part:
            while piece := part.read(_PIECE):
                _refuse_entities(seam + piece)
                seam = piece[-16:]
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, KeyError) as error:
        raise Unreadable(
            "Tệp bị hỏng: một phần bên trong không đọc được. Hãy mở tệp bằng Excel, lưu lại rồi gửi lại."
        ) from error


def row_pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The same, cut at ends of rows, so that a cell with its formula and value is seen as a whole."""
    rest = b""
    for piece in raw_pieces(archive, name):
        rest += piece
        cut = rest.rfind(b"row>") + len(b"row>")
        if cut < len(b"row>"):
            # Rows that are only formatted have no end of their own.
            cut = rest.rfind(b"/>") + len(b"/>")
        if cut < len(b"/>"):
            if len(rest) > 8 * _PIECE:
                raise Unreadable("Tệp có một dòng dài bất thường nên không được đọc. Hãy lưu lại bằng Excel.")
            continue
        yield rest[:cut]
        rest = rest[cut:]
    yield rest


def _refuse_entities(piece: bytes) -> None:
    # Office never writes a document type; entities that multiply or fetch need one.
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
        raise Unreadable(
            "Tệp chứa khai báo XML không an toàn nên không được đọc. "
            "Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi gửi lại."
        )


def check_part(archive: zipfile.ZipFile, name: str) -> None:
    """Reads a part to its end, only to know that it is whole and harmless."""
    for _ in raw_pieces(archive, name):
        pass


def sheet_extent(archive: zipfile.ZipFile, part: str, sheet: str) -> Extent:
    """How far the filled cells of a sheet of an .xlsx reach. Raises Unreadable if that is absurd."""
    extent = Extent()
    for piece in row_pieces(archive, part):
        cells = _CELL.findall(piece)
        if len(cells) != len(_ANY_CELL.findall(piece)):
            extent = _exact_extent(archive, part)
            break
        filled = [(column, row) for column, row, rest in cells if not rest.endswith(b"/")]
        extent.cells += len(filled)
        if filled:
            extent.rows = max(extent.rows, max(int(row) for _, row in filled))
            widest = max({column for column, _ in filled}, key=lambda name: (len(name), name))
            extent.columns = max(extent.columns, column_number(widest.decode()) + 1)
        _note_details(piece, extent)
    check_area(extent.rows, extent.columns, sheet)
    if extent.merges > MERGE_LIMIT:
        raise Unreadable(f"Trang «{sheet}» có quá nhiều ô gộp. Hãy bỏ gộp ô rồi gửi lại.")
    return extent


def check_shared_texts(archive: zipfile.ZipFile, texts: str, parts: Sequence[str], cells: int) -> None:
    """Raises Unreadable if the texts that cells share would unfold to far more than the file holds.

    `texts`: the part with the shared texts. `cells`: how many filled cells the sheets have together.
    """
    lengths = []
    for text in _SHARED_END.split(b"".join(raw_pieces(archive, texts))):
        lengths += [0] * len(_SHARED_EMPTY.findall(text)) + [len(text)]
    if cells * max(lengths, default=0) <= SHARED_LIMIT:
        return
    unfolded = 0
    for part in parts:
        for piece in row_pieces(archive, part):
            unfolded += sum(lengths[n] for n in map(int, _SHARED_USE.findall(piece)) if n < len(lengths))
            _check_unfolded(unfolded)


def _check_unfolded(size: int) -> None:
    if size > SHARED_LIMIT:
        raise Unreadable(
            "Tệp lặp lại một đoạn chữ rất dài ở quá nhiều ô nên không được đọc. "
            "Hãy xóa các ô thừa, hoặc chép danh sách sang một tệp mới rồi gửi lại."
        )


def _note_details(piece: bytes, extent: Extent) -> None:
    extent.merges += piece.count(b"<mergeCell ")
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
            f"Trang «{sheet}» có ô ở quá xa (dòng {rows:,}, cột thứ {columns:,}), thường do một ô bị gõ nhầm "
            "ở cuối bảng tính. Hãy xóa các dòng và cột thừa phía sau danh sách rồi gửi lại."
        )


def check_areas(cells: int, filled: int = 0) -> None:
    """Raises Unreadable if the sheets of a file together are larger than any list is."""
    if cells > AREA_LIMIT or cells + 2 * filled > FILLED_LIMIT:
        raise Unreadable(
            "Các trang của tệp cộng lại quá lớn để đọc. "
            "Hãy xóa các trang không cần, hoặc chia danh sách thành nhiều tệp."
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
            extent.cells += 1
        elif tag == "mergeCell":
            extent.merges += 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        for piece in raw_pieces(archive, part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise Unreadable("Tệp bị hỏng: bảng tính không đúng định dạng. Hãy lưu lại bằng Excel.") from error
    return extent
