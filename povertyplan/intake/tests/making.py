"""Makes lists in the layouts that offices use, from households whose data are known."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from openpyxl import Workbook

from .cast import DATA, PLACES

_TABLE = json.loads((Path(__file__).parents[1] / "legacy-encodings.json").read_text(encoding="utf-8"))
NEED_LABELS = {
    "house_repair": "Sửa chữa nhà",
    "resettlement": "Tái định cư",
    "livestock": "Con giống",
    "credit": "Vay vốn",
    "employment": "Việc làm",
    "health_education": "Y tế, giáo dục",
    "production_land": "Đất sản xuất",
    "basic_service": "DV XHCB",
}
NEED_WORDS = {
    "house_repair": "Sửa chữa nhà ở",
    "resettlement": "tái định cư",
    "livestock": "Hỗ trợ con giống, cây giống",
    "credit": "Vay vốn sản xuất",
    "employment": "hỗ trợ việc làm",
    "health_education": "Hỗ trợ y tế, giáo dục",
    "production_land": "Đất SX",
    "basic_service": "Tiếp cận dịch vụ xã hội cơ bản",
}
CAUSE_WORDS = {
    "no_land": "Thiếu đất sản xuất",
    "no_capital": "Thiếu vốn sản xuất, kinh doanh",
    "no_labour": "Thiếu lao động",
    "no_tools": "Thiếu công cụ, phương tiện sản xuất",
    "no_knowledge": "Thiếu kiến thức về sản xuất",
    "no_skills": "Thiếu kỹ năng lao động, sản xuất",
    "illness": "Ốm đau, bệnh nặng, tai nạn",
}
EXIT_WORDS = {
    "self_reliant": "Tự vươn lên thoát nghèo",
    "deceased": "Hộ độc khẩu, chết",
    "criteria_review": "Kết quả rà soát lại tiêu chí",
    "merit": "Hộ có người có công",
}
COMMUNE_NAMES = {place.code: str(place) for place in PLACES}
ENDING = (
    ("", "", "", "Hương Trà, ngày 01 tháng 8 năm 2022"),
    ("", "NGƯỜI LẬP BIỂU", "", "TM. ỦY BAN NHÂN DÂN"),
    ("", "", "", "CHỦ TỊCH"),
    (),
    ("", "Trần Thị Lập", "", "Phan Văn Ký"),
    ("", "Ghi chú: hộ đánh dấu * là hộ có người có công."),
)


def known(name: str = "danh-sach-177-ho-ngheo-2022.xlsx") -> list[dict]:
    """The households of a sample."""
    return json.loads((DATA / f"{name}.expected.json").read_text(encoding="utf-8"))["rows"]


def sex_word(row: dict) -> str:
    return "Nam" if row["sex"] == "M" else "Nữ"


def causes_in_words(row: dict) -> str:
    return "; ".join(CAUSE_WORDS[key] for key in row["causes"])


def needs_in_words(row: dict) -> str:
    return "; ".join(NEED_WORDS[key] for key in row["needs"])


def exit_in_words(row: dict) -> str:
    if not row["exit_on"]:
        return ""
    year, month, day = row["exit_on"].split("-")
    return f"Đã thoát nghèo ngày {day}/{month}/{year}: {EXIT_WORDS[row['exit_reason']]}"


def plain_cells(number: int, row: dict) -> list:
    """The fields in the order of `PLAIN_HEADER`."""
    return [
        number, row["head"], row["birth_year"], sex_word(row), row["id_no"] or "", row["ethnicity"],
        COMMUNE_NAMES[row["commune"]], row["hamlet"], row["members"], causes_in_words(row), needs_in_words(row),
        exit_in_words(row),
    ]  # fmt: skip


PLAIN_HEADER = [
    "TT", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "CCCD/CMND", "Dân tộc", "Xã/phường", "Thôn, TDP",
    "Nhân khẩu", "Nguyên nhân nghèo", "Nhu cầu hỗ trợ", "Ghi chú",
]  # fmt: skip


def plain(rows: Iterable[dict]) -> list[list]:
    """A table with one row of header and everything in columns."""
    return [PLAIN_HEADER, *(plain_cells(number, row) for number, row in enumerate(rows, 1))]


def by_commune(rows: Sequence[dict]) -> list[tuple[str, list[dict]]]:
    return [(COMMUNE_NAMES[code], list(group)) for code, group in groupby(rows, lambda row: row["commune"])]


def xlsx(*sheets: tuple[str, Sequence[Sequence]], merges=(), change=None) -> bytes:
    """A workbook of (name, rows) sheets; `change(workbook)` for whatever else a test wants."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value not in ("", None):
                    sheet.cell(number, column, value)
        for merged in merges:
            sheet.merge_cells(merged)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(rows: Sequence[Sequence], separator: str = ";") -> str:
    """The rows as separated text."""
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


def legacy(value, encoding: str):
    """A text in "tcvn3" or "vni", as the old fonts kept it; other values as they are."""
    if not isinstance(value, str):
        return value
    letters = dict(zip(_TABLE["u"], _TABLE[encoding[0]], strict=True))
    return "".join(letters.get(letter, letter) for letter in value)


def legacy_rows(rows: Sequence[Sequence], encoding: str) -> list[list]:
    return [[legacy(value, encoding) for value in row] for row in rows]


def ods(*sheets: tuple[str, Sequence[Sequence]], after: str = "") -> bytes:
    """A workbook as LibreOffice writes it, with blanks repeated to the end of the sheet."""
    tables = "".join(_table(name, rows, after) for name, rows in sheets)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", _DOCUMENT.format(tables=tables))
    return file.getvalue()


def _table(name: str, rows: Sequence[Sequence], after: str) -> str:
    lines = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    end = f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    return f'<table:table table:name="{name}">{lines}{after}{end}</table:table>'


def _cell(value) -> str:
    if value in ("", None):
        return "<table:table-cell/>"
    if isinstance(value, int):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
            "</table:table-cell>"
        )
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
)
