"""Rows of people: the national member list (a row per person under its head), and members below a head.

In the national form (QĐ 24/2021, Thông tư 07/2021) the head's name or number may be merged over the rows
of the household, and a column tells each person's relation to the head.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from povertyplan.vietnamese import matching_key, unaccented

from .records import CAUSES, NEEDS, ListedHousehold, ListedMember
from .rows import RowReader
from .words import RELATIONS
from .workbook import Cell, Merge

_HEAD = re.compile(r"^(la )?(chu ho|chu|ch|ban than|chinh chu)$")


class Family:
    """Puts the rows of people under the household that they belong to."""

    def __init__(self, reader: RowReader, merges: Sequence[Merge]):
        self.reader, self.current = reader, None
        columns = reader.columns
        self.listing_members = bool({"relation", "member_name", "member_no"} & set(columns))
        self.two_names = "member_name" in columns
        shared = {columns[name] for name in ("head", "stt", "code") if name in columns}
        self._spans = [
            (top + 1, bottom + 1)
            for top, bottom, left, right in merges
            if bottom > top and left == right and left in shared and top > reader.header.last
        ]
        self._tops = [top for top, _ in self._spans]

    def start(self, household: ListedHousehold, cells: Sequence[Cell]) -> None:
        """A new household; in a list with a column of heads and one of people, its first person too."""
        self.current = household
        if not self.listing_members:
            return
        household.members = household.members if household.members is not None else 1
        name = self.reader.field(cells, "member_name", household.row)
        if self.two_names and name and not self._is_head(cells, household.row, name):
            member = self._person(cells, household.row, name)
            household.sex = household.birth_year = household.birth_on = household.id_no = None
            self._add(member)

    def takes(self, cells: Sequence[Cell], row: int, numbered: bool) -> bool:
        """Takes the row as a person of the household above it; False if it begins a household itself."""
        if self.current is None:
            return False
        if not self.listing_members:
            return not numbered and self._below_a_head(cells, row)
        name = self._name(cells, row)
        if not name or not self._continues(cells, row):
            return False
        if self._is_head(cells, row, name):
            self.reader.person(cells, row, self.current)
        else:
            self._add(self._person(cells, row, name))
        self._gather(cells, row)
        return True

    def _name(self, cells: Sequence[Cell], row: int) -> str:
        return self.reader.field(cells, "member_name" if self.two_names else "head", row)

    def _continues(self, cells: Sequence[Cell], row: int) -> bool:
        """Whether the row goes on with the household above it."""
        if self._inside_merge(row):
            return True
        relation = unaccented(self.reader.field(cells, "relation", row)).strip(" .")
        if self.two_names:
            head = self.reader.field(cells, "head", row)
            return not head or (relation != "" and matching_key(head) == matching_key(self.current.head))
        if relation:
            return not _HEAD.match(relation)
        return not self.reader.field(cells, "stt", row)

    def _inside_merge(self, row: int) -> bool:
        """Whether the head's cell of an earlier row is merged down over this row."""
        at = bisect_right(self._tops, row) - 1
        return any(top < row <= bottom for top, bottom in self._spans[max(0, at - 2) : at + 1])

    def _is_head(self, cells: Sequence[Cell], row: int, name: str) -> bool:
        relation = unaccented(self.reader.field(cells, "relation", row)).strip(" .")
        return bool(_HEAD.match(relation)) or (not relation and matching_key(name) == matching_key(self.current.head))

    def _below_a_head(self, cells: Sequence[Cell], row: int) -> bool:
        """A row without a number whose note or any other cell only says "vợ", "con", "cháu"."""
        reader = self.reader
        texts = [text for text in reader.texts(cells, row) if text]
        relation = next((text for text in texts if text.lower().strip(" .") in RELATIONS), None)
        name = reader.field(cells, "head", row).lstrip("-+* ")
        if relation is None or not name:
            return False
        self._add(self._person(cells, row, name, relation), count=False)
        return True

    def _person(self, cells: Sequence[Cell], row: int, name: str, relation: str | None = None) -> ListedMember:
        relation = self.reader.field(cells, "relation", row) if relation is None else relation
        member = ListedMember(row, name, relation)
        self.reader.person(cells, row, member)
        return member

    def _add(self, member: ListedMember, count: bool = True) -> None:
        self.current.people = (*self.current.people, member)
        if count and "members" not in self.reader.columns:
            self.current.members += 1

    def _gather(self, cells: Sequence[Cell], row: int) -> None:
        """Needs and causes ticked on a member's row are the household's."""
        causes, needs = self.reader.causes_and_needs(cells, row)
        self.current.causes = _both(self.current.causes, causes, CAUSES)
        self.current.needs = _both(self.current.needs, needs, NEEDS)


def _both(one: Sequence[str], other: Sequence[str], order: Sequence[str]) -> tuple[str, ...]:
    """Both lists of keys as one, in the order of the table."""
    return tuple(key for key in order if key in one or key in other)
