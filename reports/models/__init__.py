from reports.models.drafting import Draft, DraftText
from reports.models.frozen import FrozenFigure, FrozenText, TownReport
from reports.models.letterhead import Letterhead
from reports.models.national import NationalColumn
from reports.models.obligation import (
    SHORT_NAMES,
    Deadline,
    Obligation,
    ObligationKind,
    Submission,
    Timeliness,
    timeliness,
)
from reports.models.stated import Duty, PlanFigure
from reports.models.target import Target, TargetReport

__all__ = [
    "SHORT_NAMES", "Deadline", "Draft", "DraftText", "Duty", "FrozenFigure", "FrozenText", "Letterhead",
    "NationalColumn", "Obligation", "ObligationKind", "PlanFigure", "Submission", "Target", "TargetReport",
    "Timeliness", "TownReport", "timeliness",
]  # fmt: skip
