"""Throws away what is kept for a short while only: ended sessions, kept forms, one-time keys, made papers."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from povertyplan.accounts.models import KeptForm, SentForm
from reports.documents.asking import throw_away_old
from reports.models import Notice


class Command(BaseCommand):
    help = "Xóa phiên đăng nhập đã hết, biểu mẫu giữ quá hạn, khóa biểu mẫu cũ và tệp văn bản cũ. Chạy mỗi đêm."

    def handle(self, **options):
        call_command("clearsessions")
        kept, _ = KeptForm.objects.old().delete()
        sent, _ = SentForm.objects.old().delete()
        papers = throw_away_old()
        Notice.objects.old().delete()
        self.stdout.write(
            f"Đã xóa {kept} biểu mẫu giữ quá hạn, {sent} khóa biểu mẫu cũ, {papers} tệp văn bản cũ và các phiên đã hết."
        )
