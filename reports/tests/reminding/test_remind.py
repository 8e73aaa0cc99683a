"""`manage.py remind`: each matter once for each person, on the first screen and in one letter."""

import re
import smtplib
from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from povertyplan import clock
from reports.figures import figures
from reports.models import Notice
from reports.reminding import mailing
from reports.reminding.matters import call_of
from reports.reminding.noticing import write_notices
from reports.submitting import return_submission, submit
from reports.tests.reading import count_of
from tasks.models import Need

TODAY = date(2022, 9, 16)


def remind(**options) -> str:
    out = StringIO()
    call_command("remind", stdout=out, **options)
    return out.getvalue()


def kinds_of(person) -> dict[str, int]:
    return {kind: count for kind, count, _ in Notice.objects.of(person).unread().counts_by_kind()}


@pytest.fixture
def with_address(officer, housing, division, leader):
    for person in (officer, housing, division, leader):
        person.email = f"{person.username}@example.vn"
        person.save()


def test_each_person_is_reminded_of_what_waits_for_them(a_town, officer, housing, division, leader):
    remind()
    assert kinds_of(housing)["overdue"] == 1, "the house repair due on 1/9"
    assert kinds_of(leader) == {"late": 1}
    assert kinds_of(division)["exit"] == 1, "proposed on 12/9"
    assert kinds_of(division)["question"] == 1, "stuck since 25/8"
    assert kinds_of(officer) == {"owed": 1}, "the plan is late, the report is months away"


def test_a_second_run_writes_and_sends_nothing(a_town, with_address):
    remind()
    written, sent = Notice.objects.count(), len(mail.outbox)
    assert (written > 5, sent) == (True, 4)
    assert "0 lời nhắc mới" in remind()
    assert (Notice.objects.count(), len(mail.outbox)) == (written, sent)


def test_the_number_of_late_needs_is_that_of_the_list_and_of_the_figures(a_town, division, client_of):
    remind()
    told = kinds_of(division)["late"]
    listed = client_of(division).get("/needs/?state=overdue")
    assert told == figures(a_town, TODAY).needs.overdue == int(count_of(listed)) == 1
    assert int(count_of(client_of(division).get("/notices/?kind=late"))) == told
    slow = kinds_of(division).get("slow", 0)
    assert slow == figures(a_town, TODAY).needs.take_up_overdue


def test_a_run_that_breaks_off_sends_nothing_twice(a_town, with_address, monkeypatch):
    real, sent = mailing.letter, []

    def breaks_at_the_second(person, *rest):
        if sent:
            raise KeyboardInterrupt
        sent.append(person)
        return real(person, *rest)

    monkeypatch.setattr(mailing, "letter", breaks_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        remind()
    monkeypatch.setattr(mailing, "letter", real)
    remind()
    people = [one.to[0] for one in mail.outbox]
    assert len(people) == len(set(people)) == 3, "the broken one is not tried again, nobody has two"
    assert Notice.objects.unread().filter(user__email="").exists()


def test_what_the_server_refused_is_tried_again(a_town, with_address, monkeypatch):
    def refuse(self, **options):
        raise smtplib.SMTPRecipientsRefused({})

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        assert "0 thư, 4 thư không gửi được" in remind()
    assert "Đã gửi 4 thư" in remind()


def test_no_address_or_no_wish_means_notices_only(a_town, officer, division):
    division.email, division.wants_mail = "phong@example.vn", False
    division.save()
    remind()
    assert not mail.outbox
    assert kinds_of(division) and kinds_of(officer)


def test_a_letter_names_no_household_and_no_person_but_its_reader(a_town, with_address, settings):
    settings.SITE_ADDRESS = "https://giamngheo.example.vn/"
    remind()
    names = re.compile("|".join(Need.objects.values_list("household__head", flat=True)))
    for one in mail.outbox:
        assert not names.search(one.body + one.subject)
        assert "https://giamngheo.example.vn/notices/?kind=" in one.body
        assert not re.search(r"\d{9,}", one.body)
    assert not names.search(" ".join(Notice.objects.values_list("text", flat=True)))


def test_the_front_is_asked_and_not_ordered(a_town, a_user, unit, tu_ha):
    front = a_user("agency", unit("MTTQ"))
    front.email = "mttq@example.vn"
    front.save()
    remind()
    [letter] = mail.outbox
    assert "đề nghị" in letter.body
    assert "- Đề nghị gửi 1 văn bản" in letter.body
    assert "+ Đề nghị gửi kế hoạch triển khai" in letter.body
    assert "quá ngày đề nghị 37 ngày" in letter.body
    assert "Nộp" not in letter.body


@pytest.mark.parametrize(
    ("day", "which"), [(3, "7"), (5, "7"), (7, "3"), (8, "3"), (9, "1"), (10, "1"), (11, "late"), (31, "late")]
)
def test_what_is_owed_is_called_to_mind_seven_three_and_one_day_ahead(day, which):
    assert call_of(date(2022, 8, 10), date(2022, 8, day)) == which


def test_over_the_days_of_august_a_unit_hears_four_times(plan, officer):
    for day in range(1, 32):
        with clock.assume(date(2022, 8, day)):
            write_notices(date(2022, 8, day))
    days = list(Notice.objects.of(officer).order_by("on").values_list("on", flat=True))
    assert [one.day for one in days] == [3, 7, 9, 11]
    assert Notice.objects.of(officer).unread().count() == 1, "the earlier calls stand no more"


def test_a_returned_paper_is_told_and_over_when_it_is_sent_again(plan, officer, division):
    owed = plan.obligations.get(unit=officer.unit, kind="plan")
    with clock.assume(date(2022, 8, 5)):
        version = submit(owed, document_no="1/KH", document_on=date(2022, 8, 1), text="Tóm tắt", by=officer)
        return_submission(version, reason="Thiếu phần phân công", by=division)
    remind()
    assert kinds_of(officer) == {"returned": 1}
    submit(owed, document_no="2/KH", document_on=date(2022, 8, 9), text="Tóm tắt", by=officer)
    remind()
    assert kinds_of(officer) == {}


def test_a_closed_year_reminds_of_nothing(a_town):
    a_town.closed_on = TODAY
    a_town.save()
    remind()
    assert not Notice.objects.exclude(kind="follow_up").exists()


def test_a_rehearsal_tells_and_writes_nothing(a_town, with_address, division):
    told = remind(dry_run=True)
    assert f"{division.username}: 1 – Nhu cầu quá hạn ở các cơ quan (có thư)" in told
    assert not Notice.objects.exists() and not mail.outbox


def test_a_few_queries_however_many_needs(a_town, a_household, django_assert_max_num_queries):
    for _ in range(15):
        a_household(needs=["house_repair"])
    with django_assert_max_num_queries(25):
        write_notices(TODAY)


# --- Pages ----------------------------------------------------------------------------------------------


def test_the_first_screen_shows_it_until_it_is_put_away(a_town, housing, client_of):
    remind()
    client = client_of(housing)
    assert "Hoàn thành 1 nhu cầu quá hạn" in client.get("/").text
    page = client.get("/notices/?kind=overdue")
    newest = page.context["newest"]
    client.post("/notices/read/", {"kind": "overdue", "until": newest})
    assert "Hoàn thành 1 nhu cầu quá hạn</a>" not in client.get("/").text.split("Việc cần làm")[0]
    assert count_of(client.get("/notices/?kind=overdue")) == 0
    assert count_of(client.get("/notices/?kind=overdue&all=1")) == 1


def test_putting_away_leaves_what_came_later(a_town, housing, client_of):
    remind()
    newest = Notice.objects.of(housing).order_by("-pk").first().pk
    later = Notice.objects.create(
        user=housing, kind="owed", matter="x", text="Mới", path="/", on=TODAY, at=clock.now()
    )  # fmt: skip
    client_of(housing).post("/notices/read/", {"kind": "", "until": newest})
    assert list(Notice.objects.of(housing).unread()) == [later]


def test_nobody_sees_or_puts_away_anothers(a_town, housing, officer, client_of):
    remind()
    theirs = Notice.objects.of(housing).first()
    client = client_of(officer)
    assert client.post(f"/notices/{theirs.pk}/read/").status_code == 404
    client.post("/notices/read/", {"kind": "", "until": 10**9})
    assert Notice.objects.of(housing).unread().exists()
    assert theirs.text not in client.get("/notices/?all=1").text


@pytest.mark.parametrize("until", ["", "x", "-1", "9" * 30])
def test_garbage_puts_nothing_away(a_town, housing, client_of, until):
    remind()
    assert client_of(housing).post("/notices/read/", {"kind": "", "until": until}).status_code == 404
    assert client_of(housing).get("/notices/?kind=zzz").status_code == 404


def test_everybody_says_themselves_where_letters_go(officer, client_of):
    client = client_of(officer)
    assert "Nhận thư nhắc việc" in client.get("/account/").text
    client.post("/account/mail/", {"email": "can.bo@example.vn"})
    officer.refresh_from_db()
    assert (officer.email, officer.wants_mail) == ("can.bo@example.vn", False)
    wrong = client.post("/account/mail/", {"email": "khong phai", "wants_mail": "on"})
    assert wrong.status_code == 200 and 'role="alert"' in wrong.text
