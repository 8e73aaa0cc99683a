"""Takes an import back: what it changed becomes what it was, unless somebody has worked on it since."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from households.changes import Refused, must_be_open
from households.models import Cause, Diary, Hamlet, Household, Member, Movement, Plan, PlanEntry
from households.models.movement import kind_for
from povertyplan import bulk, clock
from povertyplan.accounts.models import AccessLog, User
from povertyplan.intake import looking
from povertyplan.intake.applying import COLUMNS
from povertyplan.intake.held import UNTOUCHED, hamlet_key
from povertyplan.intake.models import ImportBatch, ImportChange, ImportedField
from povertyplan.intake.writing import as_text
from tasks import arrivals, looks
from tasks.models import Measure, Need, Question
from tasks.states import State

NUMBERS = {"birth_year", "members"}
DAYS = {"birth_on"}
EMPTY_IS_NONE = NUMBERS | DAYS | {"id_no", "old_id_no"}


@dataclass
class Undone:
    """What came of it. `kept`: (household code, head, why)."""

    batch: ImportBatch | None = None
    restored: int = 0
    removed: int = 0
    kept: list[tuple[str, str, str]] = field(default_factory=list)


@transaction.atomic
def undo(batch: ImportBatch, *, by: User | None) -> Undone:
    """Undoes an applied import; the undoing is itself a line in the history. Raises Refused."""
    must_be_open(Plan.objects.select_for_update().get(pk=batch.plan_id))
    batch = ImportBatch.objects.select_related("plan").get(pk=batch.pk)
    if not batch.can_be_undone:
        raise Refused("Chỉ hoàn tác được lần nhập đã ghi và chưa hoàn tác.")
    return _Undoing(batch, by).run()


class _Undoing:
    def __init__(self, batch: ImportBatch, by: User | None):
        self.batch, self.by, self.now = batch, by, clock.now()
        self.result = Undone()
        self.history: list[tuple[ImportChange, str, str]] = []  # the change, what became of it, why

    def run(self) -> Undone:
        changes = self.batch.changes.prefetch_related("fields")
        self._remove([change for change in changes if change.kind == ImportChange.Kind.CREATED])
        self._restore([change for change in changes if change.kind == ImportChange.Kind.CHANGED])
        self._write_history()
        return self.result

    # --- Households that the import made --------------------------------------------------------------

    def _remove(self, changes: list[ImportChange]) -> None:
        codes = [change.household_code for change in changes]
        restored = ImportChange.objects.filter(household_code__in=codes, kind=ImportChange.Kind.RESTORED)
        pairs = Counter(restored.values_list("household_code", flat=True))
        # The import wrote one line for the household and one for its exit, a later import that was undone
        # two more; any other line is somebody's work.
        worked_on = (
            Household.objects.filter(code__in=codes)
            .annotate(lines=Count("diary", distinct=True))
            .annotate(exits=Count("movements", filter=Q(movements__from_list=True), distinct=True))
        )
        rows = {row[0]: row for row in worked_on.order_by().values_list("code", "pk", "version", "lines", "exits")}
        going = []
        for change in changes:
            row = rows.get(change.household_code)
            if row is None:
                self._note(change, ImportChange.Kind.KEPT, "hộ không còn trong phần mềm")
            elif row[2] > 1 + 2 * pairs[row[0]] or row[3] > 1 + row[4] + 2 * pairs[row[0]]:
                self._note(change, ImportChange.Kind.KEPT, "hộ đã được cập nhật sau khi nhập")
            else:
                going.append(row[1])
                self._note(change, ImportChange.Kind.REMOVED)
        Household.objects.filter(pk__in=going).delete()

    # --- Households that it changed -------------------------------------------------------------------

    def _restore(self, changes: list[ImportChange]) -> None:
        now = _Now(changes, self.batch)
        back: list[tuple[ImportChange, Household]] = []
        for change in changes:
            household = now.households.get(change.household_code)
            why = "hộ không còn trong phần mềm" if household is None else now.moved_on(change, household)
            if why:
                self._note(change, ImportChange.Kind.KEPT, why)
            else:
                self._note(change, ImportChange.Kind.RESTORED)
                back.append((change, household))
        self._give_back_fields(back)
        self._give_back_rows([field for change, _ in back for field in change.fields.all()], now)
        text = f"Hoàn tác lần nhập tệp «{self.batch.filename}»"
        bulk.insert(
            Diary,
            [
                Diary(household=household, kind=Diary.Kind.LIST, text=text[:300], at=self.now, by=self.by)
                for _, household in back
            ],
        )

    def _give_back_fields(self, back) -> None:
        touched, names = [], {"version", "search_key", "sort_key", "match_key"}
        for change, household in back:
            plain = [field for field in change.fields.all() if field.subject is None]
            for told in plain:
                if told.field == "causes":
                    household.causes.set(Cause.objects.filter(code__in=told.before.split()))
                elif told.field == "hamlet":
                    household.hamlet = _hamlet(household, told.before)
                    names.add("hamlet")
                else:
                    column = COLUMNS.get(told.field, told.field)
                    setattr(household, column, from_text(told.field, told.before))
                    names.add(column)
            if plain:
                household.version += 1
                touched.append(household.fill_keys())
        columns = sorted(names)
        stored = [Household._meta.get_field(name).attname for name in columns]
        rows = ((one.pk, *(getattr(one, name) for name in stored)) for one in touched)
        bulk.update_values(Household, columns, rows)

    def _give_back_rows(self, fields: list[ImportedField], now: "_Now") -> None:
        made = defaultdict(list)
        for told in fields:
            if told.subject is not None and told.field != "look":
                made[told.field, told.after].append(told)
        for name, model in (("need", Need), ("member", Member), ("exit", Movement), ("entry", PlanEntry)):
            keys = [told.subject for told in made.pop((name, "made"), ())]
            model.objects.filter(pk__in=keys).delete()
        unlisted = [now.needs[told.subject] for told in made.pop(("need", "unlisted"), ())]
        arrivals.relist(unlisted, by=self.by, note=f"Hoàn tác lần nhập tệp «{self.batch.filename}»")
        self._give_back_looks([told for told in fields if told.field == "look"], now)
        for flag in ("yes", "no"):
            keys = [told.subject for told in made.pop(("review", flag), ())]
            PlanEntry.objects.filter(pk__in=keys).update(to_review=flag == "no")
        for told in [one for rest in made.values() for one in rest]:  # exits that the list had corrected
            on, reason = told.before.split()
            counted_on = now.exits[told.subject].counts_from(date.fromisoformat(on))
            Movement.objects.filter(pk=told.subject).update(
                happened_on=on, counted_on=counted_on, reason=reason, kind=kind_for(reason)
            )

    def _give_back_looks(self, told: list[ImportedField], now: "_Now") -> None:
        looking.give_back((one.subject, one.before) for one in told)
        households = [now.entries[one.subject].household_id for one in told]
        why = f"Hoàn tác lần nhập tệp «{self.batch.filename}»"
        looks.take_back(households, plan=self.batch.plan, by=self.by, why=why)

    # --- The history ----------------------------------------------------------------------------------

    def _note(self, change: ImportChange, kind: str, why: str = "") -> None:
        self.history.append((change, kind, why))
        if kind == ImportChange.Kind.KEPT:
            self.result.kept.append((change.household_code, change.head, why))
        elif kind == ImportChange.Kind.REMOVED:
            self.result.removed += 1
        else:
            self.result.restored += 1

    def _write_history(self) -> None:
        old, result = self.batch, self.result
        old.state, old.undone_at, old.undone_by = ImportBatch.State.UNDONE, self.now, self.by
        old.save(update_fields=["state", "undone_at", "undone_by"])
        result.batch = ImportBatch.objects.create(
            plan=old.plan,
            commune=old.commune,
            state=ImportBatch.State.APPLIED,
            at=self.now,
            by=self.by,
            filename=old.filename,
            changed_count=result.restored,
            missing_count=result.removed,
            blocked_count=len(result.kept),
            applied_at=self.now,
            applied_by=self.by,
            undo_of=old,
        )
        bulk.insert(
            ImportChange,
            [
                ImportChange(
                    batch=result.batch, household_code=change.household_code, head=change.head, kind=kind, note=why
                )
                for change, kind, why in self.history
            ],
        )
        detail = f"hoàn tác lần nhập {old.pk}: trả lại {result.restored} hộ, bỏ ra {result.removed} hộ"
        AccessLog.objects.record(AccessLog.Action.IMPORT, by=self.by, subject=old.filename, detail=detail)


class _Now:
    """The rows that changes speak of as they are now, read together."""

    def __init__(self, changes: list[ImportChange], batch: ImportBatch):
        codes = [change.household_code for change in changes]
        households = Household.objects.select_for_update(of=("self",)).select_related("hamlet")
        found = households.filter(code__in=codes).prefetch_related("causes").order_by("pk")
        self.households = {household.code: household for household in found}
        subjects = defaultdict(list)
        for change in changes:
            for told in change.fields.all():
                subjects[told.field].append(told.subject)
        measured = Exists(Measure.objects.filter(need=OuterRef("pk")))
        asked = Exists(Question.objects.filter(need=OuterRef("pk")))
        needs = Need.objects.filter(pk__in=subjects["need"])
        needs = needs.annotate(measured=measured, asked=asked, moves=Count("steps"))
        self.needs = {need.pk: need for need in needs}
        self.exits = Movement.objects.in_bulk(subjects["exit"])
        entries = subjects["entry"] + subjects["review"] + subjects["look"]
        self.entries = PlanEntry.objects.in_bulk(entries)
        members = Member.objects.untouched().filter(pk__in=subjects["member"])
        self.members = set(members.values_list("pk", flat=True))
        looked = [self.entries[key].household_id for key in subjects["look"] if key in self.entries]
        self.talked = looks.worked_on(looked, plan=batch.plan, since=batch.applied_at)

    def moved_on(self, change: ImportChange, household: Household) -> str:
        """Why this household is left as it is; "" when nothing was changed since."""
        for told in change.fields.all():
            if told.field == "look" and household.pk in self.talked:
                return "vướng mắc của hộ đã được trả lời sau khi nhập"
            if not self._is_as_written(told, household):
                return WHY.get(told.field, "thông tin hộ đã được sửa sau khi nhập")
        return ""

    def _is_as_written(self, told: ImportedField, household: Household) -> bool:
        if told.field == "need":
            return self._need_is(told)
        if told.field == "exit":
            movement = self.exits.get(told.subject)
            written = told.after in ("made", movement and as_text((movement.happened_on, movement.reason)))
            return movement is not None and movement.from_list and written
        if told.field == "entry":
            entry = self.entries.get(told.subject)
            return entry is not None and entry.seen_at is None
        if told.field == "look":
            entry = self.entries.get(told.subject)
            return entry is not None and looking.as_kept(entry) == told.after
        if told.field == "review":
            entry = self.entries.get(told.subject)
            return entry is not None and entry.to_review == (told.after == "yes")
        if told.field == "member":
            return told.subject in self.members
        if told.field == "causes":
            return {cause.code for cause in household.causes.all()} == set(told.after.split())
        if told.field == "hamlet":
            return hamlet_key(household.hamlet.name) == hamlet_key(told.after)
        return as_text(getattr(household, COLUMNS.get(told.field, told.field))) == told.after

    def _need_is(self, told: ImportedField) -> bool:
        need = self.needs.get(told.subject)
        if need is None:
            return False
        if told.after == "unlisted":
            return need.state == State.WITHDRAWN
        return need.state in UNTOUCHED and not need.measured and not need.asked and need.moves == 1


WHY = {
    "need": "nhu cầu của hộ đã được xử lý sau khi nhập",
    "exit": "việc thoát nghèo của hộ đã được sửa sau khi nhập",
    "entry": "hộ đã được xem xét sau khi nhập",
    "review": "hộ đã được rà soát sau khi nhập",
    "look": "hộ đã được xem xét sau khi nhập",
    "member": "thành viên của hộ đã được sửa sau khi nhập",
}


def from_text(name: str, text: str):
    """The opposite of `writing.as_text` for a field of the household."""
    if not text:
        return None if name in EMPTY_IS_NONE else ""
    if name in DAYS:
        return date.fromisoformat(text)
    return int(text) if name in NUMBERS else text


def _hamlet(household: Household, name: str) -> Hamlet:
    key = hamlet_key(name)
    there = [one for one in Hamlet.objects.filter(commune=household.commune_id) if hamlet_key(one.name) == key]
    return there[0] if there else Hamlet.objects.named(household.commune, name)
