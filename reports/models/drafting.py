"""What is being written before it is handed in: the texts by section, and the paper's number and day."""

from django.db import models
from django.db.models import Q

from households.models import Plan
from povertyplan.accounts.models import User
from reports.models.obligation import Obligation


class Draft(models.Model):
    """What a unit writes for one obligation; or, with a plan instead, what the division writes for the town.

    Only what a person decided is kept here. Figures, and sentences that nobody touched, are made anew from
    the data each time, so that a draft of last week never carries last week's numbers.
    """

    obligation = models.OneToOneField(
        Obligation, models.CASCADE, null=True, blank=True, related_name="draft", verbose_name="văn bản phải nộp"
    )
    plan = models.OneToOneField(
        Plan, models.CASCADE, null=True, blank=True, related_name="town_draft", verbose_name="báo cáo của thị xã"
    )
    document_no = models.CharField("số, ký hiệu văn bản", max_length=60, blank=True)
    document_on = models.DateField("ngày văn bản", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField("lưu lúc")
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lưu")

    class Meta:
        verbose_name = "bản soạn"
        constraints = [
            models.CheckConstraint(
                condition=Q(obligation__isnull=False, plan=None) | Q(obligation=None, plan__isnull=False),
                name="draft_of_one_thing",
            )
        ]

    def __str__(self):
        return f"Bản soạn {self.obligation or self.plan}"


class DraftText(models.Model):
    """The text of one section, once somebody has written it; without such a row the offered sentences stand.

    `offered` are the sentences that the figures offered at that moment: when they offer others later, the
    page says so. A text that is the offered one was taken over, and follows the figures from then on.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="texts")
    section = models.CharField("mục", max_length=40)
    text = models.TextField("nội dung", blank=True)
    offered = models.TextField("câu gợi ý khi viết", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    written_at = models.DateTimeField("viết lúc")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người viết")

    class Meta:
        verbose_name = "nội dung của mục"
        constraints = [models.UniqueConstraint(fields=["draft", "section"], name="draft_text_once_per_section")]

    def __str__(self):
        return self.text[:60]

    @property
    def is_own(self) -> bool:
        return self.text != self.offered
