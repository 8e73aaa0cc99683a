"""The pages on which a household is split, joined to another, moved, and all of it undone."""

from datetime import date

import pytest

from households import changes
from households.changes.facts import new_member
from households.models import Household, Movement

DAY = date(2022, 9, 10)
PAPER = {"on": "3/9/2022", "decision_no": "61/QĐ-UBND", "decision_on": "5/9/2022"}


@pytest.fixture
def family(a_household):
    household = a_household(member_count=4, needs=["credit"])
    new_member(household, name="Nguyễn Văn Con", relation="Con")
    new_member(household, name="Lê Thị Dâu", relation="Con dâu")
    return household


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text


def split(client, household, **data):
    head = household.members.get(name="Nguyễn Văn Con").pk
    asked = {"head": head, "hamlet": household.hamlet_id, **PAPER, **data}
    return client.post(f"/households/{household.code}/split/", asked, follow=True)


def test_the_commune_splits_a_household_and_both_pages_lead_to_each_other(family, officer, client_of):
    client = client_of(officer)
    text = page(client, f"/households/{family.code}/split/")
    assert "Lê Thị Dâu (con dâu)" in text and "Vay vốn" in text
    answer = split(client, family, members=[family.members.get(name="Lê Thị Dâu").pk], needs=[family.needs.get().pk])
    new = Household.objects.get(head="Nguyễn Văn Con")
    assert f"Đã tách hộ Nguyễn Văn Con, mã {new.code}" in answer.text
    assert new.needs.get().type.code == "credit"
    assert f'href="/households/{new.code}/"' in page(client, f"/households/{family.code}/")
    assert f'href="/households/{family.code}/"' in page(client, f"/households/{new.code}/")


def test_what_is_missing_is_said_and_what_was_typed_stays(family, officer, client_of):
    answer = split(client_of(officer), family, head="", decision_on="2/9/2022", decision_no="")
    assert "Hãy ghi số, ký hiệu quyết định." in answer.text
    assert "Ngày quyết định không thể trước ngày thực tế." in answer.text
    assert 'value="2/9/2022"' in answer.text
    answer = split(client_of(officer), family, head="")
    assert "Hãy chọn hoặc ghi tên chủ hộ mới." in answer.text
    assert not Movement.objects.exists()


def test_a_split_is_undone_from_either_page(family, officer, client_of):
    client = client_of(officer)
    split(client, family)
    movement = Movement.objects.get()
    path = f"/movements/{movement.pk}/undo/"
    assert path in page(client, f"/households/{family.code}/")
    page(client, path)
    answer = client.post(path, {"reason": "Ghi nhầm hộ."}, follow=True)
    assert "Đã hủy: tách từ hộ nghèo khác." in answer.text
    assert answer.redirect_chain[-1][0] == f"/households/{family.code}/"
    assert path not in answer.text
    assert "Đã hủy: Ghi nhầm hộ." in answer.text
    assert client.post(path, {"reason": "Lần nữa."}).status_code == 302


def test_a_household_moves_and_the_old_commune_sees_it_no_more(family, officer, stranger, client_of):
    client, path = client_of(officer), f"/households/{family.code}/relocate/"
    assert "Xã Bình Tiến" in page(client, path)
    asked = {"commune": "20035", "hamlet": "Thôn Mới", "address": "", **PAPER}
    answer = client.post(path, asked)
    assert "chưa có «Thôn Mới»" in answer.text
    answer = client.post(path, asked | {"confirmed": "on"}, follow=True)
    assert "Đã chuyển hộ Nguyễn Văn Thử về Xã Bình Tiến" in answer.text
    assert client.get(f"/households/{family.code}/").status_code == 404
    there = page(client_of(stranger), f"/households/{family.code}/")
    assert "từ Tổ dân phố 1, Phường Tứ Hạ" in there
    assert f"/movements/{Movement.objects.get(kind='other_increase').pk}/undo/" in there


def test_joining_another_household_is_a_proposal(family, a_household, officer, client_of):
    uncle = a_household(head="Trần Văn Bác")
    client, path = client_of(officer), f"/households/{family.code}/merge/"
    page(client, path)
    data = {"to": family.code, "on": "3/9/2022", "evidence": "Xác nhận cư trú số 12"}
    assert "Không có hộ nghèo nào khác mang mã này" in client.post(path, data).text
    answer = client.post(path, data | {"to": uncle.code}, follow=True)
    movement = Movement.objects.get()
    assert (movement.stage, movement.reason, movement.other_household) == ("proposed", "merged", uncle)
    assert "Trần Văn Bác" in answer.text
    assert "Trần Văn Bác" in page(client, f"/households/{family.code}/")


def test_what_the_division_agreed_to_the_commune_does_not_undo(a_household, plan, officer, division, client_of):
    movement = changes.propose_exit(
        a_household(member_count=1), plan=plan, reason="deceased", on=DAY, evidence="Khai tử", by=officer
    )
    changes.decide(changes.agree(movement, by=division), decision_no="7/QĐ-UBND", decision_on=DAY, by=division)
    path = f"/movements/{Movement.objects.get().pk}/undo/"
    answer = client_of(officer).post(path, {"reason": "Nhầm."}, follow=True)
    assert "do Phòng LĐ-TB&amp;XH hủy" in answer.text
    assert "Đã hủy: hộ độc khẩu, đã chết." in client_of(division).post(path, {"reason": "Nhầm."}, follow=True).text


def test_bodies_and_leaders_regroup_nobody(family, housing, leader, client_of):
    for person in (housing, leader):
        for name in ("split", "relocate", "merge"):
            assert client_of(person).get(f"/households/{family.code}/{name}/").status_code == 403
