"""What a list would change: new, changed field by field, unchanged, missing, in question.

Pure. A list tells only what it has a column for, an empty cell erases nothing, and work that somebody has
recorded (help given, an exit decided, a need ended) is never undone by a file.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from povertyplan.intake import looks
from povertyplan.intake.held import NOTE, Held, HeldNeed, hamlet_key
from povertyplan.intake.looks import Look, Stamp
from povertyplan.intake.matching import Asked, Matches, problem
from povertyplan.intake.records import CAUSES, ListedHousehold, ListedMember, ListRead, PassedOver, Problem
from povertyplan.vietnamese import matching_key

# What the database holds at most; longer texts are slips, such as a whole address in the column of names.
LONGEST = {"head": 100, "hamlet": 80, "ethnicity": 40}
MOST_MEMBERS = 99
# Kinds of problems that are questions: who is this row?
ASKED = frozenset({"two_candidates", "same_household", "household_twice"})
# Fields that are compared as they are; the others have a rule of their own below.
PLAIN = ("sex", "birth_year", "birth_on", "members")
# Names, places, peoples: capitals and the place of the tone are no difference.
WRITTEN = ("head", "ethnicity")


@dataclass(slots=True)
class Change:
    """One field that the list tells otherwise than we hold it."""

    field: str
    before: object
    after: object


@dataclass(slots=True)
class Verdict:
    """What becomes of one row. `kept`: what the list says otherwise and we keep, as sentences."""

    row: ListedHousehold
    held: Held | None
    changes: list[Change] = field(default_factory=list)
    new_needs: tuple[str, ...] = ()
    dropped_needs: tuple[HeldNeed, ...] = ()
    new_exit: tuple[date, str] | None = None
    new_people: tuple[ListedMember, ...] = ()
    look: Look | None = None
    joins_plan: bool = False
    back_in_list: bool = False
    kept: list[str] = field(default_factory=list)
    newer_here: list[Change] = field(default_factory=list)

    @property
    def is_change(self) -> bool:
        return bool(
            self.changes
            or self.new_needs
            or self.dropped_needs
            or self.new_exit
            or self.new_people
            or self.look
            or self.joins_plan
            or self.back_in_list
        )


@dataclass(frozen=True, slots=True)
class Question:
    """A row of which a person has to say who it is: a household that we hold, a new one, or one of its twins."""

    row: ListedHousehold
    candidates: tuple[Held, ...]
    twins: tuple[ListedHousehold, ...]
    may_be_new: bool


@dataclass(slots=True)
class Comparison:
    """The whole list against what we hold; pages, file of errors and writing read this one."""

    new: list[Verdict] = field(default_factory=list)
    changed: list[Verdict] = field(default_factory=list)
    unchanged: list[Verdict] = field(default_factory=list)
    missing: list[Held] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    blocked: set[tuple[str, int]] = field(default_factory=set)
    read: int = 0
    stops: bool = False  # a problem of the whole file: not even good rows can be written
    sheets: list = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    # (sheet, row) → the row, of those that something has to be said about.
    in_question: dict[tuple[str, int], ListedHousehold] = field(default_factory=dict)
    questions: dict[tuple[str, int], Question] = field(default_factory=dict)
    mended: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def is_blocked(self) -> bool:
        return self.stops or bool(self.blocked)

    @property
    def has_many_sheets(self) -> bool:
        return sum(sheet.used for sheet in self.sheets) > 1

    @property
    def writes(self) -> int:
        return len(self.new) + len(self.changed)

    @property
    def kept(self) -> list[Verdict]:
        """Rows of which something that the list says is not taken over, whatever else changes."""
        return [verdict for verdict in [*self.changed, *self.unchanged] if verdict.kept or verdict.newer_here]

    @property
    def newer_here(self) -> int:
        return sum(bool(verdict.newer_here) for verdict in self.kept)

    def counts(self) -> dict[str, int]:
        return {
            "read": self.read,
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "missing": len(self.missing),
            "blocked": len(self.blocked),
        }

    def digest(self) -> str:
        """Differs when what would be written differs, because of the file or because of what we hold."""
        mark = hashlib.sha256()
        for verdict in self.new:
            mark.update(f"+{verdict.row.sheet}:{verdict.row.row}\n".encode())
        for verdict in self.changed:
            mark.update(f"~{verdict.row.sheet}:{verdict.row.row}:{verdict.held.pk}:{_told(verdict)}\n".encode())
        for one in self.missing:
            mark.update(f"-{one.pk}\n".encode())
        mark.update(f"!{sorted(self.blocked)}{self.stops}{sorted(self.mended.items())}".encode())
        return mark.hexdigest()


def _told(verdict: Verdict) -> str:
    changes = [(change.field, change.before, change.after) for change in verdict.changes]
    dropped = [need.pk for need in verdict.dropped_needs]
    people = [member.name for member in verdict.new_people]
    return repr((changes, verdict.new_needs, dropped, verdict.new_exit, people, verdict.joins_plan, verdict.look))


@dataclass(frozen=True, slots=True)
class Rules:
    """What the reference tables allow. `types`: need types that the plan knows, code → name."""

    types: Mapping[str, str]
    reasons: frozenset[str]
    commune: str | None = None
    commune_name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    # Household code → how it stood when the list went out from here; what we changed since is ours.
    versions: Mapping[str, Stamp] = field(default_factory=dict)
    today: date = date.max
    signed: bool = True  # False: nobody is there by whom a household could have been seen


def compare(read: ListRead, matches: Matches, held: Iterable[Held], rules: Rules) -> Comparison:
    """`held` are the households of every commune that the list covers."""
    unreadable = read.blocked()
    # A row that is wrong in itself is mended first; whom it may be is asked when it can be read.
    problems = [*read.problems, *(one for one in matches.problems if (one.sheet, one.row) not in unreadable)]
    for row, one in zip(read.rows, matches.pairs, strict=True):
        problems += check(row, one, rules)
        if looks.tells(row) and (row.sheet, row.row) not in unreadable:
            problems += looks.check(row, one, rules.versions.get(row.code), rules.today)
    whole = {p.sheet for p in problems if p.blocks and not p.row}
    result = Comparison(
        problems=problems,
        blocked={(p.sheet, p.row) for p in problems if p.blocks and p.row},
        stops=bool(whole),
        read=len(read.rows),
        sheets=read.sheets,
        passed_over=read.passed_over,
        mended=read.mended,
    )
    told = {(p.sheet, p.row) for p in problems}
    result.in_question = {(row.sheet, row.row): row for row in read.rows if (row.sheet, row.row) in told}
    result.questions = _questions(read, matches, {(p.sheet, p.row) for p in problems if p.kind in ASKED})
    for row, one in zip(read.rows, matches.pairs, strict=True):
        if (row.sheet, row.row) not in result.blocked:
            _judge(row, one, rules, result)
    seen = {one.pk for one in matches.pairs if one is not None} | _in_question(read.rows, result.blocked, held)
    result.missing = [one for one in held if one.entry is not None and one.pk not in seen]
    return result


def _questions(read: ListRead, matches: Matches, asked: set[tuple[str, int]]) -> dict[tuple[str, int], Question]:
    """What can be answered by choosing, of the rows `asked` about."""
    found = {}
    for index, row in enumerate(read.rows if asked else ()):
        if (key := (row.sheet, row.row)) in asked:
            one = matches.pairs[index]
            may_be = matches.asked.get(index) or Asked((one,) if one else (), may_be_new=one is None)
            twins = read.twins.get(key) or tuple(read.rows[other] for other in may_be.twins)
            found[key] = Question(row, may_be.candidates, twins, may_be.may_be_new)
    return found


def _in_question(rows: Sequence[ListedHousehold], blocked, held) -> set[int]:
    """Households that a blocked row may be: nobody can say that they are missing."""
    keys = {(row.commune, matching_key(row.head)) for row in rows if (row.sheet, row.row) in blocked}
    numbers = {row.id_no for row in rows if row.id_no and (row.sheet, row.row) in blocked}
    return {one.pk for one in held if (one.commune, one.head_key) in keys or one.id_no in numbers}


def _judge(row: ListedHousehold, one: Held | None, rules: Rules, result: Comparison) -> None:
    if one is None:
        new_exit = (row.exit_on, row.exit_reason) if row.exit_on else None
        verdict = Verdict(row, None, new_needs=row.needs, new_exit=new_exit, new_people=row.people)
        result.new.append(verdict)
        return
    verdict = differences(row, one, rules)
    stamp = rules.versions.get(one.code)
    if stamp and stamp.version != one.version:
        _keep_ours(verdict)
    (result.changed if verdict.is_change else result.unchanged).append(verdict)


def _keep_ours(verdict: Verdict) -> None:
    """Somebody edited the household here after the list had gone out: the older values do not come back."""
    ours = [change for change in verdict.changes if change.field != "exit"]
    if ours:
        verdict.changes = [change for change in verdict.changes if change.field == "exit"]
        verdict.newer_here = ours


def check(row: ListedHousehold, one: Held | None, rules: Rules) -> Iterable[Problem]:
    """What only the database's tables and the account can say about a row."""
    if rules.commune and row.commune and row.commune != rules.commune:
        text = (
            f"Dòng này thuộc {rules.names.get(row.commune, row.commune)}, "
            f"tài khoản của bạn chỉ nhập được {rules.commune_name}. Hãy bỏ dòng này khỏi tệp."
        )
        yield problem(row, "commune", "other_commune", text, value=rules.names.get(row.commune, row.commune))
    for name, limit in LONGEST.items():
        if len(getattr(row, name)) > limit:
            text = f"Ô này dài hơn {limit} ký tự. Hãy kiểm tra xem có ghi nhầm cột không."
            yield problem(row, name, "too_long", text, value=getattr(row, name)[: LONGEST["ethnicity"]])
    if row.members and row.members > MOST_MEMBERS:
        text = f"Số khẩu {row.members} quá lớn. Hãy ghi số người trong hộ."
        yield problem(row, "members", "bad_members", text, value=str(row.members))
    if one is None and row.head and not row.hamlet:
        text = "Hộ mới phải có thôn, tổ dân phố. Hãy ghi vào cột hoặc dòng tiêu đề của thôn."
        yield problem(row, "hamlet", "no_hamlet", text)
    if row.exit_on and row.exit_reason not in rules.reasons:
        text = (
            "Chưa rõ lý do thoát nghèo. Hãy ghi một trong các lý do: tự vươn lên, được hỗ trợ, người có công, "
            "rà soát lại tiêu chí, đã chết, chuyển đi, nhập hộ."
        )
        yield problem(row, "exit_reason", "unknown_reason", text, value=row.exit_reason or "")
    elif row.exit_reason and not row.exit_on and not (one and one.exit):
        text = "Có lý do thoát nghèo nhưng thiếu ngày. Hãy ghi ngày ra khỏi danh sách, ví dụ 06/07/2022."
        yield problem(row, "exit_on", "no_exit_day", text)


def differences(row: ListedHousehold, one: Held, rules: Rules) -> Verdict:
    """One matched row, field by field."""
    verdict = Verdict(row, one, joins_plan=one.entry is None, back_in_list=one.to_review)
    given = row.layout.given
    changes = verdict.changes
    for name in WRITTEN:
        before, after = getattr(one, name), getattr(row, name)
        if after and name in given and after != before and matching_key(after) != matching_key(before):
            changes.append(Change(name, before, after))
    if row.hamlet and hamlet_key(row.hamlet) != one.hamlet_key:
        changes.append(Change("hamlet", one.hamlet, row.hamlet))
    for name in PLAIN:
        after = getattr(row, name)
        if after is not None and after != getattr(one, name) and name in given:
            changes.append(Change(name, getattr(one, name), after))
    if row.birth_year and one.birth_on and not row.birth_on and row.birth_year != one.birth_on.year:
        changes.append(Change("birth_on", one.birth_on, None))
    _numbers(row, one, changes)
    if row.causes and set(row.causes) != set(one.causes):
        changes.append(Change("causes", tuple(one.causes), tuple(sorted(row.causes, key=CAUSES.index))))
    if row.note and row.note[:NOTE] != one.note:
        changes.append(Change("note", one.note, row.note[:NOTE]))
    if "needs" in given:
        _needs(row, one, verdict, rules)
    _exit(row, one, verdict)
    if row.people:
        verdict.new_people = _strangers(row, one)
    if looks.tells(row):
        _look(row, one, verdict, rules)
    return verdict


def _look(row: ListedHousehold, one: Held, verdict: Verdict, rules: Rules) -> None:
    stamp = rules.versions.get(one.code)
    if one.exit and not looks.is_untouched(row, one, stamp):
        verdict.kept.append("Hộ đã ra khỏi danh sách, tiến độ ghi trong tệp không được ghi.")
    elif look := looks.look_of(row, one, stamp):
        if rules.signed:
            verdict.look = look
        else:
            verdict.kept.append("Tiến độ ghi trong tệp không được ghi: lệnh không có người đã xem xét hộ.")


def _numbers(row: ListedHousehold, one: Held, changes: list[Change]) -> None:
    """A nine-digit number beside a twelve-digit one is the old card, not another person."""
    known = {one.id_no, one.old_id_no}
    told = [number for number in (row.id_no, row.old_id_no) if number and number not in known]
    for number in told:
        if one.id_no and len(one.id_no) == 12 and len(number) == 9:
            changes.append(Change("old_id_no", one.old_id_no, number))
            continue
        changes.append(Change("id_no", one.id_no, number))
        if one.id_no and len(one.id_no) == 9 and not one.old_id_no:
            changes.append(Change("old_id_no", None, one.id_no))


def _needs(row: ListedHousehold, one: Held, verdict: Verdict, rules: Rules) -> None:
    listed = set(row.needs)
    known = {code for need in one.needs for code in (need.type, need.listed_as)}
    verdict.new_needs = tuple(code for code in row.needs if code not in known | one.refused)
    for code in row.needs:
        if code in one.refused and code not in known:
            verdict.kept.append(f"Nhu cầu «{rules.types[code]}» đã kết thúc trong phần mềm, không mở lại theo tệp.")
    dropped = [need for need in one.needs if not {need.type, need.listed_as} & listed]
    verdict.dropped_needs = tuple(need for need in dropped if need.untouched)
    for need in dropped:
        if not need.untouched:
            verdict.kept.append(f"Nhu cầu «{rules.types[need.type]}» không có trong tệp nhưng đang thực hiện, giữ lại.")


def _exit(row: ListedHousehold, one: Held, verdict: Verdict) -> None:
    if not row.exit_on:
        return
    told = row.exit_on, row.exit_reason
    if one.exit is None and one.exit_under_way:
        verdict.kept.append("Hộ đang có đề nghị thoát nghèo chờ xử lý; việc thoát nghèo ghi trong tệp không được ghi.")
    elif one.exit is None:
        verdict.new_exit = told
    elif told != (one.exit.on, one.exit.reason):
        if one.exit.from_list:
            verdict.changes.append(Change("exit", (one.exit.on, one.exit.reason), told))
        else:
            verdict.kept.append("Tệp ghi thoát nghèo khác với quyết định đã nhập; giữ theo quyết định.")


def _strangers(row: ListedHousehold, one: Held) -> tuple[ListedMember, ...]:
    """Members that we do not hold yet; those whom we hold are edited on their own page."""
    numbers = {member.id_no for member in one.people if member.id_no}
    names = {(matching_key(member.name), member.birth_year) for member in one.people}
    return tuple(
        member
        for member in row.people
        if member.id_no not in numbers and (matching_key(member.name), member.birth_year) not in names
    )
