"""`/dashboard/`: will the town reach its target, who is behind, what waits for somebody."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from households.models import Household, Plan
from povertyplan.accounts.access import allowed
from povertyplan.accounts.models import Unit
from povertyplan.accounts.roles import Permission as P
from reports import pace as pace_words
from reports.asking import Asked, count_asked, question_lines
from reports.charts import Curve, burn_up, months
from reports.figures import Figures, as_json, figures
from reports.models import SHORT_NAMES, Deadline
from reports.pace import Pace
from reports.reminding.first_screen import reminded
from reports.stated import NEEDS, stated_figures, sums
from reports.tables import body_rows, commune_rows, heat_rows, idle_bodies, in_time, need_types, reason_rows
from reports.waiting import Line, Town, cards, division_work, town
from reports.waiting_further import further_work
from reports.waiting_watch import watch_cards
from tasks.models import Need, NeedType
from tasks.states import State


@allowed(P.VIEW_DASHBOARD)
def dashboard(request):
    plan, today = request.plan, request.plan.today
    found = figures(plan, today)
    pace = Pace(plan.target, found.left.until(plan.figures_on), plan.figures_on, plan.finish_on)
    asked = count_asked(request.user, plan)
    waiting = town(request.user, plan, found, asked.waiting)
    types, deadlines = need_types(found), list(plan.deadlines.order_by("due_on"))
    works = request.user.unit_id and not plan.is_closed
    context = {
        "json": as_json(found),
        "figures": found,
        "one_page": "print" in request.GET,
        "reminded": reminded(request.user),
        "work": _work(request.user, plan, asked, waiting, found, deadlines) if works else None,
        "cards": cards(waiting, plan, found, deadlines) + watch_cards(request.user),
        "communes": commune_rows(found, pace),
        "pace_share": pace.share(today) * 100,
        "types": types,
        "heat": heat_rows(found, types),
        "bodies": body_rows(found),
        "idle": idle_bodies(found),
        "states": [State(code) for code in found.needs.by_state],
        "reasons": reason_rows(found),
        "sums": sums(found.reconciliation, found.types),
        "deadlines": deadlines,
        "in_time": in_time(found, deadlines),
        **_progress(plan, found, pace, waiting.proposals.pending, deadlines),
    }
    return render(request, "reports/dashboard.html", context)


def _work(user, plan, asked: Asked, waiting: Town, found: Figures, deadlines: list[Deadline]) -> list[Line]:
    lines = division_work(waiting, user, plan, found, deadlines)
    return [*question_lines(user, asked, found.as_of), *lines, *further_work(plan)]


def _progress(plan: Plan, found: Figures, pace: Pace, pending: int, deadlines: list[Deadline]) -> dict:
    """The sentence of verdict, and the curve that it describes."""
    day, left = found.as_of, found.left.total
    marks = tuple((line.due_on, _short(line)) for line in deadlines)
    curve = Curve(plan.year, day, pace, found.left.by_day, pending, marks)
    month_ago = found.left.until(day - pace_words.FOUR_WEEKS)
    return {
        "verdict": pace_words.verdict(pace, listed=found.listed, left=left, day=day),
        "rates": pace_words.rates(pace, left=left, left_four_weeks_ago=month_ago, day=day),
        "pace": pace,
        "pictures": burn_up(curve),
        "months": months(curve),
    }


def _short(deadline) -> str:
    """ "KH 10/8", "BC 30/11" """
    return f"{SHORT_NAMES[deadline.kind]} {deadline.due_on.day}/{deadline.due_on.month}"


@allowed(P.VIEW_DASHBOARD)
def figure_rows(request, name):
    """The households or needs behind a figure that no list can show: of the plan's own day, or of a question."""
    plan = request.plan
    if name == "needing":
        return _needing(request, plan)
    stated = stated_figures(plan)
    line = next((line for line in (*stated, *sums(stated, NeedType.objects.all())) if line.key == name), None)
    if line is None:
        raise Http404
    context = {"title": line.label, "line": line, "on": plan.issued_on}
    if line.unit == NEEDS:
        rows = Need.objects.visible_to(request.user).filter(pk__in=line.rows)
        rows = rows.select_related("household__hamlet", "commune", "type").order_by("household__sort_key", "pk")
        return _rows_page(request, context | {"of_needs": True}, rows)
    return _rows_page(request, context, _households(request.user).filter(pk__in=line.rows))


def _needing(request, plan: Plan):
    """The households with at least one need today, of the town or of one commune."""
    rows = _households(request.user).in_plan(plan).having(Need.objects.in_plan(plan).counted())
    title = "Hộ có nhu cầu hỗ trợ"
    if code := request.GET.get("commune"):
        commune = Unit.objects.communes().on(plan.issued_on).filter(code=code).first()
        rows = rows.in_commune(commune) if commune else rows
        title += f": {commune}" if commune else ""
    return _rows_page(request, {"title": title, "on": plan.today}, rows)


def _households(user):
    return Household.objects.visible_to(user).select_related("hamlet", "commune").by_name()


def _rows_page(request, context: dict, rows):
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "reports/figure_rows.html", context | {"page": page})
