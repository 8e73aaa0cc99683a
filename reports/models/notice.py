"""A notice: one matter that one person was reminded of, once."""

from django.db import models
from django.db.models import Count, Min

from povertyplan import clock
from povertyplan.accounts.models import User

KEPT_DAYS = 400  # after a matter is over


class NoticeKind(models.TextChoices):
    """What a matter waits for. Of the two kinds of late, the `_elsewhere` ones are for who watches over the bodies."""

    CHASED = "chased", "Công văn đôn đốc"
    OWED = "owed", "Văn bản sắp đến hạn, quá hạn"
    RETURNED = "returned", "Văn bản bị trả lại"
    EXIT_RETURNED = "exit_returned", "Đề nghị thoát nghèo bị trả lại"
    QUESTION = "question", "Vướng mắc chờ trả lời"
    TAKE_UP = "take_up", "Nhu cầu quá hạn tiếp nhận"
    OVERDUE = "overdue", "Nhu cầu quá hạn hoàn thành"
    EXIT = "exit", "Đề nghị chờ xét duyệt"
    EXIT_AGREED = "exit_agreed", "Hộ đã đồng ý, chờ quyết định"
    FOLLOW_UP = "follow_up", "Hộ đến kỳ thăm"
    TAKE_UP_ELSEWHERE = "slow", "Cơ quan chậm tiếp nhận"
    OVERDUE_ELSEWHERE = "late", "Nhu cầu quá hạn ở các cơ quan"


class NoticeQuerySet(models.QuerySet):
    def of(self, user: User):
        return self.filter(user=user)

    def standing(self):
        """Whose matter still waited when the reminders last ran."""
        return self.filter(settled_on=None)

    def unread(self):
        """On the first screen: nobody has put it away, and the matter still waits."""
        return self.standing().filter(read_at=None)

    def to_mail(self):
        return self.unread().filter(mailed_at=None)

    def old(self):
        """Long over: nothing asks any more whether the matter was told."""
        return self.filter(settled_on__lt=clock.days_ago(KEPT_DAYS))

    def counts_by_kind(self) -> list[tuple[str, int, object]]:
        """(kind, how many, the oldest day) of each kind, in the order of `NoticeKind`."""
        rows = self.order_by().values("kind").annotate(count=Count("pk"), oldest=Min("on"))
        found = {row["kind"]: row for row in rows}
        return [(kind, found[kind]["count"], found[kind]["oldest"]) for kind in NoticeKind.values if kind in found]


class Notice(models.Model):
    """One matter for one person. Its text names a household by its code only, so that it may stand in a letter.

    `matter` names what it is about, with the day or version that would make it another matter; the constraint
    is what keeps the command from reminding twice. `mailed_at` is set before the letter is sent: what breaks off
    in between is not sent again, and still stands on the first screen.
    """

    Kind = NoticeKind

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name="người được nhắc")
    kind = models.CharField("việc", max_length=15, choices=NoticeKind)
    matter = models.CharField("khóa của việc", max_length=60)
    text = models.CharField("nội dung", max_length=250)
    path = models.CharField("trang", max_length=200)
    on = models.DateField("nhắc ngày")
    at = models.DateTimeField("ghi lúc")
    mailed_at = models.DateTimeField("gửi thư lúc", null=True, blank=True)
    read_at = models.DateTimeField("đã xem lúc", null=True, blank=True)
    settled_on = models.DateField("việc đã xong khi nhắc ngày", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "lời nhắc"
        ordering = ["-on", "kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "matter"], name="notice_once_per_matter")]
        indexes = [models.Index(fields=["user", "settled_on", "read_at"], name="notice_unread")]

    def __str__(self):
        return self.text
