import pytest

from povertyplan.intake.importing import import_file
from povertyplan.intake.tests.lists import FULL


@pytest.fixture
def imported(plan):
    """The town's list of 177 households, written by the command (no person)."""
    return import_file(FULL.read_bytes(), filename=FULL.name, plan=plan, by=None)
