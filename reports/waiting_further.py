"""The division's lines about further reports: which period is past its day, and how many units have not told."""

from collections import Counter

from households.models import Plan
from reports.links import submissions
from reports.models import Obligation, Period, Timeliness
from reports.waiting import Line


def further_work(plan: Plan) -> list[Line]:
    """One line for each period, the oldest first. Two queries, one where nothing is late."""
    owed = Obligation.objects.in_plan(plan).further().filter(due_on__lt=plan.today)
    missing = Counter(owed.with_moments().with_status(Timeliness.MISSING).values_list("period", flat=True))
    if not missing:
        return []
    periods = Period.objects.filter(pk__in=missing).select_related("report").order_by("due_on")
    return [
        Line(
            missing[period.pk],
            f"Nhắc {missing[period.pk]} đơn vị nộp {str(period)[:1].lower()}{str(period)[1:]}",
            submissions(period=period.pk, status=Timeliness.MISSING.value),
            f"Trễ {(plan.today - period.due_on).days} ngày",
            "ba",
        )
        for period in periods
    ]
