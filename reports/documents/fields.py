"""The fields that a Word template may use: one table for the filling, the check of templates and the guide.

Their names are Vietnamese without marks, because the people of an office write them into Word.
"""

from dataclasses import dataclass

from reports.documents.blocks import Document, Table
from reports.documents.cells import as_text

# Where the content and the annexes come: a field of its own paragraph, replaced by what `word` builds.
CONTENT, ANNEXES = "noi_dung", "phu_luc"
MARKS = {CONTENT: "\ue000noi_dung\ue000", ANNEXES: "\ue000phu_luc\ue000"}


@dataclass(frozen=True)
class Field:
    name: str
    meaning: str
    example: str
    many: bool = False  # several lines: {%p for dong in … %}{{ dong }}{%p endfor %}


FIELDS = (
    Field("co_quan_chu_quan", "cơ quan, tổ chức chủ quản trực tiếp", "UBND THỊ XÃ HƯƠNG TRÀ"),
    Field("co_quan_ban_hanh", "cơ quan, tổ chức ban hành văn bản", "ỦY BAN NHÂN DÂN\nPHƯỜNG TỨ HẠ"),
    Field("so_ky_hieu", "số, ký hiệu của văn bản", "05/BC-UBND"),
    Field("trich_yeu_cong_van", "trích yếu của công văn, sau chữ V/v; văn bản có tên loại thì trống", "nộp báo cáo"),
    Field("dia_danh_ngay_thang", "địa danh, ngày tháng năm", "Tứ Hạ, ngày 05 tháng 02 năm 2022"),
    Field("ten_loai", "tên loại văn bản; công văn thì trống", "BÁO CÁO"),
    Field("trich_yeu", "trích yếu nội dung", "Kết quả thực hiện công tác giảm nghèo năm 2022"),
    Field("kem_theo", "văn bản mà danh sách, biểu kèm theo", "Kèm theo Kế hoạch số 2342/KH-UBND"),
    Field("kinh_gui", "các nơi được gửi", "Ủy ban nhân dân thị xã Hương Trà", many=True),
    Field("can_cu", "các căn cứ ban hành", "Căn cứ Kế hoạch số 2342/KH-UBND", many=True),
    Field(CONTENT, "nội dung văn bản; phải đứng riêng một đoạn", ""),
    Field("ky_ten", "quyền hạn, chức vụ của người ký, mỗi dòng một ý", "TM. ỦY BAN NHÂN DÂN", many=True),
    Field("nguoi_ky", "họ và tên người ký", "Nguyễn Văn A"),
    Field("nguoi_lap", "họ và tên người lập biểu; văn bản không có người lập biểu thì là none", "Trần Thị B"),
    Field("noi_nhan", "nơi nhận, mỗi dòng một nơi", "Lưu: VT", many=True),
    Field("ghi_chu_so_lieu", "số liệu đến ngày nào, theo điều kiện nào, in lúc nào", "Số liệu đến hết ngày 16/9/2022"),
    Field("nam", "năm của kế hoạch", "2022"),
    Field("bang", "các bảng: bang[0].ten, bang[0].cot, bang[0].dong (mỗi dòng có o[0], o[1], …)", "", many=True),
    Field(ANNEXES, "các phụ lục; phải đứng riêng một đoạn, sau cùng", ""),
)


def filled(document: Document) -> dict:
    """What each field is in `document`."""
    return {
        "co_quan_chu_quan": document.issuer.superior,
        "co_quan_ban_hanh": document.issuer.name,
        "so_ky_hieu": document.number_and_symbol,
        "trich_yeu_cong_van": document.subject if document.is_letter else "",
        "dia_danh_ngay_thang": document.place_and_day,
        "ten_loai": document.type_name,
        "trich_yeu": "" if document.is_letter else document.subject,
        "kem_theo": document.attached_to,
        "kinh_gui": list(document.addressees),
        "can_cu": [line.rstrip(";. ") for line in document.bases],
        CONTENT: MARKS[CONTENT],
        "ky_ten": list(document.signature.lines),
        "nguoi_ky": document.signature.name,
        "nguoi_lap": document.preparer,
        "noi_nhan": [line.lstrip("- ").rstrip(";. ") for line in document.receivers],
        "ghi_chu_so_lieu": str(document.trace),
        "nam": str(document.year),
        "bang": [_table(title, table) for title, table in document.tables()],
        ANNEXES: MARKS[ANNEXES],
    }


def _table(title: str, table: Table) -> dict:
    return {
        "ten": title,
        "cot": [column.title for column in table.columns],
        "dong": [{"o": as_text(table, row)} for row in table.rows],
    }
