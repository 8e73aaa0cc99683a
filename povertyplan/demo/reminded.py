"""The reminders of two mornings, and two reminder letters of the division.

The first morning's notices have been put away by everybody, but not those of the letters; the second's are new.
"""

from datetime import date, datetime, time

from django.utils import timezone

from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit
from reports.chasing import note_sent
from reports.models import Notice
from reports.reminding.noticing import tell_at_once, write_notices

MORNINGS = (date(2022, 9, 14), date(2022, 9, 16))
LETTERS = {"NOI_VU": "118/UBND-LĐTBXH", "QLDT": "124/UBND-LĐTBXH"}
LETTERS_ON = date(2022, 9, 12)


def play(cast, plan: Plan) -> None:
    """Nobody has an address in the demo, so no letter is sent."""
    with clock.assume(timezone.make_aware(datetime.combine(LETTERS_ON, time(15)))):
        for code, number in LETTERS.items():
            unit = Unit.objects.on(LETTERS_ON).get(code=code)
            tell_at_once(note_sent(plan, unit, number=number, sent_on=LETTERS_ON, by=cast.division))
    for day in MORNINGS:
        with clock.assume(timezone.make_aware(datetime.combine(day, time(6, 30)))):
            write_notices(day)
        if day != MORNINGS[-1]:
            known = Notice.objects.exclude(kind=Notice.Kind.CHASED)
            known.update(read_at=timezone.make_aware(datetime.combine(day, time(8))))
