"""Imports point left, never right: accounts ← households ← tasks ← reports and intake (docs/development.md)."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FRAME, ACCOUNTS, HOUSEHOLDS, TASKS, TOP, ROOF = range(6)
FLOORS = {
    "povertyplan.bulk": FRAME,
    "povertyplan.clock": FRAME,
    "povertyplan.fields": FRAME,
    "povertyplan.files": FRAME,
    "povertyplan.photos": FRAME,
    "povertyplan.listing": FRAME,
    "povertyplan.vietnamese": FRAME,
    "povertyplan.working": FRAME,
    "povertyplan.sheets": ACCOUNTS,  # writes workbooks and the access log
    "povertyplan.accounts": ACCOUNTS,
    "households": HOUSEHOLDS,
    "tasks": TASKS,
    "reports": TOP,
    "povertyplan.intake": TOP,
    "povertyplan": ROOF,
}


def floor_of(module: str) -> tuple[str, int] | None:
    """The room with the longest name that `module` lies in, and its floor; None for other people's code."""
    rooms = [room for room in FLOORS if module == room or module.startswith(room + ".")]
    return (room := max(rooms, key=len), FLOORS[room]) if rooms else None


def our_modules():
    for top in ("povertyplan", "households", "tasks", "reports"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "tests" not in parts and "migrations" not in parts:
                yield ".".join(parts).removesuffix(".__init__"), path


def imports_of(path: Path):
    """Every import, also those inside functions: a deferred import hides an arrow, it does not turn it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def turned_arrow(importer: str, imported: str) -> bool:
    own, other = floor_of(importer), floor_of(imported)
    if other is None or imported == "povertyplan" or own[0] == other[0]:
        return False
    return other[1] > own[1] or (own[1] == other[1] == TOP)


@pytest.mark.parametrize(("module", "path"), [pytest.param(m, p, id=m) for m, p in our_modules()])
def test_no_import_points_up(module, path):
    wrong = sorted({imported for imported in imports_of(path) if turned_arrow(module, imported)})
    assert not wrong, f"{module} imports {', '.join(wrong)}"


def test_a_turned_arrow_would_be_seen():
    assert turned_arrow("households.views", "tasks.models")
    assert turned_arrow("reports.figures", "povertyplan.intake.models")
    assert turned_arrow("tasks.steps", "povertyplan.tables")
    assert not turned_arrow("tasks.steps", "households.changes")
