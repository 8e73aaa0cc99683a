"""The plan of a commune: its households by address, what they need, who leads, when and with what money.

Everything that the data knows is here; people add judgement. A household without a need stops the plan.
"""

from datetime import date

from django.urls import reverse

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports.documents.blocks import LEFT, Annex, Column, Kind, Row, Style, Table
from reports.documents.wording import short_day
from reports.drafting import words
from reports.drafting.content import Prepared, Problem, assemble
from reports.drafting.facts import Counted, TownRows, household_facts, need_facts
from reports.drafting.planned import PlannedOf
from reports.drafting.sections import sections_of
from reports.drafting.words import dashes, enumerated, households, needs, office
from reports.household_lists import Listed, leads_of, to_leave
from reports.models import ObligationKind
from tasks.planned import planned_money, quarters_of


def prepare(plan: Plan, unit: Unit, on: date) -> Prepared:
    counted = Counted(TownRows(plan, on), unit)
    listed = to_leave(plan, on, unit)
    planned = PlannedOf([need for one in listed for need in one.needs], plan)
    return assemble(
        sections_of(ObligationKind.PLAN, of_commune=True),
        offers=_offers(counted) | {"money": planned.in_words()},
        facts={
            "households": tuple(household_facts(counted)),
            "needs": tuple(need_facts(counted)),
            "money": tuple(planned.facts()),
        },
        tables={
            "households": (_by_hamlet(listed),),
            "needs": (_by_type(counted, listed),),
            "schedule": (planned.by_quarter(),),
            "money": (planned.by_source(),),
        },
        plan=plan,
        unit=unit,
        kind=ObligationKind.PLAN,
        on=on,
        title=f"Triển khai thực hiện công tác giảm nghèo theo địa chỉ hộ nghèo "
        f"trên địa bàn {words.lower(unit.name)} năm {plan.year}",
        opening=words.opening(plan, unit, "ban hành Kế hoạch triển khai thực hiện"),
        annexes=(_annex(plan, listed),),
        problems=tuple(_problems(listed)),
    )


# --- The sentences that the figures offer -----------------------------------------------------------------


def _offers(counted: Counted) -> dict[str, str]:
    plan, unit = counted.plan, counted.unit
    return {
        "aim": _aim(plan),
        "targets": _targets(counted),
        "households": _how_many(counted),
        "needs": _what_they_need(counted),
        "tasks": words.duties(plan, unit),
        "schedule": _schedule(plan),
        "organisation": _organisation(plan, unit),
        "proposals": words.NO_PROPOSALS,
    }


def _aim(plan: Plan) -> str:
    return (
        "Thực hiện mục tiêu giảm nghèo bền vững, hạn chế tái nghèo; bảo đảm an sinh xã hội, nâng cao thu nhập và "
        f"đời sống của người dân; góp phần hoàn thành mục tiêu giảm nghèo của thị xã năm {plan.year}."
    )


def _targets(counted: Counted) -> str:
    plan = counted.plan
    goal = f"Năm {plan.year} phấn đấu giảm {households(counted.listed)} nghèo theo danh sách kèm theo Kế hoạch thị xã"
    done = f"; đến ngày {short_day(counted.on)} đã giảm {households(counted.left_total)}" if counted.left_total else ""
    return dashes(
        [
            f"{goal}{done}, còn {households(counted.remaining)} cần hỗ trợ.",
            "100% người thuộc hộ nghèo, hộ cận nghèo được cấp thẻ bảo hiểm y tế theo quy định.",
            "100% hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo đủ điều kiện, có nhu cầu được vay vốn phát triển "
            "sản xuất, kinh doanh.",
            "100% người nghèo trong độ tuổi, đủ năng lực lao động, có nhu cầu học nghề được hỗ trợ đào tạo nghề, "
            "ưu tiên giới thiệu việc làm.",
            "100% học sinh, sinh viên nghèo thuộc đối tượng được miễn, giảm học phí và hỗ trợ chi phí học tập "
            "theo quy định.",
        ]
    )


def _how_many(counted: Counted) -> str:
    unit, left = counted.unit, counted.left
    said = f"{unit.name} có {households(counted.listed)} nghèo trong danh sách kèm theo Kế hoạch thị xã."
    if counted.left_total:
        said += (
            f" Đến ngày {short_day(counted.on)} đã giảm {households(counted.left_total)}, trong đó thoát nghèo "
            f"{households(left.exited)}, giảm khác (chết, chuyển đi, nhập hộ) {households(left.other_decrease)}."
        )
    return f"{said} Còn {households(counted.remaining)} cần hỗ trợ để thoát nghèo (danh sách kèm theo)."


def _what_they_need(counted: Counted) -> str:
    total = counted.needs
    if not total.total:
        return "Các hộ không có nhu cầu hỗ trợ."
    kinds = ((type.name, needs(total.by_type[type.code].needs)) for type in counted.types_needed)
    return (
        f"Có {households(total.households)} với {needs(total.total)} hỗ trợ: {enumerated(kinds)}. "
        "Một hộ có thể có nhiều nhu cầu, nên số nhu cầu và số hộ được tính riêng."
    )


def _schedule(plan: Plan) -> str:
    return dashes(
        [
            "Rà soát nhu cầu của từng hộ, thống nhất với cơ quan chủ trì thời gian và cách hỗ trợ.",
            f"Hoàn thành hỗ trợ và rà soát các hộ đủ điều kiện thoát nghèo trước ngày {short_day(plan.finish_on)}.",
        ]
    )


def _organisation(plan: Plan, unit: Unit) -> str:
    whom = office(unit)
    due = f" {words.report_due(plan)}" if words.report_due(plan) else ""
    return dashes(
        [
            f"{whom} phân công cán bộ phụ trách từng hộ; cập nhật tiến độ mỗi hộ ít nhất {plan.update_every_days} ngày "
            "một lần.",
            "Cán bộ Lao động - Thương binh và Xã hội làm đầu mối, phối hợp với các cơ quan chủ trì của thị xã, "
            "Mặt trận Tổ quốc và các đoàn thể.",
            f"Báo cáo kết quả về UBND thị xã (qua Phòng Lao động - Thương binh và Xã hội){due}; khi có vướng mắc "
            "thì báo cáo ngay để được hướng dẫn.",
        ]
    )


# --- Tables -----------------------------------------------------------------------------------------------


def _by_hamlet(listed: list[Listed]) -> Table:
    hamlets = list(dict.fromkeys(one.household.hamlet for one in listed))
    rows = [_hamlet_row(str(hamlet), [one for one in listed if one.household.hamlet == hamlet]) for hamlet in hamlets]
    total = _hamlet_row("Cộng", listed, style=Style.TOTAL, sums=tuple(range(len(rows))))
    columns = (
        Column("hamlet", "Thôn, tổ dân phố"),
        Column("listed", "Hộ trong danh sách", Kind.NUMBER),
        Column("exited", "Thoát nghèo", Kind.NUMBER, under=("Đã giảm",)),
        Column("other", "Giảm khác", Kind.NUMBER, under=("Đã giảm",)),
        Column("remaining", "Còn lại", Kind.NUMBER),
        Column("needing", "Hộ có nhu cầu", Kind.NUMBER),
    )
    return Table(columns, (*rows, total) if rows else (), title="Số hộ theo thôn, tổ dân phố")


def _hamlet_row(name: str, own: list[Listed], **style) -> Row:
    left = [one.departure.kind for one in own if one.departure]
    exited = sum(kind == "exit" for kind in left)
    needing = sum(bool(one.needs) for one in own)
    return Row((name, len(own), exited, len(left) - exited, len(own) - len(left), needing), **style)


def _by_type(counted: Counted, listed: list[Listed]) -> Table:
    """Households stand in the total once, however many needs they have: that column does not add up."""
    rows = [_type_row(counted, type, listed) for type in counted.types_needed]
    total = Row(("Cộng", counted.needs.total, counted.needs.households, ""), Style.TOTAL, sums=tuple(range(len(rows))))
    columns = (
        Column("type", "Loại nhu cầu"),
        Column("needs", "Số nhu cầu", Kind.NUMBER),
        Column("households", "Số hộ", Kind.NUMBER, adds_up=False),
        Column("lead", "Cơ quan chủ trì"),
    )
    return Table(columns, (*rows, total) if rows else (), title="Nhu cầu hỗ trợ theo loại")


def _type_row(counted: Counted, type, listed: list[Listed]) -> Row:
    count = counted.needs.by_type[type.code]
    leads = leads_of(need for one in listed for need in one.needs if need.type_id == type.pk)
    return Row((type.name, count.needs, count.households, leads))


def _annex(plan: Plan, listed: list[Listed]) -> Annex:
    columns = (
        Column("place", "STT", Kind.NUMBER, adds_up=False, centred=True),
        Column("head", "Họ và tên chủ hộ"),
        Column("hamlet", "Thôn, tổ dân phố"),
        Column("members", "Số khẩu", Kind.NUMBER),
        Column("needs", "Nhu cầu hỗ trợ"),
        Column("lead", "Cơ quan chủ trì"),
        Column("quarter", "Quý dự kiến"),
        Column("grants", "Hỗ trợ", Kind.MONEY, under=("Kinh phí dự kiến (đồng)",)),
        Column("loans", "Vay vốn", Kind.MONEY, under=("Kinh phí dự kiến (đồng)",)),
        Column("officer", "Cán bộ phụ trách"),
        Column("note", "Ghi chú"),
    )
    lines = [_household_row(place, one) for place, one in enumerate(listed, start=1)]
    money = planned_money(need for one in listed for need in one.needs)
    people = sum(one.people or 0 for one in listed)
    cells = ("Cộng", LEFT, LEFT, people, "", "", "", money.grants, money.loans, "", "")
    total = Row(cells, Style.TOTAL, tuple(range(len(lines))))
    rows = (*lines, total) if lines else ()
    title = f"Danh sách hộ nghèo dự kiến giảm năm {plan.year}"
    return Annex(title, (Table(columns, rows, numbered=True),), label="Phụ lục", landscape=True)


def _household_row(place: int, one: Listed) -> Row:
    household, money = one.household, planned_money(one.needs)
    return Row(
        (
            place,
            household.head,
            str(household.hamlet),
            one.people,
            "; ".join(need.type.name for need in one.needs),
            leads_of(one.needs),
            quarters_of(one.needs),
            money.grants or None,
            money.loans or None,
            household.officer.full_name if household.officer else "",
            _note(one),
        )
    )


def _note(one: Listed) -> str:
    """An exit and another decrease never read alike."""
    if one.departure is None:
        return "" if one.needs else " vì ".join(filter(None, ("Không có nhu cầu", one.entry.no_need_reason)))
    if one.departure.kind == "exit":
        return "Đã thoát nghèo"
    return f"Giảm khác: {one.departure.get_reason_display().lower()}"


def _problems(listed: list[Listed]):
    """Whoever is still to be helped needs something, or the commune has said that they need nothing."""
    for one in listed:
        if one.departure is None and not one.needs and not one.entry.no_need_reason:
            household = one.household
            yield Problem(
                f"Hộ {household.head} ({household.hamlet}) chưa có nhu cầu hỗ trợ.",
                "Thêm nhu cầu",
                reverse("need_add", args=[household.code]),
                "Ghi không có nhu cầu",
                f"{reverse('planning')}#ho-{household.code}",
            )
