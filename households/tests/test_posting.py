"""The posting list says name, hamlet and result, and nothing else of anybody."""

import datetime

import pytest

from households import changes
from households.models import Movement
from households.posting import by_hamlet, posted
from povertyplan.accounts.models import AccessLog

DAY = datetime.date(2022, 9, 10)


@pytest.fixture
def decision(plan, a_household, tu_ha, officer, division):
    paper = changes.open_decision(tu_ha, number="245/QĐ-UBND", signed_on=DAY, by=division)
    for head, hamlet, reason, outcome in (
        ("Phan Thị Ba", "Tổ dân phố 10", "supported", "near_poor"),
        ("Lê Thị Hai", "Tổ dân phố 2", "deceased", ""),
        ("Hồ Văn Ánh", "Tổ dân phố 2", "merit", "above_near_poor"),
    ):
        facts = {"birth_year": 1951, "address": "Kiệt 3", "member_count": 1}
        household = a_household(head=head, hamlet=hamlet, id_no=f"0460700{len(head + reason):05}", **facts)
        movement = changes.propose_exit(
            household, plan=plan, reason=reason, on=DAY, evidence="Biên bản ốm nặng", outcome=outcome, by=officer
        )
        changes.enter(changes.agree(movement, by=division), decision=paper, by=division)
    return paper


def test_by_hamlet_and_given_name_with_the_result(decision):
    assert [(line.hamlet, line.head, line.result) for line in posted(decision)] == [
        ("Tổ dân phố 2", "Hồ Văn Ánh", "Thoát nghèo, vượt chuẩn cận nghèo"),
        ("Tổ dân phố 2", "Lê Thị Hai", "Không còn trong danh sách hộ nghèo"),
        ("Tổ dân phố 10", "Phan Thị Ba", "Thoát nghèo, thành hộ cận nghèo"),
    ]
    assert [(hamlet, len(lines)) for hamlet, lines in by_hamlet(posted(decision))] == [
        ("Tổ dân phố 2", 2),
        ("Tổ dân phố 10", 1),
    ]


def test_what_was_undone_is_not_posted(decision, division):
    changes.undo(Movement.objects.get(household__head="Phan Thị Ba"), reason="Nhầm", by=division)
    assert "Phan Thị Ba" not in {line.head for line in posted(decision)}


@pytest.mark.parametrize(
    ("kind", "result"),
    [
        ("relapse", "Hộ nghèo (tái nghèo)"),
        ("newly_poor", "Hộ nghèo (phát sinh mới)"),
        ("from_near_poor", "Hộ nghèo (trước là hộ cận nghèo)"),
    ],
)
def test_whoever_became_poor_is_posted_as_poor(decision, kind, result):
    Movement.objects.filter(household__head="Phan Thị Ba").update(kind=kind, reason="", outcome="")
    assert {line.head: line.result for line in posted(decision)}["Phan Thị Ba"] == result


def test_the_page_has_a_sheet_for_each_hamlet_and_nothing_personal(client_of, officer, decision):
    page = client_of(officer).get(f"/decisions/{decision.pk}/posting/").text
    assert page.count('<article class="posting">') == 2
    for part in ("Hồ Văn Ánh", "UBND PHƯỜNG TỨ HẠ", "Quyết định số 245/QĐ-UBND ngày 10/09/2022"):
        assert part in page
    for secret in ("1951", "0460700", "Kiệt 3", "ốm nặng", "người có công", "chết", "Độc khẩu"):
        assert secret not in page
    assert AccessLog.objects.filter(action="document", by=officer).count() == 1


def test_strangers_and_bodies_print_nothing(client_of, stranger, housing, decision):
    assert client_of(stranger).get(f"/decisions/{decision.pk}/posting/").status_code == 404
    assert client_of(housing).get(f"/decisions/{decision.pk}/posting/").status_code == 403
