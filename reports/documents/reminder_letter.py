"""The reminder letter (công văn đôn đốc) to a unit that is late: what, since when, and until when it is asked for.

A letter of the town's People's Committee which the head of the division signs for the chairman ("TL. CHỦ TỊCH"),
laid out as Decree 30/2020/NĐ-CP, Annex III, model 1.5 orders. The Front is asked ("đề nghị"), not ordered.
"""

from collections.abc import Iterator

from povertyplan.accounts.models import Unit
from reports.chasing import Behind, answer_by, behind
from reports.documents.blocks import Annex, Column, Document, Kind, Paragraph, Row, Table
from reports.documents.orders import Order
from reports.documents.wording import counted, inside, long_day, short_day
from reports.models import Letterhead, Obligation
from tasks.models import Need

THROUGH = "qua Phòng Lao động - Thương binh và Xã hội"
ANNEX = "Danh sách nhu cầu hỗ trợ quá hạn"


def build(order: Order) -> Document:
    found = behind(order.plan, order.unit, order.as_of)
    return order.paper(
        letterhead=letterhead(order),
        subject=_subject(found, order.plan.year),
        addressees=(Letterhead.objects.of(order.unit).told_as,),
        body=tuple(Paragraph(text) for text in _body(order, found)),
        annexes=(_annex(found),) if found.needs else (),
    )


def letterhead(order: Order) -> Letterhead:
    """The town's head, with the division's symbol, signature and copy."""
    division = Unit.objects.on(order.plan.issued_on).filter(is_division=True).first()
    town, own = Letterhead.objects.of(None), Letterhead.objects.of(division)
    title, name = own.authority.strip(), own.issuer.strip()
    if title == "TRƯỞNG PHÒNG" and name.startswith("PHÒNG"):
        title = f"TRƯỞNG {name}"
    return Letterhead(
        superior=town.superior,
        issuer=town.issuer,
        told_as=town.told_as,
        symbol=f"{town.symbol}-{own.symbol}",
        place=town.place,
        authority=f"TL. CHỦ TỊCH\n{title}",
        signer=own.signer,
        receivers=f"Như trên\nCT, PCT UBND thị xã (để báo cáo)\nLưu: VT, {own.symbol}",
    )


def _subject(found: Behind, year: int) -> str:
    """After "V/v": "đôn đốc nộp kế hoạch triển khai, thực hiện nhu cầu hỗ trợ hộ nghèo năm 2022"."""
    verb = "đề nghị" if found.unit.is_requested else "đôn đốc"
    hand_in = "gửi" if found.unit.is_requested else "nộp"
    papers = " và ".join(inside(owed.name) for owed in (found.owed or found.coming[:1]))
    parts = [f"{hand_in} {papers}"] if found.owed or (not found.is_behind and papers) else []
    parts += ["thực hiện nhu cầu hỗ trợ hộ nghèo"] if found.needs else []
    return f"{verb} {', '.join(parts) or 'thực hiện kế hoạch giảm nghèo'} năm {year}"


def _body(order: Order, found: Behind) -> Iterator[str]:
    whose, asked = Letterhead.objects.of(order.unit).told_as, order.unit.is_requested
    day, town = long_day(order.as_of), Letterhead.objects.of(None).told_as
    thanks = f"{town} trân trọng cảm ơn sự phối hợp của {whose}. " if asked else ""
    if not found.is_behind:
        yield f"{thanks}Thực hiện {order.plan_named}, đến hết {day} {whose} không có việc nào quá hạn."
        yield from _next(order, found)
        return
    yield (
        f"{thanks}Thực hiện {order.plan_named}, qua theo dõi đến hết {day}, {whose} còn những việc sau đây "
        f"{'chưa gửi hoặc chưa thực hiện' if asked else 'đã quá hạn mà chưa thực hiện'}:"
    )
    yield from (f"- {line};" if n < last else f"- {line}." for n, last, line in _numbered(_late(order, found)))
    until = long_day(answer_by(order.made_at.date()))
    if asked:
        yield f"{town} kính đề nghị quý cơ quan quan tâm, thực hiện các việc nêu trên trước {until}."
        yield f"Nếu có vướng mắc, đề nghị quý cơ quan trao đổi với {town} ({THROUGH}) để cùng tháo gỡ."
    else:
        yield f"{town} yêu cầu {whose} khẩn trương thực hiện các việc nêu trên, xong trước {until}."
        yield f"Nếu có vướng mắc, kịp thời báo cáo {town} ({THROUGH}) để được hướng dẫn, chỉ đạo."


def _numbered(lines: Iterator[str]) -> Iterator[tuple[int, int, str]]:
    found = list(lines)
    return ((number, len(found), line) for number, line in enumerate(found, start=1))


def _late(order: Order, found: Behind) -> Iterator[str]:
    for owed in found.owed:
        yield _paper_late(order, owed)
    if found.slow:
        yield f"{_needs(found.slow)} chưa tiếp nhận, lâu nhất quá hạn từ ngày {_oldest(found.slow, 'take_up_by')}"
    if found.overdue:
        yield f"{_needs(found.overdue)} chưa hoàn thành, lâu nhất quá hạn từ ngày {_oldest(found.overdue, 'due_on')}"
    if found.needs:
        households = len({need.household_id for need in found.needs})
        yield (
            f"Tổng cộng {counted(len(found.needs))} nhu cầu quá hạn của {counted(households)} hộ, "
            "chi tiết ở danh sách kèm theo"
        )


def _paper_late(order: Order, owed: Obligation) -> str:
    days = (order.as_of - owed.due_on).days
    asked = owed.unit.is_requested
    due = "ngày đề nghị" if asked else "hạn nộp"
    return (
        f"{owed.name}: {due} {short_day(owed.due_on)}, đến nay chưa {'gửi' if asked else 'nộp'}, "
        f"{'đã qua' if asked else 'trễ'} {counted(days)} ngày"
    )


def _needs(needs: tuple[Need, ...]) -> str:
    return f"{counted(len(needs))} nhu cầu do {needs[0].lead.name if needs[0].lead else 'đơn vị'} chủ trì"


def _oldest(needs: tuple[Need, ...], field: str) -> str:
    return short_day(min(getattr(need, field) for need in needs))


def _next(order: Order, found: Behind) -> Iterator[str]:
    for owed in found.coming[:1]:
        verb = "Đề nghị quý cơ quan gửi" if owed.unit.is_requested else "Đề nghị đơn vị nộp"
        yield f"{verb} {inside(owed.name)} đúng thời gian, chậm nhất {long_day(owed.due_on)}."


def _annex(found: Behind) -> Annex:
    columns = (
        Column("number", "STT", Kind.NUMBER, adds_up=False, centred=True),
        Column("head", "Họ và tên chủ hộ"),
        Column("code", "Mã hộ"),
        Column("commune", "Xã, phường"),
        Column("need", "Nhu cầu hỗ trợ"),
        Column("take_up_by", "Hạn tiếp nhận", Kind.DAY),
        Column("due_on", "Hạn hoàn thành", Kind.DAY),
        Column("days", "Số ngày quá hạn", Kind.NUMBER, adds_up=False),
    )
    rows = tuple(_row(number, need, found) for number, need in enumerate(found.needs, start=1))
    return Annex(ANNEX, (Table(columns, rows),), landscape=True)


def _row(number: int, need: Need, found: Behind) -> Row:
    slow = any(need.pk == one.pk for one in found.slow)
    since = min(day for day in (need.take_up_by if slow else None, need.due_on) if day)
    return Row((
        number, need.household.head, need.household.code, need.commune.short_name, need.type.name,
        need.take_up_by, need.due_on, (found.on - since).days,
    ))  # fmt: skip
