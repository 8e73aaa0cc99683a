from reports.models.deadline_move import DeadlineMove
from reports.models.drafting import Draft, DraftText
from reports.models.frozen import FrozenFigure, FrozenText, TownReport
from reports.models.further import FurtherReport, Period
from reports.models.letterhead import Letterhead
from reports.models.made import MadePaper
from reports.models.national import NationalColumn
from reports.models.notice import Notice, NoticeKind
from reports.models.obligation import (
    FURTHER,
    SHORT_NAMES,
    Deadline,
    Obligation,
    ObligationKind,
    Submission,
    Timeliness,
    timeliness,
)
from reports.models.reminder_letter import ReminderLetter
from reports.models.stated import Duty, PlanFigure
from reports.models.target import Target, TargetReport
from reports.models.template import OfficeTemplate

__all__ = [
    "FURTHER", "SHORT_NAMES", "Deadline", "DeadlineMove", "Draft", "DraftText", "Duty", "FrozenFigure",
    "FrozenText", "FurtherReport", "Letterhead", "MadePaper", "NationalColumn", "Notice", "NoticeKind",
    "Obligation", "ObligationKind", "OfficeTemplate", "Period", "PlanFigure", "ReminderLetter", "Submission",
    "Target", "TargetReport", "Timeliness", "TownReport", "timeliness",
]  # fmt: skip
