"""/households/<code>/update/: three clicks for the first due household, two for each next one."""

import datetime

import pytest

from households import changes
from households.models import Household, PlanEntry

TODAY = {"progress": "under_way", "on": "16/9/2022", "note": ""}


@pytest.fixture
def due(plan, officer, a_household):
    """Three due households: never seen, seen 40 days ago, seen 35 days ago; and one that is not due."""
    made = [a_household(head=head) for head in ("Hồ Thị An", "Lê Văn Cường", "Trần Thị Bưởi", "Phan Văn Đức")]
    for household, day in zip(made[1:], ((8, 7), (8, 12), (9, 10)), strict=True):
        changes.see(household, plan=plan, progress="not_started", on=datetime.date(2022, *day), by=officer)
    return made[:3]


def url_of(household) -> str:
    return f"/households/{household.code}/update/"


def test_one_click_to_the_form_one_on_a_radio_one_on_save_and_the_next_is_open(client_of, officer, due):
    """From the first screen: the row (1), the radio (2), "Lưu và sang hộ sau" (3); then two clicks each."""
    client = client_of(officer)
    url = url_of(due[0])
    for following in due[1:]:
        page = client.get(url)
        assert page.context["form"]["on"].value() == datetime.date(2022, 9, 16)
        answer = client.post(url, {**TODAY, "next": "1"})
        assert answer["Location"] == url_of(following)
        url = answer["Location"]
    last = client.post(url, {**TODAY, "next": "1"}, follow=False)
    assert last["Location"] == "/"
    assert not Household.objects.due_for_update(PlanEntry.objects.first().plan).exists()


def test_when_none_is_left_it_is_said(client_of, officer, due):
    client = client_of(officer)
    for household in due:
        answer = client.post(url_of(household), {**TODAY, "next": "1"})
    texts = [str(message) for message in answer.wsgi_request._messages]
    assert "Không còn hộ nào quá hạn cập nhật." in texts


def test_starting_in_the_middle_goes_on_from_there_and_comes_round(client_of, officer, due):
    client = client_of(officer)
    assert client.post(url_of(due[1]), {**TODAY, "next": "1"})["Location"] == url_of(due[2])
    assert client.post(url_of(due[2]), {**TODAY, "next": "1"})["Location"] == url_of(due[0])


def test_plain_saving_goes_to_the_household(client_of, officer, due):
    answer = client_of(officer).post(url_of(due[0]), TODAY)
    assert answer["Location"] == f"/households/{due[0].code}/"
    entry = due[0].entries.get()
    assert (entry.progress, entry.seen_on, entry.seen_by) == ("under_way", datetime.date(2022, 9, 16), officer)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"progress": ""}, "progress"),
        ({"progress": "flying"}, "progress"),
        ({"progress": "stuck"}, "note"),
        ({"on": "17/9/2022"}, "on"),
        ({"on": "31/2/2022"}, "on"),
        ({"on": ""}, "on"),
        ({"on": "1/1/0001"}, "on"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_written(client_of, officer, due, wrong, field):
    page = client_of(officer).post(url_of(due[0]), {**TODAY, **wrong})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "<title>Lỗi: " in page.text
    assert due[0].entries.get().seen_on is None


def test_what_was_typed_is_kept_when_something_is_wrong(client_of, officer, due):
    page = client_of(officer).post(url_of(due[0]), {**TODAY, "on": "20/9/2022", "note": "Đã đổ nền"})
    assert "Đã đổ nền" in page.text
    assert "20/9/2022" in page.text


def test_a_day_before_the_last_look_is_refused(client_of, officer, due):
    page = client_of(officer).post(url_of(due[1]), {**TODAY, "on": "6/8/2022"})
    assert "07/08/2022" in page.text
    assert due[1].entries.get().seen_on == datetime.date(2022, 8, 7)


def test_being_stuck_with_words_is_written_into_the_diary(client_of, officer, due):
    client_of(officer).post(url_of(due[0]), {**TODAY, "progress": "stuck", "note": "Chưa có đất"})
    assert due[0].diary.first().note == "Chưa có đất"


def test_needs_are_shown_and_delivered_ones_lead_to_their_confirmation(client_of, officer, a_household):
    household = a_household(needs=["house_repair"])
    household.needs.update(state="delivered")
    page = client_of(officer).get(url_of(household)).text
    assert f"/needs/{household.needs.get().pk}/" in page
    assert "xác nhận đã hỗ trợ" in page


def test_only_the_own_commune_updates(client_of, stranger, division, leader, housing, due):
    assert client_of(stranger).get(url_of(due[0])).status_code == 404
    assert client_of(stranger).post(url_of(due[0]), TODAY).status_code == 404
    for reader in (division, leader, housing):
        assert client_of(reader).post(url_of(due[0]), TODAY).status_code == 403
    assert due[0].entries.get().seen_on is None


def test_the_queue_never_leads_to_another_commune(client_of, officer, due, binh_tien, a_household):
    other = a_household(binh_tien, "Hồ Văn Xa")
    client = client_of(officer)
    for household in due:
        answer = client.post(url_of(household), {**TODAY, "next": "1"})
        assert answer["Location"] != url_of(other)
