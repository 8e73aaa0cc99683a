"""A form sent twice acts once, whatever view it belongs to.

`csrf_token` prints a one-time key into every form of a signed-in person. Who sends the same form with the same
content again – a double click, a second try on a slow line, the back button – gets the answer of the first
sending, once that one has ended. The key is taken in the transaction of what the form does: a crash, a kill or
an answer that asks for something to be mended gives it back, and the database itself makes the second wait.
"""

import hashlib
import secrets
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from povertyplan.accounts.sent import SentForm

KEY = "form_key"
LONGEST_ADDRESS = 2000


def new_key() -> str:
    return secrets.token_urlsafe(12)


@transaction.atomic
def once(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `act`, or that of the first sending of this very form."""
    sent, first = SentForm.objects.get_or_create(
        user=request.user, digest=digest_of(request), defaults={"at": timezone.now()}
    )
    if not first:
        return _same_answer(request, sent)
    SentForm.objects.filter(user=request.user).old().delete()
    response = act()
    notices = _notices(request)
    if _has_acted(response, notices):
        sent.location, sent.notices = response.url, notices
        sent.save(update_fields=["location", "notices"])
    else:
        sent.delete()
    return response


def digest_of(request: HttpRequest) -> str:
    """Of where the form goes and of all that was filled in, files too."""
    digest = hashlib.sha256(request.get_full_path().encode())
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def _has_acted(response: HttpResponse, notices: list) -> bool:
    """Whoever is sent on has done it; an answer that shows the form again, or that says why not, has not."""
    if response.status_code not in {302, 303} or len(response.url) > LONGEST_ADDRESS:
        return False
    return all(level < messages.ERROR for level, _, _ in notices)


def _notices(request: HttpRequest) -> list:
    """The messages that this answer brings, before the browser gets them."""
    queued = messages.get_messages(request)._queued_messages
    return [[one.level, str(one.message), one.extra_tags or ""] for one in queued]


def _same_answer(request: HttpRequest, sent: SentForm) -> HttpResponse:
    """The browser shows only the last answer that it gets: the first one's messages come with this one too."""
    waiting = {str(one.message) for one in messages.get_messages(request)._loaded_messages}
    for level, text, tags in sent.notices:
        if text not in waiting:
            messages.add_message(request, level, text, tags)
    return redirect(sent.location)
