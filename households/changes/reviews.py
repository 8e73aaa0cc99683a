"""What a proposal brings along: the review that it rests on, and the papers that prove it."""

from collections.abc import Iterable

from django.core.files import File
from django.db import transaction

from households.changes.ground import Refused, must_be_open, note_down
from households.differences import apply, difference
from households.models import Diary, EvidenceFile, Household, Movement, Review
from households.models.movement import Kind, Stage
from households.models.standard import PovertyClass
from households.reviewing import Findings, concluded, overrides
from povertyplan import clock
from povertyplan.accounts.models import User
from povertyplan.files import kept, problem_with

WITHOUT_REVIEW = frozenset({Kind.OTHER_DECREASE, Kind.OTHER_INCREASE})  # who died or moved is not measured


def judged(movement: Movement, findings: Findings) -> Review:
    """The review of `movement`, not saved yet, and the outcome set that follows from it.

    Raises Refused where the numbers say otherwise than the proposal and nobody says why.
    """
    computed = findings.measured(movement.household, movement.happened_on).standing
    is_exit = movement.kind == Kind.EXIT
    final = concluded(movement.outcome, computed, is_exit=is_exit)
    reason = findings.override_reason.strip() if overrides(computed, final) else ""
    if overrides(computed, final) and not reason:
        label = PovertyClass(computed).label.lower()
        raise Refused(f"Theo số liệu đã nhập, kết quả tính là {label}, khác với đề nghị. Hãy ghi lý do.")
    movement.outcome = final if is_exit else ""
    return Review(
        household=movement.household,
        plan=movement.plan,
        on=movement.happened_on,
        income=findings.income,
        b1=findings.b1,
        b2=findings.b2,
        deprivations_known=findings.deprivations is not None,
        what_changed=findings.what_changed.strip(),
        computed=computed,
        final=final,
        override_reason=reason,
    )


def save_with_review(movement: Movement, findings: Findings | None, *, by: User) -> None:
    """Saves a proposal with the review that it rests on; what it rested on before is replaced."""
    if movement.kind in WITHOUT_REVIEW:
        movement.save()
        Review.objects.filter(movement=movement).delete()
        return
    findings = findings or Findings()
    review = judged(movement, findings)
    movement.save()
    Review.objects.filter(movement=movement).delete()
    review.movement, review.by, review.at = movement, by, clock.now()
    review.save()
    review.deprivations.set(findings.deprivations or ())
    review.deprivations_before.set(movement.household.deprivations.all())


def carry_over(movement: Movement, *, by: User) -> None:
    """With the decision, what the review found becomes what is known of the household.

    Unless somebody changed it on the household's own page after the review: the newer knowledge stays.
    """
    review = Review.objects.filter(movement=movement, deprivations_known=True).first()
    if review is not None and set(movement.household.deprivations.all()) == set(review.deprivations_before.all()):
        text = f"Chỉ số thiếu hụt theo kết quả rà soát ngày {review.on:%d/%m/%Y}"
        _set_deprivations(movement.household, list(review.deprivations.all()), text, by=by)


def give_back(movement: Movement, *, by: User) -> None:
    """The decision is undone: the household gets back what was on record, unless somebody changed it since."""
    review = Review.objects.filter(movement=movement, deprivations_known=True).first()
    if review is None or set(movement.household.deprivations.all()) != set(review.deprivations.all()):
        return
    text = "Chỉ số thiếu hụt trở lại như trước quyết định bị hủy"
    _set_deprivations(movement.household, list(review.deprivations_before.all()), text, by=by)


def _set_deprivations(household: Household, deprivations: list, text: str, *, by: User) -> None:
    household = Household.objects.select_for_update().get(pk=household.pk)
    names, lines = difference(household, {"deprivations": deprivations})
    if names:
        household.version += 1
        apply(household, {"deprivations": deprivations})
        note_down(household, Diary.Kind.DATA, text, by=by, note="\n".join(lines))


@transaction.atomic
def attach(movement: Movement, *, files: Iterable[File], by: User) -> list[EvidenceFile]:
    """Keeps papers with a proposal; one that is there already is not kept twice."""
    files = list(files)
    movement = _locked(movement.pk)
    if not movement.is_open:
        raise Refused("Đề nghị đã xử lý xong, không thêm minh chứng được nữa.")
    for file in files:
        if problem := problem_with(file):
            raise Refused(f"«{file.name}»: {problem}")
    added = []
    for file in files:
        facts = kept(file)
        if not movement.files.filter(digest=facts["digest"]).exists():
            added.append(EvidenceFile.objects.create(movement=movement, added_at=clock.now(), added_by=by, **facts))
    if added:
        names = ", ".join(f"«{one.file_name}»" for one in added)
        note_down(movement.household, Diary.Kind.EXIT, f"Thêm minh chứng: {names}", by=by)
    return added


@transaction.atomic
def detach(file: EvidenceFile, *, by: User) -> None:
    """A wrong paper is taken away while the division has not agreed; the diary keeps its name."""
    movement = _locked(file.movement_id)
    if movement.stage not in {Stage.PROPOSED, Stage.RETURNED}:
        raise Refused("Đề nghị đã được đồng ý hoặc xử lý xong, không bỏ minh chứng được nữa.")
    note_down(movement.household, Diary.Kind.EXIT, f"Bỏ minh chứng: «{file.file_name}»", by=by)
    stored = file.file
    file.delete()
    transaction.on_commit(lambda: stored.storage.delete(stored.name))


def _locked(pk: int) -> Movement:
    movement = Movement.objects.select_for_update(of=("self",)).select_related("plan", "household").get(pk=pk)
    must_be_open(movement.plan)
    return movement
