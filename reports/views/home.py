"""`/`: the first screen, which answers the question of whoever signs in."""

from django.shortcuts import redirect, render

from households.models import Household
from povertyplan.accounts.access import for_everyone
from povertyplan.accounts.roles import Role
from reports.asking import count_asked, question_lines
from reports.pace import Pace, against, commune_gap, label
from reports.reminding.first_screen import reminded
from reports.rows import leavers_by, listed_by_commune
from reports.waiting import busy, commune_work, disputed, lead_work, own_obligations
from reports.waiting_watch import watch_work

MANY = 10


@for_everyone
def home(request):
    match request.user.role:
        case Role.ADMINISTRATOR:
            return redirect("accounts")
        case Role.DIVISION | Role.LEADER:
            return redirect("dashboard")
        case Role.COMMUNE:
            return commune_home(request)
        case _:
            return agency_home(request)


def commune_home(request):
    """What the commune's officer has to do today, the longest unseen households first."""
    plan, today = request.plan, request.plan.today
    due = Household.objects.visible_to(request.user).due_for_update(plan, today)
    count = due.count()
    context = {
        "unit": request.user.unit,
        "reminded": reminded(request.user),
        "tasks": [
            *commune_work(request.user, plan, count),
            *_asked(request.user, plan, today),
            *busy(watch_work(request.user)),
        ],
        "obligations": own_obligations(request.user.unit, plan, today, plan.deadlines.all()),
        "due": _with_days(due.longest_unseen_first(plan).select_related("hamlet")[:MANY], today),
        "due_count": count,
        **_standing(request.user.unit, plan, today),
    }
    return render(request, "reports/home_commune.html", context)


def _asked(user, plan, today) -> list:
    return question_lines(user, count_asked(user, plan), today)


def _with_days(households, today) -> list:
    """Each household with the days since the commune's last look."""
    return [(household, (today - household.last_look).days) for household in households]


def _standing(commune, plan, today) -> dict:
    """How the commune stands against the town's pace; its own listed households are its target."""
    leavers = leavers_by(plan, today)
    listed = listed_by_commune(plan, today)[commune.pk]
    left = sum(leaver.commune == commune.pk for leaver in leavers)
    base = sum(leaver.counted_on <= plan.figures_on for leaver in leavers)
    share = Pace(plan.target, base, plan.figures_on, plan.finish_on).share(today)
    return {
        "listed": listed,
        "left": left,
        "against": against(commune_gap(listed=listed, left=left, pace_share=share)),
        "label": label(listed=listed, left=left, pace_share=share),
        "days": (plan.finish_on - today).days,
    }


def agency_home(request):
    """Which needs wait for this body, and which are late."""
    plan, today = request.plan, request.plan.today
    unit = request.user.unit
    needs = lead_work(unit, plan, today)
    context = {
        "unit": unit,
        "reminded": reminded(request.user),
        "tasks": [*busy(needs), *_asked(request.user, plan, today)],
        "take_up": needs[0],
        "disputed": disputed(unit, plan)[:MANY],
        "obligations": own_obligations(unit, plan, today, plan.deadlines.all()),
    }
    return render(request, "reports/home_agency.html", context)
