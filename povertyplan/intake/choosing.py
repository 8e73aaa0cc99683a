"""Which sheets, which encoding, which column is what: how a list was understood, and how a person decides otherwise."""

from collections import defaultdict

from django import forms
from django.db import transaction

from households.models import Cause
from povertyplan.accounts.models import Unit
from povertyplan.intake.models import HeaderMapping, ImportBatch, SheetChoice
from povertyplan.intake.records import ColumnRead, ListRead, ReadingChoices, SheetRead
from tasks.models import NeedType

ENCODINGS = [("", "Tự nhận biết"), ("unicode", "Unicode"), ("tcvn3", "TCVN3 (.VnTime)"), ("vni", "VNI (VNI-Times)")]
FIELDS = {
    "": "Không dùng",
    "stt": "STT",
    "code": "Mã hộ",
    "head": "Họ và tên chủ hộ",
    "sex": "Giới tính",
    "birth": "Năm sinh, ngày sinh",
    "birth_male": "Năm sinh (nam)",
    "birth_female": "Năm sinh (nữ)",
    "id_no": "Số CCCD/CMND",
    "cmnd": "Số CMND cũ",
    "ethnicity": "Dân tộc",
    "members": "Số khẩu",
    "commune": "Xã, phường",
    "hamlet": "Thôn, tổ dân phố",
    "address": "Địa chỉ (thôn và xã)",
    "causes": "Nguyên nhân nghèo",
    "needs": "Nhu cầu (ghi bằng chữ)",
    "exit": "Thoát nghèo (ngày và lý do)",
    "exit_on": "Ngày thoát nghèo",
    "exit_reason": "Lý do thoát nghèo",
    "note": "Ghi chú",
    "progress": "Tiến độ",
    "seen_on": "Ngày xem xét",
    "progress_note": "Ghi chú tiến độ",
    "person": "Họ và tên (chủ hộ và thành viên)",
    "member_name": "Họ và tên thành viên",
    "relation": "Quan hệ với chủ hộ",
}


def choices_for(unit: Unit | None, batch: ImportBatch | None = None) -> ReadingChoices:
    """What people of `unit` have said about headers before, and what was said about this very list."""
    mappings = defaultdict(dict)
    for fingerprint, letter, field in HeaderMapping.objects.filter(unit=unit).values_list(
        "fingerprint", "letter", "field"
    ):
        mappings[fingerprint][letter] = field or None
    said = list(batch.sheet_choices.all()) if batch else []
    return ReadingChoices(
        sheets=frozenset(one.sheet for one in said if one.is_used) if said else None,
        encodings={one.sheet: one.encoding for one in said if one.encoding},
        mappings=dict(mappings),
        cells=batch.typed_cells() if batch else {},
        answers=batch.answers_given() if batch else {},
    )


class ReadingForm(forms.Form):
    """Every sheet with its use and encoding; every header once, column by column."""

    def __init__(self, *args, read: ListRead, said: ReadingChoices, **kwargs):
        super().__init__(*args, **kwargs)
        self.read = read
        self.headers: dict[int, tuple[SheetRead, list[tuple[str, ColumnRead]]]] = {}
        self.titles = _titles()
        for number, sheet in enumerate(read.sheets):
            self._add_sheet(number, sheet, said)
        seen = set()
        for number, sheet in enumerate(read.sheets):
            if sheet.used and sheet.fingerprint not in seen:
                seen.add(sheet.fingerprint)
                self._add_header(number, sheet)

    def _add_sheet(self, number: int, sheet: SheetRead, said: ReadingChoices) -> None:
        label = f"«{sheet.name}»" + (" (trang ẩn)" if sheet.hidden else "")
        self.fields[f"use-{number}"] = forms.BooleanField(
            label=f"Đọc trang {label}", required=False, initial=sheet.used, help_text=sheet.why
        )
        self.fields[f"encoding-{number}"] = forms.ChoiceField(
            label=f"Bảng mã của {label}",
            choices=ENCODINGS,
            required=False,
            initial=said.encodings.get(sheet.name, ""),
            help_text="; ".join(f"{before} → {after}" for before, after in sheet.samples[:3]),
        )

    def _add_header(self, number: int, sheet: SheetRead) -> None:
        names = []
        for column in sheet.columns:
            name = f"column-{number}-{column.letter}"
            titles = dict(self.titles)
            titles.setdefault(column.field or "", column.label)
            self.fields[name] = forms.ChoiceField(
                label=f"Cột {column.letter}: {column.label or 'không có tiêu đề'}",
                choices=list(titles.items()),
                required=False,
                initial=column.field or "",
                help_text=", ".join(str(sample) for sample in column.samples[:3]),
            )
            names.append((name, column))
        self.headers[number] = (sheet, names)

    @property
    def sheets(self):
        """(sheet, its two fields), for the page."""
        return [
            (sheet, self[f"use-{number}"], self[f"encoding-{number}"]) for number, sheet in enumerate(self.read.sheets)
        ]

    @property
    def columns(self):
        """(sheet, [(column, its field)]) of every header, for the page."""
        return [(sheet, [(column, self[name]) for name, column in names]) for sheet, names in self.headers.values()]

    def mappings(self) -> dict[str, dict[str, str]]:
        """Fingerprint → {letter: field} of the columns that the person decided otherwise."""
        changed = defaultdict(dict)
        for sheet, names in self.headers.values():
            for name, column in names:
                chosen = self.cleaned_data[name]
                if chosen != (column.field or ""):
                    changed[sheet.fingerprint][column.letter] = chosen
        return changed

    def sheet_choices(self) -> dict[str, tuple[bool, str]]:
        return {
            sheet.name: (self.cleaned_data[f"use-{number}"], self.cleaned_data[f"encoding-{number}"])
            for number, sheet in enumerate(self.read.sheets)
        }


@transaction.atomic
def remember(batch: ImportBatch, form: ReadingForm) -> None:
    """Keeps what was decided: sheets for this list alone, columns for every list of the unit with that header."""
    batch.sheet_choices.all().delete()
    SheetChoice.objects.bulk_create(
        SheetChoice(batch=batch, sheet=name, is_used=used, encoding=encoding)
        for name, (used, encoding) in form.sheet_choices().items()
    )
    HeaderMapping.objects.bulk_create(
        [
            HeaderMapping(unit=batch.unit, fingerprint=fingerprint, letter=letter, field=field)
            for fingerprint, columns in form.mappings().items()
            for letter, field in columns.items()
            if batch.unit  # a list that a command brought has nobody whose headers to remember
        ],
        update_conflicts=True,
        unique_fields=["unit", "fingerprint", "letter"],
        update_fields=["field"],
    )


def _titles() -> dict[str, str]:
    needs = {f"need:{code}": f"Nhu cầu: {name}" for code, name in NeedType.objects.values_list("code", "name")}
    causes = {f"cause:{code}": f"Nguyên nhân: {name}" for code, name in Cause.objects.values_list("code", "name")}
    return FIELDS | needs | causes
