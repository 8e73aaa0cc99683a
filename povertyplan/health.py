"""/health/: whether the product can answer; nothing else is said to strangers."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache


@login_not_required
@never_cache
def health(request):
    try:
        with connection.cursor() as cursor:
            # A table of ours: SQLite makes a new, empty file where the database's own is gone.
            cursor.execute("SELECT 1 FROM accounts_unit LIMIT 1")
    except DatabaseError:
        return HttpResponse("unavailable", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
