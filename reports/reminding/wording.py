"""What a reminder says, for the first screen and for the letter alike.

A body that the plan only asks (III.2.12, the Front) is asked here too: "đề nghị", no order.
"""

from povertyplan.accounts.models import User
from reports.models import Notice

Kind = Notice.Kind

LINES = {
    Kind.CHASED: "Thực hiện {n} công văn đôn đốc",
    Kind.OWED: "Nộp {n} văn bản sắp đến hạn hoặc đã quá hạn",
    Kind.RETURNED: "Bổ sung {n} văn bản được trả lại",
    Kind.EXIT_RETURNED: "Bổ sung {n} đề nghị thoát nghèo được trả lại",
    Kind.QUESTION: "Trả lời {n} vướng mắc đã chờ lâu",
    Kind.TAKE_UP: "Tiếp nhận {n} nhu cầu quá hạn tiếp nhận",
    Kind.OVERDUE: "Hoàn thành {n} nhu cầu quá hạn",
    Kind.EXIT: "Xét duyệt {n} đề nghị ra, vào danh sách",
    Kind.EXIT_AGREED: "Ban hành quyết định cho {n} hộ đã được đồng ý",
    Kind.FOLLOW_UP: "Thăm {n} hộ đã thoát nghèo đến kỳ theo dõi",
    Kind.TAKE_UP_ELSEWHERE: "Các cơ quan chậm tiếp nhận {n} nhu cầu",
    Kind.OVERDUE_ELSEWHERE: "Các cơ quan có {n} nhu cầu quá hạn hoàn thành",
}
WATCHED = {Kind.TAKE_UP_ELSEWHERE, Kind.OVERDUE_ELSEWHERE}  # things to know, not to do oneself


def line(kind: str, count: int, user: User) -> str:
    """ "Tiếp nhận 3 nhu cầu quá hạn tiếp nhận"; for the Front "Đề nghị tiếp nhận 3 nhu cầu …"."""
    text = LINES[kind].format(n=count)
    if _is_asked(user):
        text = text.replace("Nộp", "gửi").replace("Thực hiện", "xem").replace("đôn đốc", "của UBND thị xã")
    return f"Đề nghị {text[0].lower()}{text[1:]}" if _is_asked(user) and kind not in WATCHED else text


def subject(count: int, day) -> str:
    return f"Giảm nghèo thị xã Hương Trà: {count} việc cần lưu ý, ngày {day:%d/%m/%Y}"


def greeting(user: User) -> str:
    unit = f", {user.unit.name}" if user.unit_id else ""
    return f"Kính gửi ông/bà {user.full_name}{unit},"


def opening(user: User) -> str:
    if _is_asked(user):
        return "Trân trọng đề nghị quý cơ quan quan tâm những việc sau đây trong công tác giảm nghèo của thị xã:"
    return "Phần mềm theo dõi kế hoạch giảm nghèo xin nhắc những việc mới sau đây:"


CLOSING = (
    "Thư này gửi tự động, mỗi việc chỉ nhắc một lần, không ghi họ tên của hộ; xin đăng nhập để xem.\n"
    "Nếu không muốn nhận thư: bấm vào tên mình ở góc trên bên phải, bỏ chọn «Nhận thư nhắc việc»."
)


def _is_asked(user: User) -> bool:
    return bool(user.unit_id and user.unit.is_requested)
