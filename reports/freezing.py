"""Figures and texts as they were told, kept as rows; and what has changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reports.drafting.content import Fact, Prepared
from reports.models import FrozenFigure, FrozenText, Submission, TownReport


def freeze(prepared: Prepared, *, submission: Submission | None = None, town_report: TownReport | None = None) -> None:
    """Keeps every figure and every written section of `prepared` with the version that told them."""
    version = {"submission": submission, "town_report": town_report}
    FrozenFigure.objects.bulk_create(
        FrozenFigure(
            **version, order=place, key=fact.key, label=fact.label, value=fact.value, unit=fact.unit, on=prepared.on
        )
        for place, fact in enumerate(prepared.facts)
    )
    FrozenText.objects.bulk_create(
        FrozenText(
            **version,
            order=place,
            section=part.key,
            number=part.number,
            title=part.section.title,
            text=part.text,
        )
        for place, part in enumerate(prepared.printed)
        if part.section.is_written
    )


@dataclass(frozen=True)
class Told:
    """One figure as it was told on a day, beside what holds now; `now` is None where nobody counts it any more."""

    label: str
    unit: str
    on: date
    told: int
    now: int | None
    url: str

    @property
    def has_changed(self) -> bool:
        return self.now is not None and self.now != self.told


def beside(figures: Iterable[FrozenFigure], facts: Iterable[Fact]) -> list[Told]:
    """What was told beside what the data says now, in the order of the paper.

    A figure that is no longer among `facts` (a kind of need that nobody has any more) counts nothing now; one
    that is new was nothing then. Without `facts` nobody can say what holds now.
    """
    figures, now = list(figures), {fact.key: fact for fact in facts}
    rows = [
        Told(
            label=row.label,
            unit=row.unit,
            on=row.on,
            told=row.value,
            now=now[row.key].value if row.key in now else 0 if now else None,
            url=now[row.key].url if row.key in now else "",
        )
        for row in figures
    ]
    known = {row.key for row in figures}
    on = figures[0].on if figures else None
    new = [fact for fact in now.values() if figures and fact.value and fact.key not in known]
    return rows + [Told(fact.label, fact.unit, on, 0, fact.value, fact.url) for fact in new]


@dataclass(frozen=True)
class Version:
    """What a version told: its texts, its figures beside those of today."""

    texts: list[FrozenText]
    figures: list[Told]

    @property
    def changed(self) -> list[Told]:
        return [row for row in self.figures if row.has_changed]


def told(version: Submission | None, facts: Iterable[Fact]) -> Version | None:
    """None for a version that was handed in as a file alone."""
    if version is None or version.figures_on is None:
        return None
    texts = [row for row in version.frozentexts.all() if row.text]
    return Version(texts, beside(version.frozenfigures.all(), facts))
