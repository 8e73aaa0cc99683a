"""A son who sets up a household of his own, and a family that moves to another commune."""

from datetime import date, datetime, time

from django.utils import timezone

from households.models import Hamlet, Household, Plan
from povertyplan import clock
from tasks import planning, regrouping
from tasks.planning import Reason

ALONE = "Có việc làm, đang ở nhờ nhà ngoại; chưa đề nghị hỗ trợ."


def play(cast, plan: Plan) -> None:
    _split(cast, plan)
    _move(cast, plan)


def _remaining(plan: Plan, code: str):
    """Those of a commune that are on the list and wait for no answer."""
    found = Household.objects.remaining(plan).filter(commune__code=code).order_by("code")
    return found.exclude(pk__in=plan.movements.open().values("household"))


def _split(cast, plan: Plan) -> None:
    """The first household of Hương Toàn with a grown-up child."""
    for household in _remaining(plan, "20005").filter(member_count__gte=4):
        grown = household.members.present().filter(relation__in=["Con", "Cháu"], birth_year__lte=2002).first()
        if grown is not None:
            by = cast.by_code["20005"]
            with clock.assume(_moment(date(2022, 9, 8))):
                movement = regrouping.split_off(
                    household, plan=plan, head=grown, on=date(2022, 9, 1), decision_no="71/QĐ-UBND",
                    decision_on=date(2022, 9, 7), note="Đã đăng ký cư trú riêng.", by=by,
                )  # fmt: skip
                planning.say_no_need(movement.household, plan=plan, reason=Reason("", ALONE), by=by)
            return


def _move(cast, plan: Plan) -> None:
    """One that the newer list of the division, which may be imported next, names no longer where it lived."""
    household = _remaining(plan, "20020").get(head="Hồ Thị Lựu")
    there = Hamlet.objects.filter(commune__code="20017").order_by("name")[0]
    with clock.assume(_moment(date(2022, 9, 13))):
        regrouping.relocate(
            household, plan=plan, to=there, on=date(2022, 9, 5), decision_no="73/QĐ-UBND",
            decision_on=date(2022, 9, 12), note="Về ở gần cha mẹ.", by=cast.division,
        )  # fmt: skip


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))
