import re

import pytest

from povertyplan.accounts.models import AccessLog, Unit, User
from povertyplan.accounts.roles import Role
from tasks.models import NeedType


@pytest.fixture
def admin(client_of, administrator):
    return client_of(administrator)


def fields_for(unit, **changes):
    return {
        "username": "ho.van.moi", "full_name": "Hồ Văn Mới", "email": "", "role": "commune",
        "unit": unit.pk, "is_active": "on", **changes,
    }  # fmt: skip


def test_a_new_account_gets_a_password_that_is_shown_once(admin, client, tu_ha):
    answer = admin.post("/accounts/new/", fields_for(tu_ha))
    password = re.search(r"<b>([0-9a-f-]{19})</b>", answer.text).group(1)
    signed_in = client.post("/accounts/login/", {"username": "ho.van.moi", "password": password})
    assert signed_in.status_code == 302
    assert AccessLog.objects.filter(action=AccessLog.Action.ACCOUNT, subject="ho.van.moi").exists()


@pytest.mark.parametrize(
    ("role", "code", "message"),
    [
        ("commune", "QLDT", "phải chọn một xã hoặc phường"),
        ("agency", "19996", "phải chọn một cơ quan"),
        ("division", "QLDT", "cơ quan thường trực"),
        ("leader", "QLDT", "lãnh đạo và quản trị thì không"),
    ],
)
def test_role_and_unit_must_agree(admin, unit, role, code, message):
    answer = admin.post("/accounts/new/", fields_for(unit(code), role=role))
    assert message in answer.text
    assert not User.objects.filter(username="ho.van.moi").exists()


def test_a_name_with_marks_is_refused(admin, tu_ha):
    assert "chữ thường không dấu" in admin.post("/accounts/new/", fields_for(tu_ha, username="hồ mới")).text


def test_a_name_in_use_is_refused(admin, tu_ha, officer):
    answer = admin.post("/accounts/new/", fields_for(tu_ha, username=officer.username))
    assert "đã có người dùng" in answer.text


def test_somebody_who_leaves_is_locked_out_at_once(admin, client_of, officer, tu_ha):
    theirs = client_of(officer)
    fields = fields_for(tu_ha, username=officer.username, full_name=officer.full_name)
    del fields["is_active"]
    admin.post(f"/accounts/{officer.pk}/", fields)
    assert theirs.get("/").status_code == 302


def test_nobody_locks_themselves_out(admin, administrator):
    fields = {"username": administrator.username, "full_name": "Võ Thị Quản Trị", "role": "administrator"}
    assert "không thể tự khóa" in admin.post(f"/accounts/{administrator.pk}/", fields).text


def test_a_reset_password_ends_the_persons_sessions(admin, client_of, officer):
    theirs = client_of(officer)
    admin.post(f"/accounts/{officer.pk}/password/")
    assert theirs.get("/account/").status_code == 302
    assert admin.get(f"/accounts/{officer.pk}/password/").status_code == 405


@pytest.mark.parametrize("path", ["/accounts/", "/accounts/new/", "/tables/", "/tables/units/", "/access-log/"])
def test_nobody_else_comes_in(path, client_of, officer, housing, division, leader):
    assert [client_of(person).get(path).status_code for person in (officer, housing, division, leader)] == [403] * 4


@pytest.mark.parametrize("name", "units need-types plans deadlines plan-figures hamlets causes indicators".split())
def test_every_table_opens_with_its_rows_and_its_form(admin, name, a_household):
    a_household()
    page = admin.get(f"/tables/{name}/")
    row = re.search(rf'href="(/tables/{name}/\d+/)"', page.text).group(1)
    assert admin.get(row).status_code == 200
    assert admin.get(f"/tables/{name}/new/").status_code == 200


def test_a_table_that_is_not_there_is_not_found(admin):
    assert admin.get("/tables/users/").status_code == 404


def test_changing_the_lead_moves_no_need_that_is_there(admin, a_household, unit):
    need = a_household(needs=["house_repair"]).needs.get()
    row = NeedType.objects.get(code="house_repair")
    fields = {
        "code": row.code, "name": row.name, "short_name": row.short_name, "group": row.group, "clause": row.clause,
        "lead": unit("MTTQ").pk, "take_up_days": 7, "deliver_days": 90, "order": row.order,
    }  # fmt: skip
    assert admin.post(f"/tables/need-types/{row.pk}/", fields).status_code == 302
    need.refresh_from_db()
    assert need.lead == unit("QLDT")
    assert NeedType.objects.get(code="house_repair").lead == unit("MTTQ")


def test_the_table_of_deadlines_moves_none_without_a_reason(admin, plan):
    deadline = plan.deadlines.get(kind="plan")
    fields = {"plan": plan.pk, "kind": "plan", "due_on": "15/8/2022", "wording": "trước ngày 15/8/2022"}
    assert admin.post(f"/tables/deadlines/{deadline.pk}/", fields).status_code == 302
    assert {o.due_on.day for o in plan.obligations.filter(kind="plan")} == {10}


def test_the_access_log_can_only_grow(officer):
    row = AccessLog.objects.record(AccessLog.Action.EXPORT, by=officer)
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


def test_codes_are_used_again_after_a_merger(plan):
    assert Unit.objects.filter(code="20035").count() == 2
    assert {u.name for u in Unit.objects.filter(code="20035")} == {"Xã Bình Tiến", "Xã Bình Điền"}
    assert Role.COMMUNE in Role.values
