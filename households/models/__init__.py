from households.models.household import Diary, Household, Member, PlanEntry
from households.models.movement import Movement
from households.models.reference import Cause, Hamlet, Indicator, Plan

__all__ = ["Cause", "Diary", "Hamlet", "Household", "Indicator", "Member", "Movement", "Plan", "PlanEntry"]
