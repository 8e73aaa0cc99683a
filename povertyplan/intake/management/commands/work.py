"""python manage.py work: reads and writes big lists in the background. The pages start one by themselves."""

import time

from django.core.management.base import BaseCommand

from povertyplan.intake import background

PAUSE = 1  # seconds between two looks at the queue


class Command(BaseCommand):
    help = "Đọc và ghi các danh sách lớn đang chờ; không có --once thì chờ tiếp việc mới."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi thoát")

    def handle(self, *args, once, **options):
        background.work()
        while not once:
            time.sleep(PAUSE)
            background.work()
