"""Signing in, with every attempt on the access log."""

from django.contrib.auth.backends import ModelBackend

from povertyplan.accounts.models import AccessLog, Installation, User
from povertyplan.accounts.passwords import is_demo_password


class Accounts(ModelBackend):
    """Username and password. What the demo's README prints opens nothing outside the demo."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is None or self.is_refused(user, password):
            AccessLog.objects.record(AccessLog.Action.SIGN_IN_FAILED, by=None, subject=(username or "")[:60])
            return None
        AccessLog.objects.record(AccessLog.Action.SIGN_IN, by=user)
        return user

    def get_user(self, user_id):
        """With the unit, which every page asks for."""
        user = User.objects.select_related("unit").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    @staticmethod
    def is_refused(user, password) -> bool:
        return (user.is_demo or is_demo_password(password)) and not Installation.objects.is_demo()
