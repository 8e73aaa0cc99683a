from households.models.decision import Decision, DecisionLine
from households.models.household import Diary, Household, PlanEntry
from households.models.movement import Movement
from households.models.numbering import HouseholdNumber
from households.models.person import Member
from households.models.person_event import PersonEvent
from households.models.reference import Cause, Hamlet, Indicator, Plan
from households.models.relocation import Relocation
from households.models.review import EvidenceFile, Review
from households.models.standard import PovertyStandard
from households.models.watch import FollowUp, RiskFlag

__all__ = [
    "Cause", "Decision", "DecisionLine", "Diary", "EvidenceFile", "FollowUp", "Hamlet", "Household",
    "HouseholdNumber", "Indicator", "Member", "Movement", "PersonEvent", "Plan", "PlanEntry", "PovertyStandard",
    "Relocation", "Review", "RiskFlag",
]  # fmt: skip
