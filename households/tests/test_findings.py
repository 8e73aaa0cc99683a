"""The checklist of a proposal: what it asks, the arithmetic, the override, what the decision writes."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from households import changes
from households.models import Household, Indicator, Movement, Review
from households.reviewing import Findings

DAY = datetime.date(2022, 9, 10)
ANSWERS = {"reason": "supported", "on": "10/9/2022", "evidence": "BB 10/9"}


@pytest.fixture
def lacking(plan):
    """lacking("latrine", "employment"): those deprivations."""
    return lambda *codes: list(Indicator.objects.filter(code__in=codes).order_by("order"))


@pytest.fixture
def household(a_household, lacking):
    household = a_household(head="Hồ Văn Áng", member_count=4)
    household.deprivations.set(lacking("latrine", "employment", "water_source"))
    return household


@pytest.fixture
def url(household):
    return f"/households/{household.code}/exit/"


def ticked(form) -> set[str]:
    return set(Indicator.objects.filter(pk__in=form["deprivations"].value()).values_list("code", flat=True))


def keys(indicators) -> list[int]:
    return [one.pk for one in indicators]


def test_the_form_is_prefilled_with_what_is_known(client_of, officer, household, url):
    form = client_of(officer).get(url).context["form"]
    assert ticked(form) == {"employment", "water_source", "latrine"}
    dimensions = form.deprivations_by_dimension()
    assert [name for name, _ in dimensions] == [
        "Việc làm", "Y tế", "Giáo dục", "Nhà ở", "Nước sinh hoạt và vệ sinh", "Thông tin",
    ]  # fmt: skip
    assert sum(len(boxes) for _, boxes in dimensions) == 12


def test_what_an_old_standard_asked_is_asked_no_more(client_of, officer, household, url, plan):
    old = Indicator.objects.create(
        code="old", name="Chỉ số cũ", dimension="Khác", deprived_when="…", order=99,
        valid_from=datetime.date(2016, 1, 1), valid_to=datetime.date(2021, 12, 31),
    )  # fmt: skip
    household.deprivations.add(old)
    assert "Chỉ số cũ" not in client_of(officer).get(url).text


def test_the_check_page_shows_the_arithmetic_and_the_outcome_that_follows(client_of, officer, url, lacking):
    client, answers = client_of(officer), ANSWERS | {"deprivations": keys(lacking("latrine")), "income": "1.800.000"}
    page = client.post(url, answers)
    for part in (
        "Nghị định 07/2021/NĐ-CP, thành thị",
        "Thu nhập 1.800.000 đồng/người/tháng, không quá chuẩn 2.000.000.",
        "Thiếu hụt 1 chỉ số, dưới 3.",
        "Kết quả tính: hộ cận nghèo.",
        "Trở thành hộ cận nghèo",
    ):
        assert part in page.text
    assert "override_reason" not in page.context["ask"].fields
    client.post(url, answers | {"send": "1"})
    movement = Movement.objects.get()
    review = movement.review
    assert (movement.outcome, review.computed, review.final) == ("near_poor", "near_poor", "near_poor")
    assert (review.income, review.b1, review.deprivations_known, review.by) == (1_800_000, None, True, officer)
    assert {one.code for one in review.deprivations.all()} == {"latrine"}
    assert {one.code for one in review.deprivations_before.all()} == {"latrine", "employment", "water_source"}


def test_who_proposes_otherwise_says_why(client_of, officer, url, lacking):
    poor = ANSWERS | {
        "deprivations": keys(lacking("latrine", "employment", "water_source")), "income": "900000", "send": "1",
    }  # fmt: skip
    client = client_of(officer)
    page = client.post(url, poor)
    assert "Kết quả tính là hộ nghèo. Hãy ghi lý do." in page.text
    assert not Movement.objects.exists()
    client.post(url, poor | {"override_reason": "Con vừa đi làm, tháng sau mới có lương."})
    review = Review.objects.get()
    assert (review.computed, review.final, review.overrides) == ("poor", "", True)
    assert review.override_reason == "Con vừa đi làm, tháng sau mới có lương."


def test_another_outcome_than_computed_is_an_override_too(client_of, officer, url, lacking):
    answers = ANSWERS | {"deprivations": keys(lacking("latrine")), "income": "1000000", "outcome": "above_near_poor"}
    page = client_of(officer).post(url, answers)
    assert page.context["ask"].fields["override_reason"].required


def test_a_reason_that_is_not_needed_is_not_kept(plan, household, officer, lacking):
    findings = Findings(deprivations=lacking("latrine"), income=1_000_000, override_reason="Không cần")
    changes.propose_exit(household, plan=plan, reason="supported", on=DAY, evidence="BB", by=officer, findings=findings)
    assert Review.objects.get().override_reason == ""


def test_the_verb_itself_refuses_an_unexplained_override(plan, household, officer, lacking):
    findings = Findings(deprivations=lacking("latrine", "employment", "water_source"), income=1_000_000)
    with pytest.raises(changes.Refused, match="kết quả tính là hộ nghèo"):
        changes.propose_exit(
            household, plan=plan, reason="supported", on=DAY, evidence="BB", by=officer, findings=findings
        )
    assert not Movement.objects.exists() and not Review.objects.exists()


def test_the_database_keeps_no_unexplained_override(plan, household, officer):
    changes.propose_exit(household, plan=plan, reason="supported", on=DAY, evidence="BB", by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.update(computed="poor")


def test_boxes_left_empty_mean_that_nobody_looked(client_of, officer, household, url):
    client_of(officer).post(url, ANSWERS | {"send": "1"})
    review = Review.objects.get()
    assert (review.deprivations_known, review.computed) == (False, "")


def test_that_nothing_is_lacking_is_said_by_a_box(client_of, officer, household, url, lacking):
    client = client_of(officer)
    page = client.post(url, ANSWERS | {"none_lacking": "on", "deprivations": keys(lacking("latrine"))})
    assert "Hãy bỏ một trong hai" in page.text
    client.post(url, ANSWERS | {"none_lacking": "on", "income": "1500000", "send": "1"})
    assert (Review.objects.get().deprivations_known, Movement.objects.get().outcome) == (True, "near_poor")


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        ({"b2": "20"}, "ứng với 2 chỉ số thiếu hụt, nhưng đã đánh dấu 1"),
        ({"b2": "15"}, "không chia hết cho 10"),
        ({"b1": "100", "income": "3000000"}, "thu nhập ước tính thì ngược lại"),
        ({"income": "1800"}, "Có thừa hay thiếu số 0"),
        ({"income": "90000000"}, "Có thừa hay thiếu số 0"),
    ],
)
def test_what_contradicts_itself_is_asked_about(client_of, officer, url, lacking, odd, words):
    client, answers = client_of(officer), ANSWERS | {"deprivations": keys(lacking("latrine"))} | odd
    page = client.post(url, answers | {"send": "1"})
    assert words in page.text and not Movement.objects.exists()
    client.post(url, answers | {"send": "1", "confirmed": "on"})
    assert Movement.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"income": "1,5 triệu"}, "income"),
        ({"income": "99999999999"}, "income"),
        ({"b1": "-1"}, "b1"),
        ({"b1": "x"}, "b1"),
        ({"b2": "130"}, "b2"),
        ({"deprivations": ["0"]}, "deprivations"),
        ({"deprivations": ["9" * 30]}, "deprivations"),
        ({"what_changed": "x" * 1001}, "what_changed"),
    ],
)
def test_wrong_findings_are_said_at_their_field(client_of, officer, url, wrong, field):
    page = client_of(officer).post(url, ANSWERS | {"send": "1"} | wrong)
    assert field in page.context["form"].errors
    assert not Movement.objects.exists()


@pytest.mark.parametrize("reason", ["deceased", "moved", "merged"])
def test_who_died_or_moved_is_not_measured(client_of, officer, url, reason):
    page = client_of(officer).post(url, ANSWERS | {"reason": reason, "b2": "15", "confirmed": "on"})
    assert "Kết quả tính theo chuẩn nghèo" not in page.text
    client_of(officer).post(url, ANSWERS | {"reason": reason, "b2": "15", "confirmed": "on", "send": "1"})
    assert Movement.objects.get().reason == reason
    assert not Review.objects.exists()


def test_going_back_from_the_check_page_keeps_the_reason_that_was_typed(client_of, officer, url):
    page = client_of(officer).post(url, ANSWERS | {"mend": "1", "override_reason": "Lý do dài"})
    assert 'name="override_reason" value="Lý do dài"' in page.text


def test_a_returned_proposal_comes_back_with_what_was_found_and_its_review_is_replaced(
    client_of, plan, household, officer, division, lacking
):
    findings = Findings(deprivations=lacking("latrine"), income=1_800_000, what_changed="Đã làm nhà")
    movement = changes.propose_exit(
        household, plan=plan, reason="supported", on=DAY, evidence="BB", by=officer, findings=findings
    )
    changes.return_proposal(movement, reason="Thiếu", by=division)
    client, url = client_of(officer), f"/exits/{movement.pk}/edit/"
    form = client.get(url).context["form"]
    assert (form["income"].value(), form["what_changed"].value()) == (1_800_000, "Đã làm nhà")
    assert ticked(form) == {"latrine"}
    client.post(url, ANSWERS | {"none_lacking": "on", "income": "2500000", "send": "1"})
    review = Review.objects.get()
    assert (review.final, review.movement.outcome, review.income) == ("above_near_poor", "above_near_poor", 2_500_000)
    changes.return_proposal(movement, reason="Thiếu", by=division)
    client.post(url, ANSWERS | {"reason": "deceased", "confirmed": "on", "send": "1"})
    assert not Review.objects.exists()


# --- What the decision writes --------------------------------------------------------------------------


@pytest.fixture
def decided(plan, household, officer, division, lacking):
    findings = Findings(deprivations=lacking("latrine"), income=1_800_000)
    movement = changes.propose_exit(
        household, plan=plan, reason="supported", on=DAY, evidence="BB", by=officer, findings=findings
    )
    changes.agree(movement, by=division)

    def decide():
        return changes.decide(movement, decision_no="9/QĐ-UBND", decision_on=DAY, by=division)

    return decide


def on_record() -> set[str]:
    return set(Household.objects.get().deprivations.values_list("code", flat=True))


def test_with_the_decision_the_findings_become_what_is_known(household, decided):
    assert on_record() == {"latrine", "employment", "water_source"}
    version = household.version
    decided()
    assert on_record() == {"latrine"}
    line = household.diary.filter(kind="data").first()
    assert line.text == "Chỉ số thiếu hụt theo kết quả rà soát ngày 10/09/2022"
    assert Household.objects.get().version == version + 1


def test_what_somebody_wrote_after_the_review_stays(household, officer, decided, lacking):
    changes.edit(household, version=household.version, facts={"deprivations": lacking("nutrition")}, by=officer)
    decided()
    assert on_record() == {"nutrition"}


def test_undoing_gives_back_what_was_on_record(household, division, decided):
    changes.undo(decided(), reason="Ghi nhầm hộ", by=division)
    assert on_record() == {"latrine", "employment", "water_source"}
    assert "trở lại như trước" in household.diary.filter(kind="data").first().text


def test_undoing_leaves_alone_what_was_written_since(household, division, officer, decided, lacking):
    movement = decided()
    household.refresh_from_db()
    changes.edit(household, version=household.version, facts={"deprivations": lacking("nutrition")}, by=officer)
    changes.undo(movement, reason="Ghi nhầm hộ", by=division)
    assert on_record() == {"nutrition"}


def test_without_a_look_at_the_deprivations_nothing_is_written(plan, household, officer, division):
    movement = changes.propose_exit(household, plan=plan, reason="merit", on=DAY, evidence="BB", by=officer)
    changes.agree(movement, by=division)
    changes.decide(movement, decision_no="9/QĐ", decision_on=DAY, by=division)
    assert len(on_record()) == 3
