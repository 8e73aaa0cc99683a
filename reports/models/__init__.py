from reports.models.letterhead import Letterhead
from reports.models.obligation import (
    SHORT_NAMES,
    Deadline,
    Obligation,
    ObligationKind,
    Submission,
    Timeliness,
    timeliness,
)
from reports.models.stated import PlanFigure

__all__ = [
    "SHORT_NAMES", "Deadline", "Letterhead", "Obligation", "ObligationKind", "PlanFigure", "Submission", "Timeliness",
    "timeliness",
]  # fmt: skip
