"""/decisions/: one paper over many households; its file, its corrections, and who may see it."""

import datetime

import pytest
from django.core.files.base import ContentFile

from households import changes
from households.models import Decision, Movement
from povertyplan.accounts.models import AccessLog

DAY = datetime.date(2022, 9, 10)
SIGNED = datetime.date(2022, 9, 12)
PDF = b"%PDF-1.4 quyet dinh"


@pytest.fixture
def agree(plan, a_household, officer, division):
    def make(head, reason="self_reliant", **facts):
        household = a_household(head=head, **facts)
        movement = changes.propose_exit(household, plan=plan, reason=reason, on=DAY, evidence="Biên bản", by=officer)
        return changes.agree(movement, by=division)

    return make


@pytest.fixture
def decision(agree, tu_ha, division):
    paper = changes.open_decision(
        tu_ha, number="245/QĐ-UBND", signed_on=SIGNED, signer="Nguyễn Văn An", signer_title="Chủ tịch", by=division
    )
    for head in ("Hồ Văn Một", "Lê Thị Hai"):
        changes.enter(agree(head), decision=paper, by=division)
    return paper


def correct(decision, by, **facts):
    usual = {"number": decision.number, "signed_on": decision.signed_on, "signer": decision.signer}
    usual |= {"signer_title": decision.signer_title, "reason": "Gõ nhầm"}
    return changes.correct_decision(decision, by=by, **usual | facts)


def test_the_list_counts_the_households_of_each(client_of, division, officer, stranger, decision):
    page = client_of(division).get("/decisions/")
    assert [(one.number, one.decided) for one in page.context["page"]] == [("245/QĐ-UBND", 2)]
    assert "245/QĐ-UBND" in client_of(officer).get("/decisions/").text
    assert "245/QĐ-UBND" not in client_of(stranger).get("/decisions/").text


def test_conditions_find_what_lacks_its_file_and_what_was_withdrawn(client_of, division, decision):
    client = client_of(division)
    assert list(client.get("/decisions/?state=no_file").context["page"]) == [decision]
    assert not client.get("/decisions/?state=withdrawn").context["page"].object_list
    assert client.get("/decisions/?state=x&kind=1&commune=%00&page=x").status_code == 200


def test_the_list_asks_few_questions(client_of, division, decision, agree, tu_ha, django_assert_max_num_queries):
    for number in range(8):
        paper = changes.open_decision(tu_ha, number=f"{number}/QĐ", signed_on=SIGNED, by=division)
        changes.enter(agree(f"Hộ {number}"), decision=paper, by=division)
    client = client_of(division)
    with django_assert_max_num_queries(20):
        assert client.get("/decisions/").status_code == 200


def test_a_decision_shows_its_households_and_its_signer(client_of, leader, decision):
    page = client_of(leader).get(f"/decisions/{decision.pk}/").text
    for part in ("Hồ Văn Một", "Lê Thị Hai", "Nguyễn Văn An, Chủ tịch", "UBND phường Tứ Hạ", "Ghi quyết định"):
        assert part in page
    assert "Sửa số, ngày" not in page


def test_the_same_number_and_day_is_the_same_paper(decision, agree, tu_ha, division):
    again = changes.open_decision(tu_ha, number=" 245/QĐ-UBND ", signed_on=SIGNED, signer="Người Khác", by=division)
    assert (again.pk, again.signer) == (decision.pk, "Nguyễn Văn An")


def test_a_household_of_another_commune_is_refused(decision, plan, a_household, binh_tien, stranger, division):
    far = a_household(binh_tien, "Hồ Thị Xa")
    movement = changes.propose_exit(far, plan=plan, reason="merit", on=DAY, evidence="x", by=stranger)
    with pytest.raises(changes.Refused, match="không thuộc Phường Tứ Hạ"):
        changes.enter(changes.agree(movement, by=division), decision=decision, by=division)


# --- The file -----------------------------------------------------------------------------------------


def test_the_file_is_kept_handed_out_and_logged(client_of, division, officer, stranger, decision):
    url = f"/decisions/{decision.pk}/file/"
    assert client_of(officer).get(url).status_code == 404
    sent = {"file": ContentFile(PDF, name="QĐ 245.pdf")}
    assert client_of(division).post(f"{url}add/", sent)["Location"] == f"/decisions/{decision.pk}/"
    answer = client_of(officer).get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert "attachment" in answer["Content-Disposition"]
    assert AccessLog.objects.filter(action="open_file", by=officer, detail="QĐ 245.pdf").count() == 1
    assert client_of(stranger).get(url).status_code == 404


def test_a_newer_file_takes_its_place_and_the_old_name_stays_told(decision, division):
    changes.keep_file(decision, file=ContentFile(PDF, name="cũ.pdf"), by=division)
    changes.keep_file(decision, file=ContentFile(PDF + b"!", name="mới.pdf"), by=division)
    assert decision.lines.first().text == "Thay tệp «cũ.pdf» bằng «mới.pdf»"


@pytest.mark.parametrize("content", [b"", b"MZ xin chao"])
def test_a_file_that_lies_is_refused(client_of, division, decision, content):
    page = client_of(division).post(f"/decisions/{decision.pk}/file/add/", {"file": ContentFile(content, name="a.pdf")})
    assert "file" in page.context["form"].errors
    decision.refresh_from_db()
    assert not decision.file


# --- Correction ---------------------------------------------------------------------------------------


def test_a_correction_leaves_a_trace_with_the_decision_and_in_each_diary(client_of, division, decision):
    sent = {"number": "254/QĐ-UBND", "signed_on": "12/9/2022", "signer": "Trần Văn Bình", "signer_title": "Chủ tịch"}
    client_of(division).post(f"/decisions/{decision.pk}/edit/", sent | {"reason": "Gõ nhầm số"})
    decision.refresh_from_db()
    assert (decision.number, decision.signer) == ("254/QĐ-UBND", "Trần Văn Bình")
    note = decision.lines.first().note
    assert "Số: 245/QĐ-UBND → 254/QĐ-UBND" in note and "Người ký: Nguyễn Văn An → Trần Văn Bình" in note
    for movement in decision.movements.all():
        told = movement.household.diary.first()
        assert "245/QĐ-UBND" in told.text and "254/QĐ-UBND" in told.text and told.note == "Gõ nhầm số"


def test_a_corrected_signer_alone_says_nothing_in_the_diaries(decision, division):
    before = decision.movements.first().household.diary.count()
    correct(decision, division, signer="Trần Văn Bình")
    assert decision.movements.first().household.diary.count() == before


def test_a_corrected_day_counts_for_every_household(decision, division):
    correct(decision, division, signed_on=datetime.date(2022, 9, 14))
    assert set(decision.movements.values_list("counted_on", flat=True)) == {datetime.date(2022, 9, 14)}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"signed_on": datetime.date(2022, 9, 9)}, "không thể có trước ngày 10/09/2022"),
        ({"signed_on": datetime.date(2022, 9, 17)}, "không được sau hôm nay"),
        ({"number": " "}, "Hãy ghi số"),
        ({"reason": " ", "number": "1"}, "Hãy ghi lý do sửa"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(decision, division, wrong, said):
    with pytest.raises(changes.Refused, match=said):
        correct(decision, division, **wrong)


def test_it_cannot_become_another_decision_that_is_there(decision, tu_ha, division):
    changes.open_decision(tu_ha, number="9/QĐ", signed_on=SIGNED, by=division)
    with pytest.raises(changes.Refused, match="đã được ghi"):
        correct(decision, division, number="9/QĐ")


def test_a_day_is_not_moved_past_another_change_of_the_household(plan, decision, division):
    movement = decision.movements.first()
    day = datetime.date(2022, 9, 13)
    Movement.objects.create(
        household=movement.household, plan=plan, kind="relapse", stage="decided", happened_on=day, counted_on=day,
        decision=Decision.objects.numbered(decision.unit, "7/QĐ", day), decided_at=movement.decided_at,
        decided_by=division,
    )  # fmt: skip
    with pytest.raises(changes.Refused, match="còn biến động khác"):
        correct(decision, division, signed_on=datetime.date(2022, 9, 14))


def test_a_closed_year_keeps_its_decisions_as_they_are(plan, decision, division):
    plan.closed_on = datetime.date(2022, 9, 15)
    plan.save()
    with pytest.raises(changes.Refused, match="đã khóa sổ"):
        correct(decision, division, number="1/QĐ")
