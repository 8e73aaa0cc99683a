"""The short code of a request, to read over the phone: the same on its error page and in the log."""

import logging
import secrets

LETTERS = "ABCDEGHKLMNPQRSTVXY23456789"  # none that sounds or looks like another


def code_of(request) -> str:
    if not hasattr(request, "code"):
        request.code = "".join(secrets.choice(LETTERS) for _ in range(6))
    return request.code


class RequestCode(logging.Filter):
    """Puts the code of the request, where there is one, into a line of the log."""

    def filter(self, record):
        request = getattr(record, "request", None)
        record.code = f" [{code_of(request)}]" if hasattr(request, "META") else ""
        return True
