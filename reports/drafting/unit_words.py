"""What units wrote in the reports that they handed in, joined for whoever sums it up."""

from collections.abc import Iterator
from datetime import date

from households.models import Plan
from reports.models import FrozenText, ObligationKind, Submission


def joined(plan: Plan, on: date, section: str, *, without: str = "") -> str:
    """ "- Phường Tứ Hạ: …", a line for each unit that wrote something else than `without` in this section.

    Of each unit the newest version that was handed in by `on` and not returned; communes first.
    """
    return "\n".join(
        f"- {row.submission.obligation.unit.name}: {_one_line(row.text)}"
        for row in _texts(plan, on, section)
        if row.text.strip() not in {"", without}
    )


def _texts(plan: Plan, on: date, section: str) -> Iterator[FrozenText]:
    told = FrozenText.objects.filter(section=section, submission__in=newest_reports(plan, on))
    unit = "submission__obligation__unit"
    yield from told.select_related(unit).order_by(f"-{unit}__kind", f"{unit}__order")


def newest_reports(plan: Plan, on: date) -> list[Submission]:
    """The newest result report of each unit by `on`, without those that were sent back."""
    versions = Submission.objects.in_plan(plan).filter(
        obligation__kind=ObligationKind.REPORT, submitted_at__date__lte=on
    )
    newest = {version.obligation_id: version for version in versions.order_by("version")}
    return [version for version in newest.values() if version.state != Submission.State.RETURNED]


def _one_line(text: str) -> str:
    """Paragraphs one after the other, without their dashes."""
    return " ".join(line.strip().removeprefix("- ").rstrip() for line in text.splitlines() if line.strip())
