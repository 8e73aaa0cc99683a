"""The verb of the town's own report: issued once under its number, with figures, texts and files kept for good."""

from django.core.files.base import ContentFile
from django.db import transaction

from households.changes import Refused, must_be_open
from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import AccessLog, User
from povertyplan.accounts.roles import Permission
from povertyplan.files import kept
from reports.documents.sheet import make_sheet
from reports.drafting.making import Made
from reports.drafting.texts import town_draft_of
from reports.freezing import freeze
from reports.models import Draft, TownReport


@transaction.atomic
def issue(plan: Plan, *, made: Made, by: User) -> TownReport:
    """Keeps what was `made` as the next issue. The draft stays, without the number: another issue needs its own.

    Raises Refused where something is missing, in a closed year, and for a number that was given before.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    must_be_open(plan)
    if not by.may(Permission.COMPILE_REPORT):
        raise Refused("Chỉ Phòng LĐ-TB&XH ban hành báo cáo của thị xã trên phần mềm.")
    document = made.document
    if reason := what_is_missing(made):
        raise Refused(reason)
    before = TownReport.objects.filter(plan=plan)
    if before.filter(document_no=document.number_and_symbol).exists():
        raise Refused(f"Số {document.number_and_symbol} đã dùng cho lần ban hành trước. Hãy ghi số mới.")
    sheets = kept(ContentFile(make_sheet(document), name=f"{made.name}.xlsx"))
    report = TownReport.objects.create(
        plan=plan,
        version=before.count() + 1,
        document_no=document.number_and_symbol,
        document_on=document.on,
        signer=document.signature.name,
        figures_on=made.prepared.on,
        **kept(ContentFile(made.word, name=f"{made.name}.docx")),
        sheets=sheets["file"],
        sheets_digest=sheets["digest"],
        issued_at=clock.now(),
        issued_by=by,
    )
    freeze(made.prepared, town_report=report)
    _without_number(town_draft_of(plan))
    AccessLog.objects.record(
        AccessLog.Action.DOCUMENT, by=by, subject="Ban hành báo cáo của thị xã", detail=str(report)
    )
    return report


def what_is_missing(made: Made) -> str:
    """What has to be written down before it can be issued; empty where nothing is."""
    document, prepared = made.document, made.prepared
    if not prepared.document_no.strip() or prepared.document_on is None:
        return "Hãy ghi số và ngày văn bản."
    if prepared.document_on > clock.today():
        return "Ngày văn bản không được sau hôm nay."
    if not document.signature.name:
        return "Chưa có họ tên người ký trong thể thức văn bản của thị xã."
    return ""


def _without_number(draft: Draft | None) -> None:
    if draft is not None:
        draft.document_no, draft.document_on = "", None
        draft.version += 1
        draft.save(update_fields=["document_no", "document_on", "version"])
