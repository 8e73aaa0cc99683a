"""From what a unit owes to the paper that the system has ready for it; kinds without one are handed in as a file.

And the same for the town's own report, which nobody owes and the division writes.
"""

from dataclasses import dataclass
from datetime import date

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports.drafting import body_plan, body_report, commune_plan, commune_report, town_report
from reports.drafting.content import Fact, Prepared
from reports.drafting.texts import draft_of, rows_of, town_draft_of
from reports.models import Draft, DraftText, Obligation, ObligationKind

BUILDERS = {
    (ObligationKind.PLAN, Unit.Kind.COMMUNE): commune_plan.prepare,
    (ObligationKind.PLAN, Unit.Kind.AGENCY): body_plan.prepare,
    (ObligationKind.REPORT, Unit.Kind.COMMUNE): commune_report.prepare,
    (ObligationKind.REPORT, Unit.Kind.AGENCY): body_report.prepare,
}


def is_prepared(owed: Obligation) -> bool:
    """Whether the system knows how to write such a paper."""
    return (owed.kind, owed.unit.kind) in BUILDERS


@dataclass(frozen=True)
class Opened:
    """A paper as it stands: prepared from the data of the day, with what people wrote and when.

    `owed` is None for the town's own report.
    """

    owed: Obligation | None
    prepared: Prepared
    draft: Draft | None
    rows: dict[str, DraftText]


def facts_of(owed: Obligation, on: date) -> tuple[Fact, ...]:
    """The figures of such a paper as they are on `on`; none for kinds that the system does not prepare."""
    if not is_prepared(owed):
        return ()
    return BUILDERS[owed.kind, owed.unit.kind](owed.plan, owed.unit, on).facts


def open_draft(owed: Obligation, on: date) -> Opened | None:
    """None for kinds that the system does not prepare."""
    if not is_prepared(owed):
        return None
    return _opened(owed, BUILDERS[owed.kind, owed.unit.kind](owed.plan, owed.unit, on), draft_of(owed))


def open_town_draft(plan: Plan, on: date) -> Opened:
    return _opened(None, town_report.prepare(plan, on), town_draft_of(plan))


def _opened(owed: Obligation | None, prepared: Prepared, draft: Draft | None) -> Opened:
    rows = rows_of(draft)
    number, day = (draft.document_no, draft.document_on) if draft else ("", None)
    own = {section: row.text for section, row in rows.items() if row.is_own}
    return Opened(owed, prepared.with_texts(own).on_paper(number, day), draft, rows)
