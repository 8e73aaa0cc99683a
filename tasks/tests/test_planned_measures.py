"""Help that is planned, then given; put right; cancelled. Every turn leaves its trace."""

import pytest
from django.db import IntegrityError, transaction

from households.changes import Refused
from tasks import measures, money, steps
from tasks.models import Measure

PLANNED = {
    "planned_on": "1/10/2022", "what": "Lợp lại mái", "kind": "grant", "source": "mobilised",
    "planned_amount": "20.000.000",
}  # fmt: skip


@pytest.fixture
def need(a_household):
    return a_household(needs=["house_repair"]).needs.get()


@pytest.fixture
def client(client_of, housing):
    return client_of(housing)


@pytest.fixture
def plan_it(client, need):
    def planned(**answers):
        return client.post(f"/needs/{need.pk}/measures/plan/", PLANNED | answers)

    return planned


@pytest.fixture
def planned(plan_it):
    plan_it()
    return Measure.objects.get()


def sent(measure, **answers):
    """What a browser sends from the form of a measure that was opened just now."""
    row = Measure.objects.get(pk=measure.pk)
    opened = {
        "what": row.what, "kind": row.kind, "source": row.source, "quantity": "", "quantity_unit": "", "note": row.note,
    }  # fmt: skip
    when = {"planned_on": row.planned_on, "planned_amount": row.planned_amount} if row.is_planned else {}
    when |= {"on": row.on, "amount": row.amount} if row.is_given else {}
    opened |= {name: "" if value is None else str(value) for name, value in when.items()}
    initial = {f"initial-{name}": value for name, value in opened.items()}
    return initial | opened | {"version": row.version} | answers


def test_what_is_planned_is_no_help_yet(planned, need, client):
    assert (planned.stage, planned.planned_on.isoformat(), planned.planned_amount) == (
        "planned", "2022-10-01", 20_000_000,
    )  # fmt: skip
    assert not money.given_to(need.household)
    assert need.household.diary.filter(text="Sửa chữa nhà ở: dự kiến Lợp lại mái, 20.000.000 đồng").exists()
    page = client.get(f"/needs/{need.pk}/").text
    assert "Dự kiến hỗ trợ" in page
    assert "Chưa ghi khoản hỗ trợ nào" in page


def test_what_is_planned_does_not_let_a_need_be_reported_as_delivered(planned, need, housing):
    from tasks.acts import Deliver

    assert Deliver({}, needs=[need], by=housing).without == [need]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"planned_on": ""}, "Hãy nhập ngày"),
        ({"source": "credit"}, "Nếu là tiền vay, hãy chọn hình thức «Cho vay»"),
        ({"kind": "loan"}, "nếu tiền không phải trả lại thì chọn hình thức «Hỗ trợ tiền»"),
        ({"source": ""}, "Có số tiền thì phải chọn nguồn"),
        ({"kind": "loan", "source": "", "planned_amount": ""}, "Cho vay thì phải ghi số tiền"),
    ],
)
def test_an_impossible_plan_is_told(plan_it, answers, error):
    assert error in plan_it(**answers).text
    assert not Measure.objects.exists()


def test_what_was_planned_is_given_with_another_amount_and_both_stay(planned, client, need):
    page = client.get(f"/measures/{planned.pk}/give/")
    assert 'value="20.000.000"' in page.text  # the plan is offered as what was given
    assert client.post(f"/measures/{planned.pk}/give/", sent(planned, on="15/9/2022", amount="18.500.000")).url
    planned.refresh_from_db()
    assert (planned.stage, planned.amount, planned.planned_amount) == ("given", 18_500_000, 20_000_000)
    assert money.given_to(need.household).by_source == {"mobilised": 18_500_000}
    assert need.household.diary.filter(text__contains="đã hỗ trợ theo dự kiến: Lợp lại mái, 18.500.000").exists()


def test_nothing_is_given_twice_nor_tomorrow(planned, client):
    url = f"/measures/{planned.pk}/give/"
    assert (
        "Ngày phải là hôm nay hoặc trước đó" in client.post(url, sent(planned, on="17/9/2022", amount="5.000.000")).text
    )
    client.post(url, sent(planned, on="15/9/2022", amount="18.500.000"))
    assert "không ghi đã hỗ trợ được nữa" in client.post(url, sent(planned, on="15/9/2022", amount="9.000.000")).text
    assert Measure.objects.get().amount == 18_500_000


def test_a_correction_says_what_was_there_before(planned, client, need):
    answer = client.post(f"/measures/{planned.pk}/edit/", sent(planned, planned_amount="25.000.000"))
    assert answer.url == f"/measures/{planned.pk}/"
    assert Measure.objects.get().planned_amount == 25_000_000
    [change] = planned.changes.all()
    assert change.text == "Sửa khoản «Lợp lại mái»: số tiền dự kiến (đồng)"
    assert change.note == "Số tiền dự kiến (đồng): 20000000 → 25000000"
    assert need.household.diary.filter(note=change.note).exists()
    assert "20000000 → 25000000" in client.get(f"/measures/{planned.pk}/").text


def test_nothing_changed_is_nothing_written(planned, client):
    client.post(f"/measures/{planned.pk}/edit/", sent(planned))
    assert not planned.changes.exists()


def test_the_second_of_two_people_sees_both_versions(planned, client):
    first, second = sent(planned, what="Lợp mái tôn"), sent(planned, what="Lợp mái ngói")
    client.post(f"/measures/{planned.pk}/edit/", first)
    answer = client.post(f"/measures/{planned.pk}/edit/", second)
    assert answer.status_code == 409
    assert "Lợp mái tôn" in answer.text
    assert "Lợp mái ngói" in answer.text
    assert Measure.objects.get().what == "Lợp mái tôn"


def test_what_is_cancelled_is_kept_and_counts_no_more(need, housing, client):
    measure = steps.record_measure(
        need, by=housing, on="2022-09-01", what="Xây bếp", kind="grant", source="local", amount=5_000_000
    )
    assert "Hãy ghi rõ lý do hủy" in client.post(f"/measures/{measure.pk}/cancel/", {"reason": "nhầm"}).text
    client.post(f"/measures/{measure.pk}/cancel/", {"reason": "Ghi nhầm sang hộ khác"})
    measure.refresh_from_db()
    assert (measure.stage, measure.amount) == ("cancelled", 5_000_000)
    assert not money.given_to(need.household)
    line = need.household.diary.get(text__contains="hủy khoản «Xây bếp, 5.000.000 đồng»")
    assert line.note == "Ghi nhầm sang hộ khác"
    assert "Đã hủy, không tính" in client.get(f"/needs/{need.pk}/").text
    with pytest.raises(Refused):
        measures.correct(measure, version=measure.version, by=housing, what="Khác")
    with pytest.raises(Refused):
        measures.cancel(measure, reason="Hủy thêm một lần nữa", by=housing)


def test_what_was_cancelled_may_be_written_down_again(need, housing):
    facts = {"on": "2022-09-01", "what": "Xây bếp", "kind": "grant", "source": "local", "amount": 5_000_000}
    measure = steps.record_measure(need, by=housing, **facts)
    measures.cancel(measure, reason="Ghi nhầm số tiền rồi", by=housing)
    assert steps.record_measure(need, by=housing, **facts).is_given


def test_who_may_put_it_right(planned, officer, division, leader, stranger, client_of):
    url = f"/measures/{planned.pk}/edit/"
    assert "đề nghị đơn vị đó sửa" in client_of(officer).post(url, sent(planned, what="Khác")).text
    assert client_of(leader).post(url, sent(planned, what="Khác")).status_code == 403
    assert client_of(stranger).post(url, sent(planned, what="Khác")).status_code == 404
    assert client_of(leader).get(f"/measures/{planned.pk}/").status_code == 200
    assert client_of(stranger).get(f"/measures/{planned.pk}/").status_code == 404
    assert Measure.objects.get().what == "Lợp lại mái"
    assert client_of(division).post(url, sent(planned, what="Khác")).status_code == 302
    assert Measure.objects.get().what == "Khác"


def test_nothing_changes_in_a_closed_year(planned, plan, division, housing):
    from households import changes

    changes.close_year(plan, by=division)
    fresh = Measure.objects.get()
    for act in (
        lambda: measures.give(fresh, version=1, by=housing, on="2022-09-15", amount=1),
        lambda: measures.correct(fresh, version=1, by=housing, what="Khác"),
        lambda: measures.cancel(fresh, reason="Không còn cần nữa", by=housing),
    ):
        with pytest.raises(Refused, match="đã khóa sổ"):
            act()


@pytest.mark.parametrize(
    "facts",
    [
        {"stage": "given"},
        {"on": "2022-09-01"},
        {"amount": 5},
        {"planned_on": None},
        {"planned_amount": -1},
        {"source": ""},
    ],
)
def test_the_database_refuses_what_is_half_planned_and_half_given(planned, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.update(**facts)
