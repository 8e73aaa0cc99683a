"""The weeks from 1/8 to 16/9/2022, played with the same verbs as the pages, as the people they belong to.

Nothing is drawn by chance: who does what follows from a household's place on the list, so that every demo
is the same. Afterwards every first screen has work on it: needs in every state, refusals, money, exits
proposed, returned and decided, submissions early, on the day, late and missing.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from households import changes
from households.models import Household, Movement, Plan
from households.models.household import Progress
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Role
from povertyplan.demo import (
    asked,
    beside,
    families,
    help_given,
    monthly,
    papers,
    pictured,
    planned,
    reached,
    regrouped,
    reminded,
    reviewed,
    risen,
    told,
    watched,
)
from tasks import departures, looks, steps
from tasks.models import Need, NeedType
from tasks.states import State

Reason = Movement.Reason
MET = [State.DELIVERED, State.CONFIRMED]


def moment(day: int, month: int, hour: int = 9, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(date(2022, month, day), time(hour, minute)))


@transaction.atomic
def play(plan: Plan) -> None:
    """All or nothing, in the order of the days."""
    cast = Cast()
    reviewed.record(plan)
    agencies_take_up(cast, plan)
    planned.play(cast, plan)
    division_routes(cast, plan)
    help_given.play(cast, plan)
    exits(cast, plan)
    communes_look(cast, plan)
    papers.name_signers(plan)
    told.play(cast, plan)
    families.play(cast, plan)
    reached.play(cast, plan)
    asked.play(cast, plan)
    watched.play(cast, plan)
    risen.play(cast, plan)
    pictured.play()
    planned.say_who_needs_nothing(cast, plan)
    regrouped.play(cast, plan)
    papers.play(plan)
    beside.play(cast, plan)
    monthly.play(cast, plan)
    reminded.play(cast, plan)


class Cast:
    """Finds the person who acts for a unit."""

    def __init__(self):
        people = User.objects.filter(is_demo=True, unit__isnull=False).select_related("unit").order_by("-pk")
        self.by_unit = {person.unit_id: person for person in people}
        self.by_code = {person.unit.code: person for person in people}
        division = User.objects.filter(is_demo=True, role=Role.DIVISION).select_related("unit").order_by("pk")
        self.division, self.second = division[0], division[1]

    def of(self, unit: Unit) -> User:
        return self.by_unit[unit.pk]


# --- Needs ----------------------------------------------------------------------------------------------

REFUSALS = {
    "QLDT": "Nhà nằm trong vùng sạt lở, thuộc diện bố trí tái định cư, không sửa chữa tại chỗ được.",
    "TNMT": "Hộ đã có đất nhưng chưa có giấy chứng nhận; nhu cầu thật là làm thủ tục ở Văn phòng đăng ký đất đai.",
}

# Of every ten needs of a body, in the order of the list: T taken up, - still waiting, R refused.
PATTERNS = {
    "QLDT": "TTTTTRTT-T",
    "KINH_TE": "TTTTTTTTTT",
    "NHCSXH": "TTTT-TTTTT",
    "LDTBXH": "TTT-TTT--T",
    "TNMT": "TT-TRTT-TT",
}


def agencies_take_up(cast: Cast, plan: Plan) -> None:
    for number, (code, pattern) in enumerate(PATTERNS.items()):
        person = cast.by_code[code]
        needs = list(plan.needs.led_by(person.unit).to_take_up().order_by("pk").select_related("type"))
        acts = [(need, pattern[place % len(pattern)]) for place, need in enumerate(needs)]
        with clock.assume(moment(3 + number % 3, 8, 8, 30)):
            steps.take_up([need for need, act in acts if act == "T"], by=person)
        with clock.assume(moment(8, 8, 14)):
            for need in [need for need, act in acts if act == "R"]:
                steps.refuse([need], by=person, reason=REFUSALS[code])


def division_routes(cast: Cast, plan: Plan) -> None:
    """Two thirds of "y tế, giáo dục" are split; one resettlement and some refusals find another lead."""
    types = {need_type.code: need_type for need_type in NeedType.objects.all()}
    unsplit = list(plan.needs.in_queue().filter(type=types["health_education"]).order_by("pk"))
    with clock.assume(moment(9, 8, 10)):
        steps.split(unsplit[0:12], into=[types["health"]], by=cast.division)
        steps.split(unsplit[12:18], into=[types["education"]], by=cast.division)
        steps.split(unsplit[18:20], into=[types["health"], types["education"]], by=cast.division)
        resettlement = plan.needs.in_queue().filter(type=types["resettlement"]).order_by("pk")[:1]
        steps.route(resettlement, to=cast.by_code["QLDT"].unit, by=cast.division)
    with clock.assume(moment(12, 8, 9)):
        refused = plan.needs.filter(state=Need.State.REFUSED, type=types["house_repair"]).order_by("pk")[:4]
        note = "Đề nghị vận động Quỹ Vì người nghèo hỗ trợ làm nhà ở nơi mới."
        steps.route(refused, to=cast.by_code["MTTQ"].unit, by=cast.division, note=note)
        services = plan.needs.filter(type=types["basic_service"], state=Need.State.ROUTED).order_by("pk")[:2]
        steps.route(services, to=cast.by_code["VHTT"].unit, by=cast.division, note="Thiếu hụt về thông tin.")
    with clock.assume(moment(15, 8, 8)):
        for code, most in (("TTYT", 9), ("GDDT", 6), ("MTTQ", 3), ("QLDT", 50), ("VHTT", 1)):
            person = cast.by_code[code]
            waiting = plan.needs.led_by(person.unit).to_take_up().filter(moved_at__date__gte=date(2022, 8, 9))
            steps.take_up(waiting.order_by("pk").select_related("type")[:most], by=person)


# --- What communes saw ----------------------------------------------------------------------------------

STUCK = [
    "Hộ đi làm ăn xa, chưa gặp được chủ hộ để thống nhất thời gian sửa nhà.",
    "Đất đang tranh chấp với hộ liền kề, chưa xác định được ranh giới.",
    "Hộ chỉ có người già yếu, không nhận vay vốn, đề nghị hướng dẫn hình thức hỗ trợ khác.",
]


def communes_look(cast: Cast, plan: Plan) -> None:
    """Each officer has seen most households; every fifth was last seen in early August or never."""
    to_help = Household.objects.remaining(plan, plan.issued_on).select_related("commune").order_by("code")
    left_on = dict(Movement.objects.leaving(plan).values_list("household_id", "counted_on"))
    for place, household in enumerate(to_help):
        officer = cast.of(household.commune)
        with clock.assume(moment(4, 8, 15)):
            changes.assign_officer(household, officer=officer, by=officer)
        for at, progress, note in _looks(place):
            if at.date() < left_on.get(household.pk, date.max):
                with clock.assume(at):
                    _see(household, plan, progress, at, officer, note)


def _looks(place: int):
    """When the household at this place of the list was looked at, and what was seen."""
    if place % 5 == 4:
        return
    yield moment(5 + place % 9, 8, 9, place % 60), Progress.NOT_STARTED, ""
    if place % 5 == 3:
        return
    late = moment(22, 8, 14, place % 60) + timedelta(days=place % 24)
    if place % 17 == 0:
        yield late, Progress.STUCK, STUCK[place // 17 % len(STUCK)]
    else:
        yield late, Progress.UNDER_WAY if place % 3 else Progress.DONE, ""


def _see(household, plan, progress, at, officer, note=""):
    on = timezone.localtime(at).date()
    looks.see(household, plan=plan, progress=progress, on=on, by=officer, note=note)


# --- Exits ----------------------------------------------------------------------------------------------

EVIDENCE = {
    Reason.SUPPORTED: "Biên bản rà soát của tổ dân phố, thôn; nhu cầu đã được hỗ trợ, điểm B2 dưới 30.",
    Reason.SELF_RELIANT: "Biên bản họp dân; con đi làm có lương, thu nhập bình quân vượt chuẩn.",
    Reason.DECEASED: "Trích lục khai tử; hộ chỉ có một người.",
    Reason.MOVED: "Giấy chuyển hộ khẩu đến nơi ở mới.",
    Reason.CRITERIA_REVIEW: "Phiếu rà soát lại, điểm B1 vượt ngưỡng.",
}

RETURNS = [
    "Chưa có biên bản họp dân. Đề nghị bổ sung rồi gửi lại.",
    "Ngày rà soát ghi trước khi nhà sửa xong. Đề nghị kiểm tra lại.",
    "Đề nghị ghi rõ điểm B1, B2 sau khi rà soát.",
]

# Week by week: the day of the proposals, the decisions' day (None: not decided by 16/9), how many households.
WAVES = [((8, 8), (18, 8), 14), ((22, 8), (1, 9), 16), ((5, 9), (14, 9), 12), ((12, 9), None, 31)]


def exits(cast: Cast, plan: Plan) -> None:
    """42 leave by decision; 20 wait for an answer, 6 for a decision, 4 were returned, 1 was withdrawn."""
    waiting = _in_turn(plan)
    for number, (proposed, decided, size) in enumerate(WAVES):
        on = date(2022, proposed[1], proposed[0])
        waiting = _ready_first(waiting, on)
        now, waiting = waiting[:size], waiting[size:]
        movements = [_propose(household, plan, cast, place, on, number) for place, household in enumerate(now)]
        if decided is None:
            _leave_open(movements, cast)
            continue
        with clock.assume(moment(proposed[0] + 3, proposed[1], 16)):
            agreed = [changes.agree(movement, by=cast.division) for movement in movements]
        with clock.assume(moment(*decided, 10)):
            _decide_by_commune(agreed, cast, number, date(2022, decided[1], decided[0]))
    _decide_by_mistake(waiting[-1], plan, cast)


def _decide_by_mistake(household: Household, plan: Plan, cast: Cast) -> None:
    """A decision was entered for the wrong household of two with one name, and taken back the next day."""
    movement = _propose(household, plan, cast, 0, date(2022, 8, 24))
    with clock.assume(moment(26, 8, 15)):
        movement = changes.agree(movement, by=cast.division)
    with clock.assume(moment(29, 8, 9)):
        _decide_by_commune([movement], cast, 9, date(2022, 8, 26))
    with clock.assume(moment(30, 8, 8)):
        changes.undo(movement, reason="Ghi nhầm sang hộ cùng tên ở thôn khác.", by=cast.division)


def _in_turn(plan: Plan) -> list[Household]:
    """The fast communes come twice as often as the slow ones, so that the town has both."""
    households = Household.objects.remaining(plan).select_related("commune").order_by("code")
    slow = {"20026", "20041", "20011"}  # Hương Bình, Bình Thành, Hương Văn
    ranked = []
    places: dict[str, int] = {}
    for household in households:
        code = household.commune.code
        places[code] = places.get(code, 0) + 1
        ranked.append((places[code] * (5 if code in slow else 2), household.code, household))
    return [household for _, _, household in sorted(ranked, key=lambda row: row[:2])]


def _ready_first(households: list[Household], on: date) -> list[Household]:
    """Whoever has been helped by this day comes before the others; the order is kept otherwise."""
    met = Need.objects.filter(state__in=MET, steps__verb="deliver", steps__on__lte=on)
    helped = set(met.values_list("household", flat=True)) - set(
        Need.objects.under_way().values_list("household", flat=True)
    )
    for household in households:
        household.was_helped = household.pk in helped
    return sorted(households, key=lambda household: not household.was_helped)


def _propose(household: Household, plan: Plan, cast: Cast, place: int, day: date, wave: int = 0) -> Movement:
    reason = Reason.SUPPORTED if household.was_helped else Reason.SELF_RELIANT
    if household.member_count == 1 and not household.was_helped:
        reason = Reason.DECEASED if place % 2 else Reason.MOVED
    elif place % 15 == 7:
        reason = Reason.CRITERIA_REVIEW
    outcome = "" if reason in {Reason.DECEASED, Reason.MOVED} else ["near_poor", "above_near_poor"][place % 2]
    with clock.assume(moment(day.day, day.month, 8, place % 60)):
        return changes.propose_exit(
            household,
            plan=plan,
            reason=reason,
            on=day - timedelta(days=2),
            evidence=EVIDENCE[reason],
            by=cast.of(household.commune),
            outcome=outcome if place % 4 == 3 else "",
            findings=reviewed.findings_of(household, outcome=outcome, place=place, wave=wave),
            files=reviewed.papers(household, place),
        )


def _leave_open(movements: list[Movement], cast: Cast) -> None:
    with clock.assume(moment(15, 9, 15)):
        for movement in movements[0:6]:
            changes.agree(movement, by=cast.division)
        for place, movement in enumerate(movements[6:10]):
            changes.return_proposal(movement, reason=RETURNS[place % len(RETURNS)], by=cast.division)
    with clock.assume(moment(15, 9, 16)):
        changes.withdraw_proposal(movements[10], by=cast.of(movements[10].household.commune))


def _decide_by_commune(movements: list[Movement], cast: Cast, number: int, decision_on: date) -> None:
    """Each commune's chairperson signs one decision for the wave."""
    communes = sorted({movement.household.commune for movement in movements}, key=lambda unit: unit.order)
    for commune in communes:
        own = [movement for movement in movements if movement.household.commune == commune]
        decision_no = f"{40 + 10 * number + commune.order}/QĐ-UBND"
        departures.decide(own, decision_no=decision_no, decision_on=decision_on, by=cast.division)
