"""What units told in their newest reports beside what the data says now: for whoever sums them up."""

from dataclasses import dataclass

from households.models import Plan
from reports.drafting.unit_words import newest_reports
from reports.figures import Agency, Commune, figures
from reports.models import FrozenFigure, Submission

OF_COMMUNES = {"listed": "Hộ trong danh sách", "left.total": "Hộ đã giảm", "remaining": "Hộ còn lại"}
OF_BODIES = {"needs.total": "Nhu cầu chủ trì", "needs.by_state.confirmed": "Nhu cầu đã hoàn thành"}


@dataclass(frozen=True)
class Line:
    """One number that a unit told, in which version, and the same number now."""

    version: Submission
    label: str
    told: int
    now: int

    @property
    def differs(self) -> bool:
        return self.told != self.now


def lines(plan: Plan) -> list[Line]:
    """Of each unit that has reported with figures, communes first, its main numbers."""
    reports = {version.pk: version for version in newest_reports(plan, plan.today)}
    if not reports:
        return []
    found = figures(plan, plan.today)
    now = {one.code: _of_commune(one) for one in found.communes} | {one.code: _of_body(one) for one in found.agencies}
    labels = OF_COMMUNES | OF_BODIES
    told = FrozenFigure.objects.filter(submission__in=reports, key__in=labels)
    rows = told.select_related("submission__obligation__unit").order_by(
        "-submission__obligation__unit__kind", "submission__obligation__unit__order", "order"
    )
    return [
        Line(row.submission, labels[row.key], row.value, now[row.submission.obligation.unit.code][row.key])
        for row in rows
        if row.key in now.get(row.submission.obligation.unit.code, {})
    ]


def _of_commune(commune: Commune) -> dict[str, int]:
    return {"listed": commune.listed, "left.total": commune.left, "remaining": commune.remaining}


def _of_body(agency: Agency) -> dict[str, int]:
    return {"needs.total": agency.needs, "needs.by_state.confirmed": agency.done}
