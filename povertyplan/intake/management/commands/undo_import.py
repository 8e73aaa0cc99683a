"""python manage.py undo_import ID: takes an import back, except what somebody has worked on since."""

import json

from django.core.management.base import BaseCommand, CommandError

from households.changes import Refused
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.undoing import undo


class Command(BaseCommand):
    help = "Hoàn tác một lần nhập danh sách."

    def add_arguments(self, parser):
        parser.add_argument("id", type=int, help="số của lần nhập")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *args, id, **options):
        batch = ImportBatch.objects.filter(pk=id).first()
        if batch is None:
            raise CommandError(f"Không có lần nhập số {id}.")
        try:
            undone = undo(batch, by=None)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if options["json"]:
            kept = [{"code": code, "why": why} for code, _, why in undone.kept]
            told = {"restored": undone.restored, "removed": undone.removed, "kept": kept}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"Trả lại {undone.restored} hộ, bỏ ra {undone.removed} hộ, giữ {len(undone.kept)} hộ.")
        for code, head, why in undone.kept:
            self.stdout.write(f"{code} {head}: {why}")
