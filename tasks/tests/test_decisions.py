"""/exits/decide/: one number and one day for many households; and what was given, on the case page."""

import datetime

import pytest

from households import changes
from households.models import Decision, Household, Movement
from tasks import steps
from tasks.models import Need

DAY = datetime.date(2022, 9, 10)


@pytest.fixture
def agreed(plan, a_household, officer, division):
    """An exit and a death that the division agreed to."""
    movements = []
    for head, reason in (("Hồ Văn Một", "self_reliant"), ("Lê Thị Hai", "deceased")):
        household = a_household(head=head, needs=["house_repair"], member_count=1)
        movement = changes.propose_exit(household, plan=plan, reason=reason, on=DAY, evidence="Biên bản", by=officer)
        movements.append(changes.agree(movement, by=division))
    return movements


def decision(movements, /, **facts) -> dict:
    return {
        "movements": [movement.pk for movement in movements],
        "decision_no": "245/QĐ-UBND",
        "decision_on": "12/9/2022",
        **facts,
    }


def test_all_that_were_agreed_to_are_chosen_beforehand(client_of, division, agreed):
    page = client_of(division).get("/exits/decide/").text
    assert page.count(" checked") == 2
    assert "Giảm khác" in page


def test_one_decision_takes_all_off_the_list(client_of, division, plan, agreed):
    answer = client_of(division).post("/exits/decide/", decision(agreed))
    assert answer["Location"] == f"/decisions/{Decision.objects.get().pk}/"
    assert not Household.objects.remaining(plan).exists()
    for movement in Movement.objects.all():
        assert (movement.stage, movement.decision.number) == ("decided", "245/QĐ-UBND")
        assert movement.counted_on == datetime.date(2022, 9, 12)


def test_needs_of_the_dead_are_closed_and_those_of_an_exit_go_on(client_of, division, agreed):
    client_of(division).post("/exits/decide/", decision(agreed))
    states = dict(Need.objects.values_list("household__head", "state"))
    assert states == {"Hồ Văn Một": "routed", "Lê Thị Hai": "withdrawn"}


@pytest.mark.parametrize("key", ["9223372036854775808", "9" * 5000, "²", "x"])
def test_a_choice_that_no_table_has_decides_nothing(client_of, division, agreed, key):
    answer = client_of(division).post("/exits/decide/", decision(agreed) | {"movements": [agreed[0].pk, key]})
    assert answer.status_code == 200
    assert Movement.objects.agreed().count() == 2


def test_those_not_chosen_wait(client_of, division, agreed):
    client_of(division).post("/exits/decide/", decision(agreed[:1]))
    assert list(Movement.objects.agreed()) == agreed[1:]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"decision_no": " "}, "decision_no"),
        ({"decision_on": "17/9/2022"}, "decision_on"),
        ({"decision_on": "9/9/2022"}, "decision_on"),
        ({"decision_on": "12/13/2022"}, "decision_on"),
        ({"movements": []}, "movements"),
        ({"movements": ["999999"]}, "movements"),
        ({"movements": ["x"]}, "movements"),
    ],
)
def test_a_wrong_decision_changes_nothing(client_of, division, agreed, wrong, field):
    page = client_of(division).post("/exits/decide/", decision(agreed, **wrong))
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert Movement.objects.agreed().count() == 2


def test_only_the_division_decides(client_of, officer, leader, housing, agreed):
    for other in (officer, leader, housing):
        assert client_of(other).post("/exits/decide/", decision(agreed)).status_code == 403
    assert Movement.objects.agreed().count() == 2


def test_with_nothing_agreed_to_it_says_so(client_of, division, plan):
    assert "Không có đề nghị nào đã đồng ý" in client_of(division).get("/exits/decide/").text


def test_the_case_page_keeps_loans_apart_from_grants(client_of, officer, housing, bank, a_household):
    household = a_household(needs=["house_repair", "credit"])
    repair, loan = (household.needs.get(type__code=code) for code in ("house_repair", "credit"))
    steps.take_up([repair], by=housing)
    steps.take_up([loan], by=bank)
    for need, by, kind, source, amount in (
        (repair, housing, "grant", "central", 20_000_000),
        (repair, housing, "grant", "mobilised", 5_000_000),
        (loan, bank, "loan", "credit", 50_000_000),
    ):
        steps.record_measure(need, by=by, on=DAY, what="Hỗ trợ", kind=kind, source=source, amount=amount)
    page = client_of(officer).get(f"/households/{household.code}/").text
    for part in ("20.000.000 đồng", "25.000.000 đồng", "50.000.000 đồng", "Cho vay"):
        assert part in page
    assert "75.000.000" not in page


# --- One commune at a time ------------------------------------------------------------------------------


@pytest.fixture
def far(plan, a_household, binh_tien, stranger, division):
    household = a_household(binh_tien, "Hồ Thị Xa")
    movement = changes.propose_exit(household, plan=plan, reason="merit", on=DAY, evidence="x", by=stranger)
    return changes.agree(movement, by=division)


def test_each_commune_signs_its_own(client_of, division, agreed, far):
    client = client_of(division)
    page = client.get("/exits/decide/")
    assert [(one.code, one.waiting) for one in page.context["communes"]] == [("19996", 2), ("20035", 1)]
    assert "Hồ Thị Xa" not in page.text
    page = client.get("/exits/decide/?commune=20035")
    assert "Hồ Thị Xa" in page.text and "Hồ Văn Một" not in page.text
    assert "movements" in client.post("/exits/decide/?commune=20035", decision([far, *agreed])).context["form"].errors
    client.post("/exits/decide/?commune=20035", decision([far]))
    assert Decision.objects.get().unit.code == "20035"


def test_signer_and_file_are_kept_and_the_next_one_offers_the_signer(client_of, division, agreed):
    from django.core.files.base import ContentFile

    client = client_of(division)
    file = ContentFile(b"%PDF-1.4 quyet dinh", name="qd.pdf")
    client.post("/exits/decide/", decision(agreed[:1], signer="Nguyễn Văn An", signer_title="Chủ tịch", file=file))
    paper = Decision.objects.get()
    assert (paper.signer, paper.file_name, paper.entered_by) == ("Nguyễn Văn An", "qd.pdf", division)
    assert client.get("/exits/decide/").context["form"]["signer"].value() == "Nguyễn Văn An"


def test_the_same_number_with_another_day_is_asked_about(client_of, division, agreed):
    client = client_of(division)
    client.post("/exits/decide/", decision(agreed[:1]))
    again = decision(agreed[1:], decision_on="13/9/2022")
    page = client.post("/exits/decide/", again)
    assert "số này có đúng không" in page.text
    assert client.post("/exits/decide/", again | {"confirmed": "on"}).status_code == 302
