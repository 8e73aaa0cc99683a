"""What the pages of an import show: problems by kind, changes field by field, a page of rows at a time."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from povertyplan.accounts.models import Unit
from povertyplan.fields import masked
from povertyplan.intake import looking
from povertyplan.intake.comparing import Comparison
from povertyplan.intake.models import ImportBatch, ImportedField
from povertyplan.intake.records import Problem
from povertyplan.intake.resource import ListResource

PER_PAGE = 50
IN_FULL = 10  # rows of each part on the first page; the rest is one click away

KINDS = {
    "no_name": "Thiếu họ tên chủ hộ",
    "odd_name": "Tên chủ hộ có chữ số",
    "commune_unknown": "Xã, phường không có trong thị xã",
    "commune_ambiguous": "Tên xã, phường hiểu được hai cách",
    "commune_unsure": "Tên xã, phường viết tắt hoặc không dấu",
    "commune_missing": "Không rõ xã, phường",
    "other_commune": "Dòng của xã, phường khác",
    "too_long": "Ô quá dài",
    "no_hamlet": "Thiếu thôn, tổ dân phố",
    "digits_lost": "Số CCCD bị Excel làm mất chữ số",
    "id_repaired": "Số CCCD đã được thêm số 0 ở đầu",
    "bad_id_length": "Số CCCD/CMND không đủ chữ số",
    "id_disagrees": "Số CCCD không khớp giới tính, năm sinh",
    "id_province": "Mã tỉnh trong số CCCD lạ",
    "id_twice": "Một số CCCD/CMND có ở nhiều dòng",
    "household_twice": "Một hộ có thể ghi hai lần",
    "same_household": "Nhiều dòng cùng là một hộ đang lưu",
    "two_candidates": "Chưa rõ là hộ nào đang lưu",
    "other_person": "Số CCCD đang là của người khác",
    "unknown_code": "Mã hộ không có trong phần mềm",
    "no_year": "Không đọc được năm sinh",
    "short_year": "Năm ghi hai chữ số",
    "year_out_of_range": "Năm sinh không hợp lý",
    "bad_date": "Ngày không đúng",
    "mixed_days": "Ngày và tháng có thể bị đảo",
    "date_serial": "Ngày ở dạng số của Excel",
    "month_first": "Tháng ghi trước ngày",
    "bad_members": "Số khẩu không hợp lệ",
    "odd_members": "Số khẩu lạ",
    "bad_sex": "Không rõ giới tính",
    "two_sexes": "Hai cột giới tính nói khác nhau",
    "count_for_mark": "Ghi số lượng vào ô đánh dấu",
    "odd_mark": "Dấu lạ trong ô đánh dấu",
    "id_text": "Ô số CCCD không có số nào",
    "commune_contradiction": "Xã, phường không thống nhất",
    "day_missing": "Ngày thoát nghèo không đủ",
    "total": "Dòng cộng không khớp",
    "subtotal": "Dòng cộng không khớp",
    "needs_unknown": "Nhu cầu chưa có trong danh mục",
    "causes_unknown": "Nguyên nhân chưa có trong danh mục",
    "exit_reason_unknown": "Lý do thoát nghèo chưa có trong danh mục",
    "unknown_reason": "Chưa rõ lý do thoát nghèo",
    "exit_without_day": "Thoát nghèo nhưng không có ngày",
    "no_exit_day": "Thoát nghèo nhưng không có ngày",
    "odd_progress": "Tiến độ không rõ",
    "odd_seen_on": "Ngày xem xét không hợp lệ",
    "older_look": "Ngày xem xét trước lần xem xét đang lưu",
    "stuck_without_note": "Vướng mắc nhưng không ghi vướng mắc gì",
    "look_of_new": "Tiến độ của hộ chưa có trong danh sách",
    "hidden_row": "Dòng bị ẩn trong tệp",
    "comment": "Ghi chú gắn vào ô",
    "formula": "Ô là công thức chưa có kết quả",
}
ROWS = {
    "need": "Nhu cầu",
    "exit": "Thoát nghèo",
    "entry": "Danh sách của kế hoạch",
    "review": "Cần rà soát",
    "member": "Thành viên",
    "look": "Tiến độ",
}
WORDS = {"made": "thêm", "listed": "có", "unlisted": "không còn", "yes": "có", "no": "không"}


@dataclass(frozen=True)
class Kind:
    """The problems of one sort."""

    title: str
    blocks: bool
    problems: list[Problem]


@dataclass(frozen=True)
class Part:
    """One part of the preview; `rows` are those of this page."""

    key: str
    title: str
    count: int
    page: Page
    rows: list

    @property
    def more(self) -> bool:
        return self.count > len(self.rows)


PARTS = ("problems", "changed", "new", "missing", "kept", "skipped")


def preview_parts(comparison: Comparison, communes: dict[str, Unit], only: str, number) -> list[Part]:
    """The parts that are not empty; with `only` that one, page `number` of it."""
    names = {code: unit.name for code, unit in communes.items()}
    parts = []
    for key in [only] if only in PARTS else PARTS:
        title, rows, show = _part(key, comparison, names)
        if rows:
            page = Paginator(rows, PER_PAGE if only in PARTS else IN_FULL).get_page(number if only in PARTS else 1)
            parts.append(Part(key, title, len(rows), page, show(page.object_list)))
    return parts


def _part(key: str, comparison: Comparison, names: dict[str, str]):
    resource = ListResource(communes=names)
    if key == "problems":
        rows = sorted(comparison.problems, key=lambda one: not one.blocks)
        rows = _together(rows)
        return "Lỗi và điều cần xem lại", rows, _by_kind
    if key == "changed":
        return "Hộ thay đổi", comparison.changed, lambda rows: [(row, resource.differences(row)) for row in rows]
    if key == "new":
        return "Hộ mới", comparison.new, lambda rows: [(row, resource.summary(row)) for row in rows]
    if key == "missing":
        return (
            "Hộ đang lưu nhưng vắng trong tệp",
            comparison.missing,
            lambda rows: [(one, names.get(one.commune, "")) for one in rows],
        )
    if key == "kept":
        return "Giữ như đang lưu, khác với tệp", comparison.kept, list
    return "Dòng và trang đã bỏ qua", comparison.passed_over, list


def _together(problems: list[Problem]) -> list[Problem]:
    """Blocking kinds first, the problems of a kind beside each other."""
    first = {}
    for place, one in enumerate(problems):
        first.setdefault((one.blocks, one.kind), place)
    return sorted(problems, key=lambda one: first[one.blocks, one.kind])


def _by_kind(problems) -> list[Kind]:
    kinds = defaultdict(list)
    for one in problems:
        kinds[one.blocks, one.kind].append(one)
    return [Kind(KINDS.get(kind, "Điều cần xem lại"), blocks, members) for (blocks, kind), members in kinds.items()]


def warnings(comparison: Comparison) -> int:
    return sum(not one.blocks for one in comparison.problems)


def guessed_columns(comparison: Comparison) -> int:
    return sum(column.guessed for sheet in comparison.sheets if sheet.used for column in sheet.columns)


def written(batch: ImportBatch, number) -> tuple[Page, list]:
    """A page of what an import did: (change, [(title, before, after)])."""
    titles = {name: field.column_name for name, field in ListResource.fields.items()} | ROWS
    page = Paginator(batch.changes.prefetch_related("fields"), PER_PAGE).get_page(number)
    return page, [
        (change, [(titles.get(told.field, told.field), *_shown(told)) for told in change.fields.all()])
        for change in page.object_list
    ]


def _shown(told: ImportedField) -> tuple[str, str]:
    if told.field in {"id_no", "old_id_no"}:
        return masked(told.before), masked(told.after)
    if told.field == "look":
        return looking.shown(told.before), looking.shown(told.after)
    if told.subject is not None:
        return WORDS.get(told.before, ""), WORDS.get(told.after, "sửa theo tệp")
    return told.before, told.after
