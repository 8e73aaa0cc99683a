"""A household of a list as django-import-export sees it: columns with Vietnamese titles, and the diff of two.

The same resource shows what an import changes and writes the list that a commune downloads to fill in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from import_export import resources
from import_export.fields import Field
from import_export.resources import Diff
from import_export.widgets import DateWidget, Widget

from households.models import Cause, Movement
from households.models.person import Sex
from povertyplan.fields import masked
from povertyplan.intake.comparing import Verdict
from povertyplan.intake.held import Held
from povertyplan.intake.looks import LABELS
from povertyplan.intake.records import ListedHousehold
from tasks.models import NeedType


@dataclass(frozen=True, slots=True)
class Told:
    """A household in the words of a list, whether it comes from a file or from the database."""

    code: str = ""
    commune: str = ""
    hamlet: str = ""
    head: str = ""
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
    people: tuple[str, ...] = ()
    listed: str = ""

    @classmethod
    def by_row(cls, row: ListedHousehold) -> "Told":
        told = {field.name: getattr(row, field.name) for field in fields(cls) if field.name not in OURS}
        return cls(**told, people=tuple(member.name for member in row.people))

    @classmethod
    def by_us(cls, one: Held) -> "Told":
        told = {field.name: getattr(one, field.name) for field in fields(cls) if field.name not in DERIVED}
        on, reason = (one.exit.on, one.exit.reason) if one.exit else (None, None)
        return cls(**told, needs=tuple(one.counted_needs), exit_on=on, exit_reason=reason)


OURS = {"people", "listed"}
DERIVED = OURS | {"needs", "exit_on", "exit_reason"}


def after(verdict: Verdict, before: Told) -> Told:
    """`before` with everything that this row would change."""
    changed = {change.field: change.after for change in verdict.changes if change.field != "exit"}
    exits = [change.after for change in verdict.changes if change.field == "exit"] or [verdict.new_exit]
    if exits[0]:
        changed["exit_on"], changed["exit_reason"] = exits[0]
    if verdict.new_needs or verdict.dropped_needs:
        dropped = {need.type for need in verdict.dropped_needs}
        kept = tuple(code for code in before.needs if code not in dropped)
        changed["needs"] = kept + verdict.new_needs
    if verdict.look:
        changed["progress"], changed["seen_on"] = verdict.look.progress, verdict.look.on
        changed["progress_note"] = verdict.look.note or before.progress_note
    if verdict.new_people:
        changed["people"] = tuple(f"thêm {member.name}" for member in verdict.new_people)
    if verdict.joins_plan or verdict.back_in_list:
        changed["listed"] = "có trong danh sách"
    return replace(before, **changed)


class Coded(Widget):
    """Codes are shown by name: "x; y"."""

    def __init__(self, names: Mapping[str, str]):
        super().__init__()
        self.names = names

    def render(self, value, obj=None, **kwargs):
        codes = value if isinstance(value, list | tuple) else [value] if value else []
        return "; ".join(str(self.names.get(code, code)) for code in codes)


class Masked(Widget):
    def render(self, value, obj=None, **kwargs):
        return masked(value)


class AsText(Widget):
    """Years and numbers as they are written, without a thousands' dot."""

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class ListResource(resources.Resource):
    """The columns of a list. `names`: code → name of causes, needs and reasons, read once."""

    code = Field("code", "Mã hộ", AsText())
    commune = Field("commune", "Xã, phường", AsText())
    hamlet = Field("hamlet", "Thôn, tổ dân phố", AsText())
    head = Field("head", "Họ và tên chủ hộ", AsText())
    sex = Field("sex", "Giới tính", Coded(dict(Sex.choices)))
    birth_year = Field("birth_year", "Năm sinh", AsText())
    birth_on = Field("birth_on", "Ngày sinh", DateWidget("%d/%m/%Y"))
    id_no = Field("id_no", "Số CCCD/CMND", Masked())
    old_id_no = Field("old_id_no", "Số CMND cũ", Masked())
    ethnicity = Field("ethnicity", "Dân tộc", AsText())
    members = Field("members", "Số khẩu", AsText())
    causes = Field("causes", "Nguyên nhân nghèo", Coded({}))
    needs = Field("needs", "Nhu cầu", Coded({}))
    exit_on = Field("exit_on", "Ngày thoát nghèo", DateWidget("%d/%m/%Y"))
    exit_reason = Field("exit_reason", "Lý do thoát nghèo", Coded(dict(Movement.Reason.choices)))
    note = Field("note", "Ghi chú", AsText())
    progress = Field("progress", "Tiến độ", Coded(LABELS))
    seen_on = Field("seen_on", "Ngày xem xét", DateWidget("%d/%m/%Y"))
    progress_note = Field("progress_note", "Ghi chú tiến độ", AsText())
    people = Field("people", "Thành viên", Coded({}))
    listed = Field("listed", "Danh sách của kế hoạch", AsText())

    def __init__(self, communes: Mapping[str, str] | None = None, **kwargs):
        super().__init__(**kwargs)
        self.fields["commune"].widget = Coded(communes or {})
        self.fields["causes"].widget = Coded(dict(Cause.objects.values_list("code", "short_name")))
        self.fields["needs"].widget = Coded(dict(NeedType.objects.values_list("code", "short_name")))

    def summary(self, verdict: Verdict) -> dict[str, str]:
        """A new row in words, by field."""
        told = Told.by_row(verdict.row)
        return {name: field.export(told) for name, field in self.fields.items()}

    def differences(self, verdict: Verdict) -> list[tuple[str, str, str]]:
        """(title, what we hold, what the list says) of every column that a row changes."""
        before = Told.by_us(verdict.held)
        diff = Diff(self, before, new=False)
        diff.compare_with(self, after(verdict, before))
        titles = [field.column_name for field in self.get_import_fields()]
        return [(title, old, new) for title, old, new in zip(titles, diff.left, diff.right, strict=True) if old != new]
