"""The plan of a body: the needs that it leads, by commune and kind, when they are due and with what money.

A body that leads no need plans what the town's plan asks of it (III.2).
"""

from collections import Counter
from datetime import date

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports.documents.blocks import Annex, Column, Kind, Row, Style, Table
from reports.documents.wording import short_day
from reports.drafting import support, words
from reports.drafting.content import Prepared, assemble
from reports.drafting.facts import Counted, TownRows, need_facts, state_facts
from reports.drafting.planned import PlannedOf
from reports.drafting.sections import sections_of
from reports.drafting.support import Support
from reports.drafting.words import dashes, enumerated, households, needs
from reports.models import ObligationKind
from reports.rows import needs_on
from tasks.models import Need, NeedType
from tasks.states import State

Needs = list[Need]


def prepare(plan: Plan, unit: Unit, on: date) -> Prepared:
    counted = Counted(TownRows(plan, on), unit)
    own = led_by(plan, unit, on)
    means, estimated = support.of(plan, unit, on), PlannedOf(own, plan)
    return assemble(
        sections_of(ObligationKind.PLAN),
        offers=_offers(counted, own) | {"money": _money(means, estimated)},
        facts={
            "needs": (*need_facts(counted), *(state_facts(counted) if own else ())),
            "money": (*means.planned_facts(), *(estimated.facts() if own else ())),
        },
        tables=_tables(own, means, estimated),
        plan=plan,
        unit=unit,
        kind=ObligationKind.PLAN,
        on=on,
        title=f"Triển khai thực hiện công tác giảm nghèo theo địa chỉ hộ nghèo năm {plan.year}",
        opening=words.opening(plan, unit, "ban hành Kế hoạch triển khai thực hiện"),
        annexes=(annex(own, f"Danh sách nhu cầu {unit.name} chủ trì hỗ trợ năm {plan.year}"),) if own else (),
    )


def led_by(plan: Plan, unit: Unit, on: date) -> Needs:
    """The needs that the body led on that day, of listed households, commune by commune; each with `state_on`."""
    rows = needs_on(plan, on).filter(lead_on=unit.pk).with_faces()
    return list(rows.order_by("commune__order", "household__hamlet__name", "household__sort_key", "pk"))


# --- The sentences that the figures offer -----------------------------------------------------------------


def _offers(counted: Counted, own: Needs) -> dict[str, str]:
    plan, unit = counted.plan, counted.unit
    return {
        "aim": _aim(plan, unit),
        "needs": _what_is_led(counted),
        "tasks": words.duties(plan, unit),
        "schedule": _schedule(plan, own),
        "organisation": _organisation(plan, unit),
        "proposals": words.NO_PROPOSALS,
    }


def _money(means: Support, estimated: PlannedOf) -> str:
    """What the body means to give itself; what the communes have estimated for the needs that it leads."""
    whole = means.found.whole
    lines = []
    if whole.planned_grants or whole.planned_loans:
        loans = f"; cho vay {words.money(whole.planned_loans)}" if whole.planned_loans else ""
        lines.append(f"Đơn vị dự kiến hỗ trợ {words.money(whole.planned_grants)}{loans}.")
    if estimated.money.grants or estimated.money.loans:
        loans = f"; vốn vay {words.money(estimated.money.loans)}" if estimated.money.loans else ""
        lines.append(
            f"Các xã, phường dự kiến cho các nhu cầu đơn vị chủ trì {words.money(estimated.money.grants)}{loans}."
        )
    return "\n".join([*lines, words.SOURCES_OF_MONEY])


def _aim(plan: Plan, unit: Unit) -> str:
    clause = f" theo mục {unit.clause}" if unit.clause else ""
    return dashes(
        [
            f"Triển khai đầy đủ nhiệm vụ của đơn vị{clause} Kế hoạch số {plan.number}, góp phần giảm {plan.target} hộ "
            f"nghèo của thị xã năm {plan.year}.",
            "Hỗ trợ đúng hộ, đúng nhu cầu, đúng thời gian; phối hợp chặt chẽ với UBND các xã, phường.",
        ]
    )


def _what_is_led(counted: Counted) -> str:
    total = counted.needs
    if not total.total:
        return "Đến nay đơn vị chưa được giao chủ trì nhu cầu của hộ nào; đơn vị thực hiện các nhiệm vụ tại mục sau."
    kinds = ((type.name, needs(total.by_type[type.code].needs)) for type in counted.types_needed)
    said = f"Đơn vị được giao chủ trì {needs(total.total)} của {households(total.households)}: {enumerated(kinds)}."
    waiting = total.by_state[State.ROUTED]
    return f"{said} Trong đó {needs(waiting)} chưa tiếp nhận." if waiting else said


def _schedule(plan: Plan, own: Needs) -> str:
    steps = (
        ["Phối hợp UBND các xã, phường rà soát từng hộ có nhu cầu được giao, thống nhất cách hỗ trợ."] if own else []
    )
    due = [need.due_on for need in own if need.due_on]
    last = max(due) if due else plan.finish_on
    steps.append(f"Hoàn thành nhiệm vụ được giao trước ngày {short_day(max(last, plan.finish_on))}.")
    return dashes(steps)


def _organisation(plan: Plan, unit: Unit) -> str:
    asked = unit.is_requested
    due = f" {words.report_due(plan)}" if words.report_due(plan) else ""
    return dashes(
        [
            "Phân công cán bộ phụ trách từng nhu cầu, cập nhật kết quả hỗ trợ khi thực hiện.",
            f"{'Gửi' if asked else 'Báo cáo'} kết quả {'đến' if asked else 'về'} UBND thị xã (qua Phòng Lao động - "
            f"Thương binh và Xã hội){due}.",
        ]
    )


# --- Tables -----------------------------------------------------------------------------------------------


def _tables(own: Needs, means: Support, estimated: PlannedOf) -> dict[str, tuple[Table, ...]]:
    money = (means.by_source(),) if means.found.rows else ()
    if not own:
        return {"money": money}
    return {
        "needs": (by_commune(own),),
        "schedule": (by_month(own), estimated.by_quarter()),
        "money": (*money, estimated.by_source(TITLE_OF_ESTIMATE)),
    }


TITLE_OF_ESTIMATE = "Kinh phí các xã, phường dự kiến cho các nhu cầu đơn vị chủ trì"


def by_commune(own: Needs) -> Table:
    """Needs by commune and kind; the households of a commune are counted once."""
    types = sorted({need.type for need in own}, key=lambda type: type.order)
    communes = list(dict.fromkeys(need.commune for need in own))
    rows = [_commune_row(str(one), [need for need in own if need.commune == one], types) for one in communes]
    total = _commune_row("Cộng", own, types, style=Style.TOTAL, sums=tuple(range(len(rows))))
    columns = (
        Column("commune", "Xã, phường"),
        *(Column(type.code, type.short_name, Kind.NUMBER, under=("Số nhu cầu",)) for type in types),
        Column("needs", "Cộng", Kind.NUMBER, under=("Số nhu cầu",), sums=tuple(type.code for type in types)),
        Column("households", "Số hộ", Kind.NUMBER),
    )
    return Table(columns, (*rows, total), title="Nhu cầu chủ trì theo xã, phường")


def _commune_row(name: str, own: Needs, types: list[NeedType], **style) -> Row:
    counts = Counter(need.type_id for need in own)
    of_types = (counts[type.pk] for type in types)
    return Row((name, *of_types, len(own), len({need.household_id for need in own})), **style)


def by_month(own: Needs) -> Table:
    """By the month in which they are due; what has been met is not awaited any more."""
    months = Counter(_month(need) for need in own)
    done = Counter(_month(need) for need in own if need.state_on in {State.DELIVERED, State.CONFIRMED})
    rows = [
        Row((f"Tháng {month}/{year}" if year else "Chưa có hạn", months[year, month], done[year, month]))
        for year, month in sorted(months, key=lambda key: key if key[0] else (9999, 0))
    ]
    total = Row(("Cộng", len(own), done.total()), Style.TOTAL, sums=tuple(range(len(rows))))
    columns = (
        Column("month", "Hạn hoàn thành"),
        Column("needs", "Số nhu cầu", Kind.NUMBER),
        Column("met", "Trong đó đã hỗ trợ", Kind.NUMBER),
    )
    return Table(columns, (*rows, total), title="Nhu cầu theo tháng đến hạn")


def _month(need: Need) -> tuple[int, int]:
    return (need.due_on.year, need.due_on.month) if need.due_on else (0, 0)


def annex(own: Needs, title: str) -> Annex:
    columns = (
        Column("place", "STT", Kind.NUMBER, adds_up=False, centred=True),
        Column("head", "Họ và tên chủ hộ"),
        Column("hamlet", "Thôn, tổ dân phố"),
        Column("commune", "Xã, phường"),
        Column("type", "Nhu cầu"),
        Column("state", "Trạng thái"),
        Column("due", "Hạn hoàn thành", Kind.DAY),
        Column("officer", "Cán bộ phụ trách"),
    )
    rows = tuple(_need_row(place, need) for place, need in enumerate(own, start=1))
    return Annex(title, (Table(columns, rows, numbered=True),), label="Phụ lục", landscape=True)


def _need_row(place: int, need: Need) -> Row:
    return Row(
        (
            place,
            need.household.head,
            str(need.household.hamlet),
            str(need.commune),
            need.type.name,
            State(need.state_on).label,
            need.due_on,
            need.officer.full_name if need.officer else "",
        )
    )
