"""The very document of a unit's paper: the same content makes the same file, to the byte."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import datetime

from povertyplan.accounts.models import User
from reports.documents.blocks import Document
from reports.documents.kinds import KINDS, Form
from reports.documents.making import file_name
from reports.documents.orders import Order
from reports.documents.templates import word_of
from reports.drafting import paper, town_paper
from reports.drafting.content import Prepared

LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Made:
    """A prepared paper, its document, and the Word file of it; `name` has no ending."""

    prepared: Prepared
    document: Document
    word: bytes
    name: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.word).hexdigest()


def make(prepared: Prepared, *, by: User, made_at: datetime) -> Made:
    """`made_at` is printed in it: who hands in sends along when they saw it, so that it is the same once more."""
    kind = KINDS[prepared.kind]
    order = Order(kind, prepared.plan, prepared.on, unit=prepared.unit, by=by, made_at=made_at)
    document = (paper if prepared.unit else town_paper).document_of(prepared, order)
    word = word_of(document, kind)
    return Made(prepared, document, steady(word), file_name(order, Form.DOCX).removesuffix(".docx"))


def steady(word: bytes) -> bytes:
    """The file without the moments at which its parts were packed: a digest tells of content alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as packed, zipfile.ZipFile(out, "w") as parts:
        for name in packed.namelist():
            parts.writestr(zipfile.ZipInfo(name, LONG_AGO), packed.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
