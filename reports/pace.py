"""How far the town should be on a day, and the sentences that say so. Pure: dates and counts in, text out.

The pace runs straight from what had left the list on the day of the plan's figures (26 of 177 on 06/7/2022)
to the target on the last day. Page, chart description and print header all take their sentence from here.
"""

from dataclasses import dataclass
from datetime import date, timedelta

FOUR_WEEKS = timedelta(weeks=4)
SLOW_BY = 0.20  # a commune this far (as a share of its households) behind the pace is slow, not slightly slow


@dataclass(frozen=True)
class Pace:
    target: int
    base: int
    base_on: date
    finish_on: date

    def at(self, day: date) -> float:
        """The households that should have left by `day`; flat before the first day and after the last."""
        day = min(max(day, self.base_on), self.finish_on)
        done = (day - self.base_on).days / (self.finish_on - self.base_on).days
        return self.base + (self.target - self.base) * done

    def households(self, day: date) -> int:
        return whole(self.at(day))

    def share(self, day: date) -> float:
        return self.at(day) / self.target if self.target else 0.0

    def gap(self, left: int, day: date) -> int:
        """How many households behind (above zero) or ahead (below zero); meaningless before `base_on`."""
        return self.households(day) - left


def whole(number: float) -> int:
    """Rounds halves up, as people do (Python rounds 2,5 to 2)."""
    return int(number + 0.5)


def one_decimal(number: float) -> str:
    tenths = whole(number * 10)
    return f"{tenths // 10},{tenths % 10}"


def verdict(pace: Pace, *, listed: int, left: int, day: date, name: str = "Toàn thị xã") -> str:
    """ "Toàn thị xã: 68/177 hộ đã giảm – chậm 32 hộ so với nhịp cần đạt" """
    if not listed:
        return f"{name}: chưa có danh sách hộ"
    said = f"{name}: {left}/{pace.target} hộ đã giảm"
    if left > pace.target:
        return f"{said} – vượt mục tiêu {left - pace.target} hộ"
    if left == pace.target:
        return f"{said} – đạt mục tiêu"
    if day > pace.finish_on:
        return f"{said} – đã hết hạn, còn thiếu {pace.target - left} hộ"
    if day < pace.base_on:
        return said
    gap = pace.gap(left, day)
    return f"{said} – {against(gap).lower()}" + (" so với nhịp cần đạt" if gap else "")


def against(gap: int) -> str:
    """Before the words "so với nhịp cần đạt"."""
    if gap > 0:
        return f"Chậm {gap} hộ"
    return f"Vượt {-gap} hộ" if gap < 0 else "Đúng nhịp"


def rates(pace: Pace, *, left: int, left_four_weeks_ago: int, day: date) -> str:
    """What is still to do, a week, beside what the last four weeks brought; empty when nothing is to do."""
    days = (pace.finish_on - day).days
    if left >= pace.target or day < pace.base_on:
        return ""
    if days <= 0:
        return f"Ngày phải đạt mục tiêu là {pace.finish_on:%d/%m/%Y}."
    said = f"Cần giảm thêm {pace.target - left} hộ trong {days} ngày (đến {pace.finish_on:%d/%m/%Y})"
    if days >= 7:
        said += f", khoảng {one_decimal((pace.target - left) / days * 7)} hộ mỗi tuần"
    if day - FOUR_WEEKS >= pace.base_on:
        said += f"; 4 tuần qua bình quân {one_decimal((left - left_four_weeks_ago) / 4)} hộ mỗi tuần"
    return f"{said}."


@dataclass(frozen=True)
class Label:
    text: str
    css: str  # the class of its tag: ok, wa, ba or nothing


NO_LABEL = Label("", "")
ON_PACE = Label("Đúng nhịp", "ok")
SLIGHTLY_SLOW = Label("Hơi chậm", "wa")
SLOW = Label("Chậm", "ba")


def commune_gap(*, listed: int, left: int, pace_share: float) -> int:
    """Households behind (above zero) what the town's pace asks of a commune with this many listed."""
    return whole(listed * pace_share) - left


def label(*, listed: int, left: int, pace_share: float) -> Label:
    """How a commune keeps pace: its own listed households are its target."""
    if not listed:
        return NO_LABEL
    if commune_gap(listed=listed, left=left, pace_share=pace_share) <= 0:
        return ON_PACE
    return SLOW if pace_share - left / listed > SLOW_BY else SLIGHTLY_SLOW
