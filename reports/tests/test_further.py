"""Further reports: a monthly one over three months on every page that tells what is owed; quarterly and single ones."""

from datetime import date

import pytest

from households.changes import Refused
from povertyplan import clock
from reports import further
from reports.deadlines import move_deadline
from reports.figures import as_json, figures
from reports.models import FurtherReport, Notice, Obligation, Period, Timeliness
from reports.reminding.noticing import write_notices
from reports.submitting import accept, submit
from reports.tests.reading import count_of

TODAY = date(2022, 9, 16)


def ask(plan, by, **changes) -> FurtherReport:
    usual = {
        "name": "Báo cáo số liệu giảm nghèo", "every": "month", "who": "communes", "starts_on": date(2022, 7, 15),
        "ends_on": date(2022, 9, 30), "due_days": 5,
    }  # fmt: skip
    return further.ask_for(plan, by=by, **{**usual, **changes})


@pytest.fixture
def monthly(plan, division):
    return ask(plan, division)


def hand_in(period, person, day, *, by=None):
    owed = period.obligations.get(unit=person.unit)
    with clock.assume(day):
        version = submit(owed, document_no="1/BC", document_on=day, text="Số liệu", by=person)
        return accept(version, by=by) if by else version


@pytest.mark.parametrize(
    ("every", "first", "last", "found"),
    [
        ("month", (7, 15), (9, 1), [((7, 1), (7, 31)), ((8, 1), (8, 31)), ((9, 1), (9, 30))]),
        ("month", (2, 10), (2, 10), [((2, 1), (2, 28))]),
        ("quarter", (8, 1), (12, 31), [((7, 1), (9, 30)), ((10, 1), (12, 31))]),
        ("once", (8, 3), (8, 20), [((8, 3), (8, 20))]),
    ],
)
def test_periods_are_whole_months_and_quarters(every, first, last, found):
    stretches = further.stretches(every, date(2022, *first), date(2022, *last))
    assert stretches == [(date(2022, *start), date(2022, *end)) for start, end in found]


def test_a_monthly_report_over_three_months(plan, monthly, tu_ha):
    periods = list(monthly.periods.all())
    assert [period.label for period in periods] == ["tháng 7/2022", "tháng 8/2022", "tháng 9/2022"]
    assert [period.due_on for period in periods] == [date(2022, 8, 5), date(2022, 9, 5), date(2022, 10, 5)]
    assert all(period.obligations.count() == 9 for period in periods), "the nine communes"
    names = [owed.name for owed in plan.obligations.of_unit(tu_ha).further().order_by("due_on")]
    assert names[0] == "Báo cáo số liệu giảm nghèo tháng 7/2022"


def test_each_period_is_on_time_late_or_missing_for_itself(plan, monthly, officer):
    july, august, _ = monthly.periods.all()
    hand_in(july, officer, date(2022, 8, 4))
    hand_in(august, officer, date(2022, 9, 8))
    found = plan.obligations.of_unit(officer.unit).further().with_moments().order_by("due_on")
    assert [owed.status for owed in found] == [Timeliness.ON_TIME, Timeliness.LATE, Timeliness.MISSING]
    receipts = {owed.submissions.get().receipt_no for owed in found[:2]}
    assert len(receipts) == 2


def test_the_figures_that_others_rely_on_do_not_change(plan, division):
    before = as_json(figures(plan, TODAY))
    ask(plan, division)
    assert as_json(figures(plan, TODAY)) == before


def test_the_board_shows_the_newest_period_and_each_one_when_asked(plan, monthly, officer, division, client_of):
    july, august, _ = monthly.periods.all()
    hand_in(july, officer, date(2022, 8, 4))
    client = client_of(division)
    page = client.get("/submissions/")
    assert count_of(page) == 44 + 9
    assert page.context["kinds"][-1] == "Báo cáo số liệu giảm nghèo tháng 8/2022"
    assert count_of(client.get("/submissions/?kind=further")) == 27
    assert count_of(client.get(f"/submissions/?period={july.pk}&status=missing")) == 8
    assert count_of(client.get(f"/submissions/?period={august.pk}&status=missing")) == 9
    assert "Kỳ báo cáo" in page.text and "tháng 9/2022" in page.text
    assert count_of(client.get("/submissions/?kind=plan")) == 22


def test_a_period_that_has_not_begun_is_not_on_the_board(plan, division, client_of):
    ask(plan, division, starts_on=date(2022, 10, 1), ends_on=date(2022, 12, 31))
    assert count_of(client_of(division).get("/submissions/")) == 44


def test_the_board_takes_few_queries_with_many_periods(plan, division, client_of, django_assert_max_num_queries):
    ask(plan, division, starts_on=date(2022, 1, 1), ends_on=date(2022, 12, 31))
    client = client_of(division)
    with django_assert_max_num_queries(12):
        client.get("/submissions/?kind=further")


def test_first_screens_show_what_is_due_or_late_until_it_is_accepted(plan, monthly, officer, division, client_of):
    july, august, _ = monthly.periods.all()
    page = client_of(officer).get("/").text
    assert "Nộp báo cáo số liệu giảm nghèo tháng 7/2022 hạn 05/08/2022" in page
    assert "tháng 8/2022" in page and "tháng 9/2022" not in page, "September is due in nineteen days"
    hand_in(july, officer, date(2022, 8, 4), by=division)
    assert "tháng 7/2022" not in client_of(officer).get("/").text
    work = client_of(division).get("/dashboard/").text
    assert "Nhắc 8 đơn vị nộp báo cáo số liệu giảm nghèo tháng 7/2022" in work
    assert f"period={august.pk}&amp;status=missing" in work


def test_reminders_come_before_each_period_and_when_it_is_late(plan, division, officer):
    ask(plan, division)
    for month in (8, 9, 10):
        for day in range(1, 13):
            with clock.assume(date(2022, month, day)):
                write_notices(date(2022, month, day))
    told = Notice.objects.of(officer).filter(text__contains="số liệu giảm nghèo").order_by("on")
    days = [(notice.on.month, notice.on.day) for notice in told]
    assert days == [(month, day) for month in (8, 9, 10) for day in (1, 2, 4, 6)]


def test_the_letter_to_a_late_commune_names_the_month(plan, monthly, tu_ha):
    from reports.chasing import behind

    assert behind(plan, tu_ha, TODAY).told == (
        "báo cáo số liệu giảm nghèo tháng 7/2022; kế hoạch triển khai; báo cáo số liệu giảm nghèo tháng 8/2022"
    )


def test_one_period_is_moved_and_the_others_stay(plan, monthly, division):
    july, august, _ = monthly.periods.all()
    move = move_deadline(
        august, due_on=date(2022, 9, 9), reason="Nghỉ lễ Quốc khánh", by=division, seen_on=date(2022, 9, 5)
    )
    assert (move.period, move.deadline, move.was_on) == (august, None, date(2022, 9, 5))
    assert set(august.obligations.values_list("due_on", flat=True)) == {date(2022, 9, 9)}
    assert set(july.obligations.values_list("due_on", flat=True)) == {date(2022, 8, 5)}
    assert set(plan.obligations.filter(kind="plan").values_list("due_on", flat=True)) == {date(2022, 8, 10)}


def test_ending_it_drops_what_has_not_begun_and_keeps_the_rest(plan, division, officer):
    report = ask(plan, division, ends_on=date(2022, 12, 31))
    first = report.periods.first()
    hand_in(first, officer, date(2022, 8, 4))
    assert further.end(report, by=division) == 3, "October to December"
    assert [period.starts_on.month for period in report.periods.all()] == [7, 8, 9]
    assert not Obligation.objects.filter(period__starts_on__gt=TODAY).exists()
    with pytest.raises(Refused, match="đã ngừng"):
        further.end(report, by=division)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ends_on": date(2022, 7, 1)}, "sau ngày bắt đầu"),
        ({"ends_on": date(2030, 1, 1)}, "Nhiều nhất 24 kỳ"),
        ({"who": "chosen"}, "ít nhất một đơn vị"),
        ({"name": "báo cáo số liệu giảm nghèo "}, "đã có"),
    ],
)
def test_what_is_refused(plan, monthly, division, changes, why):
    with pytest.raises(Refused, match=why):
        ask(plan, division, **{"name": "Báo cáo khác", **changes})
    assert FurtherReport.objects.count() == 1


def test_nobody_else_asks_and_a_closed_year_takes_none(plan, officer, leader, division):
    for person in (officer, leader):
        with pytest.raises(Refused):
            ask(plan, person)
    plan.closed_on = date(2022, 9, 1)
    plan.save()
    with pytest.raises(Refused):
        ask(plan, division)


# --- Pages ----------------------------------------------------------------------------------------------

FIELDS = {
    "name": "Báo cáo nhanh", "every": "quarter", "starts_on": "1/8/2022", "ends_on": "30/11/2022", "due_days": "10",
    "who": "chosen", "basis": "",
}  # fmt: skip


def test_the_division_and_the_administrator_ask_on_a_page(plan, division, administrator, unit, client_of):
    fields = FIELDS | {"units": [unit("QLDT").pk, unit("MTTQ").pk]}
    assert client_of(division).post("/submissions/further/new/", fields).status_code == 302
    assert client_of(administrator).post("/submissions/further/new/", fields | {"name": "Khác"}).status_code == 302
    report = FurtherReport.objects.get(name="Báo cáo nhanh")
    assert [(str(period), period.obligations.count()) for period in report.periods.all()] == [
        ("Báo cáo nhanh quý III/2022", 2), ("Báo cáo nhanh quý IV/2022", 2),
    ]  # fmt: skip
    page = client_of(administrator).get("/submissions/deadlines/").text
    assert "quý III/2022" in page and "Phòng QLĐT" in page


def test_what_is_missing_is_said(plan, division, client_of):
    answer = client_of(division).post("/submissions/further/new/", FIELDS | {"ends_on": "1/7/2022", "name": ""})
    for words in ("Hãy chọn ít nhất một đơn vị", "Ngày kết thúc phải sau"):
        assert words in answer.text
    assert not FurtherReport.objects.exists()


def test_a_commune_hands_it_in_like_any_other_paper(plan, monthly, officer, client_of):
    from django.core.files.base import ContentFile

    owed = monthly.periods.get(starts_on=date(2022, 8, 1)).obligations.get(unit=officer.unit)
    client = client_of(officer)
    assert "Báo cáo số liệu giảm nghèo tháng 8/2022 của Phường Tứ Hạ" in client.get(f"/submissions/{owed.pk}/").text
    file = ContentFile(b"%PDF-1.4 so lieu", name="so-lieu.pdf")
    sent = {"document_no": "9/BC-UBND", "document_on": "8/9/2022", "file": file, "text": ""}
    assert client.post(f"/submissions/{owed.pk}/", sent).status_code == 302
    version = owed.submissions.get()
    assert version.receipt_no == f"BN-2022-BK{owed.period_id}-19996-1"
    assert "tháng 8/2022" in client.get(f"/submissions/versions/{version.pk}/receipt/").text


def test_periods_are_moved_and_reports_ended_on_pages(plan, monthly, division, officer, client_of):
    client, period = client_of(division), Period.objects.get(starts_on=date(2022, 8, 1))
    sent = {"seen_on": "05/09/2022", "due_on": "9/9/2022", "reason": "Nghỉ lễ Quốc khánh 2/9"}
    assert client.post(f"/submissions/periods/{period.pk}/", sent).status_code == 302
    page = client_of(officer).get("/submissions/deadlines/").text
    assert "Nghỉ lễ Quốc khánh 2/9" in page and "Ngừng báo cáo này" not in page
    assert client.post(f"/submissions/further/{monthly.pk}/end/").status_code == 302
    assert "Đã ngừng ngày 16/09/2022" in client.get("/submissions/deadlines/").text
