from tasks.models.measure import Measure
from tasks.models.need import Need, Step
from tasks.models.need_type import NeedType

__all__ = ["Measure", "Need", "NeedType", "Step"]
