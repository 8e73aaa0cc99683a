"""What was given: the form, the money, the totals in which loans stay apart."""

from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from households.changes import Refused
from povertyplan.fields import DongField
from tasks import money, steps
from tasks.models import Measure, Need

GOOD = {"on": "10/9/2022", "what": "Lợp lại mái", "kind": "grant", "source": "local", "amount": "15.000.000"}


@pytest.fixture
def need(a_household):
    return a_household(needs=["house_repair"]).needs.get()


@pytest.fixture
def record(client_of, housing, need):
    def recorded(by=None, **answers):
        answer = {key: value for key, value in (GOOD | answers).items() if value is not None}
        return client_of(by or housing).post(f"/needs/{need.pk}/measures/add/", answer)

    return recorded


def test_a_measure_is_recorded_with_everything(record, need, housing):
    record(quantity="0,25", quantity_unit="ha", note="Đợt 1")
    measure = Measure.objects.get()
    assert (measure.need, measure.unit, measure.recorded_by) == (need, housing.unit, housing)
    assert (measure.amount, measure.quantity, measure.on.isoformat()) == (15_000_000, Decimal("0.25"), "2022-09-10")
    assert need.household.diary.filter(text="Sửa chữa nhà ở: Lợp lại mái, 15.000.000 đồng").exists()


@pytest.mark.parametrize("text", ["1500000", "1.500.000", "1 500 000", "1,500,000", "1.500.000 đồng", "1500000đ"])
def test_one_and_a_half_million_in_every_way_of_writing(text):
    assert DongField().clean(text) == 1_500_000


@pytest.mark.parametrize(
    "text", ["1.5", "1,5 triệu", "-5", "1.500,000", "1500.000", "12.34.567", "1e6", "abc", "９", "9" * 15]
)
def test_what_would_have_to_be_guessed_is_refused(text):
    with pytest.raises(forms.ValidationError):
        DongField().clean(text)


def test_no_amount_is_no_zero():
    assert DongField(required=False).clean(" ") is None


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"on": "17/9/2022"}, "Ngày phải là hôm nay hoặc trước đó"),
        ({"on": "31/9/2022"}, "Không có ngày này"),
        ({"on": None}, "Hãy nhập ngày"),
        ({"what": ""}, "Nội dung hỗ trợ:"),
        ({"kind": "gift"}, "Hình thức:"),
        ({"source": ""}, "Có số tiền thì phải chọn nguồn"),
        ({"source": "credit"}, "chỉ cho vay mới dùng nguồn này"),
        ({"kind": "loan"}, "Cho vay đi với tín dụng chính sách"),
        ({"kind": "loan", "source": "credit", "amount": ""}, "Cho vay thì phải ghi số tiền"),
        ({"amount": "mười triệu"}, "Hãy ghi số tiền bằng đồng"),
        ({"amount": "5.000"}, "Số tiền dưới 10.000 đồng"),
        ({"amount": "600.000.000"}, "Số tiền trên 500 triệu đồng"),
        ({"quantity": "0"}, "Số lượng phải lớn hơn 0"),
        ({"quantity": "-1"}, "Số lượng phải lớn hơn 0"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(record, answers, error):
    response = record(**answers)
    assert response.status_code == 200
    assert error in response.text
    assert not Measure.objects.exists()


@pytest.mark.parametrize("amount", ["5.000", "600.000.000"])
def test_an_odd_amount_is_kept_once_it_is_confirmed(record, amount):
    record(amount=amount, confirmed="on")
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("amount", ["10.000", "500.000.000"])
def test_amounts_at_the_edges_ask_nothing(record, amount):
    assert record(amount=amount).status_code == 302


def test_a_loan_takes_the_only_source_that_it_can_have(record):
    record(kind="loan", source="", amount="50.000.000")
    assert Measure.objects.get().source == "credit"


def test_help_without_money(record):
    record(kind="referral", source="", amount="")
    assert Measure.objects.get().amount is None


def test_sent_twice_is_written_once_unless_it_is_meant(record):
    record()
    again = record()
    assert "Khoản hỗ trợ giống hệt đã được Trần Văn Quản Lý ghi." in again.text
    assert Measure.objects.count() == 1
    record(confirmed="on")
    assert Measure.objects.count() == 2


def test_who_may_record(record, officer, division, leader, administrator, stranger, bank, a_user, unit):
    for number, user in enumerate((officer, division, a_user("agency", unit("MTTQ")))):
        assert record(user, what=f"Khoản {number}").status_code == 302
    assert Measure.objects.values_list("unit__code", flat=True).distinct().count() == 3
    assert record(leader).status_code == 403
    assert record(administrator).status_code == 403
    assert record(stranger).status_code == 404
    assert record(bank).status_code == 404
    assert Measure.objects.count() == 3


@pytest.mark.parametrize("state", ["split", "withdrawn"])
def test_nothing_is_given_for_a_need_that_is_over(record, need, state):
    Need.objects.update(state=state)
    assert "không còn thực hiện" in record().text


def test_help_may_be_written_down_after_the_need_is_met(record, need):
    Need.objects.update(state="confirmed")
    assert record().status_code == 302


# --- Totals ---------------------------------------------------------------------------------------------


@pytest.fixture
def given(need, housing):
    def give(source, amount, kind="grant", what="Hỗ trợ"):
        return steps.record_measure(
            need, by=housing, on="2022-09-01", what=what, kind=kind, source=source, amount=amount, again=True
        )

    return give


def test_loans_are_never_added_to_grants(given, need):
    given("central", 1_000_000)
    given("local", 2_000_000)
    given("local", 3_000_000)
    given("credit", 50_000_000, "loan")
    given("", None, "referral")
    total = money.given_to(need.household)
    assert total.by_source == {"central": 1_000_000, "local": 5_000_000}
    assert (total.grants, total.loans, total.times) == (6_000_000, 50_000_000, 5)
    assert total.lines == [("Ngân sách Trung ương", 1_000_000), ("Ngân sách địa phương", 5_000_000)]


def test_totals_of_many_needs_in_one_query(given, a_household, django_assert_num_queries):
    given("local", 2_000_000)
    a_household(needs=["credit"])
    with django_assert_num_queries(1):
        assert money.given(Measure.objects.filter(need__in=Need.objects.counted())).grants == 2_000_000
    assert money.given(Measure.objects.filter(need__type__code="credit")).grants == 0


def test_nothing_given_is_nothing(need):
    total = money.given_to(need.household)
    assert not total
    assert (total.grants, total.loans, total.lines) == (0, 0, [])


# --- What the database holds ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {"amount": -1},
        {"amount": 5, "source": ""},
        {"kind": "loan", "source": "local"},
        {"kind": "grant", "source": "credit"},
        {"quantity": 0},
    ],
)
def test_the_database_refuses_impossible_measures(given, need, facts):
    given("local", 1_000_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.update(**facts)
    with pytest.raises((ValidationError, Refused)):
        fact = {"kind": "grant", "source": "local", "amount": None, "on": "2022-09-01", "what": "Khác"} | facts
        steps.record_measure(need, by=Measure.objects.get().recorded_by, **fact)


@pytest.mark.parametrize(
    "facts", [{"state": "routed", "lead": None}, {"state": "confirmed", "lead": None}, {"state": "refused"}]
)
def test_the_database_holds_that_somebody_leads(need, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.update(**facts)


def test_the_database_holds_one_need_of_a_type_for_each_household(need):
    need.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        need.save(force_insert=True)
