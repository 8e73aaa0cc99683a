"""Who is or may be poor again in the demo: a visit that found poverty, and a household that no list had named."""

from datetime import date, datetime, time

from django.core.files.base import ContentFile
from django.utils import timezone

from households import changes, watching
from households.models import Cause, Decision, FollowUp, Hamlet, Indicator, Movement, Plan
from households.reviewing import Findings
from povertyplan import clock
from povertyplan.demo.documents import letter

SIGNERS = {"19996": "Nguyễn Văn Thịnh", "20035": "Hồ Thị Lan"}  # invented; the others are not written down yet


def play(cast, plan: Plan) -> None:
    """Neither has been decided, so that no figure of the plan changes."""
    _found_poor_again(cast, plan)
    _newly_poor(cast, plan)
    _papers(cast)


def _moment(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _found_poor_again(cast, plan: Plan) -> None:
    early = Movement.objects.in_plan(plan).exits().filter(from_list=True).order_by("counted_on", "pk")
    exit = early.select_related("household__commune")[5]  # whose head has been in hospital since 10/9
    note = "Chủ hộ nằm viện dài ngày, phải bán bò để chữa bệnh; nhà không còn thu nhập ổn định."
    with clock.assume(_moment(date(2022, 9, 14), 10)):
        by = cast.of(exit.household.commune)
        watching.follow_up(exit, on=date(2022, 9, 14), finding=FollowUp.Finding.POOR, note=note, by=by)


def _newly_poor(cast, plan: Plan) -> None:
    """A widow with two small children, whom the commune asks to take onto the list."""
    officer = cast.by_code["20035"]
    hamlet = Hamlet.objects.filter(commune=officer.unit).order_by("name").first()
    with clock.assume(_moment(date(2022, 9, 13), 9)):
        household = changes.add_household(
            hamlet, plan=plan, head="Hồ Thị Xuân Diệu", sex="F", birth_year=1989, member_count=3,
            causes=Cause.objects.order_by("order")[:1], by=officer,
        )  # fmt: skip
        lacking = list(Indicator.objects.in_force(date(2022, 9, 11)).order_by("order")[:4])
        changes.propose_increase(
            household,
            plan=plan,
            kind=Movement.Kind.NEWLY_POOR,
            on=date(2022, 9, 11),
            evidence="Giấy đề nghị của hộ ngày 5/9/2022; biên bản họp thôn ngày 11/9/2022.",
            findings=Findings(
                deprivations=lacking, income=950_000, what_changed="Chồng mất tháng 7, mất thu nhập chính."
            ),
            by=officer,
        )


def _papers(cast) -> None:
    """The first decisions of two communes with their signer and the signed paper."""
    for code, signer in SIGNERS.items():
        own = Decision.objects.standing().filter(unit=cast.by_code[code].unit).order_by("signed_on", "pk")
        for decision in own[:2]:
            _sign(decision, signer, cast.division)


def _sign(decision: Decision, signer: str, by) -> None:
    text = f"{decision} của {decision.issuer} về việc công nhận kết quả rà soát hộ nghèo."
    with clock.assume(decision.entered_at):
        changes.open_decision(
            decision.unit,
            number=decision.number,
            signed_on=decision.signed_on,
            signer=signer,
            signer_title=f"Chủ tịch {decision.issuer}",
            file=ContentFile(letter("QUYẾT ĐỊNH", text), name=f"Quyết định {decision.number.replace('/', '-')}.docx"),
            by=by,
        )
