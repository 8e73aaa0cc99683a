"""python manage.py list_households --json: the plan's households in the keys that the town exchanges lists in."""

import json

from django.core.management.base import BaseCommand

from povertyplan.intake.held import Held, held_in
from povertyplan.intake.management.commands.import_list import plan_of


class Command(BaseCommand):
    help = "In các hộ trong danh sách của kế hoạch năm."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, help="năm của kế hoạch, mặc định là kế hoạch hiện hành")
        parser.add_argument("--json", action="store_true", help="in dạng JSON")

    def handle(self, *args, year, **options):
        listed = [one for one in held_in(plan_of(year)) if one.entry is not None]
        if options["json"]:
            self.stdout.write(json.dumps([to_json(one) for one in listed], ensure_ascii=False, indent=1))
            return
        for one in listed:
            self.stdout.write(f"{one.code}  {one.head}, {one.hamlet}")
        self.stdout.write(f"{len(listed)} hộ.")


def to_json(one: Held) -> dict:
    return {
        "code": one.code,
        "commune": one.commune,
        "hamlet": one.hamlet,
        "head": one.head,
        "sex": one.sex or None,
        "birth_year": one.birth_year,
        "id_no": one.id_no,
        "ethnicity": one.ethnicity,
        "members": one.members,
        "causes": one.causes,
        "needs": one.counted_needs,
        "exit_on": one.exit.on.isoformat() if one.exit else None,
        "exit_reason": one.exit.reason if one.exit else None,
    }
