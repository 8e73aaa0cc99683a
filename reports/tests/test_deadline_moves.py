"""A deadline is moved with a reason; the old one stays to be seen, and lateness follows the new one."""

from datetime import date

import pytest

from households.changes import Refused
from povertyplan import clock
from povertyplan.accounts.models import AccessLog
from reports.deadlines import move_deadline
from reports.models import DeadlineMove, Timeliness
from reports.submitting import submit

OLD, NEW = date(2022, 8, 10), date(2022, 8, 15)
WHY = "Lùi hạn do mưa lũ, theo Công văn số 15/UBND"


@pytest.fixture
def deadline(plan):
    return plan.deadlines.get(kind="plan")


def move(deadline, by, **changes):
    return move_deadline(deadline, **{"due_on": NEW, "reason": WHY, "by": by, "seen_on": OLD, **changes})


def test_every_unit_has_the_new_day_and_the_old_one_stays(plan, deadline, division):
    moved = move(deadline, division)
    assert set(plan.obligations.filter(kind="plan").values_list("due_on", flat=True)) == {NEW}
    assert plan.obligations.filter(kind="report", due_on=date(2022, 11, 30)).count() == 22
    assert (moved.was_on, moved.was_wording, moved.due_on, moved.by) == (OLD, "trước ngày 10/8/2022", NEW, division)
    deadline.refresh_from_db()
    assert deadline.wording == "trước ngày 15/8/2022"
    assert AccessLog.objects.filter(subject__startswith="Hạn nộp", detail__contains=WHY).exists()


def test_what_was_late_is_measured_anew(plan, deadline, division, officer):
    owed = plan.obligations.get(unit=officer.unit, kind="plan")
    with clock.assume(date(2022, 8, 12)):
        submit(owed, document_no="1/KH", document_on=date(2022, 8, 1), text="Tóm tắt", by=officer)
    rows = plan.obligations.with_moments()
    assert rows.get(pk=owed.pk).status == Timeliness.LATE
    move(deadline, division)
    assert rows.get(pk=owed.pk).status == Timeliness.ON_TIME


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"reason": "lũ"}, "lý do"),
        ({"due_on": OLD}, "trùng"),
        ({"due_on": date(2022, 7, 31)}, "ban hành"),
        ({"seen_on": date(2022, 8, 9)}, "vừa được người khác dời"),
    ],
)
def test_what_is_refused(plan, deadline, division, changes, why):
    with pytest.raises(Refused, match=why):
        move(deadline, division, **changes)
    assert not DeadlineMove.objects.exists()


def test_a_closed_year_and_an_officer_move_nothing(plan, deadline, division, officer):
    with pytest.raises(Refused):
        move(deadline, officer)
    plan.closed_on = date(2022, 9, 1)
    plan.save()
    with pytest.raises(Refused):
        move(deadline, division)


# --- Pages ----------------------------------------------------------------------------------------------


def test_the_division_and_the_administrator_move_it_on_a_page(plan, deadline, division, administrator, client_of):
    sent = {"seen_on": "10/08/2022", "due_on": "15/8/2022", "reason": WHY}
    assert client_of(division).post(f"/submissions/deadlines/{deadline.pk}/", sent).status_code == 302
    page = client_of(administrator).get("/submissions/deadlines/").text
    assert "<del>10/08/2022</del> → 15/08/2022" in page and WHY in page
    old = client_of(administrator).post(f"/submissions/deadlines/{deadline.pk}/", sent | {"due_on": "20/8/2022"})
    assert "vừa được người khác dời" in old.text


def test_units_read_the_reason_and_cannot_move(plan, deadline, division, officer, client_of):
    move(deadline, division)
    client = client_of(officer)
    assert "đã dời từ 10/08/2022" in client.get("/submissions/").text
    page = client.get("/submissions/deadlines/")
    assert WHY in page.text and "Dời hạn</a>" not in page.text
    assert client.get(f"/submissions/deadlines/{deadline.pk}/").status_code == 403
