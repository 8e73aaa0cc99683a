"""What is known of one person. A household's head stands on the household itself, the others are its members."""

from datetime import date

from django.db import models
from django.db.models import Q

from povertyplan.fields import IdNumberField, masked
from povertyplan.vietnamese import matching_key

MAJORITY = "kinh"


class Sex(models.TextChoices):
    MALE = "M", "Nam"
    FEMALE = "F", "Nữ"


class Answer(models.TextChoices):
    """Empty is neither: nobody has asked yet, so nothing may be counted from it."""

    YES = "yes", "Có"
    NO = "no", "Không"


class Schooling(models.TextChoices):
    """Where somebody goes to school now."""

    NONE = "none", "Không đi học"
    PRESCHOOL = "preschool", "Mầm non"
    PRIMARY = "primary", "Tiểu học"
    LOWER_SECONDARY = "lower_secondary", "Trung học cơ sở"
    UPPER_SECONDARY = "upper_secondary", "Trung học phổ thông"
    VOCATIONAL = "vocational", "Trung cấp, học nghề"
    COLLEGE = "college", "Cao đẳng, đại học"


class Work(models.TextChoices):
    """As the indicator "việc làm" of Nghị định 07/2021/NĐ-CP asks: is there work, and with a contract."""

    CONTRACT = "contract", "Làm thuê có hợp đồng"
    NO_CONTRACT = "no_contract", "Làm thuê không hợp đồng"
    OWN = "own", "Tự làm (ruộng vườn, buôn bán)"
    NONE = "none", "Không có việc làm"
    UNABLE = "unable", "Không còn khả năng lao động"


class Disability(models.TextChoices):
    """Degrees of the Law on persons with disabilities (2010), article 3; empty where none is on record."""

    EXTREME = "extreme", "Đặc biệt nặng"
    SEVERE = "severe", "Nặng"
    MILD = "mild", "Nhẹ"


PUPILS = frozenset(Schooling) - {Schooling.NONE}


def _choice(label: str, choices: type[models.TextChoices]) -> models.CharField:
    """A choice that may be unknown. Bulk writers leave such columns out, so the database fills them in."""
    return models.CharField(label, max_length=15, choices=choices, blank=True, default="", db_default="")


class Person(models.Model):
    """The facts that officers ask of everybody in a household.

    What for: `insurance` (the indicator and the target of 100 %), `schooling` and `tuition` (the indicator, the
    target for pupils of ethnic minorities), `work` and the wish for training (the indicator, the target of
    training), `disability` and `merit` (groups of the national list). Each is what is known now, not a history.
    """

    sex = models.CharField("giới tính", max_length=1, choices=Sex, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    birth_on = models.DateField("ngày sinh", null=True, blank=True)
    id_no = IdNumberField("số CCCD/CMND", null=True, blank=True)
    old_id_no = IdNumberField("số CMND cũ", null=True, blank=True)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)
    insurance = _choice("có thẻ BHYT", Answer)
    insurance_no = IdNumberField("số thẻ BHYT", max_length=15, null=True, blank=True)
    insured_until = models.DateField("thẻ BHYT có giá trị đến ngày", null=True, blank=True)
    schooling = _choice("đang học", Schooling)
    tuition = _choice("được miễn giảm học phí, hỗ trợ chi phí học tập", Answer)
    work = _choice("việc làm", Work)
    wants_training = _choice("muốn học nghề", Answer)
    training_wish = models.CharField("nghề muốn học", max_length=100, blank=True, default="", db_default="")
    trained_on = models.DateField("được hỗ trợ đào tạo nghề ngày", null=True, blank=True)
    disability = _choice("mức độ khuyết tật", Disability)
    merit = models.BooleanField("là người có công với cách mạng", default=False, db_default=False)

    class Meta:
        abstract = True

    is_head = False

    @property
    def masked_id(self) -> str:
        return masked(self.id_no)

    @property
    def masked_insurance(self) -> str:
        return masked(self.insurance_no)

    @property
    def is_minority(self) -> bool | None:
        """Of another people than the Kinh; None where nobody has written it down."""
        return matching_key(self.ethnicity) != MAJORITY if self.ethnicity else None

    @property
    def is_pupil(self) -> bool | None:
        return self.schooling in PUPILS if self.schooling else None

    def age_on(self, day: date) -> int | None:
        """In whole years, by the year alone where only that is known."""
        if self.birth_on:
            had_birthday = (day.month, day.day) >= (self.birth_on.month, self.birth_on.day)
            return day.year - self.birth_on.year - (not had_birthday)
        return day.year - self.birth_year if self.birth_year else None

    def is_insured_on(self, day: date) -> bool | None:
        """None where nobody has asked. Cards of the form of 2021 name no last day and hold until withdrawn."""
        if not self.insurance:
            return None
        return self.insurance == Answer.YES and (self.insured_until is None or day <= self.insured_until)


class MemberQuerySet(models.QuerySet):
    def present(self, on: date | None = None):
        """Those who belong to their household at the end of `on` (now, unless told)."""
        if on is None:
            return self.filter(left_on=None)
        gone = Q(left_on__lte=on) | Q(left_as=Member.Left.NEVER)
        return self.exclude(gone).filter(Q(came_on=None) | Q(came_on__lte=on))

    def gone(self):
        """Those who were there once, the last to go first."""
        return self.exclude(left_on=None).exclude(left_as=Member.Left.NEVER).order_by("-left_on", "-pk")

    def untouched(self):
        """As a list brought them: nobody has written down anything of them since."""
        nothing = dict.fromkeys(("insurance", "schooling", "tuition", "work", "wants_training", "disability"), "")
        nothing |= {"insurance_no": None, "insured_until": None, "trained_on": None, "training_wish": ""}
        return self.filter(**nothing, merit=False, left_on=None, events=None)


class Member(Person):
    """One person of a household beside its head (the head is on the household itself).

    Whoever dies or goes is marked and stays on record. `came_on` is empty for those who were there all along.
    """

    class Left(models.TextChoices):
        DIED = "died", "Đã chết"
        AWAY = "left", "Đã chuyển đi"
        WENT = "went", "Đã sang hộ khác"
        NEVER = "never", "Ghi nhầm, đã hủy"  # an arrival that was taken back

    household = models.ForeignKey("households.Household", models.CASCADE, related_name="members")
    name = models.CharField("họ và tên", max_length=100)
    relation = models.CharField("quan hệ với chủ hộ", max_length=40, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    came_on = models.DateField("vào hộ ngày", null=True, blank=True)
    left_on = models.DateField("rời hộ ngày", null=True, blank=True)
    left_as = models.CharField("rời hộ vì", max_length=5, choices=Left, blank=True, default="", db_default="")
    origin = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="ở hộ trước là"
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None, left_as="") | Q(left_on__isnull=False) & ~Q(left_as=""),
                name="member_left_for_a_reason",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def described(self) -> str:
        """ "Lê Thị Bưởi (vợ)" """
        return f"{self.name} ({self.relation.lower()})" if self.relation else self.name
