"""The verb by which a body reports how far a target is reached."""

from datetime import date

from django.db import transaction

from households.changes import Refused, must_be_open
from povertyplan import clock
from povertyplan.accounts.models import User
from reports.models import Target, TargetReport


@transaction.atomic
def report(target: Target, *, numerator: int, denominator: int, as_of: date, by: User, note: str = "") -> TargetReport:
    """The body that answers for `target` says: `numerator` of `denominator` on `as_of`.

    What was told before stays on record; the newest row of the newest day counts.
    """
    must_be_open(target.plan)
    if target.body_id is None or target.body_id != by.unit_id:
        raise Refused(f"Chỉ tiêu này do {target.body or 'cơ quan khác'} báo số liệu.")
    if as_of > clock.today():
        raise Refused("Ngày của số liệu không được sau hôm nay.")
    if not 0 <= numerator <= denominator or not denominator:
        raise Refused("Số đã đạt không thể lớn hơn tổng số.")
    return TargetReport.objects.create(
        target=target,
        unit=by.unit,
        as_of=as_of,
        numerator=numerator,
        denominator=denominator,
        note=note,
        at=clock.now(),
        by=by,
    )
