"""What the bodies gave in the demo's weeks, and what communes confirmed."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from households.models import Plan
from povertyplan import clock
from tasks import measures, steps
from tasks.models import Measure, Need

Kind, Source = Measure.Kind, Measure.Source

# What a need of this type typically gets: what, kind, [(source, million đồng)], quantity, its unit.
GIFTS = {
    "house_repair": ("Hỗ trợ sửa chữa nhà ở", Kind.GRANT, [(Source.MOBILISED, 25), (Source.LOCAL, 15)], 1, "nhà"),
    "resettlement": ("San nền, bố trí lô đất tái định cư", Kind.GRANT, [(Source.LOCAL, 60)], 1, "lô"),
    "livestock": ("Cấp bò cái sinh sản", Kind.IN_KIND, [(Source.CENTRAL, 15)], 1, "con"),
    "credit": ("Giải ngân vốn vay hộ nghèo", Kind.LOAN, [(Source.CREDIT, 50)], None, ""),
    "employment": ("Giới thiệu việc làm tại khu công nghiệp Tứ Hạ", Kind.REFERRAL, [], 1, "người"),
    "health": ("Khám, cấp thuốc và thẻ bảo hiểm y tế", Kind.SERVICE, [(Source.CENTRAL, 2)], None, ""),
    "education": ("Hỗ trợ chi phí học tập", Kind.GRANT, [(Source.LOCAL, 3)], 1, "học sinh"),
    "production_land": ("Đo đạc, cắm mốc đất sản xuất", Kind.SERVICE, [(Source.LOCAL, 4)], Decimal("0.25"), "ha"),
    "basic_service": ("Lắp bồn nước, làm nhà tiêu hợp vệ sinh", Kind.IN_KIND, [(Source.MOBILISED, 8)], 1, "công trình"),
}

DISPUTE = "Đến xem ngày hôm nay: mái đã lợp nhưng cửa và nền chưa làm xong."


def play(cast, plan: Plan) -> None:
    """Of the needs taken up, half got something by mid-September; of these most are reported as delivered."""
    taken = plan.needs.under_way().select_related("type", "lead", "commune", "household").order_by("pk")
    for place, need in enumerate(taken):
        if place % 2:
            if place % 4 == 1:
                _mean_to_give(need, cast.of(need.lead), place)
            continue
        day = date(2022, 8, 17) + timedelta(days=place % 24)
        person = cast.of(need.lead)
        with clock.assume(_at(day, 10)):
            _give(need, person, day)
        if place % 8 != 6:
            _report(need, cast, person, day, place)
    _tight_dates(cast, plan)


def _mean_to_give(need: Need, person, place: int) -> None:
    """Written down in August for the autumn; some of it has been given since, with a little less or more money."""
    what, kind, money, quantity, quantity_unit = GIFTS[need.type.code]
    source, million = money[0] if money else ("", None)
    facts = {"what": what, "kind": kind, "source": source, "quantity": quantity, "quantity_unit": quantity_unit}
    with clock.assume(_at(date(2022, 8, 25), 14)):
        meant = steps.record_measure(
            need,
            by=person,
            stage=Measure.Stage.PLANNED,
            planned_on=date(2022, 10, 1 + place % 28),
            planned_amount=million and million * 1_000_000,
            **facts,
        )
    if place % 8 == 1:
        amount = million and million * (900_000 + 25_000 * (place % 5))
        with clock.assume(_at(date(2022, 9, 8), 10)):
            measures.give(meant, version=1, by=person, on=date(2022, 9, 7), amount=amount)


def _give(need: Need, person, day: date) -> None:
    what, kind, money, quantity, quantity_unit = GIFTS[need.type.code]
    facts = {"on": day, "what": what, "kind": kind, "quantity": quantity, "quantity_unit": quantity_unit}
    for source, million in money or [("", None)]:
        amount = million * 1_000_000 if million else None
        steps.record_measure(need, by=person, source=source, amount=amount, **facts)
        facts |= {"quantity": None, "quantity_unit": ""}


def _report(need: Need, cast, person, day: date, place: int) -> None:
    with clock.assume(_at(day + timedelta(days=2), 15)):
        delivered = steps.deliver(need, by=person)
    if place % 3 == 2:
        return  # the commune has not answered yet
    commune = cast.of(need.commune)
    with clock.assume(_at(min(day + timedelta(days=4), date(2022, 9, 15)), 9)):
        if place % 20 == 4:
            steps.dispute(delivered, by=commune, reason=DISPUTE)
        else:
            steps.confirm([delivered], by=commune)


def _tight_dates(cast, plan: Plan) -> None:
    """Some bodies promised earlier than they could: these needs are late on 16/9, others are due this week."""
    promised = [(date(2022, 9, 9), 0), (date(2022, 9, 20), 1)]
    under_way = plan.needs.under_way().select_related("lead", "officer").order_by("pk")
    for place, need in enumerate(under_way):
        for due_on, remainder in promised:
            if place % 7 == remainder:
                with clock.assume(_at(date(2022, 8, 16), 11)):
                    steps.assign(need, by=cast.of(need.lead), officer=need.officer, due_on=due_on)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
