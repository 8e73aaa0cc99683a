"""Who works here, where, and what was looked at."""

from datetime import date, timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone

from povertyplan import clock
from povertyplan.accounts.kept import KeptForm
from povertyplan.accounts.roles import ALLOWED, CLOSED_WITH_THE_YEAR, SEES_THE_TOWN, WITH_UNIT, Permission, Role
from povertyplan.accounts.sent import SentForm

__all__ = ["AccessLog", "Installation", "KeptForm", "SentForm", "Unit", "User"]


class UnitQuerySet(models.QuerySet):
    def get_by_natural_key(self, code, valid_from):
        return self.get(code=code, valid_from=valid_from)

    def communes(self):
        return self.filter(kind=Unit.Kind.COMMUNE)

    def agencies(self):
        return self.filter(kind=Unit.Kind.AGENCY)

    def on(self, day: date):
        """The units that exist on `day`: codes are used again after mergers, so a code alone names nobody."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))


class Unit(models.Model):
    """A commune or ward (III.1 of the plan) or one of the bodies of III.2, as it stood for some years."""

    class Kind(models.TextChoices):
        COMMUNE = "commune", "Xã, phường"
        AGENCY = "agency", "Cơ quan, đơn vị"

    class Area(models.TextChoices):
        URBAN = "urban", "Thành thị"
        RURAL = "rural", "Nông thôn"

    code = models.CharField("mã", max_length=20)
    kind = models.CharField("loại", max_length=10, choices=Kind)
    area = models.CharField("khu vực", max_length=10, choices=Area, blank=True)
    name = models.CharField("tên đầy đủ", max_length=150)
    short_name = models.CharField("tên ngắn", max_length=60)
    former_names = models.CharField("tên cũ, cách nhau bằng dấu ;", max_length=200, blank=True)
    clause = models.CharField("mục trong kế hoạch", max_length=20, blank=True)
    is_requested = models.BooleanField("được đề nghị, không phải được giao", default=False)
    is_division = models.BooleanField("cơ quan thường trực giảm nghèo", default=False)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    valid_from = models.DateField("có từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="đơn vị kế tục",
        related_name="predecessors",
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        ordering = ["kind", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_code_once_per_period"),
            models.CheckConstraint(
                condition=Q(kind="commune", area__in=["urban", "rural"]) | Q(kind="agency", area=""),
                name="unit_area_of_communes_only",
                violation_error_message="Xã, phường phải có khu vực; cơ quan thì không.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="unit_period_forward",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code, self.valid_from)

    def area_on(self, day: date) -> str:
        """Urban or rural on `day`: a commune that became part of a ward is urban from that day on."""
        unit = self
        while unit.valid_to and unit.valid_to < day and unit.successor:
            unit = unit.successor
        return unit.area

    @property
    def is_commune(self) -> bool:
        return self.kind == Unit.Kind.COMMUNE


class UserManager(BaseUserManager):
    def with_last_sign_in(self):
        """Adds `signed_in_at`, by the product's own clock, which in a demo is not the server's."""
        signed_in = Q(accesslog__action=AccessLog.Action.SIGN_IN)
        return self.annotate(signed_in_at=Max("accesslog__at", filter=signed_in))

    def create_user(self, username, password=None, *, full_name, role, unit=None, **extra):
        user = self.model(username=username, full_name=full_name, role=role, unit=unit, **extra)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(self, username, password=None, **extra):
        """The first account of an installation: an administrator, who makes all others."""
        extra.setdefault("full_name", "Quản trị hệ thống")
        extra.setdefault("role", Role.ADMINISTRATOR)
        return self.create_user(username, password, **extra)


class User(AbstractBaseUser):
    """One person with one role. Accounts are personal; a commune has as many as it has officers."""

    username = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
    )
    full_name = models.CharField("họ và tên", max_length=100)
    email = models.EmailField("thư điện tử", blank=True)
    wants_mail = models.BooleanField("nhận thư nhắc việc", default=True, db_default=True)
    role = models.CharField("vai trò", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="đơn vị")
    is_active = models.BooleanField("đang làm việc", default=True)
    is_demo = models.BooleanField("tài khoản của bản chạy thử", default=False)
    created_at = models.DateTimeField("tạo lúc", default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=sorted(WITH_UNIT), unit__isnull=False)
                | Q(role__in=sorted(set(Role.values) - WITH_UNIT), unit__isnull=True),
                name="user_unit_as_role_wants",
                violation_error_message="Cán bộ xã, cơ quan, Phòng LĐ-TB&XH phải thuộc một đơn vị; "
                "lãnh đạo và quản trị thì không.",
            )
        ]

    def __str__(self):
        return f"{self.full_name} ({self.unit.short_name})" if self.unit_id else self.full_name

    year_is_closed = False  # set for a request that looks at a year which has been closed

    def may(self, permission: Permission) -> bool:
        if self.year_is_closed and permission in CLOSED_WITH_THE_YEAR:
            return False
        return self.is_active and permission in ALLOWED[self.role]

    @property
    def sees_the_town(self) -> bool:
        return self.role in SEES_THE_TOWN

    @property
    def commune(self) -> Unit | None:
        """The one commune that this person may see, or None where the role is not a commune's."""
        return self.unit if self.role == Role.COMMUNE else None


class AccessLogManager(models.Manager):
    def record(self, action: "AccessLog.Action", *, by: User | None, subject: str = "", detail: str = ""):
        return self.create(at=clock.now(), action=action, by=by, subject=subject[:200], detail=detail[:500])

    def failed_lately(self, username: str, *, minutes: int) -> int:
        since = clock.now() - timedelta(minutes=minutes)
        return self.filter(action="sign_in_failed", subject=username[:60], at__gt=since).count()


class AccessLog(models.Model):
    """Who looked at or took out what. Rows are added, never changed."""

    class Action(models.TextChoices):
        SIGN_IN = "sign_in", "Đăng nhập"
        SIGN_IN_FAILED = "sign_in_failed", "Đăng nhập không thành công"
        SIGN_OUT = "sign_out", "Đăng xuất"
        REVEAL_ID = "reveal_id", "Xem số CCCD"
        EXPORT = "export", "Xuất Excel"
        DOCUMENT = "document", "Lập văn bản"
        IMPORT = "import", "Nhập danh sách"
        OPEN_FILE = "open_file", "Mở tệp đính kèm"
        ACCOUNT = "account", "Thay đổi tài khoản"
        TABLE = "table", "Thay đổi bảng danh mục"

    at = models.DateTimeField("lúc", db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, verbose_name="người thực hiện")
    action = models.CharField("việc", max_length=20, choices=Action)
    subject = models.CharField("đối tượng", max_length=200, blank=True)
    detail = models.CharField("chi tiết", max_length=500, blank=True)

    objects = AccessLogManager()

    class Meta:
        verbose_name = "nhật ký truy cập"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%d/%m/%Y %H:%M} {self.get_action_display()}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("An access log row is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("An access log row is never deleted.")


class InstallationManager(models.Manager):
    def this(self) -> "Installation":
        return self.first() or Installation()

    def assumed_today(self) -> date | None:
        return self.values_list("assumed_today", flat=True).first()

    def is_demo(self) -> bool:
        return self.filter(is_demo=True).exists()


class Installation(models.Model):
    """What this database is: the real one, or a demo that lives on an assumed day. One row or none."""

    is_demo = models.BooleanField("bản chạy thử", default=False)
    assumed_today = models.DateField("ngày giả định", null=True, blank=True)

    objects = InstallationManager()

    class Meta:
        verbose_name = "bản cài đặt"
        constraints = [
            models.CheckConstraint(
                condition=Q(assumed_today=None) | Q(is_demo=True),
                name="installation_day_assumed_in_demo_only",
            )
        ]

    def __str__(self):
        return "bản chạy thử" if self.is_demo else "bản chính thức"
