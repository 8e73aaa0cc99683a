"""/households/<code>/people/: all people of a household in one table form, saved as a whole."""

import pytest

from households.models import Household, Member
from households.tests.browser import filled_in


@pytest.fixture
def household(a_household):
    return a_household(head="Hồ Văn Áng", member_count=4, id_no="046070001234", birth_year=1970, sex="M")


@pytest.fixture
def wife(household):
    return Member.objects.create(
        household=household, name="Lê Thị Bưởi", relation="Vợ", sex="F", birth_year=1972, id_no="046172005678", order=1
    )


@pytest.fixture
def url(household):
    return f"/households/{household.code}/people/"


def test_what_is_learnt_at_one_visit_is_saved_at_once(client_of, officer, household, wife, url):
    client = client_of(officer)
    typed = {
        "head-insurance": "yes",
        "head-new_insurance_no": "HN 2 46 46 20123456",
        "head-work": "own",
        f"m{wife.pk}-insurance": "no",
        f"m{wife.pk}-wants_training": "yes",
        "n0-name": "Hồ Thị  Con",
        "n0-relation": "Con",
        "n0-birth": "5/9/2010",
        "n0-schooling": "lower_secondary",
    }
    answer = client.post(url, filled_in(client.get(url), **typed))
    assert answer["Location"] == f"/households/{household.code}/"
    head, other, child = Household.objects.get(), *household.members.all()
    assert (head.insurance, head.insurance_no, head.work) == ("yes", "HN2464620123456", "own")
    assert (other.insurance, other.wants_training, other.id_no) == ("no", "yes", "046172005678")
    assert (child.name, child.relation, str(child.birth_on), child.birth_year, child.schooling, child.order) == (
        "Hồ Thị Con", "Con", "2010-09-05", 2010, "lower_secondary", 2,
    )  # fmt: skip
    assert (head.version, head.member_count) == (2, 4)
    line = household.diary.get()
    assert line.text == "Sửa người trong hộ: Hồ Văn Áng, Lê Thị Bưởi, Hồ Thị Con"
    assert "Hồ Văn Áng: số thẻ BHYT: trống → •••• •••• 3456" in line.note
    assert "Lê Thị Bưởi: có thẻ BHYT: trống → Không" in line.note
    assert "Thêm Hồ Thị Con (con)" in line.note


def test_nothing_changed_is_nothing_written(client_of, officer, household, wife, url):
    client = client_of(officer)
    page = client.post(url, filled_in(client.get(url)), follow=True)
    assert "Không có gì thay đổi." in page.text
    assert Household.objects.get().version == 1
    assert not household.diary.exists()


def test_numbers_on_record_are_never_sent(client_of, officer, household, wife, url):
    Member.objects.update(insurance_no="HN2464620123456")
    page = client_of(officer).get(url).text
    for number in ("046070001234", "046172005678", "HN2464620123456"):
        assert number not in page
    assert 'placeholder="•••• •••• 5678"' in page
    assert 'placeholder="•••• •••• 3456"' in page


def test_as_many_free_rows_as_people_are_still_to_be_named(client_of, officer, a_household):
    many, known = a_household(member_count=6), a_household(member_count=1)
    client = client_of(officer)
    assert client.get(f"/households/{many.code}/people/").text.count("Ghi thêm một người") == 5
    assert client.get(f"/households/{known.code}/people/").text.count("Ghi thêm một người") == 2


def test_a_card_that_is_typed_is_there(client_of, officer, wife, url):
    client = client_of(officer)
    client.post(url, filled_in(client.get(url), **{f"m{wife.pk}-insured_until": "31/12/2022"}))
    wife.refresh_from_db()
    assert (wife.insurance, str(wife.insured_until)) == ("yes", "2022-12-31")


def test_what_is_odd_is_asked_about_with_the_name_and_can_be_confirmed(client_of, officer, wife, url):
    client = client_of(officer)
    data = filled_in(client.get(url), **{f"m{wife.pk}-sex": "M"})
    page = client.post(url, data)
    assert "Lê Thị Bưởi: Quan hệ «Vợ» thường là nữ" in page.text
    assert 'type="checkbox" name="confirmed"' in page.text
    assert Member.objects.get().sex == "F"
    assert client.post(url, {**data, "confirmed": "on"}).status_code == 302
    assert Member.objects.get().sex == "M"


def test_what_was_odd_before_stands_in_nobodys_way(client_of, officer, wife, url):
    Member.objects.update(sex="M")
    client = client_of(officer)
    assert client.post(url, filled_in(client.get(url), **{"head-work": "own"})).status_code == 302


def test_a_number_that_somebody_else_has_is_asked_about(client_of, officer, wife, url):
    client = client_of(officer)
    data = filled_in(client.get(url), **{"n0-name": "Hồ Thị Con", "n0-new_id_no": "046172005678"})
    assert "đang ghi cho một người khác" in client.post(url, data).text
    assert client.post(url, {**data, "confirmed": "on"}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"head-head": ""}, "head-head"),
        ({"head-birth": "31/2/1970"}, "head-birth"),
        ({"head-birth": "1850"}, "head-birth"),
        ({"head-birth": "17/9/2022"}, "head-birth"),
        ({"head-birth": "abc"}, "head-birth"),
        ({"head-new_id_no": "12345"}, "head-new_id_no"),
        ({"head-new_insurance_no": "HN24646201234567"}, "head-new_insurance_no"),
        ({"head-sex": "X"}, "head-sex"),
        ({"head-insured_until": "2022"}, "head-insured_until"),
        ({"n0-relation": "Con"}, "n0-name"),
        ({"n1-insurance": "yes"}, "n1-name"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client_of, officer, household, url, typed, field):
    client = client_of(officer)
    page = client.post(url, filled_in(client.get(url), **typed))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert Household.objects.get().version == 1


def test_a_heads_number_of_another_household_is_refused(client_of, officer, a_household, url):
    a_household(id_no="046070005555")
    client = client_of(officer)
    page = client.post(url, filled_in(client.get(url), **{"head-new_id_no": "046070005555"}))
    assert "đã thuộc một hộ khác" in page.text


def test_a_person_of_merit_marks_the_household(client_of, officer, household, wife, url):
    client = client_of(officer)
    client.post(url, filled_in(client.get(url), **{f"m{wife.pk}-merit": "on"}))
    assert Household.objects.get().has_merit


def test_two_who_fill_in_one_household_lose_nothing(client_of, officer, division, household, wife, url):
    first, second = client_of(officer), client_of(division)
    opened = second.get(url)
    typed = {f"m{wife.pk}-insurance": "yes", "n0-name": "Hồ Thị Con"}
    first.post(url, filled_in(first.get(url), **typed))
    typed = {f"m{wife.pk}-insurance": "no", f"m{wife.pk}-work": "own", "n0-name": "Hồ Văn Út"}
    again = second.post(url, filled_in(opened, **typed))
    assert again.status_code == 409
    assert "giữ nội dung nào" in again.text
    asked = second.post(url, filled_in(again))
    assert f"m{wife.pk}-insurance" in asked.context["form"].errors
    sent = second.post(url, filled_in(asked, **{f"keep-m{wife.pk}-insurance": "mine"}))
    assert sent.status_code == 302
    wife.refresh_from_db()
    assert (wife.insurance, wife.work) == ("no", "own")
    assert set(household.members.values_list("name", flat=True)) == {"Lê Thị Bưởi", "Hồ Thị Con", "Hồ Văn Út"}


def test_saving_goes_on_to_the_next_household_or_asks_for_more_people(client_of, officer, a_household, household, url):
    following = a_household(head="Hồ Văn Bê")
    client = client_of(officer)
    assert client.post(url, filled_in(client.get(url), next="1"))["Location"] == f"/households/{following.code}/people/"
    assert client.post(url, filled_in(client.get(url), more="1"))["Location"] == url


def test_those_who_have_gone_are_not_asked_for(client_of, officer, wife, url):
    Member.objects.update(left_on="2022-09-01", left_as="died")
    assert "Lê Thị Bưởi" not in client_of(officer).get(url).text


def test_people_are_for_the_own_commune_and_the_division(client_of, officer, division, stranger, leader, housing, url):
    assert client_of(officer).get(url).status_code == 200
    assert client_of(division).get(url).status_code == 200
    assert client_of(stranger).get(url).status_code == 404
    for person in (leader, housing):
        assert client_of(person).post(url, {}).status_code == 403


@pytest.mark.parametrize("name", ["n99-name", "n-1-name", "m999999-name", "n11-name"])
def test_rows_that_were_made_up_are_harmless(client_of, officer, household, url, name):
    client = client_of(officer)
    answer = client.post(url, filled_in(client.get(url), **{name: "Ai Đó"}))
    assert answer.status_code in {200, 302}
    assert household.members.count() <= 1


def test_the_head_has_a_page_of_their_own(client_of, officer, stranger, household):
    url = f"/households/{household.code}/members/head/"
    client = client_of(officer)
    answer = client.post(url, filled_in(client.get(url), wants_training="yes", training_wish="May", disability="mild"))
    assert answer.status_code == 302
    head = Household.objects.get()
    assert (head.wants_training, head.training_wish, head.disability) == ("yes", "May", "mild")
    assert client_of(stranger).get(url).status_code == 404


def test_the_page_of_the_household_tells_of_everybody(client_of, officer, household, wife):
    Household.objects.update(insurance="yes", insured_until="2021-12-31", ethnicity="Tà Ôi", disability="severe")
    Member.objects.update(schooling="none", work="no_contract", wants_training="yes", training_wish="may")
    page = client_of(officer).get(f"/households/{household.code}/").text
    for words in (
        "Hết hạn 31/12/2021", "Chưa rõ", "Dân tộc Tà Ôi; khuyết tật nặng", "Làm thuê không hợp đồng; muốn học nghề may",
        "Hộ có 4 khẩu, mới ghi tên 2 người.",
    ):  # fmt: skip
        assert words in page
