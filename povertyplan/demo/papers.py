"""Who signs, and papers that were made in the last days."""

from datetime import date

from django.utils import timezone

from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from reports.documents import asking
from reports.documents.kinds import KINDS, Form
from reports.documents.orders import Order
from reports.drafting import texts
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


def name_signers(plan: Plan) -> None:
    units = {unit.code: unit for unit in Unit.objects.on(plan.issued_on)}
    for code, name in SIGNERS.items():
        Letterhead.objects.filter(unit=units.get(code)).update(signer=name)


def play(plan: Plan) -> None:
    for username, kind, form, day in MADE:
        person = User.objects.get(username=username)
        with clock.assume(day):
            at = timezone.localtime(clock.now())
            own = None if person.sees_the_town else person.unit
            asking.ask(Order(KINDS[kind], plan, at.date(), unit=own, by=person, made_at=at), form)
    begin_the_towns_report(plan)


def begin_the_towns_report(plan: Plan) -> None:
    """The division has begun to write what it will issue by the end of November."""
    person = User.objects.get(username="ldtbxh")
    direction = (
        "UBND thị xã đã họp với 09 xã, phường và các cơ quan chủ trì ngày 09/8/2022; kiểm tra tại xã Bình Tiến, "
        "phường Hương Văn trong tháng 8."
    )
    with clock.assume(date(2022, 9, 14)):
        texts.write_for_the_town(plan, changed=[texts.Written("direction", direction, 0)], offered={}, by=person)
