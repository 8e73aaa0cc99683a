"""What is done about a need without moving it: who does it until when, what is behind it, what was given."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from households.changes import Refused, Stale, note_down
from households.models import Diary, Indicator
from povertyplan import clock
from povertyplan.accounts.models import User
from tasks.models import Measure, Need
from tasks.money import dong
from tasks.planned import Planned
from tasks.rights import sentence
from tasks.states import ENDED_WITHOUT_HELP
from tasks.steps.ground import locked, must_be_ours, settle, step


def _assigned(need: Need, officer: User | None, due_on: date | None) -> str:
    if (need.officer, need.due_on) == (officer, due_on):
        return ""
    need.officer, need.due_on = officer, due_on
    who = officer.full_name if officer else "chưa phân công cán bộ"
    return f"{who}, " + (f"hạn {due_on:%d/%m/%Y}" if due_on else "chưa đặt hạn")


@transaction.atomic
def assign(need: Need, *, by: User, officer: User | None, due_on: date | None, version: int | None = None) -> Need:
    """Sets the officer and the due date of one need, also to nobody and to no day."""
    must_be_ours(officer, by)
    return settle([need], "assign", by=by, act=lambda need: _assigned(need, officer, due_on), version=version)[0]


@transaction.atomic
def assign_all(
    needs: Iterable[Need], *, by: User, officer: User | None = None, due_on: date | None = None
) -> list[Need]:
    """Sets the officer, the due date or both of many needs; what is not given stays as it is in each."""
    must_be_ours(officer, by)
    return settle(
        needs, "assign", by=by, act=lambda need: _assigned(need, officer or need.officer, due_on or need.due_on)
    )


@transaction.atomic
def name_indicator(
    needs: Iterable[Need], *, indicator: Indicator | None, by: User, version: int | None = None
) -> list[Need]:
    """Says which deprivation is behind each need, from which the tables suggest another lead body.

    What is known now was not known to whoever chose the lead body, so the suggestion is worth another look.
    """

    def name(need: Need) -> str:
        if need.indicator == indicator:
            return ""
        if indicator and indicator.pk not in {row.indicator_id for row in need.type.indicator_leads.all()}:
            raise Refused(sentence(need, f"không có chỉ số «{indicator.name}» trong bảng gợi ý"))
        need.indicator, need.routed_by_hand = indicator, need.routed_by_hand and indicator is None
        return f"chỉ số thiếu hụt: {indicator.name.lower()}" if indicator else "bỏ chỉ số thiếu hụt"

    return settle(needs, "indicator", by=by, act=name, version=version)


@transaction.atomic
def plan(needs: Iterable[Need], *, wishes: Mapping, by: User) -> int:
    """Writes what the commune means for each need (`planning.Wish` by key); how many were changed.

    Raises Stale where somebody else wrote something else meanwhile.
    """
    told = []

    def write(need: Need) -> str:
        wish = wishes[need.pk]
        if Planned.of(need) not in {wish.opened, wish.planned}:
            raise Stale("Người khác vừa ghi dự kiến của nhu cầu này.")
        told.append(wish.planned.write_to(need))
        return told[-1]

    settle(needs, "plan", by=by, act=write)
    return sum(map(bool, told))


@transaction.atomic
def add_note(need: Need, *, text: str, by: User) -> Need:
    """A remark of whoever works on the need or beside it."""
    if not text.strip():
        raise Refused("Hãy ghi nội dung.")
    [need] = locked([need])
    last = need.steps.order_by("-pk").first()
    if last and (last.verb, last.note, last.by) == ("note", text, by):
        raise Refused("Ghi chú này đã được ghi.")
    step(need, "note", need.state, by=by, note=text).save()
    note_down(need.household, Diary.Kind.NEED, f"{need.type.name}: ghi chú của {by.unit.name}", by=by, note=text)
    return need


@transaction.atomic
def record_measure(need: Need, *, by: User, again: bool = False, **facts) -> Measure:
    """Writes down one piece of help, given or planned; `facts` are the fields of `Measure` that a person fills in.

    What is the same in every fact is taken for one form sent twice, unless it is said to be there `again`.
    """
    [need] = locked([need])
    if need.state in ENDED_WITHOUT_HELP:
        raise Refused("Nhu cầu này không còn thực hiện.")
    if not again and (twin := need.measures.same_as(by=by, **facts).first()):
        raise Refused(f"Khoản hỗ trợ giống hệt đã được {twin.recorded_by.full_name} ghi.")
    measure = Measure(need=need, unit=by.unit, recorded_by=by, recorded_at=clock.now(), **facts)
    measure.full_clean(exclude=["need", "unit", "recorded_by"])
    measure.save()
    what = f"dự kiến {measure.what}" if measure.is_planned else measure.what
    text = f"{need.type.name}: {what}" + (f", {dong(measure.money)}" if measure.money else "")
    note_down(need.household, Diary.Kind.NEED, text, by=by, note=measure.note)
    return measure
