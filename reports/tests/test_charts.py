"""The burn-up curve: its end is the dashboard's number, its texts are inside and apart."""

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest

from reports.charts import Curve, burn_up, months
from reports.pace import Pace

START = date(2022, 1, 1)


def a_curve(*, today=date(2022, 9, 16), by_day=(), pending=0, target=177, base=26) -> Curve:
    pace = Pace(target, base, date(2022, 7, 6), date(2022, 11, 30))
    deadlines = ((date(2022, 8, 10), "KH 10/8"), (date(2022, 11, 30), "BC 30/11"))
    return Curve(2022, today, pace, tuple(by_day), pending, deadlines)


PLAYED = ((date(2022, 3, 1), 2), (date(2022, 7, 6), 26), (date(2022, 8, 19), 47), (date(2022, 9, 16), 68))


def path_of(picture, css):
    return next(line.path for line in picture.lines if line.css == css)


def test_the_wide_picture_is_as_it_was_drawn():
    wide, narrow = burn_up(a_curve(by_day=PLAYED, pending=21))
    assert (wide.view_box, narrow.view_box) == ("0 0 720 340", "0 0 328 300")
    assert path_of(wide, "act") == "M34 310H144V307H379V272H461V241H513V211H513"
    assert path_of(wide, "pace") == "M379 272L652 52"
    assert path_of(wide, "pend") == "M513 211V180h12"
    assert wide.dot == ("513", "211")
    words = [text.words for text in wide.texts]
    for expected in ("68 hộ", "+21 chờ", "Mục tiêu 177", "Nhịp cần đạt", "Hôm nay 16/9", "KH 10/8", "BC 30/11"):
        assert expected in words


def test_every_number_of_a_picture_is_text_without_a_thousands_dot():
    for picture in burn_up(a_curve(by_day=[(date(2022, 3, 1), 1500)], target=17_700)):
        for line in picture.lines:
            assert isinstance(line.path, str)
            assert "," not in line.path
            assert "." not in line.path


@pytest.mark.parametrize("left", [0, 1, 68, 177, 300])
@pytest.mark.parametrize("pending", [0, 21, 200])
@pytest.mark.parametrize("today", [START, date(2022, 7, 6), date(2022, 9, 16), date(2022, 11, 30), date(2022, 12, 31)])
def test_texts_are_inside_the_picture_and_touch_no_other(left, pending, today):
    by_day = [(min(date(2022, 7, 6), today), left)] if left else []
    for picture in burn_up(a_curve(today=today, by_day=by_day, pending=pending)):
        for text in picture.texts:
            x, y, right, bottom = text.box
            assert x >= -1, text
            assert right <= picture.width + 1, text
            assert y >= 0, text
            assert bottom <= picture.height, text
        for one, other in combinations([text.box for text in picture.texts], 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)
        assert f"{left} hộ" in [text.words for text in picture.texts]


def test_the_last_point_is_the_number_of_the_dashboard():
    curve = a_curve(by_day=PLAYED)
    assert curve.left == 68
    assert months(curve)[-1].total == 68


def test_the_table_never_falls_and_adds_up():
    rows = months(a_curve(by_day=PLAYED))
    assert [row.last_day for row in rows][:2] == [date(2022, 1, 31), date(2022, 2, 28)]
    assert rows[-1].last_day == date(2022, 9, 16)
    assert sum(row.left for row in rows) == 68
    assert all(one.total <= two.total for one, two in pairwise(rows))
    assert [row.pace for row in rows[:6]] == [None] * 6
    assert rows[-1].pace == 100


def test_who_left_before_the_year_lifts_the_curves_start():
    wide, _ = burn_up(a_curve(by_day=[(date(2021, 12, 1), 5), *PLAYED]))
    assert not path_of(wide, "act").startswith("M34 310")


def test_a_year_that_is_over_is_drawn_to_its_end():
    curve = a_curve(today=date(2026, 5, 1), by_day=PLAYED)
    assert months(curve)[-1].last_day == date(2022, 12, 31)
    wide, _ = burn_up(curve)
    assert wide.dot[0] == "710"
    assert not any(line.css == "now" for line in wide.lines)


def test_a_day_before_the_year_draws_an_empty_curve():
    curve = a_curve(today=START - timedelta(days=1))
    assert [row.total for row in months(curve)] == [0]
