"""Conditions of a list that somebody keeps under a name."""

from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from povertyplan.accounts.models import Unit, User


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """One's own, and what a colleague shares within the unit."""
        shared = Q(is_shared=True, unit=user.unit_id) if user.unit_id else Q(pk=None)
        return self.filter(Q(owner=user) | shared)

    def kept_by(self, user: User):
        """Those that `user` may rename and delete: one's own, and shared ones whose owner has left the unit."""
        left = Q(owner__is_active=False) | ~Q(owner__unit=user.unit_id)
        orphaned = Q(is_shared=True, unit=user.unit_id) & left if user.unit_id else Q(pk=None)
        return self.filter(Q(owner=user) | orphaned)

    def of_list(self, name: str):
        return self.filter(list=name)


class SavedFilter(models.Model):
    """`query` is the query string of the list's address, as its filter form applied it."""

    class List(models.TextChoices):
        """The name of each list is that of its address."""

        NEEDS = "needs", "Nhu cầu"
        HOUSEHOLDS = "households", "Hộ nghèo"

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_filters", verbose_name="người lưu")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị")
    list = models.CharField("danh sách", max_length=12, choices=List)
    name = models.CharField("tên", max_length=60)
    query = models.CharField("điều kiện", max_length=1000)
    is_shared = models.BooleanField("dùng chung trong đơn vị", default=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ lọc đã lưu"
        ordering = ["list", "is_shared", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list", "name"],
                name="saved_filter_named_once",
                violation_error_message="Bạn đã có bộ lọc mang tên này ở danh sách này.",
            ),
            models.CheckConstraint(
                condition=Q(is_shared=False) | Q(unit__isnull=False),
                name="saved_filter_shared_in_a_unit",
                violation_error_message="Chỉ người thuộc một đơn vị mới dùng chung bộ lọc được.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def url(self) -> str:
        return f"{reverse(self.list)}?{self.query}"

    def is_same_as(self, query: str) -> bool:
        """Whether a list under `query` is under these very conditions, in whatever order."""
        return conditions(self.query) == conditions(query)


def conditions(query: str) -> dict[str, list[str]]:
    """The conditions of a query string that say something."""
    asked = {name: [value for value in values if value] for name, values in QueryDict(query).lists()}
    return {name: values for name, values in asked.items() if values}
