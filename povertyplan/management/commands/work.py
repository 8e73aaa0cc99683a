"""python manage.py work: reads and writes big lists, makes long papers. The pages start one by themselves."""

import time

from django.core.management.base import BaseCommand

from povertyplan.worker import work

PAUSE = 1  # seconds between two looks at the queues


class Command(BaseCommand):
    help = "Đọc, ghi các danh sách lớn và lập các văn bản dài đang chờ; không có --once thì chờ tiếp việc mới."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi thoát")

    def handle(self, *args, once, **options):
        work()
        while not once:
            time.sleep(PAUSE)
            work()
