"""What happens to every request and answer."""

from django.http import QueryDict

from households.models import Plan
from povertyplan import clock, sending
from povertyplan.vietnamese import nfc


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
        request.plan = Plan.objects.current(year)
        request.user.year_is_closed = request.plan is not None and request.plan.is_closed


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


class PersonalPages:
    """Pages of signed-in people hold personal data: no cache may keep them, no robot may list them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response
