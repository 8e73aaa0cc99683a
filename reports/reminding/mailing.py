"""The daily letter: one to each person, with all that is new for them.

A notice is marked as sent, and that is saved, before its letter goes out. So a run that breaks off sends nothing
twice; the one letter it was at is lost, and its matters still stand on the first screen. Where the mail server
plainly refused, the mark is taken back and the next run tries again.
"""

import logging
from dataclasses import dataclass
from datetime import date
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPException,
    SMTPHeloError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from socket import gaierror

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse

from povertyplan import clock
from povertyplan.accounts.models import User
from reports.models import Notice
from reports.reminding import wording

# After these the letter has certainly not gone out.
REFUSALS = (
    SMTPAuthenticationError, SMTPConnectError, SMTPDataError, SMTPHeloError, SMTPNotSupportedError,
    SMTPRecipientsRefused, SMTPSenderRefused, ConnectionRefusedError, gaierror,
)  # fmt: skip
NAMED = 20  # so many plans and reports are named in a letter, the rest is counted

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mailed:
    sent: int
    failed: int


def readers():
    """Who gets letters: at work, with an address, and not opted out."""
    return User.objects.filter(is_active=True, wants_mail=True).exclude(email="").select_related("unit")


def send_letters(on: date) -> Mailed:
    connection, sent, failed = get_connection(), 0, 0
    for person in readers().filter(notices__in=Notice.objects.to_mail()).distinct().order_by("pk"):
        claimed = _claim(person)
        if not claimed:
            continue
        try:
            letter(person, claimed, on, connection).send()
        except REFUSALS as error:
            Notice.objects.filter(pk__in=[one.pk for one in claimed]).update(mailed_at=None)
            failed += _told(person, error)
        except (SMTPException, OSError) as error:
            failed += _told(person, error)
        else:
            sent += 1
    return Mailed(sent, failed)


@transaction.atomic
def _claim(person: User) -> list[Notice]:
    """These are ours to send: two runs at once do not take the same."""
    rows = list(Notice.objects.to_mail().of(person).select_for_update().order_by("pk"))
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=clock.now())
    return rows


def _told(person: User, error: Exception) -> int:
    log.warning("letter to user %s not sent: %s", person.pk, type(error).__name__)
    return 1


def letter(person: User, notices: list[Notice], on: date, connection=None) -> EmailMessage:
    lines = [wording.greeting(person), "", wording.opening(person), ""]
    for kind in Notice.Kind.values:
        of_kind = [one for one in notices if one.kind == kind]
        if of_kind:
            lines += _paragraph(kind, of_kind, person)
    lines += ["", wording.CLOSING, ""]
    subject = wording.subject(len(notices), on)
    return EmailMessage(subject, "\n".join(lines), to=[person.email], connection=connection)


def _paragraph(kind: str, notices: list[Notice], person: User) -> list[str]:
    """What is owed is named; of what touches households only the number is said."""
    lines = [f"- {wording.line(kind, len(notices), person)}"]
    if kind in {Notice.Kind.OWED, Notice.Kind.RETURNED}:
        lines += [f"    + {one.text}" for one in notices[:NAMED]]
    if settings.SITE_ADDRESS:
        lines.append(f"    {settings.SITE_ADDRESS.rstrip('/')}{reverse('notices', query={'kind': str(kind)})}")
    return lines
