"""The verbs of what units hand in. Moments come from the server's clock alone; nobody names their own."""

from datetime import date

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction

from households.changes import Refused, must_be_open
from povertyplan import clock
from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Permission
from povertyplan.files import kept, problem_with
from povertyplan.vietnamese import tidy
from reports.drafting.making import Made
from reports.freezing import freeze
from reports.models import Obligation, Submission
from reports.turn import locked, must_be_theirs

State = Submission.State
SHORTEST_REASON = 10


@transaction.atomic
def submit(
    obligation: Obligation,
    *,
    document_no: str,
    document_on: date,
    by: User,
    text: str = "",
    file: File | None = None,
    made: Made | None = None,
) -> Submission:
    """Hands in the next version. The first version's moment decides for ever whether it was in time.

    What was `made` here is kept with it: its figures and texts as rows, and the document with its digest.
    """
    obligation, newest = locked(obligation)
    must_be_theirs(obligation, newest, by)
    if not document_no.strip():
        raise Refused("Hãy ghi số, ký hiệu văn bản.")
    if document_on > clock.today():
        raise Refused("Ngày văn bản không được sau hôm nay.")
    if not text.strip() and file is None and made is None:
        raise Refused("Hãy đính kèm tệp văn bản hoặc ghi nội dung tóm tắt.")
    version = Submission.objects.create(
        obligation=obligation,
        version=newest.version + 1 if newest else 1,
        document_no=tidy(document_no),
        document_on=document_on,
        text=text.strip(),
        submitted_at=clock.now(),
        submitted_by=by,
        **(_stored(file) if file else {}),
        **(_made(made) if made else {}),
    )
    if made:
        freeze(made.prepared, submission=version)
    return version


def _made(made: Made) -> dict:
    """What to write down of the document; a paper with something to mend goes no further."""
    if problems := made.prepared.problems:
        more = f" và {len(problems) - 1} việc khác" if len(problems) > 1 else ""
        raise Refused(f"Chưa nộp được: {problems[0].text.rstrip('.')}{more}.")
    stored = kept(ContentFile(made.word, name=f"{made.name}.docx"))
    return {
        "document": stored["file"],
        "document_name": stored["file_name"],
        "document_digest": stored["digest"],
        "figures_on": made.prepared.on,
    }


def _stored(file: File) -> dict:
    if problem := problem_with(file):
        raise Refused(problem)
    return kept(file)


@transaction.atomic
def accept(submission: Submission, *, by: User) -> Submission:
    return _review(submission, State.ACCEPTED, by=by)


@transaction.atomic
def return_submission(submission: Submission, *, reason: str, by: User) -> Submission:
    """Back to its unit, which may hand in the next version."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(f"Hãy ghi rõ lý do trả lại (ít nhất {SHORTEST_REASON} ký tự).")
    return _review(submission, State.RETURNED, by=by, note=reason.strip())


def _review(submission: Submission, state: Submission.State, *, by: User, note: str = "") -> Submission:
    versions = Submission.objects.select_for_update(of=("self",)).select_related("obligation__plan")
    fresh = versions.get(pk=submission.pk)
    must_be_open(fresh.obligation.plan)
    if not by.may(Permission.REVIEW_SUBMISSIONS):
        raise Refused("Tài khoản này không được kiểm tra văn bản.")
    if fresh.submitted_by_id == by.pk:
        raise Refused("Bạn đã nộp văn bản này, nên phải để người khác của Phòng kiểm tra.")
    if fresh.state != State.SUBMITTED:
        raise Refused(f"Lần nộp này đã được kiểm tra: {fresh.get_state_display().lower()}.")
    fresh.state, fresh.review_note = state, note
    fresh.reviewed_at, fresh.reviewed_by = clock.now(), by
    fresh.save(update_fields=["state", "review_note", "reviewed_at", "reviewed_by"])
    return fresh
