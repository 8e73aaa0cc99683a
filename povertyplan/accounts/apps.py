from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "povertyplan.accounts"
    verbose_name = "Tài khoản"
