"""Papers to look at, made of blocks by hand or of the small town."""

import datetime
import io

import pytest
from docx import Document as read_word

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
)  # fmt: skip
from reports.documents.kinds import KINDS
from reports.documents.orders import Order
from reports.documents.styles import FRAMES
from reports.documents.word import make_word

DAY = datetime.date(2022, 2, 5)
LONG = "Thực hiện mục tiêu giảm nghèo bền vững, hạn chế tái nghèo, bảo đảm an sinh xã hội trên địa bàn thị xã. " * 4


WARD = Issuer("UBND THỊ XÃ HƯƠNG TRÀ", "ỦY BAN NHÂN DÂN\nPHƯỜNG TỨ HẠ", "UBND", "Tứ Hạ", "UBND phường Tứ Hạ")


def a_table(rows: int = 3) -> Table:
    columns = (
        Column("number", "STT", Kind.NUMBER, adds_up=False, centred=True),
        Column("place", "Xã, phường"),
        Column("repair", "Sửa chữa", Kind.NUMBER, under=("Nhà ở",)),
        Column("moving", "Tái định cư", Kind.NUMBER, under=("Nhà ở",)),
        Column("both", "Cộng", Kind.NUMBER, under=("Nhà ở",), sums=("repair", "moving")),
        Column("share", "Tỷ lệ", Kind.PERCENT),
        Column("since", "Từ ngày", Kind.DAY),
    )
    lines = [Row((n, f"Phường & <Hương> {n}", n, 2, n + 2, 0.3842, DAY)) for n in range(1, rows + 1)]
    whole = sum(range(1, rows + 1))
    total = Row(("Tổng cộng", LEFT, whole, 2 * rows, whole + 2 * rows, 1.0, None), Style.TOTAL, tuple(range(rows)))
    return Table(columns, (*lines, total) if rows else (), numbered=True)


def a_paper(**content) -> Document:
    usual = {
        "issuer": Issuer(
            "UBND THỊ XÃ HƯƠNG TRÀ", "ỦY BAN NHÂN DÂN\nPHƯỜNG TỨ HẠ", "UBND", "Tứ Hạ", "UBND phường Tứ Hạ"
        ),
        "type_name": "BÁO CÁO",
        "symbol": "BC",
        "number": "5",
        "subject": "Kết quả thực hiện công tác giảm nghèo theo địa chỉ hộ nghèo năm 2022",
        "on": DAY,
        "signature": Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Văn Ký"),
        "trace": Trace(DAY, "phường Tứ Hạ", datetime.datetime(2022, 2, 5, 9, 30)),
        "year": 2022,
        "receivers": ("UBND thị xã", "Lưu: VT"),
        "body": (Heading("I. MỤC TIÊU"), Paragraph(LONG), Paragraph("Giảm 177 hộ.")),
    }
    return Document(**{**usual, **content})


def with_annexes() -> Document:
    return a_paper(
        addressees=("Ủy ban nhân dân thị xã",),
        bases=("Căn cứ Kế hoạch số 2342/KH-UBND;", "Thực hiện Công văn số 720-CV/TU"),
        annexes=(
            Annex("Danh sách hộ thoát nghèo", (a_table(40), Note("Ghi chú.")), "Phụ lục I", landscape=True),
            Annex("Hộ chưa thoát nghèo", (a_table(2),), "Phụ lục II"),
        ),
    )


def words_of(paper: Document, frame: str = "van-ban.docx") -> bytes:
    return make_word(paper, (FRAMES / frame).read_bytes())


def opened(word: bytes):
    return read_word(io.BytesIO(word))


@pytest.fixture
def order(plan):
    """order("needs", unit=tu_ha): as of 16/9/2022 unless told."""

    def make(code, unit=None, as_of=datetime.date(2022, 9, 16), **more):
        return Order(KINDS[code], plan, as_of, unit=unit, **more)

    return make
