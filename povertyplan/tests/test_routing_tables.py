"""The administrator's routing tables: who leads by type and by commune, and what a change tells."""

import pytest

from povertyplan.accounts.models import AccessLog
from tasks.models import CommuneRoute, Need, NeedType

URL = "/tables/commune-routes/"


@pytest.fixture
def admin(client_of, administrator):
    return client_of(administrator)


@pytest.fixture
def type_fields():
    """type_fields("house_repair", lead=…): what the form of a need type sends."""

    def fields(code, **facts):
        row = NeedType.objects.get(code=code)
        return {
            "code": row.code, "name": row.name, "short_name": row.short_name, "group": row.group, "clause": row.clause,
            "lead": row.lead_id or "", "take_up_days": 7, "deliver_days": 90, "order": row.order, **facts,
        }  # fmt: skip

    return fields


def told(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_a_new_lead_is_told_how_many_needs_still_wait_for_the_old_one(admin, a_household, unit, type_fields):
    for _ in range(3):
        a_household(needs=["house_repair"])
    row = NeedType.objects.get(code="house_repair")
    answer = admin.post(f"/tables/need-types/{row.pk}/", type_fields("house_repair", lead=unit("MTTQ").pk), follow=True)
    assert "3 nhu cầu chờ Phòng Quản lý đô thị tiếp nhận" in told(answer)
    assert "«Chưa tiếp nhận, chủ trì khác bảng phân công»" in told(answer)
    assert set(Need.objects.values_list("lead__code", flat=True)) == {"QLDT"}


def test_a_change_that_concerns_no_need_says_nothing_of_needs(admin, a_household, type_fields):
    a_household(needs=["house_repair"])
    row = NeedType.objects.get(code="house_repair")
    answer = admin.post(f"/tables/need-types/{row.pk}/", type_fields("house_repair", deliver_days=30), follow=True)
    assert told(answer) == "Đã lưu «Sửa chữa nhà ở»."


def test_an_exception_for_one_commune_is_saved_logged_told_and_taken_back(admin, a_household, tu_ha, binh_tien, unit):
    for commune in (tu_ha, binh_tien):
        a_household(commune, needs=["house_repair"])
    sent = {"type": NeedType.objects.get(code="house_repair").pk, "commune": tu_ha.pk, "lead": unit("MTTQ").pk}
    answer = admin.post(f"{URL}new/", sent, follow=True)
    assert "1 nhu cầu chờ Phòng Quản lý đô thị tiếp nhận" in told(answer)
    assert "Phường Tứ Hạ" in answer.text
    row = CommuneRoute.objects.get()
    assert "Xóa dòng này" in admin.get(f"{URL}{row.pk}/").text
    answer = admin.post(f"{URL}{row.pk}/delete/", follow=True)
    assert told(answer) == "Đã xóa «Sửa chữa nhà ở, Phường Tứ Hạ»."
    assert not CommuneRoute.objects.exists()
    assert AccessLog.objects.filter(action="table").first().detail == "Xóa"


def test_an_exception_that_says_nothing_a_second_one_and_a_lead_that_is_no_body_are_refused(admin, tu_ha, unit):
    sent = {"type": NeedType.objects.get(code="house_repair").pk, "commune": tu_ha.pk}
    assert "Hãy ghi ít nhất một điều khác" in admin.post(f"{URL}new/", sent).text
    assert "Có lỗi cần sửa" in admin.post(f"{URL}new/", sent | {"lead": tu_ha.pk}).text
    assert "Có lỗi cần sửa" in admin.post(f"{URL}new/", sent | {"commune": unit("QLDT").pk, "take_up_days": 3}).text
    assert admin.post(f"{URL}new/", sent | {"take_up_days": 0}).status_code == 302
    assert "đã có phân công riêng" in admin.post(f"{URL}new/", sent | {"take_up_days": 5}).text


def test_what_must_be_split_has_no_lead(admin, tu_ha, unit, type_fields):
    whole = NeedType.objects.get(code="health_education")
    sent = type_fields("health_education", lead=unit("TTYT").pk, splits_into=[NeedType.objects.get(code="health").pk])
    assert "Loại phải tách thì chưa có cơ quan chủ trì" in admin.post(f"/tables/need-types/{whole.pk}/", sent).text
    sent = {"type": whole.pk, "commune": tu_ha.pk, "lead": unit("TTYT").pk}
    assert "Có lỗi cần sửa" in admin.post(f"{URL}new/", sent).text


def test_rows_that_others_refer_to_are_not_deleted(admin):
    row = NeedType.objects.first()
    assert "Xóa dòng này" not in admin.get(f"/tables/need-types/{row.pk}/").text
    assert admin.post(f"/tables/need-types/{row.pk}/delete/").status_code == 404
    assert admin.get(f"/tables/need-types/{row.pk}/delete/").status_code == 405


def test_only_the_administrator_deletes(client_of, division, officer, tu_ha):
    row = CommuneRoute.objects.create(type=NeedType.objects.first(), commune=tu_ha, take_up_days=3)
    for person in (division, officer):
        assert client_of(person).post(f"{URL}{row.pk}/delete/").status_code == 403
