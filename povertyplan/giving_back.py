"""A session that ended while somebody typed: the form is kept, and after signing in it is there again, filled in.

Nothing is kept in the browser but a signed cookie that says whose browser this was last, so that nobody else who
signs in there ever sees it. Nothing is sent by itself: the page is shown, and its button does the rest. Files and
passwords are not kept.
"""

import json
import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import escape

from povertyplan import sending
from povertyplan.accounts.access import for_everyone
from povertyplan.accounts.kept import KEPT_SECONDS, LAST_USER, MOST_OF_ONE_PERSON
from povertyplan.accounts.models import KeptForm, User
from povertyplan.sealing import seal, unseal

LAST_USER_SECONDS = 13 * 3600  # longer than the longest session
MOST_BYTES = 500_000
TECHNICAL = {"csrfmiddlewaretoken", sending.KEY, "year_of_form", "version", "since", "clash"}
LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]", re.DOTALL)


# --- Whose browser this is ------------------------------------------------------------------------------


def last_user(request: HttpRequest) -> int | None:
    """The key of the person who was signed in here last and has not signed out."""
    try:
        said = request.get_signed_cookie(LAST_USER, salt=LAST_USER, max_age=LAST_USER_SECONDS)
    except (KeyError, signing.BadSignature):
        return None
    return int(said)


def remember_user(request: HttpRequest, response: HttpResponse) -> None:
    if last_user(request) != request.user.pk:
        flags = {"httponly": True, "samesite": "Lax", "secure": request.is_secure()}
        response.set_signed_cookie(LAST_USER, str(request.user.pk), salt=LAST_USER, **flags)


# --- Keeping --------------------------------------------------------------------------------------------


class Typed(QueryDict):
    """What was typed, which notes down what a view asks of it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked: set[str] = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)

    def getlist(self, name, default=None):
        self.asked.add(name)
        return super().getlist(name, default)

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.asked = self.asked
        return copied


@dataclass(frozen=True)
class Kept:
    token: str
    path: str
    query: str
    typed: Typed
    files: list[str]

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}{'&' if self.query else ''}kept={self.token}"

    def fields(self) -> list[tuple[str, str]]:
        """What is sent again; the page's own tag brings the token, the key and the year."""
        renewed = {"csrfmiddlewaretoken", sending.KEY, "year_of_form"}
        return [(name, value) for name, values in self.typed.lists() if name not in renewed for value in values]

    def words(self) -> list[str]:
        """What a person has typed, as far as it can be told from ticks and numbers."""
        named = [value for name, value in self.fields() if name not in TECHNICAL and "initial-" not in name]
        return list(dict.fromkeys(value for value in named if _is_typed(value)))

    def is_on(self, response: HttpResponse) -> bool:
        """Whether the page has taken up what was typed, all of it."""
        names = {name for name, _ in self.fields()} - TECHNICAL
        if response.status_code != 200 or not names & self.typed.asked:
            return False
        text = response.content.decode(response.charset)
        return all(str(escape(word)) in text for word in self.words())


def _is_typed(value: str) -> bool:
    """Two letters at least, and something that no key or code of ours has: a mark or a space."""
    return bool(LETTERS.search(value)) and (not value.isascii() or " " in value.strip())


@transaction.atomic
def keep(request: HttpRequest, user: int | None) -> str | None:
    """Keeps what was sent for the person with the key `user`; its token, or None where there is nothing to keep."""
    typed = [(name, values) for name, values in request.POST.lists() if "password" not in name]
    files = [file.name for name in request.FILES for file in request.FILES.getlist(name)]
    data = json.dumps([request.path, request.GET.urlencode(), typed, files]).encode()
    if not {name for name, _ in typed} - TECHNICAL or len(data) > MOST_BYTES:
        return None
    if not User.objects.filter(pk=user, is_active=True).exists():
        return None
    KeptForm.objects.old().delete()
    older = KeptForm.objects.filter(user=user).values("pk")[MOST_OF_ONE_PERSON - 1 :]
    KeptForm.objects.filter(pk__in=list(older.values_list("pk", flat=True))).delete()
    token = secrets.token_urlsafe(16)
    KeptForm.objects.create(user_id=user, token=token, at=timezone.now(), sealed=seal(data))
    return token


def kept_for(user: User, token: str) -> Kept | None:
    """What is kept under `token`, if it is this person's and not older than half an hour."""
    row = KeptForm.objects.filter(user=user, token=token).first()
    data = unseal(row.sealed, seconds=KEPT_SECONDS) if row else None
    if data is None:
        return None
    path, query, fields, files = json.loads(data)
    typed = Typed(mutable=True)
    for name, values in fields:
        typed.setlist(name, values)
    return Kept(token, path, query, typed, files)


def forget(user: User, token: str) -> None:
    KeptForm.objects.filter(user=user, token=token).delete()


# --- Giving back ----------------------------------------------------------------------------------------


@for_everyone
def kept(request, token):
    """Where one comes after signing in: on to the page that the form belongs to."""
    if (found := kept_for(request.user, token)) is None:
        messages.warning(request, "Không còn giữ nội dung nào cho tài khoản này. Nội dung chỉ được giữ 30 phút.")
        return redirect("home")
    return redirect(found.url)


def show(request: HttpRequest, found: Kept, get_response) -> HttpResponse:
    """The page of the form with everything filled in; where the page has no such form, the words and a button.

    Views fill their forms from `request.POST` and act on a POST only. That they do is not relied on: whatever
    this request would write is rolled back.
    """
    request.POST = found.typed
    messages.info(request, "Phiên làm việc đã hết khi bạn đang nhập. Nội dung đã được điền lại, chưa gửi gì.")
    if found.files:
        names = ", ".join(f"«{name}»" for name in found.files)
        messages.warning(request, f"Tệp đính kèm không giữ lại được, hãy chọn lại: {names}.")
    with transaction.atomic():
        response = get_response(request)
        transaction.set_rollback(True)
    return response if found.is_on(response) else _words(request, found, response.status_code)


def _words(request, found: Kept, status: int) -> HttpResponse:
    context = {"kept": found, "may_send": status in {200, 302, 405}}
    return render(request, "kept.html", context)


def is_own(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of ours: every browser says so of a POST, and no other page can."""
    origin = urlsplit(request.headers.get("Origin", ""))
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())
