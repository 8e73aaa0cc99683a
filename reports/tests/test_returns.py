"""A household that falls back into poverty is not among those who left, on the page, in the curve, in the list."""

import datetime

from households.models import Decision, Movement
from povertyplan import clock
from reports.figures import as_json, figures

AUGUST, SEPTEMBER = datetime.date(2022, 8, 10), datetime.date(2022, 9, 10)


def test_the_curve_goes_up_and_down_again(plan, a_household, tu_ha, division):
    for head, kinds in (("Lê Văn Một", ["exit"]), ("Lê Văn Hai", ["exit", "relapse"])):
        household = a_household(head=head)
        for kind, day in zip(kinds, (AUGUST, SEPTEMBER), strict=False):
            Movement.objects.create(
                household=household, plan=plan, kind=kind, reason="supported" if kind == "exit" else "",
                stage="decided", happened_on=day, counted_on=day, decided_at=clock.now(), decided_by=division,
                decision=Decision.objects.numbered(tu_ha, "1/QĐ-UBND", day),
            )  # fmt: skip
    then, now = figures(plan, AUGUST), figures(plan, SEPTEMBER)
    assert (then.left.total, then.remaining) == (2, 0)
    assert (now.left.total, now.remaining) == (1, 1)
    assert now.left.by_day == ((AUGUST, 2), (SEPTEMBER, 1))
    assert now.left.until(AUGUST) == 2
    assert as_json(now)["left"]["by_reason"] == {"supported": 1}
