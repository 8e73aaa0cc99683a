"""Whether a file is the one that was kept: by its SHA-256, with which nobody can argue."""

import hashlib
from dataclasses import dataclass

from django.core.files import File

from reports.models import Submission, TownReport


@dataclass(frozen=True)
class KeptFile:
    """One file that was handed in or issued, what it is, and the digest that was written down then."""

    what: str
    file: File
    digest: str

    @property
    def is_whole(self) -> bool:
        """Reads it from the store once more; a file that is gone is not whole."""
        try:
            with self.file.open("rb") as stored:
                return digest_of(stored) == self.digest
        except FileNotFoundError:
            return False


def digest_of(file: File) -> str:
    """SHA-256 of all of it, in hexadecimal digits."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def found_in(kept: list[KeptFile], file: File) -> KeptFile | None:
    """Which of them `file` is to the byte; None where it is none of them."""
    digest = digest_of(file)
    return next((one for one in kept if one.digest == digest), None)


def of_submission(version: Submission) -> list[KeptFile]:
    """What was handed in with one version: the paper that was made here, and the file that came along."""
    files = [
        KeptFile("văn bản Word soạn trên phần mềm", version.document, version.document_digest),
        KeptFile("tệp đính kèm", version.file, version.digest),
    ]
    return [one for one in files if one.digest]


def of_report(report: TownReport) -> list[KeptFile]:
    """What was issued: the report and the workbook of its tables."""
    return [
        KeptFile(f"bản Word của báo cáo số {report.document_no}", report.file, report.digest),
        KeptFile(f"tệp Excel kèm báo cáo số {report.document_no}", report.sheets, report.sheets_digest),
    ]
