"""What new and changed households of an import have in common: rows around a household, diary, history.

Plain tuples instead of model objects: a list of a province has 200,000 rows and a dozen of these for each.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from households.models import Cause, Diary, Household, Member, Movement, PlanEntry
from households.models.movement import Stage, kind_for
from povertyplan import bulk, clock
from povertyplan.accounts.models import Unit, User
from povertyplan.intake import places
from povertyplan.intake.models import ImportBatch, ImportChange, ImportedField
from povertyplan.intake.records import ListedHousehold
from tasks import arrivals
from tasks.models import NeedType

AT_A_TIME = 5_000  # households in memory while they are written: all of it is one transaction


def parts(rows: Sequence) -> Iterator[Sequence]:
    """`rows` in pieces that are written at a time."""
    for start in range(0, len(rows), AT_A_TIME):
        yield rows[start : start + AT_A_TIME]


def as_text(value) -> str:
    """A value as it is kept for undoing: days as ISO texts, codes with blanks between, nothing as ""."""
    if isinstance(value, tuple | list):
        return " ".join(as_text(part) for part in value)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


class Writing:
    """One import's way into the tables; what all its rows share is read once.

    Households are named by their keys. Methods that add rows give (household, key of the new row) of each.
    """

    def __init__(self, batch: ImportBatch, by: User | None):
        self.batch, self.plan, self.by = batch, batch.plan, by
        self.by_id = by.pk if by else None
        self.now, self.today = batch.applied_at, clock.today()
        # Communes that have a place in this plan already: what comes now is an addition of today.
        entries = PlanEntry.objects.filter(plan=self.plan).order_by()
        self.communes_listed = set(entries.values_list("household__commune", flat=True).distinct())
        self.fields: list[tuple] = []
        self.diary: list[tuple] = []

    @cached_property
    def types(self) -> dict[str, NeedType]:
        return {one.code: one for one in NeedType.objects.with_routes()}

    @cached_property
    def causes(self) -> dict[str, int]:
        return dict(Cause.objects.values_list("code", "pk"))

    @cached_property
    def communes(self) -> dict[str, Unit]:
        return places.communes_of(self.plan)

    def listed_on(self, commune_id: int) -> date:
        """The first list of a commune is the one attached to the plan, so it counts from the plan's day."""
        return self.today if commune_id in self.communes_listed else self.plan.issued_on

    # --- Rows around a household ----------------------------------------------------------------------

    def link_causes(self, links: Iterable[tuple[int, Iterable[str]]]) -> None:
        rows = ((household, self.causes[code]) for household, codes in links for code in codes if code in self.causes)
        bulk.insert_values(Household.causes.through, ("household_id", "cause_id"), rows)

    def enter(self, households: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Places on the plan's list for each (household, its commune)."""
        names = "plan_id", "household_id", "listed_on", "to_review", "progress"
        rows = ((self.plan.pk, pk, self.listed_on(commune), False, "") for pk, commune in households)
        keys = bulk.insert_numbered(PlanEntry, names, rows)
        return [(pk, key) for (pk, _), key in zip(households, keys, strict=True)]

    def arrive(self, needs: Iterable[tuple[int, int, str]]) -> list[tuple[int, int]]:
        """`needs`: household, its commune, code of the need's type."""
        listed = [(pk, commune, self.types[code], self.listed_on(commune)) for pk, commune, code in needs]
        return [(need.household_id, need.pk) for need in arrivals.arrive(listed, plan=self.plan, by=self.by)]

    def leave(self, exits: Iterable[tuple[int, tuple[date, str]]], *, later: bool = False) -> list[tuple[int, int]]:
        """`later`: the households were listed before, and the plan's own list did not tell of these exits."""
        exits = list(exits)
        names = "household_id plan_id kind reason outcome happened_on counted_on evidence stage from_list".split()
        names += ["return_reason"]
        plan, decided = self.plan.pk, Stage.DECIDED
        rows = (
            (
                pk, plan, kind_for(reason), reason, "", on, self.plan.counts_from(on) if later else on, "", decided,
                True, "",
            )
            for pk, (on, reason) in exits
        )  # fmt: skip
        keys = bulk.insert_numbered(Movement, names, rows)
        for pk, (on, reason) in exits:
            why = Movement.Reason(reason).label.lower()
            self.line(pk, f"Ra khỏi danh sách ngày {on:%d/%m/%Y} ({why}), theo danh sách", kind=Diary.Kind.EXIT)
        return [(pk, key) for (pk, _), key in zip(exits, keys, strict=True)]

    def join(self, people: Iterable[tuple[int, tuple]]) -> list[tuple[int, int]]:
        """Adds members to households."""
        names = "household_id name relation sex birth_year birth_on id_no ethnicity order".split()
        rows = [
            (
                pk, person.name[:100], person.relation[:40], person.sex or "", person.birth_year, person.birth_on,
                person.id_no or None, person.ethnicity[:40], order,
            )
            for pk, persons in people
            for order, person in enumerate(persons, 1)
        ]  # fmt: skip
        keys = bulk.insert_numbered(Member, names, rows)
        return [(row[0], key) for row, key in zip(rows, keys, strict=True)]

    # --- What is left behind --------------------------------------------------------------------------

    def history(self, kind: str, households: Iterable[tuple[str, str, ListedHousehold | None]], note="") -> list[int]:
        """Lines of the import's history for each (code, head, row of the list); gives their keys."""
        names = "batch_id", "household_code", "head", "kind", "sheet", "row", "note"
        batch = self.batch.pk
        rows = (
            (batch, code, head, kind, row.sheet[:60] if row else "", row.row if row else 0, note)
            for code, head, row in households
        )
        return bulk.insert_numbered(ImportChange, names, rows)

    def remember(self, change: int, field: str, before, after, subject: int | None = None) -> None:
        """Keeps a before-image for undoing. `change`: key of the line of the history."""
        self.fields.append((change, field, subject, as_text(before), as_text(after)))

    def where(self, row: ListedHousehold) -> str:
        who = "" if self.by else " (lệnh import_list)"
        return f"dòng {row.row}, tệp «{self.batch.filename}»{who}"

    def line(self, household: int, text: str, note: str = "", kind: str = Diary.Kind.LIST) -> None:
        """One line in the household's diary."""
        self.diary.append((household, kind, text[:300], note, self.now, self.by_id))

    def finish(self) -> None:
        """Writes what was gathered: before-images and diary."""
        bulk.insert_values(ImportedField, ("change_id", "field", "subject", "before", "after"), self.fields)
        bulk.insert_values(Diary, ("household_id", "kind", "text", "note", "at", "by_id"), self.diary)
        self.fields, self.diary = [], []
