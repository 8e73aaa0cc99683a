"""Which sections each kind of paper has: their order, titles and what a person is asked to write there.

A plan as part V of the town's plan asks for it; a report after the skeleton that offices use (what was led
and how, what came of it, what is in the way, what is proposed, what comes next).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.models import ObligationKind

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class Section:
    """`level` 1 is numbered I, II, III …, level 2 within it 1, 2, 3 …; only a heading is not `is_written`."""

    key: str
    title: str
    hint: str = ""
    level: int = 1
    is_written: bool = True


def heading(key: str, title: str) -> Section:
    return Section(key, title, is_written=False)


def below(key: str, title: str, hint: str = "") -> Section:
    return Section(key, title, hint, level=2)


PROPOSALS = Section(
    "proposals", "Đề xuất, kiến nghị", "Phòng LĐ-TB&XH tập hợp mục này của mọi đơn vị. Để trống nếu không có."
)
DIFFICULTIES = Section(
    "difficulties",
    "Tồn tại, khó khăn và nguyên nhân",
    "Phòng LĐ-TB&XH tập hợp mục này của mọi đơn vị. Nêu rõ vướng ở đâu, vì sao.",
)
NEXT = Section("next", "Phương hướng, nhiệm vụ thời gian tới")

COMMUNE_PLAN = (
    heading("goals", "Mục tiêu"),
    below("aim", "Mục tiêu tổng quát"),
    below("targets", "Mục tiêu cụ thể"),
    heading("situation", "Số hộ dự kiến giảm và nhu cầu hỗ trợ"),
    below("households", "Số hộ nghèo dự kiến giảm theo địa chỉ"),
    below("needs", "Nhu cầu hỗ trợ và cơ quan chủ trì"),
    Section("tasks", "Nhiệm vụ, giải pháp", "Việc của xã, phường theo mục III.1 của Kế hoạch thị xã."),
    Section("schedule", "Tiến độ thực hiện"),
    Section("money", "Kinh phí thực hiện"),
    Section("organisation", "Tổ chức thực hiện", "Ai phụ trách, họp và báo cáo khi nào."),
    PROPOSALS,
)

BODY_PLAN = (
    Section("aim", "Mục đích, yêu cầu"),
    Section("needs", "Nhu cầu được giao chủ trì"),
    Section("tasks", "Nhiệm vụ, giải pháp", "Việc của đơn vị theo mục III.2 của Kế hoạch thị xã."),
    Section("schedule", "Tiến độ thực hiện"),
    Section("money", "Kinh phí thực hiện"),
    Section("organisation", "Tổ chức thực hiện", "Ai phụ trách, phối hợp với xã, phường thế nào."),
    PROPOSALS,
)

COMMUNE_REPORT = (
    Section("direction", "Công tác chỉ đạo, triển khai", "Văn bản đã ban hành, tuyên truyền, tập huấn."),
    heading("results", "Kết quả thực hiện"),
    below("households", "Kết quả giảm hộ nghèo theo địa chỉ"),
    below("support", "Kết quả hỗ trợ theo nhóm nhu cầu"),
    below("targets", "Kết quả thực hiện các chỉ tiêu"),
    below("remaining", "Hộ chưa giảm và lý do"),
    DIFFICULTIES,
    PROPOSALS,
    NEXT,
)

BODY_REPORT = (
    Section("direction", "Công tác chỉ đạo, triển khai", "Văn bản đã ban hành, cách phối hợp với xã, phường."),
    heading("results", "Kết quả thực hiện"),
    below("needs", "Nhu cầu chủ trì theo trạng thái"),
    below("support", "Kinh phí, nguồn lực đã hỗ trợ"),
    below("late", "Nhu cầu quá hạn và lý do"),
    below("targets", "Chỉ tiêu được giao theo dõi"),
    DIFFICULTIES,
    PROPOSALS,
    NEXT,
)

TOWN_REPORT = (
    Section("direction", "Công tác chỉ đạo, triển khai", "Văn bản đã ban hành, tuyên truyền, tập huấn, kiểm tra."),
    heading("results", "Kết quả thực hiện"),
    below("households", "Kết quả giảm hộ nghèo theo địa chỉ"),
    below(
        "rate",
        "So với mục tiêu của Kế hoạch",
        "Tỷ lệ hộ nghèo tính trên tổng số hộ dân cư, phần mềm không có số này: nếu cần thì ghi thêm.",
    ),
    below("support", "Kết quả hỗ trợ theo nhóm nhu cầu"),
    below("bodies", "Kết quả của các cơ quan, đơn vị"),
    below("targets", "Kết quả thực hiện các chỉ tiêu"),
    below("remaining", "Hộ chưa giảm và lý do"),
    Section(
        "difficulties",
        "Tồn tại, khó khăn và nguyên nhân",
        "Câu gợi ý ghép ý kiến trong báo cáo mà các đơn vị đã nộp. Hãy tổng hợp lại.",
    ),
    Section(
        "proposals",
        "Đề xuất, kiến nghị",
        "Câu gợi ý ghép đề xuất trong báo cáo mà các đơn vị đã nộp. Hãy tổng hợp lại.",
    ),
    NEXT,
)

TOWN = "town_report"  # the kind of paper, as `ObligationKind` are those of units


def sections_of(kind: str, *, of_commune: bool = False) -> tuple[Section, ...]:
    """The sections of a kind of paper; none for kinds that are only handed in as a file."""
    match kind:
        case ObligationKind.PLAN:
            return COMMUNE_PLAN if of_commune else BODY_PLAN
        case ObligationKind.REPORT:
            return COMMUNE_REPORT if of_commune else BODY_REPORT
        case kind if kind == TOWN:
            return TOWN_REPORT
    return ()


def numbered(sections: Iterable[Section]) -> Iterator[tuple[str, Section]]:
    """("I", …), ("1", …) as they are printed before the titles."""
    first = second = 0
    for section in sections:
        if section.level == 1:
            first, second = first + 1, 0
            yield ROMAN[first - 1], section
        else:
            second += 1
            yield str(second), section
