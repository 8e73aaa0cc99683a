"""What reading a list gives: households, the problems in them, and an account of what was read.

Plain data, without Django: the page, the file of errors and the writing all use the same records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

# Keys of what a household needs (plan II.2), in the order in which lists of them are given.
NEEDS = (
    "house_repair house_build resettlement livestock seedlings credit employment vocational_training "
    "health education health_education production_land residential_land basic_service other"
).split()
# Keys of why a household is poor: the eight causes of the national report 10, in its order.
CAUSES = "no_land no_capital no_labour no_tools no_knowledge no_skills illness other".split()
EXIT_REASONS = "merit self_reliant supported criteria_review deceased moved merged other".split()


@dataclass(frozen=True, slots=True)
class Place:
    """A ward or commune. `former`: names that it or its parts had, which old files still use."""

    code: str
    name: str
    kind: str
    former: tuple[str, ...] = ()

    def __str__(self):
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that a person has to know. `row` is Excel's; 0 means the whole sheet.

    `blocks`: the row cannot be written before it is mended. `kind` groups problems of one sort.
    `value` is what stood in the cell, ID numbers masked.
    """

    sheet: str
    row: int
    column: str
    cell: str
    value: str
    kind: str
    message: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem of a value that does not know yet where it stands."""

    kind: str
    message: str
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row that is not a household, and why. `row` 0: the whole sheet."""

    sheet: str
    row: int
    text: str
    why: str


@dataclass(slots=True)
class ListedMember:
    """A person below the head, from the national member list or from rows under a head."""

    row: int
    name: str
    relation: str = ""
    sex: str | None = None
    birth_year: int | None = None
    birth_on: date | None = None
    id_no: str | None = None
    ethnicity: str = ""


@dataclass(slots=True)
class Layout:
    """Where a sheet keeps its fields: `columns` field → letter. `given`: the fields that it tells at all."""

    columns: dict[str, str] = field(default_factory=dict)
    given: frozenset[str] = frozenset()


@dataclass(slots=True)
class ListedHousehold:
    """One household as the list tells it. Texts are NFC with single blanks, otherwise as typed.

    Fields that the list leaves empty are "" (texts), None (the rest) or () (causes, needs, people).
    """

    sheet: str
    row: int
    layout: Layout
    head: str = ""
    code: str = ""
    commune: str | None = None
    hamlet: str = ""
    sex: str | None = None
    birth_year: int | None = None
    birth_on: date | None = None
    id_no: str | None = None
    old_id_no: str | None = None
    ethnicity: str = ""
    members: int | None = None
    causes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    exit_on: date | None = None
    exit_reason: str | None = None
    note: str = ""
    progress: str | None = None
    seen_on: date | None = None
    progress_note: str = ""
    people: tuple[ListedMember, ...] = ()

    @property
    def given(self) -> frozenset[str]:
        """The fields that the sheet has a column (or a band) for: only these may change a household."""
        return self.layout.given

    @property
    def cells(self) -> dict[str, str]:
        """Field → address of its cell, such as "E14"."""
        return {name: f"{letter}{self.row}" for name, letter in self.layout.columns.items()}

    def to_json(self) -> dict:
        """The row in the keys that the town exchanges lists in; days as ISO texts."""
        return {
            "code": self.code,
            "commune": self.commune,
            "hamlet": self.hamlet,
            "head": self.head,
            "sex": self.sex,
            "birth_year": self.birth_year,
            "id_no": self.id_no,
            "ethnicity": self.ethnicity,
            "members": self.members,
            "causes": list(self.causes),
            "needs": list(self.needs),
            "exit_on": self.exit_on.isoformat() if self.exit_on else None,
            "exit_reason": self.exit_reason,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """A column as it was understood. `field` None: not used. `guessed`: by likeness, please check."""

    letter: str
    label: str
    field: str | None
    guessed: bool
    samples: tuple[str, ...] = ()


@dataclass(slots=True)
class SheetRead:
    """What was made of a sheet, and why; the person may decide otherwise with `ReadingChoices`."""

    name: str
    hidden: bool
    used: bool
    why: str
    rows: int = 0
    encoding: str = "unicode"
    header_row: int | None = None
    fingerprint: str = ""
    columns: tuple[ColumnRead, ...] = ()
    samples: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """What a person decided where reading had to guess; everything may be left out.

    `sheets`: names of the sheets to read, and no others. `encodings`: sheet → "unicode", "tcvn3" or "vni".
    `mappings`: header fingerprint → {column letter: field or None}. `cells`: (sheet, address such as "E14") →
    the text that a person typed in place of what stands there. `answers`: (sheet, row) → the code of the
    household that the row is, "" for a new one, None for a row that says again what another one says.
    """

    sheets: frozenset[str] | None = None
    encodings: Mapping[str, str] = field(default_factory=dict)
    mappings: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)
    answers: Mapping[tuple[str, int], str | None] = field(default_factory=dict)

    def cells_of(self, sheet: str) -> dict[str, str]:
        """Address → text of the cells of one sheet that were typed anew."""
        return {address: text for (name, address), text in self.cells.items() if name == sheet}


@dataclass(slots=True)
class ListRead:
    """A whole list: every row, everything that is wrong, and everything that was left out."""

    sheets: list[SheetRead] = field(default_factory=list)
    rows: list[ListedHousehold] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    mended: Mapping[tuple[str, str], str] = field(default_factory=dict)
    answers: Mapping[tuple[str, int], str | None] = field(default_factory=dict)
    # (sheet, row) → the rows that may be the same household as this one.
    twins: dict[tuple[str, int], tuple[ListedHousehold, ...]] = field(default_factory=dict)

    def leave_out(self) -> None:
        """Passes over the rows that a person called repetitions of others, with all that was said of them."""
        out = {key for key, said in self.answers.items() if said is None}
        for row in self.rows if out else ():
            if (row.sheet, row.row) in out:
                self.passed_over.append(PassedOver(row.sheet, row.row, row.head, "Dòng ghi lặp, bạn đã chọn bỏ."))
        if out:
            self.rows = [row for row in self.rows if (row.sheet, row.row) not in out]
            self.problems = [one for one in self.problems if (one.sheet, one.row) not in out]

    def blocked(self) -> set[tuple[str, int]]:
        """(sheet, row) of every row that cannot be written as it stands."""
        return {(p.sheet, p.row) for p in self.problems if p.blocks}

    def good_rows(self) -> Sequence[ListedHousehold]:
        """The rows without a blocking problem."""
        blocked = self.blocked()
        return [row for row in self.rows if (row.sheet, row.row) not in blocked]

    def to_json(self) -> list[dict]:
        """All rows in the keys of `ListedHousehold.to_json`."""
        return [row.to_json() for row in self.rows]
