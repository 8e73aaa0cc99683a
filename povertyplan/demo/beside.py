"""What stands beside the work of the demo's weeks: what coordinating bodies did, filters under a name."""

from datetime import date, datetime, time

from django.utils import timezone

from households.models import Plan
from povertyplan import clock
from tasks import steps
from tasks.models import Measure, SavedFilter

FILTERS = [  # who keeps it, in which list, under which name, which conditions, whether for the whole unit
    ("QLDT", "needs", "Sửa nhà quá hạn", "type=house_repair&lead=QLDT&state=overdue", True),
    ("QLDT", "needs", "Tôi đang làm", "state=taken_up&officer=me", False),
    ("19996", "households", "Còn lại, chưa cập nhật", "standing=due", True),
]


def play(cast, plan: Plan) -> None:
    _coordinate(cast, plan)
    _keep_filters(cast)


def _coordinate(cast, plan: Plan) -> None:
    """The Front adds to the repair of two houses that another body leads; the Fund's part is its own measure."""
    front = cast.by_code["MTTQ"]
    repairs = plan.needs.under_way().coordinated_by("MTTQ").select_related("type", "household").order_by("pk")
    for need in repairs.filter(type__code="house_repair")[:2]:
        with clock.assume(_at(date(2022, 9, 13))):
            steps.record_measure(
                need,
                by=front,
                on=date(2022, 9, 12),
                what="Quỹ Vì người nghèo góp tiền sửa nhà",
                kind=Measure.Kind.GRANT,
                source=Measure.Source.MOBILISED,
                amount=10_000_000,
            )
            steps.add_note(need, text="Đã trao tiền tại nhà, có chi hội phụ nữ và trưởng thôn chứng kiến.", by=front)


def _keep_filters(cast) -> None:
    for code, list, name, query, is_shared in FILTERS:
        person = cast.by_code[code]
        SavedFilter.objects.create(
            owner=person, unit=person.unit, list=list, name=name, query=query, is_shared=is_shared
        )
    for name, query in (("Chưa tiếp nhận, quá hạn", "state=take_up_overdue"), ("Y tế, giáo dục", "state=to_split")):
        SavedFilter.objects.create(
            owner=cast.division, unit=cast.division.unit, list="needs", name=name, query=query, is_shared=True
        )


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))
