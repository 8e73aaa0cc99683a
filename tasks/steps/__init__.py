"""The verbs of a need. Each is atomic, names its actor, and writes a step and a line in the diary.

`adding` is how a need begins, `moving` what changes its state, `staying` what is done about it meanwhile.
"""

from tasks.steps.adding import add
from tasks.steps.ground import locked, step, tell
from tasks.steps.moving import confirm, deliver, dispute, refuse, reopen, route, split, take_up, withdraw
from tasks.steps.staying import add_note, assign, assign_all, name_indicator, plan, record_measure

__all__ = [
    "add",
    "add_note",
    "assign",
    "assign_all",
    "confirm",
    "deliver",
    "dispute",
    "locked",
    "name_indicator",
    "plan",
    "record_measure",
    "refuse",
    "reopen",
    "route",
    "split",
    "step",
    "take_up",
    "tell",
    "withdraw",
]
