from datetime import date

import pytest

from households.models import Plan


@pytest.fixture
def next_plan(plan):
    """The bare plan of 2023, issued on 16/1/2023."""
    return Plan.objects.create(
        year=2023,
        number="150/KH-UBND",
        title="Giảm nghèo theo địa chỉ năm 2023",
        issued_on=date(2023, 1, 16),
        target=100,
        figures_on=date(2022, 12, 31),
        finish_on=date(2023, 11, 30),
    )


@pytest.fixture
def in_2023(settings):
    """The day is 1/3/2023."""
    settings.ASSUMED_TODAY = "2023-03-01"


@pytest.fixture
def closed(plan):
    """2022 was closed at its end."""
    plan.closed_on = date(2022, 12, 31)
    plan.save()
    return plan
