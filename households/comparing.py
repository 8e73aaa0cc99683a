"""How a household was found, beside how it was found the last time: what was, and what is now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from households.models import Indicator, Review
from households.models.standard import PovertyClass


@dataclass(frozen=True)
class Compared:
    """One line. `was` and `now` are in words, empty where nothing is known."""

    label: str
    was: str
    now: str

    @property
    def has_changed(self) -> bool:
        return bool(self.was) and self.was != self.now


@dataclass(frozen=True)
class Comparison:
    """`since` is the day of the review that is compared with; None: with what was on record of the household."""

    since: date | None
    gone: tuple[Indicator, ...]
    kept: tuple[Indicator, ...]
    new: tuple[Indicator, ...]
    lines: tuple[Compared, ...]
    deprivations_known: bool

    @property
    def lacks_nothing(self) -> bool:
        return self.deprivations_known and not (self.kept or self.new)


def compare(review: Review) -> Comparison:
    """`review` beside the last one of its household, or beside the record where it is the first."""
    last = Review.objects.before(review)
    knew = last is not None and last.deprivations_known
    was = set((last.deprivations if knew else review.deprivations_before).all())
    now = set(review.deprivations.all())
    return Comparison(
        since=last.on if last else None,
        gone=_in_order(was - now) if review.deprivations_known else (),
        kept=_in_order(was & now) if review.deprivations_known else _in_order(was),
        new=_in_order(now - was),
        lines=tuple(_lines(review, last)),
        deprivations_known=review.deprivations_known,
    )


def _in_order(indicators: Iterable[Indicator]) -> tuple[Indicator, ...]:
    return tuple(sorted(indicators, key=lambda one: one.order))


def _lines(review: Review, last: Review | None) -> Iterable[Compared]:
    """The numbers and the conclusion, where at least one of the two reviews has them."""
    for name, unit in (("income", " đồng/người/tháng"), ("b1", " điểm"), ("b2", " điểm")):
        label = str(Review._meta.get_field(name).verbose_name)
        yield _line(label.partition(" (")[0], _number(last, name, unit), _number(review, name, unit))
    yield _line("kết luận", _class(last), _class(review))


def _line(label: str, was: str, now: str) -> Compared:
    return Compared(label[:1].upper() + label[1:], was, now)


def _number(review: Review | None, name: str, unit: str) -> str:
    value = getattr(review, name, None)
    return "" if value is None else f"{value:,}{unit}".replace(",", ".")


def _class(review: Review | None) -> str:
    return PovertyClass(review.final).label if review and review.final else ""
