"""What the demo command does beside playing its weeks."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from povertyplan.accounts.models import Installation
from reports.figures import as_json, figures
from reports.models import Submission


def test_the_list_can_be_left_as_it_came(plan):
    call_command("demo", "--no-serve", "--as-imported", stdout=io.StringIO())
    assert as_json(figures(plan, datetime.date(2022, 9, 16)))["left"]["total"] == 26
    assert not Submission.objects.exists()


def test_a_database_with_real_work_is_refused(plan, officer):
    with pytest.raises(CommandError, match="đang dùng thật"):
        call_command("demo", "--no-serve")
    assert not Installation.objects.exists()
