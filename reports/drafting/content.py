"""What a plan or report consists of, as plain data: page, document and frozen rows are all made from this."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports.documents.blocks import Annex, Table
from reports.drafting.sections import Section, numbered

HOUSEHOLDS, NEEDS, PEOPLE, DONG, UNITS = "hộ", "nhu cầu", "người", "đồng", "đơn vị"


@dataclass(frozen=True)
class Fact:
    """One number with its unit; `url` opens exactly the rows behind it, where there are any.

    Its `key` stays the same from day to day: what was told is compared with what holds now by it.
    """

    key: str
    label: str
    value: int
    unit: str
    url: str = ""


@dataclass(frozen=True)
class Part:
    """One section of the paper: the text that holds now, what the figures offer, the tables behind it."""

    section: Section
    number: str
    offered: str = ""
    text: str = ""
    tables: tuple[Table, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def key(self) -> str:
        return self.section.key

    @property
    def says_something(self) -> bool:
        return bool(self.text.strip() or self.tables)

    @property
    def paragraphs(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.strip()]


@dataclass(frozen=True)
class Problem:
    """Something that stops the paper: what, and the addresses of the pages that mend it, this way or the `other`."""

    text: str
    mend: str
    url: str
    other: str = ""
    other_url: str = ""


@dataclass(frozen=True)
class Prepared:
    """A whole paper, ready but for its number, day and signature."""

    plan: Plan
    unit: Unit | None  # None: the town itself
    kind: str
    on: date
    title: str
    opening: str
    parts: tuple[Part, ...]
    annexes: tuple[Annex, ...] = ()
    problems: tuple[Problem, ...] = ()
    document_no: str = ""
    document_on: date | None = None
    bases: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All figures, in the order of the sections that they stand in."""
        return tuple(fact for part in self.parts for fact in part.facts)

    @property
    def written(self) -> Iterator[Part]:
        """The sections that carry a text of their own."""
        return (part for part in self.parts if part.section.is_written)

    @property
    def printed(self) -> tuple[Part, ...]:
        """The sections that say something, numbered anew where one in between says nothing."""
        kept = [part for place, part in enumerate(self.parts) if self._says_something(place)]
        numbers = (number for number, _ in numbered(part.section for part in kept))
        return tuple(replace(part, number=number) for part, number in zip(kept, numbers, strict=True))

    def _says_something(self, place: int) -> bool:
        """Of the section itself, or of one below it."""
        level = self.parts[place].section.level
        below = takewhile(lambda part: part.section.level > level, self.parts[place + 1 :])
        return any(part.says_something for part in (self.parts[place], *below))

    @property
    def offered(self) -> dict[str, str]:
        """The sentences that the figures offer, by section."""
        return {part.key: part.offered for part in self.written}

    def with_texts(self, texts: dict[str, str]) -> "Prepared":
        """The same with these texts by section; a section that is not named takes what the figures offer."""
        parts = (replace(part, text=texts.get(part.key, part.offered)) for part in self.parts)
        return replace(self, parts=tuple(parts))

    def on_paper(self, document_no: str, document_on: date | None) -> "Prepared":
        return replace(self, document_no=document_no, document_on=document_on)


def assemble(
    sections: Iterable[Section],
    *,
    offers: dict[str, str],
    facts: dict[str, tuple[Fact, ...]],
    tables: dict[str, tuple[Table, ...]],
    **head,
) -> Prepared:
    """A paper of these sections, with what is offered, counted and listed in each by its key."""
    parts = (
        Part(section, number, offers.get(section.key, ""), "", tables.get(section.key, ()), facts.get(section.key, ()))
        for number, section in numbered(sections)
    )
    return Prepared(parts=tuple(parts), **head).with_texts({})
