"""The plan's list as a workbook to fill in offline and send back: codes, drop-downs, ID numbers as text."""

import io
from collections.abc import Sequence

from django.utils import timezone
from import_export.widgets import Widget
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineError, CalamineWorkbook

from households.models import Cause, Movement, Plan
from households.models.person import Sex
from povertyplan import clock
from povertyplan.accounts.models import Unit
from povertyplan.intake import places
from povertyplan.intake.held import Held, held_in
from povertyplan.intake.looks import LABELS, Stamp
from povertyplan.intake.marking import put
from povertyplan.intake.resource import AsText, Coded, ListResource, Told
from tasks.models import NeedType

BEFORE = "code head birth_year sex id_no old_id_no ethnicity commune hamlet members causes".split()
AFTER = ["exit_on", "exit_reason", "note", "progress", "seen_on", "progress_note"]
LISTS, VERSIONS = "Danh mục", "Phiên bản"  # hidden; the reader passes hidden sheets over
HEAD = 5
SPARE_ROWS = 200  # drop-downs reach below the last household, for those that come to the list
WIDTHS = {"head": 26, "id_no": 16, "old_id_no": 13, "commune": 18, "hamlet": 22, "causes": 40, "exit_reason": 34}
WIDTHS |= {"progress": 16, "seen_on": 13, "progress_note": 40}
_LINE = Border(*[Side(style="thin", color="B1B4B6")] * 4)
_FILL = PatternFill("solid", fgColor="E3EEF7")


class FilledResource(ListResource):
    """The same columns, with causes in full and ID numbers in digits (or not at all)."""

    def __init__(self, *, numbers: bool, **kwargs):
        super().__init__(**kwargs)
        self.fields["causes"].widget = Coded(dict(Cause.objects.values_list("code", "name")))
        for name in ("id_no", "old_id_no"):
            self.fields[name].widget = AsText() if numbers else Withheld()


class Withheld(Widget):
    def render(self, value, obj=None, **kwargs):
        return ""


def filled_list(plan: Plan, commune: Unit | None, *, numbers: bool) -> bytes:
    """The households of `commune`, or of the whole town. Without `numbers` their ID columns are empty.

    What is not told cannot be changed: an empty cell that comes back erases nothing.
    """
    everyone = held_in(plan, [commune] if commune else None, with_looks=True)
    held = [one for one in everyone if one.entry is not None]
    names = {code: unit.name for code, unit in places.communes_of(plan).items()}
    resource = FilledResource(numbers=numbers, communes=names)
    types = list(NeedType.objects.all())
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    _write_head(sheet, plan, commune, resource, types)
    for number, one in enumerate(held, start=1):
        _write_row(sheet, HEAD + 1 + number, number, one, resource, types)
    _lay_out(book, sheet, len(held), types)
    _stamp(book, held)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _stamp(book: Workbook, held: Sequence[Held]) -> None:
    """Hidden: how each household stood when the list went out, so that later edits of ours are not undone."""
    sheet = book.create_sheet(VERSIONS)
    sheet.sheet_state = "hidden"
    for one in held:
        stamp = Stamp(one.version, one.progress, one.seen_on.isoformat() if one.seen_on else "", one.progress_note)
        sheet.append([one.code, stamp.version])
        for column, text in enumerate(stamp[1:], start=3):
            put(sheet.cell(sheet.max_row, column), text or None)


def versions_in(data: bytes) -> dict[str, Stamp]:
    """Household code → how it stood when this list went out; nothing for lists that are not ours."""
    if not data.startswith(b"PK"):
        return {}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_name(VERSIONS).to_python() if VERSIONS in book.sheet_names else []
        return {str(code): Stamp(int(version), *map(str, looked[:3])) for code, version, *looked in rows}
    except (CalamineError, ValueError, TypeError):
        return {}


def _write_head(sheet, plan: Plan, commune: Unit | None, resource: ListResource, types: Sequence[NeedType]) -> None:
    where = commune.name.upper() if commune else "THỊ XÃ HƯƠNG TRÀ"
    put(sheet["A1"], f"DANH SÁCH HỘ NGHÈO {where} NĂM {plan.year}")
    sheet["A1"].font = Font(bold=True, size=13)
    moment = timezone.localtime(clock.now())
    how = "Giữ nguyên cột Mã hộ; đánh dấu x vào ô nhu cầu; ghi tiến độ vào ba cột cuối."
    put(sheet["A2"], f"Xuất từ phần mềm lúc {moment:%H:%M %d/%m/%Y}. {how}")
    titles = ["STT", *(resource.fields[name].column_name for name in BEFORE)]
    titles += ["Nhu cầu hỗ trợ"] + [""] * (len(types) - 1)
    titles += [resource.fields[name].column_name for name in AFTER]
    first = len(BEFORE) + 2
    for column, title in enumerate(titles, start=1):
        put(sheet.cell(HEAD, column), title)
        if first <= column < first + len(types):
            put(sheet.cell(HEAD + 1, column), types[column - first].short_name)
        else:
            sheet.merge_cells(start_row=HEAD, end_row=HEAD + 1, start_column=column, end_column=column)
        for row in (HEAD, HEAD + 1):
            cell = sheet.cell(row, column)
            cell.font, cell.fill, cell.border = Font(bold=True), _FILL, _LINE
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    sheet.merge_cells(start_row=HEAD, end_row=HEAD, start_column=first, end_column=first + len(types) - 1)


def _write_row(sheet, row: int, number: int, one: Held, resource: ListResource, types: Sequence[NeedType]) -> None:
    told = Told.by_us(one)
    needs = set(one.counted_needs)
    numbers = {"birth_year", "members"}
    values = [number]
    values += [getattr(told, name) if name in numbers else resource.fields[name].export(told) for name in BEFORE]
    values += ["x" if need_type.code in needs else "" for need_type in types]
    values += [resource.fields[name].export(told) for name in AFTER]
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        if value not in ("", None):
            put(cell, value)
        cell.border = _LINE


def _lay_out(book: Workbook, sheet, count: int, types: Sequence[NeedType]) -> None:
    last = HEAD + 1 + count + SPARE_ROWS
    names = ["STT", *BEFORE, *(need_type.code for need_type in types), *AFTER]
    letters = {name: get_column_letter(column) for column, name in enumerate(names, start=1)}
    for name, letter in letters.items():
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 10)
    for name in ("code", "id_no", "old_id_no", "exit_on", "seen_on"):
        for row in range(HEAD + 2, last + 1):
            sheet[f"{letters[name]}{row}"].number_format = "@"  # so that Excel keeps zeros and days as typed
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    choices = {
        "sex": [label for _, label in Sex.choices],
        "exit_reason": [label for _, label in Movement.Reason.choices],
        "progress": list(LABELS.values()),
    } | {need_type.code: ["x"] for need_type in types}
    for column, (name, values) in enumerate(choices.items(), start=1):
        for row, value in enumerate(values, start=1):
            put(lists.cell(row, column), value)
        source = get_column_letter(column)
        rule = DataValidation("list", formula1=f"'{LISTS}'!${source}$1:${source}${len(values)}", allow_blank=True)
        rule.error, rule.errorTitle = "Hãy chọn trong danh sách hoặc để trống.", "Giá trị không có trong danh mục"
        sheet.add_data_validation(rule)
        rule.add(f"{letters[name]}{HEAD + 2}:{letters[name]}{last}")
    sheet.freeze_panes = sheet.cell(HEAD + 2, 4)
    sheet.print_title_rows = f"{HEAD}:{HEAD + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
