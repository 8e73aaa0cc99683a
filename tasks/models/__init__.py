from tasks.models.measure import Measure
from tasks.models.need import Need, Step
from tasks.models.need_type import CommuneRoute, IndicatorLead, NeedType

__all__ = ["CommuneRoute", "IndicatorLead", "Measure", "Need", "NeedType", "Step"]
