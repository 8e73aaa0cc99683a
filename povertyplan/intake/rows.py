"""One row of cells becomes one household, and remarks on its values become problems that know their cell."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from povertyplan.vietnamese import unaccented

from .columns import Header
from .exits import NO_DAY, exit_in_cell, exit_in_note
from .identity import identity, masked, masked_anywhere
from .records import CAUSES, NEEDS, Layout, ListedHousehold, Problem, Remark
from .text import Decoder
from .values import Birth, as_text, birth, exit_day, marked, members, progress, seen_day, sex
from .words import Found, cause_keys, ethnicity, exit_reason, need_keys
from .workbook import Cell, letters

_PERSON = ("birth", "birth_male", "birth_female", "id_no", "old_id_no", "sex", "sex_male", "sex_female", "ethnicity")
_TOLD_EXIT = re.compile(
    r"(?P<what>(?:(?:chủ\s+)?hộ\s+)?(?:đã\s+)?(?:được\s+)?(?:thoát\s+nghèo|đưa\s+ra\s+khỏi(?:\s+danh\s+sách)?(?:\s+hộ\s+nghèo)?"
    r"|chết|mất|qua\s+đời|từ\s+trần|chuyển\s+(?:đi|nơi\s+ở|khẩu)[^,;:\d]*|nhập\s+hộ[^,;:\d]*))"
    r"[\s,(]*(?:(?:từ|vào|trong)\s+)?(?:ngày\s*)?"
    r"(?P<day>\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\)?"
    r"(?:\s*[:,;.\-–(]\s*(?P<why>[^;.\n)]+)\)?)?[.;]?",
    re.IGNORECASE,
)


Fonts = Mapping[tuple[int, int], str]


class RowReader:
    """Reads the rows below one header of one sheet. `problems` is where it tells what is wrong."""

    def __init__(self, sheet: str, header: Header, decoder: Decoder, fonts: Fonts, problems: list[Problem]):
        self.sheet, self.header, self.problems = sheet, header, problems
        self._decoder, self._fonts = decoder, fonts
        self.columns = {name: columns[0] for name, columns in header.columns.items()}
        self.needs = header.named("need:")
        self.causes = header.named("cause:")
        self.person_columns = [self.columns[name] for name in _PERSON if name in self.columns]
        self.layout = Layout(self._letters())
        self.told_exit = False
        self.typed_days = 0
        self.real_days: list[tuple[int, int, str]] = []

    def text(self, cells: Sequence[Cell], column: int | None, row: int) -> str:
        """The cell as decoded text, blanks collapsed; "" beyond the row's end. `row` is Excel's number."""
        if column is None or column >= len(cells):
            return ""
        cell = cells[column]
        if isinstance(cell, str):
            return self._decoder(cell, column, self._fonts.get((row - 1, column))) if cell else ""
        return as_text(cell)

    def texts(self, cells: Sequence[Cell], row: int) -> list[str]:
        """All cells of the row as decoded texts."""
        return [self.text(cells, column, row) for column in range(len(cells))]

    def field(self, cells: Sequence[Cell], name: str, row: int) -> str:
        return self.text(cells, self.columns.get(name), row)

    def is_person(self, cells: Sequence[Cell]) -> bool:
        """Whether the row tells birth, number, sex or ethnicity of somebody; a count in a band does not."""
        width = len(cells)
        return any(column < width and _tells_person(cells[column]) for column in self.person_columns)

    def surely_person(self, cells: Sequence[Cell], row: int) -> bool:
        """Whether the row has a real birth, number or sex: a signature below such a column is none."""
        births = [self.columns[name] for name in ("birth", "birth_male", "birth_female") if name in self.columns]
        return (
            any(column < len(cells) and birth(cells[column])[0].year for column in births)
            or sex(self.field(cells, "sex", row))[0] is not None
            or identity(self.field(cells, "id_no", row), None, None)[0].id_no is not None
        )

    def household(self, cells: Sequence[Cell], row: int) -> ListedHousehold:
        """The household of a row, without its place, which also depends on bands and the sheet."""
        found = ListedHousehold(self.sheet, row, self.layout)
        found.head = self._head(cells, row)
        found.code = self.field(cells, "code", row)
        self.person(cells, row, found)
        found.members = self._plain(cells, row, "members", members)
        found.causes, found.needs = self.causes_and_needs(cells, row)
        found.note = self.field(cells, "note", row)
        self._exit(cells, row, found)
        if "progress" in self.columns:
            self._look(cells, row, found)
        return found

    def _look(self, cells: Sequence[Cell], row: int, found: ListedHousehold) -> None:
        found.progress = self._plain(cells, row, "progress", progress)
        found.seen_on = self._plain(cells, row, "seen_on", seen_day)
        found.progress_note = self.field(cells, "progress_note", row)

    def causes_and_needs(self, cells: Sequence[Cell], row: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The keys that the row ticks or writes out."""
        causes = self._keys(cells, row, "causes", self.causes, cause_keys, CAUSES)
        return causes, self._keys(cells, row, "needs", self.needs, need_keys, NEEDS)

    def _head(self, cells, row) -> str:
        head = self.field(cells, "head", row)
        if not re.search(r"[^\W\d_]", head):
            self.say(row, "head", head, Remark("no_name", "Dòng này thiếu họ và tên chủ hộ. Hãy điền tên.", True))
            return ""
        if re.search(r"\d", head) or len(head) > 80:
            self.say(
                row,
                "head",
                head,
                Remark("odd_name", f"Tên chủ hộ «{head[:80]}» có chữ số hoặc quá dài. Hãy kiểm tra lại."),
            )
        return head

    def person(self, cells: Sequence[Cell], row: int, into) -> None:
        """Sex, birth, number and ethnicity of the row's person, put into a household or member."""
        into.sex, known = self._sex_and_birth(cells, row)
        into.birth_year, into.birth_on = known.year, known.on
        into.id_no, old = self._identity(cells, row, into.sex, known.year)
        if isinstance(into, ListedHousehold):
            into.old_id_no = old
        into.ethnicity = ethnicity(self.field(cells, "ethnicity", row))

    def _sex_and_birth(self, cells, row) -> tuple[str | None, Birth]:
        told = self._plain(cells, row, "sex", sex)
        known = self._birth(cells, row, "birth") if "birth" in self.columns else Birth()
        for name, letter in (("male", "M"), ("female", "F")):
            column = self.columns.get(f"birth_{name}", self.columns.get(f"sex_{name}"))
            if column is None or column >= len(cells) or _blank(cells[column]):
                continue
            if told not in (None, letter):
                self.say(row, "sex", self.text(cells, column, row), _TWO_SEXES, column)
            told = told or letter
            # In columns "Nam" and "Nữ" a mark tells the sex only, anything else the birth as well.
            if f"birth_{name}" in self.columns and not _only_mark(cells[column]):
                known = self._birth(cells, row, f"birth_{name}")
        return told, known

    def _birth(self, cells, row, name) -> Birth:
        column = self.columns[name]
        cell = cells[column] if column < len(cells) else ""
        known, remark = birth(self.text(cells, column, row) if isinstance(cell, str) else cell)
        if remark:
            self.say(row, "birth", as_text(cell), remark, column)
        if known.typed_day:
            self.typed_days += 1
        elif known.real_date and known.on.day <= 12:
            self.real_days.append((row, column, as_text(cell)))
        return known

    def _identity(self, cells, row, known_sex, year) -> tuple[str | None, str | None]:
        column = self.columns.get("id_no")
        cell = cells[column] if column is not None and column < len(cells) else ""
        if isinstance(cell, str) and not cell.isdecimal():
            cell = self.text(cells, column, row)
        found, remark = identity(cell, known_sex, year)
        if remark:
            self.say(row, "id_no", as_text(cell), remark)
        old_column = self.columns.get("old_id_no")
        if old_column is None or old_column >= len(cells) or _blank(cells[old_column]):
            return found.id_no, found.old_id_no
        old, remark = identity(cells[old_column], known_sex, year)
        if remark:
            self.say(row, "id_no", as_text(cells[old_column]), remark, old_column)
        return (found.id_no, old.id_no) if found.id_no else (old.id_no, None)

    def _plain(self, cells, row, name, read):
        column = self.columns.get(name)
        if column is None or column >= len(cells):
            return None
        cell = cells[column]
        value, remark = read(self.text(cells, column, row) if isinstance(cell, str) else cell)
        if remark:
            self.say(row, name, as_text(cell), remark)
        return value

    def _keys(self, cells, row, name, columns, read, order) -> tuple[str, ...]:
        """Keys from the columns that are ticked and from the words of the column of words."""
        keys = set()
        for column, key in columns:
            cell = cells[column] if column < len(cells) else ""
            if cell == "":
                continue
            ticked, remark = marked(self.text(cells, column, row) if isinstance(cell, str) else cell)
            if ticked:
                keys.add(key)
            if remark:
                self.say(row, name, as_text(cell), remark, column)
        words = self.field(cells, name, row)
        if words:
            keys.update(self._worded(row, name, words, read(words)))
        return tuple(key for key in order if key in keys) if len(keys) > 1 else tuple(keys)

    def _worded(self, row: int, name: str, words: str, found: Found) -> tuple[str, ...]:
        nothing = unaccented(words).strip(" .-") in ("", "khong", "khong co", "0", "khong co nhu cau")
        if nothing or not (found.unknown or found.unsure):
            return found.keys
        what = "nhu cầu" if name == "needs" else "nguyên nhân"
        if found.unsure:
            message = f"«{words}» chưa nói rõ là {what} nào; tạm hiểu theo cách thường gặp. Hãy ghi rõ hơn."
        else:
            message = f"Chưa hiểu {what} «{'; '.join(found.unknown)}»; ghi là «khác». Hãy dùng tên trong kế hoạch."
        self.say(row, name, words, Remark(f"{name}_unknown", message))
        return found.keys if found.unsure else (*found.keys, "other")

    def _exit(self, cells, row, found: ListedHousehold) -> None:
        column = self.columns.get("exit_on")
        if column is not None and column < len(cells) and not _blank(cells[column]):
            cell = cells[column]
            found.exit_on, remark = exit_day(self.text(cells, column, row) if isinstance(cell, str) else cell)
            if remark:
                self.say(row, "exit_on", as_text(cell), remark)
        why = self.field(cells, "exit_reason", row)
        if why:
            found.exit_reason, remark = exit_reason(why)
            if remark:
                self.say(row, "exit_reason", why, remark)
        self._exit_in_words(cells, row, found)
        if found.exit_reason and not found.exit_on:
            self.say(row, "exit_on", "", NO_DAY)

    def _exit_in_words(self, cells, row, found: ListedHousehold) -> None:
        """An exit told in a column of its own or in the note; the note keeps what it says besides."""
        state = self.field(cells, "exit", row)
        told, name, value = (exit_in_cell(state), "exit", state) if state else (None, "note", found.note)
        if found.note and not found.exit_on and not (told and told.day):
            of_note = exit_in_note(found.note)
            if of_note:
                told, name, value = of_note, "note", found.note
                found.note, self.told_exit = of_note.left, True
        if told is None:
            return
        found.exit_on, found.exit_reason = found.exit_on or told.day, found.exit_reason or told.reason
        for remark in told.remarks:
            self.say(row, "exit_on", value, remark, self.columns.get(name))

    def say(self, row: int, name: str, value: str, remark: Remark, column: int | None = None, cell: str = "") -> None:
        """Writes a remark down as a problem of field `name` in the row, seen in `cell` or in the row's `column`."""
        column = self.columns.get(name) if column is None else column
        if not cell and column is not None:
            cell = f"{letters(column)}{row}"
        shown = (
            masked(value) if name in ("id_no", "note", "progress_note") else masked_anywhere(value)
        )  # columns may be swapped
        message = masked_anywhere(remark.message)
        self.problems.append(Problem(self.sheet, row, name, cell, shown[:200], remark.kind, message, remark.blocks))

    def given(self, banded: bool, hamlets: bool) -> frozenset[str]:
        """The fields that the sheet tells, in columns or (commune, hamlet) in bands."""
        told = {field_group(name) for name in self.header.columns} - {"stt", "member_no", "relation", "person"}
        if "birth" in told:
            told |= {"birth_year", "birth_on"}
        if any(name.endswith("male") for name in self.header.columns):
            told.add("sex")
        if self.told_exit or "exit" in told:
            told |= {"exit_on", "exit_reason"}
        if "address" in told or banded:
            told.add("commune")
        if "address" in told or hamlets:
            told.add("hamlet")
        return frozenset(told - {"birth", "exit", "address", "member_name"})

    def flag_mixed_days(self) -> None:
        """Real dates among days typed as texts: Excel may have swapped their day and month, nobody can tell."""
        if self.typed_days:
            for row, column, value in self.real_days:
                self.say(row, "birth", value, _MIXED_DAYS, column)

    def _letters(self) -> dict[str, str]:
        """Field of a household → letter of its (first) column."""
        found = {name: letters(column) for name, column in self.columns.items() if ":" not in name}
        for name, columns in (("needs", self.needs), ("causes", self.causes)):
            if columns:
                found.setdefault(name, letters(columns[0][0]))
        for name in ("birth_male", "birth_female"):
            if name in found:
                found.setdefault("birth", found[name])
        for name in ("commune", "hamlet"):
            if "address" in found:
                found.setdefault(name, found["address"])
        for name in ("exit_on", "exit_reason"):
            if "exit" in found:
                found.setdefault(name, found["exit"])
        return found


_TWO_SEXES = Remark(
    "two_sexes", "Cả cột Nam và cột Nữ (hoặc cột giới tính) nói khác nhau. Hãy chỉ điền một cột.", blocks=True
)
_MIXED_DAYS = Remark(
    "mixed_days",
    "Cột này phần lớn ghi ngày bằng chữ, riêng ô này Excel lưu là ngày: ngày và tháng có thể đã bị đảo. "
    "Hãy đối chiếu với giấy tờ.",
)


def field_group(name: str) -> str:
    """The household's field that a column belongs to: "need:credit" to needs, "birth_male" to birth."""
    groups = {"need": "needs", "cause": "causes"}
    if ":" in name:
        return groups[name.partition(":")[0]]
    return name.partition("_")[0] if name in ("birth_male", "birth_female", "sex_male", "sex_female") else name


def _tells_person(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell != "" and (not cell.isspace()) and not (cell.isdecimal() and len(cell) < 4)
    return not isinstance(cell, int | float) or cell >= 1000


def _blank(cell: Cell) -> bool:
    return cell == "" or (isinstance(cell, str) and not cell.strip())


@lru_cache(maxsize=5_000)
def _only_mark(cell: Cell) -> bool:
    ticked, remark = marked(cell)
    return ticked and remark is None
