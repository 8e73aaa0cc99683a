"""The burn-up curve, drawn on the server as two pictures: a wide one and one for telephones.

Every number of a picture is computed here and handed to the template as text, so that no number format
(1.234,5) gets into an SVG attribute. Steps, not a smoothed line: households leave the list by the dozen.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from reports.pace import Pace

LETTER = 7.6  # width of a letter of the 14 px text, on the safe side
LINE = 16
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000)


@dataclass(frozen=True)
class Curve:
    """What is drawn: households off the list, day by day, on the way from nought to the target."""

    year: int
    today: date
    pace: Pace
    by_day: tuple[tuple[date, int], ...]
    pending: int  # proposals on their way, shown dashed above today
    deadlines: tuple[tuple[date, str], ...]

    @property
    def left(self) -> int:
        return self.by_day[-1][1] if self.by_day else 0

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)

    @property
    def day_shown(self) -> date:
        return min(max(self.today, self.first_day), self.last_day)

    def until(self, last: date) -> int:
        return next((total for day, total in reversed(self.by_day) if day <= last), 0)

    def before_year(self) -> int:
        return self.until(self.first_day - timedelta(days=1))


@dataclass(frozen=True)
class Text:
    x: str
    y: str
    anchor: str
    words: str
    bold: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom, as wide as the widest usual font makes it."""
        width = len(self.words) * LETTER
        left = float(self.x) - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return left, float(self.y) - LINE + 3, left + width, float(self.y) + 4


@dataclass(frozen=True)
class Line:
    css: str
    path: str


@dataclass
class Picture:
    css: str
    width: int
    height: int
    month_step: int
    lines: list[Line] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    dot: tuple[str, str] = ("", "")

    left, top, right_margin, bottom_margin = 34, 18, 10, 30

    @property
    def right(self) -> int:
        return self.width - self.right_margin

    @property
    def bottom(self) -> int:
        return self.height - self.bottom_margin

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    @property
    def size(self) -> tuple[str, str]:
        return str(self.width), str(self.height)

    def write(self, words: str, *places: tuple[float, float, str], bold: bool = False) -> None:
        """At the first of `places` that lies inside the picture and touches no other text, else nowhere."""
        for x, y, anchor in places:
            text = Text(_n(x), _n(y), anchor, words, bold)
            if self._fits(text):
                self.texts.append(text)
                return

    def _fits(self, text: Text) -> bool:
        left, top, right, bottom = text.box
        if left < 0 or top < 0 or right > self.width or bottom > self.height:
            return False
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for other in (written.box for written in self.texts)
        )


def _n(number: float) -> str:
    return str(round(number))


def burn_up(curve: Curve) -> list[Picture]:
    """The wide picture and the narrow one; a media query shows one of them."""
    return [
        _draw(Picture("w", 720, 340, month_step=1), curve),
        _draw(Picture("nw", 328, 300, month_step=2), curve),
    ]


class _Scale:
    """From days and households to places in the picture."""

    def __init__(self, picture: Picture, curve: Curve):
        highest = max(curve.pace.target, curve.left + curve.pending, 1)
        self.step = next((step for step in STEPS if highest / step <= 4), STEPS[-1])
        self.top = self.step * -(-highest // self.step)
        self.picture, self.curve = picture, curve
        self.days = (curve.last_day - curve.first_day).days

    def x(self, day: date) -> float:
        day = min(max(day, self.curve.first_day), self.curve.last_day)
        width = self.picture.right - self.picture.left
        return self.picture.left + width * (day - self.curve.first_day).days / self.days

    def y(self, households: float) -> float:
        height = self.picture.bottom - self.picture.top
        return self.picture.bottom - height * households / self.top

    def ticks(self) -> Iterable[int]:
        return range(0, self.top + 1, self.step)


def _draw(picture: Picture, curve: Curve) -> Picture:
    scale = _Scale(picture, curve)
    _grid(picture, scale, curve)
    _steps(picture, scale, curve)
    _target_and_pace(picture, scale, curve)
    _today(picture, scale, curve)
    _deadlines(picture, scale, curve)
    return picture


def _grid(picture: Picture, scale: _Scale, curve: Curve) -> None:
    for tick in scale.ticks():
        y = scale.y(tick)
        picture.lines.append(Line("ax", f"M{picture.left} {_n(y)}H{picture.right}"))
        picture.texts.append(Text(str(picture.left - 5), _n(y + 5), "end", str(tick)))
    for month in range(1, 13, picture.month_step):
        middle = scale.x(date(curve.year, month, 15))
        picture.texts.append(Text(_n(middle), str(picture.height - 10), "middle", f"T{month}"))


def _steps(picture: Picture, scale: _Scale, curve: Curve) -> None:
    """The households that have left; the dot at its end is the number of the dashboard."""
    x, y = scale.x(curve.day_shown), scale.y(curve.left)
    path = f"M{picture.left} {_n(scale.y(curve.before_year()))}"
    for day, total in curve.by_day:
        if day >= curve.first_day:
            path += f"H{_n(scale.x(day))}V{_n(scale.y(total))}"
    picture.lines.append(Line("act", f"{path}H{_n(x)}"))
    picture.dot = (_n(x), _n(y))
    places = [(x + side, y + down, anchor) for side, anchor in ((9, "start"), (-9, "end")) for down in (13, -8, 30)]
    picture.write(f"{curve.left} hộ", *places, bold=True)
    if curve.pending:
        top = scale.y(curve.left + curve.pending)
        picture.lines.append(Line("pend", f"M{_n(x)} {_n(y)}V{_n(top)}h12"))
        picture.write(f"+{curve.pending} chờ", (x + 16, top + 4, "start"), (x + 16, top - 8, "start"))


def _target_and_pace(picture: Picture, scale: _Scale, curve: Curve) -> None:
    pace, y = curve.pace, scale.y(curve.pace.target)
    picture.lines.append(Line("tgt", f"M{picture.left} {_n(y)}H{picture.right}"))
    picture.write(f"Mục tiêu {pace.target}", (picture.left + 4, y - 6, "start"), (picture.left + 4, y + 16, "start"))
    from_x, from_y = scale.x(pace.base_on), scale.y(pace.base)
    to_x, to_y = scale.x(pace.finish_on), y
    picture.lines.append(Line("pace", f"M{_n(from_x)} {_n(from_y)}L{_n(to_x)} {_n(to_y)}"))
    for share in (0.6, 0.45, 0.3):
        x, at = from_x + (to_x - from_x) * share, from_y + (to_y - from_y) * share
        count = len(picture.texts)
        picture.write("Nhịp cần đạt", (x - 8, at - 2, "end"))
        if len(picture.texts) > count:
            return


def _today(picture: Picture, scale: _Scale, curve: Curve) -> None:
    if curve.today != curve.day_shown:
        return
    x, top = scale.x(curve.day_shown), scale.y(curve.pace.target) + 20
    picture.lines.append(Line("now", f"M{_n(x)} {_n(top)}V{picture.bottom}"))
    words = f"Hôm nay {curve.today.day}/{curve.today.month}"
    places = [(x + side, top + down, anchor) for down in (10, 30, 50) for side, anchor in ((-4, "end"), (4, "start"))]
    picture.write(words, *places)


def _deadlines(picture: Picture, scale: _Scale, curve: Curve) -> None:
    for day, words in curve.deadlines:
        x = scale.x(day)
        picture.lines.append(Line("ax", f"M{_n(x)} {_n(scale.y(curve.pace.target))}V{picture.bottom}"))
        low = picture.bottom - 8
        places = [(x + side, low - up, anchor) for up in (0, 20, 40) for side, anchor in ((4, "start"), (-4, "end"))]
        picture.write(words, *places)


@dataclass(frozen=True)
class Month:
    last_day: date
    left: int  # in this month
    total: int
    pace: int | None


def months(curve: Curve) -> list[Month]:
    """The same curve as a table: month by month until today; the last row's total is the dashboard's."""
    rows, before = [], curve.before_year()
    for month in range(1, curve.day_shown.month + 1):
        end = date(curve.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        end = min(end, curve.day_shown)
        total = curve.until(end)
        pace = curve.pace.households(end) if end >= curve.pace.base_on else None
        rows.append(Month(end, total - before, total, pace))
        before = total
    return rows
