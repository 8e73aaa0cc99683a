"""What bands and lines of totals say of their numbers, compared with the households that are really there.

The numbers of the file are never used: they only show that a row may be missing or too many.
"""

from dataclasses import dataclass

# Row of the sheet, kind of the problem, sentence.
Mismatch = tuple[int, str, str]


@dataclass(slots=True)
class Count:
    """Households and people below a band so far, and what the band tells of itself."""

    row: int = 0
    name: str = ""
    told: int | None = None
    households: int = 0
    people: int = 0

    def mismatch(self) -> list[Mismatch]:
        """The band's number may mean households or people; if it is neither, it is said."""
        if self.told is None or self.told in (self.households, self.people):
            return []
        message = (
            f"«{self.name}» ghi {self.told}, nhưng bên dưới có {self.households} hộ với {self.people} nhân khẩu. "
            "Hãy kiểm tra xem danh sách có thiếu hoặc thừa hộ không."
        )
        return [(self.row, "subtotal", message)]


class Counts:
    """Counts in all, in the commune and in the hamlet while a sheet is read."""

    def __init__(self):
        self.all, self.commune, self.hamlet = Count(), Count(), Count()

    def add(self, people: int | None) -> None:
        for count in (self.all, self.commune, self.hamlet):
            count.households += 1
            count.people += people or 0

    def begin_commune(self, row: int, name: str, told: int | None) -> list[Mismatch]:
        """A band of a commune ends what was above it; what did not agree there."""
        found = self.finish()
        self.commune, self.hamlet = Count(row, name, told), Count()
        return found

    def begin_hamlet(self, row: int, name: str, told: int | None) -> list[Mismatch]:
        found = self.hamlet.mismatch()
        self.hamlet = Count(row, name, told)
        return found

    def finish(self) -> list[Mismatch]:
        return self.hamlet.mismatch() + self.commune.mismatch()

    def total(self, row: int, told: int | None) -> list[Mismatch]:
        """A line of totals may sum up the hamlet, the commune or everything above it."""
        counts = (self.all, self.commune, self.hamlet)
        if not told or told in {number for count in counts for number in (count.households, count.people)}:
            return []
        message = (
            f"Dòng cộng ghi {told}, nhưng phía trên có {self.all.households} hộ với {self.all.people} nhân khẩu. "
            "Dòng cộng không được dùng; hãy kiểm tra lại danh sách."
        )
        return [(row, "total", message)]
