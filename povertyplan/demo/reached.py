"""What two bodies reported of the plan's targets by mid-September; the others live from what is known of people."""

from datetime import date, datetime, time

from django.utils import timezone

from households.models import Plan
from povertyplan import clock
from reports import target_reports

# Target, the body's code, the day of the number, reached, of how many, note.
REPORTS = [
    ("officials", "NOI_VU", date(2022, 8, 19), 64, 118, "Lớp thứ nhất: cán bộ các phường."),
    ("officials", "NOI_VU", date(2022, 9, 9), 97, 118, "Sau lớp thứ hai tại xã Bình Tiến."),
    ("insurance", "TTYT", date(2022, 9, 12), 438, 457, "Đối chiếu danh sách cấp thẻ với cơ quan BHXH."),
]


def play(cast, plan: Plan) -> None:
    for code, body, as_of, numerator, denominator, note in REPORTS:
        with clock.assume(timezone.make_aware(datetime.combine(as_of, time(15)))):
            target_reports.report(
                plan.targets.get(code=code),
                numerator=numerator,
                denominator=denominator,
                as_of=as_of,
                note=note,
                by=cast.by_code[body],
            )
