"""Which household a row of the list is: by code, by ID number, then by commune, hamlet, name and birth year.

Pure: rows and held households in, pairs and questions out. Where two households fit, a person is asked.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from povertyplan.fields import masked
from povertyplan.intake.held import Held, hamlet_key
from povertyplan.intake.records import ListedHousehold, Problem
from povertyplan.vietnamese import matching_key

OUR_CODE = re.compile(r"\d{5}-\d{4,}")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A household outside the communes that the list covers: enough to notice that a row is that one."""

    code: str
    commune: str
    id_no: str | None
    old_id_no: str | None


@dataclass(slots=True)
class Matches:
    """`pairs[i]` is the household of `rows[i]`, None where the row is new or in question.

    `asked`: of rows in question, by their place, what they may be.
    """

    pairs: list[Held | None]
    problems: list[Problem] = field(default_factory=list)
    asked: dict[int, "Asked"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row may be: one of `candidates`, a new household, the same as one of `twins` (places of rows)."""

    candidates: tuple[Held, ...]
    may_be_new: bool
    twins: tuple[int, ...] = ()


def match(
    rows: Sequence[ListedHousehold],
    held: Iterable[Held],
    elsewhere: Iterable[Elsewhere] = (),
    *,
    only: str | None = None,
    answers: Mapping[tuple[str, int], str | None] | None = None,
) -> Matches:
    """`only`: the one commune whose rows are looked at; of the others nothing is said here.

    `answers`: what a person said about rows in question, as in `ReadingChoices`.
    """
    return _Matching(rows, list(held), list(elsewhere), only, answers or {}).run()


def problem(row: ListedHousehold, column: str, kind: str, message: str, *, value="", blocks=True) -> Problem:
    return Problem(row.sheet, row.row, column, row.cells.get(column, ""), value, kind, message, blocks)


class _Matching:
    def __init__(self, rows, held, elsewhere, only, answers):
        self.rows, self.answers = rows, answers
        self.by_code = {one.code: one for one in held}
        self.by_id = defaultdict(dict)
        self.by_name = defaultdict(list)
        for one in held:
            for number in (one.id_no, one.old_id_no):
                if number:
                    self.by_id[number][one.pk] = one
            self.by_name[one.commune, one.head_key].append(one)
        self.away_by_code = {one.code: one for one in elsewhere}
        self.away_by_id = {number: one for one in elsewhere for number in (one.id_no, one.old_id_no) if number}
        self.pairs: list[Held | None] = [None] * len(rows)
        self.problems: list[Problem] = []
        self.may_be: dict[int, Asked] = {}
        # Rows that are settled already: in question, or nobody's business here.
        self.asked = {index for index, row in enumerate(rows) if only and row.commune not in (only, None)}

    def run(self) -> Matches:
        for index, row in enumerate(self.rows):
            if index not in self.asked and not self._is_answered(index, row):
                self._by_code_or_number(index, row)
        taken = {one.pk for one in self.pairs if one is not None}
        for index, row in enumerate(self.rows):
            if self.pairs[index] is None and index not in self.asked:
                self._by_name(index, row, taken)
        self._each_household_once()
        return Matches(self.pairs, self.problems, self.may_be)

    def _is_answered(self, index: int, row: ListedHousehold) -> bool:
        """Follows what a person said of the row, as far as it still can be so."""
        said = self.answers.get((row.sheet, row.row)) if self.answers else None
        if said is None:
            return False
        if said == "":
            if self._may_be_new(row):
                self.asked.add(index)
            return index in self.asked
        one = self.by_code.get(said)
        if one is not None and row.commune in (None, one.commune):
            self.pairs[index] = one
        return self.pairs[index] is not None

    def _may_be_new(self, row: ListedHousehold) -> bool:
        """Not when code or number of the row are those of a household that is there already."""
        numbers = [number for number in (row.id_no, row.old_id_no) if number]
        known = any(number in self.by_id or number in self.away_by_id for number in numbers)
        return not known and row.code not in self.by_code and row.code not in self.away_by_code

    def _by_code_or_number(self, index: int, row: ListedHousehold) -> None:
        coded = self.by_code.get(row.code) if row.code else None
        numbered = {}
        for number in (row.id_no, row.old_id_no):
            if number:
                numbered |= self.by_id.get(number, {})
        candidates = {one.pk: one for one in [coded, *numbered.values()] if one is not None}
        if self._is_away(index, row):
            return
        if len(candidates) > 1:
            self._ask(index, row, list(candidates.values()))
        elif candidates:
            self._pair(index, row, *candidates.values())
        elif row.code and OUR_CODE.fullmatch(row.code):
            text = f"Mã hộ {row.code} không có trong phần mềm; dòng này được tìm theo số CCCD và họ tên."
            self.problems.append(problem(row, "code", "unknown_code", text, value=row.code, blocks=False))

    def _pair(self, index: int, row: ListedHousehold, one: Held) -> None:
        """A commune that differs is far more often a slip (Hương Vân, Hương Văn) than a household that moved."""
        if row.commune and row.commune != one.commune:
            self._moved(index, row, one.code)
        else:
            self.pairs[index] = one
            if self._is_somebody_else(row, one):
                text = (
                    f"Số CCCD/CMND này đang là của hộ {one.head} (mã {one.code}), tên và năm sinh đều khác. "
                    "Hãy kiểm tra; nếu ghi thì hộ đó sẽ đổi chủ hộ."
                )
                self.problems.append(problem(row, "id_no", "other_person", text, value=masked(row.id_no), blocks=False))

    def _is_somebody_else(self, row: ListedHousehold, one: Held) -> bool:
        if not row.head or row.code == one.code:
            return False
        return matching_key(row.head) != one.head_key and bool(
            row.birth_year and one.birth_year and row.birth_year != one.birth_year
        )

    def _is_away(self, index: int, row: ListedHousehold) -> bool:
        away = self.away_by_code.get(row.code) if row.code else None
        for number in (row.id_no, row.old_id_no):
            away = away or (self.away_by_id.get(number) if number else None)
        if away is not None:
            self._moved(index, row, away.code)
        return away is not None

    def _moved(self, index: int, row: ListedHousehold, code: str) -> None:
        self.asked.add(index)
        column = "code" if row.code == code else "id_no"
        value = row.code if column == "code" else masked(row.id_no or row.old_id_no)
        text = (
            f"{'Mã hộ' if column == 'code' else 'Số CCCD/CMND'} này đã thuộc một hộ ở xã, phường khác. "
            "Hãy kiểm tra tên xã, phường của dòng; nếu hộ đã chuyển đến thì báo Phòng LĐ-TB&XH."
        )
        self.problems.append(problem(row, column, "other_commune", text, value=value))

    def _by_name(self, index: int, row: ListedHousehold, taken: set[int]) -> None:
        if not (row.commune and row.head):
            return
        namesakes = self.by_name.get((row.commune, matching_key(row.head)), ())
        found = [one for one in namesakes if one.pk not in taken and _may_be(row, one)]
        if len(found) > 1:
            self._ask(index, row, found)
        elif found and _numbers_differ(row, found[0]):
            self._ask_about_number(index, row, found[0])
        elif found:
            self.pairs[index] = found[0]

    def _ask(self, index: int, row: ListedHousehold, found: list[Held]) -> None:
        self.asked.add(index)
        self.may_be[index] = Asked(tuple(found), self._may_be_new(row))
        known = "; ".join(f"{one.head}, {one.hamlet} (mã {one.code})" for one in found)
        text = (
            f"Dòng này khớp {len(found)} hộ đang lưu: {known}. Hãy chọn một hộ khi xem trước, hoặc ghi mã hộ vào tệp."
        )
        self.problems.append(problem(row, "head", "two_candidates", text, value=row.head))

    def _ask_about_number(self, index: int, row: ListedHousehold, one: Held) -> None:
        self.asked.add(index)
        self.may_be[index] = Asked((one,), self._may_be_new(row))
        text = (
            f"Hộ {one.head} (mã {one.code}) cùng thôn, cùng năm sinh đang có số CCCD khác ({masked(one.id_no)}). "
            "Hãy chọn khi xem trước: vẫn là hộ đó, hay là hộ mới cùng tên."
        )
        self.problems.append(problem(row, "id_no", "two_candidates", text, value=masked(row.id_no)))

    def _each_household_once(self) -> None:
        rows_of = defaultdict(list)
        for index, one in enumerate(self.pairs):
            if one is not None:
                rows_of[one.pk].append(index)
        for indexes in rows_of.values():
            if len(indexes) > 1:
                one = self.pairs[indexes[0]]
                self._same(indexes, one, f"cùng là hộ {one.head} (mã {one.code})")

    def _same(self, indexes: list[int], one: Held, why: str) -> None:
        for index in indexes:
            row = self.rows[index]
            twins = tuple(other for other in indexes if other != index)
            self.may_be[index] = Asked((one,), self._may_be_new(row), twins)
            others = ", ".join(str(self.rows[other].row) for other in indexes if other != index)
            text = f"Dòng {row.row} và dòng {others} {why}. Hãy trả lời khi xem trước, hoặc ghi số CCCD để phân biệt."
            self.problems.append(problem(row, "head", "same_household", text, value=row.head))


def _may_be(row: ListedHousehold, one: Held) -> bool:
    """Hamlet and birth year agree, as far as both are known."""
    if row.hamlet and hamlet_key(row.hamlet) != one.hamlet_key:
        return False
    return row.birth_year is None or one.birth_year is None or row.birth_year == one.birth_year


def _numbers_differ(row: ListedHousehold, one: Held) -> bool:
    """Two full personal numbers that differ are two people, or a slip: a person has to say which."""
    return bool(row.id_no and one.id_no and len(row.id_no) == len(one.id_no) == 12)
