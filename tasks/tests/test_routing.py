"""Who should lead: the tables, the split of "y tế, giáo dục", the way back after a refusal."""

import pytest

from households.changes import Refused
from households.models import Indicator
from tasks import steps
from tasks.models import IndicatorLead, Need, NeedType
from tasks.routing import suggested_lead


@pytest.fixture
def a_need(a_household):
    return lambda code: a_household(needs=[code]).needs.get()


@pytest.fixture
def types(plan):
    return {type.code: type for type in NeedType.objects.all()}


@pytest.mark.parametrize(
    ("code", "lead"),
    [
        ("house_repair", "QLDT"),
        ("house_build", "QLDT"),
        ("livestock", "KINH_TE"),
        ("seedlings", "KINH_TE"),
        ("credit", "NHCSXH"),
        ("employment", "LDTBXH"),
        ("vocational_training", "GDNN_GDTX"),
        ("health", "TTYT"),
        ("education", "GDDT"),
        ("production_land", "TNMT"),
        ("residential_land", "TNMT"),
        ("basic_service", "LDTBXH"),
    ],
)
def test_a_need_goes_to_its_lead_body_when_it_arrives(a_need, code, lead):
    need = a_need(code)
    assert (need.state, need.lead.code) == ("routed", lead)
    assert need.due_on is not None


@pytest.mark.parametrize(
    ("code", "suggestion"), [("resettlement", "QLDT"), ("other", "LDTBXH"), ("health_education", None)]
)
def test_what_the_plan_gives_to_nobody_waits_in_the_queue(a_need, code, suggestion):
    need = a_need(code)
    assert (need.state, need.lead, need.due_on) == ("unrouted", None, None)
    lead = suggested_lead(need)
    assert (lead.code if lead else None) == suggestion


@pytest.mark.parametrize(
    ("indicator", "lead"),
    [
        ("information_device", "VHTT"),
        ("telecom_service", "VHTT"),
        ("housing_quality", "QLDT"),
        ("housing_area", "QLDT"),
        ("nutrition", "TTYT"),
        ("health_insurance", "TTYT"),
        ("adult_education", "GDDT"),
        ("child_schooling", "GDDT"),
        ("employment", "LDTBXH"),
        ("dependents", "LDTBXH"),
        ("water_source", None),
        ("latrine", None),
    ],
)
def test_the_indicator_behind_a_service_suggests_another_lead(a_need, division, indicator, lead):
    need = a_need("basic_service")
    [named] = steps.name_indicator([need], indicator=Indicator.objects.get(code=indicator), by=division)
    found = suggested_lead(named)
    assert (found.code if found else None) == lead
    assert named.lead.code == "LDTBXH"  # a suggestion moves nothing


def test_the_administrator_may_answer_what_the_plan_leaves_open(a_need, division, unit):
    IndicatorLead.objects.filter(indicator__code="latrine").update(lead=unit("TTYT"))
    [named] = steps.name_indicator(
        [a_need("basic_service")], indicator=Indicator.objects.get(code="latrine"), by=division
    )
    assert suggested_lead(named).code == "TTYT"


def test_routing_by_suggestion(a_need, division):
    [routed] = steps.route([a_need("resettlement")], to=None, by=division)
    assert (routed.state, routed.lead.code) == ("routed", "QLDT")
    assert routed.due_on.isoformat() == "2022-12-15"  # 90 days from 16/9


def test_routing_by_hand_to_any_body_with_a_note(a_need, division, unit):
    [routed] = steps.route([a_need("resettlement")], to=unit("MTTQ"), by=division, note="Vận động quỹ.")
    assert routed.lead.code == "MTTQ"
    assert routed.steps.get(verb="route").note == "Vận động quỹ."


def test_the_new_lead_no_longer_only_coordinates(a_need, division, unit):
    need = a_need("house_repair")
    assert unit("MTTQ") in need.coordinators.all()
    steps.route([need], to=unit("MTTQ"), by=division)
    assert unit("MTTQ") not in need.coordinators.all()


def test_routing_to_the_body_that_leads_already_is_refused(a_need, division, unit):
    with pytest.raises(Refused, match="đã do Phòng Quản lý đô thị chủ trì"):
        steps.route([a_need("house_repair")], to=unit("QLDT"), by=division)


def test_a_body_that_sent_a_need_back_is_not_suggested_again(a_need, division, housing):
    [refused] = steps.refuse([a_need("house_repair")], by=housing, reason="Nhà trong vùng sạt lở.")
    assert (refused.state, refused.lead, refused.officer, refused.due_on) == ("refused", None, None, None)
    assert suggested_lead(Need.objects.get()) is None
    with pytest.raises(Refused, match="phải chọn bằng tay"):
        steps.route([refused], to=None, by=division)


def test_the_unsplit_is_never_routed(a_need, division, unit):
    with pytest.raises(Refused, match="phải tách"):
        steps.route([a_need("health_education")], to=unit("TTYT"), by=division)


@pytest.mark.parametrize("into", [["health"], ["education"], ["health", "education"]])
def test_splitting_makes_one_need_for_each_part_and_routes_it(a_need, division, types, into):
    need = a_need("health_education")
    parts = steps.split([need], into=[types[code] for code in into], by=division)
    assert {part.type.code for part in parts} == set(into)
    assert {part.state for part in parts} == {"routed"}
    assert all(part.parent == need and part.due_on for part in parts)
    need.refresh_from_db()
    assert need.state == "split"
    assert Need.objects.counted().count() == len(into)
    assert Need.objects.as_listed().count() == 1


def test_only_into_its_own_parts(a_need, division, types):
    with pytest.raises(Refused):
        steps.split([a_need("health_education")], into=[types["credit"]], by=division)
    with pytest.raises(Refused):
        steps.split([a_need("health_education")], into=[], by=division)
    with pytest.raises(Refused, match="không cần tách"):
        steps.split([a_need("resettlement")], into=[types["health"]], by=division)


def test_a_part_that_the_household_has_already_stops_the_split(a_household, division, types):
    household = a_household(needs=["health", "health_education"])
    unsplit = household.needs.get(type__code="health_education")
    with pytest.raises(Refused, match="đã có nhu cầu"):
        steps.split([unsplit], into=[types["health"]], by=division)
    unsplit.refresh_from_db()
    assert unsplit.state == "unrouted"


def test_splitting_thirty_one_costs_a_bounded_number_of_queries(
    a_household, division, types, django_assert_max_num_queries
):
    needs = [a_household(needs=["health_education"]).needs.get() for _ in range(31)]
    with django_assert_max_num_queries(30):
        steps.split(needs, into=[types["health"], types["education"]], by=division)
    assert Need.objects.counted().count() == 62


def test_routing_thirty_one_costs_a_bounded_number_of_queries(a_household, division, django_assert_max_num_queries):
    needs = [a_household(needs=["resettlement"]).needs.get() for _ in range(31)]
    with django_assert_max_num_queries(20):
        steps.route(needs, to=None, by=division)


def test_changing_the_table_moves_nothing_that_is_routed(a_need, types, unit):
    need = a_need("house_repair")
    types["house_repair"].lead = unit("MTTQ")
    types["house_repair"].save()
    need.refresh_from_db()
    assert need.lead.code == "QLDT"
