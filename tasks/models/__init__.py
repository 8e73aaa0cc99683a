from tasks.models.measure import Measure
from tasks.models.need import Need, Step
from tasks.models.need_type import IndicatorLead, NeedType

__all__ = ["IndicatorLead", "Measure", "Need", "NeedType", "Step"]
