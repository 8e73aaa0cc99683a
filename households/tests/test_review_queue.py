"""One proposal after the other: what was and what is, what deserves a second look, and the way through the queue."""

import datetime

import pytest

from households import changes
from households.comparing import compare
from households.flags import Measuring, flags_of
from households.models import Indicator, Movement, Review
from households.reviewing import Findings
from povertyplan import clock

DAY = datetime.date(2022, 9, 10)
EARLIER = datetime.date(2022, 3, 1)


@pytest.fixture
def lacking(plan):
    return lambda *codes: list(Indicator.objects.filter(code__in=codes).order_by("order"))


@pytest.fixture
def household(a_household, lacking):
    household = a_household(head="Hồ Văn Áng", member_count=4)
    household.deprivations.set(lacking("latrine", "employment", "water_source"))
    return household


@pytest.fixture
def propose(plan, household, officer):
    def make(household=household, *, reason="supported", outcome="", files=(), **findings):
        return changes.propose_exit(
            household, plan=plan, reason=reason, on=DAY, evidence="Biên bản", by=officer, outcome=outcome,
            findings=Findings(**findings), files=files,
        )  # fmt: skip

    return make


def codes(indicators) -> list[str]:
    return [one.code for one in indicators]


def test_the_first_review_is_compared_with_the_record(propose, lacking):
    found = compare(propose(deprivations=lacking("latrine", "nutrition")).review)
    assert found.since is None
    assert codes(found.gone) == ["employment", "water_source"]
    assert (codes(found.kept), codes(found.new)) == (["latrine"], ["nutrition"])


def test_later_ones_are_compared_with_the_last(plan, household, propose, officer, lacking):
    before = Review.objects.create(
        household=household, plan=plan, on=EARLIER, income=900_000, deprivations_known=True, computed="poor",
        final="poor", by=officer, at=clock.now(),
    )  # fmt: skip
    before.deprivations.set(lacking("latrine", "nutrition", "housing_area"))
    found = compare(propose(deprivations=lacking("latrine"), income=1_800_000).review)
    assert found.since == EARLIER
    assert codes(found.gone) == ["nutrition", "housing_area"]
    lines = {line.label: (line.was, line.now, line.has_changed) for line in found.lines}
    assert lines["Thu nhập bình quân"] == ("900.000 đồng/người/tháng", "1.800.000 đồng/người/tháng", True)
    assert lines["Kết luận"] == ("Hộ nghèo", "Hộ cận nghèo", True)


def test_what_was_withdrawn_is_compared_with_nothing(propose, officer, lacking):
    first = propose(deprivations=[])
    changes.withdraw_proposal(first, by=officer)
    assert compare(propose(deprivations=lacking("latrine")).review).since is None


def test_where_nobody_looked_the_record_is_shown_as_such(propose):
    found = compare(propose().review)
    assert (codes(found.kept), found.deprivations_known) == (["employment", "water_source", "latrine"], False)
    assert not found.gone


def test_the_page_marks_what_went_and_what_came(client_of, division, propose, lacking):
    movement = propose(deprivations=lacking("latrine", "nutrition"), income=1_800_000, what_changed="Đã khoan giếng")
    page = client_of(division).get(f"/exits/{movement.pk}/").text
    for part in (
        "<del>Nguồn nước sinh hoạt</del>",
        "<ins>Dinh dưỡng</ins>",
        "Đã khoan giếng",
        "Thiếu hụt 2 chỉ số, dưới 3.",
        "Thu nhập 1.800.000 đồng/người/tháng",
        "Chưa có tệp nào",
    ):
        assert part in page


# --- Flags --------------------------------------------------------------------------------------------


def test_an_override_is_held_back_from_agreeing_to_many(client_of, division, propose, a_household, lacking):
    poor = lacking("latrine", "employment", "water_source")
    odd = propose(deprivations=poor, income=900_000, override_reason="Con mới đi làm")
    plain = propose(a_household(head="Lê Thị Rõ"), deprivations=[], income=1_800_000)
    page = client_of(division).post("/exits/agree/", {"movement": [odd.pk, plain.pk]})
    assert "Sắp đồng ý 1 trong 2 đề nghị" in page.text
    for part in ("Kết quả tính: vẫn là hộ nghèo", "Con mới đi làm", "Chưa có tệp minh chứng"):
        assert part in page.text
    assert f'value="{odd.pk}.{odd.version}" aria-label="Đồng ý đề nghị của hộ Hồ Văn Áng">' in page.text
    sent = {"confirmed": "1", "movement": [f"{odd.pk}.{odd.version}", f"{plain.pk}.{plain.version}"]}
    client_of(division).post("/exits/agree/", sent)
    assert Movement.objects.agreed().count() == 2


def test_contradictions_hold_and_missing_papers_only_warn(propose, lacking):
    movement = propose(deprivations=lacking("latrine"), b2=20, income=1_800_000)
    found = flags_of(Movement.objects.for_review().get(pk=movement.pk), Measuring())
    assert [(flag.holds, flag.text[:12]) for flag in found] == [(True, "Điểm B2 20 ứ"), (False, "Chưa có tệp ")]


def test_what_cannot_be_computed_is_said_and_not_held(propose):
    found = flags_of(Movement.objects.for_review().get(pk=propose().pk), Measuring())
    assert {flag.text: flag.holds for flag in found} == {
        "Chưa đủ số liệu để tính": False,
        "Chưa có tệp minh chứng": False,
    }


def test_many_are_measured_with_few_questions(
    client_of, division, propose, a_household, lacking, django_assert_max_num_queries
):
    movements = [
        propose(a_household(head=f"Hộ {number}"), deprivations=lacking("latrine"), income=1_800_000).pk
        for number in range(12)
    ]
    client = client_of(division)
    with django_assert_max_num_queries(20):
        client.post("/exits/agree/", {"movement": movements})


# --- The way through ----------------------------------------------------------------------------------


@pytest.fixture
def three(propose, a_household):
    return [propose(a_household(head=f"Hộ {name}")) for name in ("Một", "Hai", "Ba")]


def test_one_leads_to_the_next_and_back(client_of, division, three):
    first, second, third = (movement.pk for movement in three)
    page = client_of(division).get(f"/exits/{second}/").text
    assert f'href="/exits/{first}/" data-key="p"' in page
    assert f'href="/exits/{third}/" data-key="n"' in page
    assert "Đề nghị 2/3 đang chờ" in page


def test_the_answer_opens_the_one_behind_it_also_from_the_middle(client_of, division, three):
    first, second, third = (movement.pk for movement in three)
    client = client_of(division)
    assert client.post(f"/exits/{second}/agree/")["Location"] == f"/exits/{third}/"
    assert client.post(f"/exits/{third}/return/", {"reason": "Thiếu"})["Location"] == f"/exits/{first}/"
    assert client.post(f"/exits/{first}/agree/")["Location"] == "/exits/"


@pytest.fixture
def far(plan, a_household, binh_tien, stranger):
    household = a_household(binh_tien, "Hồ Thị Xa")
    return changes.propose_exit(household, plan=plan, reason="merit", on=DAY, evidence="x", by=stranger)


def test_the_conditions_of_the_list_are_kept_on_the_way(client_of, division, three, far):
    client, query = client_of(division), "stage=proposed&commune=19996"
    page = client.get("/exits/", {"stage": "proposed", "commune": "19996"}).text
    assert f"/exits/{three[0].pk}/?stage=proposed&amp;commune=19996" in page
    last = client.post(f"/exits/{three[2].pk}/agree/?{query}")["Location"]
    assert last.startswith(f"/exits/{three[0].pk}/?") and "commune=19996" in last
    page = client.get(f"/exits/{three[1].pk}/?{query}").text
    assert "Đề nghị 2/2 đang chờ" in page and f"/exits/{far.pk}/" not in page


def test_whoever_proposed_is_not_offered_to_agree(client_of, division, three):
    Movement.objects.filter(pk=three[0].pk).update(proposed_by=division)
    page = client_of(division).get(f"/exits/{three[0].pk}/").text
    assert 'data-key="d"' not in page
    assert "Bạn là người đề nghị" in page


def test_the_leader_reads_and_is_offered_nothing(client_of, leader, three):
    page = client_of(leader).get(f"/exits/{three[0].pk}/").text
    assert "Đồng ý" not in page and "Trả lại" not in page
