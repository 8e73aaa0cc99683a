"""The whole matrix of who may do what, on one screen.

A permission says what somebody may do at all; which rows it reaches is said by each model's `visible_to`.
"""

from enum import StrEnum

from django.db import models


class Permission(StrEnum):
    VIEW_DASHBOARD = "view_dashboard"  # the whole town against its target
    VIEW_HOUSEHOLDS = "view_households"
    EDIT_HOUSEHOLD = "edit_household"
    UPDATE_PROGRESS = "update_progress"  # what the commune has seen at the household
    EXPORT_HOUSEHOLDS = "export_households"
    REVEAL_ID = "reveal_id"
    IMPORT_LIST = "import_list"
    VIEW_NEEDS = "view_needs"
    ADD_NEED = "add_need"
    PLAN_NEEDS = "plan_needs"  # of one's own commune: the quarter, the money, or that a household needs nothing
    ROUTE_NEEDS = "route_needs"
    HANDLE_NEEDS = "handle_needs"  # take up, refuse, assign, report delivery
    RECORD_MEASURE = "record_measure"
    CONFIRM_NEEDS = "confirm_needs"
    VIEW_EXITS = "view_exits"
    PROPOSE_EXIT = "propose_exit"
    REGROUP_HOUSEHOLDS = "regroup_households"  # one splits, or moves to another commune of the town
    FOLLOW_UP = "follow_up"  # visit those who have left poverty, report and answer signs of danger
    DECIDE_EXIT = "decide_exit"  # agree, return, enter the decision
    VIEW_SUBMISSIONS = "view_submissions"
    MAKE_DOCUMENTS = "make_documents"  # of what somebody sees anyway; each kind names the right to its data
    VIEW_QUESTIONS = "view_questions"
    ASK_QUESTIONS = "ask_questions"  # and go on asking, or say that it is settled
    ANSWER_QUESTIONS = "answer_questions"  # of the division, and of a body where it was passed on to it
    PUBLISH_GUIDANCE = "publish_guidance"  # make an answer known to all units
    SUBMIT = "submit"
    REVIEW_SUBMISSIONS = "review_submissions"
    MANAGE_OBLIGATIONS = "manage_obligations"  # move deadlines with a reason, ask for further reports
    COMPILE_REPORT = "compile_report"  # write and issue the town's own report
    VIEW_TARGETS = "view_targets"
    REPORT_TARGETS = "report_targets"  # the numbers that one's own body answers for
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_TABLES = "manage_tables"
    VIEW_ACCESS_LOG = "view_access_log"


class Role(models.TextChoices):
    COMMUNE = "commune", "Cán bộ xã, phường"
    AGENCY = "agency", "Cán bộ cơ quan, đơn vị"
    DIVISION = "division", "Cán bộ Phòng LĐ-TB&XH"
    LEADER = "leader", "Lãnh đạo UBND thị xã"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"


P = Permission

ALLOWED: dict[str, frozenset[Permission]] = {
    Role.COMMUNE: frozenset(
        {
            P.VIEW_HOUSEHOLDS,
            P.EDIT_HOUSEHOLD,
            P.UPDATE_PROGRESS,
            P.EXPORT_HOUSEHOLDS,
            P.REVEAL_ID,
            P.IMPORT_LIST,
            P.VIEW_NEEDS,
            P.ADD_NEED,
            P.PLAN_NEEDS,
            P.RECORD_MEASURE,
            P.CONFIRM_NEEDS,
            P.VIEW_EXITS,
            P.PROPOSE_EXIT,
            P.REGROUP_HOUSEHOLDS,
            P.VIEW_QUESTIONS,
            P.ASK_QUESTIONS,
            P.FOLLOW_UP,
            P.VIEW_SUBMISSIONS,
            P.MAKE_DOCUMENTS,
            P.SUBMIT,
            P.VIEW_TARGETS,
        }
    ),
    Role.AGENCY: frozenset(
        {
            P.VIEW_HOUSEHOLDS,
            P.EXPORT_HOUSEHOLDS,
            P.VIEW_NEEDS,
            P.HANDLE_NEEDS,
            P.RECORD_MEASURE,
            P.VIEW_QUESTIONS,
            P.ASK_QUESTIONS,
            P.ANSWER_QUESTIONS,
            P.VIEW_SUBMISSIONS,
            P.MAKE_DOCUMENTS,
            P.SUBMIT,
            P.VIEW_TARGETS,
            P.REPORT_TARGETS,
        }
    ),
    # The division is itself one of the thirteen bodies: it leads needs and owes a plan and a report.
    Role.DIVISION: frozenset(
        {
            P.VIEW_DASHBOARD,
            P.VIEW_HOUSEHOLDS,
            P.EDIT_HOUSEHOLD,
            P.EXPORT_HOUSEHOLDS,
            P.REVEAL_ID,
            P.IMPORT_LIST,
            P.VIEW_NEEDS,
            P.ADD_NEED,
            P.ROUTE_NEEDS,
            P.HANDLE_NEEDS,
            P.RECORD_MEASURE,
            P.VIEW_EXITS,
            P.DECIDE_EXIT,
            P.REGROUP_HOUSEHOLDS,
            P.VIEW_QUESTIONS,
            P.ASK_QUESTIONS,
            P.ANSWER_QUESTIONS,
            P.PUBLISH_GUIDANCE,
            P.FOLLOW_UP,
            P.VIEW_SUBMISSIONS,
            P.MAKE_DOCUMENTS,
            P.SUBMIT,
            P.REVIEW_SUBMISSIONS,
            P.MANAGE_OBLIGATIONS,
            P.COMPILE_REPORT,
            P.VIEW_TARGETS,
            P.REPORT_TARGETS,
        }
    ),
    Role.LEADER: frozenset(
        {
            P.VIEW_DASHBOARD,
            P.VIEW_HOUSEHOLDS,
            P.VIEW_NEEDS,
            P.VIEW_EXITS,
            P.VIEW_QUESTIONS,
            P.VIEW_SUBMISSIONS,
            P.VIEW_TARGETS,
            P.MAKE_DOCUMENTS,
        }
    ),
    Role.ADMINISTRATOR: frozenset({P.MANAGE_ACCOUNTS, P.MANAGE_OBLIGATIONS, P.MANAGE_TABLES, P.VIEW_ACCESS_LOG}),
}

WITH_UNIT = frozenset({Role.COMMUNE, Role.AGENCY, Role.DIVISION})
SEES_THE_TOWN = frozenset({Role.DIVISION, Role.LEADER})

# What changes something of a year's plan: nobody may in a year that has been closed. What is known of a
# household and its people belongs to no year, and neither does watching over those who have left poverty.
CLOSED_WITH_THE_YEAR = frozenset(
    {
        P.UPDATE_PROGRESS,
        P.IMPORT_LIST,
        P.ADD_NEED,
        P.PLAN_NEEDS,
        P.ROUTE_NEEDS,
        P.HANDLE_NEEDS,
        P.RECORD_MEASURE,
        P.CONFIRM_NEEDS,
        P.PROPOSE_EXIT,
        P.REGROUP_HOUSEHOLDS,
        P.DECIDE_EXIT,
        P.ASK_QUESTIONS,
        P.ANSWER_QUESTIONS,
        P.SUBMIT,
        P.REVIEW_SUBMISSIONS,
        P.MANAGE_OBLIGATIONS,
        P.COMPILE_REPORT,
        P.REPORT_TARGETS,
    }
)
