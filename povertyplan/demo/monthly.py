"""A monthly report of the communes: August was moved by the holiday; one commune is late, one has not told."""

from datetime import date, datetime, time

from django.utils import timezone

from households.models import Plan
from povertyplan import clock
from reports import further, submitting
from reports.deadlines import move_deadline

LATE, MISSING = "20011", "20026"  # Hương Văn, Hương Bình


def at(month: int, day: int, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(date(2022, month, day), time(hour)))


def play(cast, plan: Plan) -> None:
    with clock.assume(at(8, 15)):
        report = further.ask_for(
            plan,
            name="Báo cáo số liệu giảm nghèo",
            basis="Công văn số 96/UBND-LĐTBXH ngày 15/8/2022",
            every="month",
            who="communes",
            starts_on=date(2022, 8, 1),
            ends_on=date(2022, 11, 30),
            due_days=5,
            by=cast.division,
        )
    august = report.periods.first()
    with clock.assume(at(8, 29)):
        reason = "Kỳ nghỉ lễ Quốc khánh từ ngày 01/9 đến ngày 04/9/2022, các xã, phường không kịp tổng hợp."
        move_deadline(august, due_on=date(2022, 9, 9), reason=reason, by=cast.division, seen_on=august.due_on)
    for place, owed in enumerate(august.obligations.select_related("unit").order_by("unit__order")):
        if owed.unit.code != MISSING:
            tell(cast, owed, at(9, 12) if owed.unit.code == LATE else at(9, 6 + place % 3, 10), place)


def tell(cast, owed, moment: datetime, place: int) -> None:
    with clock.assume(moment):
        version = submitting.submit(
            owed,
            document_no=f"{61 + place}/BC-UBND",
            document_on=moment.date(),
            text="Số hộ đã giảm, nhu cầu đã hỗ trợ trong tháng 8/2022 như số liệu trên phần mềm.",
            by=cast.of(owed.unit),
        )
        submitting.accept(version, by=cast.second)
