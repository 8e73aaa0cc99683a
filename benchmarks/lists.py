"""Household lists of any length in the town's official layout, of invented people, the same every time."""

import random
import zipfile
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

COMMUNES = [
    ("PHƯỜNG TỨ HẠ", "Tổ dân phố"), ("PHƯỜNG HƯƠNG VÂN", "TDP Lai Thành"), ("PHƯỜNG HƯƠNG VĂN", "TDP Giáp Nhất"),
    ("PHƯỜNG HƯƠNG XUÂN", "TDP Thanh Lương"), ("PHƯỜNG HƯƠNG CHỮ", "TDP Quê Chữ"), ("XÃ HƯƠNG TOÀN", "Thôn Cổ Lão"),
    ("XÃ HƯƠNG BÌNH", "Thôn Hương Quang"), ("XÃ BÌNH TIẾN", "Thôn"), ("XÃ BÌNH THÀNH", "Thôn Bồ Hòn"),
]  # fmt: skip
ROMAN = "I II III IV V VI VII VIII IX".split()
FAMILY = "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Châu Mai Cao Trương".split()
MIDDLE = {"M": "Văn Đình Công Hữu Quang Thanh Viết Xuân".split(), "F": "Thị Kim Diệu Ngọc".split()}
GIVEN = {
    "M": "An Bình Cường Dũng Đức Hùng Lộc Lợi Nghĩa Phước Quý Thắng Trường Tuấn Ưng".split(),
    "F": "Đẹp Gái Hằng Hoa Hương Lan Lựu Mai Quyên Thùy Thủy Xuyến Ý".split(),
}
CAUSES = (
    "Không có đất sản xuất|Thiếu vốn sản xuất, kinh doanh|Không có lao động|Không có công cụ/phương tiện sản xuất|"
    "Không có kiến thức về sản xuất|Không có kỹ năng lao động, sản xuất|Có người ốm đau, bệnh nặng, tai nạn"
).split("|")
NEEDS = ["house_repair"] * 66 + ["resettlement"] * 2 + ["livestock"] * 11 + ["credit"] * 6
NEEDS += ["employment"] * 11 + ["health_education"] * 31 + ["production_land"] * 14 + ["basic_service"] * 12
NEED_COLUMNS = "house_repair resettlement livestock credit employment health_education production_land basic_service"
HEADER = {
    7: {1: "STT", 2: "Họ và tên chủ hộ", 3: "Năm sinh", 4: "Giới tính", 5: "Số CCCD/CMND", 6: "Dân tộc", 7: "Số khẩu",
        8: "Nguyên nhân nghèo", 9: "Nhu cầu hỗ trợ", 17: "Đã thoát nghèo", 19: "Ghi chú"},
    8: {9: "Nhà ở", 11: "Con giống", 12: "Vay vốn sản xuất", 13: "Việc làm", 14: "Y tế, giáo dục",
        15: "Đất sản xuất", 16: "Dịch vụ xã hội cơ bản", 17: "Ngày", 18: "Lý do"},
    9: {9: "Sửa chữa", 10: "Tái định cư"},
}  # fmt: skip
MERGED = (
    "I7:P7 Q7:R7 I8:J8 "
    + " ".join(f"{c}7:{c}9" for c in "ABCDEFGHS")
    + " "
    + " ".join(f"{c}8:{c}9" for c in "KLMNOPQR")
)


def households(count: int):
    """`count` invented rows, spread over the nine communes in order: dicts of plain values."""
    chance = random.Random(2342)
    for number in range(count):
        commune, hamlet = COMMUNES[number * len(COMMUNES) // count]
        sex = chance.choice("MMF")
        birth_year = chance.randint(1930, 1999)
        century = {"M": 0, "F": 1}[sex]
        yield {
            "commune": commune,
            "hamlet": f"{hamlet} {1 + number * 40 // count % 4}",
            "head": f"{chance.choice(FAMILY)} {chance.choice(MIDDLE[sex])} {chance.choice(GIVEN[sex])}",
            "sex": "Nam" if sex == "M" else "Nữ",
            "birth_year": birth_year,
            "id_no": f"046{century}{birth_year % 100:02d}{number:06d}",
            "ethnicity": chance.choice(["Kinh"] * 9 + ["Cơ Tu"]),
            "members": chance.randint(1, 8),
            "causes": "; ".join(chance.sample(CAUSES, chance.randint(1, 2))),
            "needs": sorted({chance.choice(NEEDS) for _ in range(chance.randint(1, 2))}),
        }


def official_list(path: Path, count: int) -> Path:
    """Writes the .xlsx by hand: at 200,000 rows a writer of workbooks takes minutes."""
    rows = [{1: "UBND THỊ XÃ HƯƠNG TRÀ", 10: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"}, {}, {}]
    rows += [{1: "DANH SÁCH HỘ NGHÈO DỰ KIẾN THOÁT NGHÈO NĂM 2022"}, {}, {}]
    rows += [HEADER[7], HEADER[8], HEADER[9], {column: column for column in range(1, 20)}]
    rows += _bands_and_rows(count)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts:
        for name, text in _FIXED_PARTS.items():
            parts.writestr(name, text)
        with parts.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for number, cells in enumerate(rows, start=1):
                sheet.write(_row_xml(number, cells).encode())
            merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in MERGED.split())
            sheet.write(f"</sheetData><mergeCells>{merged}</mergeCells></worksheet>".encode())
    return path


def _bands_and_rows(count: int):
    columns = {key: 9 + place for place, key in enumerate(NEED_COLUMNS.split())}
    for number, (commune, group) in enumerate(groupby(households(count), key=lambda row: row["commune"])):
        group = list(group)
        yield {1: ROMAN[number], 2: commune, 7: len(group)}
        place = 0
        for hamlet, rows in groupby(group, key=lambda row: row["hamlet"]):
            yield {2: hamlet}
            for row in rows:
                place += 1
                marks = {columns[need]: "x" for need in row["needs"]}
                yield {
                    1: place, 2: row["head"], 3: row["birth_year"], 4: row["sex"], 5: row["id_no"],
                    6: row["ethnicity"], 7: row["members"], 8: row["causes"], **marks,
                }  # fmt: skip


def _row_xml(number: int, cells: dict) -> str:
    parts = []
    for column, value in cells.items():
        ref = f"{chr(64 + column)}{number}"
        if isinstance(value, int):
            parts.append(f'<c r="{ref}"><v>{value}</v></c>')
        else:
            parts.append(f'<c r="{ref}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
    return f'<row r="{number}">{"".join(parts)}</row>'


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIXED_PARTS = {
    "[Content_Types].xml": f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<?xml version="1.0" encoding="UTF-8"?>'
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}
