"""Throws away what is kept for a short while only: ended sessions, kept forms, one-time keys."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from povertyplan.accounts.models import KeptForm, SentForm


class Command(BaseCommand):
    help = "Xóa phiên đăng nhập đã hết, biểu mẫu giữ quá hạn và khóa biểu mẫu cũ. Chạy mỗi đêm."

    def handle(self, **options):
        call_command("clearsessions")
        kept, _ = KeptForm.objects.old().delete()
        sent, _ = SentForm.objects.old().delete()
        self.stdout.write(f"Đã xóa {kept} biểu mẫu giữ quá hạn, {sent} khóa biểu mẫu cũ và các phiên đã hết.")
