"""Who signs, and papers that were made in the last days."""

from datetime import date

from django.utils import timezone

from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from reports.documents import asking
from reports.documents.kinds import KINDS, Form
from reports.documents.orders import Order
from reports.models import Letterhead

# Invented, as all people of the demo.
SIGNERS = {
    None: "Trần Đình Thuận", "19996": "Lê Quang Thắng", "20035": "Hồ Văn Đoàn", "20005": "Phạm Công Hiếu",
    "LDTBXH": "Nguyễn Hữu Ân", "QLDT": "Trần Minh Khoa", "NHCSXH": "Phan Văn Phước",
}  # fmt: skip
MADE = [
    ("ldtbxh", "needs", Form.DOCX, date(2022, 9, 12)),
    ("ldtbxh2", "submissions", Form.PDF, date(2022, 9, 14)),
    ("tuha", "not_exited", Form.XLSX, date(2022, 9, 15)),
    ("lanhdao", "exited", Form.PDF, date(2022, 9, 15)),
]


def play(plan: Plan) -> None:
    units = {unit.code: unit for unit in Unit.objects.on(plan.issued_on)}
    for code, name in SIGNERS.items():
        Letterhead.objects.filter(unit=units.get(code)).update(signer=name)
    for username, kind, form, day in MADE:
        person = User.objects.get(username=username)
        with clock.assume(day):
            at = timezone.localtime(clock.now())
            own = None if person.sees_the_town else person.unit
            asking.ask(Order(KINDS[kind], plan, at.date(), unit=own, by=person, made_at=at), form)
