"""Writing the texts of a paper before it is handed in: by section, and nothing lost when two people write.

A section is saved only when its text was changed; one that takes the offered sentences follows the figures
again. Each carries the version that its writer opened: where somebody else has saved the same section since,
nothing of the form is saved and the page shows both texts.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from households.changes import Refused, Stale, must_be_open
from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Permission
from reports.drafting.content import Part
from reports.models import Draft, DraftText, Obligation
from reports.turn import locked, must_be_theirs

MOST_LETTERS = 10_000


@dataclass(frozen=True)
class Written:
    """What a person left in one section: `version` is that of the row they opened, 0 where there was none."""

    section: str
    text: str
    version: int


@dataclass(frozen=True)
class Paper:
    """Number and day of the paper, as typed on the draft that was opened at `version`."""

    document_no: str
    document_on: date | None
    version: int


class Overtaken(Stale):
    """Others saved some of the same sections after the page was opened."""

    def __init__(self, rows: Iterable[DraftText], draft: Draft | None = None):
        super().__init__("Người khác vừa lưu cùng mục sau khi bạn mở trang.")
        self.rows = {row.section: row for row in rows}
        self.draft = draft  # where the number or the day of the paper is what both changed


def clean(text: str) -> str:
    """As it is kept: single line ends, no blanks at the ends of lines, no blank lines around."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def mark(text: str) -> str:
    """A short sign of what a page showed, by which a form tells a changed text from one left alone."""
    return hashlib.sha256(clean(text).encode()).hexdigest()[:16]


def draft_of(owed: Obligation) -> Draft | None:
    return Draft.objects.filter(obligation=owed).select_related("saved_by").first()


def town_draft_of(plan: Plan) -> Draft | None:
    return Draft.objects.filter(plan=plan).select_related("saved_by").first()


def rows_of(draft: Draft | None) -> dict[str, DraftText]:
    """The written texts by section."""
    return {row.section: row for row in draft.texts.select_related("written_by")} if draft else {}


@transaction.atomic
def write(
    owed: Obligation, *, changed: list[Written], offered: dict[str, str], by: User, paper: Paper | None = None
) -> Draft:
    """Saves the changed sections of a unit's paper, and its number and day where `paper` says them.

    Raises Overtaken, and saves nothing, where somebody else saved one of the same sections in between.
    """
    fresh, newest = locked(owed)
    must_be_theirs(fresh, newest, by)
    draft = Draft.objects.filter(obligation=fresh).first()
    return _write(draft or Draft(obligation=fresh), changed, offered, by, paper)


@transaction.atomic
def write_for_the_town(
    plan: Plan, *, changed: list[Written], offered: dict[str, str], by: User, paper: Paper | None = None
) -> Draft:
    """The same for the town's own report, which the division writes."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    must_be_open(plan)
    if not by.may(Permission.COMPILE_REPORT):
        raise Refused("Chỉ Phòng LĐ-TB&XH soạn báo cáo của thị xã.")
    draft = Draft.objects.filter(plan=plan).first()
    return _write(draft or Draft(plan=plan), changed, offered, by, paper)


def _write(draft: Draft, changed: list[Written], offered: dict[str, str], by: User, paper: Paper | None) -> Draft:
    rows = rows_of(draft) if draft.pk else {}
    _refuse_what_was_overtaken(draft, rows, changed, paper)
    draft.saved_at, draft.saved_by = clock.now(), by
    if paper:
        draft.version += 1 if draft.pk else 0
        draft.document_no, draft.document_on = paper.document_no, paper.document_on
    draft.save()
    for one in changed:
        _put(draft, rows.get(one.section), one, offered.get(one.section, ""), by)
    return draft


def _refuse_what_was_overtaken(
    draft: Draft, rows: dict[str, DraftText], changed: list[Written], paper: Paper | None
) -> None:
    """Two people who typed the very same stand in nobody's way."""
    both = [
        rows[one.section]
        for one in changed
        if one.section in rows and rows[one.section].version != one.version and rows[one.section].text != one.text
    ]
    numbers = draft.pk and paper and paper.version != draft.version and _differs(draft, paper)
    if both or numbers:
        raise Overtaken(both, draft if numbers else None)


def _differs(draft: Draft, paper: Paper) -> bool:
    return (draft.document_no, draft.document_on) != (paper.document_no, paper.document_on)


def _put(draft: Draft, row: DraftText | None, one: Written, offered: str, by: User) -> None:
    row = row or DraftText(draft=draft, section=one.section, version=0)
    row.text, row.offered, row.version = clean(one.text), clean(offered), row.version + 1
    row.written_at, row.written_by = clock.now(), by
    row.save()


def changed_since(part: Part, row: DraftText | None) -> bool:
    """Whether the figures offer other sentences now than when the section was written."""
    return row is not None and row.is_own and row.offered != part.offered and row.text != part.offered
