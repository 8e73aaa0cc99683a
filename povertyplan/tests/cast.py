"""The people and households that tests are played with. Loaded as a pytest plugin (pytest.ini).

An officer of Tứ Hạ, a stranger from Bình Tiến, officers of two bodies, the division, a leader, an
administrator; all on 16/9/2022. Factories are plain functions with keyword defaults.
"""

import datetime
from itertools import count

import pytest

TODAY = datetime.date(2022, 9, 16)
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # real hashers are slow on purpose
_numbers = count(1)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    from povertyplan.reference import load_reference_tables

    with django_db_blocker.unblock():
        load_reference_tables()


@pytest.fixture(autouse=True)
def sixteenth_of_september(settings, tmp_path):
    settings.ASSUMED_TODAY = TODAY.isoformat()
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PASSWORD_HASHERS = QUICK


@pytest.fixture
def plan(db):
    from households.models import Plan
    from povertyplan.reference import load_reference_tables

    if not Plan.objects.exists():  # a test with real transactions emptied the tables
        load_reference_tables()
    return Plan.objects.get(year=2022)


@pytest.fixture
def unit(plan):
    """unit("20035") or unit("QLDT"): the unit of 2022 with this code."""
    from povertyplan.accounts.models import Unit

    return lambda code: Unit.objects.on(TODAY).get(code=code)


@pytest.fixture
def tu_ha(unit):
    return unit("19996")


@pytest.fixture
def binh_tien(unit):
    return unit("20035")


@pytest.fixture
def a_user(plan):
    from povertyplan.accounts.models import User

    def make(role, unit=None, name="Người Thử"):
        return User.objects.create_user(f"{role}-{next(_numbers)}", None, full_name=name, role=role, unit=unit)

    return make


@pytest.fixture
def officer(a_user, tu_ha):
    return a_user("commune", tu_ha, "Lê Thị Cán Bộ")


@pytest.fixture
def stranger(a_user, binh_tien):
    return a_user("commune", binh_tien, "Hồ Văn Người Lạ")


@pytest.fixture
def housing(a_user, unit):
    return a_user("agency", unit("QLDT"), "Trần Văn Quản Lý")


@pytest.fixture
def bank(a_user, unit):
    return a_user("agency", unit("NHCSXH"), "Phan Thị Tín Dụng")


@pytest.fixture
def division(a_user, unit):
    return a_user("division", unit("LDTBXH"), "Nguyễn Thị Thường Trực")


@pytest.fixture
def leader(a_user):
    return a_user("leader", name="Đỗ Văn Lãnh Đạo")


@pytest.fixture
def administrator(a_user):
    return a_user("administrator", name="Võ Thị Quản Trị")


@pytest.fixture
def client_of():
    """client_of(officer): a test client that has signed in."""
    from django.test import Client

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def a_household(plan, tu_ha):
    """a_household(tu_ha, "Nguyễn Văn Thử", needs=["house_repair"]): on the plan's list since 1/8/2022."""
    from households.models import Hamlet, Household, PlanEntry
    from povertyplan import clock
    from tasks import steps
    from tasks.models import NeedType

    def make(commune=None, head="Nguyễn Văn Thử", *, hamlet="Tổ dân phố 1", needs=(), listed_on=None, **facts):
        commune = commune or tu_ha
        household = Household.objects.create(
            code=facts.pop("code", f"{commune.code}-{900 + next(_numbers):04d}"),
            commune=commune,
            hamlet=Hamlet.objects.named(commune, hamlet),
            head=head,
            **{"member_count": 3, "sex": "M", "birth_year": 1970, **facts},
        )
        PlanEntry.objects.create(plan=plan, household=household, listed_on=listed_on or plan.issued_on)
        with clock.assume(plan.issued_on):
            for code in needs:
                steps.add(household, plan=plan, type=NeedType.objects.get(code=code), by=None)
        return household

    return make
