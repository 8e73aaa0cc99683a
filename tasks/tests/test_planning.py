"""The table of a commune's plan: quarter and money of each need, or why a household needs nothing."""

from decimal import Decimal

import pytest

from households.changes import Refused, Stale
from households.models import PlanEntry
from tasks import planning, steps
from tasks.models import Need, NeedType
from tasks.planned import Planned, planned_money
from tasks.planning import Reason, Wish

MILLION = 1_000_000


@pytest.fixture
def roof(a_household):
    return a_household(head="Nguyễn Văn Mái", needs=["house_repair"]).needs.get()


@pytest.fixture
def loan(a_household):
    return a_household(head="Trần Thị Vay", needs=["credit"]).needs.get()


@pytest.fixture
def idle(a_household):
    return a_household(head="Lê Thị Không Cần")


def sent(*needs, households=(), **answers):
    """What a browser sends from the page as it was opened, with these answers."""
    data = {"quarter_for_all": ""}
    for need in Need.objects.filter(pk__in=[need.pk for need in needs]):
        amount = "" if need.planned_amount is None else f"{int(need.planned_amount):,}".replace(",", ".")
        opened = {"quarter": need.planned_quarter or "", "amount": amount, "source": need.planned_source}
        data |= {f"n{need.pk}-{name}": value for name, value in opened.items()}
        data |= {f"initial-n{need.pk}-{name}": value for name, value in opened.items()}
    for household in households:
        reason = PlanEntry.objects.get(household=household).no_need_reason
        data |= {f"h{household.pk}-reason": reason, f"initial-h{household.pk}-reason": reason}
    return data | answers


@pytest.fixture
def client(client_of, officer):
    return client_of(officer)


def test_the_whole_commune_is_planned_in_one_sending(client, roof, loan, idle, tu_ha, plan):
    assert list(planning.without_a_word(plan, tu_ha)) == [idle]
    answers = {
        f"n{roof.pk}-quarter": "4", f"n{roof.pk}-amount": "40.000.000", f"n{roof.pk}-source": "local",
        f"n{loan.pk}-amount": "50.000.000", f"h{idle.pk}-reason": "Hộ tự vươn lên", "quarter_for_all": "3",
    }  # fmt: skip
    answer = client.post("/planning/", sent(roof, loan, households=[idle], **answers))
    assert answer.status_code == 302
    roof.refresh_from_db()
    loan.refresh_from_db()
    assert Planned.of(roof) == Planned(4, Decimal(40 * MILLION), "local")
    assert Planned.of(loan) == Planned(3, Decimal(50 * MILLION), "credit")  # for all, and the only usual source
    entry = PlanEntry.objects.get(household=idle)
    assert (entry.no_need_reason, entry.no_need_by.full_name) == ("Hộ tự vươn lên", "Lê Thị Cán Bộ")
    assert not planning.without_a_word(plan, tu_ha).exists()
    assert roof.steps.filter(verb="plan", note="Quý IV/2022, 40.000.000 đồng, Ngân sách địa phương").exists()
    assert roof.household.diary.filter(text__contains="quý IV/2022, 40.000.000 đồng").exists()
    assert idle.diary.filter(text="Ghi không có nhu cầu hỗ trợ năm 2022", note="Hộ tự vươn lên").exists()
    page = client.get("/planning/").text
    assert "Không còn hộ nào thiếu" in page
    assert "Quý IV/2022, 40.000.000 đồng" in client.get(f"/needs/{roof.pk}/").text
    assert "Không có nhu cầu hỗ trợ: Hộ tự vươn lên" in client.get(f"/households/{idle.code}/").text


def test_what_is_not_touched_writes_nothing(client, roof, idle):
    version, lines = roof.version, roof.household.diary.count()
    client.post("/planning/", sent(roof, households=[idle]))
    roof.refresh_from_db()
    assert (roof.version, roof.household.diary.count()) == (version, lines)


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"amount": "40.000.000"}, "Hãy chọn nguồn"),
        ({"amount": "bốn mươi triệu", "source": "local"}, "Hãy ghi số tiền bằng đồng"),
        ({"amount": "40", "source": "local"}, "thừa hay thiếu số 0"),
        ({"quarter": "5"}, "5"),
        ({"source": "bank"}, "bank"),
    ],
)
def test_one_wrong_line_is_told_and_nothing_is_lost(client, roof, loan, answers, error):
    own = {f"n{roof.pk}-{name}": value for name, value in answers.items()}
    answer = client.post("/planning/", sent(roof, loan, **own, **{f"n{loan.pk}-quarter": "2"}))
    assert answer.status_code == 200
    assert error in answer.text and "Có 1 dòng cần xem lại" in answer.text
    assert not Need.objects.exclude(planned_quarter=None).exists()


def test_the_second_of_two_people_is_told_what_the_first_wrote(client, roof):
    late = sent(roof, **{f"n{roof.pk}-quarter": "3"})
    client.post("/planning/", sent(roof, **{f"n{roof.pk}-quarter": "4"}))
    answer = client.post("/planning/", late)
    assert answer.status_code == 409
    assert "Người khác vừa ghi: quý IV/2022" in answer.text
    assert Need.objects.get().planned_quarter == 4
    kept = sent(roof, **{f"n{roof.pk}-quarter": "3"})  # the page carries now what the first wrote
    assert f'name="initial-n{roof.pk}-quarter" value="4"' in answer.text
    assert client.post("/planning/", kept).status_code == 302
    assert Need.objects.get().planned_quarter == 3


def test_the_same_written_twice_is_no_conflict(client, roof):
    data = sent(roof, **{f"n{roof.pk}-quarter": "3"})
    assert [client.post("/planning/", data).status_code for _ in range(2)] == [302, 302]


def test_a_household_with_a_need_cannot_be_said_to_need_nothing(roof, plan, officer):
    with pytest.raises(Refused, match="đang có nhu cầu"):
        planning.say_no_need(roof.household, plan=plan, reason=Reason("", "Không cần gì"), by=officer)


def test_a_new_need_takes_the_mark_away(idle, plan, officer):
    planning.say_no_need(idle, plan=plan, reason=Reason("", "Hộ tự vươn lên"), by=officer)
    with pytest.raises(Stale):
        planning.say_no_need(idle, plan=plan, reason=Reason("Khác", "Khác hẳn"), by=officer)
    steps.add(idle, plan=plan, type=NeedType.objects.get(code="livestock"), by=officer)
    assert PlanEntry.objects.get(household=idle).no_need_reason == ""


def test_nobody_plans_for_another_commune(roof, stranger, client_of, division, plan, binh_tien):
    client_of(stranger).post("/planning/", sent(roof, **{f"n{roof.pk}-quarter": "3"}))
    assert Need.objects.get().planned_quarter is None
    assert "Nguyễn Văn Mái" not in client_of(stranger).get("/planning/").text
    assert client_of(division).get("/planning/").status_code == 403
    wish = Wish(Planned(), Planned(3))
    with pytest.raises(Refused, match="là việc của"):
        steps.plan([roof], wishes={roof.pk: wish}, by=stranger)


def test_a_closed_year_is_not_planned(roof, plan, officer, division, client):
    from households import changes

    plan = changes.close_year(plan, by=division)
    with pytest.raises(Refused, match="khóa sổ"):
        planning.save(plan, officer.unit, wishes={}, reasons={}, by=officer)
    assert client.post("/planning/", sent(roof)).status_code == 403


def test_planned_loans_are_never_added_to_grants(roof, loan, plan):
    Need.objects.filter(pk=roof.pk).update(planned_amount=40 * MILLION, planned_source="local")
    Need.objects.filter(pk=loan.pk).update(planned_amount=50 * MILLION, planned_source="credit")
    money = planned_money(Need.objects.all())
    assert (money.grants, money.loans, money.without) == (40 * MILLION, 50 * MILLION, 0)


def test_the_page_asks_few_questions(client, roof, loan, a_household, django_assert_max_num_queries):
    for number in range(12):
        a_household(head=f"Hộ Thứ {number}", needs=["livestock"])
    client.get("/planning/")
    with django_assert_max_num_queries(20):
        client.get("/planning/")
