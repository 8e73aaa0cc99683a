"""When a session began and when it was used last, in the session itself: seconds of the server's clock."""

import time

BEGAN, SEEN = "began", "seen"


def begin(sender, request, user, **kwargs) -> None:
    """Receives Django's signal that somebody has signed in. A session without these has ended."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
