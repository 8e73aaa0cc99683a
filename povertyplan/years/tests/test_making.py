"""A new year's plan: the form, what it would do, and all of it or nothing."""

from datetime import date

import pytest

from households import changes
from households.models import Household, Plan
from households.tests.browser import filled_in
from povertyplan import clock
from povertyplan.accounts.models import AccessLog, Unit
from povertyplan.years import making
from reports.models import Duty, Obligation
from tasks.models import Need

URL = "/years/new/"
TYPED = {"number": "150/KH-UBND", "issued_on": "16/1/2023", "target": "2"}


@pytest.fixture
def client(client_of, administrator):
    return client_of(administrator)


@pytest.fixture
def town(a_household, binh_tien, plan, officer, division):
    """Three remain, in two communes; a fourth has left."""
    households = {
        "one": a_household(head="Hồ Văn Một", needs=["house_repair"]),
        "two": a_household(head="Hồ Văn Hai", needs=["credit", "house_repair"]),
        "far": a_household(binh_tien, head="Hồ Văn Xa", hamlet="Thôn 1", needs=["livestock"]),
        "left": a_household(head="Hồ Văn Thoát", needs=["credit"]),
    }
    movement = changes.propose_exit(
        households["left"], plan=plan, reason="self_reliant", on=date(2022, 9, 1), evidence="Biên bản", by=officer
    )
    changes.decide(
        changes.agree(movement, by=division), decision_no="45/QĐ-UBND", decision_on=date(2022, 9, 10), by=division
    )
    return households


def sent(client, press="", **typed):
    """The answer to the form as it is offered, with `typed` over it."""
    return client.post(URL, filled_in(client.get(URL), **TYPED, **typed) | ({press: "1"} if press else {}))


def codes_of(year: int) -> set[str]:
    return set(Household.objects.in_plan(Plan.objects.get(year=year)).values_list("head", flat=True))


def test_the_form_is_filled_in_from_the_last_year(client, town):
    form = client.get(URL).context["form"]
    offered = {name: form[name].value() for name in ("year", "figures_on", "finish_on", "due_plan", "due_report")}
    assert offered == {
        "year": 2023,
        "figures_on": date(2022, 12, 31),
        "finish_on": date(2023, 11, 30),
        "due_plan": date(2023, 8, 10),
        "due_report": date(2023, 11, 30),
    }
    assert "2023" in form["title"].value() and "2022" not in form["title"].value()
    assert "Năm 2022 còn 3 hộ trong danh sách." in client.get(URL).text


def test_nothing_is_written_before_it_is_confirmed(client, town):
    page = sent(client, carry="all")
    assert "Chưa ghi gì." in page.text
    found = page.context["found"]
    assert (found.communes, found.bodies, found.obligations) == (9, 13, 44)
    assert (found.households, found.needs, found.with_lead, found.in_queue) == (3, 4, 4, 0)
    assert [(unit.code, count) for unit, count in found.by_commune] == [("19996", 2), ("20035", 1)]
    assert Plan.objects.count() == 1
    assert page.text.count("Hồ Văn") == 0  # who makes a plan sees no people


def test_everything_is_made_at_once(client, town, administrator, plan):
    client.post(URL, filled_in(sent(client, carry="all"), make="1"))
    made = Plan.objects.get(year=2023)
    assert codes_of(2023) == {"Hồ Văn Một", "Hồ Văn Hai", "Hồ Văn Xa"}
    assert made.needs.count() == 4
    assert Obligation.objects.in_plan(made).count() == 44
    assert [(d.due_on, d.wording) for d in made.deadlines.order_by("due_on")] == [
        (date(2023, 8, 10), "trước ngày 10/8/2023"),
        (date(2023, 11, 30), plan.deadlines.get(kind="report").wording.replace("2022", "2023")),
    ]
    assert Duty.objects.filter(plan=made).count() == plan.duties.count() > 0
    assert {entry.listed_on for entry in made.entries.all()} == {date(2023, 1, 16)}
    line = town["one"].diary.filter(kind="list").first()
    assert (line.text, line.by) == ("Chuyển sang danh sách năm 2023 (Kế hoạch 150/KH-UBND)", administrator)
    log = AccessLog.objects.filter(action="table").first()
    assert (log.subject, log.detail) == (
        "Kế hoạch năm 2023",
        "Lập kế hoạch năm 2023 từ năm 2022: 3 hộ, 4 nhu cầu chuyển sang",
    )


def test_the_last_year_stays_as_it_was(client, town, plan):
    before = (list(plan.entries.values()), list(plan.needs.values()), list(plan.obligations.values()))
    client.post(URL, filled_in(sent(client, carry="all"), make="1"))
    plan = Plan.objects.get(pk=plan.pk)
    assert (list(plan.entries.values()), list(plan.needs.values()), list(plan.obligations.values())) == before


@pytest.mark.parametrize("needs", [True, False])
def test_households_go_on_with_or_without_their_needs(client, town, needs):
    typed = {"carry": "all"} | ({} if needs else {"with_needs": ""})
    client.post(URL, filled_in(sent(client, **typed), make="1"))
    assert Need.objects.filter(plan__year=2023).count() == (4 if needs else 0)


def test_only_some_communes(client, town, binh_tien):
    client.post(URL, filled_in(sent(client, carry="communes", communes=[binh_tien.pk]), make="1"))
    assert codes_of(2023) == {"Hồ Văn Xa"}


def test_only_ticked_households(client, town):
    client.post(URL, filled_in(sent(client, carry="ticked", households=[town["two"].pk]), make="1"))
    assert codes_of(2023) == {"Hồ Văn Hai"}


def test_no_household_at_all(client, town):
    client.post(URL, filled_in(sent(client, carry="none"), make="1"))
    assert codes_of(2023) == set()
    assert not Need.objects.filter(plan__year=2023).exists()


def test_a_household_that_has_left_cannot_be_ticked(client, town):
    page = sent(client, carry="ticked", households=[town["left"].pk])
    assert "households" in page.context["form"].errors


def test_households_of_a_commune_that_is_gone_stay_behind_and_that_is_said(client, town, binh_tien):
    Unit.objects.filter(pk=binh_tien.pk).update(valid_to=date(2022, 12, 31))
    page = sent(client, carry="all")
    assert (page.context["found"].households, page.context["found"].stay_behind) == (2, 1)
    client.post(URL, filled_in(page, make="1"))
    assert codes_of(2023) == {"Hồ Văn Một", "Hồ Văn Hai"}


def test_what_was_typed_can_be_mended(client, town):
    page = sent(client, carry="all")
    again = client.post(URL, filled_in(page, mend="1"))
    assert again.context["form"]["number"].value() == "150/KH-UBND"
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"year": "2022"}, "year"),
        ({"year": "2021"}, "year"),
        ({"year": "9999"}, "year"),
        ({"number": ""}, "number"),
        ({"issued_on": "31/2/2023"}, "issued_on"),
        ({"finish_on": "1/1/2023"}, "finish_on"),
        ({"due_plan": "1/1/2023"}, "due_plan"),
        ({"target": "-1"}, "target"),
        ({"carry": "x"}, "carry"),
        ({"carry": "communes"}, "communes"),
        ({"carry": "ticked"}, "households"),
        ({"carry": "ticked", "households": ["9" * 30]}, "households"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client, town, typed, field):
    page = client.post(URL, filled_in(client.get(URL), **TYPED | {"carry": "all"} | typed))
    assert field in page.context["form"].errors
    assert Plan.objects.count() == 1


def test_a_failure_half_way_leaves_nothing(client, town, monkeypatch):
    client.raise_request_exception = False
    page = sent(client, carry="all")
    monkeypatch.setattr(making.carrying, "carry", lambda *_, **__: 1 / 0)
    assert client.post(URL, filled_in(page, make="1")).status_code == 500
    assert Plan.objects.count() == 1
    assert not Household.objects.filter(diary__text__contains="2023").exists()


@pytest.mark.parametrize("role", ["officer", "division", "leader", "housing"])
def test_only_the_administrator_makes_plans(client_of, request, role):
    client = client_of(request.getfixturevalue(role))
    assert client.get(URL).status_code == 403
    assert client.post(URL, {}).status_code == 403


def test_the_next_year_becomes_the_current_one_by_itself(client, client_of, division, town, settings):
    client.post(URL, filled_in(sent(client, carry="all"), make="1"))
    with clock.assume(date(2022, 12, 31)):
        assert Plan.objects.current().year == 2022
    with clock.assume(date(2023, 1, 1)):
        assert Plan.objects.current().year == 2023
