"""What is done with a piece of help after it was written down: given as planned, put right, cancelled.

Each verb is atomic, names its actor, and tells the household's diary and the measure's own history what was
changed. Nothing is deleted: what was cancelled counts no more, and can still be read.
"""

from datetime import date

from django.db import transaction

from households.changes import Refused, Stale, must_be_open, note_down
from households.differences import difference
from households.models import Diary
from povertyplan import clock
from povertyplan.accounts.models import User
from tasks.models import Measure, MeasureChange
from tasks.money import dong
from tasks.rights import may_change

REASON_LETTERS = 10


@transaction.atomic
def give(measure: Measure, *, version: int, by: User, on: date, **facts) -> Measure:
    """What was planned has been given, on day `on`; the plan stays beside it, to be compared."""
    measure = _opened_at(measure, version, by=by)
    if not measure.is_planned:
        raise Refused(f"Khoản này đang ở tình trạng «{measure.get_stage_display()}», không ghi đã hỗ trợ được nữa.")
    _set(measure, {"on": on, **facts}, stage=Measure.Stage.GIVEN)
    told = f", {dong(measure.amount)}" if measure.amount else ""
    _tell(measure, f"đã hỗ trợ theo dự kiến: {measure.what}{told}", by=by, note=measure.note)
    return measure


@transaction.atomic
def correct(measure: Measure, *, version: int, by: User, **facts) -> bool:
    """Puts a measure right; False where `facts` are what is there already."""
    measure = _opened_at(measure, version, by=by)
    if measure.is_cancelled:
        raise Refused("Khoản này đã hủy, không sửa được nữa. Hãy ghi khoản mới nếu cần.")
    names, lines = difference(measure, facts)
    if not names:
        return False
    what = measure.what
    _set(measure, facts)
    _tell(measure, f"sửa khoản «{what}»: {', '.join(names)}", by=by, note="\n".join(lines))
    return True


@transaction.atomic
def cancel(measure: Measure, *, reason: str, by: User) -> Measure:
    """It was written down by mistake, or will not be given; it is kept with the reason."""
    if len(reason.strip()) < REASON_LETTERS:
        raise Refused(f"Hãy ghi rõ lý do hủy (ít nhất {REASON_LETTERS} ký tự).")
    measure = _opened_at(measure, None, by=by)
    if measure.is_cancelled:
        raise Refused("Khoản này đã được hủy.")
    what = f"{measure.what}, {dong(measure.money)}" if measure.money else measure.what
    text = f"hủy khoản {'dự kiến ' if measure.is_planned else ''}«{what}»"
    _set(measure, {}, stage=Measure.Stage.CANCELLED)
    _tell(measure, text, by=by, note=reason.strip())
    return measure


def _opened_at(measure: Measure, version: int | None, *, by: User) -> Measure:
    """The row as it is now, locked until the transaction ends."""
    rows = Measure.objects.select_for_update(of=("self",))
    fresh = rows.select_related("unit", "need__household", "need__plan", "need__type").get(pk=measure.pk)
    must_be_open(fresh.need.plan)
    if not may_change(fresh, by=by):
        raise Refused(f"Khoản này do {fresh.unit} ghi, đề nghị đơn vị đó sửa.")
    if version is not None and version != fresh.version:
        raise Stale("Người khác vừa sửa khoản này.")
    return fresh


def _set(measure: Measure, facts: dict, **more) -> None:
    for name, value in (facts | more).items():
        setattr(measure, name, value)
    measure.version += 1
    measure.full_clean(exclude=["need", "unit", "recorded_by"])
    measure.save()


def _tell(measure: Measure, text: str, *, by: User, note: str) -> None:
    text = text[:280]
    MeasureChange.objects.create(measure=measure, text=text[:1].upper() + text[1:], note=note, by=by, at=clock.now())
    note_down(measure.need.household, Diary.Kind.NEED, f"{measure.need.type.name}: {text}", by=by, note=note)
