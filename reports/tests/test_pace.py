"""The pace from 26 households on 06/7/2022 to 177 on 30/11/2022, and the sentences about it."""

from datetime import date

import pytest

from reports.pace import ON_PACE, SLIGHTLY_SLOW, SLOW, Pace, commune_gap, label, one_decimal, rates, verdict, whole

PACE = Pace(target=177, base=26, base_on=date(2022, 7, 6), finish_on=date(2022, 11, 30))
TODAY = date(2022, 9, 16)


@pytest.mark.parametrize(
    ("day", "households"),
    [
        (date(2022, 3, 1), 26),  # flat before the first day
        (date(2022, 7, 6), 26),
        (date(2022, 7, 7), 27),
        (date(2022, 8, 1), 53),
        (TODAY, 100),
        (date(2022, 11, 29), 176),
        (date(2022, 11, 30), 177),
        (date(2023, 5, 1), 177),  # and after the last
    ],
)
def test_the_pace_runs_straight_from_the_plans_figures_to_the_target(day, households):
    assert PACE.households(day) == households


@pytest.mark.parametrize(
    ("left", "day", "said"),
    [
        (68, TODAY, "Toàn thị xã: 68/177 hộ đã giảm – chậm 32 hộ so với nhịp cần đạt"),
        (100, TODAY, "Toàn thị xã: 100/177 hộ đã giảm – đúng nhịp"),
        (104, TODAY, "Toàn thị xã: 104/177 hộ đã giảm – vượt 4 hộ so với nhịp cần đạt"),
        (177, TODAY, "Toàn thị xã: 177/177 hộ đã giảm – đạt mục tiêu"),
        (180, TODAY, "Toàn thị xã: 180/177 hộ đã giảm – vượt mục tiêu 3 hộ"),
        (2, date(2022, 3, 2), "Toàn thị xã: 2/177 hộ đã giảm"),
        (26, date(2022, 7, 6), "Toàn thị xã: 26/177 hộ đã giảm – đúng nhịp"),
        (170, date(2022, 11, 30), "Toàn thị xã: 170/177 hộ đã giảm – chậm 7 hộ so với nhịp cần đạt"),
        (170, date(2022, 12, 1), "Toàn thị xã: 170/177 hộ đã giảm – đã hết hạn, còn thiếu 7 hộ"),
    ],
)
def test_the_verdict_is_one_sentence(left, day, said):
    assert verdict(PACE, listed=177, left=left, day=day) == said


def test_without_a_list_there_is_nothing_to_judge():
    assert verdict(PACE, listed=0, left=0, day=TODAY) == "Toàn thị xã: chưa có danh sách hộ"


@pytest.mark.parametrize(
    ("left", "before", "day", "said"),
    [
        (
            68,
            47,
            TODAY,
            "Cần giảm thêm 109 hộ trong 75 ngày (đến 30/11/2022), khoảng 10,2 hộ mỗi tuần; "
            "4 tuần qua bình quân 5,3 hộ mỗi tuần.",
        ),
        (177, 150, TODAY, ""),
        (2, 0, date(2022, 3, 2), ""),
        (
            30,
            0,
            date(2022, 7, 20),  # less than four weeks after the first day: no weekly rate of the past
            "Cần giảm thêm 147 hộ trong 133 ngày (đến 30/11/2022), khoảng 7,7 hộ mỗi tuần.",
        ),
        (
            170,
            160,
            date(2022, 11, 28),
            "Cần giảm thêm 7 hộ trong 2 ngày (đến 30/11/2022); 4 tuần qua bình quân 2,5 hộ mỗi tuần.",
        ),
        (170, 160, date(2022, 11, 30), "Ngày phải đạt mục tiêu là 30/11/2022."),
        (170, 160, date(2023, 2, 1), "Ngày phải đạt mục tiêu là 30/11/2022."),
    ],
)
def test_the_second_line_says_what_is_to_do_each_week(left, before, day, said):
    assert rates(PACE, left=left, left_four_weeks_ago=before, day=day) == said


@pytest.mark.parametrize(
    ("listed", "left", "expected"),
    [
        (29, 16, ON_PACE),  # 29 × 56,5 % = 16,4
        (29, 20, ON_PACE),
        (29, 15, SLIGHTLY_SLOW),
        (29, 11, SLIGHTLY_SLOW),  # 37,9 %: 18,6 points behind
        (29, 9, SLOW),
        (12, 0, SLOW),
        (1, 1, ON_PACE),
    ],
)
def test_a_commune_is_judged_by_its_own_households(listed, left, expected):
    assert label(listed=listed, left=left, pace_share=PACE.share(TODAY)) == expected


def test_a_commune_without_a_list_is_not_judged():
    assert label(listed=0, left=0, pace_share=0.5).text == ""


def test_the_gap_of_a_commune_agrees_with_its_label():
    for listed in range(1, 60):
        for left in range(listed + 1):
            gap = commune_gap(listed=listed, left=left, pace_share=PACE.share(TODAY))
            assert (gap <= 0) == (label(listed=listed, left=left, pace_share=PACE.share(TODAY)) == ON_PACE)


def test_a_target_of_nought_divides_by_nothing():
    assert Pace(0, 0, date(2022, 7, 6), date(2022, 11, 30)).share(TODAY) == 0


@pytest.mark.parametrize(("number", "rounded"), [(2.5, 3), (2.49, 2), (99.96, 100)])
def test_halves_are_rounded_up(number, rounded):
    assert whole(number) == rounded


def test_decimals_have_a_comma():
    assert one_decimal(10.17) == "10,2"
