"""Where two households fit a row, or two rows are alike, a person sees them side by side and says which."""

import pytest
from django.urls import reverse

from households.models import Household
from povertyplan.intake.models import Answer, ImportBatch
from povertyplan.intake.tests.lists import a_list, upload

pytestmark = pytest.mark.django_db

TU_HA = "PHƯỜNG TỨ HẠ"


def opened(client, *heads) -> ImportBatch:
    """A list of Tứ Hạ, Thôn 1, with these heads, from row 5 on."""
    upload(client, a_list(TU_HA, list(heads)))
    return ImportBatch.objects.latest("pk")


def preview(client, batch):
    return client.get(reverse("import", args=[batch.pk]))


def answer(client, batch, **said):
    """answer(client, batch, row_5="new")"""
    values = {name.replace("row_", "row-0-"): value for name, value in said.items()}
    return client.post(reverse("import_answer", args=[batch.pk]), values, follow=True)


def write(client, batch, page):
    form = {"digest": page.context["form"].initial["digest"], "missing": "keep"}
    return client.post(reverse("import_apply", args=[batch.pk]), form, follow=True)


@pytest.fixture
def namesakes(a_household):
    """Two of one name in one hamlet, one of them with a number."""
    return (
        a_household(head="Hồ Thị Mai", hamlet="Thôn 1", birth_year=1950, id_no="046150000011", needs=["credit"]),
        a_household(head="Hồ Thị Mai", hamlet="Thôn 1", birth_year=1962, member_count=7),
    )


MAI = ("Hồ Thị Mai", "", "Nữ", "", 4, "")


def test_both_candidates_stand_beside_the_row_with_their_facts(client_of, division, namesakes):
    client = client_of(division)
    page = preview(client, opened(client, MAI))
    ((_, _, lines),) = page.context["questions"]
    assert [line.title for line in lines] == [
        "Dòng 5 trong tệp",
        *(f"Là hộ Hồ Thị Mai (mã {one.code})" for one in namesakes),
        "Là hộ mới",
    ]
    assert lines[1].facts[1:5] == ["1950", "Thôn 1", "•••• •••• 0011", str(namesakes[0].member_count)]
    assert "046150000011" not in page.text
    assert page.context["found"].counts()["blocked"] == 1
    assert "checked" not in page.text.split('action="/imports/')[1]  # nothing is guessed


def test_the_answer_decides_which_household_is_changed(client_of, division, namesakes):
    client = client_of(division)
    batch = opened(client, MAI)
    page = answer(client, batch, row_5=namesakes[1].code)
    assert "Đã ghi nhận 1 câu trả lời" in page.text
    assert f"Hồ Thị Mai là hộ có mã {namesakes[1].code}" in page.text
    assert page.context["found"].counts() == page.context["found"].counts() | {"blocked": 0, "changed": 1, "new": 0}
    result = write(client, batch, page)
    namesakes[1].refresh_from_db()
    assert namesakes[1].member_count == 4
    assert "Câu trả lời khi xem trước" in result.text
    assert Answer.objects.get().by == division


def test_a_new_household_of_the_same_name_is_an_answer_too(client_of, division, namesakes):
    client = client_of(division)
    batch = opened(client, MAI)
    write(client, batch, answer(client, batch, row_5="new"))
    assert Household.objects.filter(head="Hồ Thị Mai").count() == 3


def test_another_number_is_asked_about_and_both_answers_hold(client_of, division, namesakes):
    client = client_of(division)
    for said, households, number in (("new", 3, "046150000011"), (namesakes[0].code, 3, "046150000099")):
        batch = opened(client, ("Hồ Thị Mai", 1950, "Nữ", "046150000099", 4, ""))
        if said != "new":  # the new one of the first turn has that number by now
            Household.objects.filter(id_no="046150000099").update(id_no=None, birth_year=1930)
        page = preview(client, batch)
        assert page.context["found"].counts()["blocked"] == 1
        write(client, batch, answer(client, batch, row_5=said))
        namesakes[0].refresh_from_db()
        assert (Household.objects.count(), namesakes[0].id_no) == (households, number)


def test_a_row_whose_number_is_known_is_not_offered_as_new(client_of, division, namesakes, a_household):
    other = a_household(head="Lê Văn Số", hamlet="Thôn 1", birth_year=1950, old_id_no="191000001")
    client = client_of(division)
    cell = "046150000011; 191000001"  # the new number of one household and the old one of another
    batch = opened(client, ("Hồ Thị Mai", 1950, "Nữ", cell, 4, ""))
    ((_, _, lines),) = preview(client, batch).context["questions"]
    assert {line.code for line in lines if line.code} == {namesakes[0].code, other.code}
    assert not any(line.title == "Là hộ mới" for line in lines)
    assert "hãy chọn một trong các câu trả lời" in answer(client, batch, row_5="new").text
    assert not Answer.objects.exists()


def test_two_rows_of_one_held_household_are_told_apart(client_of, division, namesakes):
    client = client_of(division)
    code = namesakes[0].code
    batch = opened(client, ("Hồ Thị Mai", 1950, "Nữ", "046150000011", 4, ""), ("Hồ Thị Mai", 1950, "Nữ", "", 5, ""))
    page = preview(client, batch)
    assert not page.context["found"].questions.get(("Sheet", 5)) or code in page.text
    page = answer(client, batch, row_6="repeated")
    assert page.context["found"].counts()["blocked"] == 0
    assert page.context["found"].read == 1
    assert "Dòng ghi lặp, bạn đã chọn bỏ." in page.text


def test_the_same_household_twice_in_the_file_is_one_or_two_as_the_person_says(client_of, division):
    client = client_of(division)
    twice = ("Phan Văn Đôi", 1970, "Nam", "", 4, "")
    for said, count in (("repeated", 1), ("new", 2)):
        batch = opened(client, twice, twice)
        page = preview(client, batch)
        assert page.context["found"].counts()["blocked"] == 2
        (first, _) = page.context["questions"]
        assert [line.title for line in first[2]] == [
            "Dòng 5 trong tệp", "Dòng 6 trong tệp", "Là hộ mới, khác các dòng trên", "Dòng ghi lặp, bỏ dòng này",
        ]  # fmt: skip
        page = answer(client, batch, row_6=said)
        assert (page.context["found"].counts()["blocked"], page.context["found"].counts()["new"]) == (0, count)


def test_answers_are_taken_back(client_of, division, namesakes):
    client = client_of(division)
    batch = opened(client, MAI)
    answer(client, batch, row_5="new")
    page = client.post(reverse("import_unmend", args=[batch.pk]), {"answer": Answer.objects.get().pk}, follow=True)
    assert page.context["found"].counts()["blocked"] == 1
    assert not Answer.objects.exists()


def test_an_answer_that_cannot_hold_any_more_is_asked_again(client_of, division, namesakes):
    client = client_of(division)
    batch = opened(client, MAI)
    answer(client, batch, row_5=namesakes[1].code)
    Answer.objects.update(household_code="19996-9999")
    assert preview(client, batch).context["found"].counts()["blocked"] == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Chưa chọn câu trả lời nào."),
        ({"row_5": ""}, "Chưa chọn câu trả lời nào."),
        ({"row_5": "20035-0001"}, "hãy chọn một trong các câu trả lời"),
        ({"row_77": "new"}, "Chưa chọn câu trả lời nào."),
        ({"row_99999999999": "new"}, "Chưa chọn câu trả lời nào."),
    ],
)
def test_bad_answers_change_nothing(client_of, division, namesakes, said, told):
    client = client_of(division)
    batch = opened(client, MAI)
    assert told in answer(client, batch, **said).text
    assert not Answer.objects.exists()


def test_a_written_list_takes_no_answers(client_of, division, namesakes):
    client = client_of(division)
    batch = opened(client, MAI)
    client.post(reverse("import_cancel", args=[batch.pk]))
    assert "Chỉ sửa, trả lời được khi tệp đang chờ xác nhận." in answer(client, batch, row_5="new").text


def test_answering_needs_a_post_the_right_and_the_own_office(client_of, officer, stranger, housing, namesakes):
    batch = opened(client_of(officer), MAI)
    address = reverse("import_answer", args=[batch.pk])
    assert client_of(officer).get(address).status_code == 405
    assert client_of(stranger).post(address, {"row-0-5": "new"}).status_code == 404
    assert client_of(housing).post(address).status_code == 403


def test_an_officer_sees_only_candidates_of_the_own_commune(client_of, officer, a_household, binh_tien, namesakes):
    a_household(binh_tien, "Hồ Thị Mai", hamlet="Thôn 1")
    client = client_of(officer)
    page = preview(client, opened(client, MAI))
    ((question, _, _),) = page.context["questions"]
    assert {one.code for one in question.candidates} == {one.code for one in namesakes}
    assert "20035-" not in page.text
