"""The verbs that change a household: each is atomic, names its actor, and leaves a line in the diary.

`facts` is what is known and seen, `people` who came into a household and left it, `proposals` is leaving the list,
`increases` coming onto it, `conclusions` what the annual review makes of both, `decisions` is the paper that decides
it, `regrouping` is households that split, join or move within the town, `reviews` is what a proposal rests on,
`years` begins and closes a year.
"""

from households.changes.conclusions import conclude, take_back_conclusions, to_conclude
from households.changes.decisions import correct_decision, decided_by, keep_file, mark_withdrawn, open_decision
from households.changes.facts import (
    add_member,
    assign_officer,
    edit,
    edit_member,
    edit_people,
    remove_member,
    see,
    write_note,
)
from households.changes.ground import Refused, Stale, must_be_open, note_down
from households.changes.increases import add_household, kinds_for, propose_increase, propose_increase_again
from households.changes.people import arrive, change_head, depart, take_back
from households.changes.proposals import (
    agree,
    agree_to_all,
    decide,
    enter,
    propose_again,
    propose_exit,
    return_proposal,
    undo,
    withdraw_proposal,
)
from households.changes.regrouping import relocate, split_off
from households.changes.reviews import attach, detach
from households.changes.years import close_year, enlist, reopen_year

__all__ = [
    "Refused",
    "Stale",
    "add_household",
    "add_member",
    "agree",
    "agree_to_all",
    "arrive",
    "assign_officer",
    "attach",
    "change_head",
    "close_year",
    "conclude",
    "correct_decision",
    "decide",
    "decided_by",
    "depart",
    "detach",
    "edit",
    "edit_member",
    "edit_people",
    "enlist",
    "enter",
    "keep_file",
    "kinds_for",
    "mark_withdrawn",
    "must_be_open",
    "note_down",
    "open_decision",
    "propose_again",
    "propose_exit",
    "propose_increase",
    "propose_increase_again",
    "relocate",
    "remove_member",
    "reopen_year",
    "return_proposal",
    "see",
    "split_off",
    "take_back",
    "take_back_conclusions",
    "to_conclude",
    "undo",
    "withdraw_proposal",
    "write_note",
]
