"""What only shows when rows are compared: the same number twice, the same household twice."""

from collections import defaultdict

from povertyplan.vietnamese import matching_key

from .identity import masked
from .records import ListedHousehold, ListRead, Problem


def check_across(found: ListRead) -> None:
    """Adds the problems between rows to `found.problems`. Both of two rows are told, and both are blocked."""
    by_number, by_person = defaultdict(list), defaultdict(list)
    for row in found.rows:
        for number in (row.id_no, row.old_id_no):
            if number:
                by_number[number].append(row)
        if row.head:
            by_person[row.commune, matching_key(row.hamlet), matching_key(row.head)].append(row)
    for number, rows in by_number.items():
        if len(rows) > 1:
            found.problems += [_same_number(number, row, rows) for row in rows]
    for rows in by_person.values():
        if len(rows) > 1:
            found.problems += _same_households(found, rows)


def _others(row: ListedHousehold, rows: list[ListedHousehold]) -> str:
    return ", ".join(
        f"dòng {other.row}" + (f" trang «{other.sheet}»" if other.sheet != row.sheet else "")
        for other in rows[:6]
        if other is not row
    )


def _same_number(number: str, row: ListedHousehold, rows: list[ListedHousehold]) -> Problem:
    return Problem(
        row.sheet, row.row, "id_no", row.cells.get("id_no", ""), masked(number), "id_twice",
        f"Số giấy tờ này có hai lần trong tệp (cũng ở {_others(row, rows)}). Mỗi người có một số riêng; "
        "hãy đối chiếu với giấy tờ và sửa dòng sai, hoặc xóa dòng lặp.",
        blocks=True,
    )  # fmt: skip


def _same_households(found: ListRead, rows: list[ListedHousehold]) -> list[Problem]:
    """Rows of one name in one hamlet: namesakes differ in number or birth, else they are one household.

    Of a row about which a person has answered who it is, nothing is asked any more.
    """
    problems = []
    rows = [row for row in rows if (row.sheet, row.row) not in found.answers]
    for row in rows:
        twins = [other for other in rows if other is row or _may_be_one(row, other)]
        if len(twins) > 1:
            found.twins[row.sheet, row.row] = tuple(other for other in twins if other is not row)
            certain = not row.id_no and any(other is not row and not other.id_no for other in twins)
            problems.append(_same_household(row, twins, certain))
    return problems


def _may_be_one(one: ListedHousehold, other: ListedHousehold) -> bool:
    if one.id_no and other.id_no:
        return False
    return one.birth_year == other.birth_year


def _same_household(row: ListedHousehold, rows: list[ListedHousehold], certain: bool) -> Problem:
    return Problem(
        row.sheet, row.row, "head", row.cells.get("head", ""), row.head, "household_twice",
        f"Hộ này có thể được ghi hai lần: cùng tên, cùng năm sinh, cùng thôn (cũng ở {_others(row, rows)}). "
        "Nếu là hai hộ khác nhau, hãy ghi số CCCD của từng chủ hộ; nếu là một, hãy xóa dòng lặp; "
        "hoặc trả lời ngay khi xem trước.",
        blocks=certain,
    )  # fmt: skip
