"""The result report of a body: the needs that it led, by state; what was given; what is late and why."""

from datetime import date

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports.documents.blocks import Column, Kind, Row, Table
from reports.documents.wording import short_day
from reports.drafting import body_plan, reached, support, words
from reports.drafting.commune_report import own_plan
from reports.drafting.content import NEEDS, Fact, Prepared, assemble
from reports.drafting.facts import Counted, TownRows, need_facts, state_facts
from reports.drafting.sections import sections_of
from reports.drafting.support import Support
from reports.drafting.words import households, needs
from reports.household_lists import is_overdue
from reports.links import needs as needs_list
from reports.models import ObligationKind
from reports.targets import TargetLine, target_lines
from tasks.models import Need


def prepare(plan: Plan, unit: Unit, on: date) -> Prepared:
    counted, own = Counted(TownRows(plan, on), unit), body_plan.led_by(plan, unit, on)
    given = support.of(plan, unit, on)
    late = [need for need in own if is_overdue(need, on)]
    lines = target_lines(plan.targets.filter(body=unit).select_related("body"), plan, on)
    return assemble(
        sections_of(ObligationKind.REPORT),
        offers=_offers(counted, given, late, lines),
        facts={
            "needs": (*need_facts(counted), *state_facts(counted)),
            "support": tuple(given.facts()),
            "late": (_late_fact(unit, late),),
            "targets": tuple(reached.facts(lines)),
        },
        tables=(_tables(counted, given, late) if own else {}) | ({"targets": (reached.table(lines),)} if lines else {}),
        plan=plan,
        unit=unit,
        kind=ObligationKind.REPORT,
        on=on,
        title=f"Kết quả thực hiện công tác giảm nghèo theo địa chỉ hộ nghèo năm {plan.year}",
        opening=words.opening(plan, unit, "báo cáo kết quả thực hiện"),
        annexes=(body_plan.annex(own, f"Danh sách nhu cầu {unit.name} chủ trì năm {plan.year}"),) if own else (),
    )


def _tables(counted: Counted, given: Support, late: list[Need]) -> dict[str, tuple[Table, ...]]:
    return {
        "needs": (support.by_type(counted),),
        "support": (given.by_source(),),
        "late": (_late(late, counted.on),),
    }


def _late_fact(unit: Unit, late: list[Need]) -> Fact:
    url = needs_list(lead=unit.code, state="overdue") if late else ""
    return Fact("needs.overdue", "Nhu cầu quá hạn", len(late), NEEDS, url)


def _offers(counted: Counted, given: Support, late: list[Need], lines: list[TargetLine]) -> dict[str, str]:
    return {
        "direction": _direction(counted),
        "needs": _how_far(counted),
        "support": given.in_words(),
        "late": _how_late(counted, late),
        "targets": reached.in_words(lines),
        "proposals": words.NO_PROPOSALS,
        "next": _next(counted),
    }


def _direction(counted: Counted) -> str:
    unit, paper = counted.unit, own_plan(counted.plan, counted.unit, counted.on)
    issued = f"đã ban hành {paper}" if paper else "đã triển khai nhiệm vụ"
    return f"{unit.name} {issued}, phân công cán bộ phụ trách, phối hợp với UBND các xã, phường thực hiện."


def _how_far(counted: Counted) -> str:
    total = counted.needs
    if not total.total:
        return "Đơn vị không được giao chủ trì nhu cầu của hộ nào; kết quả thực hiện các nhiệm vụ khác như sau:"
    done = support.met(total)
    return (
        f"Đơn vị chủ trì {needs(total.total)} của {households(total.households)}. Đến ngày "
        f"{short_day(counted.on)} đã hỗ trợ {needs(done)}, trong đó xã, phường đã xác nhận hoàn thành "
        f"{needs(total.by_state['confirmed'])}; còn {needs(total.total - done)} đang thực hiện hoặc chưa thực hiện."
    )


def _how_late(counted: Counted, late: list[Need]) -> str:
    if not late:
        return "Không có nhu cầu quá hạn." if counted.needs.total else ""
    return f"Có {needs(len(late))} quá hạn (bảng dưới). Lý do: "


def _next(counted: Counted) -> str:
    rest = counted.needs.total - support.met(counted.needs)
    return words.dashes(
        [
            f"Tiếp tục hỗ trợ {needs(rest)} còn lại." if rest else "",
            "Phối hợp UBND các xã, phường theo dõi hiệu quả hỗ trợ, hạn chế tái nghèo.",
        ]
    )


def _late(late: list[Need], on: date) -> Table:
    columns = (
        Column("head", "Chủ hộ"),
        Column("commune", "Xã, phường"),
        Column("type", "Nhu cầu"),
        Column("due", "Hạn", Kind.DAY),
        Column("days", "Quá hạn (ngày)", Kind.NUMBER, adds_up=False),
    )
    late = sorted(late, key=lambda need: need.due_on)
    rows = (
        Row((one.household.head, one.commune.short_name, one.type.name, one.due_on, (on - one.due_on).days))
        for one in late
    )
    return Table(columns, tuple(rows), title="Nhu cầu quá hạn", empty="Không có nhu cầu quá hạn")
