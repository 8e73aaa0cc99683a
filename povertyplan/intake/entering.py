"""New households of a list, with everything around them."""

from collections.abc import Sequence
from functools import lru_cache

from households.models import Hamlet, Household
from households.models.household import name_keys
from povertyplan import bulk
from povertyplan.intake import places
from povertyplan.intake.comparing import NOTE, Verdict
from povertyplan.intake.models import ImportChange
from povertyplan.intake.records import ListedHousehold
from povertyplan.intake.writing import Writing, parts
from povertyplan.vietnamese import tidy
from tasks.routing import route_of

COLUMNS = (
    "code commune_id hamlet_id address head sex birth_year birth_on id_no old_id_no ethnicity member_count "
    "has_merit lacks_labour note version search_key sort_key match_key"
).split()


def enter(writing: Writing, verdicts: Sequence[Verdict]) -> None:
    """Writes all new households; call it inside the import's transaction."""
    if not verdicts:
        return
    rows = [verdict.row for verdict in verdicts]
    hamlets = places.hamlets_of(rows, writing.communes)
    codes = places.next_codes(rows, writing.communes)
    note = lru_cache(maxsize=1_000)(lambda needs, commune: _needs_note(writing, needs, commune))
    for part in parts(list(zip(codes, verdicts, strict=True))):
        _enter(writing, part, hamlets, note)


def _enter(writing: Writing, coded: Sequence[tuple[str, Verdict]], hamlets: dict[tuple[str, str], Hamlet], note):
    communes = {code: unit.pk for code, unit in writing.communes.items()}
    rows = [_household(verdict.row, code, communes, hamlets) for code, verdict in coded]
    keys = bulk.insert_numbered(Household, COLUMNS, rows)
    listed = [(pk, row[1], verdict) for pk, row, (_, verdict) in zip(keys, rows, coded, strict=True)]
    writing.link_causes((pk, verdict.row.causes) for pk, _, verdict in listed)
    writing.enter([(pk, commune) for pk, commune, _ in listed])
    writing.arrive((pk, commune, code) for pk, commune, verdict in listed for code in verdict.new_needs)
    writing.leave((pk, verdict.new_exit) for pk, _, verdict in listed if verdict.new_exit)
    writing.join((pk, verdict.new_people) for pk, _, verdict in listed if verdict.new_people)
    for pk, commune, verdict in listed:
        text = f"Vào danh sách: nhập từ Excel, {writing.where(verdict.row)}"
        writing.line(pk, text, note(verdict.row.needs, commune))
    writing.history(ImportChange.Kind.CREATED, ((code, verdict.row.head, verdict.row) for code, verdict in coded))
    writing.finish()


def _household(row: ListedHousehold, code: str, communes: dict[str, int], hamlets) -> tuple:
    hamlet, head = hamlets[row.commune, places.hamlet_key(row.hamlet)], tidy(row.head)
    return (
        code, communes[row.commune], hamlet.pk, "", head, row.sex or "", row.birth_year, row.birth_on,
        row.id_no or None, row.old_id_no or None, row.ethnicity, row.members, False, False, row.note[:NOTE], 1,
        *name_keys(head, hamlet.name),
    )  # fmt: skip


def _needs_note(writing: Writing, needs: Sequence[str], commune_id: int) -> str:
    leads = [(writing.types[code], route_of(writing.types[code], commune_id).lead) for code in needs]
    texts = [
        f"{type.name}: giao {lead.name} chủ trì" if lead else f"{type.name}: chờ phân công cơ quan chủ trì"
        for type, lead in leads
    ]
    return "\n".join(texts)
