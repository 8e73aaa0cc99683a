"""What happens to every request and answer."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict
from django.urls import reverse

from households.models import Plan
from households.models.reference import nearest
from households.years import turn_to
from povertyplan import clock, errors, giving_back, sending
from povertyplan.accounts.sessions import BEGAN, SEEN
from povertyplan.vietnamese import nfc

A_MINUTE = 60


class OneMoment:
    """A request happens at one moment, also when midnight comes between two of its questions."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with clock.one_moment():
            return self.get_response(request)


class ComposedText:
    """Turns what people type or paste into composed Unicode (NFC) before any form sees it.

    macOS and some Vietnamese keyboards send decomposed letters, which look alike and compare unequal.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.GET = composed(request.GET)
        if request.method == "POST":
            request._post = composed(request.POST)
        return self.get_response(request)


def composed(query: QueryDict) -> QueryDict:
    if all(value.isascii() for _, values in query.lists() for value in values):
        return query
    clean = QueryDict(mutable=True, encoding=query.encoding)
    for key, values in query.lists():
        clean.setlist(nfc(key), [nfc(value) for value in values])
    clean._mutable = False
    return clean


class SessionLimits:
    """A session ends after an hour in which nobody did anything, and at the end of a working day in any case.

    By the server's clock, also where the day is assumed.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and self._is_over(request.session):
            logout(request)
        return self.get_response(request)

    def _is_over(self, session) -> bool:
        now = int(time.time())
        began, seen = session.get(BEGAN, 0), session.get(SEEN, 0)
        if now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
            return True
        if now - seen >= A_MINUTE:  # not with every request: each time is a row that is written
            session[SEEN] = now
        return False


class SignedIn(LoginRequiredMiddleware):
    """Sends who is not signed in to sign in; a form that was sent is kept meanwhile (`povertyplan.giving_back`)."""

    def handle_no_permission(self, request, view):
        token = giving_back.keep(request, giving_back.last_user(request)) if request.method == "POST" else None
        if token is None:
            return super().handle_no_permission(request, view)
        return redirect_to_login(reverse("kept", args=[token]), self.get_login_url(view))


class GivenBack:
    """Shows what was kept on its page, and forgets it when it has been sent."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = request.GET.get("kept") if request.user.is_authenticated else None
        found = giving_back.kept_for(request.user, token) if token else None
        if found and found.path == request.path and request.method == "GET":
            return giving_back.show(request, found, self.get_response)
        response = self.get_response(request)
        if found and request.method == "POST" and response.status_code in {302, 303}:
            giving_back.forget(request.user, token)
        return response


class ChosenYear:
    """`request.plan`: the plan of the year that the person has chosen to look at, else the current one.

    A form carries the year that it was made for, so that another window with another year cannot turn it.
    In a year that has been closed nobody has a right that would change it (`roles.CLOSED_WITH_THE_YEAR`).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, keywords):
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return
        chosen = request.POST.get("year_of_form") or str(request.session.get("year", ""))
        year = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 5 else None
        request.plans = list(Plan.objects.order_by("-year"))
        request.current_plan = nearest(request.plans)
        turn_to(request, nearest(request.plans, year))


class SentOnce:
    """The last of all: a form of a signed-in person acts once, however often it is sent (`povertyplan.sending`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, keywords):
        if request.method == "POST" and request.user.is_authenticated and request.POST.get(sending.KEY):
            return sending.once(request, lambda: view(request, *args, **keywords))
        return None


class WrongMethod:
    """Django answers with an empty page where an address takes a form only."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = errors.page(request, 405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class PersonalPages:
    """Pages of signed-in people hold personal data: no cache may keep them, no robot may list them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
            giving_back.remember_user(request, response)
        return response
