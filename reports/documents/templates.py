"""Which Word template a kind is filled into, and the verbs that change it."""

import logging

from django.core.files import File
from django.db import transaction

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.models import AccessLog, User
from povertyplan.accounts.roles import Permission
from povertyplan.files import kept
from reports.documents.blocks import Document
from reports.documents.checking import problems
from reports.documents.kinds import Kind
from reports.documents.styles import FRAMES
from reports.documents.word import make_word
from reports.models import OfficeTemplate

logger = logging.getLogger(__name__)


class Broken(Refused):
    """The file cannot be a template; `problems` says all that is wrong with it, and where."""

    def __init__(self, found: list):
        super().__init__("Tệp này chưa dùng làm mẫu được.")
        self.problems = found


def word_of(document: Document, kind: Kind) -> bytes:
    """`document` as a Word file in the template that is in use.

    A template was tried before it came into use; should it fail all the same, the paper is made with the shipped
    one, and the page of templates says so.
    """
    template = OfficeTemplate.objects.in_use(kind.code)
    if template is None:
        return make_word(document, shipped(kind))
    try:
        return make_word(document, content_of(template))
    except Exception:  # a paper is never lost because of its template
        logger.exception("template %s of %s", template.version, kind.code)
        OfficeTemplate.objects.filter(pk=template.pk).update(failed_at=clock.now())
        return make_word(document, shipped(kind))


def template_for(kind: Kind) -> bytes:
    template = OfficeTemplate.objects.in_use(kind.code)
    return shipped(kind) if template is None else content_of(template)


def shipped(kind: Kind) -> bytes:
    """The one that comes with the product."""
    return (FRAMES / kind.frame).read_bytes()


def content_of(template: OfficeTemplate) -> bytes:
    with template.file.open("rb") as file:
        return file.read()


@transaction.atomic
def replace(kind: Kind, *, file: File, by: User) -> OfficeTemplate:
    """`file` is the template from now on. Raises Broken, with every problem, where papers would fail with it."""
    _may(by)
    file.seek(0)
    if found := problems(file.read()):
        raise Broken(found)
    newest = OfficeTemplate.objects.select_for_update().filter(kind=kind.code).order_by("-version").first()
    OfficeTemplate.objects.filter(kind=kind.code).update(is_used=False)
    made = OfficeTemplate.objects.create(
        kind=kind.code,
        version=newest.version + 1 if newest else 1,
        is_used=True,
        uploaded_at=clock.now(),
        uploaded_by=by,
        **kept(file),
    )
    _log(by, kind, f"Dùng mẫu mới: {made}")
    return made


@transaction.atomic
def use(kind: Kind, version: int, *, by: User) -> None:
    """An earlier version again; 0 is the shipped one. Raises Broken where it does not fit the fields of today."""
    _may(by)
    wanted = OfficeTemplate.objects.filter(kind=kind.code, version=version).first()
    if version and wanted is None:
        raise Refused("Không có lần này của mẫu.")
    if wanted and (found := problems(content_of(wanted))):
        raise Broken(found)
    OfficeTemplate.objects.filter(kind=kind.code).update(is_used=False)
    OfficeTemplate.objects.filter(kind=kind.code, version=version).update(is_used=True, failed_at=None)
    _log(by, kind, f"Dùng lại mẫu: {wanted}" if wanted else "Trở về mẫu kèm phần mềm")


def _may(by: User) -> None:
    if not by.may(Permission.MANAGE_TABLES):
        raise Refused("Chỉ quản trị mới thay được mẫu văn bản.")


def _log(by: User, kind: Kind, detail: str) -> None:
    AccessLog.objects.record(AccessLog.Action.TABLE, by=by, subject=f"Mẫu văn bản: {kind.title}", detail=detail)
