"""The preview of a big list as it is kept: numbers, and the first lines of each part in words.

Comparing 20,000 rows takes seconds, so it happens once, in the worker, and the pages read what it left here.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from povertyplan import bulk
from povertyplan.intake import places, showing
from povertyplan.intake.comparing import Comparison
from povertyplan.intake.jobs import ImportJob, PreviewLine
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.resource import ListResource

LINES = 500  # of each part; nobody turns 400 pages, and the file of errors has all problems
SHEETS = "sheets"
COLUMNS = "batch_id part sheet row cell who household_code text blocks".split()


@transaction.atomic
def keep(job: ImportJob, comparison: Comparison) -> None:
    """Puts the comparison away for the preview page; numbers go onto `job`, which the caller saves."""
    job.digest, job.row_count, job.stops = comparison.digest(), comparison.read, comparison.stops
    job.problem_count, job.kept_count = len(comparison.problems), len(comparison.kept)
    job.skipped_count, job.newer_here_count = len(comparison.passed_over), comparison.newer_here
    job.guessed_count = showing.guessed_columns(comparison)
    forget(job.batch)
    names = {code: unit.name for code, unit in places.communes_of(job.batch.plan).items()}
    bulk.insert_values(PreviewLine, COLUMNS, ((job.batch_id, *line) for line in _lines(comparison, names)))


def forget(batch: ImportBatch) -> None:
    """Personal data that was only there to be looked at."""
    PreviewLine.objects.filter(batch=batch).delete()


def _lines(comparison: Comparison, communes: dict[str, str]) -> Iterator[tuple]:
    """part, sheet, row, cell, who, code, text, blocks."""
    words = ListResource(communes=communes)
    problems = sorted(comparison.problems, key=lambda one: (not one.blocks, one.kind))
    for one in islice(problems, LINES):
        text = f"{one.message} Trong tệp: «{one.value}»." if one.value else one.message
        yield "problems", one.sheet, one.row, one.cell, "", "", text, one.blocks
    for verdict in islice(comparison.changed, LINES):
        told = (f"{title}: {old or 'trống'} → {new or 'trống'}" for title, old, new in words.differences(verdict))
        yield _of("changed", verdict, "; ".join(told))
    for verdict in islice(comparison.new, LINES):
        yield _of("new", verdict, _summary(words.summary(verdict)))
    for one in islice(comparison.missing, LINES):
        yield "missing", "", 0, "", one.head, one.code, f"{one.hamlet}, {communes.get(one.commune, '')}", False
    for verdict in islice(comparison.kept, LINES):
        newer = ["Hộ đã được sửa trong phần mềm sau khi xuất tệp này, giữ theo phần mềm."] if verdict.newer_here else []
        yield _of("kept", verdict, " ".join(verdict.kept + newer))
    for one in islice(comparison.passed_over, LINES):
        yield "skipped", one.sheet, one.row, "", "", "", f"«{one.text}» – {one.why}" if one.text else one.why, False
    for sheet in comparison.sheets:
        used = f"đã dùng, {sheet.rows} hộ" if sheet.used else "bỏ qua"
        yield SHEETS, sheet.name, 0, "", "", "", f"{used} ({sheet.why})", False


def _of(part: str, verdict, text: str) -> tuple:
    row, held = verdict.row, verdict.held
    who, code = (held.head, held.code) if held else (row.head, "")
    return part, row.sheet, row.row, "", who[:100], code, text, False


def _summary(told: dict[str, str]) -> str:
    exit_told = f"đã thoát nghèo {told['exit_on']}" if told["exit_on"] else ""
    facts: Iterable[str] = told["birth_year"], f"{told['hamlet']}, {told['commune']}", told["needs"], exit_told
    return "; ".join(fact for fact in facts if fact)
