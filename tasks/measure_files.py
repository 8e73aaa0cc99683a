"""The verbs that add photographs and papers to a measure, and take a wrong one away."""

from collections.abc import Iterable
from pathlib import PurePath

from django.core.files.base import ContentFile, File
from django.db import transaction

from households.changes import Refused, must_be_open, note_down
from households.models import Diary
from povertyplan import clock, photos
from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Permission
from povertyplan.files import MAX_BYTES, kept, problem_with
from tasks.models import Measure, MeasureFile

MOST_FILES = 12  # of one measure


@transaction.atomic
def attach(measure: Measure, *, files: Iterable[File], shows: str, by: User) -> list[MeasureFile]:
    """Keeps files with a measure, photographs made small; one that is there already is not kept twice."""
    files, measure = list(files), _locked(measure)
    for file in files:
        if problem := trouble_with(file):
            raise Refused(f"«{file.name}»: {problem}")
    there = set(measure.files.values_list("digest", flat=True))
    if len(there) + len(files) > MOST_FILES:
        raise Refused(f"Mỗi khoản giữ nhiều nhất {MOST_FILES} tệp, nay đã có {len(there)}. Hãy chọn tệp cần nhất.")
    added = []
    for file in files:
        facts = _kept(file)
        if facts["digest"] not in there:
            there.add(facts["digest"])
            added.append(
                MeasureFile.objects.create(measure=measure, shows=shows, added_at=clock.now(), added_by=by, **facts)
            )
    if added:
        names = ", ".join(f"«{one.file_name}»" for one in added)
        label = MeasureFile.Shows(shows).label.lower()
        _tell(measure, f"thêm tệp ({label}) cho «{measure.what}»: {names}", by=by)
    return added


@transaction.atomic
def detach(file: MeasureFile, *, by: User) -> None:
    """A wrong file is taken away by the unit that added it, or by the division; the diary keeps its name."""
    measure = _locked(file.measure)
    if not may_detach(file, by=by):
        raise Refused(f"Tệp này do {file.added_by.unit} thêm, đề nghị đơn vị đó bỏ.")
    _tell(measure, f"bỏ tệp «{file.file_name}» của «{measure.what}»", by=by)
    stored = [one for one in (file.file, file.small) if one]
    file.delete()
    transaction.on_commit(lambda: [one.storage.delete(one.name) for one in stored])


def may_detach(file: MeasureFile, *, by: User) -> bool:
    if not by.may(Permission.RECORD_MEASURE):
        return False
    return file.added_by.unit_id == by.unit_id or by.may(Permission.ROUTE_NEEDS)


def trouble_with(file) -> str | None:
    """Why a file cannot be kept, in Vietnamese. A photograph may be larger: it is made small."""
    return problem_with(file, most=photos.MAX_BYTES if photos.is_picture(file.name or "") else MAX_BYTES)


def _kept(file: File) -> dict:
    if not photos.is_picture(file.name or ""):
        return kept(file)
    try:
        photo = photos.made_small(file)
    except photos.NoPicture as why:
        raise Refused(f"«{file.name}»: {why}") from why
    name = f"{PurePath(file.name).stem}.jpg"
    facts = kept(ContentFile(photo.picture, name=name))
    return facts | {"small": ContentFile(photo.small, name=f"nho-{PurePath(facts['file'].name).name}")}


def _locked(measure: Measure) -> Measure:
    rows = Measure.objects.select_for_update(of=("self",))
    measure = rows.select_related("need__household", "need__plan", "need__type").get(pk=measure.pk)
    must_be_open(measure.need.plan)
    if measure.is_cancelled:
        raise Refused("Khoản này đã hủy, không thêm hay bỏ tệp được nữa.")
    return measure


def _tell(measure: Measure, text: str, *, by: User) -> None:
    note_down(measure.need.household, Diary.Kind.NEED, f"{measure.need.type.name}: {text}", by=by)
