"""The plan's targets of 100 %: counted from rows or told by bodies; what nobody knows is neither."""

from datetime import date
from decimal import Decimal

import pytest

from households import changes
from households.changes import Refused
from households.models import Household, Member
from povertyplan import clock
from povertyplan.accounts.models import Unit
from reports.models import Target, TargetReport
from reports.target_reports import report
from reports.targets import percent, targets
from tasks import steps

TODAY = date(2022, 9, 16)


@pytest.fixture
def line(plan):
    """line("insurance"): how the target stands today, for the town."""

    def ask(code, on=TODAY, commune=None):
        return next(one for one in targets(plan, on, commune=commune) if one.target.code == code)

    return ask


def known(household, **facts):
    Household.objects.filter(pk=household.pk).update(**facts)
    return household


def member(household, name="Lê Thị Bưởi", **facts):
    return Member.objects.create(household=household, name=name, **facts)


@pytest.fixture
def health(a_user, unit):
    return a_user("agency", unit("TTYT"), "Trương Thị Lành")


def test_the_plan_has_its_five_targets_with_who_answers_for_them(plan):
    rows = [(one.code, one.body.code, one.clause) for one in plan.targets.all()]
    assert rows == [
        ("insurance", "TTYT", "I.2"), ("credit", "NHCSXH", "I.2"), ("training", "GDNN_GDTX", "I.2"),
        ("tuition", "GDDT", "I.2"), ("officials", "NOI_VU", "I.2"),
    ]  # fmt: skip


# --- Insurance --------------------------------------------------------------------------------------------


def test_the_insured_the_others_and_those_whom_nobody_asked(a_household, line):
    household = known(a_household(member_count=6), insurance="yes")
    member(household, insurance="no")
    member(household, insurance="yes", insured_until=date(2022, 6, 30))
    member(household, insurance="")
    found = line("insurance")
    assert (found.numerator, found.denominator, found.missing) == (1, 3, 2)
    assert (len(found.counted.unknown), found.counted.unnamed, found.not_known) == (1, 2, 3)
    assert found.in_words() == "Bảo hiểm y tế: 1/3 người (33,3 %), còn 2 người; 3 người chưa có số liệu"
    assert {case.why for case in found.counted.missing} == {"Không có thẻ BHYT", "Thẻ hết hạn ngày 30/06/2022"}


def test_where_nothing_was_asked_there_is_no_number(a_household, line):
    a_household()
    found = line("insurance")
    assert (found.source, found.numerator, found.denominator, found.share, found.missing) == ("", *[None] * 4)
    assert found.in_words() == "Bảo hiểm y tế: chưa có số liệu"
    assert not found.is_met


def test_a_card_that_ran_out_held_on_an_earlier_day(a_household, line):
    known(a_household(), insurance="yes", insured_until=date(2022, 8, 31))
    assert (line("insurance", date(2022, 8, 31)).numerator, line("insurance").numerator) == (1, 0)


def test_people_count_while_they_live_there_and_are_poor(a_household, line, officer, division, plan):
    household = known(a_household(member_count=3), insurance="yes")
    wife = member(household, insurance="yes")
    changes.depart(household, member=wife, kind="died", on=date(2022, 9, 10), by=officer)
    assert [line("insurance", day).numerator for day in (date(2022, 9, 9), TODAY)] == [2, 1]
    movement = changes.propose_exit(
        household, plan=plan, reason="self_reliant", on=date(2022, 9, 12), evidence="Biên bản", by=officer
    )
    changes.decide(changes.agree(movement, by=division), decision_no="1", decision_on=date(2022, 9, 14), by=division)
    assert [line("insurance", day).numerator for day in (date(2022, 9, 13), TODAY)] == [1, None]


def test_a_commune_sees_its_own_people(a_household, line, tu_ha, binh_tien):
    known(a_household(), insurance="no")
    known(a_household(binh_tien), insurance="yes")
    assert line("insurance", commune=tu_ha).missing == 1
    assert line("insurance", commune=binh_tien).missing == 0
    town = line("insurance").counted
    assert (len(town.of(tu_ha).missing), len(town.of(binh_tien).missing)) == (1, 0)


# --- Training ---------------------------------------------------------------------------------------------


def test_training_is_for_those_of_working_age_who_can_and_want_to(a_household, line):
    household = known(a_household(), wants_training="yes", birth_year=1990, trained_on=date(2022, 8, 20))
    member(household, "Muốn", wants_training="yes", birth_year=1995, training_wish="may")
    member(household, "Không", wants_training="no", birth_year=1995)
    member(household, "Chưa hỏi", birth_year=1995)
    member(household, "Trẻ", wants_training="yes", birth_year=2010)
    member(household, "Già", wants_training="yes", birth_year=1940)
    member(household, "Yếu", wants_training="yes", birth_year=1990, work="unable")
    found = line("training")
    assert (found.numerator, found.denominator, found.not_known) == (1, 2, 1)
    assert [(case.who, case.why) for case in found.counted.missing] == [("Muốn", "Muốn học nghề may")]
    assert line("training", date(2022, 8, 19)).numerator == 0


# --- Tuition ----------------------------------------------------------------------------------------------


def test_tuition_is_for_pupils_of_ethnic_minorities(a_household, line):
    household = known(a_household(), birth_year=1980, ethnicity="Tà Ôi", schooling="none")
    facts = {"birth_year": 2010, "ethnicity": "Tà Ôi", "schooling": "lower_secondary"}
    member(household, "Được", **facts, tuition="yes")
    member(household, "Chưa", **facts, tuition="no")
    member(household, "Chưa hỏi", **facts)
    member(household, "Chưa rõ học", **{**facts, "schooling": ""})
    member(household, "Chưa rõ dân tộc", **{**facts, "ethnicity": ""})
    member(household, "Kinh", **{**facts, "ethnicity": "Kinh"}, tuition="no")
    member(household, "Nghỉ học", **{**facts, "schooling": "none"})
    member(household, "Già", birth_year=1950, ethnicity="Tà Ôi")
    found = line("tuition")
    assert (found.numerator, found.denominator) == (1, 2)
    assert {case.who for case in found.counted.unknown} == {"Chưa hỏi", "Chưa rõ học", "Chưa rõ dân tộc"}


# --- Credit -----------------------------------------------------------------------------------------------


def test_credit_is_for_households_that_ask(a_household, line, bank, division):
    with_loan, waiting, _ = (
        a_household(head=name, needs=needs) for name, needs in
        [("Vay Rồi", ["credit"]), ("Đang Chờ", ["credit"]), ("Không Vay", ["house_repair"])]
    )  # fmt: skip
    [need] = steps.take_up(with_loan.needs.all(), by=bank)
    loan = {"what": "Vay", "kind": "loan", "source": "credit", "amount": Decimal(50_000_000)}
    steps.record_measure(need, by=bank, on=date(2022, 9, 5), **loan)
    found = line("credit")
    assert (found.numerator, found.denominator) == (1, 2)
    assert [(case.who, case.why) for case in found.counted.missing] == [("Đang Chờ", "Chờ tiếp nhận")]
    assert line("credit", date(2022, 9, 4)).numerator == 0
    steps.withdraw(waiting.needs.all(), by=division, reason="Hộ không còn muốn vay vốn")
    assert (line("credit").missing, line("credit").is_met) == (0, True)
    assert line("credit", date(2022, 9, 10)).missing == 1


def test_who_has_died_asks_for_nothing_and_who_escaped_poverty_still_does(
    a_household, line, officer, division, plan, bank
):
    for name, reason in (("Một Mình", "deceased"), ("Vươn Lên", "self_reliant")):
        household = a_household(head=name, needs=["credit"], member_count=1)
        movement = changes.propose_exit(
            household, plan=plan, reason=reason, on=date(2022, 9, 12), evidence="Giấy", by=officer
        )
        changes.decide(
            changes.agree(movement, by=division), decision_no="1", decision_on=date(2022, 9, 14), by=division
        )
    assert [case.who for case in line("credit").counted.missing] == ["Vươn Lên"]


# --- What bodies report -----------------------------------------------------------------------------------


@pytest.fixture
def insurance(plan):
    return plan.targets.get(code="insurance")


def test_the_bodys_number_stands_where_it_has_told_one(a_household, line, insurance, health):
    known(a_household(), insurance="no")
    report(insurance, numerator=400, denominator=420, as_of=date(2022, 9, 1), by=health)
    found = line("insurance")
    assert (found.source, found.numerator, found.denominator, found.not_known) == ("report", 400, 420, 0)
    assert found.in_words() == (
        "Bảo hiểm y tế: 400/420 người (95,2 %), còn 20 người (theo TT Y tế, tính đến 01/09/2022)"
    )
    assert len(found.counted.missing) == 1  # what the rows say is still there, beside it
    assert line("insurance", date(2022, 8, 31)).source == "rows"


def test_the_newest_day_counts_and_of_one_day_the_last_word(line, insurance, health):
    for numerator, as_of in ((400, date(2022, 9, 10)), (410, date(2022, 9, 10)), (300, date(2022, 8, 1))):
        report(insurance, numerator=numerator, denominator=420, as_of=as_of, by=health)
    assert line("insurance").numerator == 410
    assert line("insurance", date(2022, 8, 15)).numerator == 300
    assert TargetReport.objects.count() == 3


def test_a_commune_has_the_towns_number_only_for_what_cannot_be_counted(
    plan, line, insurance, health, a_user, unit, tu_ha
):
    report(insurance, numerator=400, denominator=420, as_of=TODAY, by=health)
    officials = plan.targets.get(code="officials")
    report(officials, numerator=90, denominator=120, as_of=TODAY, by=a_user("agency", unit("NOI_VU")))
    assert line("insurance", commune=tu_ha).source == ""
    assert line("officials", commune=tu_ha).numerator == 90


def test_only_the_body_of_the_target_reports(insurance, bank, division):
    for person in (bank, division):
        with pytest.raises(Refused, match="Trung tâm Y tế"):
            report(insurance, numerator=1, denominator=2, as_of=TODAY, by=person)


@pytest.mark.parametrize(
    "told",
    [
        {"numerator": 3, "denominator": 2},
        {"numerator": 0, "denominator": 0},
        {"as_of": date(2022, 9, 17)},
    ],
)
def test_what_cannot_be_is_refused(insurance, health, told):
    with pytest.raises(Refused):
        report(insurance, **{"numerator": 1, "denominator": 2, "as_of": TODAY, **told}, by=health)


def test_a_closed_year_takes_no_reports(plan, insurance, health):
    plan.closed_on = date(2022, 9, 1)
    plan.save()
    with pytest.raises(Refused, match="khóa sổ"):
        report(Target.objects.get(pk=insurance.pk), numerator=1, denominator=2, as_of=TODAY, by=health)


@pytest.mark.parametrize(
    ("share", "text"), [(1.0, "100 %"), (0.9999, "99,9 %"), (0.5, "50 %"), (0.953, "95,3 %"), (0, "0 %"), (None, "")]
)
def test_a_hundred_per_cent_is_everybody(share, text):
    assert percent(share) == text


@pytest.mark.parametrize("many", [2, 12])
def test_the_number_of_questions_does_not_grow_with_households(plan, a_household, many, django_assert_max_num_queries):
    for number in range(many):
        member(known(a_household(needs=["credit"]), insurance="yes"), f"Người {number}", insurance="no")
    with django_assert_max_num_queries(6):
        assert len(targets(plan, clock.today())) == 5


# --- Pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def family(a_household):
    household = known(a_household(head="Hồ Văn Áng", member_count=3), insurance="yes")
    member(household, "Lê Thị Bưởi", relation="Vợ", insurance="no")
    return household


def test_the_page_tells_each_target_and_leads_to_the_people(client_of, officer, division, leader, family):
    for person in (officer, division, leader):
        client = client_of(person)
        page = client.get("/targets/").text
        assert "<b>1/2</b> người" in page
        assert "và 1 người chưa ghi tên" in page
        assert "Phòng Nội vụ chưa báo" in page
        people = client.get("/targets/people/?target=insurance&of=missing").text
        assert "Lê Thị Bưởi" in people and 'data-count="1"' in people
        assert f"/households/{family.code}/" in people


def test_strangers_see_their_own_people_only(client_of, stranger, bank, administrator, family):
    for person in (stranger, bank):
        page = client_of(person).get("/targets/people/?target=insurance&of=missing")
        assert page.status_code == 200
        assert "Lê Thị Bưởi" not in page.text
    assert client_of(administrator).get("/targets/").status_code == 403


def test_a_commune_of_the_town_can_be_asked_for(client_of, division, officer, family, binh_tien):
    url = "/targets/people/?target=insurance&of=missing&commune="
    assert 'data-count="0"' in client_of(division).get(url + binh_tien.code).text
    assert 'data-count="1"' in client_of(division).get(url + "x").text
    assert 'data-count="1"' in client_of(officer).get(url + binh_tien.code).text  # always one's own
    assert client_of(division).get("/targets/people/?target=x").status_code == 404
    assert client_of(division).get("/targets/people/?target=insurance&of=x").status_code == 200


def test_the_people_are_taken_out_as_a_list_that_is_logged(client_of, officer, leader, family):
    from povertyplan.accounts.models import AccessLog

    answer = client_of(officer).get("/targets/people/export/?target=insurance&of=missing")
    assert answer["Content-Disposition"].endswith("chi-tieu-insurance.xlsx")
    assert AccessLog.objects.get(action="export").subject == "Bảo hiểm y tế, còn thiếu"
    assert client_of(leader).get("/targets/people/export/?target=insurance").status_code == 403


def test_a_body_reports_its_number_on_a_page(client_of, health, plan):
    client = client_of(health)
    assert "/targets/insurance/report/" in client.get("/targets/").text
    assert "/targets/credit/report/" not in client.get("/targets/").text
    typed = {"as_of": "15/9/2022", "numerator": "400", "denominator": "420", "note": "Danh sách BHXH"}
    answer = client.post("/targets/insurance/report/", typed, follow=True)
    assert "400/420" in answer.text
    told = TargetReport.objects.get()
    assert (told.unit.code, told.by, told.note) == ("TTYT", health, "Danh sách BHXH")
    assert "Danh sách BHXH" in client.get("/targets/insurance/report/").text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"numerator": "500"}, "numerator"),
        ({"numerator": "-1"}, "numerator"),
        ({"numerator": "9" * 30}, "numerator"),
        ({"denominator": "0"}, "denominator"),
        ({"denominator": "x"}, "denominator"),
        ({"as_of": "17/9/2022"}, "as_of"),
        ({"as_of": ""}, "as_of"),
    ],
)
def test_what_cannot_be_reported_is_said_at_its_field(client_of, health, typed, field):
    right = {"as_of": "15/9/2022", "numerator": "400", "denominator": "420"}
    page = client_of(health).post("/targets/insurance/report/", {**right, **typed})
    assert field in page.context["form"].errors
    assert not TargetReport.objects.exists()


def test_other_bodies_find_no_form(client_of, health, bank, officer, leader, division):
    assert client_of(bank).post("/targets/insurance/report/", {}).status_code == 404
    assert client_of(division).get("/targets/insurance/report/").status_code == 404
    assert client_of(officer).get("/targets/insurance/report/").status_code == 403
    assert client_of(leader).get("/targets/insurance/report/").status_code == 403
    assert client_of(health).get("/targets/x/report/").status_code == 404


def test_the_administrator_says_who_answers_for_a_target(client_of, administrator, plan, insurance):
    client = client_of(administrator)
    page = client.get(f"/tables/targets/{insurance.pk}/")
    assert page.status_code == 200
    other = Unit.objects.get(code="MTTQ")
    from households.tests.browser import filled_in

    client.post(f"/tables/targets/{insurance.pk}/", filled_in(page, body=str(other.pk)))
    insurance.refresh_from_db()
    assert insurance.body == other


def test_the_menu_leads_there_once(client_of, officer, division, bank):
    for person in (officer, division, bank):
        page = client_of(person).get("/targets/").text
        assert page.count('href="/targets/"') == 1
