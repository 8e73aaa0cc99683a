from tasks.models.measure import Measure, MeasureChange
from tasks.models.measure_file import MeasureFile
from tasks.models.need import Need, Step
from tasks.models.need_type import CommuneRoute, IndicatorLead, NeedType
from tasks.models.question import Guidance, Question, Reply
from tasks.models.saved import SavedFilter

__all__ = [
    "CommuneRoute", "Guidance", "IndicatorLead", "Measure", "MeasureChange", "MeasureFile", "Need", "NeedType",
    "Question", "Reply", "SavedFilter", "Step",
]  # fmt: skip
