"""The verbs of a decision as a paper: opened for many households, given its file, corrected, withdrawn.

What it decides of each household is in `proposals`, what the annual one concludes in `conclusions`.
"""

from collections.abc import Iterator
from datetime import date

from django.core.files import File
from django.db import transaction
from django.db.models import Q

from households.changes.ground import Refused, must_be_open, note_down
from households.changes.together import recount
from households.models import Decision, DecisionLine, Diary, Movement, Plan
from households.models.movement import Stage
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from povertyplan.files import kept, problem_with


@transaction.atomic
def open_decision(
    unit: Unit,
    *,
    number: str,
    signed_on: date,
    by: User,
    kind: str = Decision.Kind.AD_HOC,
    signer: str = "",
    signer_title: str = "",
    file: File | None = None,
) -> Decision:
    """The unit's decision of this number and day, to be entered over households: a new one, or the one that is there.

    One that is there keeps its signer and its file; what it lacks is filled in. Raises Refused for a day to come,
    for no number, for a file that is not taken, and where the paper is known as one of the other kind.
    """
    if not number.strip():
        raise Refused("Hãy ghi số, ký hiệu quyết định.")
    if signed_on > clock.today():
        raise Refused("Ngày quyết định không được sau hôm nay.")
    decision = Decision.objects.numbered(unit, number, signed_on)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if decision.entered_at is None:
        decision.kind, decision.entered_at, decision.entered_by = kind, clock.now(), by
        _line(decision, "Ghi quyết định", by=by)
    elif decision.kind != kind:
        raise Refused(f"{decision} đã được ghi là quyết định {decision.get_kind_display().lower()}.")
    decision.signer = decision.signer or signer.strip()
    decision.signer_title = decision.signer_title or signer_title.strip()
    decision.save()
    if file and not decision.file:
        keep_file(decision, file=file, by=by)
    return decision


@transaction.atomic
def keep_file(decision: Decision, *, file: File, by: User) -> Decision:
    """Keeps the scanned paper with the decision. A newer one takes the place of the old one, whose name stays told."""
    decision = _standing(decision)
    if problem := problem_with(file):
        raise Refused(f"«{file.name}»: {problem}")
    before = decision.file_name
    for name, value in kept(file).items():
        setattr(decision, name, value)
    decision.save()
    text = f"Thêm tệp «{decision.file_name}»" if not before else f"Thay tệp «{before}» bằng «{decision.file_name}»"
    _line(decision, text, by=by)
    return decision


@transaction.atomic
def correct_decision(
    decision: Decision, *, number: str, signed_on: date, signer: str, signer_title: str, reason: str, by: User
) -> Decision:
    """Mends what was typed wrongly. A corrected day counts from then on for every household of the decision.

    The decision's own lines keep what was written before; where number or day change, so does each diary.
    """
    decision = _standing(decision)
    if not reason.strip():
        raise Refused("Hãy ghi lý do sửa, ví dụ gõ nhầm số quyết định.")
    new = {"number": number.strip(), "signed_on": signed_on, "signer": signer.strip()}
    new["signer_title"] = signer_title.strip()
    lines = list(_differences(decision, new))
    if not lines:
        return decision
    _must_be_possible(decision, new)
    before, moved = str(decision), signed_on != decision.signed_on
    for name, value in new.items():
        setattr(decision, name, value)
    decision.save()
    if moved:
        _move_days(decision)
    _line(decision, "Sửa quyết định", by=by, note="\n".join([*lines, f"Lý do: {reason.strip()}"]))
    if str(decision) != before:
        for movement in in_force_of(decision):
            text = f"Sửa {before[:1].lower()}{before[1:]} thành {str(decision)[:1].lower()}{str(decision)[1:]}"
            note_down(movement.household, Diary.Kind.EXIT, text, by=by, note=reason)
    return decision


@transaction.atomic
def mark_withdrawn(decision: Decision, *, reason: str, by: User) -> Decision:
    """The paper itself; whoever withdraws it first takes back what it decided (`tasks.departures.withdraw`)."""
    decision = _standing(decision)
    if not reason.strip():
        raise Refused("Hãy ghi lý do hủy quyết định.")
    if in_force_of(decision).exists():
        raise Refused(f"{decision} còn hiệu lực với một số hộ.")
    decision.withdrawn_at, decision.withdrawn_by = clock.now(), by
    decision.withdraw_reason = reason.strip()
    decision.save()
    _line(decision, "Hủy quyết định", by=by, note=reason)
    return decision


def _standing(decision: Decision) -> Decision:
    """The decision as it is now, locked; withdrawn, or of a year that has been closed, it changes no more."""
    fresh = Decision.objects.select_for_update(of=("self",)).select_related("unit").get(pk=decision.pk)
    if fresh.is_withdrawn:
        raise Refused(f"{fresh} đã bị hủy.")
    for plan in Plan.objects.filter(pk__in=_all_of(fresh).values("plan")):
        must_be_open(plan)
    return fresh


def _all_of(decision: Decision):
    return Movement.objects.filter(Q(decision=decision) | Q(official_decision=decision))


def decided_by(decision: Decision):
    """The changes of standing that it made count, without those that were undone."""
    return decision.movements.filter(stage=Stage.DECIDED).select_related("household", "plan").order_by("pk")


def in_force_of(decision: Decision):
    """What it decided or concluded and has not been undone, with the households."""
    return _all_of(decision).filter(stage=Stage.DECIDED).select_related("household", "plan").order_by("pk")


LABELS = {"number": "Số", "signed_on": "Ngày", "signer": "Người ký", "signer_title": "Chức vụ"}


def _differences(decision: Decision, new: dict) -> Iterator[str]:
    for name, value in new.items():
        if (was := getattr(decision, name)) != value:
            yield f"{LABELS[name]}: {_told(was)} → {_told(value)}"


def _told(value) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value or "(trống)"


def _must_be_possible(decision: Decision, new: dict) -> None:
    number, day = new["number"], new["signed_on"]
    if not number:
        raise Refused("Hãy ghi số, ký hiệu quyết định.")
    if day > clock.today():
        raise Refused("Ngày quyết định không được sau hôm nay.")
    others = Decision.objects.standing().filter(unit=decision.unit, number=number, signed_on=day)
    if others.exclude(pk=decision.pk).exists():
        raise Refused(f"Quyết định số {number} ngày {day:%d/%m/%Y} của {decision.unit.name} đã được ghi.")
    if day == decision.signed_on:
        return
    for movement in in_force_of(decision):
        must_come_after_the_fact(movement, day)
        first, last = sorted((day, decision.signed_on))
        between = Movement.objects.filter(household=movement.household, stage=Stage.DECIDED, counted_on__gte=first)
        if between.filter(counted_on__lte=last).exclude(pk=movement.pk).exists():
            raise Refused(
                f"Hộ {movement.household.head} còn biến động khác từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}; "
                "hãy hủy biến động của hộ này rồi ghi lại."
            )


def must_come_after_the_fact(movement: Movement, day: date) -> None:
    """A decision cannot be older than what it decides."""
    if day < movement.happened_on:
        raise Refused(
            f"Quyết định không thể có trước ngày {movement.happened_on:%d/%m/%Y} "
            f"của đề nghị đối với hộ {movement.household.head}."
        )


def _move_days(decision: Decision) -> None:
    """What the decision decided counts from its new day, and what it rejected ends on it."""
    for movement in in_force_of(decision):
        if movement.decision_id == decision.pk:
            movement.counted_on = movement.counts_from(decision.signed_on)
        if movement.official_decision_id == decision.pk and movement.ended_on:
            movement.ended_on = movement.plan.counts_from(decision.signed_on)
        movement.save(update_fields=["counted_on", "ended_on"])
        recount(movement)


def _line(decision: Decision, text: str, *, by: User, note: str = "") -> None:
    DecisionLine.objects.create(decision=decision, text=text[:300], note=note, at=clock.now(), by=by)
