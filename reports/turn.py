"""Whose turn it is with what a unit owes: its own people write and hand in, unless a version waits or was accepted."""

from households.changes import Refused, must_be_open
from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Permission
from reports.models import Obligation, Submission

State = Submission.State


def locked(obligation: Obligation) -> tuple[Obligation, Submission | None]:
    """What is owed as it is now, and its newest version; others wait until this transaction ends."""
    rows = Obligation.objects.select_for_update(of=("self",)).select_related("plan", "unit")
    fresh = rows.get(pk=obligation.pk)
    return fresh, newest_of(fresh)


def newest_of(obligation: Obligation) -> Submission | None:
    return obligation.submissions.order_by("-version").first()


def must_be_theirs(obligation: Obligation, newest: Submission | None, by: User) -> None:
    must_be_open(obligation.plan)
    if not by.may(Permission.SUBMIT) or by.unit_id != obligation.unit_id:
        raise Refused("Chỉ cán bộ của đơn vị mới nộp được văn bản này.")
    if reason := why_closed(newest):
        raise Refused(reason)


def why_closed(newest: Submission | None) -> str:
    """Why nothing can be written or handed in now; empty where it can."""
    if newest and newest.state == State.ACCEPTED:
        return "Văn bản đã được chấp nhận, không thay đổi được nữa."
    if newest and newest.state == State.SUBMITTED:
        return f"Lần nộp {newest.version} đang chờ kiểm tra. Nếu cần thay, đề nghị Phòng LĐ-TB&XH trả lại."
    return ""
