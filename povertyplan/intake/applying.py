"""Writes a compared list in one transaction: new households, changed fields, needs, exits, diary, history."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from households.models import Cause, Diary, Household, Member, Movement, PlanEntry
from households.models.movement import Stage, kind_for
from povertyplan import bulk, clock
from povertyplan.accounts.models import Unit, User
from povertyplan.intake import places
from povertyplan.intake.comparing import NOTE, Change, Comparison, Verdict
from povertyplan.intake.models import ImportBatch, ImportChange, ImportedField
from povertyplan.intake.records import ListedHousehold
from povertyplan.intake.resource import ListResource
from tasks import arrivals
from tasks.models import Need, NeedType

# Field of the list → field of the household, where the names differ.
COLUMNS = {"members": "member_count"}
AT_A_TIME = 5_000  # households in memory while they are written: all of it is one transaction


class Moved(Exception):
    """Somebody changed a household while the list was being compared with it."""


def apply(comparison: Comparison, *, batch: ImportBatch, by: User | None, review_missing: bool = False) -> None:
    """Call it inside a transaction that holds the plan's lock. Blocked rows are left out.

    Raises Moved, before anything is written, if a household is not any more what the list was compared with.
    """
    writing = Writing(batch, by)
    writing.change(comparison.changed)
    writing.create(comparison.new)
    if review_missing:
        writing.mark_missing(comparison)


def as_text(value) -> str:
    """A value as it is kept for undoing: days as ISO texts, codes with blanks between, nothing as ""."""
    if isinstance(value, tuple | list):
        return " ".join(as_text(part) for part in value)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


class Writing:
    """One import's way into the tables; what all its rows share is read once."""

    def __init__(self, batch: ImportBatch, by: User | None):
        self.batch, self.plan, self.by = batch, batch.plan, by
        self.now, self.today = batch.applied_at, clock.today()
        # Communes that have a place in this plan already: what comes now is an addition of today.
        entries = PlanEntry.objects.filter(plan=self.plan).order_by()
        self.communes_listed = set(entries.values_list("household__commune", flat=True).distinct())
        self.fields: list[ImportedField] = []
        self.diary: list[tuple] = []

    @cached_property
    def types(self) -> dict[str, NeedType]:
        return {one.code: one for one in NeedType.objects.select_related("lead").prefetch_related("coordinators")}

    @cached_property
    def causes(self) -> dict[str, int]:
        return dict(Cause.objects.values_list("code", "pk"))

    @cached_property
    def communes(self) -> dict[str, Unit]:
        return places.communes_of(self.plan)

    def listed_on(self, commune_id: int) -> date:
        """The first list of a commune is the one attached to the plan, so it counts from the plan's day."""
        return self.today if commune_id in self.communes_listed else self.plan.issued_on

    # --- New households -------------------------------------------------------------------------------

    def create(self, verdicts: list[Verdict]) -> None:
        if not verdicts:
            return
        rows = [verdict.row for verdict in verdicts]
        hamlets = places.hamlets_of(rows, self.communes)
        codes = places.next_codes(rows, self.communes)
        for start in range(0, len(verdicts), AT_A_TIME):
            part = slice(start, start + AT_A_TIME)
            self._create(verdicts[part], codes[part], hamlets)

    def _create(self, verdicts: list[Verdict], codes: list[str], hamlets) -> None:
        households = [
            self._household(verdict.row, code, hamlets) for verdict, code in zip(verdicts, codes, strict=True)
        ]
        bulk.insert(Household, households)
        listed = list(zip(verdicts, households, strict=True))
        self._link_causes((household.pk, verdict.row.causes) for verdict, household in listed)
        self._enter_new(households)
        self._arrive((household, code) for verdict, household in listed for code in verdict.new_needs)
        self._leave((household, verdict.new_exit) for verdict, household in listed if verdict.new_exit)
        self._join((household, verdict.new_people) for verdict, household in listed)
        for verdict, household in listed:
            text = f"Vào danh sách: nhập từ Excel, {self._where(verdict.row)}"
            self._line(household, text, self._needs_note(verdict.row))
        self._remember_new(listed)
        self._finish()

    def _household(self, row: ListedHousehold, code: str, hamlets) -> Household:
        return Household(
            code=code,
            commune_id=self.communes[row.commune].pk,
            hamlet=hamlets[row.commune, places.hamlet_key(row.hamlet)],
            head=row.head,
            sex=row.sex or "",
            birth_year=row.birth_year,
            birth_on=row.birth_on,
            id_no=row.id_no or None,
            old_id_no=row.old_id_no or None,
            ethnicity=row.ethnicity,
            member_count=row.members,
            note=row.note[:NOTE],
        ).fill_keys()

    def _link_causes(self, links: Iterable[tuple[int, Iterable[str]]]) -> None:
        rows = ((household, self.causes[code]) for household, codes in links for code in codes if code in self.causes)
        bulk.insert_values(Household.causes.through, ("household_id", "cause_id"), rows)

    def _enter_new(self, households: list[Household]) -> None:
        names = "plan_id", "household_id", "listed_on", "to_review", "progress"
        plan = self.plan.pk
        rows = ((plan, one.pk, self.listed_on(one.commune_id), False, "") for one in households)
        bulk.insert_values(PlanEntry, names, rows)

    def _enter(self, households: list[Household]) -> list[PlanEntry]:
        return bulk.insert(
            PlanEntry,
            [
                PlanEntry(
                    plan_id=self.plan.pk, household_id=household.pk, listed_on=self.listed_on(household.commune_id)
                )
                for household in households
            ],
        )

    def _arrive(self, needs: Iterable[tuple[Household, str]]) -> list[Need]:
        return arrivals.arrive(
            [(household, self.types[code], self.listed_on(household.commune_id)) for household, code in needs],
            plan=self.plan,
            by=self.by,
        )

    def _leave(self, exits: Iterable[tuple[Household, tuple[date, str]]]) -> list[Movement]:
        movements = []
        for household, (on, reason) in exits:
            movements.append(
                Movement(
                    household=household,
                    plan=self.plan,
                    kind=kind_for(reason),
                    reason=reason,
                    happened_on=on,
                    counted_on=on,
                    stage=Stage.DECIDED,
                    from_list=True,
                )
            )
            why = Movement.Reason(reason).label.lower()
            self._line(household, f"Ra khỏi danh sách ngày {on:%d/%m/%Y} ({why}), theo danh sách", kind=Diary.Kind.EXIT)
        return bulk.insert(Movement, movements)

    def _join(self, people: Iterable[tuple[Household, tuple]]) -> list[Member]:
        return bulk.insert(
            Member,
            [
                Member(
                    household=household,
                    name=person.name[:100],
                    relation=person.relation[:40],
                    sex=person.sex or "",
                    birth_year=person.birth_year,
                    birth_on=person.birth_on,
                    id_no=person.id_no or None,
                    ethnicity=person.ethnicity[:40],
                    order=order,
                )
                for household, persons in people
                for order, person in enumerate(persons, 1)
            ],
        )

    # --- Households that we hold ----------------------------------------------------------------------

    def change(self, verdicts: list[Verdict]) -> None:
        if not verdicts:
            return
        households = self._locked(verdicts)
        listed = [(verdict, households[verdict.held.pk]) for verdict in verdicts]
        changes = self._history(ImportChange.Kind.CHANGED, listed)
        self._set_fields(listed, changes)
        self._add_rows(listed, changes)
        self._end_needs(listed, changes)
        texts = ListResource()
        for verdict, household in listed:
            told = "; ".join(
                f"{title.lower()}: {old or 'trống'} → {new}" for title, old, new in texts.differences(verdict)
            )
            self._line(household, f"Sửa theo danh sách, {self._where(verdict.row)}", told)
        self._finish()

    def _locked(self, verdicts: list[Verdict]) -> dict[int, Household]:
        keys = [verdict.held.pk for verdict in verdicts]
        locked = Household.objects.select_for_update(of=("self",)).select_related("hamlet").order_by("pk")
        households = {one.pk: one for one in locked.filter(pk__in=keys)}
        for verdict in verdicts:
            found = households.get(verdict.held.pk)
            if found is None or found.version != verdict.held.version:
                raise Moved(verdict.held.code)
        return households

    def _set_fields(self, listed, changes: dict[int, ImportChange]) -> None:
        hamlets = places.hamlets_of([verdict.row for verdict, _ in listed], self.communes)
        touched, names, causes = [], {"version"}, {}
        for verdict, household in listed:
            for change in verdict.changes:
                if change.field == "exit":
                    self._correct_exit(verdict, household, change, changes)
                    continue
                self._remember(changes[household.pk], change.field, change.before, change.after)
                if change.field == "causes":
                    causes[household.pk] = change.after
                elif change.field == "hamlet":
                    household.hamlet = hamlets[verdict.row.commune, places.hamlet_key(change.after)]
                    names.add("hamlet")
                else:
                    column = COLUMNS.get(change.field, change.field)
                    setattr(household, column, change.after)
                    names.add(column)
            if verdict.changes:
                household.version += 1
                touched.append(household.fill_keys())
        if names & {"head", "hamlet"}:
            names |= {"search_key", "sort_key", "match_key"}
        if touched:
            Household.objects.bulk_update(touched, sorted(names), batch_size=500)
        Household.causes.through.objects.filter(household__in=list(causes)).delete()
        self._link_causes(causes.items())

    def _correct_exit(self, verdict: Verdict, household: Household, change: Change, changes) -> None:
        """A list may mend what an earlier list said about an exit, never what a decision says."""
        on, reason = change.after
        movement = Movement.objects.get(pk=verdict.held.exit.pk)
        self._remember(changes[household.pk], "exit", change.before, change.after, movement.pk)
        movement.happened_on = movement.counted_on = on
        movement.reason, movement.kind = reason, kind_for(reason)
        movement.save(update_fields=["happened_on", "counted_on", "reason", "kind"])

    def _add_rows(self, listed, changes: dict[int, ImportChange]) -> None:
        """Places on the list, needs, exits and people that the list brings to households that we hold."""
        joining = [household for verdict, household in listed if verdict.joins_plan]
        made = [("entry", entry.household_id, entry) for entry in self._enter(joining)]
        needs = self._arrive((household, code) for verdict, household in listed for code in verdict.new_needs)
        made += [("need", need.household_id, need) for need in needs]
        exits = self._leave((household, verdict.new_exit) for verdict, household in listed if verdict.new_exit)
        made += [("exit", movement.household_id, movement) for movement in exits]
        people = self._join((household, verdict.new_people) for verdict, household in listed)
        made += [("member", member.household_id, member) for member in people]
        for field, household, row in made:
            self._remember(changes[household], field, "", "made", row.pk)
        back = [verdict.held.entry for verdict, _ in listed if verdict.back_in_list]
        PlanEntry.objects.filter(pk__in=back).update(to_review=False)
        for verdict, household in listed:
            if verdict.back_in_list:
                self._remember(changes[household.pk], "review", "yes", "no", verdict.held.entry)

    def _end_needs(self, listed, changes: dict[int, ImportChange]) -> None:
        keys = [need.pk for verdict, _ in listed for need in verdict.dropped_needs]
        if not keys:
            return
        locked = Need.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        for need in arrivals.unlist(locked, by=self.by, note=f"Không còn trong tệp «{self.batch.filename}»"):
            self._remember(changes[need.household_id], "need", "listed", "unlisted", need.pk)

    # --- Households that the list does not name -------------------------------------------------------

    def mark_missing(self, comparison: Comparison) -> None:
        """Marked for the commune to look at; an import deletes nothing and takes nobody off the list."""
        missing = [one for one in comparison.missing if not one.to_review and one.exit is None]
        PlanEntry.objects.filter(pk__in=[one.entry for one in missing]).update(to_review=True)
        changes = bulk.insert(
            ImportChange,
            [self._change(ImportChange.Kind.CHANGED, one.code, one.head, note="vắng trong tệp") for one in missing],
        )
        for one, change in zip(missing, changes, strict=True):
            self._remember(change, "review", "no", "yes", one.entry)
            text = f"Vắng trong tệp «{self.batch.filename}», đánh dấu để xã, phường rà soát"
            self.diary.append(self._diary_line(one.pk, text))
        self._finish()

    # --- What is left behind --------------------------------------------------------------------------

    def _history(self, kind: str, listed) -> dict[int, ImportChange]:
        changes = bulk.insert(
            ImportChange,
            [self._change(kind, household.code, household.head, verdict.row) for verdict, household in listed],
        )
        return {household.pk: change for (_, household), change in zip(listed, changes, strict=True)}

    def _remember_new(self, listed) -> None:
        """New households need no before-image, so nobody asks for the keys of these rows."""
        names = "batch_id", "household_code", "head", "kind", "sheet", "row", "note"
        kind, batch = ImportChange.Kind.CREATED, self.batch.pk
        rows = (
            (batch, household.code, household.head, kind, verdict.row.sheet[:60], verdict.row.row, "")
            for verdict, household in listed
        )
        bulk.insert_values(ImportChange, names, rows)

    def _change(self, kind, code: str, head: str, row: ListedHousehold | None = None, note: str = "") -> ImportChange:
        where = {"sheet": row.sheet[:60], "row": row.row} if row else {}
        return ImportChange(batch_id=self.batch.pk, household_code=code, head=head, kind=kind, note=note, **where)

    def _remember(self, change: ImportChange, field: str, before, after, subject: int | None = None) -> None:
        self.fields.append(
            ImportedField(change=change, field=field, subject=subject, before=as_text(before), after=as_text(after))
        )

    def _where(self, row: ListedHousehold) -> str:
        who = "" if self.by else " (lệnh import_list)"
        return f"dòng {row.row}, tệp «{self.batch.filename}»{who}"

    def _needs_note(self, row: ListedHousehold) -> str:
        types = [self.types[code] for code in row.needs]
        texts = [
            f"{type.name}: giao {type.lead.name} chủ trì"
            if type.lead
            else f"{type.name}: chờ phân công cơ quan chủ trì"
            for type in types
        ]
        return "\n".join(texts)

    def _line(self, household: Household, text: str, note: str = "", kind=Diary.Kind.LIST) -> None:
        self.diary.append(self._diary_line(household.pk, text, note, kind))

    def _diary_line(self, household_id: int, text: str, note: str = "", kind=Diary.Kind.LIST) -> tuple:
        return household_id, kind, text[:300], note, self.now, self.by.pk if self.by else None

    def _finish(self) -> None:
        bulk.insert(ImportedField, self.fields)
        bulk.insert_values(Diary, ("household_id", "kind", "text", "note", "at", "by_id"), self.diary)
        self.fields, self.diary = [], []
