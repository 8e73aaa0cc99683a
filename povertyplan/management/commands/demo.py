"""python manage.py demo: the whole product on invented people, ready to sign in."""

import os
import socket
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from households.models import Household, Plan
from povertyplan import bulk, clock
from povertyplan.accounts.models import Installation, User
from povertyplan.accounts.passwords import DEMO_PASSWORD
from povertyplan.demo import weeks
from povertyplan.demo.people import make_accounts
from povertyplan.intake.importing import import_file

ASSUMED_TODAY = date(2022, 9, 16)
LIST = Path(settings.BASE_DIR) / "fixtures" / "danh-sach-177-ho-ngheo-2022.xlsx"
HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Chạy thử: nạp danh mục, nhập danh sách 177 hộ, tạo tài khoản mẫu rồi mở phần mềm."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="cổng, mặc định 8000")
        parser.add_argument("--no-serve", action="store_true", help="chỉ chuẩn bị dữ liệu, không mở phần mềm")
        parser.add_argument("--as-imported", action="store_true", help="giữ danh sách như vừa nhập")

    def handle(self, *args, port, no_serve, as_imported, **options):
        call_command("setup", verbosity=0)
        self.mark_as_demo()
        people = make_accounts(ASSUMED_TODAY)
        if not Household.objects.exists():
            self.fill(played=not as_imported)
        self.print_accounts(people, port)
        if not no_serve:
            self.serve(port)

    def mark_as_demo(self) -> None:
        """Refuses a database that holds real work: the demo never mixes with it."""
        if Installation.objects.is_demo():
            return
        if Household.objects.exists() or User.objects.exists():
            raise CommandError(
                "Cơ sở dữ liệu này đang dùng thật, không chạy thử trên đó được. "
                "Hãy đặt DATA_DIR hoặc DATABASE_URL tới một nơi khác."
            )
        Installation.objects.create(is_demo=True, assumed_today=ASSUMED_TODAY)

    def fill(self, *, played: bool) -> None:
        plan = Plan.objects.get(year=2022)
        division = User.objects.get(username="ldtbxh")
        self.stdout.write(f"Nhập {LIST.name} …")
        with clock.assume(timezone.make_aware(datetime.combine(plan.issued_on, time(8)))):
            import_file(LIST.read_bytes(), filename=LIST.name, plan=plan, by=division)
        if played:
            self.stdout.write("Dựng lại công việc từ 01/8 đến 16/9/2022 …")
            weeks.play(plan)
            bulk.refresh_statistics()

    def print_accounts(self, people: list[User], port: int) -> None:
        self.stdout.write(f"\nĐịa chỉ: http://{HOST}:{port}/   Mật khẩu chung: {DEMO_PASSWORD}\n\n")
        for person in people:
            where = person.unit.name if person.unit else ""
            self.stdout.write(f"  {person.username:<10} {person.get_role_display():<24} {where}")
        self.stdout.write(f"\nNgày giả định: {ASSUMED_TODAY:%d/%m/%Y}. Người và số liệu là giả định.\n")

    def serve(self, port: int) -> None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                raise CommandError(f"Cổng {port} đang có chương trình khác dùng. Hãy thêm --port với số khác.")
        self.stdout.write("Nhấn Ctrl+C để dừng.\n")
        os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
        call_command("runserver", f"{HOST}:{port}", use_reloader=False, skip_checks=True)
