"""The states of a need and the moves between them: one table, which verbs and pages both read."""

from dataclasses import dataclass

from django.db import models

from povertyplan.accounts.roles import Permission


class State(models.TextChoices):
    UNROUTED = "unrouted", "Chờ phân công"
    REFUSED = "refused", "Bị trả lại, chờ phân công lại"
    ROUTED = "routed", "Chờ tiếp nhận"
    TAKEN_UP = "taken_up", "Đang thực hiện"
    DELIVERED = "delivered", "Đã hỗ trợ, chờ xã xác nhận"
    CONFIRMED = "confirmed", "Đã hoàn thành"
    SPLIT = "split", "Đã tách"
    WITHDRAWN = "withdrawn", "Không còn nhu cầu"


IN_QUEUE = frozenset({State.UNROUTED, State.REFUSED})  # the division must say who leads
WITH_LEAD = frozenset({State.ROUTED, State.TAKEN_UP})  # the lead body must act
OPEN = IN_QUEUE | WITH_LEAD | {State.DELIVERED}
ENDED_WITHOUT_HELP = frozenset({State.SPLIT, State.WITHDRAWN})
COUNTED = frozenset(State) - {State.SPLIT, State.WITHDRAWN}  # what is "a need" in every count


# How loud a state is: only what waits for somebody has a colour.
TONES = {State.UNROUTED: "wa", State.REFUSED: "ba", State.ROUTED: "wa", State.DELIVERED: "ok"}


@dataclass(frozen=True)
class Move:
    """From which states a verb may start, where it ends (None: where it was), and the right that it takes."""

    starts: frozenset[State]
    ends: State | None
    permission: Permission


MOVES = {
    "route": Move(IN_QUEUE | {State.ROUTED}, State.ROUTED, Permission.ROUTE_NEEDS),
    "split": Move(IN_QUEUE, State.SPLIT, Permission.ROUTE_NEEDS),
    "take_up": Move(frozenset({State.ROUTED}), State.TAKEN_UP, Permission.HANDLE_NEEDS),
    "refuse": Move(WITH_LEAD, State.REFUSED, Permission.HANDLE_NEEDS),
    "deliver": Move(frozenset({State.TAKEN_UP}), State.DELIVERED, Permission.HANDLE_NEEDS),
    "confirm": Move(frozenset({State.DELIVERED}), State.CONFIRMED, Permission.CONFIRM_NEEDS),
    "dispute": Move(frozenset({State.DELIVERED}), State.TAKEN_UP, Permission.CONFIRM_NEEDS),
    "withdraw": Move(OPEN, State.WITHDRAWN, Permission.ROUTE_NEEDS),
}

# What is done about a need without moving it.
STAYS = {
    "assign": Move(WITH_LEAD, None, Permission.HANDLE_NEEDS),
    "indicator": Move(COUNTED, None, Permission.ROUTE_NEEDS),
    "plan": Move(COUNTED, None, Permission.PLAN_NEEDS),
}

VERBS = MOVES | STAYS


def may_move(verb: str, state: str) -> bool:
    return state in VERBS[verb].starts


# What was done, for histories and messages: "Phòng Quản lý đô thị đã tiếp nhận".
DONE = {
    "add": "ghi nhận nhu cầu",
    "carry": "chuyển từ kế hoạch năm trước",
    "route": "phân công cơ quan chủ trì",
    "split": "tách nhu cầu",
    "take_up": "tiếp nhận",
    "refuse": "trả lại để phân công lại",
    "deliver": "báo đã hỗ trợ",
    "confirm": "xác nhận hoàn thành",
    "dispute": "chưa xác nhận, chuyển lại cơ quan chủ trì",
    "withdraw": "ghi không còn nhu cầu",
    "assign": "đặt hạn, phân công cán bộ",
    "indicator": "xác định chỉ số thiếu hụt",
    "hand_over": "chuyển sang hộ khác",
    "receive": "nhận từ hộ khác",
    "give_back": "trở lại như trước biến động đã hủy",
    "plan": "ghi quý và kinh phí dự kiến",
    "note": "ghi chú",
    "unlist": "không còn trong danh sách mới",
    "relist": "có lại trong danh sách",
    "reopen": "mở lại",
}
