"""python manage.py setup: the database of a production install, without any household."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from povertyplan.reference import load_reference_tables


class Command(BaseCommand):
    help = "Tạo cơ sở dữ liệu và nạp đơn vị, loại nhu cầu, kế hoạch; chạy lại không làm mất gì."

    def handle(self, *args, verbosity, **options):
        call_command("migrate", interactive=False, verbosity=0)
        added = load_reference_tables()
        if verbosity:
            self.stdout.write(f"Cơ sở dữ liệu đã sẵn sàng; nạp thêm {added} dòng danh mục.")
