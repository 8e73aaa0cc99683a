"""The plans that units handed in by, on and after 10/8, and a first early report."""

from datetime import date, datetime, time

from django.core.files.base import ContentFile
from django.utils import timezone

from households.models import Plan
from povertyplan import clock
from povertyplan.demo.documents import letter
from reports import submitting
from reports.drafting.making import Made, make
from reports.drafting.preparing import open_draft
from reports.models import Obligation

# Unit, the day in August, the hour; communes and bodies that are not here have handed in nothing.
PLANS = [
    ("19996", 5, 9), ("20008", 8, 10), ("20017", 9, 16), ("20020", 10, 8), ("20005", 9, 11), ("20035", 5, 15),
    ("20011", 15, 9), ("QLDT", 8, 9), ("NHCSXH", 4, 14), ("KINH_TE", 9, 8), ("LDTBXH", 3, 10), ("TTYT", 10, 16),
    ("GDDT", 9, 15), ("TC_KH", 10, 11), ("VHTT", 12, 9), ("TNMT", 9, 17), ("GDNN_GDTX", 8, 16), ("MTTQ", 10, 14),
    ("TT_VHTT", 19, 10),
]  # fmt: skip
RETURNED = {"20005": "Kế hoạch chưa nêu cơ quan phối hợp cho từng nhu cầu. Đề nghị bổ sung.", "VHTT": "Thiếu tiến độ."}
SENT_AGAIN = {"20005": 12}
# Whose papers were prepared here, so that their figures and texts are kept; the others sent a file made elsewhere.
MADE_HERE = {"19996", "20035", "QLDT", "NHCSXH"}
WRITTEN = {
    "difficulties": "Một số hộ lớn tuổi ngại vay vốn; hồ sơ đất của 02 hộ chưa xong nên chưa làm được hợp đồng.",
    "proposals": "Đề nghị UBND các xã, phường xác nhận sớm phương án sản xuất của hộ vay.",
}
NOT_CHECKED = {"MTTQ", "TT_VHTT", "20011"}
TEXT = "Đã rà soát từng hộ, phân công cán bộ phụ trách và ấn định thời gian hỗ trợ cho từng nhu cầu."


def play(cast, plan: Plan) -> None:
    for number, (code, day, hour) in enumerate(PLANS, start=21):
        obligation = plan.obligations.get(unit__code=code, kind=Obligation.Kind.PLAN)
        _submit(obligation, cast.by_code[code], f"{number}/KH", date(2022, 8, day), hour)
        if code in NOT_CHECKED:
            continue
        checker = cast.second if code == "LDTBXH" else cast.division
        with clock.assume(_at(date(2022, 8, min(day + 1, 31)), 15)):
            newest = obligation.submissions.order_by("-version").first()
            if code in RETURNED:
                submitting.return_submission(newest, by=checker, reason=RETURNED[code])
            else:
                submitting.accept(newest, by=checker)
        if code in SENT_AGAIN:
            again = date(2022, 8, SENT_AGAIN[code])
            _submit(obligation, cast.by_code[code], f"{number}a/KH", again, 9)
    early = plan.obligations.get(unit__code="NHCSXH", kind=Obligation.Kind.REPORT)
    _submit(early, cast.by_code["NHCSXH"], "57/BC-NHCSXH", date(2022, 9, 15), 10)


def _submit(obligation: Obligation, person, number: str, day: date, hour: int) -> None:
    symbol = "UBND" if person.unit.is_commune else person.unit.code.replace("_", "-")
    document_no = number if "BC" in number else f"{number}-{symbol}"
    if person.unit.code in MADE_HERE:
        sent = {"made": _made(obligation, person, document_no, day, hour)}
    else:
        content = letter(f"Số: {document_no}", str(obligation), TEXT)
        sent = {"text": TEXT, "file": ContentFile(content, name="van-ban.docx")}
    with clock.assume(_at(day, hour)):
        submitting.submit(obligation, by=person, document_no=document_no, document_on=day, **sent)


def _made(obligation: Obligation, person, document_no: str, day: date, hour: int) -> Made:
    """As the page would have made it that day: with the figures of then, read from what is known today."""
    prepared = open_draft(obligation, day).prepared
    if obligation.kind == Obligation.Kind.REPORT:
        prepared = prepared.with_texts(WRITTEN)
    return make(prepared.on_paper(document_no, day), by=person, made_at=_at(day, hour))


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
