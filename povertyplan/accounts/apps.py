from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "povertyplan.accounts"
    verbose_name = "Tài khoản"

    def ready(self):
        from povertyplan.accounts import sessions

        user_logged_in.connect(sessions.begin)
