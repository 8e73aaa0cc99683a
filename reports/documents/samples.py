"""Invented papers on which a template is tried: with everything, with as little as can be, and long."""

from datetime import date, datetime

from reports.documents.blocks import (
    LEFT,
    Annex,
    Column,
    Document,
    Heading,
    Issuer,
    Kind,
    Note,
    Paragraph,
    Row,
    Signature,
    Style,
    Table,
    Trace,
)

DAY = date(2022, 2, 5)
FULL = {
    "issuer": Issuer("UBND THỊ XÃ HƯƠNG TRÀ", "ỦY BAN NHÂN DÂN\nPHƯỜNG TỨ HẠ", "UBND", "Tứ Hạ", "UBND phường Tứ Hạ"),
    "type_name": "BÁO CÁO",
    "symbol": "BC",
    "number": "5",
    "subject": "Kết quả thực hiện công tác giảm nghèo theo địa chỉ hộ nghèo năm 2022",
    "attached_to": "Kèm theo Kế hoạch số 2342/KH-UBND ngày 01 tháng 8 năm 2022",
    "on": DAY,
    "signature": Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Văn A"),
    "trace": Trace(DAY, "phường Tứ Hạ", datetime(2022, 2, 5, 9, 30)),
    "year": 2022,
    "addressees": ("Ủy ban nhân dân thị xã", "Phòng Lao động - Thương binh và Xã hội"),
    "bases": ("Căn cứ Kế hoạch số 2342/KH-UBND", "Thực hiện Nghị quyết số 14-NQ/TU"),
    "receivers": ("Ủy ban nhân dân thị xã", "Lưu: VT"),
    "preparer": "Trần Thị B",
}


def table(rows: int) -> Table:
    columns = (
        Column("number", "STT", Kind.NUMBER, adds_up=False, centred=True),
        Column("place", "Xã, phường"),
        Column("households", "Số hộ", Kind.NUMBER),
        Column("note", "Ghi chú"),
    )
    lines = tuple(Row((number, f"Phường & <{number}>", number, "")) for number in range(1, rows + 1))
    total = Row(("Tổng cộng", LEFT, sum(range(rows + 1)), ""), Style.TOTAL, tuple(range(rows)))
    return Table(columns, (*lines, total) if rows else ())


def samples() -> list[tuple[str, Document]]:
    """(what it is, paper) of each."""
    body = (Heading("I. KẾT QUẢ"), Paragraph("Đã giảm 177 hộ nghèo & cận nghèo <theo kế hoạch>."), table(3))
    annex = Annex("Danh sách hộ thoát nghèo", (table(40), Note("Ghi chú.")), "Phụ lục I", landscape=True)
    bare = {"type_name": "", "symbol": "", "number": "", "addressees": (), "bases": (), "receivers": ()}
    bare |= {"attached_to": "", "preparer": None, "issuer": Issuer("", "ỦY BAN NHÂN DÂN", "UBND", "Tứ Hạ", "UBND")}
    return [
        ("văn bản đủ mọi phần", Document(**FULL, body=body, annexes=(annex,))),
        ("văn bản thiếu nhiều phần", Document(**{**FULL, **bare}, body=(Paragraph("Một đoạn."),))),
        ("bảng không có dòng nào", Document(**{**FULL, "addressees": ()}, body=(table(0),), landscape=True)),
        ("văn bản dài", Document(**FULL, body=(*body, *[Paragraph("Một đoạn dài. " * 60)] * 12, table(120)))),
    ]
