"""What the routing table says otherwise for one commune, and what a change of the tables leaves as it is."""

import pytest

from households.models import Indicator
from povertyplan import clock
from tasks import arrivals, steps
from tasks.models import CommuneRoute, Need, NeedType
from tasks.routing import coordinators_of, offered_lead, route_of


@pytest.fixture
def exception(tu_ha, unit):
    """exception("house_repair", lead="MTTQ", take_up_days=3): what the table says otherwise for Tứ Hạ."""

    def make(code, lead=None, coordinators=(), **facts):
        row = CommuneRoute.objects.create(
            type=NeedType.objects.get(code=code), commune=tu_ha, lead=unit(lead) if lead else None, **facts
        )
        row.coordinators.set([unit(one) for one in coordinators])
        return row

    return make


def of_table(code, commune):
    return route_of(NeedType.objects.get(code=code), commune.pk)


def test_only_what_an_exception_says_differs(exception, tu_ha, binh_tien):
    exception("house_repair", take_up_days=3)
    here, there = of_table("house_repair", tu_ha), of_table("house_repair", binh_tien)
    assert (here.lead.code, here.take_up_days, here.deliver_days, here.clause) == ("QLDT", 3, 90, there.clause)
    assert there.take_up_days == 7


def test_no_days_at_all_are_days_too(exception, tu_ha):
    exception("house_repair", take_up_days=0)
    assert of_table("house_repair", tu_ha).take_up_days == 0


def test_the_lead_never_coordinates_as_well(exception, tu_ha):
    exception("house_repair", lead="MTTQ")
    units = coordinators_of(NeedType.objects.get(code="house_repair"), tu_ha.pk)
    assert [unit.code for unit in units] == ["TC_KH"]


def by_hand(a_household, commune, code):
    return a_household(commune, needs=[code]).needs.get()


def by_list(a_household, plan, commune, code):
    household = a_household(commune)
    with clock.assume(plan.issued_on):
        listed = [(household.pk, commune.pk, NeedType.objects.get(code=code), plan.issued_on)]
        arrivals.arrive(listed, plan=plan, by=None)
    return household.needs.get()


@pytest.mark.parametrize("way", ["page", "list"])
def test_a_need_follows_the_table_of_its_commune_whichever_way_it_comes(
    exception, a_household, plan, tu_ha, binh_tien, way
):
    exception("house_repair", lead="TNMT", coordinators=["VHTT"], take_up_days=3, deliver_days=30)

    def arrive(commune):
        if way == "list":
            return by_list(a_household, plan, commune, "house_repair")
        return by_hand(a_household, commune, "house_repair")

    here, there = arrive(tu_ha), arrive(binh_tien)
    assert (here.lead.code, there.lead.code) == ("TNMT", "QLDT")
    assert [unit.code for unit in here.coordinators.all()] == ["VHTT"]
    assert {unit.code for unit in there.coordinators.all()} == {"MTTQ", "TC_KH"}
    assert (here.take_up_by - plan.issued_on).days == 3
    assert (here.due_on - plan.issued_on).days == 30
    assert (there.take_up_by - plan.issued_on).days == 7


def test_a_commune_may_have_a_lead_where_the_type_has_none(exception, a_household, tu_ha, binh_tien):
    exception("resettlement", lead="TNMT")
    assert by_hand(a_household, tu_ha, "resettlement").lead.code == "TNMT"
    assert by_hand(a_household, binh_tien, "resettlement").state == "unrouted"


def test_the_suggestion_follows_the_exception_but_a_named_indicator_goes_before(
    exception, a_household, tu_ha, division
):
    need = by_hand(a_household, tu_ha, "basic_service")
    exception("basic_service", lead="TTYT")
    assert offered_lead(Need.objects.get(pk=need.pk)).code == "TTYT"
    [named] = steps.name_indicator([need], indicator=Indicator.objects.get(code="telecom_service"), by=division)
    assert offered_lead(named).code == "VHTT"


# --- By which day a need is to be taken up --------------------------------------------------------------


def test_the_day_is_set_when_the_need_is_routed_and_a_later_table_moves_nothing(a_household, plan):
    need = a_household(needs=["house_repair"]).needs.get()
    assert (need.take_up_by - plan.issued_on).days == 7
    NeedType.objects.update(take_up_days=1)
    need.refresh_from_db()
    assert (need.take_up_by - plan.issued_on).days == 7


def test_routing_again_gives_the_days_anew_and_sending_back_takes_them(a_household, division, housing, unit):
    [refused] = steps.refuse(a_household(needs=["house_repair"]).needs.all(), by=housing, reason="Vùng sạt lở.")
    assert refused.take_up_by is None
    [routed] = steps.route([refused], to=unit("MTTQ"), by=division)
    assert (routed.take_up_by - clock.today()).days == 7


def test_late_to_take_up_is_computed_from_the_day(a_household, housing):
    need = a_household(needs=["house_repair"]).needs.get()
    day = need.take_up_by
    assert not Need.objects.take_up_overdue(day) and not need.is_take_up_overdue(day)
    assert Need.objects.take_up_overdue().get() == need and need.is_take_up_overdue()
    steps.take_up([need], by=housing)
    assert not Need.objects.take_up_overdue()


# --- What a change of the tables leaves as it is --------------------------------------------------------


def test_nothing_is_led_otherwise_while_the_tables_stand(a_household, division, unit):
    a_household(needs=[type.code for type in NeedType.objects.all()])
    assert not Need.objects.led_otherwise()


def test_what_waits_under_an_old_table_is_found_and_nothing_else(exception, a_household, housing, division, unit):
    waiting, taken, given = (a_household(needs=["house_repair"]).needs.get() for _ in range(3))
    steps.take_up([taken], by=housing)
    steps.route([given], to=unit("TNMT"), by=division)  # somebody chose
    NeedType.objects.filter(code="house_repair").update(lead=unit("MTTQ"))
    assert list(Need.objects.led_otherwise()) == [waiting]
    exception("house_repair", lead="QLDT")
    assert not Need.objects.led_otherwise()


def test_sql_and_python_agree_on_who_is_led_otherwise(exception, a_household, binh_tien, division, housing, unit):
    codes = [type.code for type in NeedType.objects.all()]
    for commune in (None, binh_tien):
        a_household(commune, needs=codes)
        a_household(commune, needs=["house_repair", "basic_service"])
    indicators = Indicator.objects.filter(code__in=["latrine", "nutrition", "employment"])
    for need, indicator in zip(Need.objects.filter(type__code="basic_service"), indicators, strict=False):
        steps.name_indicator([need], indicator=indicator, by=division)
    [refused, *_] = steps.refuse(
        Need.objects.filter(type__code="house_repair", lead=housing.unit)[:2], by=housing, reason="Vùng sạt lở."
    )
    steps.route([refused], to=unit("TNMT"), by=division)
    NeedType.objects.filter(code__in=["house_repair", "credit"]).update(lead=unit("MTTQ"))
    NeedType.objects.filter(code="livestock").update(lead=None, suggestion=unit("TNMT"))
    NeedType.objects.filter(code="seedlings").update(lead=None)
    exception("credit", lead="TC_KH")
    exception("education", take_up_days=2)
    expected = {need.pk for need in Need.objects.to_take_up().with_routing() if offered_lead(need)}
    assert expected and set(Need.objects.led_otherwise().values_list("pk", flat=True)) == expected


def test_the_division_finds_them_and_routes_them_again(client_of, division, a_household, unit):
    need = a_household(needs=["house_repair"]).needs.get()
    NeedType.objects.filter(code="house_repair").update(lead=unit("MTTQ"))
    client = client_of(division)
    page = client.get("/needs/?state=led_otherwise").text
    assert "Bảng phân công nay ghi:</span> " in page
    assert 'value="route">Giao theo gợi ý: tất cả 1 nhu cầu' in page
    assert "Xem lại 1 nhu cầu có cơ quan chủ trì khác bảng phân công" in client.get("/dashboard/").text
    steps.route([need], to=None, by=division)
    need.refresh_from_db()
    assert (need.lead.code, need.routed_by_hand) == ("MTTQ", False)


def test_what_somebody_chose_otherwise_stays_chosen_until_an_indicator_is_named(a_household, division, unit):
    need = a_household(needs=["basic_service"]).needs.get()
    [need] = steps.route([need], to=unit("VHTT"), by=division)
    assert need.routed_by_hand and offered_lead(need) is None
    [need] = steps.name_indicator([need], indicator=Indicator.objects.get(code="nutrition"), by=division)
    assert offered_lead(need).code == "TTYT"
