"""Workbooks of Excel 2007 and later (.xlsx, .xlsm): calamine for the values, the XML for what it does not tell."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from io import BytesIO
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from .guards import Extent, check_areas, check_part, check_shared_texts, open_zip, raw_pieces, row_pieces, sheet_extent
from .text import from_font
from .workbook import Cell, Merge, Sheet, Unreadable, Workbook, position

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STYLED = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]{0,300}? s="([0-9]+)"[^<>]*[^/<>]>')
# Parts that are read as a tree (workbook, styles, comments) are small; a tree takes ten times the text.
TREE_LIMIT = 8 * 2**20
_DAMAGED = "Tệp Excel bị hỏng nên không đọc được. Hãy mở bằng Excel, lưu lại rồi gửi lại."


def read_xlsx(data: bytes) -> Workbook:
    """The workbook, checked before it is parsed. Raises Unreadable."""
    archive = open_zip(BytesIO(data))
    names = set(archive.namelist())
    sheets = _sheet_parts(archive)
    kept = [(element, part) for element, part in sheets if part in names and "worksheets/" in part]
    if not kept:
        raise Unreadable("Tệp Excel không có trang tính nào. Hãy kiểm tra lại tệp rồi gửi lại.")
    extents = _extents(archive, kept)
    loaded = lru_cache(maxsize=1)(lambda: _calamine(data))
    legacy = _legacy_styles(archive)
    return Workbook(
        "xlsx",
        [
            _sheet(archive, element, part, extent, lru_cache(maxsize=1)(partial(_load, loaded, element)), legacy)
            for (element, part), extent in zip(kept, extents, strict=True)
        ],
    )


def _extents(archive: zipfile.ZipFile, sheets: Sequence[tuple[Element, str]]) -> list[Extent]:
    """How far the sheets reach, all parts that the parser will read having been checked."""
    extents, area, filled = [], 0, 0
    for element, part in sheets:
        extents.append(sheet_extent(archive, part, element.get("name", "")))
        area += extents[-1].rows * extents[-1].columns
        filled += extents[-1].cells
        check_areas(area, filled)
    for name in archive.namelist():
        if name.endswith("sharedStrings.xml"):
            check_shared_texts(archive, name, [part for _, part in sheets], sum(e.cells for e in extents))
        elif name.endswith("styles.xml"):
            check_part(archive, name)
    return extents


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    if archive.getinfo(name).file_size > TREE_LIMIT:
        raise Unreadable(_DAMAGED)
    try:
        return fromstring(b"".join(raw_pieces(archive, name)))
    except (ParseError, DefusedXmlException) as error:
        raise Unreadable(_DAMAGED) from error


def _related(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → (kind, part) of what a part of the workbook refers to."""
    name = f"{dirname(part)}/_rels/{part.rpartition('/')[2]}.rels"
    if name not in archive.namelist():
        return {}
    found = {}
    for element in _tree(archive, name):
        target = element.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
        found[element.get("Id")] = (element.get("Type", "").rpartition("/")[2], path)
    return found


def _sheet_parts(archive: zipfile.ZipFile) -> list[tuple[Element, str]]:
    """The sheets in their order, each with the part that holds it."""
    if "xl/workbook.xml" not in archive.namelist():
        raise Unreadable(
            "Tệp không phải là bảng tính Excel (có thể là tệp Word hoặc tệp nén). "
            "Hãy gửi danh sách dạng .xlsx, .xls, .ods hoặc .csv."
        )
    related = _related(archive, "xl/workbook.xml")
    tree = _tree(archive, "xl/workbook.xml")
    sheets = [element for element in tree.iter() if element.tag.rpartition("}")[2] == "sheet"]
    return [(sheet, related.get(_id(sheet), ("", ""))[1]) for sheet in sheets]


def _id(sheet: Element) -> str | None:
    return sheet.get(_RELATION) or next((v for k, v in sheet.items() if k.endswith("}id")), None)


def _sheet(archive, element: Element, part: str, extent: Extent, loaded, legacy: Mapping[bytes, str]) -> Sheet:
    return Sheet(
        name=element.get("name", ""),
        rows=lambda: _rows(loaded),
        hidden=element.get("state", "visible") != "visible",
        merges=lambda: _merges(loaded),
        hidden_rows=frozenset(extent.hidden_rows),
        unfilled=tuple(extent.unfilled),
        comments=_comments(archive, part),
        fonts=(lambda: _fonts(archive, part, legacy)) if legacy else None,
    )


def _load(loaded, element: Element) -> CalamineSheet:
    return loaded().get_sheet_by_name(element.get("name", ""))


def _calamine(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(_DAMAGED) from error


def _rows(loaded) -> Iterator[list[Cell]]:
    try:
        yield from loaded().iter_rows()
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(_DAMAGED) from error


def _merges(loaded) -> list[Merge]:
    ranges = loaded().merged_cell_ranges or []
    return [(top, bottom, left, right) for (top, left), (bottom, right) in ranges]


def _comments(archive: zipfile.ZipFile, part: str) -> Mapping[str, str]:
    """Address → text of the comments on a sheet's cells."""
    found = {}
    for kind, name in _related(archive, part).values():
        if kind == "comments" and name in archive.namelist():
            for element in _tree(archive, name).iter():
                if element.tag.endswith("}comment"):
                    texts = [t.text or "" for t in element.iter() if t.tag.endswith("}t")]
                    found[element.get("ref", "")] = "".join(texts)
    return found


def _legacy_styles(archive: zipfile.ZipFile) -> dict[bytes, str]:
    """Number of a cell style → font, for the styles in an old Vietnamese font."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    raw = archive.read("xl/styles.xml")
    if not re.search(rb'"(\.Vn|VNI)', raw, re.IGNORECASE):
        return {}
    fonts, found = [], {}
    for group in _tree(archive, "xl/styles.xml"):
        if group.tag.endswith("}fonts"):
            fonts = [next((n.get("val") for n in font if n.tag.endswith("}name")), "") for font in group]
        elif group.tag.endswith("}cellXfs"):
            for number, style in enumerate(group):
                font = int(style.get("fontId", 0))
                if font < len(fonts) and from_font(fonts[font]):
                    found[str(number).encode()] = fonts[font]
    return found


def _fonts(archive: zipfile.ZipFile, part: str, legacy: Mapping[bytes, str]) -> dict[tuple[int, int], str]:
    """(row, column) → font of the filled cells in an old Vietnamese font."""
    found = {}
    for piece in row_pieces(archive, part):
        for address, style in _STYLED.findall(piece):
            if style in legacy:
                found[position(address.decode())] = legacy[style]
    return found
