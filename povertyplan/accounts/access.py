"""Every view says which right it needs: the mark of `allowed` or `for_everyone` is looked for by a test."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from povertyplan.accounts.roles import Permission


def allowed(*permissions: Permission):
    """Lets in whoever has one of `permissions`; answers everybody else who is signed in with 403."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not any(request.user.may(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permissions = permissions
        return guarded

    return decorate


def for_everyone(view):
    """For pages of everybody who is signed in, such as the first screen and one's own account."""
    view.permissions = ()
    return view
