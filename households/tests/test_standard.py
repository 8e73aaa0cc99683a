"""The poverty standard: whose line holds on which day, and what it makes of income, scores and deprivations."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from households.models import Hamlet, Indicator, PovertyStandard
from households.standard import assess

DAY = datetime.date(2022, 9, 16)


@pytest.fixture
def urban(plan):
    return PovertyStandard.objects.in_force("urban", DAY)


@pytest.fixture
def rural(plan):
    return PovertyStandard.objects.in_force("rural", DAY)


@pytest.mark.parametrize(
    ("area", "on", "line", "least", "b1", "b2"),
    [
        ("urban", "2022-01-01", 2_000_000, 3, 175, 30),
        ("rural", "2026-12-31", 1_500_000, 3, 140, 30),
        ("urban", "2027-01-01", 2_800_000, 3, None, None),
        ("rural", "2030-12-31", 2_200_000, 3, None, None),
    ],
)
def test_each_period_has_its_numbers_and_each_number_its_source(plan, area, on, line, least, b1, b2):
    held = PovertyStandard.objects.in_force(area, datetime.date.fromisoformat(on))
    assert (held.income_line, held.least_deprivations, held.b1_most, held.b2_least) == (line, least, b1, b2)
    assert held.income_source and held.deprivations_source and held.scores_source and held.average_source


@pytest.mark.parametrize("on", ["2021-12-31", "2031-01-01"])
def test_outside_its_years_nothing_is_computed(plan, on):
    assert PovertyStandard.objects.in_force("urban", datetime.date.fromisoformat(on)) is None
    told = assess(None, income=1_000_000, deprivations=5)
    assert told.standing == "" and "Chưa có chuẩn nghèo" in told.lines[0]


URBAN = [
    # income, B1, B2, deprivations → standing, contradictions
    (2_000_000, None, None, 3, "poor", []),
    (2_000_000, None, None, 2, "near_poor", []),
    (2_000_001, None, None, 12, "above_near_poor", []),
    (2_000_001, None, None, None, "above_near_poor", []),
    (0, None, None, 0, "near_poor", []),
    (None, 175, 30, 3, "poor", []),
    (None, 176, 30, 3, "above_near_poor", []),
    (None, 175, 20, 2, "near_poor", []),
    (None, 175, 20, None, "near_poor", []),
    (None, 120, None, 3, "poor", []),
    (None, None, None, 2, "", []),
    (None, None, None, 3, "", []),
    (1_000_000, None, None, None, "", []),
    (None, None, None, None, "", []),
    (1_000_000, 180, 30, 3, "above_near_poor", ["income_b1"]),
    (2_500_000, 170, 30, 3, "poor", ["income_b1"]),
    (None, 170, 20, 3, "near_poor", ["b2_count"]),
    (None, 170, 40, 3, "poor", ["b2_count"]),
    (None, 170, 25, 2, "near_poor", ["b2_step"]),
    (1_000_000, 180, 25, 3, "above_near_poor", ["income_b1", "b2_step"]),
]


@pytest.mark.parametrize(("income", "b1", "b2", "deprivations", "standing", "contradictions"), URBAN)
def test_a_ward_is_measured_so(urban, income, b1, b2, deprivations, standing, contradictions):
    told = assess(urban, income=income, b1=b1, b2=b2, deprivations=deprivations)
    assert told.standing == standing
    assert [one.code for one in told.contradictions] == contradictions


@pytest.mark.parametrize(
    ("income", "b1", "standing"),
    [
        (1_500_000, None, "poor"),
        (1_500_001, None, "above_near_poor"),
        (None, 140, "poor"),
        (None, 141, "above_near_poor"),
    ],
)
def test_in_the_country_the_line_is_lower(rural, income, b1, standing):
    assert assess(rural, income=income, b1=b1, deprivations=3).standing == standing


def test_the_arithmetic_is_told_line_by_line(urban):
    told = assess(urban, income=1_800_000, b1=170, b2=20, deprivations=2)
    assert told.lines == (
        "Chuẩn áp dụng: Nghị định 07/2021/NĐ-CP, thành thị.",
        "Thu nhập 1.800.000 đồng/người/tháng, không quá chuẩn 2.000.000.",
        "Điểm B1 170, không quá ngưỡng 175.",
        "Thiếu hụt 2 chỉ số, dưới 3.",
        "Điểm B2 20, dưới 30.",
        "Kết quả tính: hộ cận nghèo.",
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"deprivations": 2}, "không phải hộ nghèo, nhưng"),
        ({"deprivations": 4}, "hộ nghèo hay vượt chuẩn"),
        ({"income": 900_000}, "hộ nghèo hay cận nghèo"),
        ({}, "thiếu số liệu"),
    ],
)
def test_what_cannot_be_computed_says_what_is_missing(urban, facts, words):
    assert words in assess(urban, **facts).lines[-1]


def test_scores_without_a_known_cut_off_are_told_and_not_used(plan):
    later = PovertyStandard.objects.in_force("urban", datetime.date(2028, 1, 1))
    told = assess(later, b1=100, b2=30, deprivations=3)
    assert told.standing == ""
    assert sum("chưa có ngưỡng điểm" in line for line in told.lines) == 2
    assert assess(later, income=2_800_000, b1=100, deprivations=3).standing == "poor"


def test_a_commune_that_became_part_of_a_ward_is_urban_from_that_day(unit):
    huong_toan = unit("20005")
    hamlet = Hamlet.objects.named(huong_toan, "Thôn Giáp Trung")
    days = {year: hamlet.area_on(datetime.date(year, 7, 1)) for year in (2022, 2024, 2025)}
    assert days == {2022: "rural", 2024: "rural", 2025: "urban"}


def test_a_hamlet_may_be_measured_otherwise_than_its_commune(a_household):
    household = a_household()
    assert PovertyStandard.objects.of(household, DAY).income_line == 2_000_000
    household.hamlet.area = "rural"
    assert PovertyStandard.objects.of(household, DAY).income_line == 1_500_000


def test_the_twelve_deprivations_hold_as_long_as_their_standard(plan):
    assert Indicator.objects.in_force(DAY).count() == 12
    assert not Indicator.objects.in_force(datetime.date(2021, 12, 31)).exists()


def test_two_standards_never_hold_at_once(urban):
    urban.pk, urban.valid_from = None, datetime.date(2024, 1, 1)
    with pytest.raises(ValidationError, match="trùng với một chuẩn khác"):
        urban.full_clean()
    urban.valid_from, urban.valid_to = datetime.date(2031, 1, 1), None
    urban.full_clean()


@pytest.mark.parametrize("wrong", [{"income_line": 0}, {"least_deprivations": 0}, {"average_line": 1_000_000}])
def test_the_database_refuses_a_line_that_is_none(urban, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        PovertyStandard.objects.filter(pk=urban.pk).update(**wrong)


def test_the_administrator_edits_the_standard(client_of, administrator, officer, urban):
    page = client_of(administrator).get("/tables/standards/")
    for part in ("2.000.000", "1.500.000", "2.800.000", "2.200.000", "Thành thị", "01/01/2027"):
        assert part in page.text
    url = f"/tables/standards/{urban.pk}/"
    form = client_of(administrator).get(url).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    sent = {name: f"{value:%d/%m/%Y}" if hasattr(value, "year") else value for name, value in values.items()}
    client_of(administrator).post(url, sent | {"b1_most": "180"})
    urban.refresh_from_db()
    assert urban.b1_most == 180
    assert client_of(officer).get(url).status_code == 403
