"""A small town with something of everything, and help to make more of it."""

import datetime
import itertools

import pytest

from households import changes
from povertyplan import clock
from tasks import departures, looks, steps
from tasks.models import NeedType

_decisions = itertools.count(1)


@pytest.fixture
def leave(plan, a_user, unit):
    """leave(household, "supported", datetime.date(2022, 8, 20)): proposed, agreed and decided on that day."""

    def make(household, reason, on):
        officer = a_user("commune", household.commune)
        division = a_user("division", unit("LDTBXH"))
        with clock.assume(on):
            movement = changes.propose_exit(household, plan=plan, reason=reason, on=on, evidence="Biên bản", by=officer)
            changes.agree(movement, by=division)
            number = f"{next(_decisions)}/QĐ-UBND"
            return departures.decide([movement], decision_no=number, decision_on=on, by=division)[0]

    return make


@pytest.fixture
def a_town(a_household, tu_ha, binh_tien, leave, housing, bank, division, officer, stranger, plan):
    """Seven households: one supported out, one dead, one proposed; needs in every state; one split."""
    day = datetime.date
    one = a_household(tu_ha, "Nguyễn Văn Một", needs=["house_repair", "credit"])
    two = a_household(tu_ha, "Trần Thị Hai", needs=["house_repair"])
    three = a_household(tu_ha, "Lê Văn Ba", needs=["health_education"])
    four = a_household(binh_tien, "Hồ Văn Bốn", needs=["house_repair"])
    five = a_household(binh_tien, "Hồ Thị Năm", needs=["resettlement"])
    a_household(binh_tien, "Hồ Văn Sáu", needs=["livestock"])
    seven = a_household(binh_tien, "Hồ Văn Bảy", needs=["employment"], member_count=1)
    with clock.assume(day(2022, 8, 10)):
        steps.take_up([one.needs.get(type__code="house_repair")], by=housing, due_on=day(2022, 9, 1))
        steps.take_up([two.needs.get(), four.needs.get()], by=housing)
        steps.take_up([one.needs.get(type__code="credit")], by=bank)
    with clock.assume(day(2022, 8, 20)):
        steps.deliver(two.needs.get(), by=housing)
        steps.deliver(one.needs.get(type__code="credit"), by=bank)
        steps.split(three.needs.all(), into=NeedType.objects.filter(code__in=["health", "education"]), by=division)
    with clock.assume(day(2022, 8, 25)):
        steps.confirm([two.needs.get()], by=officer)
        looks.see(five, plan=plan, progress="stuck", on=day(2022, 8, 25), note="Chưa có đất", by=stranger)
    leave(two, "supported", day(2022, 8, 30))
    leave(seven, "deceased", day(2022, 9, 5))
    with clock.assume(day(2022, 9, 12)):
        changes.propose_exit(
            four, plan=plan, reason="self_reliant", on=day(2022, 9, 12), evidence="Biên bản", by=stranger
        )
    return plan
