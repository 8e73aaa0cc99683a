"""The plan's fifteen numbers beside the data's, always of the plan's own day."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from households.models import Movement
from povertyplan import clock
from povertyplan.intake.importing import import_file
from reports.figures import as_json, figures
from reports.stated import stated_figures, sums
from tasks import steps
from tasks.models import Need, NeedType

LIST = Path(settings.BASE_DIR) / "fixtures" / "danh-sach-177-ho-ngheo-2022.xlsx"
FIFTEEN = {
    "target": 177, "left_merit": 2, "left_july": 24, "left_self_reliant": 16, "left_deceased": 6,
    "left_criteria_review": 2, "remaining": 151, "house_repair": 66, "resettlement": 2, "livestock": 11,
    "credit": 6, "employment": 11, "health_education": 31, "production_land": 14, "basic_service": 12,
}  # fmt: skip


@pytest.fixture
def bundled(plan, division):
    with clock.assume(plan.issued_on):
        import_file(LIST.read_bytes(), filename=LIST.name, plan=plan, by=division)
    return plan


def found(plan) -> dict[str, int]:
    return {line.key: line.found for line in stated_figures(plan)}


def test_a_need_closed_by_mistake_and_opened_again_is_as_the_list_named_it(bundled, division):
    need = Need.objects.filter(type__code="livestock").first()
    with clock.assume(bundled.issued_on):
        steps.withdraw([need], by=division, reason="Ghi nhầm hộ")
        assert found(bundled)["livestock"] == 10
        steps.reopen([need], by=division, reason="Ghi nhầm hộ")
    assert found(bundled) == FIFTEEN


def test_the_bundled_list_makes_every_number_that_the_plan_states(bundled):
    lines = stated_figures(bundled)
    assert {line.key: line.stated for line in lines} == FIFTEEN
    assert {line.key: line.found for line in lines} == FIFTEEN
    assert [line.difference for line in lines] == [0] * 15


def test_its_sums_are_68_and_85_and_153_needs_of_151_households(bundled):
    lines = sums(stated_figures(bundled), NeedType.objects.all())
    assert [(line.stated, line.found, line.unit) for line in lines] == [
        (68, 68, "nhu cầu"), (85, 85, "nhu cầu"), (153, 153, "nhu cầu"), (151, 151, "hộ"),
    ]  # fmt: skip


def test_on_the_plans_day_the_figures_are_the_plans(bundled):
    counted = as_json(figures(bundled, bundled.issued_on))
    assert (counted["listed"], counted["left"]["total"], counted["remaining"]) == (177, 26, 151)
    assert counted["left"]["by_reason"] == {
        "merit": 2, "self_reliant": 16, "deceased": 6, "criteria_review": 2,
    }  # fmt: skip
    assert (counted["left"]["exited"], counted["left"]["other_decrease"]) == (20, 6)
    assert (counted["needs"]["total"], counted["needs"]["households"]) == (153, 151)
    assert sum(commune["listed"] for commune in counted["communes"]) == 177


def test_what_was_done_since_makes_no_difference(bundled, leave, division):
    """Exits, deaths and splits after the plan's day change today's figures and not the comparison."""
    households = list(Need.objects.filter(type__code="house_repair").order_by("pk")[:2])
    leave(households[0].household, "supported", date(2022, 8, 20))
    leave(households[1].household, "deceased", date(2022, 8, 20))
    with clock.assume(bundled.issued_on):  # on the very day of the plan
        unsplit = Need.objects.filter(type__code="health_education")[:5]
        steps.split(unsplit, into=NeedType.objects.filter(code__in=["health", "education"]), by=division)
    assert found(bundled) == FIFTEEN
    assert figures(bundled, date(2022, 9, 16)).left.total == 28


def test_a_difference_is_shown_and_not_forced(bundled):
    Need.objects.filter(type__code="credit").first().delete()
    line = next(line for line in stated_figures(bundled) if line.key == "credit")
    assert (line.stated, line.found, line.difference) == (6, 5, -1)


def test_who_left_between_the_plans_figures_and_the_plan_makes_the_rest_differ(a_household, plan):
    household = a_household(listed_on=date(2022, 7, 1))
    between = date(2022, 7, 20)
    Movement.objects.create(
        household=household, plan=plan, kind="exit", reason="self_reliant", happened_on=between,
        stage="decided", from_list=True, counted_on=between,
    )  # fmt: skip
    counted = found(plan)
    assert (counted["target"], counted["left_july"], counted["left_self_reliant"]) == (1, 0, 0)
    assert counted["remaining"] == 0


def test_a_decision_entered_after_the_plan_changes_nothing_that_the_plan_states(a_household, leave, plan):
    leave(a_household(listed_on=date(2022, 7, 1)), "self_reliant", date(2022, 7, 20))
    assert found(plan)["remaining"] == 1
