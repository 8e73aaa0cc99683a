"""A year of the demo town, from the list as it was issued, played on the pages; its figures were added up by hand.

One household is returned and then leaves, one is helped and leaves, one dies, one splits, one is taken off by
mistake and put back, one falls back into poverty. Nobody else moves, so every number can be told beforehand.
"""

import io
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import Client

from households.models import Household, Movement
from households.tests.browser import filled_in
from povertyplan import clock
from povertyplan.accounts.models import Unit, User
from reports.figures import as_json, figures
from reports.movement_table import Column, movement_table

C = Column
FIRST, LAST = date(2022, 1, 1), date(2022, 12, 31)


class Town:
    """The people of the demo at their desks: `town.on(9, 12)`, then what each of them does on a page."""

    def __init__(self, plan):
        self.plan = plan

    def on(self, month, day):
        self.today = date(2022, month, day)

    def send(self, who: str, url: str, **typed):
        """Opens the page, fills in what is `typed`, sends it, and confirms what is asked to be confirmed."""
        client = Client()
        client.force_login(User.objects.get(username=who))
        with clock.assume(self.today):
            page = client.get(url)
            assert page.status_code == 200, url
            answer = client.post(url, filled_in(page, **typed))
            if answer.status_code == 200:
                last = "send" if "Kiểm tra trước khi gửi" in answer.text else "confirmed"
                answer = client.post(url, filled_in(answer, **{last: "1"}))
        assert answer.status_code == 302, _errors(answer)
        return answer

    def post(self, who: str, url: str, **sent):
        client = Client()
        client.force_login(User.objects.get(username=who))
        with clock.assume(self.today):
            assert client.post(url, sent).status_code == 302

    def does(self, who: str, act: str, need, **typed):
        """One act of the need's page: the button, and the page that says once more what it is about."""
        client = Client()
        client.force_login(User.objects.get(username=who))
        with clock.assume(self.today):
            asked = client.post("/needs/bulk/", {"act": act, "need": [need.pk]})
            answer = client.post("/needs/bulk/", filled_in(asked, **typed) | {"act": act})
        assert answer.status_code == 302, _errors(answer)

    def leaves(self, who: str, household, reason: str, **more):
        facts = {"reason": reason, "on": f"{self.today:%d/%m/%Y}", "evidence": "Biên bản họp thôn"} | more
        self.send(who, f"/households/{household.code}/exit/", **facts)
        return household.movements.latest("pk")

    def decided(self, movement, number: str):
        """By the division, in one day: agreed to, and the commune's decision written down."""
        self.post("ldtbxh", f"/exits/{movement.pk}/agree/")
        url = f"/exits/decide/?commune={movement.household.commune.code}"
        self.send("ldtbxh2", url, decision_no=number, decision_on=f"{self.today:%d/%m/%Y}", movements=[movement.pk])

    def figures(self) -> dict:
        with clock.assume(self.today):
            found = as_json(figures(self.plan, self.today))
        left = found["left"]
        return {
            "listed": found["listed"], "left": left["total"], "exited": left["exited"],
            "other": left["other_decrease"], "remaining": found["remaining"],
        }  # fmt: skip


def _errors(answer):
    form = (answer.context or {}).get("form")
    return form.errors if form is not None else answer


@pytest.fixture
def town(plan):
    call_command("demo", "--no-serve", "--as-imported", stdout=io.StringIO())
    return Town(plan)


@pytest.fixture
def cast(town):
    """Six households still on the list, of communes in which nobody else moves this year."""

    def one(code, **wanted):
        remaining = Household.objects.in_plan(town.plan).remaining(town.plan).filter(commune__code=code, **wanted)
        return remaining.exclude(pk__in=taken).order_by("code").first()

    taken: list[int] = []
    found = {}
    for name, code, wanted in (
        ("returned", "19996", {"member_count__gte": 2}),
        ("helped", "20035", {"needs__type__code": "house_repair", "member_count__gte": 2}),
        ("dead", "20035", {"member_count": 1}),
        ("splitting", "20005", {"member_count__gte": 4}),
        ("mistaken", "20005", {"member_count__gte": 2}),
        ("relapsing", "19996", {"member_count__gte": 2}),
    ):
        found[name] = one(code, **wanted)
        taken.append(found[name].pk)
    return SimpleNamespace(**found)


OFFICERS = {"19996": "tuha", "20035": "binhtien", "20005": "huongtoan"}


def test_a_year_whose_figures_were_added_up_by_hand(town, cast):
    # 1/8, as the plan says: 177 listed; 26 have left, of them 6 by death; 151 remain.
    town.on(8, 1)
    assert town.figures() == {"listed": 177, "left": 26, "exited": 20, "other": 6, "remaining": 151}
    people = sum(Household.objects.in_plan(town.plan).values_list("member_count", flat=True))
    size = {name: household.member_count for name, household in vars(cast).items()}

    # Proposed, returned, mended, agreed to, decided.
    town.on(8, 5)
    proposal = town.leaves("tuha", cast.returned, "self_reliant", outcome="above_near_poor", override_reason="Họp dân")
    town.on(8, 6)
    town.post("ldtbxh", f"/exits/{proposal.pk}/return/", reason="Thiếu biên bản họp thôn")
    town.on(8, 8)
    town.send("tuha", f"/exits/{proposal.pk}/edit/", evidence="Biên bản họp thôn ngày 7/8/2022")
    assert town.figures()["left"] == 26, "a proposal counts nowhere"
    town.on(8, 10)
    town.decided(proposal, "11/QĐ-UBND")
    assert town.figures() == {"listed": 177, "left": 27, "exited": 21, "other": 6, "remaining": 150}

    # Helped by the lead body, confirmed by the commune, and out.
    need = cast.helped.needs.get(type__code="house_repair")
    town.on(8, 15)
    town.does("qldt", "take_up", need)
    town.on(8, 20)
    town.does("qldt", "deliver", need, anyway="on")
    town.on(8, 22)
    town.does("binhtien", "confirm", need)
    town.on(8, 25)
    proposal = town.leaves("binhtien", cast.helped, "supported", outcome="near_poor", override_reason="Họp dân")
    town.decided(proposal, "12/QĐ-UBND")
    assert town.figures() == {"listed": 177, "left": 28, "exited": 22, "other": 6, "remaining": 149}

    # A death is no achievement: it lowers the list and not the poverty.
    town.on(9, 2)
    town.decided(town.leaves("binhtien", cast.dead, "deceased"), "13/QĐ-UBND")
    assert town.figures() == {"listed": 177, "left": 29, "exited": 22, "other": 7, "remaining": 148}
    assert not cast.dead.needs.open().exists()

    # Two of a household become one of their own: beside the 177 of the plan (decision 13), and nobody more.
    town.on(9, 12)
    town.send(
        "huongtoan", f"/households/{cast.splitting.code}/split/", on="10/9/2022", decision_no="14/QĐ-UBND",
        decision_on="12/9/2022", head="", head_name="Trần Văn Tách", unnamed="1", needs=[],
    )  # fmt: skip
    assert town.figures() == {"listed": 177, "left": 29, "exited": 22, "other": 7, "remaining": 148}

    # Taken off by mistake and put back: no day ever counted it.
    town.on(9, 20)
    mistake = town.leaves("huongtoan", cast.mistaken, "self_reliant", outcome="near_poor", override_reason="Họp dân")
    town.decided(mistake, "15/QĐ-UBND")
    assert town.figures()["left"] == 30
    town.on(9, 22)
    town.send("ldtbxh", f"/exits/{mistake.pk}/undo/", reason="Ghi nhầm hộ cùng tên")
    assert town.figures()["left"] == 29
    assert figures(town.plan, date(2022, 9, 20)).left.total == 29

    # Out in September, back in November.
    town.on(9, 25)
    proposal = town.leaves("tuha", cast.relapsing, "self_reliant", outcome="near_poor", override_reason="Họp dân")
    town.decided(proposal, "16/QĐ-UBND")
    assert town.figures() == {"listed": 177, "left": 30, "exited": 23, "other": 7, "remaining": 147}
    town.on(11, 1)
    town.send(
        "tuha", f"/households/{cast.relapsing.code}/increase/?kind=relapse", kind="relapse", on="1/11/2022",
        cause=str(_a_cause()), evidence="Biên bản họp thôn",
    )  # fmt: skip
    town.decided(cast.relapsing.movements.latest("pk"), "17/QĐ-UBND")
    assert town.figures() == {"listed": 177, "left": 29, "exited": 22, "other": 7, "remaining": 148}

    town.on(12, 31)
    _check_table(town, size, people)
    _check_by_commune(town)
    assert Movement.objects.filter(stage="undone").count() == 1, "what was undone stays on record"


def _a_cause() -> int:
    from households.models import Cause

    return Cause.objects.order_by("pk").first().pk


def _table(town, first, last):
    with clock.assume(town.today):
        return movement_table(first, last, communes=list(Unit.objects.communes().on(town.plan.issued_on)))


def _check_table(town, size: dict, people: int) -> None:
    """From August on, by hand: 151 − 2 near-poor − 1 above − 1 dead + 1 back + 1 split off = 149."""
    total = _table(town, date(2022, 8, 1), LAST).total
    assert {column: total[column].households for column in C} == {
        C.OPENING: 151, C.TO_NEAR_POOR: 2, C.ABOVE_NEAR_POOR: 1, C.EXIT_UNKNOWN: 0, C.OTHER_DECREASE: 1,
        C.FROM_NEAR_POOR: 0, C.RELAPSE: 1, C.NEWLY_POOR: 0, C.OTHER_INCREASE: 1, C.CLOSING: 149,
    }  # fmt: skip
    assert total[C.TO_NEAR_POOR].people == size["helped"] + size["relapsing"]
    assert total[C.ABOVE_NEAR_POOR].people == size["returned"]
    assert total[C.OTHER_DECREASE].people == 1 + 2, "the dead one, and the two who went over"
    assert total[C.OTHER_INCREASE].people == 2
    assert total[C.RELAPSE].people == size["relapsing"]
    assert total[C.CLOSING].people == total[C.OPENING].people - size["helped"] - size["returned"] - 1

    whole = _table(town, FIRST, LAST).total
    assert (whole[C.OPENING].households, whole[C.CLOSING].households) == (177, 149)
    assert whole[C.OPENING].people == people
    assert whole[C.EXIT_UNKNOWN].households == 20, "the plan's list does not say where its exits led"
    assert whole[C.OTHER_DECREASE].households == 6 + 1


def _check_by_commune(town) -> None:
    table = _table(town, date(2022, 8, 1), LAST)
    found = {row.commune.code: {c: row[c].households for c in C if row[c].households} for row in table.rows}
    for code, row in found.items():
        turned = {column: count for column, count in row.items() if column not in (C.OPENING, C.CLOSING)}
        assert turned == {
            "19996": {C.TO_NEAR_POOR: 1, C.ABOVE_NEAR_POOR: 1, C.RELAPSE: 1},
            "20035": {C.TO_NEAR_POOR: 1, C.OTHER_DECREASE: 1},
            "20005": {C.OTHER_INCREASE: 1},
        }.get(code, {})
    for row in table.rows:
        assert row.rest("households") == row.rest("people") == 0
