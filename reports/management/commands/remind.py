"""python manage.py remind: the day's notices on first screens, and one letter to each person."""

from collections import Counter

from django.core.management.base import BaseCommand

from povertyplan import clock
from reports.reminding.mailing import readers, send_letters
from reports.reminding.noticing import rehearse, write_notices


class Command(BaseCommand):
    help = "Nhắc việc: ghi lời nhắc lên trang đầu và gửi mỗi người một thư. Chạy mỗi sáng; mỗi việc chỉ nhắc một lần."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="chỉ in ra sẽ nhắc ai việc gì, không ghi, không gửi")
        parser.add_argument("--no-mail", action="store_true", help="chỉ ghi lời nhắc, không gửi thư")

    def handle(self, *, dry_run, no_mail, **options):
        on = clock.today()
        if dry_run:
            self.tell(rehearse(on), on)
            return
        noticed = write_notices(on)
        self.stdout.write(f"{on:%d/%m/%Y}: {len(noticed.new)} lời nhắc mới, {noticed.settled} việc đã xong.")
        if not no_mail:
            mailed = send_letters(on)
            self.stdout.write(f"Đã gửi {mailed.sent} thư, {mailed.failed} thư không gửi được.")

    def tell(self, noticed, on) -> None:
        """By account and kind; a letter would go to those who have an address and want it."""
        with_mail = set(readers().values_list("pk", flat=True))
        self.stdout.write(f"{on:%d/%m/%Y}: sẽ ghi {len(noticed.new)} lời nhắc, {noticed.settled} việc đã xong.")
        counts = Counter((one.user.username, one.get_kind_display(), one.user_id in with_mail) for one in noticed.new)
        for (username, kind, mails), count in sorted(counts.items()):
            self.stdout.write(f"  {username}: {count} – {kind}{' (có thư)' if mails else ''}")
