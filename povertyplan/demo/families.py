"""The people of the demo's households: invented, but with ages, schools and jobs that go together.

Communes wrote them down at their visits, for four households of five; then some were born, died or went. What
each person is like follows from the place of the household and of the person in it.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from households import changes
from households.models import Household, PersonEvent, Plan
from povertyplan import clock

Kind = PersonEvent.Kind
TODAY = date(2022, 9, 16)
WOMEN = "Lan Hoa Mai Thủy Hương Nga Hạnh Tuyết Phượng Liên Thảo Nhung Yến Cúc Sen Thơm".split()
MEN = "Hùng Dũng Tâm Lợi Phúc Sơn Hải Long Nam Tuấn Khánh Quý Thành Đạt Vinh Lộc".split()
SURNAMES = "Nguyễn Trần Lê Phạm Hoàng Võ Hồ Phan Đặng Bùi Ngô Dương".split()
WISHES = ["may công nghiệp", "sửa xe máy", "nấu ăn", "điện dân dụng", "chăn nuôi thú y", "mộc"]
MINORITIES = frozenset({"Cơ Tu", "Pa Cô", "Vân Kiều", "Tà Ôi"})


def play(cast, plan: Plan) -> None:
    households = list(Household.objects.in_plan(plan).select_related("commune").order_by("code"))
    for place, household in enumerate(households):
        if place % 5 == 4:
            continue  # nobody has asked there yet
        officer = cast.of(household.commune)
        with clock.assume(_moment(date(2022, 8, 8) + timedelta(days=place % 30), 16)):
            _write_down(household, place, officer)
    _events(cast, plan)


def _moment(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _write_down(household: Household, place: int, officer) -> None:
    new = list(_family(household, place))
    head = _situation(household.birth_year, place, 0, household.ethnicity)
    if household.has_merit:
        head["merit"] = True
    changes.edit_people(household, version=household.version, head=head, members={}, new=new, by=officer)


def _family(household: Household, place: int) -> Iterator[dict]:
    """Husband or wife of a head who is not old, then children, then grandchildren."""
    surname = household.head.split()[0]
    born = household.birth_year or 1960
    for number in range(1, household.member_count or 1):
        if number == 1 and place % 4 != 3:
            woman = household.sex == "M"
            year, relation = born + (2 if woman else -2), "Vợ" if woman else "Chồng"
            family = SURNAMES[(place + 5) % len(SURNAMES)]
        else:
            grandchild = born < 1955
            year = born + (48 if grandchild else 24) + 3 * number
            woman, relation, family = (place + number) % 2 == 0, "Cháu" if grandchild else "Con", surname
        yield {
            "name": f"{family} {'Thị' if woman else 'Văn'} {(WOMEN if woman else MEN)[(place * 3 + number * 5) % 16]}",
            "relation": relation,
            "sex": "F" if woman else "M",
            "birth_year": min(year, 2021),
            "ethnicity": household.ethnicity,
            **_situation(min(year, 2021), place, number, household.ethnicity),
        }


def _situation(born: int | None, place: int, number: int, ethnicity: str) -> dict:
    age, turn = TODAY.year - (born or 1960), place + 2 * number
    return {**_card(turn, number), **_school(age, turn, ethnicity), **_work(age, turn), **_body(age, turn)}


def _card(turn: int, number: int) -> dict:
    """Nearly all are insured; some cards ran out, some people have none, and of some nobody knows."""
    if turn % 17 == 5:
        return {}
    if turn % 13 == 6:
        return {"insurance": "no"}
    ends = date(2022, 6, 30) if turn % 23 == 9 else date(2022, 12, 31)
    return {
        "insurance": "yes",
        "insurance_no": f"HN24646{turn:04d}{number:02d}{turn * 7 % 100:02d}",
        "insured_until": ends,
    }


def _school(age: int, turn: int, ethnicity: str) -> dict:
    stages = [(3, 5, "preschool"), (6, 10, "primary"), (11, 14, "lower_secondary"), (15, 17, "upper_secondary")]
    here = next((stage for first, last, stage in stages if first <= age <= last), "none" if age > 17 else "")
    if here in {"", "none"} or turn % 19 == 7:
        return {"schooling": "none"} if age > 5 else {}
    if ethnicity in MINORITIES:
        return {"schooling": here, "tuition": ["yes", "no", "yes", "yes", ""][turn % 5]}
    return {"schooling": here, "tuition": ["yes", "", "no"][turn % 3]}


def _work(age: int, turn: int) -> dict:
    if age < 18:
        return {}
    if age > 60:
        return {"work": "unable" if turn % 2 else "own"}
    facts = {"work": ["own", "no_contract", "none", "own", "contract"][turn % 5]}
    if turn % 4 == 1 and age < 50:
        facts |= {"wants_training": "yes", "training_wish": WISHES[turn % len(WISHES)]}
        if turn % 3 != 1:
            facts["trained_on"] = date(2022, 8, 20)
    elif turn % 4 != 2:
        facts["wants_training"] = "no"
    return facts


def _body(age: int, turn: int) -> dict:
    return {"disability": ["severe", "mild", "extreme"][turn % 3]} if turn % 29 == 11 and age > 5 else {}


# What happened to people since: the commune's code, its which household of three or more people, the day, what.
HAPPENED = [
    ("19996", 0, (20, 8), Kind.BORN),
    ("20035", 1, (25, 8), Kind.BORN),
    ("20041", 0, (28, 8), Kind.DIED),
    ("20005", 2, (30, 8), Kind.LEFT),
    ("20017", 1, (2, 9), Kind.LEFT),
    ("20020", 0, (5, 9), Kind.JOINED),
]
MISTAKE = ("20008", 1, (6, 9), Kind.DIED)


def _events(cast, plan: Plan) -> None:
    for code, which, day, kind in HAPPENED:
        _happen(cast, plan, code, which, day, kind)
    code, _, (day, month), _ = MISTAKE
    event = _happen(cast, plan, *MISTAKE)
    with clock.assume(_moment(date(2022, month, day + 1), 8)):
        changes.take_back(event, reason="Ghi nhầm sang hộ có người cùng tên.", by=cast.by_code[code])


def _happen(cast, plan: Plan, code: str, which: int, day: tuple[int, int], kind: str) -> PersonEvent:
    on = date(2022, day[1], day[0])
    there = Household.objects.remaining(plan).filter(commune__code=code, member_count__gte=3, members__isnull=False)
    household, by = there.distinct().order_by("code")[which], cast.by_code[code]
    with clock.assume(_moment(on + timedelta(days=1), 9)):
        if kind == Kind.BORN:
            facts = {"name": f"{household.head.split()[0]} Thị An", "relation": "Cháu", "sex": "F"}
            facts |= {"birth_on": on, "birth_year": on.year, "ethnicity": household.ethnicity}
            return changes.arrive(household, kind=kind, facts=facts, on=on, note="Giấy khai sinh", by=by)
        if kind == Kind.JOINED:
            facts = {"name": "Trần Thị Nở", "relation": "Con dâu", "sex": "F", "birth_year": 1997}
            return changes.arrive(household, kind=kind, facts=facts, on=on, note="Giấy chứng nhận kết hôn", by=by)
        member = household.members.present().last()
        return changes.depart(household, member=member, kind=kind, on=on, by=by)
