"""What is kept for a short while is thrown away at night, and nothing else."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from povertyplan.accounts.models import KeptForm, SentForm


def test_only_what_is_old_goes(officer, capsys):
    now = timezone.now()
    for hours in (0, 1, 30):
        KeptForm.objects.create(user=officer, token=f"k{hours}", at=now - timedelta(hours=hours), sealed=b"")
        SentForm.objects.create(user=officer, digest=f"s{hours}", at=now - timedelta(hours=hours))
    call_command("sweep")
    assert [row.token for row in KeptForm.objects.all()] == ["k0"]
    assert sorted(SentForm.objects.values_list("digest", flat=True)) == ["s0", "s1"]
    assert "Đã xóa 2 biểu mẫu giữ quá hạn, 1 khóa" in capsys.readouterr().out
