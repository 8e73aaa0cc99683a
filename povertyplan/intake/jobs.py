"""What a process of its own is asked to do with a big list, and what it found: the queue is this table."""

from django.db import models

from povertyplan.accounts.models import User


class ImportJob(models.Model):
    """A big list's reading or writing. The state of its batch says which of the two is asked for now.

    `started_at` without `finished_at` is a job that a worker has in hand, or had when it died.
    """

    batch = models.OneToOneField("intake.ImportBatch", models.CASCADE, related_name="job")
    asked_at = models.DateTimeField("yêu cầu lúc")
    started_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    told = models.TextField("lời báo", blank=True)

    # What the person agreed to.
    writes = models.BooleanField("ghi", default=False)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_digest = models.CharField(max_length=64, blank=True)
    good_rows = models.BooleanField("ghi các dòng đúng", default=False)
    review_missing = models.BooleanField("đánh dấu hộ vắng", default=False)
    follow_file = models.BooleanField("theo tệp", default=False)

    # What reading found, for the preview; the other numbers are the batch's.
    digest = models.CharField(max_length=64, blank=True)
    row_count = models.PositiveIntegerField("dòng hộ", default=0)
    problem_count = models.PositiveIntegerField("điều cần xem", default=0)
    kept_count = models.PositiveIntegerField("giữ như đang lưu", default=0)
    newer_here_count = models.PositiveIntegerField("mới hơn tệp", default=0)
    skipped_count = models.PositiveIntegerField("đã bỏ qua", default=0)
    guessed_count = models.PositiveIntegerField("cột được đoán", default=0)
    stops = models.BooleanField("lỗi chung", default=False)

    class Meta:
        verbose_name = "việc nền của lần nhập"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at=None) | models.Q(started_at__isnull=False),
                name="job_ends_after_it_began",
            )
        ]

    def __str__(self):
        return f"{'Ghi' if self.writes else 'Đọc'}: {self.batch}"


class PreviewLine(models.Model):
    """One line of a big list's preview: only the first of each part are kept, and only until it is written."""

    batch = models.ForeignKey("intake.ImportBatch", models.CASCADE, related_name="preview_lines")
    part = models.CharField("phần", max_length=10)
    sheet = models.CharField("trang tính", max_length=255, blank=True)
    row = models.PositiveIntegerField("dòng", default=0)
    cell = models.CharField("ô", max_length=10, blank=True)
    who = models.CharField("hộ", max_length=100, blank=True)
    household_code = models.CharField("mã hộ", max_length=20, blank=True)
    text = models.TextField("nội dung", blank=True)
    blocks = models.BooleanField("phải sửa", default=False)

    class Meta:
        verbose_name = "dòng xem trước"
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "part"], name="preview_by_part")]

    def __str__(self):
        return f"{self.sheet} {self.row}: {self.text}"
