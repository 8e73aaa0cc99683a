"""What a commune's report and the town's tell alike: who left, what was met, who is left and why.

It is told before the annual review ends, so exits are preliminary until that review's decision (Quyết định
24/2021/QĐ-TTg), and the sentences say so.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from households.models import Movement, Plan
from households.models.movement import OTHER_DECREASE_REASONS
from povertyplan.accounts.models import Unit
from reports.documents.wording import short_day
from reports.drafting import departures, remaining, support, words
from reports.drafting.content import HOUSEHOLDS, Fact
from reports.drafting.facts import Counted, TownRows
from reports.drafting.remaining import Remaining, Why
from reports.drafting.words import enumerated, households, needs

Reason = Movement.Reason


class Results:
    """Everything that the sections of one commune (or of the town, `unit` None) tell, fetched once."""

    def __init__(self, plan: Plan, unit: Unit | None, on: date):
        self.plan, self.unit, self.on = plan, unit, on
        self.rows = TownRows(plan, on)
        self.counted = Counted(self.rows, unit)
        self.gone: list[Movement] = departures.departures(plan, on, unit)
        self.left: list[Remaining] = remaining.remaining(plan, on, unit)
        self.support = support.of(plan, unit, on)

    @property
    def whose(self) -> str:
        """In a sentence: "phường Tứ Hạ", "toàn thị xã"."""
        return words.lower(self.unit.name) if self.unit else "toàn thị xã"


def standing_facts(told: Results) -> Iterator[Fact]:
    """How many of those who left the annual review has confirmed."""
    official = sum(map(departures.is_official, told.gone))
    yield Fact("left.official", "Hộ đã giảm có kết quả chính thức", official, HOUSEHOLDS)
    yield Fact("left.preliminary", "Hộ đã giảm, kết quả sơ bộ", len(told.gone) - official, HOUSEHOLDS)


def who_left(told: Results) -> str:
    counted, left = told.counted, told.counted.left
    said = (
        f"Đến ngày {short_day(told.on)}, {told.whose} đã giảm {households(counted.left_total)} trên "
        f"{households(counted.listed)} trong danh sách, còn {households(counted.remaining)}."
    )
    if counted.left_total:
        said += f" Thoát nghèo {households(left.exited)}{_of_which(told, others=False)}; "
        said += f"giảm khác {households(left.other_decrease)}{_of_which(told, others=True)}."
    if told.gone and not all(map(departures.is_official, told.gone)):
        said += " Kết quả trên là sơ bộ, chờ quyết định công nhận của kỳ rà soát định kỳ cuối năm."
    if counted.come:
        said += f" Trong kỳ có {households(counted.come)} tăng (tái nghèo, phát sinh, chuyển đến)."
    return said


def _of_which(told: Results, *, others: bool) -> str:
    counts = told.counted.left.by_reason.items()
    own = [(Reason(code).label, households(n)) for code, n in counts if (code in OTHER_DECREASE_REASONS) == others]
    return f" ({enumerated(own)})" if own else ""


def what_was_met(told: Results) -> str:
    total = told.counted.needs
    if not total.total:
        return "Các hộ trong danh sách không có nhu cầu hỗ trợ."
    said = (
        f"Có {needs(total.total)} của {households(total.households)}; đã hỗ trợ {needs(support.met(total))}, "
        f"trong đó xã, phường đã xác nhận hoàn thành {needs(total.by_state['confirmed'])}; "
        f"còn {needs(total.total - support.met(total))} đang thực hiện hoặc chưa thực hiện."
    )
    return f"{said} {told.support.in_words()}"


def what_is_left(told: Results) -> str:
    if not told.left:
        return "Không còn hộ nào trong danh sách."
    counts = Counter(one.why for one in told.left)
    why = enumerated((reason.label, households(counts[reason])) for reason in Why if counts[reason])
    return f"Còn {households(len(told.left))} chưa giảm: {why} (danh sách kèm theo)."
