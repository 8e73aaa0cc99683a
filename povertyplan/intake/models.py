"""The history of lists that came in: which file, by whom, what it changed, and what was there before."""

import uuid

from django.db import models
from django.db.models import Count, Q

from households.models import Plan
from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.roles import Permission, Role
from povertyplan.intake.identity import masked, masked_anywhere
from povertyplan.intake.jobs import ImportJob, PreviewLine

__all__ = [
    "Answer", "Correction", "HeaderMapping", "ImportBatch", "ImportChange", "ImportJob",
    "ImportedField", "PreviewLine", "SheetChoice",
]  # fmt: skip

# Fields whose cells may hold ID numbers.
WITH_NUMBERS = frozenset({"id_no", "old_id_no", "note", "progress_note"})


def stored_name(batch: "ImportBatch", filename: str) -> str:
    """Where the original is kept: a name that nobody can guess and that says nothing about its content."""
    return f"imports/{uuid.uuid4().hex}"


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """All for the division; for a commune what its own office handed in.

        A list that the division brought for this commune may hold other communes' people.
        """
        if not user.may(Permission.IMPORT_LIST):
            return self.none()
        return self.filter(commune=user.unit, by__unit=user.unit) if user.role == Role.COMMUNE else self

    def with_mended(self):
        """`mended`: how many cells were typed anew on the preview. Newest first, which counting would forget."""
        return self.annotate(mended=Count("corrections")).order_by(*ImportBatch._meta.ordering)

    def applied(self):
        return self.filter(state=ImportBatch.State.APPLIED)

    def same_file(self, batch: "ImportBatch"):
        """Earlier imports of the very same file that stand."""
        return self.applied().filter(plan=batch.plan, sha256=batch.sha256).exclude(pk=batch.pk)


class ImportBatch(models.Model):
    """One list that somebody handed in for a year's plan; or, with `undo_of`, the undoing of one.

    The counts of an undoing: changed are the households given back, missing those that were taken out,
    blocked those that were left because somebody has worked on them.
    """

    class State(models.TextChoices):
        PREVIEW = "preview", "Chờ xác nhận"
        APPLIED = "applied", "Đã ghi"
        BLOCKED = "blocked", "Có lỗi, chưa ghi"
        CANCELLED = "cancelled", "Đã hủy"
        UNDONE = "undone", "Đã hoàn tác"
        # Big lists: a worker has it in hand, or had it when something went wrong.
        READING = "reading", "Đang đọc"
        WRITING = "writing", "Đang ghi"
        FAILED = "failed", "Chưa xong"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="imports", verbose_name="kế hoạch")
    commune = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chỉ của xã, phường"
    )
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.PREVIEW)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người nhập")
    file = models.FileField("tệp", upload_to=stored_name, blank=True)
    filename = models.CharField("tên tệp", max_length=200, blank=True)
    sha256 = models.CharField("dấu vân tay của tệp", max_length=64, blank=True, db_index=True)
    size = models.PositiveIntegerField("cỡ (byte)", default=0)
    new_count = models.PositiveIntegerField("hộ mới", default=0)
    changed_count = models.PositiveIntegerField("hộ thay đổi", default=0)
    unchanged_count = models.PositiveIntegerField("hộ không đổi", default=0)
    missing_count = models.PositiveIntegerField("hộ vắng trong tệp", default=0)
    blocked_count = models.PositiveIntegerField("dòng lỗi", default=0)
    applied_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undo_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undo", verbose_name="hoàn tác lần nhập"
    )

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập danh sách"
        ordering = ["-at", "-pk"]
        constraints = [
            # A command has nobody who signs for it, so only the moment is there for certain.
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "undone"]) | Q(applied_at__isnull=False),
                name="import_applied_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(applied_by=None) | Q(applied_at__isnull=False), name="import_applied_by_at_some_time"
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False) | ~Q(state="undone") & Q(undone_at=None),
                name="import_undone_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(undone_by=None) | Q(undone_at__isnull=False), name="import_undone_by_at_some_time"
            ),
        ]

    def __str__(self):
        return f"Hoàn tác: {self.filename}" if self.undo_of_id else self.filename

    @property
    def actor(self) -> str:
        """Who handed it in; a command has no person."""
        return self.by.full_name if self.by else "lệnh import_list"

    @property
    def unit(self) -> Unit | None:
        """Whose way of reading headers counts."""
        return self.by.unit if self.by else None

    @property
    def is_kept(self) -> bool:
        """Whether the original is still there: that of a cancelled import is thrown away."""
        return bool(self.file) and self.file.storage.exists(self.file.name)

    @property
    def is_in_hand(self) -> bool:
        """Whether a worker has it, or left it undone: then there is only its progress to show."""
        return self.state in {self.State.READING, self.State.WRITING, self.State.FAILED}

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a person's yes, and can still be read otherwise."""
        return self.state == self.State.PREVIEW and self.is_kept

    def typed_cells(self) -> dict[tuple[str, str], str]:
        """(sheet, address) → what a person typed there on the preview, as reading wants it."""
        return {(one.sheet, one.cell): one.value for one in self.corrections.all()}

    def answers_given(self) -> dict[tuple[str, int], str | None]:
        """(sheet, row) → which household a person said it is, as reading and matching want it."""
        return {(one.sheet, one.row): None if one.left_out else one.household_code for one in self.answers.all()}

    @property
    def can_be_undone(self) -> bool:
        return self.state == self.State.APPLIED and self.undo_of_id is None and not self.plan.is_closed

    @property
    def writes(self) -> int:
        return self.new_count + self.changed_count


class ImportChange(models.Model):
    """What one import did to one household. The code stays readable when the household is gone."""

    class Kind(models.TextChoices):
        CREATED = "created", "Thêm mới"
        CHANGED = "changed", "Sửa"
        REMOVED = "removed", "Bỏ ra"
        RESTORED = "restored", "Trả lại như trước"
        KEPT = "kept", "Giữ nguyên"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes")
    household_code = models.CharField("mã hộ", max_length=20, db_index=True)
    head = models.CharField("chủ hộ", max_length=100)
    kind = models.CharField("việc", max_length=10, choices=Kind)
    sheet = models.CharField("trang tính", max_length=60, blank=True)
    row = models.PositiveIntegerField("dòng", default=0)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "thay đổi của lần nhập"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "household_code"], name="import_touches_household_once")
        ]

    def __str__(self):
        return f"{self.household_code}: {self.get_kind_display()}"


class ImportedField(models.Model):
    """One value that an import changed, before and after, so that it can be given back.

    `field` is a field of the household; or, with the key of that row in `subject`, `need`, `exit`, `entry`,
    `review`, `member`: a row that the import made ("" before) or moved.
    """

    change = models.ForeignKey(ImportChange, models.CASCADE, related_name="fields")
    field = models.CharField("thông tin", max_length=20)
    subject = models.PositiveBigIntegerField("dòng", null=True, blank=True)
    before = models.TextField("trước", blank=True)
    after = models.TextField("sau", blank=True)

    class Meta:
        verbose_name = "giá trị đã đổi"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.field}: {self.before} → {self.after}"


class SheetChoice(models.Model):
    """What a person decided about one sheet of a list, where reading had guessed otherwise."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="sheet_choices")
    sheet = models.CharField("trang tính", max_length=100)
    is_used = models.BooleanField("đọc trang này")
    encoding = models.CharField("bảng mã", max_length=20, blank=True)

    class Meta:
        verbose_name = "cách đọc trang tính"
        constraints = [models.UniqueConstraint(fields=["batch", "sheet"], name="sheet_chosen_once")]

    def __str__(self):
        return self.sheet


class HeaderMapping(models.Model):
    """Which field a column means, as a person of `unit` said; remembered for the next list with that header."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name="đơn vị")
    fingerprint = models.CharField("dấu vân tay của tiêu đề", max_length=64)
    letter = models.CharField("cột", max_length=3)
    field = models.CharField("thông tin", max_length=40, blank=True)

    class Meta:
        verbose_name = "cách khớp cột đã nhớ"
        constraints = [models.UniqueConstraint(fields=["unit", "fingerprint", "letter"], name="column_mapped_once")]

    def __str__(self):
        return f"{self.letter}: {self.field}"


class Correction(models.Model):
    """A cell of a list that a person typed anew on the preview page; the file itself stays as it was.

    `value` "" empties the cell. `before` is what stood there, an ID number masked.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="corrections")
    sheet = models.CharField("trang tính", max_length=255)
    cell = models.CharField("ô", max_length=10)
    field = models.CharField("thông tin", max_length=40)
    before = models.CharField("trong tệp", max_length=200, blank=True)
    value = models.CharField("sửa thành", max_length=500, blank=True)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người sửa")

    class Meta:
        verbose_name = "ô đã sửa tay"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "cell"], name="cell_mended_once")]

    def __str__(self):
        return f"{self.sheet} {self.cell}"

    @property
    def shown(self) -> str:
        """The value as everybody may see it."""
        return masked(self.value) if self.field in WITH_NUMBERS else masked_anywhere(self.value)


class Answer(models.Model):
    """Who a row of a list is, where two households fit or two rows are alike, as a person said on the preview.

    `household_code` "" is a new household; `left_out` a row that only says again what another row says.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="answers")
    sheet = models.CharField("trang tính", max_length=255)
    row = models.PositiveIntegerField("dòng")
    head = models.CharField("chủ hộ trong tệp", max_length=100, blank=True)
    household_code = models.CharField("là hộ", max_length=20, blank=True)
    left_out = models.BooleanField("bỏ dòng", default=False)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người trả lời")

    class Meta:
        verbose_name = "câu trả lời về một dòng"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "sheet", "row"], name="row_answered_once"),
            models.CheckConstraint(condition=Q(left_out=False) | Q(household_code=""), name="row_left_out_is_nobody"),
        ]

    def __str__(self):
        return f"{self.sheet}, dòng {self.row}: {self.told}"

    @property
    def told(self) -> str:
        if self.left_out:
            return "bỏ dòng ghi lặp"
        return f"là hộ có mã {self.household_code}" if self.household_code else "là hộ mới"
