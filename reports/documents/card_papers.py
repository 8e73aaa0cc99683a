"""Household cards (phiếu hộ) as papers: those of a commune, a page each, or that of one household; and an empty one.

What stands on a card is `tasks.cards`, as on the printed page; numbers of persons are masked in it.
"""

from collections.abc import Iterator

from django.utils.formats import number_format

from households.card import Card
from households.changes import Refused
from households.models import Cause, Household, Indicator
from households.models.household import Progress
from povertyplan import clock
from reports.documents.blocks import Annex, Block, Column, Document, Heading, Kind, Note, Paragraph, Row, Table
from reports.documents.orders import Order
from tasks.cards import cards
from tasks.models import NeedType

SIGN = "(ký, ghi rõ họ tên)"
SIGNED = Table((Column("head", "Chủ hộ"), Column("officer", "Cán bộ phụ trách")), (Row((SIGN, SIGN)), Row(("", ""))))
HOW_TO_FILL = (
    "In tờ sau thành nhiều bản, mỗi hộ một tờ.",
    "Hỏi từng người trong hộ; điều chưa hỏi được thì để trống, không đoán.",
    "Khoanh tròn nguyên nhân, thiếu hụt, nhu cầu và tiến độ đúng với hộ.",
    "Chủ hộ và cán bộ cùng ký. Về cơ quan, ghi lại ở trang của hộ trong ngày.",
    "Phiếu có thông tin cá nhân, không để lộ.",
)
PRIVATE = "Có thông tin cá nhân, không để lộ."
EMPTY_PEOPLE, EMPTY_GIFTS = 8, 4


def build(order: Order) -> Document:
    """Of every household of the commune that is on the year's list; the first page names them.

    A card is what is known today: there is none of an earlier day.
    """
    listed = Household.objects.in_commune(order.unit).in_plan(order.plan, order.as_of).by_name()
    if order.as_of != order.plan.day_shown(clock.today()) and listed.exists():
        raise Refused("Phiếu hộ chỉ lập theo số liệu hôm nay. Hãy bỏ trống ngày.")
    found = cards(listed, order.plan)
    annexes = tuple(
        Annex(f"Phiếu hộ nghèo năm {card.year}: {card.head}", tuple(_card(card)), attached_to=f"Mã hộ {card.code}")
        for card in found
    )
    body = (_contents(found), Note(f"Mỗi hộ một tờ, theo thứ tự trên. {PRIVATE}"))
    return _paper(order, f"Phiếu của các hộ năm {order.plan.year}, {order.whose}", body, annexes=annexes)


def build_blank(order: Order) -> Document:
    """How to fill it in, and on a page of its own the card."""
    card = Annex(f"Phiếu thăm hộ nghèo năm {order.plan.year}", tuple(_blank()), attached_to="Mỗi hộ một tờ")
    body = tuple(Paragraph(f"- {line}") for line in HOW_TO_FILL)
    return _paper(order, f"Phiếu trống để đi thăm hộ năm {order.plan.year}", body, annexes=(card,))


def _paper(order: Order, subject: str, body: tuple[Block, ...], **more) -> Document:
    return order.paper(type_name="PHIẾU HỘ NGHÈO", symbol="PH", subject=subject, body=body, **more)


def _contents(found: list[Card]) -> Table:
    columns = (
        Column("number", "STT", Kind.NUMBER, adds_up=False, centred=True),
        Column("code", "Mã hộ"),
        Column("head", "Chủ hộ"),
        Column("hamlet", "Thôn, tổ dân phố"),
        Column("standing", "Trạng thái"),
    )
    rows = (
        Row((number, card.code, card.head, card.hamlet, card.standing)) for number, card in enumerate(found, start=1)
    )
    return Table(columns, tuple(rows), empty="Không có hộ nào trong danh sách")


def _card(card: Card) -> Iterator[Block]:
    groups = f" Nhóm đối tượng: {card.groups}." if card.groups else ""
    place = ", ".join(part for part in (card.address, card.hamlet, card.commune) if part)
    yield Heading("1. Tình trạng của hộ", 2)
    yield Note(f"Chủ hộ: {card.head}. Nơi ở: {place}. Số khẩu: {card.member_count or 'chưa có'}.{groups}")
    yield _people(card)
    yield Heading("2. Nguyên nhân nghèo, thiếu hụt", 2)
    lacking = "; ".join(card.deprivations) or "chưa ghi"
    yield Note(f"Nguyên nhân: {'; '.join(card.causes) or 'chưa ghi'}. Thiếu hụt: {lacking}.")
    yield Heading("3. Nhu cầu hỗ trợ", 2)
    yield _needs(card) if card.needs else Note(f"Hộ không có nhu cầu nào trong kế hoạch năm {card.year}.")
    yield Heading("4. Người phụ trách", 2)
    yield Note(f"Cán bộ xã, phường phụ trách hộ: {card.officer or 'chưa phân công'}.")
    yield Heading("5. Đã hỗ trợ", 2)
    if card.gifts:
        yield _gifts(card)
        loans = f" Cho vay (không cộng vào hỗ trợ): {_dong(card.loans)}." if card.loans else ""
        yield Note(f"Cộng tiền hỗ trợ: {_dong(card.grants)}.{loans}")
    else:
        yield Note("Chưa ghi nhận hỗ trợ nào.")
    yield Heading("6. Kết quả", 2)
    seen = f" Xã, phường xem xét gần nhất ngày {card.seen}." if card.seen else ""
    left = f" {card.left}." if card.left else ""
    yield Note(f"{card.standing}.{left}{seen}")
    if card.left_out:
        yield Note(f"Còn {card.left_out} không in ở đây, xem ở trang của hộ.")
    yield SIGNED


def _people(card: Card) -> Table:
    columns = tuple(map(_text, ("Họ và tên", "Quan hệ", "Giới tính, sinh", "Số CCCD", "Thẻ BHYT", "Học, làm; nhóm")))
    rows = (
        (
            one.name,
            one.relation,
            ", ".join(part for part in (one.sex, one.born) if part),
            one.id_no,
            one.insurance or "Chưa rõ",
            ". ".join(part for part in (one.situation, one.groups) if part),
        )
        for one in card.shown_people
    )
    return Table(columns, tuple(map(Row, rows)))


def _needs(card: Card) -> Table:
    columns = (*map(_text, ("Nhu cầu", "Cơ quan chủ trì, cán bộ")), Column("due", "Hạn", Kind.DAY), _text("Trạng thái"))
    rows = (
        (
            f"{need.name}: {need.detail}" if need.detail else need.name,
            ", ".join(part for part in (need.lead or "Chưa có", need.officer) if part),
            need.due_on,
            f"{need.state} (quá hạn)" if need.is_late else need.state,
        )
        for need in card.shown_needs
    )
    return Table(columns, tuple(map(Row, rows)))


def _gifts(card: Card) -> Table:
    columns = (
        Column("on", "Ngày", Kind.DAY),
        *map(_text, ("Nội dung", "Hình thức, nguồn", "Số lượng")),
        Column("amount", "Số tiền (đồng)", Kind.MONEY),
    )
    rows = (
        (one.on, one.what, ", ".join(part for part in (one.kind, one.source) if part), one.quantity, one.amount)
        for one in card.shown_gifts
    )
    return Table(columns, tuple(map(Row, rows)))


def _text(title: str) -> Column:
    return Column(title, title)


def _dong(amount) -> str:
    return f"{number_format(amount, 0, force_grouping=True)} đồng"


def _blank() -> Iterator[Block]:
    """The same six parts with lines to write on."""
    yield Heading("1. Tình trạng của hộ", 2)
    yield Paragraph(f"Chủ hộ: {'.' * 50} Mã hộ: {'.' * 24}")
    yield Paragraph(f"Nơi ở: {'.' * 60} Số khẩu: {'.' * 8}")
    titles = ("Họ và tên", "Quan hệ", "Giới tính, năm sinh", "Số CCCD", "Thẻ BHYT", "Học, làm, muốn học nghề")
    yield Table(tuple(map(_text, titles)), tuple(Row(("",) * 6) for _ in range(EMPTY_PEOPLE)))
    yield Heading("2. Nguyên nhân nghèo, thiếu hụt (khoanh tròn)", 2)
    yield Note(f"Nguyên nhân: {'; '.join(cause.name for cause in Cause.objects.all())}.")
    yield Note(f"Thiếu hụt: {'; '.join(one.name for one in Indicator.objects.in_force(clock.today()))}.")
    yield Heading("3. Nhu cầu hỗ trợ (khoanh tròn)", 2)
    yield Note(f"{'; '.join(type.name for type in NeedType.objects.whole())}.")
    yield Heading("4. Người phụ trách", 2)
    yield Paragraph(f"Cán bộ thăm hộ: {'.' * 40} Ngày thăm: {'.' * 20}")
    yield Heading("5. Đã hỗ trợ", 2)
    titles = ("Ngày", "Nội dung", "Hình thức, nguồn", "Số lượng", "Số tiền (đồng)")
    yield Table(tuple(map(_text, titles)), tuple(Row(("",) * 5) for _ in range(EMPTY_GIFTS)))
    yield Heading("6. Kết quả", 2)
    yield Note(f"Tiến độ (khoanh tròn): {'; '.join(Progress.labels)}.")
    yield Paragraph(f"Vướng mắc: {'.' * 70}")
    yield SIGNED
