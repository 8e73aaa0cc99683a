"""Writing a plan section by section: what is offered, what is kept, and two people at one paper."""

import datetime
import re

import pytest

from povertyplan import clock
from reports.drafting import texts
from reports.drafting.preparing import open_draft
from reports.models import DraftText, Obligation
from reports.submitting import submit

TODAY = datetime.date(2022, 9, 16)


@pytest.fixture
def owed(plan, tu_ha):
    return plan.obligations.select_related("unit", "plan").get(unit=tu_ha, kind="plan")


@pytest.fixture
def helped(a_household):
    return a_household(head="Lê Thị Được Giúp", needs=["house_repair"])


def address(owed) -> str:
    return f"/submissions/{owed.pk}/write/"


def form_of(page: str) -> dict:
    """What a browser would send of the page if nobody touched it."""
    fields = dict(re.findall(r'<input type="hidden" name="([\w-]+)"(?: value="([^"]*)")?', page))
    fields |= dict(re.findall(r'<input type="text" name="(\w+)"(?: value="([^"]*)")?', page))
    areas = re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return {name: value for name, value in (fields | dict(areas)).items() if name != "csrfmiddlewaretoken"}


@pytest.fixture
def open_page(owed, client_of):
    """(client, what its form would send) of a person who has opened the page."""

    def make(person):
        client = client_of(person)
        return client, form_of(client.get(address(owed)).text)

    return make


def written(owed) -> dict[str, str]:
    return dict(DraftText.objects.filter(draft__obligation=owed).values_list("section", "text"))


def test_every_section_stands_there_with_what_the_figures_say(owed, helped, officer, client_of):
    page = client_of(officer).get(address(owed)).text
    for title in ("I. Mục tiêu", "1. Mục tiêu tổng quát", "II. Số hộ dự kiến giảm", "VII. Đề xuất, kiến nghị"):
        assert title in page
    assert "Năm 2022 phấn đấu giảm 01 hộ nghèo" in page
    assert "Có 01 hộ với 01 nhu cầu hỗ trợ: sửa chữa nhà ở 01 nhu cầu." in page
    assert "Xác định đúng nguyên nhân dẫn đến nghèo" in page, "what the town's plan asks of communes"


def test_a_form_that_nobody_touched_saves_nothing(owed, helped, officer, open_page):
    client, form = open_page(officer)
    assert "Không có gì thay đổi" in client.post(address(owed), form, follow=True).text
    assert written(owed) == {}


def test_only_what_was_changed_is_kept_and_the_rest_follows_the_figures(owed, helped, a_household, officer, open_page):
    client, form = open_page(officer)
    client.post(address(owed), form | {"text_organisation": "Đồng chí Hạnh phụ trách.\r\n\r\n"})
    assert written(owed) == {"organisation": "Đồng chí Hạnh phụ trách."}
    a_household(head="Thêm Sau", needs=["credit"])
    page = client.get(address(owed)).text
    assert "Đồng chí Hạnh phụ trách." in page
    assert "phấn đấu giảm 02 hộ nghèo" in page


def test_number_and_day_are_kept_with_the_draft(owed, helped, officer, open_page):
    client, form = open_page(officer)
    client.post(address(owed), form | {"document_no": "45", "document_on": "15/9/2022"})
    owed.refresh_from_db()
    assert (owed.draft.document_no, owed.draft.document_on) == ("45", datetime.date(2022, 9, 15))
    assert (owed.draft.saved_by, owed.draft.version) == (officer, 1)


def test_a_day_that_is_none_is_said_and_what_was_typed_stays(owed, helped, officer, open_page):
    client, form = open_page(officer)
    answer = client.post(address(owed), form | {"document_on": "31/2/2022", "text_aim": "Viết dở"})
    assert "Không có ngày này" in answer.text
    assert "Viết dở" in answer.text
    assert written(owed) == {}


def test_the_second_of_two_writers_sees_both_texts_and_loses_nothing(owed, helped, officer, a_user, tu_ha, open_page):
    colleague = a_user("commune", tu_ha, "Phan Văn Đồng Nghiệp")
    first, form = open_page(officer)
    second, other = open_page(colleague)
    first.post(address(owed), form | {"text_aim": "Mục tiêu của chị Hạnh", "text_schedule": "Tiến độ chị Hạnh"})
    answer = second.post(address(owed), other | {"text_aim": "Mục tiêu của anh Đồng", "text_money": "Kinh phí"})
    assert answer.status_code == 409
    for words in ("Lê Thị Cán Bộ đã lưu mục này", "Mục tiêu của chị Hạnh", "Mục tiêu của anh Đồng", "Kinh phí"):
        assert words in answer.text
    assert "Tiến độ chị Hạnh" in answer.text, "a section that only the first changed shows what she saved"
    assert written(owed) == {"aim": "Mục tiêu của chị Hạnh", "schedule": "Tiến độ chị Hạnh"}
    again = second.post(address(owed), form_of(answer.text) | {"text_aim": "Mục tiêu của cả hai"})
    assert again.status_code == 302
    assert written(owed)["aim"] == "Mục tiêu của cả hai"
    assert written(owed)["money"] == "Kinh phí"


def test_two_who_write_different_sections_stand_in_nobodys_way(owed, helped, officer, a_user, tu_ha, open_page):
    first, form = open_page(officer)
    second, other = open_page(a_user("commune", tu_ha))
    first.post(address(owed), form | {"text_aim": "Một"})
    assert second.post(address(owed), other | {"text_money": "Hai"}).status_code == 302
    assert written(owed) == {"aim": "Một", "money": "Hai"}


def test_two_who_give_two_numbers_are_told(owed, helped, officer, a_user, tu_ha, open_page):
    first, form = open_page(officer)
    first.post(address(owed), form | {"document_no": "44"})
    first, form = open_page(officer)
    second, other = open_page(a_user("commune", tu_ha))
    first.post(address(owed), form | {"document_no": "45"})
    answer = second.post(address(owed), other | {"document_no": "46"})
    assert answer.status_code == 409
    assert "đã ghi số 45" in answer.text
    assert second.post(address(owed), form_of(answer.text)).status_code == 302
    owed.refresh_from_db()
    assert owed.draft.document_no == "46"


def test_a_button_takes_the_offered_sentences_back(owed, helped, officer, open_page):
    client, form = open_page(officer)
    client.post(address(owed), form | {"text_aim": "Câu của tôi"})
    client, form = open_page(officer)
    client.post(address(owed), form | {"take": "aim:figures"})
    opened = open_draft(owed, TODAY)
    aim = next(part for part in opened.prepared.parts if part.key == "aim")
    assert aim.text == aim.offered
    assert not opened.rows["aim"].is_own


def test_a_text_whose_figures_have_changed_is_marked(owed, helped, a_household, officer, open_page):
    client, form = open_page(officer)
    client.post(address(owed), form | {"text_targets": "Phấn đấu giảm 01 hộ."})
    assert "Số liệu đã thay đổi sau khi mục này được viết" not in client.get(address(owed)).text
    a_household(head="Thêm Sau", needs=["credit"])
    assert "Số liệu đã thay đổi sau khi mục này được viết" in client.get(address(owed)).text


def test_a_household_without_a_need_is_named_with_the_way_to_mend_it(owed, helped, a_household, officer, client_of):
    forgotten = a_household(head="Trần Thị Bị Quên")
    page = client_of(officer).get(address(owed)).text
    assert "Hộ Trần Thị Bị Quên (Tổ dân phố 1) chưa có nhu cầu hỗ trợ" in page
    assert f'href="/households/{forgotten.code}/needs/add/"' in page
    assert "Lê Thị Được Giúp (" not in page.partition("</div>")[0]


def test_while_a_version_waits_nobody_writes(owed, helped, officer, client_of):
    submit(owed, document_no="1", document_on=TODAY, text="Tóm tắt", by=officer)
    client = client_of(officer)
    for answer in (client.get(address(owed), follow=True), client.post(address(owed), {}, follow=True)):
        assert "đang chờ kiểm tra" in answer.text


def test_a_draft_is_nobody_elses_business(owed, helped, officer, stranger, bank, division, leader, client_of):
    with clock.assume(TODAY):
        texts.write(owed, changed=[texts.Written("aim", "Bản nháp", 0)], offered={}, by=officer)
    for person, status in ((stranger, 404), (bank, 404), (division, 403), (leader, 403)):
        client = client_of(person)
        assert client.get(address(owed)).status_code == status
        assert client.post(address(owed), {"text_aim": "Của tôi"}).status_code == status
    assert written(owed) == {"aim": "Bản nháp"}


def test_kinds_that_nobody_prepares_have_no_such_page(plan, unit, client_of, a_user):
    owed = Obligation.objects.create(plan=plan, unit=unit("20005"), kind="monthly", due_on=TODAY)
    client = client_of(a_user("commune", unit("20005")))
    assert client.get(address(owed)).status_code == 404
    page = client.get(f"/submissions/{owed.pk}/").text
    assert "Soạn văn bản" not in page
    assert 'name="document_no"' in page


def test_the_page_asks_the_same_number_of_questions_for_many_households(
    owed, a_household, officer, client_of, django_assert_max_num_queries
):
    client = client_of(officer)
    a_household(head="Hộ Đầu", needs=["house_repair", "credit"], hamlet="Tổ 1")
    with django_assert_max_num_queries(45) as few:
        client.get(address(owed))
    for number in range(12):
        a_household(head=f"Hộ Thứ {number}", needs=["house_repair", "credit"], hamlet=f"Tổ {number % 4}")
    with django_assert_max_num_queries(len(few)):
        client.get(address(owed))
