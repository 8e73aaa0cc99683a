"""Loads the reference tables of `fixtures/`: what is there already, and perhaps edited, is left alone."""

from pathlib import Path

from django.conf import settings
from django.core import serializers
from django.db import transaction

from households.models import Plan
from reports.deadlines import open_obligations

FILES = (
    "units.json",
    "causes.json",
    "indicators.json",
    "standards.json",
    "need_types.json",
    "indicator_leads.json",
    "plan_2022.json",
    "letterheads.json",
    "duties_2022.json",
    "national_columns.json",
    "targets_2022.json",
)


@transaction.atomic
def load_reference_tables() -> int:
    """Adds the rows that are missing and returns how many; safe to repeat."""
    added = sum(_load(Path(settings.BASE_DIR) / "fixtures" / name) for name in FILES)
    for plan in Plan.objects.all():
        open_obligations(plan)
    return added


def _load(path: Path) -> int:
    added = 0
    with path.open(encoding="utf-8") as lines:
        for row in serializers.deserialize("json", lines):
            if row.object.pk is None:  # the natural key found no row
                row.save()
                added += 1
    return added
