from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "povertyplan.intake"
    verbose_name = "Nhập danh sách"
