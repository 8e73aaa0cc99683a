"""The town's own report (Báo cáo tổng hợp): what all communes and bodies have done, from the same rows as theirs.

Figures are those of the dashboard of the day, under the same keys; what units wrote of difficulties and
proposals is joined, for the division to sum up.
"""

from collections.abc import Iterator
from datetime import date

from households.models import Plan
from reports.documents.wording import counted, percent, short_day
from reports.drafting import departures, reached, remaining, results, support, town_tables, words
from reports.drafting.content import HOUSEHOLDS, NEEDS, UNITS, Fact, Prepared, assemble
from reports.drafting.facts import household_facts, need_facts, state_facts
from reports.drafting.results import Results
from reports.drafting.sections import TOWN, sections_of
from reports.drafting.unit_words import joined
from reports.drafting.words import households, needs
from reports.figures import Agency, Figures, figures
from reports.links import link_for
from reports.models import Letterhead, Obligation, ObligationKind
from reports.targets import TargetLine, targets


def prepare(plan: Plan, on: date) -> Prepared:
    on = plan.day_shown(on)
    told, found, lines = Results(plan, None, on), figures(plan, on), targets(plan, on)
    return assemble(
        sections_of(TOWN),
        offers=_offers(told, found, lines),
        facts={
            "direction": tuple(_submission_facts(found)),
            "households": (
                *household_facts(told.counted),
                *results.standing_facts(told),
                *_commune_facts(found),
            ),
            "rate": (Fact("target", "Chỉ tiêu của Kế hoạch", found.target, HOUSEHOLDS),),
            "support": (*need_facts(told.counted), *state_facts(told.counted), *told.support.facts()),
            "bodies": tuple(_body_facts(found)),
            "targets": tuple(reached.facts(lines)),
            "remaining": tuple(remaining.why_facts(told.left)),
        },
        tables={
            "households": (town_tables.by_commune(found), departures.by_reason(told.gone)),
            "support": (support.by_type(told.counted), told.support.by_source()),
            "bodies": (town_tables.by_body(found),),
            "targets": (reached.table(lines),) if lines else (),
            "remaining": (remaining.by_why(told.left),),
        },
        plan=plan,
        unit=None,
        kind=TOWN,
        on=on,
        title=f"Kết quả thực hiện công tác giảm nghèo theo địa chỉ hộ nghèo trên địa bàn thị xã năm {plan.year}",
        opening=_opening(plan),
    )


def _opening(plan: Plan) -> str:
    office = Letterhead.objects.of(None).told_as
    return (
        f"Thực hiện Kế hoạch số {plan.number} ngày {short_day(plan.issued_on)} về {words.lower(plan.title)}, "
        f"{office} báo cáo kết quả thực hiện như sau:"
    )


# --- Figures ----------------------------------------------------------------------------------------------


def _submission_facts(found: Figures) -> Iterator[Fact]:
    for kind, owed in found.obligations.items():
        label = ObligationKind(kind).label
        for name, words_ in (("on_time", "đúng hạn"), ("on_the_day", "trong ngày hạn"), ("late", "trễ hạn"),
                             ("missing", "chưa nộp")):  # fmt: skip
            yield _fact(f"obligations.{kind}.{name}", f"{label}: {words_}", getattr(owed, name), UNITS)


def _commune_facts(found: Figures) -> Iterator[Fact]:
    for commune in found.communes:
        yield _fact(f"communes.{commune.code}.left", f"{commune.name}: hộ đã giảm", commune.left, HOUSEHOLDS)


def _body_facts(found: Figures) -> Iterator[Fact]:
    for agency in leading(found):
        yield _fact(f"agencies.{agency.code}.needs", f"{agency.short_name}: chủ trì", agency.needs, NEEDS)
        yield _fact(f"agencies.{agency.code}.done", f"{agency.short_name}: đã hoàn thành", agency.done, NEEDS)
        yield _fact(f"agencies.{agency.code}.overdue", f"{agency.short_name}: quá hạn", agency.overdue, NEEDS)


def _fact(key: str, label: str, value: int, unit: str) -> Fact:
    return Fact(key, label, value, unit, (link_for(key) or "") if value else "")


def leading(found: Figures) -> list[Agency]:
    """The bodies that lead any need."""
    return [agency for agency in found.agencies if agency.needs]


# --- The sentences that the figures offer -----------------------------------------------------------------


def _offers(told: Results, found: Figures, lines: list[TargetLine]) -> dict[str, str]:
    plan, on = told.plan, told.on
    return {
        "direction": _direction(plan, found),
        "households": results.who_left(told),
        "rate": _against_the_target(plan, found),
        "support": results.what_was_met(told),
        "bodies": _bodies(found),
        "targets": reached.in_words(lines),
        "remaining": results.what_is_left(told),
        "difficulties": joined(plan, on, "difficulties"),
        "proposals": joined(plan, on, "proposals", without=words.NO_PROPOSALS) or words.NO_PROPOSALS,
        "next": _next(plan, found),
    }


def _direction(plan: Plan, found: Figures) -> str:
    office = Letterhead.objects.of(None).told_as
    lines = [
        f"{office} đã ban hành Kế hoạch số {plan.number} ngày {short_day(plan.issued_on)}, giao nhiệm vụ cho "
        f"{counted(len(found.communes))} xã, phường và {counted(len(found.agencies))} cơ quan, đơn vị."
    ]
    return "\n".join([*lines, *(_handed_in(plan, kind, found) for kind in ObligationKind)])


def _handed_in(plan: Plan, kind: str, found: Figures) -> str:
    owed = found.obligations[kind]
    here = owed.expected - owed.missing
    how = [("đúng hạn", owed.on_time), ("trong ngày hạn", owed.on_the_day), ("trễ hạn", owed.late)]
    said = f"{ObligationKind(kind).label}: {here}/{owed.expected} đơn vị đã nộp"
    if parts := ", ".join(f"{counted(number)} đơn vị {label}" for label, number in how if number):
        said += f" ({parts})"
    missing = Obligation.objects.in_plan(plan).filter(kind=kind).with_moments(found.as_of).filter(first_at=None)
    in_order = missing.select_related("unit").order_by("-unit__kind", "unit__order")  # communes first
    names = [owed.unit.short_name for owed in in_order]
    few = f": {', '.join(names)}" if 0 < len(names) <= MOST_NAMES else ""
    return f"{said}; {counted(len(names))} đơn vị chưa nộp{few}." if names else f"{said}."


MOST_NAMES = 10  # so many units are named in a sentence; more stand in the annex


def _against_the_target(plan: Plan, found: Figures) -> str:
    left = found.left.total
    if not found.target:
        return ""
    said = (
        f"Kế hoạch đề ra giảm {households(found.target)} nghèo; đến ngày {short_day(found.as_of)} đã giảm "
        f"{households(left)}, đạt {percent(left / found.target)} kế hoạch"
    )
    rest = found.target - left
    return (
        f"{said}; còn {households(rest)} phải giảm trước ngày {short_day(plan.finish_on)}." if rest > 0 else f"{said}."
    )


def _bodies(found: Figures) -> str:
    own = leading(found)
    if not own:
        return "Chưa có cơ quan, đơn vị nào được giao chủ trì nhu cầu của hộ."
    said = ", ".join(f"{agency.short_name} {needs(agency.needs)} (hoàn thành {agency.done})" for agency in own)
    text = f"{counted(len(own))} cơ quan, đơn vị chủ trì hỗ trợ các hộ: {said}."
    if late := ", ".join(f"{agency.short_name} {needs(agency.overdue)}" for agency in own if agency.overdue):
        text += f" Còn nhu cầu quá hạn: {late}."
    return text


def _next(plan: Plan, found: Figures) -> str:
    rest = found.remaining
    return words.dashes(
        [
            f"Tiếp tục hỗ trợ {households(rest)} còn trong danh sách, ưu tiên các nhu cầu quá hạn và chưa có cơ quan "
            "chủ trì."
            if rest
            else "",
            "Rà soát định kỳ cuối năm, công nhận hộ thoát nghèo theo quy định.",
            "Theo dõi các hộ đã thoát nghèo trong 36 tháng để hạn chế tái nghèo.",
        ]
    )
