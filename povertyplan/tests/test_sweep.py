"""What is kept for a short while is thrown away at night, and nothing else."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from povertyplan import clock
from povertyplan.accounts.models import KeptForm, SentForm
from reports.models import Notice


def test_only_what_is_old_goes(officer, capsys):
    now = timezone.now()
    for hours in (0, 1, 30):
        KeptForm.objects.create(user=officer, token=f"k{hours}", at=now - timedelta(hours=hours), sealed=b"")
        SentForm.objects.create(user=officer, digest=f"s{hours}", at=now - timedelta(hours=hours))
    for number, settled in enumerate((None, 30, 500)):
        day = settled and clock.days_ago(settled)
        Notice.objects.create(
            user=officer, kind="owed", matter=str(number), text="Nộp", path="/", on=clock.today(), at=now,
            settled_on=day,
        )  # fmt: skip
    call_command("sweep")
    assert sorted(Notice.objects.values_list("matter", flat=True)) == ["0", "1"]
    assert [row.token for row in KeptForm.objects.all()] == ["k0"]
    assert sorted(SentForm.objects.values_list("digest", flat=True)) == ["s0", "s1"]
    assert "Đã xóa 2 biểu mẫu giữ quá hạn, 1 khóa" in capsys.readouterr().out
