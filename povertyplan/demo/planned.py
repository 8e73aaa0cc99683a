"""What communes planned for each need in the first days of August; one of them has not begun."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from households.models import Household, Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit
from povertyplan.demo.help_given import GIFTS
from tasks import planning, steps
from tasks.models import Measure, Need
from tasks.planned import Planned
from tasks.planning import Reason, Wish

NOT_BEGUN = "20041"  # Bình Thành
OF_UNSPLIT = ("central", 2)  # "y tế, giáo dục" before anybody said which
SETTLED_ALONE = "Con đã có việc làm ổn định, hộ tự lo được."


def play(cast, plan: Plan) -> None:
    with clock.assume(_at(6)):
        for commune in Unit.objects.communes().on(plan.issued_on).exclude(code=NOT_BEGUN):
            needs = Need.objects.in_plan(plan).counted().in_commune(commune).select_related("type").order_by("pk")
            wishes = {need.pk: Wish(Planned(), _planned(need, place)) for place, need in enumerate(needs)}
            steps.plan(needs, wishes=wishes, by=cast.of(commune))


def say_who_needs_nothing(cast, plan: Plan) -> None:
    """Whose last need was withdrawn, and who is still on the list."""
    with clock.assume(_at(30)):
        for commune in Unit.objects.communes().on(plan.issued_on).exclude(code=NOT_BEGUN):
            for household in Household.objects.filter(pk__in=planning.without_a_word(plan, commune)):
                planning.say_no_need(household, plan=plan, reason=Reason("", SETTLED_ALONE), by=cast.of(commune))


def _planned(need: Need, place: int) -> Planned:
    """Every ninth has no quarter yet; work is found without money."""
    gift = GIFTS.get(need.type.code)
    money = gift[2][0] if gift and gift[2] else None
    source, million = money or (("", 0) if gift else OF_UNSPLIT)
    quarter = None if place % 9 == 8 else 3 + place % 2
    return Planned(quarter, Decimal(million * 1_000_000) if source else None, Measure.Source(source) if source else "")


def _at(day: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(2022, 8, day), time(10)))
